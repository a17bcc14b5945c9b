"""SymPy's own functions and floats in a script: taken where it is plain what they mean, else refused with the cure."""

from __future__ import annotations

from typing import Any

import pytest
import sympy
from sympy import And, Basic, Eq, Expr, Float, Function, Integer, Or, Rational, Sum, Symbol, exp, log, symbols

from derivations.errors import LossaryError
from derivations.language.cases import branches, joined
from derivations.language.domains import Index, Real, Size
from derivations.language.functions import (
    Branches,
    largest,
    magnitude,
    otherwise,
    positive_part,
    sigma,
    sign,
    smallest,
    step,
)
from derivations.language.loss import ANONYMOUS, Loss

p, t = symbols("p t")
P, T = symbols("p t", real=True)


def stated(expression: Any) -> Expr:
    return Loss(id=ANONYMOUS, expression=expression, wrt=p, symbols={p: Real("p"), t: Real("t")}, source="").expression


TAKEN: list[tuple[Any, Expr]] = [
    (sympy.Abs(p - t), magnitude(P - T)),
    (sympy.sqrt((p - t) ** 2), magnitude(P - T)),
    (sympy.sign(p) * p, sign(P) * P),
    (sympy.Max(0, 1 - p), positive_part(1 - P)),
    (sympy.Max(p, t), largest(P, T)),
    (sympy.Max(p, t, 1), largest(1, P, T)),
    (sympy.Min(0, p), -positive_part(-P)),
    (sympy.Min(p, t), smallest(P, T)),
    (sympy.Heaviside(p, 0), step(P)),
    (sympy.Heaviside(p, 1), branches((1, P >= 0), (0, otherwise))),
    (sympy.Piecewise((p, p > t), (-p, True)), branches((P, P > T), (-P, otherwise))),
    (sympy.Piecewise((p, (p > t) & (p < 1)), (-p, True)), branches((P, (P > T) & (P < 1)), (-P, otherwise))),
    (p * sigma(1.702 * p), P * sigma(Rational(851, 500) * P)),
    (0.5 * p**2, P**2 / 2),
    (p + 1e-8, P + Rational(1, 10**8)),
    (exp(-sympy.Abs(p)) * log(sympy.Max(p, t)), exp(-magnitude(P)) * log(largest(P, T))),
    (sympy.erfc(p), 1 - sympy.erf(P)),
    (sympy.sech(p), 1 / sympy.cosh(P)),
]


@pytest.mark.parametrize("expression, ours", TAKEN, ids=[str(row[0]) for row in TAKEN])
def test_what_is_plain_is_taken(expression: Any, ours: Expr) -> None:
    assert stated(expression) == ours


def test_it_is_taken_everywhere_in_a_script() -> None:
    i, n = symbols("i n")
    x = sympy.IndexedBase("x")
    loss = Loss(
        id=ANONYMOUS,
        expression=Sum(sympy.Abs(x[i]), (i, 1, n)),
        wrt=x[1],
        symbols={x: Real("x", shape=(n,)), n: Size("n"), i: Index("i", last=n)},
        mistakes=[(sympy.Abs(x[1]), "no sign")],
        other_forms=[(sympy.sign(x[1]), "the same")],
        source="",
    )
    own = {type(node) for each in ("expression", "mistakes", "other_forms") for node in _nodes(getattr(loss, each))}
    assert not own & {sympy.Abs, sympy.sign}


def _nodes(value: Any) -> list[Basic]:
    values = (
        [value] if isinstance(value, Basic) else [getattr(v, "claim", getattr(v, "expression", None)) for v in value]
    )
    return [node for v in values for node in sympy.preorder_traversal(v)]


REFUSED: list[tuple[Any, str]] = [
    (sympy.Heaviside(p), r"expression: Heaviside\(p\) is 1/2 at 0: write step\(p\)"),
    (sympy.Piecewise((p, p > t)), r"expression: a Piecewise without a last case \(value, True\)"),
    (p * Float(1 / 3), r"expression: the float 0\.333\d+ is not exact: write it as a fraction"),
    (sympy.Product(p, (Symbol("i"), 1, 3)), "expression: a Product over an index is not supported: write"),
]


@pytest.mark.parametrize("expression, message", REFUSED, ids=[row[1][:40] for row in REFUSED])
def test_what_is_not_plain_is_refused_with_the_cure(expression: Any, message: str) -> None:
    with pytest.raises(LossaryError, match=message) as caught:
        stated(expression)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "cases, message",
    [
        (((p, Symbol("y") == 1), (t, otherwise)), r"is False from the start: == compares letters, so write Eq\(y, 1\)"),
        (((p, And(p > 0, Symbol("c"))), (t, otherwise)), "takes comparisons such as"),
        (((p, Symbol("c")), (t, otherwise)), "takes comparisons such as"),
        (((p, p > 0), (t, p < 0)), r"the last case of branches\(...\) must be \(value, otherwise\)"),
        ((), "the last case of branches"),
    ],
)
def test_what_is_no_condition_is_refused(cases: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        branches(*cases)


def value(node: Any, at: dict[Symbol, int]) -> Any:
    """What cases come to, one comparison after the other."""
    while isinstance(node, Branches):
        node = next(v for v, condition in node.cases if condition.xreplace(at) == sympy.true)
    return node


CONDITIONS = [
    And(P > 0, P < 2),
    Or(P < 0, P > 1),
    And(P > 0, Or(T > 1, T < 0)),
    Or(And(P > 0, T > 0), And(P < 0, T < 0)),
    sympy.Not(And(P > 0, T > 0)),
    sympy.Not(Or(P > 1, T > 1)),
    Eq(T, 1),
    And(Eq(T, 1), P > 0, P < 2),
]


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_joined_conditions_hold_where_they_should(condition: Any) -> None:
    node = branches((1, condition), (2, P > T), (3, otherwise))
    for first in range(-1, 4):
        for second in range(-1, 3):
            at = {P: Integer(first), T: Integer(second)}
            wanted = 1 if condition.xreplace(at) == sympy.true else 2 if first > second else 3
            assert value(node, at) == wanted
            assert value(Branches(*[part for row in _flat(node) for part in row]), at) == wanted


def _flat(node: Branches) -> list[tuple[Any, Any]]:
    """The cases as they are shown, with SymPy's own And and Or."""
    return [
        (v, {"and": And, "or": Or}[word](*conditions) if conditions else sympy.true)
        for v, word, conditions in joined(node)
    ]


def test_a_function_that_nobody_knows_is_left_alone() -> None:
    f = Function("f", real=True)
    assert stated(p + f(t) * 0) == P
