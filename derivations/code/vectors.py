"""How exact code on arrays is: every component of a result against balls, at points of several sizes.

An error is counted in units in the last place of the largest component: what a step along the gradient sees.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from flint import arb, fmpq
from sympy import Integer

from derivations.code.accuracy import ANY, ENOUGH, Accuracy, Seen, exact, summary
from derivations.code.intermediates import defined, matrices, recurrent
from derivations.code.shapes import Argument, Kernel
from derivations.evidence import balls
from derivations.evidence.balls import Undecided, Undefined, precision
from derivations.evidence.scope import Graph, Polynomial, Scope
from derivations.evidence.values import evaluate
from derivations.language.domains import ClosedSimplex, Domain, Intermediate, PositiveDefinite, Simplex
from derivations.language.loss import Definition

SIZES = (2, 3, 4, 5)  # of arrays; those of one point differ from each other where they can
MODEST = 4.0  # numbers of arrays are no larger: so no component is lost beside another
AGREED = 2.0**14  # ulp: a result that is further off is that of another formula
MODEL = Polynomial({(1,): fmpq(1, 2), (2,): fmpq(1, 4)})  # what a model is that is called
MODEL_CODE: dict[bool, Callable[[Any], Any]] = {False: lambda x: x / 2 + x * x / 4, True: lambda x: x / 2 + 0.5}
BITS = (256, 1024, 4096)  # of the balls; more where these do not tell


@dataclass(frozen=True)
class ArrayPoint:
    """Arguments: sizes, and for each argument a number, or a flat list of them with its shape; indices from 0.

    The others are what only the referee needs.
    """

    sizes: Mapping[Any, int]
    values: Mapping[Argument, Any]
    others: Mapping[Argument, Any]


def points_of(kernel: Kernel, count: int) -> Iterator[ArrayPoint]:
    """Points at which what the script says holds."""
    rng = Random(kernel.name)
    for _ in range(count):
        sizes = dict(zip(kernel.sizes, rng.sample(SIZES, len(kernel.sizes)), strict=True))
        yield ArrayPoint(
            sizes, *({a: _values(rng, kernel, a, sizes) for a in group} for group in (kernel.arguments, kernel.others))
        )


def length(size: Any, sizes: Mapping[Any, int]) -> int:
    return int(Integer(size.xreplace({s: Integer(n) for s, n in sizes.items()})))


def _values(rng: Random, kernel: Kernel, argument: Argument, sizes: Mapping[Any, int]) -> Any:
    if argument.is_function:
        return MODEL_CODE[argument.name != str(argument.symbol)]
    domain = kernel.loss.all_symbols.get(argument.symbol, ANY)
    shape = [length(size, sizes) for size in argument.shape]
    count = math.prod(shape)
    if argument.whole:
        last = length(domain.last, sizes)  # type: ignore[attr-defined]
        drawn_indices = rng.sample(range(last), count) if count == last else [rng.randrange(last) for _ in range(count)]
        return drawn_indices if argument.shape else rng.randrange(last)
    if isinstance(domain, Simplex | ClosedSimplex):
        weights = [rng.randrange(1, 64) for _ in range(count)]
        return [weight / sum(weights) for weight in weights]
    if isinstance(domain, PositiveDefinite):
        n = shape[0]
        rows = [[rng.uniform(-1, 1) for _ in range(n)] for _ in range(n)]
        return [sum(a * b for a, b in zip(r, q, strict=True)) + 2 * (r is q) for r in rows for q in rows]
    numbers = [_number(rng, domain) for _ in range(count)]
    return numbers if argument.shape else numbers[0]


def _number(rng: Random, domain: Domain) -> float:
    """An ordinary number of the domain."""
    if domain.choices:
        return float(rng.choice(domain.choices))
    ends = domain.reach if isinstance(domain, Intermediate) else domain.interval
    low, high = (None if end is None else float(end) for end in ends)
    first = low if low is not None else (high or 0.0) - MODEST if high is not None else -MODEST
    last = high if high is not None else first + MODEST if low is not None else MODEST
    return first + (last - first) * rng.randrange(1, 2**20) / 2**20


def scope_of(kernel: Kernel, point: ArrayPoint) -> Scope:
    """The point as the referee takes it: cells count from 1."""
    numbers: dict[Any, Any] = {size: fmpq(n) for size, n in point.sizes.items()}
    given = {**point.values, **point.others}
    models = {argument.symbol: MODEL for argument in given if argument.is_function}
    for argument, value in given.items():
        if argument.is_function:
            continue
        shift = 1 if argument.whole else 0
        if not argument.shape:
            key = (argument.symbol, *argument.row) if argument.row else argument.symbol
            numbers[key] = fmpq(value + 1) if shift else exact(value)
            continue
        shape = [length(size, point.sizes) for size in argument.shape]
        for place, number in zip(product(*(range(1, n + 1) for n in shape)), value, strict=True):
            numbers[argument.symbol, *argument.row, *place] = fmpq(number + 1) if shift else exact(number)
    return Scope(numbers, models, graph_of(kernel, point.sizes))


def graph_of(kernel: Kernel, sizes: Mapping[Any, int]) -> Graph:
    """The intermediates that stay arrays."""
    loss = kernel.loss
    arrays = matrices(loss) | recurrent(loss)
    kept = {
        d.base: (
            Definition(d.name, defined(loss, d.value)),
            tuple(length(size, sizes) for size in loss.symbols[d.base].shape),
        )
        for d in loss.definitions
        if d.base in arrays
    }
    return Graph(defined(loss, loss.expression) if kept else kernel.refereed, kept)


def true_values(kernel: Kernel, point: ArrayPoint) -> list[Any] | None:
    """Every component as a ball; None where one has no value, or it cannot be told."""
    for bits in BITS:
        found = _balls(kernel, point, bits)
        if found is None:
            return None
        with precision(bits):
            largest = max(abs(ball) for ball in found)
            if all(ball.rad() <= largest.mid() * arb(2) ** -ENOUGH for ball in found):
                return found
    return None


def _balls(kernel: Kernel, point: ArrayPoint, bits: int) -> list[Any] | None:
    scope = scope_of(kernel, point)
    lengths = [length(kernel.range_of(axis), point.sizes) for axis in kernel.axes]
    found = []
    with precision(bits):
        for place in product(*(range(1, n + 1) for n in lengths)):
            inside = scope.inside(dict(zip(kernel.axes, place, strict=True)))
            try:
                ball: Any = balls.ball(evaluate(kernel.refereed, inside))
                found.append(ball)
            except (Undefined, Undecided):
                return None
    return found if all(ball.is_finite() for ball in found) else None


def error(got: list[float], true: list[Any]) -> float:
    """In units in the last place of the largest component."""
    if not all(map(math.isfinite, got)):
        return math.inf
    largest = max(abs(float(ball)) for ball in true)
    unit = math.ldexp(1.0, max(math.frexp(largest)[1] - 53, -1074)) if largest else 5e-324
    with precision(BITS[-1]):
        return max(abs(float((arb(exact(x)) - ball) / arb(exact(unit)))) for x, ball in zip(got, true, strict=True))


def measured_c(kernel: Kernel, function: Any, count: int) -> Accuracy:
    """Compare what compiled C returns with the true values."""
    return measured(kernel, lambda point: run_c(kernel, function, point), count)


def measured(kernel: Kernel, run: Callable[[ArrayPoint], list[float]], count: int) -> Accuracy:
    """Compare what code returns, as a flat list, with the true values."""
    seen = []
    for point in points_of(kernel, count):
        true = true_values(kernel, point)
        if true is not None:
            got = run(point)
            seen.append(Seen((), error(got, true), 0.0, 0.0))
    return summary(seen)


def run_c(kernel: Kernel, function: Any, point: ArrayPoint) -> list[float]:
    """Call a compiled function; its arrays are flat."""
    given: list[Any] = [ctypes.c_int(point.sizes[size]) for size in kernel.sizes]
    for argument, value in point.values.items():
        if argument.is_function:
            given.append(ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(value))
            continue
        kind = ctypes.c_int if argument.whole else ctypes.c_double
        given.append((kind * len(value))(*value) if argument.shape else kind(value))
    if not kernel.axes:
        function.restype = ctypes.c_double
        return [float(function(*given))]
    function.restype = None
    count = math.prod(length(kernel.range_of(axis), point.sizes) for axis in kernel.axes)
    out = (ctypes.c_double * count)()
    function(*given, out)
    return list(out)
