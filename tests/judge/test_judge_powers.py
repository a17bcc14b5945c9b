"""Powers whose exponent is a parameter: whether loss and claim have a value at the zero of the base depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flint import fmpq, fmpq_series

from derivations.catalogue import Catalogue
from derivations.cli.typed import Typed
from derivations.cli.verdict import verdict_on
from derivations.evidence.balls import EPS, ORDER, Undefined, power, slope
from derivations.judge import Judgement

NOWHERE = Catalogue(Path(), ())


def judged(loss: str, exponent: str, claim: str) -> Judgement:
    return verdict_on(Typed(loss, ("p",), (f"q:{exponent}",)), NOWHERE, [claim])[0]


@pytest.mark.parametrize(
    "loss, exponent, claim",
    [
        ("abs(p)^q", "positive", "q*abs(p)^q/p"),
        ("abs(p)^q", "> 1", "q*p*abs(p)^(q-2)"),
        ("abs(p-t)^q/q", "> 1", "(p-t)*abs(p-t)^(q-2)"),
        ("(p^2)^q", "> 1", "2*q*(p^2)^q/p"),
    ],
)
def test_a_claim_without_a_value_at_the_zero_of_a_power_is_right_elsewhere(
    loss: str, exponent: str, claim: str
) -> None:
    judgement = judged(loss, exponent, claim)
    assert judgement.verdict == "convention"
    assert "the claim has no value as it was typed" in judgement.reason.template


def test_a_claim_that_always_has_its_value_is_exact() -> None:
    assert judged("abs(p-t)^q/q", "> 2", "(p-t)*abs(p-t)^(q-2)").verdict == "exact"
    judgement = judged("abs(p)^q", "positive", "q*abs(p)^(q-1)*sign(p)")
    assert judgement.verdict == "exact"
    assert any("it depends on the other values" in note.template for note in judgement.notes)


def test_a_power_above_1_is_flat_beside_its_zero_and_another_is_not() -> None:
    exponent = fmpq(7, 5)
    for side in (-1, 1):
        assert slope(power(side * EPS, exponent, side)) == 0
    for base, wanted, side in ((EPS, fmpq(3, 5), 1), (EPS, exponent, -1), (EPS, exponent, 0)):
        with pytest.raises(Undefined):
            power(base, wanted, side)
    with pytest.raises(Undefined):
        power(fmpq_series([0, 0], prec=ORDER), exponent, 1)


@pytest.mark.parametrize(
    "loss, claim", [("(p^q)^(1/q)", "1"), ("(p^(2q))^(1/(2q))", "1"), ("p^q/p^(q-1)", "1 + [p < 0]")]
)
def test_where_the_base_is_negative_the_exponents_are_whole(loss: str, claim: str) -> None:
    judgement = judged(loss, "real", claim)
    assert judgement.verdict == "wrong"
