"""Limits of a parameter: stated in a script, tried ever closer to the value, shown; what is wrong is refused."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Expr, Integer, Rational, Symbol, exp, log, oo, symbols

from derivations.calculus.derive import derive
from derivations.errors import LossaryError
from derivations.evidence import examine
from derivations.language.domains import Interval, Positive, Real
from derivations.language.loss import ANONYMOUS, Loss

x, a = symbols("x a")
X, A = Symbol("x", positive=True), Symbol("a", positive=True)
BOX_COX = (x**a - 1) / a  # its limit as a goes to 0 is log x


def loss_of(*limits: Any, expression: Expr = BOX_COX, shape: Any = None) -> Loss:
    symbols_ = {x: Positive("x"), a: shape or Positive("shape")}
    return Loss(id=ANONYMOUS, expression=expression, wrt=x, symbols=symbols_, limits=limits, source="")


def failures(loss: Loss) -> list[str]:
    return [failure.kind for failure in examine(loss, [], derive(loss).gradient).failures]


@pytest.mark.parametrize(
    "limit",
    [
        (a, 0, 1 / x, "that of the logarithm"),
        (a, Rational(1, 2), x ** Rational(-1, 2), "that of a root"),
        (a, 2, x, "that of half a square"),
    ],
)
def test_a_true_limit_is_confirmed(limit: Any) -> None:
    loss = loss_of(limit)
    report = examine(loss, [], derive(loss).gradient)
    assert report.ok, [str(failure) for failure in report.failures]
    assert report.limits[0] > 1


def test_a_limit_may_be_zero() -> None:
    assert failures(loss_of((a, 0, 0, "nothing"), expression=a * x**2)) == []
    assert failures(loss_of((a, 0, Rational(1, 10**8), "nearly nothing"), expression=a * x**2)) == ["differ"]


def test_a_limit_at_infinity_is_confirmed() -> None:
    loss = loss_of((a, oo, Integer(1), "the slope of x"), expression=x + log(1 + x) / a)
    assert failures(loss) == []
    assert failures(loss_of((a, oo, Integer(2), "twice"), expression=x + log(1 + x) / a)) == ["differ"]


@pytest.mark.parametrize(
    "wrong",
    [2 / x, 1 / x**2, Integer(0), 1 / x + Rational(1, 10**6), (1 + Rational(1, 10**6)) / x, log(x), 1 / (x - 1)],
)
def test_a_false_limit_is_refused(wrong: Expr) -> None:
    assert failures(loss_of((a, 0, wrong, "wrong"))) == ["differ"]


def test_a_limit_that_depends_on_the_side_is_refused() -> None:
    """As a goes to 0, exp(-x/a) goes to 0 from above, and to infinity from below."""
    one_sided = {"expression": x + a * exp(-x / a), "shape": Real("a")}
    assert failures(loss_of((a, 0, Integer(1), "from above only"), **one_sided)) != []


def test_a_value_far_from_the_domain_is_not_called_checked() -> None:
    shape = Interval("shape", within="(2, 3)")
    assert failures(loss_of((a, 0, 1 / x, "out of reach"), shape=shape)) == ["undecided"]


@pytest.mark.parametrize(
    "limit, message",
    [
        ((a, 0, 1 / x), "limits must hold"),
        ((a, 0, 1 / x, 3), "limits must hold"),
        ((x, 0, 1 / a, "x"), "must be a scalar in symbols other than wrt"),
        ((Symbol("q"), 0, 1 / x, "q"), "must be a scalar in symbols other than wrt"),
        ((a, x, 1 / x, "x"), "the value must be a whole number, a fraction, oo or -oo"),
        ((a, 0, x ** (a - 1), "a"), "still holds a: put its value in"),
        ((a, 0, Symbol("q"), "q"), "the symbol q in limits has no domain"),
    ],
)
def test_what_an_author_gets_wrong_is_said_in_a_line(limit: Any, message: str) -> None:
    with pytest.raises(LossaryError, match=message) as error:
        loss_of(limit)
    assert "\n" not in str(error.value)
