"""The referee is refereed: what is right passes, and everything that is wrong is refused, however small the fault."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from random import Random

import pytest
from evidence_cases import CASES, Case, O, T, W, X, Y, case, delta, i, j, k, m, n, p, r, real, t, w, z
from sympy import Expr, Integer, KroneckerDelta, Rational, Sum, Symbol, cosh, exp, log, sqrt, tanh

from derivations.evidence import Equation, Report, compare, controls, describe, examine, precision, settings_of
from derivations.evidence.certain import slope_of
from derivations.evidence.controls import refute, simple_points
from derivations.evidence.points import stress
from derivations.evidence.sampling import sample
from derivations.language.cases import branches
from derivations.language.domains import Intermediate, Positive
from derivations.language.functions import D, Prime, clip, magnitude, otherwise, sigma, sign, step
from derivations.language.loss import Loss
from derivations.language.stated import Mistake

TINY, TINIEST = Rational(1, 10**9), Rational(1, 10**30)


def verdict(name: str, gradient: Expr, *equations: Equation) -> Report:
    """The report on a gradient that somebody claims, without the known mistakes."""
    given = CASES[name]
    return examine(with_mistakes(given.loss), equations, given.settle(gradient))


def with_mistakes(loss: Loss, *mistakes: tuple[Expr, str]) -> Loss:
    definitions = [(definition.name, definition.value) for definition in loss.definitions]
    return replace(loss, mistakes=mistakes, closing=(), other_forms=(), definitions=definitions)


def kinds(report: Report) -> set[str]:
    return {failure.kind for failure in report.failures}


@pytest.mark.parametrize("name", CASES)
def test_what_is_right_passes(name: str) -> None:
    report = examine(CASES[name].loss, [], CASES[name].gradient)
    assert report.ok, [str(failure) for failure in report.failures]
    assert report.digits >= 50
    assert report.equations == 1
    assert report.points >= 30
    assert report.checks >= report.points
    assert report.mutants >= 8
    assert len(report.refutations) == len(CASES[name].loss.mistakes)


def on_one_side(wrong: Expr, right: Expr) -> Expr:
    return branches((wrong, r > 0), (right, otherwise))


OUTSIDE = delta * sign(r)


def huber_with(outside: Expr = OUTSIDE, edge: Expr = delta) -> Expr:
    return branches((r, magnitude(r) <= edge), (outside, otherwise))


def except_near(place: Expr, distance: Expr) -> Expr:
    """Huber's gradient, but 1 too large in a thin region."""
    return branches((HUBER + 1, magnitude(place) < distance), (HUBER, otherwise))


HUBER = huber_with()
AT_THE_SEAM = branches((r, magnitude(r) < delta), (delta * sign(r), magnitude(r) > delta), (0, otherwise))
DEVIATIONS = Sum(X[i] * sign(X[i] * w - Y[i]), (i, 1, n))
INNER = Sum(W[j, k] * O[j], (j, 1, n))
SLOPE = sigma(INNER) * (1 - sigma(INNER))
WRONG: list[tuple[str, str, Expr]] = [
    ("2.001 for 2", "squared", Rational(2001, 1000) * r),
    ("1e-9 too large", "squared", 2 * r * (1 + TINY)),
    ("1e-9 off", "squared", 2 * r + TINY),
    ("1e-30 too large", "squared", 2 * r * (1 + TINIEST)),
    ("1e-30 off, not rational", "log-cosh", tanh(r) + TINIEST),
    ("sign wrong on one side", "absolute", branches((sign(r), r > 0), (-sign(r), otherwise))),
    ("zero on one side", "absolute", step(r)),
    ("1e-9 off on one side", "absolute", on_one_side(sign(r) + TINY, sign(r))),
    ("kink moved by 1e-9", "absolute", sign(r + TINY)),
    ("kink moved by 1e-9 the other way", "absolute", sign(r - TINY)),
    ("sign wrong in one branch", "huber", huber_with(outside=-delta * sign(r))),
    ("branch boundary moved by 1e-9", "huber", huber_with(edge=delta + TINY)),
    ("branch boundary moved by -1e-3", "huber", huber_with(edge=delta - Rational(1, 1000))),
    ("thin wrong region at the seam", "huber", except_near(magnitude(r) - delta, TINY)),
    ("thin wrong region far from it", "huber", except_near(p - 2, Rational(1, 10**6))),
    ("wrong at the seam only", "huber", AT_THE_SEAM),
    ("cut at -delta only", "huber", clip(r, -delta, 2 * delta)),
    ("margin at 0", "hinge", -step(-z)),
    ("no inner derivative", "absolute of a model", sign(m(w) - t)),
    ("no target", "absolute of a model", sign(m(w)) * Prime(m(w))),
    ("second derivative", "half squared of a model", (m(w) - t) * Prime(m(w), 0, 0)),
    ("index clash", "sigmoid node", -2 * (T[k] - sigma(INNER)) * SLOPE * Sum(O[j], (j, 1, n))),
    ("delta contracted to the wrong index", "sigmoid node", -2 * (T[k] - sigma(INNER)) * SLOPE * O[1]),
    ("another output", "sigmoid node", -2 * (T[1] - sigma(INNER)) * SLOPE * O[j]),
    ("sum and product changed places", "least squares", 2 * Sum(X[i], (i, 1, n)) * Sum(X[i] * w - Y[i], (i, 1, n))),
    ("right for n = 1 only", "least squares", 2 * X[1] * (X[1] * w - Y[1])),
    ("one sample has the wrong sign", "least deviations", DEVIATIONS - 2 * X[n] * sign(X[n] * w - Y[n])),
]  # fmt: skip


