"""A line must have a value wherever the line above it has one."""

from __future__ import annotations

import pytest
from evidence_cases import CASES, p, r, t
from sympy import Expr, Ne, Rational, log, sqrt

from derivations.evidence import Condition, Equation, examine
from derivations.language.functions import magnitude

AT = Rational(39756, 9973)
PIERCED = 2 * r * (p**2 - AT**2) / ((p - AT) * (p + AT))
LOST = {
    "one point": PIERCED,
    "a line of points": 2 * r * ((p / 2 + t - AT) ** 2 + p / 2 + t - AT) / ((p / 2 + t - AT) * (p / 2 + t - AT + 1)),
    "far out": 2 * r + log((t - 3200) ** 2) - 2 * log(t - 3200),
    "half of the line": 2 * r + p * (log((p - 1) / (1 + p**2)) - log(p - 1) + log(1 + p**2)),
    "beyond a window": 2 * r - sqrt(2 - p) * sqrt(2 + p) + sqrt(4 - p**2),
}


def found(case: str, line: Expr, *conditions: Condition) -> list[str]:
    given = CASES[case]
    claim = Equation("L222.1", given.gradient, given.settle(line))
    report = examine(given.loss, [claim], given.gradient, None, conditions or None)
    return [failure.kind for failure in report.failures if failure.address == "L222.1"]


@pytest.mark.parametrize("name", LOST)
def test_a_line_that_loses_its_value_is_refused(name: str) -> None:
    assert "undefined" in found("squared", LOST[name])


def test_where_the_loss_has_no_slope_a_line_needs_no_value() -> None:
    assert not found("absolute", r / magnitude(r))


def test_where_a_stated_condition_fails_it_needs_none_either() -> None:
    given = CASES["squared"]
    stated = (Condition(given.settle(Ne(p, place))) for place in (AT, -AT))
    assert not found("squared", PIERCED, *stated)
