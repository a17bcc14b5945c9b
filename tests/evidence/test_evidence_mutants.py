"""Mutants: each is a wrong gradient, or is proved to be the right one in disguise."""

from __future__ import annotations

import pytest
from evidence_cases import CASES, X, Y, case, delta, i, m, n, of_model, p, r, real, t, w, y, z
from sympy import Expr, Integer, Rational, Sum, sqrt

from derivations.evidence import examine, settings_of
from derivations.evidence.algebra import equal_by_algebra
from derivations.evidence.controls import fate_of
from derivations.evidence.mutants import mutants_of
from derivations.evidence.places import Plan
from derivations.language.domains import LabelSign, Positive, Real
from derivations.language.functions import (
    D,
    Prime,
    branches,
    clip,
    magnitude,
    otherwise,
    positive_part,
    sigma,
    sign,
    step,
)


@pytest.mark.parametrize("name", CASES)
def test_mutants_are_different_from_the_gradient_and_from_each_other(name: str) -> None:
    found = [mutant for _, mutant in mutants_of(CASES[name].gradient, CASES[name].loss)]
    assert len(set(found)) == len(found) >= 8
    assert CASES[name].gradient not in found


def test_the_standing_set() -> None:
    given = CASES["huber"]
    names = {name.partition(":")[0] for name, _ in mutants_of(given.gradient, given.loss)}
    assert names >= {
        "sign flipped", "doubled", "halved", "zero", "1e-9 off, relative", "1e-9 off, absolute", "delta dropped",
        "part 1 dropped", "part 2 dropped", "outer function dropped",
        "boundary moved by 1e-09", "boundary moved by -1e-09", "boundary moved by 0.001", "boundary moved by -0.001",
    }  # fmt: skip
    without_target = given.settle(branches((p, magnitude(p) <= delta), (delta * sign(p), otherwise)))
    assert without_target in [mutant for _, mutant in mutants_of(given.gradient, given.loss)]
    of_node = {
        name.partition(":")[0] for name, _ in mutants_of(CASES["sigmoid node"].gradient, CASES["sigmoid node"].loss)
    }
    assert of_node >= {"last term of the sum dropped", "only the first term of the sum", "w[j, k] dropped"}
    cubed = case(r**3, p, real(p, t), 3 * r**2)
    of_power = {name.partition(":")[0] for name, _ in mutants_of(cubed.gradient, cubed.loss)}
    assert of_power >= {"exponent up by one", "constant doubled"}
    model = CASES["absolute of a model"]
    found = [mutant for _, mutant in mutants_of(model.gradient, model.loss)]
    dropped = [sign(m(w) - t), Prime(m(w)), sign(m(w)) * Prime(m(w)), sign(-t) * Prime(m(w)), (m(w) - t) * Prime(m(w))]
    assert all(model.settle(mutant) in found for mutant in dropped)


def test_indices_and_orders_of_derivatives_are_left_alone() -> None:
    given = case(m(w) ** 2, w, {w: Real(""), m: of_model[m]}, 2 * m(w) * Prime(m(w)))
    for _, mutant in mutants_of(given.gradient, given.loss):
        assert all(prime.positions == (0,) for prime in mutant.atoms(Prime))


a = positive_part(delta - p)
SAME: list[tuple[Expr, Expr]] = [
    ((p + t) ** 2, p**2 + 2 * p * t + t**2),
    (y**2 * p, p),  # y is -1 or 1
    (y**3 * p, y * p),
    (magnitude(delta) * p, delta * p),  # delta is positive
    (a * step(delta - p), a),
    (a * step(delta - p + Integer(1)), a),  # where a is not zero, neither is the step
    (magnitude(r) * sign(r), r),
    (sign(r) ** 2 * p, p),
    (sign(t - p), -sign(p - t)),
    (clip(r, -delta, delta), branches((-delta, r < -delta), (delta, r > delta), (r, otherwise))),
    (step(delta + 1) * p, p),
]
DIFFERENT: list[tuple[Expr, Expr]] = [
    (p, t),
    (magnitude(r), r),
    (a * step(delta - p - Integer(1)), a),
    (sign(r + 1), sign(r)),
    (y * p, p),
    (clip(r, -delta, delta), r),
    (branches((p, p < 0), (t, otherwise)), branches((p, p < 1), (t, otherwise))),
    (sigma(p) + sigma(-p), Integer(1)),  # equal, but not by the algebra that is allowed here
]


@pytest.mark.parametrize("one, other", SAME, ids=str)
def test_equal_by_algebra(one: Expr, other: Expr) -> None:
    assert equal_by_algebra(ANY.settle(one), ANY.settle(other), ANY.loss)


@pytest.mark.parametrize("one, other", DIFFERENT, ids=str)
def test_not_equal_by_algebra(one: Expr, other: Expr) -> None:
    assert not equal_by_algebra(ANY.settle(one), ANY.settle(other), ANY.loss)


ANY = case(p * t * y * delta, p, {**real(p, t), y: LabelSign(""), delta: Positive("")}, t * y * delta)


def test_a_switch_inside_a_sum_is_not_decided_by_one_sign() -> None:
    """The two are equal where all residuals have one sign, and only there."""
    given = CASES["least deviations"]
    is_above = X[i] * w - Y[i] > 0
    mixed = Sum(branches((X[i], is_above), (Y[i], otherwise)), (i, 1, n))
    mixed *= Sum(branches((Y[i], is_above), (X[i], otherwise)), (i, 1, n))
    plain = Sum(X[i], (i, 1, n)) * Sum(Y[i], (i, 1, n))
    assert not equal_by_algebra(given.settle(mixed), given.settle(plain), given.loss)


def test_a_survivor_is_hunted_with_more_points() -> None:
    given = CASES["absolute"]
    mutant, nowhere = given.settle(sign(r + Rational(1, 10**9))), Plan((), ())
    hole, settings = D(given.loss.expression, given.loss.wrt), settings_of(given.loss)
    assert fate_of(mutant, given.gradient, hole, settings, nowhere) == "refused"
    assert fate_of(given.gradient, given.gradient, hole, settings, nowhere) == "disguised"


def test_a_mutant_that_is_the_gradient_in_disguise_is_not_counted() -> None:
    given = case(y**2 * p**2, p, {p: Real(""), y: LabelSign("")}, 2 * y**2 * p)
    report = examine(given.loss, [], given.gradient)
    assert report.ok
    assert report.disguised > 0


def test_a_mutant_that_survives_is_a_failure() -> None:
    """The factor sigma(t) + sigma(-t) is 1, which no algebra here can prove: the referee must say so."""
    given = case(r**2, p, real(p, t), 2 * r * (sigma(t) + sigma(-t)))
    report = examine(given.loss, [], given.gradient)
    assert not report.ok
    assert {failure.kind for failure in report.failures} == {"mutant survived"}


def test_mutants_that_differ_in_a_tiny_region_only_are_hunted_down() -> None:
    """Far from the target the sign of p - t is that of p - t + 1e-9, unless delta is below 1e-9."""
    report = examine(CASES["huber"].loss, [], CASES["huber"].gradient)
    assert report.ok
    assert report.disguised == 0


def test_named_boundaries_of_a_root() -> None:
    given = case(positive_part(delta - sqrt(z**2)) ** 2, z, {z: Real(""), delta: Positive("")},
                 -2 * positive_part(delta - sqrt(z**2)) * z / sqrt(z**2))  # fmt: skip
    assert examine(given.loss, [], given.gradient).ok
