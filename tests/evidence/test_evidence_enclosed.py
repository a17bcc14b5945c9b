"""Boundaries that no exact point lies on: tested between two points that enclose them, or left open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evidence_cases import CASES, b, case, i, n, p, t
from sympy import Eq, IndexedBase, Integer, Rational, Sum, exp, pi, sqrt
from test_evidence_boundaries import Claim, failures, settled

from derivations.evidence import examine, settings_of
from derivations.evidence.hunt import on_curves
from derivations.evidence.places import Switch, plan
from derivations.language.domains import Positive, Real, Size
from derivations.language.functions import magnitude, positive_part, sign, step

ONE = Integer(1)
BENT = case(magnitude(p - pi * b), p, {p: Real(""), b: Positive("")}, sign(p - pi * b))
KINK = Claim("kink", p - pi * b, p, Eq(p, pi * b), -ONE, ONE, (-ONE, ONE), (-ONE, ONE))


def test_a_true_claim_passes_and_counts_as_tested() -> None:
    report = examine(BENT.loss, [], BENT.gradient, [settled(BENT, KINK)])
    assert report.ok
    assert not report.untested


def test_the_boundary_itself_is_nothing_else_that_is_zero_there() -> None:
    """Whichever way round the loss and the claim write it, and with names in it."""
    bent = replace(KINK, switch=pi * b - p, below=ONE, above=-ONE, slopes=(ONE, -ONE))
    assert not examine(BENT.loss, [], BENT.gradient, [settled(BENT, bent)]).untested


@pytest.mark.parametrize(
    "false",
    [
        replace(KINK, below=-2 * ONE),
        replace(KINK, slopes=(-ONE, Integer(0))),
        replace(KINK, kind="seam"),
        replace(KINK, kind="jump"),
        replace(KINK, kind="outside"),
        replace(KINK, subdifferential=(-ONE, Integer(2))),
        replace(KINK, subdifferential=(-Rational(1, 2), ONE)),
    ],
)
def test_a_false_claim_is_refused(false: Claim) -> None:
    assert "boundary" in failures(BENT, false)


def test_what_no_point_was_found_on_is_left_open() -> None:
    given = CASES["squared"]
    of = given.loss.wrt
    claim = Claim("kink", 1 + exp(of), of, Eq(exp(of), -1, evaluate=False), -ONE, ONE)
    report = examine(given.loss, [], given.gradient, [claim])
    assert report.ok
    assert report.untested == {0}


def test_round_numbers_lead_to_boundaries_of_lengths() -> None:
    a = IndexedBase("a")
    length = sqrt(Sum(a[i] ** 2, (i, 1, n)))
    domains = {a: Real("", shape=(n,)), t: Positive(""), n: Size("")}
    given = case(positive_part(length - t) ** 2, t, domains, -2 * positive_part(length - t) * step(length - t))
    (switch,) = (given.settle(node.args[0]) for node in given.loss.expression.atoms(positive_part))
    settings = settings_of(given.loss)
    first = plan(settings, given.loss.expression, [Switch(switch)])
    alone = replace(first, places=tuple(place for place in first.places if len(place.point.setting.domains) == 2))
    found = on_curves(given.loss, [Switch(switch)], alone).places
    assert found
    assert all(len(place.point.setting.domains) > 2 for place in found)
