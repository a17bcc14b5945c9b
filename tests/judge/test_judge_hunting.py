"""Claims that are right at all ordinary points, and wrong somewhere."""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from typing import Any

import pytest
from sympy import Min, true

from derivations.catalogue import the_catalogue
from derivations.judge import Judgement, ask_about, judge
from derivations.language import Branches

Bench = Callable[..., Judgement]
SQUARE = ("(p - t)^2", "p:real t:real", "p")
MODEL = ("m(w)", "w:real m:model", "w")

# A difference of the ninth order, in steps of 1/1000: zero for all polynomials of degree 8 and less.
NINTH = " + ".join(f"({(-1) ** i * comb(9, i)})*m(w + {i}/1000)" for i in range(10))

FALSE = [
    (*MODEL, "m(w + 1/2) - m(w - 1/2)"),
    (*MODEL, "2*(m(w) - m(0))/w - m'(0)"),
    (*MODEL, "m'(w) + m'''(w)"),
    (*MODEL, f"m'(w) + 1000*({NINTH})"),
    (*SQUARE, "2*(p - t) + step(1 - (p - 10)^2)"),
    (*SQUARE, "where(p^2 >= 10^6, 0, 2*(p - t))"),
    (*SQUARE, "where(p^2 - 20*p + 100 < 10^-10, 0, 2*(p - t))"),
    (*SQUARE, "where((p - 10)^2 + (t - 7)^2 < 10^-4, 0, 2*(p - t))"),
    (*SQUARE, "where(exp(p) > 10^30, 0, 2*(p - t))"),
    (*SQUARE, "2*(p - t)*p^2/max(p^2, 10^-20)"),
    (*SQUARE, "2*(p - t) + sigma(p - 500)"),
    (*SQUARE, "2*(p - t)*(1 + sigma(p - 500))"),
    (*SQUARE, "2*(p - t) + exp(-10^6*(p - 3.7)^2)"),
    (*SQUARE, "2*(p - t) + exp(-10^6*((p - 37)^2 + (t - 11)^2))"),
    (*SQUARE, "where(p = t, 1, 2*(p - t))"),
    (*SQUARE, "where(p^2 + t^2 = 25, 0, 2*(p - t))"),
    (*SQUARE, "where(p*t = 6, 0, 2*(p - t))"),
    (*SQUARE, "where(|p| + |t| = 3, 0, 2*(p - t))"),
    (*SQUARE, "where(sqrt(p^2 + t^2) = 5, 0, 2*(p - t))"),
    (*SQUARE, "where(p^3 = t^2, 0, 2*(p - t))"),
    ("ln(cosh(p - t))", "p:real t:real", "p", "where((p - t)^2 < 10000, tanh(p - t), sign(p - t))"),
]
RIGHT = [
    (*MODEL, "m'(w)"),
    ("m(exp(w))", "w:real m:model", "w", "exp(w)*m'(exp(w))"),
    (*SQUARE, "where((p - 10)^2 < 1, 2*p - 2*t, 2*(p - t))"),
    ("|p - t|", "p:real t:real", "p", "where(p = t, 7, sign(p - t))"),
    ("max(0, 1 - p)^2", "p:real", "p", "where(p < 1, 2*(p - 1), 0)"),
]


@pytest.mark.parametrize("case", FALSE, ids=lambda case: case[3])
def test_what_is_wrong_somewhere_is_wrong(judged: Bench, case: tuple[Any, ...]) -> None:
    judgement = judged(*case)
    assert judgement.verdict == "wrong"
    assert judgement.counterexample is not None


@pytest.mark.parametrize("case", RIGHT, ids=lambda case: case[3])
def test_what_is_right_everywhere_stays_right(judged: Bench, case: tuple[Any, ...]) -> None:
    assert judged(*case).verdict == "exact"


def test_a_factor_that_depends_on_the_index_is_no_scale() -> None:
    entry = the_catalogue().find("group-lasso")
    names, gradient = {str(name): name for name in entry.loss.symbols}, entry.derivation.gradient
    claim = Branches(gradient, names["j"] < 8, 2 * gradient, true)
    assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


def test_a_bound_is_tried_in_every_size() -> None:
    entry = the_catalogue().find("least-squares")
    size = next(name for name in entry.loss.symbols if str(name) == "m")
    claim = entry.derivation.gradient.xreplace({size: Min(11, size)})
    assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"
