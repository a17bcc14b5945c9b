"""Values and slopes in balls, against numbers that come from elsewhere (mpmath, and derivatives known by heart)."""

from __future__ import annotations

from copy import copy

import mpmath
import pytest
from evidence_cases import CASES, X, i, k, m, n, p, t, w
from flint import arb, arb_series, fmpq
from sympy import (
    Expr,
    Float,
    Function,
    IndexedBase,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    Rational,
    Sum,
    acos,
    asin,
    atan,
    besseli,
    besselj,
    cos,
    cosh,
    digamma,
    erf,
    exp,
    log,
    loggamma,
    pi,
    polygamma,
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
)

from derivations.errors import LossaryError
from derivations.evidence import Scope, Undecided, Undefined, evaluate, precision, special, values
from derivations.evidence.balls import EPS, FINE_EPS, finely, head, slope
from derivations.evidence.boundaries import slope_beside
from derivations.evidence.controls import simple_points
from derivations.evidence.scope import Graph, Polynomial
from derivations.evidence.values import move
from derivations.evidence.verdicts import shown_alike, shown_apart
from derivations.language.cases import branches
from derivations.language.functions import (
    D,
    Named,
    Phi,
    Prime,
    clip,
    magnitude,
    otherwise,
    phi,
    positive_part,
    sigma,
    sign,
    softplus,
    step,
)

QUADRATIC = Polynomial({(0,): fmpq(1), (1,): fmpq(2), (2,): fmpq(3)})  # 1 + 2u + 3u^2
MIXED = Polynomial({(0, 0): fmpq(1), (1, 1): fmpq(5), (2, 0): fmpq(7)})  # 1 + 5uv + 7u^2


def scope(**numbers: fmpq | int) -> Scope:
    named = {s: fmpq(1) * numbers[str(s)] for s in (p, t, w, n, k) if str(s) in numbers}
    cells = {(X, place): fmpq(place, 2) for place in (1, 2, 3)}
    return Scope({**named, **cells}, {m: QUADRATIC}, Graph(p, {}))


def at(expression: Expr, **numbers: fmpq | int) -> fmpq | arb:
    with precision(256):
        return head(evaluate(expression, scope(**numbers)))


def holds(ball: arb, number: mpmath.mpf) -> bool:
    """Does the ball hold the number, and is it narrow?"""
    with precision(256):
        gap = abs(arb(ball) - arb(mpmath.nstr(number, 60)))
        return bool(gap < arb(10) ** -50 * (1 + abs(arb(ball))))


SIGMA = (lambda u: 1 / (1 + mpmath.exp(-u)), lambda u: mpmath.exp(-u) / (1 + mpmath.exp(-u)) ** 2)
KNOWN = {
    exp(p): (mpmath.exp, mpmath.exp),
    log(p): (mpmath.log, lambda u: 1 / u),
    sqrt(p): (mpmath.sqrt, lambda u: 1 / (2 * mpmath.sqrt(u))),
    p ** Rational(-3, 2): (lambda u: u ** mpmath.mpf(-1.5), lambda u: -1.5 * u ** mpmath.mpf(-2.5)),
    p**p: (lambda u: u**u, lambda u: u**u * (mpmath.log(u) + 1)),
    1 / p: (lambda u: 1 / u, lambda u: -1 / u**2),
    sin(p): (mpmath.sin, mpmath.cos),
    cos(p): (mpmath.cos, lambda u: -mpmath.sin(u)),
    sinh(p): (mpmath.sinh, mpmath.cosh),
    cosh(p): (mpmath.cosh, mpmath.sinh),
    tanh(p): (mpmath.tanh, lambda u: mpmath.sech(u) ** 2),
    atan(p): (mpmath.atan, lambda u: 1 / (1 + u**2)),
    erf(p): (mpmath.erf, lambda u: 2 / mpmath.sqrt(mpmath.pi) * mpmath.exp(-(u**2))),
    loggamma(p): (mpmath.loggamma, mpmath.digamma),
    digamma(p): (mpmath.digamma, lambda u: mpmath.polygamma(1, u)),
    polygamma(1, p): (lambda u: mpmath.polygamma(1, u), lambda u: mpmath.polygamma(2, u)),
    sigma(p): SIGMA,
    softplus(p): (lambda u: mpmath.log(1 + mpmath.exp(u)), SIGMA[0]),
    tan(p): (mpmath.tan, lambda u: 1 + mpmath.tan(u) ** 2),
    asin(p / 10): (lambda u: mpmath.asin(u / 10), lambda u: 1 / mpmath.sqrt(100 - u**2)),
    acos(p / 10): (lambda u: mpmath.acos(u / 10), lambda u: -1 / mpmath.sqrt(100 - u**2)),
    Phi(p): (mpmath.ncdf, mpmath.npdf),
    Phi(-p / 5): (lambda u: mpmath.ncdf(-u / 5), lambda u: -mpmath.npdf(u / 5) / 5),
    phi(p / 5): (lambda u: mpmath.npdf(u / 5), lambda u: -u * mpmath.npdf(u / 5) / 25),
    besseli(0, p): (lambda u: mpmath.besseli(0, u), lambda u: mpmath.besseli(1, u)),
    besseli(1, p): (lambda u: mpmath.besseli(1, u), lambda u: mpmath.besseli(0, u) - mpmath.besseli(1, u) / u),
    besseli(3, p): (lambda u: mpmath.besseli(3, u), lambda u: mpmath.besseli(2, u) - 3 * mpmath.besseli(3, u) / u),
    besseli(0, sqrt(p)): (
        lambda u: mpmath.besseli(0, mpmath.sqrt(u)),
        lambda u: mpmath.besseli(1, mpmath.sqrt(u)) / (2 * mpmath.sqrt(u)),
    ),
    pi * p: (lambda u: mpmath.pi * u, lambda _: mpmath.pi),
}


