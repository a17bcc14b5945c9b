"""Networks of any depth in index notation, for the tests of layers."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Function, IndexedBase, Sum, Symbol, symbols

from derivations.language.domains import Adjoints, Index, Intermediate, Layers, Model, Real, Size
from derivations.language.loss import Loss

i, j, k, l, m, n = symbols("i j k l m n", integer=True, positive=True)
L = Symbol("L", integer=True, positive=True)
W, V, a, b, z, t, x, delta, epsilon = map(IndexedBase, ("W", "V", "a", "b", "z", "t", "x", "delta", "epsilon"))
f = Function("f", real=True)

SUM = Sum(W[l, j, i] * a[l - 1, i], (i, 1, n))
SQUARES = Sum((t[k] - a[L, k]) ** 2, (k, 1, n))


def network(
    activation: Any = f,
    total: Expr = SUM,
    expression: Expr = SQUARES,
    wrt: Expr = W[l, j, i],
    adjoints: dict[Any, Any] | None = None,
    **more: Any,
) -> Loss:
    """A network of L layers; what is added to it comes with its symbols."""
    return Loss(
        id="L222",
        name="E",
        expression=expression,
        wrt=wrt,
        backward=True,
        adjoints={z: delta} if adjoints is None else adjoints,
        definitions=more.pop("definitions", [(z[l, j], total), (a[l, j], activation(z[l, j]))]),
        symbols={
            W: Real("weights", shape=(L, n, n)),
            V: Real("weights of every layer", shape=(n, n)),
            b: Real("shifts", shape=(L, n)),
            x: Real("scales", shape=(n, L)),
            t: Real("targets", shape=(n,)),
            z: Intermediate("sums", shape=(L, n)),
            a: Intermediate("outputs", shape=(L, n)),
            f: Model("activation"),
            delta: Adjoints("slope", shape=(L, n)),
            epsilon: Adjoints("slope", shape=(L, n)),
            **{index: Index("unit", last=n) for index in (i, j)},
            l: Index("layer", last=L),
            n: Size("units"),
            L: Layers("layers"),
            **more.pop("symbols", {}),
        },
        source="a test",
    )