@pytest.mark.parametrize("name, gradient", [pytest.param(name, wrong, id=fault) for fault, name, wrong in WRONG])
def test_what_is_wrong_is_refused(name: str, gradient: Expr) -> None:
    report = verdict(name, gradient)
    failure = next(failure for failure in report.failures if failure.address == "L222 gradient")
    assert failure.kind == "differ"
    assert failure.left != failure.right
    assert failure.point is not None
    assert str(failure).startswith("L222 gradient: differ: ")


def test_a_gradient_without_a_value_where_the_loss_has_a_slope_is_refused() -> None:
    assert "undefined" in kinds(verdict("squared", 2 * sqrt(r**3) / sqrt(r)))


EQUATIONS: list[tuple[str, str, Expr, Expr, bool]] = [
    ("hole and its filling", "squared", D(r**2, p), 2 * r * D(r, p), True),
    ("hole that was filled wrongly", "squared", D(r**2, p), 2 * r * D(t, p), False),
    (
        "two lines",
        "huber",
        branches((r, magnitude(r) <= delta), (delta * sign(r), otherwise)),
        clip(r, -delta, delta),
        True,
    ),
    ("two lines, cut too late", "huber", HUBER, clip(r, -delta, delta + TINY), False),
    ("a form that has no value at the kink", "absolute", sign(r), r / magnitude(r), True),
    ("two conventions at the kink", "absolute", sign(r), 2 * step(r) - 1, True),
    ("chain rule in a model value", "absolute of a model", D(magnitude(m(w) - t), m(w)), sign(m(w) - t), True),
    ("the wrong variable", "absolute of a model", D(magnitude(m(w) - t), t), sign(m(w) - t), False),
]


@pytest.mark.parametrize("name, left, right, holds", [pytest.param(*rest, id=what) for what, *rest in EQUATIONS])
def test_an_equation_is_judged_by_itself(name: str, left: Expr, right: Expr, holds: bool) -> None:  # noqa: FBT001
    given = CASES[name]
    claims = [
        Equation("L222.1", given.gradient, given.gradient),
        Equation("L222.2", given.settle(left), given.settle(right)),
    ]
    report = examine(given.loss, claims, given.gradient)
    assert report.equations == 3
    assert report.ok == holds
    assert {failure.address for failure in report.failures} == (set() if holds else {"L222.2"})


@pytest.mark.parametrize(
    "slope, holds", [(KroneckerDelta(i, j), True), (Integer(1), False), (KroneckerDelta(i, k), False)]
)
def test_an_equation_inside_a_sum_holds_for_every_index(slope: Expr, holds: bool) -> None:  # noqa: FBT001
    given = CASES["sigmoid node"]
    claim = Equation(
        "L222.t1", given.settle(D(W[i, k], W[j, k])), given.settle(slope), ((i, Integer(1), given.settle(n)),)
    )
    assert examine(given.loss, [claim], given.gradient).ok == holds


def test_what_cannot_be_decided_is_not_agreed() -> None:
    given = case(log(p * t), p, {p: Positive(""), t: Positive("")}, 1 / p)
    nothing = log(p * t) - log(p) - log(t)
    undecided = Equation("L222.1", given.settle(sign(nothing)), Integer(0))
    report = examine(given.loss, [undecided, Equation("L222.2", given.settle(nothing), Integer(0))], given.gradient)
    assert [(failure.address, failure.kind) for failure in report.failures] == [("L222.1", "undecided")]