@pytest.mark.parametrize("expression", KNOWN, ids=str)
@pytest.mark.parametrize("number", [fmpq(1, 3), fmpq(7, 4), fmpq(9)])
def test_a_value_and_a_slope_enclose_the_true_ones(expression: Expr, number: fmpq) -> None:
    with mpmath.workdps(80):
        u = mpmath.mpf(int(number.p)) / int(number.q)
        value, derivative = KNOWN[expression]
        assert holds(at(expression, p=number), value(u))
        assert holds(at(D(expression, p), p=number), derivative(u))
        assert not holds(at(expression, p=number), value(u) * (1 + mpmath.mpf(10) ** -40))


EXACT = [
    (magnitude(p - t), 3), (sign(p - t), -1), (positive_part(p - t), 0), (step(t - p), 1), (step(p - p), 0),
    (clip(p, 3, 5), 3), (clip(p, 0, 5), 2), (clip(p, 0, 1), 1), (Max(p, t), 5), (Min(p, t, 4), 2),
    (branches((7, p < 2), (8, p <= 2), (9, otherwise)), 8), (branches((7, p > t), (9, otherwise)), 9),
    (KroneckerDelta(n, 3), 1), (KroneckerDelta(n, k), 0), (Named("o", p + t), 7), (sqrt(t + 4), 3),
    (m(p), 17), (Prime(m(p)), 14), (Prime(m(p), 0, 0), 6), (Sum(X[i], (i, 1, n)), 3), (Sum(X[i], (i, 2, 1)), 0),
    (Sum(X[k], (k, 1, n)) * X[k], 3),  # the bound k hides the free one inside the sum only
    (Sum(i * k, (i, 1, k), (k, 1, 3)), 25),
    (D(p**3, p), 12), (D(m(p) ** 2, p), 2 * 17 * 14), (D(t, p), 0), (D(m(p) ** 2, m(p)), 34),
    (D(Sum(X[i] ** 2, (i, 1, n)), X[k]), 2), (D(Named("o", p**2) ** 2, Named("o", p**2)), 8),
    (D(magnitude(p - t), p), -1), (D(Max(p, t), t), 1), (D(clip(p, 3, 5), p), 0),
    (D(magnitude(p * (t - 5)), p), 0), (D(positive_part(p * (t - 5)), p), 0), (D(Max(p, p + t - 5), p), 1),
    (D(branches((p**2, p < t), (p, otherwise)), p), 4),
]  # fmt: skip


@pytest.mark.parametrize("expression, number", EXACT, ids=str)
def test_rational_arithmetic_stays_exact(expression: Expr, number: int) -> None:
    found = at(expression, p=2, t=5, n=3, k=2)
    assert isinstance(found, fmpq)
    assert found == number


def test_a_model_of_two_arguments_has_cross_terms() -> None:
    f = Function("f")(p, t)
    here = Scope({p: fmpq(2), t: fmpq(3)}, {f.func: MIXED}, Graph(p, {}))
    values = [evaluate(u, here) for u in (f, Prime(f), Prime(f, 1), Prime(f, 0, 1), D(f, p), D(f, t))]
    assert values == [59, 43, 10, 5, 43, 10]


