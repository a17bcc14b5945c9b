"""Claims that are off by what no ball of any size can tell from zero, though it is never zero."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sympy import Symbol, exp

from derivations.catalogue import the_catalogue
from derivations.evidence.proof import Prover
from derivations.judge import Judgement, find
from derivations.language import Loss, Real

Bench = Callable[..., Judgement]
SQUARE = ("x^2", "x:real", "x")

FALSE = [
    ("2*x + exp(-exp(exp(10 + x^2)))", "never 0"),
    ("2*x + x*exp(-exp(exp(10 + x^2)))", "0 only where x = 0"),
    ("2*x + exp(-100*exp(exp(10 + x^2)))", "never 0"),
    ("2*x + 1/cosh(exp(exp(8 + x^2)))", "never 0"),
    ("4*x + exp(-exp(exp(10 + x^2)))", "never 0"),
    ("-2*x - exp(-exp(exp(10 + x^2)))", "never 0"),
    ("2*x + exp(-x^2 - 10^9)", "does not belong there"),
    ("2*x + exp(-exp(exp(10 + x^2))) - exp(-exp(exp(11 + x^2)))", "0 only where"),
    ("2*x + max(0, x)*exp(-exp(exp(10 + x^2)))", "where x > 0"),
]


@pytest.mark.parametrize("claim, why", FALSE, ids=[claim for claim, _ in FALSE])
def test_what_is_never_zero_makes_a_claim_wrong_however_small_it_is(judged: Bench, claim: str, why: str) -> None:
    judgement = judged(*SQUARE, claim)
    assert judgement.verdict == "wrong"
    assert why in str(judgement.reason)


@pytest.mark.parametrize("claim", ["2*x + x*exp(-exp(exp(10 + x^2))) - x/exp(exp(exp(10 + x^2)))", "2*x*exp(0)"])
def test_what_cancels_is_no_difference(judged: Bench, claim: str) -> None:
    assert judged(*SQUARE, claim).verdict == "exact"


def test_a_difference_that_may_be_zero_is_told_by_its_factors() -> None:
    x = Symbol("x", real=True)
    loss = Loss(id="L2N5", expression=x**2, wrt=x, symbols={x: Real("")}, source="of one's own")
    gap = Prover(loss).gap(2 * x + (x - 1) * exp(x), x)
    assert gap is not None
    assert gap.factors == (x - 1,)
    assert Prover(loss).gap(2 * x, x) is None


def test_what_is_never_zero_is_no_gradient_of_a_loss_that_is_found() -> None:
    entry = the_catalogue().find("squared")
    p, gradient = entry.loss.wrt, entry.derivation.gradient
    assert find(gradient, [entry])
    assert not find(gradient + exp(-exp(exp(10 + p**2))), [entry])
