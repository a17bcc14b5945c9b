"""What is not said of a claim: that a name is positive, that it is right where nobody looked, that it has a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sympy import Integer

from derivations.catalogue import the_catalogue
from derivations.judge import Judgement, ask_about, judge
from derivations.language.functions import positive_part

Bench = Callable[..., Judgement]


@pytest.mark.parametrize(
    "loss, claim",
    [
        ("sqrt(x^2 + 1)", "|x|/sqrt(x^2 + 1)"),
        ("log(1 + |x|)", "1/(1 + |x|)"),
        ("log(cosh(x))", "tanh(|x|)"),
        ("|x| + sqrt(x + 10)", "1 + 1/(2*sqrt(x + 10))"),
        ("log(3 + sin(x)) + x^2", "cos(x)/(3 + sin(x)) + 2*|x|"),
    ],
)
def test_a_name_within_a_root_or_a_logarithm_may_be_negative(judged: Bench, loss: str, claim: str) -> None:
    assert judged(loss, "x:real", "x", claim).verdict == "wrong"


@pytest.mark.parametrize("one", ["sin(x)", "tanh(x)", "(exp(x) - 1)", "log(1 + x^2)", "(1 - cos(x - 3))"])
def test_a_quotient_of_what_vanishes_has_no_value_there(judged: Bench, one: str) -> None:
    judgement = judged("x^2", "x:real", "x", f"2*x*{one}/{one}")
    assert judgement.verdict == "convention"
    assert "no value" in str(judgement.reason)


def test_a_point_of_a_switch_at_which_the_slope_is_not_known_is_told(judged: Bench) -> None:
    loss = "where(x = 0, 0, x^2*sin(1/x))"
    judgement = judged(loss, "x:real", "x", "where(x = 0, 5, 2*x*sin(1/x) - cos(1/x))")
    assert judgement.verdict == "undecided"
    assert "not decided" in str(judgement.reason)


@pytest.mark.parametrize("size", ["n", "j"])
def test_a_size_that_the_claim_names_is_tried(size: str) -> None:
    entry = the_catalogue().find("mean-squared")
    names: dict[str, Any] = {str(s): s for s in entry.loss.symbols}
    claim = entry.derivation.gradient + positive_part(names[size] - Integer(50))
    assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


def test_of_one_value_of_two_indices_nothing_follows_for_the_others() -> None:
    entry = the_catalogue().find("softmax-cross-entropy")
    names: dict[str, Any] = {str(s): s for s in entry.loss.symbols}
    p = next(definition for definition in entry.loss.definitions).at(names["p"][names["k"]], set())
    judgement = judge(ask_about(entry.loss, [p - names["y"]]))
    assert judgement.verdict == "wrong"
    assert "right where" not in str(judgement.reason)


def test_that_it_is_right_elsewhere_is_not_said_of_a_claim_that_is_not(judged: Bench) -> None:
    judgement = judged("|p - t|^q", "p:real t:real q:>=1", "p", "q*(p - t)^(q - 1)")
    assert "it is not the gradient either" in str(judgement.reason)


def test_a_jump_is_told_and_what_is_said_there_not_counted(judged: Bench) -> None:
    judgement = judged("where(x < 1, x, x + 5)", "x:real", "x", "where(x = 1, 7, 1)")
    assert [str(note) for note in judgement.notes] == [
        "where x = 1 the loss jumps, and has no derivative: what the claim says there is not counted"
    ]
    assert judged("where(x < 1, x, x^2)", "x:real", "x", "where(x < 1, 1, 2*x)").notes[0] != judgement.notes[0]
