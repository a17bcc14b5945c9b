"""How fast gradients are derived: ratios from one run.

    python benchmarks/speed.py

Prints the time to trace every loss of the catalogue against SymPy's own ``diff``, the time of all weights' gradients of
a network written out to depth 1 ... 12, and of a gradient with a symbolic number of inputs against one that is written
out.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from sympy import Abs, Add, Expr, Heaviside, IndexedBase, Max, Piecewise, Sum, Symbol, diff, exp, log, symbols
from sympy import sign as sympy_sign
from sympy.core.cache import clear_cache

from derivations.calculus.derive import derive
from derivations.calculus.graph import Graph
from derivations.calculus.trace import differentiate
from derivations.catalogue import Entry, load_catalogue
from derivations.language.domains import Index, Intermediate, Real, Size
from derivations.language.functions import Branches, Named, magnitude, positive_part, sigma, sign, softplus, step
from derivations.language.loss import Loss

REPEATS = 7
PLAIN: dict[Any, Callable[..., Expr]] = {
    magnitude: Abs,
    sign: sympy_sign,
    positive_part: lambda u: Max(0, u),
    step: lambda u: Heaviside(u, 0),
    sigma: lambda u: 1 / (1 + exp(-u)),
    softplus: lambda u: log(1 + exp(u)),
}


def milliseconds(work: Callable[[], object]) -> float:
    """The median time of several runs, each with SymPy's cache empty."""
    times = []
    for _ in range(REPEATS):
        clear_cache()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def plain(expression: Expr) -> Expr:
    """The loss as a SymPy user would write it."""
    expression = expression.replace(lambda node: isinstance(node, Named), lambda node: node.definition)
    expression = expression.replace(lambda node: isinstance(node, Branches), lambda node: Piecewise(*node.cases))
    for ours, theirs in PLAIN.items():
        expression = expression.replace(ours, theirs)
    return expression


def catalogue_against_diff() -> None:
    entries = [entry for entry in load_catalogue().entries if not entry.loss.backward]
    ours = theirs = slowest = 0.0
    for entry in entries:
        traced, page = _times(entry)
        diffed = milliseconds(lambda e=entry: diff(plain(e.loss.expression), e.loss.wrt))
        ours, theirs, slowest = ours + traced, theirs + diffed, max(slowest, page)
    print(
        f"catalogue, {len(entries)} losses: trace {ours:.1f} ms, sympy.diff {theirs:.1f} ms, ratio {ours / theirs:.2f}"
    )
    print(f"slowest derivation of a page (lines, boundaries): {slowest:.0f} ms")


def _times(entry: Entry) -> tuple[float, float]:
    traced = milliseconds(lambda: differentiate(entry.loss.expression, entry.loss.wrt))
    return traced, milliseconds(lambda: derive(entry.loss))


def network(depth: int) -> Loss:
    """A network of sigmoids, one definition a layer, every layer written out."""
    i, j, k, n = symbols("i j k n")
    arrays = {name: IndexedBase(name) for layer in range(depth + 1) for name in (f"W{layer}", f"z{layer}", f"a{layer}")}
    t = IndexedBase("t")
    definitions, meanings = [], {arrays["a0"]: Real("input", shape=(n,)), t: Real("target", shape=(n,))}
    for layer in range(1, depth + 1):
        W, z, a, before = arrays[f"W{layer}"], arrays[f"z{layer}"], arrays[f"a{layer}"], arrays[f"a{layer - 1}"]
        definitions += [(z[j], Sum(W[j, i] * before[i], (i, 1, n))), (a[j], sigma(z[j]))]
        meanings |= {
            W: Real("weight", shape=(n, n)),
            z: Intermediate("sum", shape=(n,)),
            a: Intermediate("output", shape=(n,)),
        }
    return Loss(
        id="L222",
        expression=Sum((t[k] - arrays[f"a{depth}"][k]) ** 2, (k, 1, n)),
        wrt=arrays["W1"][j, i],
        backward=True,
        definitions=definitions,
        symbols={**meanings, i: Index("from", last=n), j: Index("to", last=n), n: Size("units")},
        source="benchmark",
    )


def depth() -> None:
    i, j = symbols("i j", integer=True, positive=True)
    times = {}
    for layers in (1, 2, 4, 8, 12):
        loss = network(layers)
        weights = [IndexedBase(f"W{layer}")[j, i] for layer in range(1, layers + 1)]
        times[layers] = milliseconds(partial(Graph(loss).adjoint_equations, weights))
        print(
            f"all weights' gradients, {layers:2} layers: {times[layers]:6.1f} ms, "
            f"{times[layers] / times[1]:.1f} times one layer"
        )


def number_of_inputs() -> None:
    i, j, n = symbols("i j n", integer=True, positive=True)
    w, x, t = IndexedBase("w"), IndexedBase("x"), Symbol("t", real=True)
    symbolic = milliseconds(lambda: differentiate((t - sigma(Sum(w[i] * x[i], (i, 1, n)))) ** 2, w[j]))
    print(f"gradient with a symbolic number of inputs: {symbolic:.1f} ms")
    for number in (10, 100, 1000):
        total = Add(*[w[m] * x[m] for m in range(1, number + 1)])
        written = milliseconds(lambda total=total: differentiate((t - sigma(total)) ** 2, w[1]))
        print(f"written out, n = {number:4}: {written:8.1f} ms, {written / symbolic:.1f} times as long")


if __name__ == "__main__":
    catalogue_against_diff()
    depth()
    number_of_inputs()
