"""Arrays, indices and intermediates that do not fit together are named, with the definition they stand in."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import IndexedBase, Sum, symbols

from derivations.errors import LossaryError
from derivations.language.cases import branches
from derivations.language.domains import Index, Intermediate, Real, Size
from derivations.language.functions import inverse_entry, log_det, otherwise, sigma
from derivations.language.loss import Loss

i, j, k, l, n, K, L = symbols("i j k l n K L")
w, x, t, z, o = map(IndexedBase, ("w", "x", "t", "z", "o"))
SYMBOLS: dict[Any, Any] = {
    w: Real("weight", shape=(K, n)),
    x: Real("input", shape=(n,)),
    t: Real("target", shape=(K,)),
    z: Intermediate("sum", shape=(K,)),
    o: Intermediate("output", shape=(K,)),
    i: Index("input", last=n),
    j: Index("output", last=K),
    n: Size("inputs"),
    K: Size("outputs"),
}
RIGHT: dict[str, Any] = {
    "id": "L222",
    "expression": Sum((t[k] - o[k]) ** 2, (k, 1, K)),
    "wrt": w[j, i],
    "definitions": [(z[k], Sum(w[k, i] * x[i], (i, 1, n))), (o[k], sigma(z[k]))],
    "symbols": SYMBOLS,
    "source": "a test",
}


def test_a_network_with_definitions_is_accepted() -> None:
    loss = Loss(**RIGHT)
    assert [str(definition.name) for definition in loss.definitions] == ["z[k]", "o[k]"]


W, a, y = map(IndexedBase, ("W", "a", "y"))
LAYERS: dict[str, Any] = {
    "id": "L222",
    "expression": Sum((y[k] - a[L, k]) ** 2, (k, 1, n)),
    "wrt": W[l, j, i],
    "definitions": [(z[l, j], Sum(W[l, j, i] * a[l - 1, i], (i, 1, n))), (a[l, j], sigma(z[l, j]))],
    "symbols": {
        W: Real("weight", shape=(L, n, n)),
        a: Intermediate("activation", shape=(L, n)),
        z: Intermediate("sum", shape=(L, n)),
        y: Real("target", shape=(n,)),
        **{index: Index("unit", last=n) for index in (i, j)},
        l: Index("layer", last=L),
        n: Size("units"),
        L: Size("layers"),
    },
    "source": "a test",
}


def test_a_recursion_over_layers_is_no_circle() -> None:
    assert Loss(**LAYERS, backward=True).definitions


def test_but_it_cannot_be_derived_forwards() -> None:
    with pytest.raises(
        LossaryError, match=r"the definition of z\[l, j\] goes back to a layer before: set backward=True"
    ):
        Loss(**LAYERS)


@pytest.mark.parametrize(
    "change,message",
    [
        (
            {"definitions": RIGHT["definitions"][:1]},
            r"the intermediate o is not defined: add \(o, its value\) to definitions",
        ),
        ({"definitions": [*RIGHT["definitions"], (o[i], z[i])]}, r"the intermediate o is defined twice"),
        (
            {"definitions": [(z[k], Sum(w[k, l] * t[l], (l, 1, K))), (o[k], sigma(z[k]))]},
            r"w\[k, l\] in the definition of z\[k\]: the index l runs to K, but w has the shape \(K, n\)",
        ),
        (
            {"definitions": [(z[k], o[k]), (o[k], sigma(z[k]))]},
            r"the definitions go in a circle: z\[k\] -> o\[k\] -> z\[k\]",
        ),
        ({"definitions": [(z[k], z[k] + 1), (o[k], sigma(z[k]))]}, r"go in a circle: z\[k\] -> z\[k\]"),
        (
            {"definitions": [(z[k], x[k]), (o[k], sigma(z[k]))]},
            r"x\[k\] in the definition of z\[k\]: the index k runs to K",
        ),
        ({"definitions": [(z[k, k], x[k]), (o[k], sigma(z[k]))]}, r"indices must be different letters"),
        ({"definitions": [(z[k, i], x[k]), (o[k], sigma(z[k]))]}, r"z has the shape \(K,\), but 2 indices"),
        (
            {"definitions": [*RIGHT["definitions"], (x[i], sigma(i))]},
            r"the definition of x\[i\]: x needs a domain: add x: Intermediate",
        ),
        (
            {"expression": Sum((t[k, k] - o[k]) ** 2, (k, 1, K))},
            r"t\[k, k\] in expression: t has the shape \(K,\), but 2 indices",
        ),
        ({"expression": Sum(Sum(o[k], (k, 1, K)), (k, 1, K))}, r"the index k is bound twice in expression"),
        ({"expression": o[l]}, r"the free index l in expression has no range: bind it by a Sum, or add l: Index"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_does_not_fit_is_named(change: dict[str, Any], message: str) -> None:
    with pytest.raises(LossaryError, match=message):
        Loss(**{**RIGHT, **change})


S, v = map(IndexedBase, ("S", "v"))
SQUARE: dict[str, Any] = {
    "id": "L222",
    "wrt": S[i, j],
    "symbols": {
        S: Real("", (n, n)),
        v: Real("", (n + 1,)),
        w: Real("", (n, K)),
        x: Real("", (n,)),
        **{index: Index("", last=n) for index in (i, j)},
        n: Size(""),
        K: Size(""),
    },
    "source": "a test",
}


@pytest.mark.parametrize(
    "expression,message",
    [
        (x[0], r"x\[0\] in expression: the index 0 begins at 0, but x at 1"),
        (x[-1], r"the index -1 begins at -1"),
        (x[n + 1], r"the index n \+ 1 is too high, but x has the shape \(n,\)"),
        (x[i - 1], r"the index i - 1 begins at 0"),
        (x[n - i], r"the index -i \+ n begins at 0"),
        (x[i + 1], r"the index i \+ 1 runs to n \+ 1"),
        (Sum(x[k - 1], (k, 1, n)), r"the index k - 1 begins at 0"),
        (Sum(x[k + 1], (k, 0, n)), r"the index k \+ 1 runs to n \+ 1"),
        (inverse_entry(S[0, j]), r"the index 0 begins at 0"),
        (inverse_entry(S[i - 1, j]), r"the index i - 1 begins at 0"),
        (inverse_entry(S[n + 1, j]), r"the index n \+ 1 is too high"),
        (log_det(w), r"log_det of w in expression: w has the shape \(n, K\), which is not square"),
    ],
    ids=str,
)
def test_an_index_beyond_its_array_is_named(expression: Any, message: str) -> None:
    with pytest.raises(LossaryError, match=message):
        Loss(**SQUARE, expression=S[i, j] * expression)


@pytest.mark.parametrize(
    "expression",
    [
        x[1],
        x[n],
        v[i + 1],
        v[n + 1],
        x[n - i + 1],
        Sum(x[k] - x[k - 1], (k, 2, n)),
        Sum(x[k] * x[l], (l, 1, k), (k, 1, n)),
        Sum(x[k] * x[l], (l, k + 1, n), (k, 1, n)),
        branches((x[i - 1], i > 1), (0, otherwise)),
        log_det(S),
        inverse_entry(S[n, 1]),
    ],
    ids=str,
)
def test_an_index_within_its_array_is_accepted(expression: Any) -> None:
    assert Loss(**SQUARE, expression=S[i, j] * expression).expression


def test_an_intermediate_has_a_determinant_backwards_only() -> None:
    a = IndexedBase("a")
    stated = {**SQUARE, "symbols": {**SQUARE["symbols"], a: Intermediate("", (n, n))}, "expression": log_det(a)}
    stated["definitions"] = [(a[k, l], 2 * S[k, l])]
    assert Loss(**stated, backward=True).expression == log_det(a)
    with pytest.raises(LossaryError, match=r"the determinant of a in expression: .* in a script, set backward=True"):
        Loss(**stated)
