"""Where a loss that somebody typed has a value: what is said of its gradient and of its properties keeps to that."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derivations.cli import lossary


def derived(formula: str, wrt: str, *where: str) -> str:
    found = CliRunner().invoke(
        lossary, ["derive", formula, "--wrt", wrt, *(w for text in where for w in ("--where", text))]
    )
    assert found.exit_code == 0, found.output
    return " ".join(found.output.split())


@pytest.mark.parametrize("formula", ["x^x", "(-x)^(-x)", "2^x + x^x", "x^(2*x)", "(x+2)^x", "1/x^2"])
def test_no_chord_leads_through_places_without_a_value(formula: str) -> None:
    assert "Halfway" not in derived(formula, "x")


def test_a_chord_on_which_the_loss_has_a_value_refutes() -> None:
    assert "Not convex – Halfway between" in derived("min(abs(x), 1)", "x")


def test_a_power_with_any_exponent_is_one_of_a_positive_base() -> None:
    said = derived("x^a", "x", "a > 1")
    assert "where a > 1 and x > 0" in said
    assert "−1" not in said.partition("Properties")[2]
    assert "falls without bound" not in said


@pytest.mark.parametrize(
    "formula, wrt, condition",
    [
        ("x^3/x", "x", "x ≠ 0"),
        ("x^4/x^2", "x", "x ≠ 0"),
        ("x*t/t", "x", "t ≠ 0"),
        ("sqrt(x)^2", "x", "x ≥ 0"),
        ("exp(log(p-1))", "p", "p > 1"),
        ("log(y)*p", "p", "y > 0"),
        ("p*sqrt(y)", "p", "y ≥ 0"),
        ("p/y", "p", "y ≠ 0"),
        ("p*asin(y)", "p", "y ≤ 1 and y ≥ −1"),
        ("p*y^a", "p", "y > 0"),
        ("(p-t)^2/(2*s^2) + log(s)", "p", "s > 0"),
        ("where(t>1, x^2/x, 0)", "x", "{ 1/x if t > 1; 1 otherwise } has a value"),
    ],
)
def test_where_the_loss_has_a_value_is_said(formula: str, wrt: str, condition: str) -> None:
    said = derived(formula, wrt)
    assert f"Holds where {condition} " in said
    assert wrt not in condition or "Minimum" not in said


@pytest.mark.parametrize("formula", ["where(y>0, log(y)*p, 0)", "p*sqrt(1 + y^2)", "p/(1 + exp(y))"])
def test_what_is_granted_is_not_said(formula: str) -> None:
    assert "Holds for all values" in derived(formula, "p")


@pytest.mark.parametrize("formula, wrt", [("min(y-x,t-x)", "x"), ("softplus(where(x>0,x,x))", "x")])
def test_a_condition_that_is_not_needed_is_not_claimed(formula: str, wrt: str) -> None:
    assert "Holds for all values" in derived(formula, wrt)


def test_where_two_formulas_touch_the_gradient_holds() -> None:
    said = CliRunner().invoke(lossary, ["derive", "max(x^2, 2*x-1)", "--wrt", "x"]).output
    assert "Holds     for all values" in said
    assert "is not needed" not in said


@pytest.mark.parametrize(
    "formula, said",
    [
        ("tanh(x)^2", "Smooth, with constant 2 "),
        ("(1-sigma(x))^2", "Lipschitz, with constant at most 8/27 "),
        ("sigma(x)", "Lipschitz, with constant 1/4 "),
        ("max(x-1, 0) + max(-x-1, 0)", "Lipschitz, with constant 1 "),
    ],
)
def test_a_constant_is_the_least_or_is_said_to_be_at_most_so_much(formula: str, said: str) -> None:
    assert said in derived(formula, "x")


@pytest.mark.parametrize(
    "formula, said",
    [
        ("(sum(w))^2 - sum(w^2)", "Convex in each component"),  # 2 w_1 w_2, a saddle
        ("||y - X w||^2", "Smooth in each component, with constant 2"),
    ],
)
def test_of_an_array_each_component_is_spoken_of(formula: str, said: str) -> None:
    text = CliRunner().invoke(lossary, ["derive", formula, "--wrt", "w"]).output
    assert said in text
    assert "\n  Convex \N{EN DASH}" not in text


def test_norms_that_meet_at_a_margin_make_a_kink() -> None:
    result = CliRunner().invoke(lossary, ["derive", "max(0, ||a-p||^2 - ||a-n||^2 + m)", "--wrt", "a"])
    assert result.exit_code == 0
    assert "Kink at" in result.output


@pytest.mark.parametrize("command", [["derive"], ["check", "--claim", "2x"]], ids=" ".join)
def test_an_empty_formula_is_refused(command: list[str]) -> None:
    result = CliRunner().invoke(lossary, [command[0], " ", "--wrt", "x", *command[1:]])
    assert (result.exit_code, "expected a number, a name" in result.output) == (2, True)
