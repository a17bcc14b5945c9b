"""What a script states between its symbols: said where the gradient holds, and granted to the derivation."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Eq, Expr, Ge, Gt, IndexedBase, Le, Lt, Ne, Rational, Sum, exp, log, sqrt, symbols

from derivations.calculus.derive import derive
from derivations.calculus.granted import Known
from derivations.language import Index, Loss, Real, Size, magnitude

a, b, c, i, k, n = symbols("a b c i k n", real=True)
z, u = IndexedBase("z"), IndexedBase("u")
NUMBERS: dict[Any, Any] = {a: Real("one"), b: Real("another"), c: Real("a third")}


def stated(expression: Expr, *constraints: Any) -> Loss:
    return Loss(id="", expression=expression, wrt=a, symbols=NUMBERS, source=(), constraints=constraints)


SAID: list[tuple[Expr, list[Any], list[str], int]] = [  # the loss, what is stated, where it holds, boundaries
    (a**2 * b, [a < b], ["a < b"], 0),
    (a**2 * b, [b > a], ["b > a"], 0),
    (a**2 * b, [(a + b, 1)], ["Eq(a + b, 1)"], 0),
    (a**2 * b, [(a + b, 1), a < b, b <= c], ["Eq(a + b, 1)", "a < b", "b <= c"], 0),
    (a**2 * b, [Ne(a, b)], ["Ne(a, b)"], 0),
    (log(b - a), [a < b], ["a < b"], 0),
    (log(b - a), [a <= b], ["-a + b > 0", "a <= b"], 1),  # which does not grant that the logarithm has a value
    (log(a), [a < b], ["a > 0", "a < b"], 1),
    (log(c - a), [a < b, b < c], ["-a + c > 0", "a < b", "b < c"], 1),  # true, but not seen
    (magnitude(b - a), [a < b], ["a < b"], 0),
    (magnitude(b - a), [a <= b], ["Ne(-a + b, 0)", "a <= b"], 1),
    (magnitude(b - a), [c < b], ["Ne(-a + b, 0)", "c < b"], 1),
    (a**c, [a > 0], ["a > 0"], 0),
    (sqrt(a), [a > 1], ["a > 1"], 0),
    (1 / a, [a < 0], ["a < 0"], 0),
]


@pytest.mark.parametrize("loss, constraints, conditions, boundaries", SAID, ids=str)
def test_it_is_said_where_the_gradient_holds(
    loss: Expr, constraints: list[Any], conditions: list[str], boundaries: int
) -> None:
    found = derive(stated(loss, *constraints))
    assert list(map(str, found.conditions)) == conditions
    assert len(found.boundaries) == boundaries


@pytest.mark.parametrize("relation", [Ne(a, b), Ne(b, a), Ne(2 * a, a + b), a < b, b > a, b - a > 0], ids=str)
def test_it_is_said_once_whichever_way_round(relation: Any) -> None:
    assert len(derive(stated(magnitude(b - a), relation)).conditions) == 1


def test_what_the_lines_need_is_tested_and_what_is_stated_is_not() -> None:
    found = derive(stated(log(a), a < b, (a + c, 1)))
    assert [str(relation) for relation, _ in found.claimed_conditions] == ["a > 0"]


def test_a_constraint_for_every_value_of_an_index() -> None:
    symbols_ = {z: Real("low", (n,)), u: Real("high", (n,)), i: Index("any", last=n), k: Index("one", last=n)}
    loss = Loss(
        id="",
        expression=Sum(log(u[i] - z[i]), (i, 1, n)),
        wrt=z[k],
        symbols={**symbols_, n: Size("size")},
        source=(),
        constraints=[z[i] < u[i]],
    )
    assert "z[i] < u[i]" in list(map(str, derive(loss).conditions))


GRANTED: list[tuple[Any, Any, bool]] = [
    (Lt(a, b), Gt(b - a, 0), True),
    (Lt(a, b), Gt(2 * b - 2 * a, 0), False),  # not seen
    (Lt(a, b), Gt(b - a + 1, 0), True),
    (Lt(a, b), Gt(b - a - 1, 0), False),
    (Lt(a, b), Gt(a - b, 0), False),
    (Lt(a, b), Ne(a - b, 0), True),
    (Lt(a, b), Ne(a, 0), False),
    (Le(a, b), Gt(b - a, 0), False),
    (Le(a, b), Ne(a - b, 0), False),
    (Le(a, b), Gt(b - a + Rational(1, 2), 0), True),
    (Ge(a, b), Gt(b - a, 0), False),
    (Gt(a, 3), Gt(a, 0), True),
    (Gt(a, 3), Gt(a + exp(b), 0), True),
    (Gt(a, -3), Gt(a, 0), False),
    (Ne(a, b), Ne(a - b, 0), True),
    (Eq(a, b, evaluate=False), Gt(a - b, 0), False),
]


@pytest.mark.parametrize("relation, condition, granted", GRANTED, ids=str)
def test_it_grants_no_more_than_it_says(relation: Any, condition: Any, *, granted: bool) -> None:
    known = Known(NUMBERS, stated=(relation,))
    assert known.grants(condition) == granted
    assert not Known(NUMBERS).grants(condition)
