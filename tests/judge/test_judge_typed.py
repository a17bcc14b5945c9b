"""What was typed is judged, not what SymPy makes of it while it is read."""

from __future__ import annotations

from typing import Any

import pytest

from derivations.catalogue import the_catalogue
from derivations.cli.typed import Typed
from derivations.cli.verdict import verdict_on
from derivations.judge.records import Record, judge_record

SQUARE = {"loss": "(p-t)^2/2", "symbols": {"p": {"domain": "real", "role": "param"}, "t": "real"}, "wrt": ["p"]}
WITHOUT_VALUE = [
    ("(p-t)*exp(log(p-1))/(p-1)", "log(p − 1)"),
    ("(p-t)*sqrt(p)^2/p", "√p"),
    ("p-t + 0*log(p-t)", "log(p − t)"),
    ("p-t + log(t) - log(t)", "log(t)"),
    ("(p-t)*sqrt(p+1000)^2/(p+1000)", "√(1000 + p)"),
    ("where(p > 0, p-t, p-t + 0*log(p))", "log(p)"),
    ("(p-t)*log((p+1000)^3)/(3*log(p+1000))", "log"),
]


def judged(record: dict[str, Any], claim: str) -> Any:
    found = judge_record(Record("test", 1, {**record, "claimed": [claim]}))
    assert found.judgement is not None, found.error
    return found.judgement


@pytest.mark.parametrize("claim, part", WITHOUT_VALUE, ids=[claim for claim, _ in WITHOUT_VALUE])
def test_a_claim_without_a_value_on_a_part_of_the_domain_is_wrong(claim: str, part: str) -> None:
    found = judged(SQUARE, claim)
    assert found.verdict == "wrong"
    assert found.diagnoses[0].kind == "no-value"
    assert part in str(found.reason)
    assert found.counterexample.claimed == (None,)


@pytest.mark.parametrize(
    "claim, where", [("(p-t)^2/(p-t)", "p = t"), ("(p-t)*p/p", "p = 0"), ("(p-t)*(p-3)/(p-3)", "p = 3")]
)
def test_a_claim_without_a_value_at_single_points_is_right_but_there(claim: str, where: str) -> None:
    found = judged(SQUARE, claim)
    assert found.verdict == "convention"
    assert str(found.reason) == (
        f"equal to the gradient wherever it has a value, but where {where} the claim has no value as it was typed, "
        "although the loss has a gradient there"
    )


@pytest.mark.parametrize("claim", ["p - t", "(p-t)*exp(p)/exp(p)", "where(p > 0, p*(p-t)/p, p-t)", "log(exp(p-t))"])
def test_a_claim_that_has_a_value_everywhere_needs_no_note(claim: str) -> None:
    found = judged(SQUARE, claim)
    assert (found.verdict, found.notes) == ("exact", ())


def test_at_a_kink_the_loss_has_no_gradient_either() -> None:
    found = judged({**SQUARE, "loss": "|p-t|"}, "(p-t)/|p-t|")
    assert found.verdict == "exact"
    assert all("as it was typed" not in str(note) for note in found.notes)


def test_a_loss_has_a_gradient_only_where_it_has_a_value_as_it_was_typed() -> None:
    loss = {**SQUARE, "loss": "exp(log(p-t))"}
    assert judged(loss, "where(p > t, 1, 7)").verdict == "exact"
    assert judged({**SQUARE, "loss": "p-t"}, "where(p > t, 1, 7)").verdict == "wrong"


def test_a_function_that_is_put_in_is_put_into_what_was_typed() -> None:
    loss = {**SQUARE, "loss": "m(p)^2/2", "functions": {"m": "p + 2"}}
    assert judged(loss, "p + 2").verdict == "exact"
    assert judged(loss, "(p+2) + 0*log(p)").verdict == "wrong"


@pytest.mark.parametrize(
    "loss, claim",
    [
        ("(p-t)^2", "2*(p-t) + 0*log(max(p + 10^9, 0))"),
        ("(p-t)^2", "2*(p-t) + 0/step(p + 10^9)"),
        ("(p-t)^2", "where(p > -10^9, 2*(p-t), 2*(p-t)*max(p, 0)/max(p, 0))"),
        ("(p-t)^2", "2*(p-t) + 0/(1 + sign(p + 10^9))"),
    ],
)
def test_what_has_no_value_on_one_side_of_a_switch_is_not_proved(loss: str, claim: str) -> None:
    """There a logarithm is taken of zero, or something is divided by it, however far out."""
    assert verdict_on(Typed(loss, ("p",), ()), the_catalogue(), [claim])[0].verdict == "wrong"


@pytest.mark.parametrize(
    "loss, claim",
    [
        ("p^2", "2*sign(p)*exp(log(abs(p)))"),
        ("(p-t)^2", "2*(p-t) + 0*log(abs(p-1))"),
        ("max(0,p)^2", "2*max(0,p)*p/p"),
        ("p*abs(p)", "2*p*sign(p) + 0/sign(p)"),
        ("prod(p_i, i=1..n)", "prod(p_i, i=1..n)/p_k"),
    ],
)
def test_what_has_no_value_where_a_switch_is_zero_is_not_simply_right(loss: str, claim: str) -> None:
    variable = "p_k" if "p_k" in claim else "p"
    assert verdict_on(Typed(loss, (variable,), ()), the_catalogue(), [claim])[0].verdict == "convention"
