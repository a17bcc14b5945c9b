"""The first look in floating point: it may tell apart only what balls tell apart too."""

from __future__ import annotations

import math
from random import Random

import pytest
from flint import fmpq
from sympy import Expr, Integer, Rational, Sum, cos, digamma, exp, log, pi, polygamma, sqrt, symbols, tanh, true

from derivations.evidence.balls import precision
from derivations.evidence.scope import Graph, Scope
from derivations.evidence.verdicts import value
from derivations.judge.roughly import far_apart, rough, rough_code
from derivations.language.functions import (
    Branches,
    Phi,
    clip,
    largest,
    magnitude,
    phi,
    sigma,
    sign,
    smallest,
    softplus,
    step,
)

a, b = symbols("a b", real=True)
i = symbols("i", integer=True)
FORMULAS = [
    a - b, 2 * a * b / (1 + b**2), exp(-a) * pi, log(1 + a**2) ** 2, sigma(a) * (1 - sigma(a)), softplus(a - b),
    sign(a - b) * b, magnitude(a) + Rational(1, 3), step(a - b), tanh(a) * cos(b), sqrt(1 + a**2) / b,
    smallest(a, 2 * b) * largest(a, b, 1),
    phi(a) * Phi(b), digamma(1 + a**2) - polygamma(1, 2 + b**2), Branches(a, a < b, b**2, b > 1, a * b, true),
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_a_float_is_close_to_the_ball(formula: Expr) -> None:
    rng, code = Random(1), rough_code(formula, {a: 0, b: 1})
    for _ in range(20):
        numbers = [fmpq(rng.randrange(-4000, 4000) * 2 + 1, 1024) for _ in range(2)]
        with precision(256):
            exact = value(formula, Scope(dict(zip((a, b), numbers, strict=True)), {}, Graph(Integer(0), {})))
        assert code(list(map(rough, numbers))) == pytest.approx(rough(exact), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    "formula",
    [
        *(1 / a, exp(exp(exp(a + 9))), sign(a - b), log(log(1 / a))),
        *(Branches(a, a < b, b, true), Sum(a * i, (i, 1, 3)), clip(a, 0, b)),
    ],
    ids=str,
)
def test_where_nothing_is_known_it_says_so(formula: Expr) -> None:
    at = [0.0, 0.0] if formula.has(1 / a, a - b, a < b) else [1.5, 1.0]
    assert math.isnan(rough_code(formula, {a: 0, b: 1})(at))


@pytest.mark.parametrize("formula", [log(-a), 1 / log(-a), b * log(b - a), sqrt(-a - 1), (-a) ** (b / 3)], ids=str)
def test_where_there_is_certainly_no_value_it_says_so(formula: Expr) -> None:
    at = rough_code(formula, {a: 0, b: 1})([1.5, 1.0])
    assert at is None
    assert far_apart([(at, 1.0)])


def test_only_what_is_clearly_apart_is_told_apart() -> None:
    assert far_apart([(1.0, 2.0), (2.0, 4.1)])
    assert not far_apart([(1.0, 2.0), (2.0, 4.0 + 1e-6), (-3.0, -6.0)])
    assert not far_apart([(1.0, 2.0), (1e-17, 3e-17), (math.nan, 5.0), (1e-11, 1.0), (4.0, 8.0)])
    assert far_apart([(1.0, 2.0), (0.0, 1.0)])
    assert far_apart([(1.0, 2.0), (0.0, 0.0), (4.0, -8.0)])  # what is as good as zero is passed over
    assert far_apart([(0.0, 1.0)])  # one of two numbers is nothing
    assert rough(None) != rough(None)
