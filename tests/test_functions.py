"""Every function of the language, through every room: derived, proved, evaluated, printed and read back."""

from __future__ import annotations

import pytest
from sympy import Expr, Symbol, acos, asin, atan, besseli, cos, digamma, exp, log, loggamma, polygamma, tan

from derivations.calculus.derive import derive
from derivations.evidence import Condition, examine
from derivations.evidence.proof import Prover
from derivations.language.domains import Domain, Positive, Probability, Real
from derivations.language.functions import Phi, phi
from derivations.language.loss import ANONYMOUS, Loss
from derivations.notation import sympy_text, tex, unicode_text
from derivations.reading import read, read_latex

x = Symbol("x")
settled = Symbol("x", real=True)

# A loss, the domain of its variable, and where it fails.
LOSSES: dict[str, tuple[Expr, Domain, set[str]]] = {
    "tangent": (tan(x) ** 2, Real("x"), {"open"}),
    "arctangent": (atan(3 * x), Real("x"), set()),
    "arcsine": (asin(x), Probability("x"), {"outside"}),
    "arccosine of a real number": (acos(x), Real("x"), {"outside"}),
    "arccosine of a positive number": (acos(x) ** 2, Positive("x"), {"outside"}),
    "ArcFace": (-cos(acos(x) + 1), Probability("x"), {"outside"}),
    "normal distribution": (-log(Phi(x)), Real("x"), set()),
    "probit": (-log(Phi(1 - 2 * x)), Real("x"), set()),
    "normal density": (phi(x) + x * Phi(x), Real("x"), set()),
    "Bessel of order 0": (log(besseli(0, x)), Real("x"), set()),
    "Bessel of order 1": (besseli(1, x) ** 2, Real("x"), set()),
    "ratio of Bessel functions": (besseli(1, x) / besseli(0, x), Positive("x"), set()),
    "log-gamma": (loggamma(x) - 2 * x, Real("x"), {"outside"}),
    "digamma": (digamma(x), Positive("x"), {"outside"}),
    "trigamma": (polygamma(1, 2 * x), Positive("x"), {"outside"}),
}


def loss_of(expression: Expr, domain: Domain) -> Loss:
    return Loss(id=ANONYMOUS, expression=expression, wrt=x, symbols={x: domain}, source="")


@pytest.mark.parametrize("name", LOSSES)
def test_a_function_is_derived_and_proved(name: str) -> None:
    expression, domain, fails = LOSSES[name]
    loss = loss_of(expression, domain)
    found = derive(loss)
    conditions = [Condition(*claimed) for claimed in found.claimed_conditions]
    report = examine(loss, [], found.gradient, found.boundaries, conditions)
    assert report.ok, [str(failure) for failure in report.failures]
    assert {boundary.kind for boundary in found.boundaries} == fails
    assert Prover(loss).gradient(found.gradient, loss.wrt).proved


WRONG = {
    "arccosine of a real number": 1 / (1 - x**2),
    "normal distribution": -phi(x),
    "normal density": Phi(x) + 2 * x * phi(x),
    "Bessel of order 0": besseli(1, x),
    "ratio of Bessel functions": 1 - (besseli(1, x) / besseli(0, x)) ** 2,
    "log-gamma": log(x) - 2,
    "tangent": 2 * tan(x),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_slope_is_neither_proved_nor_let_through(name: str) -> None:
    expression, domain, _ = LOSSES[name]
    loss = loss_of(expression, domain)
    claim = WRONG[name].xreplace({x: loss.wrt})
    assert not Prover(loss).gradient(claim, loss.wrt).proved
    assert not examine(loss, [], claim).ok


PRINTED = [
    tan(settled) ** 2,
    asin(settled / 2),
    acos(settled) * exp(settled),
    atan(settled),
    Phi(settled),
    Phi(settled - 1) ** 2,
    settled * phi(settled) - phi(2 * settled),
    besseli(0, settled),
    log(besseli(1, settled)) / 2,
    besseli(2, settled) ** 2,
    loggamma(settled),
]


@pytest.mark.parametrize("expression", PRINTED, ids=str)
def test_what_is_printed_is_read_back(expression: Expr) -> None:
    assert read(unicode_text(expression)).expression == expression
    assert read_latex(tex(expression)).expression == expression


@pytest.mark.parametrize("expression", PRINTED, ids=str)
def test_what_is_printed_for_sympy_is_worth_the_same(expression: Expr) -> None:
    loss = Loss(id=ANONYMOUS, expression=expression, wrt=settled, symbols={settled: Probability("x")}, source="")
    assert Prover(loss).equation(read(sympy_text(expression)).expression, expression).proved