UNKNOWN = [
    (besselj(1, p), "besselj"),
    (p + Float(0.5), "Float"),
    (Function("f")(p), "f"),
    (IndexedBase("A")[1], r"A\[1\]"),
    (t, "t"),
]


@pytest.mark.parametrize("expression, name", UNKNOWN)
def test_what_cannot_be_evaluated_is_named(expression: Expr, name: str) -> None:
    with pytest.raises(LossaryError, match=name):
        evaluate(expression, Scope({p: fmpq(1)}, {}, Graph(p, {})))


@pytest.mark.parametrize(
    "expression", [log(p), 1 / (p + 2), sqrt(p), (p + 1) ** t, loggamma(p), D(magnitude(p + 2), p)]
)
def test_no_value_is_no_value(expression: Expr) -> None:
    with pytest.raises(Undefined):
        at(expression, p=-2, t=fmpq(1, 2))


@pytest.mark.parametrize(
    "expression", [D(sign(p), p), D(step(p), p), D(positive_part(p), p), D(Max(p, 0), p), D(clip(p, 0, 1), p)]
)
def test_at_a_kink_there_is_a_value_but_no_slope(expression: Expr) -> None:
    assert at(expression.inner, p=0) == 0
    with pytest.raises(Undefined):
        at(expression, p=0)


def test_a_sign_that_the_balls_cannot_tell_is_undecided() -> None:
    with pytest.raises(Undecided):
        at(sign(log(p * t) - log(p) - log(t)), p=fmpq(1, 3), t=7)


@pytest.mark.parametrize("side, expected", [(-1, -1), (1, 1)])
def test_a_one_sided_slope_at_a_kink(side: int, expected: int) -> None:
    with precision(256):
        here = move(scope(p=2, t=2), p, side=side)
        assert slope(evaluate(magnitude(p - t), here)) == expected
        assert slope(evaluate(magnitude(t - p), here)) == expected
        assert head(evaluate(sign(p - t), here)) == expected


@pytest.mark.parametrize("side", [-1, 1])
def test_the_sign_beside_a_double_zero_is_that_of_the_square(side: int) -> None:
    with precision(256):
        with pytest.raises(Undefined):
            evaluate(step((p - t) ** 2), move(scope(p=2, t=2), p, side=side))
        with finely():
            here = move(scope(p=2, t=2), p, FINE_EPS, side)
            assert head(evaluate(step((p - t) ** 2), here)) == 1
            assert head(evaluate(step((p - t) ** 3), here)) == (side > 0)


def test_a_series_knows_its_order() -> None:
    """x/x at x = 0 + eps is 1 + O(eps): its slope is not 0, it is unknown."""
    with precision(256):
        assert slope(EPS * EPS) == 0
        with pytest.raises(Undecided):
            slope(EPS / EPS)
        with pytest.raises(Undecided):
            evaluate(D(D(p**3, p), p), scope(p=2))


def test_the_precision_that_was_in_force_comes_back() -> None:
    with precision(128):
        with pytest.raises(Undefined), precision(512):
            evaluate(log(p), scope(p=-1))
        assert arb.pi().rel_accuracy_bits() < 140


# The slope at p = 0 from below and from above, of things that have a root there. (A power of an expression in eps.)
q2 = p**2 + p**3
BESIDE_ZERO = [
    (sqrt(Named("q", q2)), (-1, 1)),
    (3 * sqrt(Named("q", 4 * q2)) + p, (-5, 7)),
    (Named("q", q2) ** Rational(3, 2), (0, 0)),
    (magnitude(sqrt(Named("q", q2)) - p), (-2, 0)),
    (sqrt(Named("q", 2 * q2)) ** 2, (0, 0)),
]


@pytest.mark.parametrize("expression, slopes", BESIDE_ZERO, ids=str)
def test_a_root_has_a_slope_on_either_side_of_its_zero(expression: Expr, slopes: tuple[int, int]) -> None:
    with precision(256):
        found = [slope_beside(expression, p, scope(p=0), side) for side in (-1, 1)]
        for ball, number in zip(found, slopes, strict=True):
            assert abs(arb(ball) - number) < arb(10) ** -50
            assert not abs(arb(ball) - number - arb(10) ** -40) < arb(10) ** -50


