"""Points that keep equations, in whatever order they are stated, and inequalities."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from flint import fmpq
from sympy import Eq, Expr, IndexedBase, Rational, Sum, exp, pi, sqrt, symbols, sympify

from derivations.errors import LossaryError
from derivations.evidence.balls import precision
from derivations.evidence.constraints import constrained, is_allowed
from derivations.evidence.places import BITS
from derivations.evidence.points import Point, draw, nice, plain, stress
from derivations.evidence.sampling import sample
from derivations.evidence.settings import settings_of
from derivations.evidence.verdicts import DEEP
from derivations.language.domains import Domain, Intermediate, LabelSign, Positive, Probability, Real, Size
from derivations.language.functions import sigma
from derivations.language.loss import Loss

a, b, c, q, x, n, i, j = symbols("a b c q x n i j")
z = IndexedBase("z")
THREE = {a: Real("one"), b: Real("another"), c: Real("a third")}
CASES: dict[str, tuple[dict[Any, Domain], list[Any], Expr]] = {
    "in the order that works": (THREE, [(a + b, 1), (b + c, 1)], a * b * c),
    "in the other order": (THREE, [(b + c, 1), (a + b, 1)], a * b * c),
    "in a circle": (THREE, [(a + b, 1), (b + c, 2), (c + a, 5)], a * b * c),
    "products": (THREE, [(a * b, 6), (b + c, 1)], a * b * c),
    "a square": (THREE, [(a**2, 4), (a + b, 1)], a * b * c),
    "a label's square": ({**THREE, x: LabelSign("label")}, [(x**2, 1), (a + b, x)], a * b * x),
    "labels that balance": ({**THREE, x: LabelSign("label"), q: LabelSign("other")}, [(x + q, 0)], a * x * q),
    "a sphere": ({z: Real("unit vector", shape=(n,)), n: Size("size")}, [(Sum(z[i] ** 2, (i, 1, n)), 1)], z[1]),
    "an order": (THREE, [a < b, b < c], a * b * c),
    "an order and an equation": (THREE, [a < b, (a + b, 1), b <= c], a * b * c),
    "an order in an interval": (
        {s: Probability("probability") for s in (a, b, c)},
        [a < b, b < c, (a + b + c, 1)],
        a * b * c,
    ),
    "not equal": (THREE, [a + b > c, a - c > 0], a * b * c),
}


@pytest.mark.parametrize("name", CASES)
def test_points_keep_the_constraints(name: str) -> None:
    domains, constraints, formula = CASES[name]
    loss = Loss(
        id="",
        expression=formula,
        wrt=z[1] if z in domains else a,
        symbols=domains,
        source=(),
        constraints=constraints,
    )
    points = [
        sample(s, loss.expression, Random(k), how)
        for s in settings_of(loss)[:3]
        for k in range(3)
        for how in (nice, plain, stress)
    ]
    assert all(map(is_allowed, points))
    if name != "in a circle":  # that leaves one point
        assert len({point.identity for point in points}) > len(points) // 4
    for point in points:
        for item in constraints if z not in domains else ():
            numbers = {str(s): point.numbers[s] for s in point.numbers}
            sides = item if isinstance(item, tuple) else item.args
            gap = _value(sides[0], numbers) - _value(sides[1], numbers)
            sign = int(bool(gap > 0)) - int(bool(gap < 0))
            wanted = (0,) if isinstance(item, tuple) else {"<": (-1,), "<=": (-1, 0), ">": (1,)}[item.rel_op]
            assert sign in wanted


def _value(side: Any, numbers: dict[str, fmpq]) -> Rational:
    known = {s: Rational(int(numbers[s.name].p), int(numbers[s.name].q)) for s in sympify(side).free_symbols}
    return sympify(side).xreplace(known)


def test_an_inequality_whose_border_is_irrational_turns_a_point_that_breaks_it() -> None:
    symbols = {a: Positive("angle"), b: Positive("factor")}
    loss = Loss(id="", expression=a * b, wrt=a, symbols=symbols, source=(), constraints=[a * b <= pi])
    (setting,) = settings_of(loss)
    drawn = [draw(setting, Random(k), plain) for k in range(20)]
    kept = [constrained(point) for point in drawn]
    assert any(point is not other for point, other in zip(drawn, kept, strict=True))
    assert all(point is not None and is_allowed(point) for point in kept)


def test_a_constraint_on_an_intermediate_holds_of_its_value() -> None:
    loss = Loss(
        id="",
        expression=q * a,
        wrt=a,
        symbols={a: Real("one"), b: Real("two"), q: Intermediate("sum")},
        source=(),
        definitions=[(q, a + 2 * b)],
        constraints=[(q, 3)],
    )
    for seed in range(5):
        point = sample(settings_of(loss)[0], loss.expression, Random(seed), plain)
        numbers = {str(s): v for s, v in point.numbers.items()}
        assert numbers["a"] + 2 * numbers["b"] == 3


def test_an_inequality_that_the_domains_grant_or_exclude() -> None:
    fields: dict[str, Any] = {"id": "", "expression": a**2, "wrt": a, "symbols": {a: Positive("one")}, "source": ()}
    assert Loss(**fields, constraints=[a > 0]).relations == ()
    with pytest.raises(LossaryError, match="exclude"):
        Loss(**fields, constraints=[a < 0])


@pytest.mark.parametrize(
    "equation, at, holds",
    [
        ((sigma(a) + sigma(-a), 1), 3, True),  # a ball, and true
        ((sigma(a), sigma(-a)), 0, True),
        ((sigma(a), 1), 100, False),  # false by 10^-44
        ((sigma(a), 1), 1000, False),  # by 10^-435: too little for 256 bits
        ((exp(exp(a)), exp(exp(a)) + exp(-2000)), 1, False),
        ((sqrt(a) ** 2, 2), 2, True),
    ],
)
def test_an_equation_between_balls_holds_if_no_comparison_could_tell(equation: Any, at: int, *, holds: bool) -> None:
    symbols = {a: Real("one"), b: Real("another")}
    loss = Loss(id="", expression=a * b, wrt=a, symbols=symbols, source=(), constraints=[equation])
    point = Point(settings_of(loss)[0], {name: fmpq(at) for name in loss.symbols}, {})
    for bits in (BITS, max(DEEP)):
        with precision(bits):
            assert is_allowed(point) == holds


def test_an_equation_may_be_written_as_one() -> None:
    loss = Loss(id="", expression=a * b, wrt=a, symbols=THREE, source=(), constraints=[Eq(a + b, 1), a < b])
    assert [str(relation) for relation in loss.stated] == ["Eq(a + b, 1)", "a < b"]
    assert (len(loss.constraints), len(loss.relations)) == (1, 1)


def test_what_cannot_hold_is_an_error() -> None:
    loss = Loss(id="", expression=a * b, wrt=a, symbols=THREE, source=(), constraints=[(a + b, 1), (a + b, 2)])
    with pytest.raises(LossaryError, match="no point"):
        sample(settings_of(loss)[0], loss.expression, Random(0), plain)
