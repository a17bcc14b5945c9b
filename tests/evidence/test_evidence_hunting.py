"""What holds at all ordinary points is tried where its own numbers put a difference."""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from random import Random
from typing import Any

import pytest
from evidence_cases import CASES, m, n, p, r, t, w
from flint import arb, fmpq
from sympy import Add, Eq, Expr, Rational, exp, sqrt

from derivations.evidence import Equation, examine, settings_of
from derivations.evidence.balls import precision
from derivations.evidence.hunt import Course, Line, closer, landmarks
from derivations.evidence.places import BITS
from derivations.evidence.points import curved, draw, plain
from derivations.evidence.settings import other_settings
from derivations.language.cases import branches
from derivations.language.domains import Size
from derivations.language.functions import Prime, otherwise, sigma, sign, step

NINTH = Add(*((-1) ** i * comb(9, i) * m(w + Rational(i, 10)) for i in range(10)))  # 0 up to degree 8

FALSE = {
    "a window": ("squared", 2 * r + step(1 - (p - 10) ** 2)),
    "far out": ("squared", branches((0, p**2 >= 10**6), (2 * r, otherwise))),
    "a step far out": ("squared", 2 * r + sigma(p - 500)),
    "a bump": ("squared", 2 * r + exp(-(10**6) * (p - 37) ** 2)),
    "one point": ("squared", branches((1, Eq(p, t)), (2 * r, otherwise))),
    "a circle": ("squared", branches((1, Eq(p**2 + t**2, 25)), (2 * r, otherwise))),
    "a norm": ("squared", branches((1, Eq(sqrt(p**2 + t**2), 5)), (2 * r, otherwise))),
    "one size": ("least squares", branches((1, Eq(n, 4)), (CASES["least squares"].gradient, otherwise))),
    "a high difference": ("absolute of a model", sign(m(w) - t) * (Prime(m(w)) + NINTH)),
    "quadratics only": ("absolute of a model", sign(m(w) - t) * (m(w + 1) - m(w - 1)) / 2),
    "low degrees only": ("absolute of a model", sign(m(w) - t) * (Prime(m(w)) + Prime(m(w), 0, 0, 0))),
}


@pytest.mark.parametrize("name", FALSE)
def test_it_is_refused_as_a_gradient_and_as_a_line(name: str) -> None:
    case, claim = FALSE[name]
    given = CASES[case]
    wrong = given.settle(claim)
    assert any(f.kind == "differ" for f in examine(given.loss, [], wrong).failures)
    line = Equation("L222.1", given.gradient, wrong)
    assert any(f.address == "L222.1" for f in examine(given.loss, [line], given.gradient).failures)


def course_of(expression: Expr) -> Course:
    given = CASES["squared"]
    point = draw(settings_of(given.loss)[0], Random(0), plain)
    return Course(given.settle(expression), Line(point, (given.loss.wrt,)))


def test_all_roots_of_a_polynomial_are_found_exactly_or_enclosed() -> None:
    with precision(BITS):
        found = landmarks(course_of((p - 10) ** 2 * (p + 3) * (p**2 - 2))).roots
    assert [place for place in found if place[0] == place[1]] == [(fmpq(-3),) * 2, (fmpq(10),) * 2]
    assert any(low < fmpq(141422, 10**5) and high > fmpq(141421, 10**5) for low, high in found)


def test_roots_of_anything_else_are_closed_in() -> None:
    with precision(BITS):
        ((low, high),) = landmarks(course_of(exp(p) - 10**30)).roots
    assert 0 <= high - low < fmpq(1, 10**9)
    assert abs(float(low.p) / float(low.q) - 69.07755278982137) < 1e-9


def test_a_model_may_be_no_polynomial() -> None:
    given = CASES["absolute of a model"]
    (setting,) = settings_of(given.loss)
    point = draw(setting, Random(0), curved)
    ((_, function),) = point.models.items()
    with precision(BITS):
        slopes = [function.at([fmpq(1, 3)], (0,) * order) for order in range(2, 7)]
    assert all(slope != 0 for slope in slopes)
    assert slopes[0].overlaps(-slopes[2] / function.rates[0] ** 2)  # of a sine, f'' = -f''''/a^2


def test_other_sizes_hold_what_is_wanted() -> None:
    loss = CASES["least squares"].loss
    sizes = {int(v.p) for setting in other_settings(loss, {8}) for v in setting.fixed.values()}
    assert 8 in sizes
    assert len(sizes - {1, 2, 5}) >= 6


def test_every_wanted_size_is_tried_in_every_place() -> None:
    loss = CASES["least squares"].loss
    tried = {(str(s), int(v.p)) for setting in other_settings(loss, {10, 11, 12}) for s, v in setting.fixed.items()}
    sizes = {str(s) for s, domain in loss.symbols.items() if isinstance(domain, Size)}
    assert {(size, value) for size in sizes for value in (10, 11, 12)} <= tried


@pytest.mark.parametrize(
    "height, low, high",
    [
        (lambda x: x * x - 2, 0, 3),
        (lambda x: arb(x).exp() - 5, -3, 17),
        (lambda x: arb(x).cos(), 1, 2),
        (lambda x: (10**6 * arb(x)).tanh() - arb("0.9999"), -1, 1000),
        (lambda x: (arb(x) - 1) ** 3 + arb(10) ** -40, -5, 7),
    ],
)
def test_a_root_is_closed_in_on_fast(height: Callable[[fmpq], Any], low: int, high: int) -> None:
    bits, seen = 2048, list[fmpq]()

    def noted(x: fmpq) -> Any:
        seen.append(x)
        return height(x)

    with precision(bits + 64):
        first, last = closer(noted, {x: height(x) for x in (fmpq(low), fmpq(high))}, fmpq(2) ** -bits)
        assert 0 < last - first <= fmpq(2) ** -bits
        assert height(first) * height(last) < 0
    assert len(seen) < 100


def test_where_no_chord_helps_the_place_is_halved() -> None:
    """The heights have exponents that no rational number has room for."""
    with precision(BITS):
        ends = {fmpq(0): -(arb(2) ** -(10**12)), fmpq(1): arb(2) ** (10**12)}
        first, last = closer(lambda x: ends[fmpq(x > fmpq(1, 3))], ends, fmpq(1, 2**20))
    assert first <= fmpq(1, 3) < last <= first + fmpq(1, 2**20)


def test_an_exact_root_is_found_and_what_cannot_be_told_stays_wide() -> None:
    ends = {fmpq(-1): fmpq(-8), fmpq(3): fmpq(8)}
    assert closer(lambda x: 4 * x - 4, ends, fmpq(1, 1000)) == (fmpq(1),) * 2
    assert closer(lambda _: None, ends, fmpq(1, 1000)) == (fmpq(-1), fmpq(3))
