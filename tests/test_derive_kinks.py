"""Losses that somebody typed, with kinks, seams and edges: what `derive` says of them is right, and it confirms it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derivations.cli import lossary
from derivations.evidence import referee


def derived(formula: str, wrt: str, *where: str) -> str:
    found = CliRunner().invoke(
        lossary, ["derive", formula, "--wrt", wrt, *(w for text in where for w in ("--where", text))]
    )
    assert found.exit_code == 0, found.output
    return " ".join(found.output.split())


@pytest.mark.parametrize(
    "formula, gradient",
    [
        ("max(x^2, 2x-1)", "2 x"),
        ("|x^2-2x+1|", "2 x − 2"),
        ("min(x^2, 2x-1)", "2"),
        ("max(x^2+y^2, 2*x*y)", "2 x"),
        ("max(0, -x^2)", "0"),
    ],
)
def test_what_never_changes_its_formula_has_no_kink(formula: str, gradient: str) -> None:
    said = derived(formula, "x")
    assert f"Gradient ∂L/∂x = {gradient} Holds for all values" in said
    assert "Where the formula changes" not in said
    assert "(not the gradient)" not in said


@pytest.mark.parametrize("formula", ["|sqrt(x)-1|", "exp(max(2,x))", "max(sqrt(x), 1)", "exp(-max(1/2,x))"])
def test_a_mutant_that_is_no_change_does_not_count(formula: str) -> None:
    assert "Not confirmed" not in derived(formula, "x")


@pytest.mark.parametrize(
    "formula, wrt, gradient, where",
    [
        ("sum_i p_i/y_i", "p", "1/y_j", "y_i ≠ 0 for every i"),
        ("sum_i |x_i|/y_i", "x", "sign(x_j)/y_j", "x_j ≠ 0 and y_i ≠ 0 for every i"),
    ],
)
def test_a_sum_has_a_value_only_where_every_term_has_one(formula: str, wrt: str, gradient: str, where: str) -> None:
    assert f"Gradient ∂L/∂{wrt}_j = {gradient} Holds where {where}" in derived(formula, wrt)


def test_a_value_beside_its_limits_is_a_jump() -> None:
    said = derived("where(x*x>0, y, t)", "x")
    assert "Gradient ∂L/∂x = 0 Holds where x ≠ 0" in said
    assert "Jump at x = 0" in said


@pytest.mark.parametrize("formula", ["max(0, x) - x*y + log(1+exp(-|x|))", "max(x, 0) + min(x, 0)"])
def test_where_signs_miss_the_slope_the_gradient_is_not_said_to_hold(formula: str) -> None:
    """At x = 0 the loss has a slope, but [x > 0] and sign(x) are 0 there."""
    assert "Holds where x ≠ 0" in derived(formula, "x")


def test_where_two_slopes_are_one_by_coincidence_a_condition_may_leave_it_out() -> None:
    assert "Only where the two are equal is there a derivative" in derived("max(0,x) + a*min(0,x)", "x")


@pytest.mark.parametrize(
    "formula, wrt, places",
    [
        ("max(0, |y-p| - eps)", "p", ["p = y − eps, if eps > 0", "p = y + eps, if eps > 0", "p = y, if eps < 0"]),
        ("|x-|y||", "y", ["y = −x, if x > 0", "y = x, if x > 0", "y = 0, if x < 0", "y = 0, if x > 0"]),
        ("|max(x,0)-y|", "x", ["x = y, if y > 0"]),
        ("|max(a,b)|", "a", ["a = 0, if b < 0", "a = b, if b < 0", "a = b, if b > 0"]),
    ],
)
def test_a_kink_is_said_with_what_must_hold_for_it(formula: str, wrt: str, places: list[str]) -> None:
    said = derived(formula, wrt)
    assert all(f"Kink at {place}: there is no derivative" in said for place in places)
    assert "Left open" not in said


@pytest.mark.parametrize(
    "formula, wrt, where",
    [
        ("-sum_i y_i*log(p_i)", "p", "p_i > 0 for every i"),
        ("sum_i p_i/y_i", "y", "y_i ≠ 0 for every i"),
        ("sum_i log(p_i/q_i)", "q", "p_i/q_i > 0 for every i"),
        ("sum_i sqrt(x_i)", "x", "x_j > 0 and x_i ≥ 0 for every i"),
    ],
)
def test_what_a_sum_needs_of_every_entry_is_said_of_every_entry(formula: str, wrt: str, where: str) -> None:
    assert f"Holds where {where} Second" in derived(formula, wrt)


@pytest.mark.parametrize(
    "formula, wrt, where",
    [
        ("sum_{t=0}^T gamma^t r_t", "gamma", "where γ ≠ 0"),
        ("sum_{t=1}^T gamma^(t-1) r_t", "gamma", "where γ ≠ 0"),
        ("sum_{t=0}^T gamma^t r_t", "r_t", "for all values"),
        ("sum_{j=1}^M w_j x^(j-3)", "w_j", "where x ≠ 0"),
    ],
)
def test_whole_powers_are_taken_of_negative_numbers_too(formula: str, wrt: str, where: str) -> None:
    """The loss goes on at 0, where the formula of its slope may hold 0 times 1/0."""
    said = derived(formula, wrt)
    assert f"Holds {where}" in said
    assert "Edge of the domain" not in said


@pytest.mark.parametrize(
    "formula, wrt, shown",
    [
        ("max(sqrt(1 + sigma(1/2)^2), sqrt(1 + max(x, 1)^2))", "x", "Convex"),
        ("abs(where(x < y, x, 3))", "x", "Kink at x = 0, if y > 0"),
        ("relu(where(abs(x) > log(abs(x)), sigma(x), x*x))", "x", "Left open at |x| = 0"),
    ],
)
def test_a_condition_of_numbers_alone_is_decided_or_left_open(formula: str, wrt: str, shown: str) -> None:
    found = CliRunner().invoke(lossary, ["derive", formula, "--wrt", wrt])
    assert shown in " ".join(found.output.split()), found.output


@pytest.mark.parametrize(
    "formula, wrt, where",
    [("|y-mu|/b + log(2*b)", "b", "b > 0"), ("(y - max(0.01*z, z))^2", "z", "z ≠ 0"), ("log(x^2+x+1)", "x", "")],
)
def test_a_condition_is_said_in_short(formula: str, wrt: str, where: str) -> None:
    said = derived(formula, wrt)
    assert f"Holds where {where} " in said if where else "Holds for all values" in said


def test_a_doubt_is_told_in_the_notation_of_the_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(referee, "fate_of", lambda *_: "survived")
    monkeypatch.setattr(referee, "_level", lambda _: "checked")
    found = CliRunner().invoke(lossary, ["derive", "|x^2-1|", "--wrt", "x"])
    said = " ".join(found.output.split())
    assert found.exit_code == 1
    assert "mutant survived (exponent up by one: x²)" in said
    assert "x**2" not in said