ROOTS_WITHOUT_A_SLOPE = [
    sqrt(Named("q", p**3)),  # vertical on one side, nothing on the other
    sqrt(Named("q", -(p**2))),
    1 / sqrt(Named("q", p**2)),
    Named("q", p**2) ** Rational(1, 3),
    sqrt(Named("q", 2 * p**2 + magnitude(Named("u", -(p**2))))),  # of |u| nothing is known beyond the first order
]


@pytest.mark.parametrize("expression", ROOTS_WITHOUT_A_SLOPE, ids=str)
def test_no_slope_is_made_up_for_a_root(expression: Expr) -> None:
    with precision(256), pytest.raises((Undefined, Undecided)):
        slope_beside(expression, p, scope(p=0), 1)


PARTS = (
    (p + t) ** 2,
    exp(p) * (p + t),
    Sum(X[i] * (p + t), (i, 1, n)),
    Sum(Sum(X[i] * X[k] * exp(p), (k, 1, n)), (i, 1, n)),
    Sum(i * Sum(k + X[i], (k, 1, i)), (i, 1, n)),
    D(exp(p * t) * (p + t), p),
    magnitude(p - t) * m(p),
    Named("a", p + t) * Prime(m(p)),
)


@pytest.mark.parametrize("expression", PARTS, ids=str)
def test_a_value_that_was_kept_is_the_value_itself(expression: Expr) -> None:
    """In whatever order parts, precisions, orders of eps, indices and what is moved come up in one scope."""
    here = scope(p=2, t=5, n=3)
    beside = [inner for index, at_index in ((i, 1), (k, 2), (i, 3)) for inner in [here.bind(index, at_index)]]
    tried = [(moved, bits) for bits in (64, 256) for moved in (*beside, here, move(here, p), move(here, t, side=1))]
    for where, bits in (*tried, *tried):
        fresh = Scope(where.numbers, where.models, where.graph, where.indices, where.moved, where.side)
        for part in (X[i] + p + t, i * exp(p), p + t, expression) if i in where.indices else (p + t, expression):
            with precision(bits):
                kept, anew = outcome(part, where), outcome(part, fresh)
            assert kept == anew, (part, where)


def outcome(expression: Expr, where: Scope) -> str:
    """The value with all its digits, or why there is none."""
    try:
        return str(evaluate(expression, where))
    except (Undefined, LossaryError) as error:
        return type(error).__name__


def test_a_part_that_occurs_often_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []
    monkeypatch.setitem(special.FUNCTIONS, "sigma", lambda v: counted.append(v) or v)
    here, parts = scope(p=2, t=5, n=3), [sigma(p + number) for number in range(1, 41)]
    with precision(256):
        for left_out in parts:
            evaluate(Mul(*[part for part in parts if part != left_out]), here)
            evaluate(Sum(X[i] * left_out, (i, 1, n)), here)
    assert len(counted) == len(parts)


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "MOST_KNOWN", 8)
    here = scope(p=2)
    with precision(256):
        assert [evaluate(p + number, here) for number in range(1, 30)] == [2 + number for number in range(1, 30)]
    assert len(here.known) <= 8


def test_a_point_travels_without_what_it_keeps() -> None:
    point = simple_points(CASES["huber"].loss)[0]
    with precision(256):
        evaluate(CASES["huber"].gradient, point.scope())
    assert point.scope().known
    again = copy(point)
    assert again.identity == point.identity
    assert not again.scope().known


def test_a_model_has_its_value_where_its_argument_is_a_ball_around_zero() -> None:
    """Of sqrt(2) - 2 sqrt(1/2), that is: FLINT takes a power of a ball by the logarithm."""
    cube = Polynomial({(0,): fmpq(5), (3,): fmpq(1)})
    with precision(128):
        argument = arb(2).sqrt() - 2 * (arb(1) / 2).sqrt()
        assert argument.contains(0)
        assert abs(cube.at([argument]) - 5) < fmpq(1, 10**30)


def test_a_bessel_function_of_a_ball_has_a_slope() -> None:
    found = special.besseli(0, arb_series([arb.pi(), 1], prec=2))
    assert found[0].overlaps(arb.pi().bessel_i(0))
    assert found[1].overlaps(arb.pi().bessel_i(1))


def test_a_fraction_beside_a_decimal_is_a_decimal_too() -> None:
    third, half, root = fmpq(1, 3), fmpq(1, 2), arb(2).sqrt()
    assert shown_alike([third, half]) == (Rational(1, 3), Rational(1, 2))
    assert shown_alike([third, half, root]) == ("0.333333", Rational(1, 2), "1.41421")
    assert shown_apart(third, arb(1) / 3 * 2) == ("0.333333", "0.666667")