def test_two_sides_that_never_have_a_value_together_are_undecided() -> None:
    given = CASES["squared"]
    report = examine(given.loss, [Equation("L222.1", given.settle(log(-(p**2) - 1)), Integer(0))], given.gradient)
    assert [(failure.address, failure.kind) for failure in report.failures] == [("L222.1", "undecided")]


s = Symbol("s")


def with_sum(term: Expr) -> Case:
    """Log-cosh with a name s for its gradient and a term."""
    gradient = tanh(r)
    return case(log(cosh(r)), p, {**real(p, t), s: Intermediate("")}, gradient, definitions=[(s, gradient + term)])


def test_the_digits_are_measured() -> None:
    """Agreement at 256 bits cannot claim more than 76 digits, and cancellation shows."""
    assert examine(CASES["squared"].loss, [], CASES["squared"].gradient).digits == 76
    given = with_sum(exp(50))
    cancelled = given.loss.named(given.loss.definitions[0].name) - exp(50)
    assert 50 <= examine(given.loss, [Equation("L222.1", cancelled, given.gradient)], given.gradient).digits < 60


@pytest.mark.parametrize("error, holds", [(0, True), (TINIEST, False)])
def test_too_few_digits_are_no_agreement(error: Expr, holds: bool) -> None:  # noqa: FBT001
    """At 256 bits the cancellation leaves 20 digits, which cannot tell the two sides apart: more bits are needed."""
    given = with_sum(error + exp(130))
    cancelled = given.loss.named(given.loss.definitions[0].name) - exp(130)
    report = examine(given.loss, [Equation("L222.1", cancelled, given.gradient)], given.gradient)
    assert report.ok == holds
    assert report.digits >= 50


@pytest.mark.parametrize("name", CASES)
def test_no_false_alarm_on_stress_points(name: str) -> None:
    given, rng = CASES[name], Random(7)
    hole = D(given.loss.expression, given.loss.wrt)
    settings = settings_of(given.loss)
    for _ in range(60):
        with precision(256):
            point = sample(rng.choice(settings), hole, rng, stress)
        assert compare(hole, given.gradient, point.scope()).kind == "agree", describe(point)


def test_a_known_mistake_is_refuted_at_a_point_a_student_can_put_in() -> None:
    given = CASES["squared"]
    refutation = examine(given.loss, [], given.gradient).refutations[0]
    assert refutation.why == "no 2"
    assert [str(name) for name, _ in describe(refutation.point)] == ["p", "t"]
    assert all(number in range(-3, 5) for _, number in describe(refutation.point))
    assert refutation.true == 2 * refutation.claimed != 0
    values = dict(describe(refutation.point))
    assert refutation.claim.xreplace(values) == refutation.claimed


def test_an_inexact_counterexample_is_shown_with_a_few_digits() -> None:
    given = CASES["log-cosh"]
    refutation = examine(given.loss, [], given.gradient).refutations[0]
    assert refutation.claimed in (-1, 1)
    assert isinstance(refutation.true, str)
    assert 3 <= len(refutation.true) <= 9


def test_a_mistake_that_equals_the_gradient_is_a_failure() -> None:
    given = CASES["absolute"]
    same = (given.settle(r / magnitude(r)), "no mistake at all")
    report = examine(with_mistakes(given.loss, same), [], given.gradient)
    assert kinds(report) == {"mistake not refused"}
    assert "equals the gradient" in report.failures[0].claim


def test_the_report_is_the_same_every_time() -> None:
    def plain(report: Report) -> list[object]:
        found = [(str(r.claim), describe(r.point), r.claimed, r.true) for r in report.refutations]
        return [report.points, report.checks, report.digits, report.mutants, found]

    given = CASES["sigmoid node"]
    assert plain(examine(given.loss, [], given.gradient)) == plain(examine(given.loss, [], given.gradient))


@pytest.mark.parametrize("name", CASES)
def test_the_easiest_point_that_refutes_a_mistake_is_found_without_looking_at_all(name: str) -> None:
    given = CASES[name]
    hole, points = slope_of(given.loss), simple_points(given.loss)
    for wrong in (2 * given.gradient, given.gradient + 1):
        mistake = Mistake(wrong, "on purpose")
        every = list(islice(controls.counterexamples(mistake, hole, points), controls.BEST_OF))
        assert refute(mistake, hole, points, ()) == min(every, key=controls.effort_of_all, default=None)
