"""Claims about kinks, seams, jumps and edges: the true ones pass, each kind of false one is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from evidence_cases import CASES, Case, case, delta, m, p, r, real, t, w, y, z
from sympy import Eq, Expr, Integer, Max, Min, Rational, S, exp, log

from derivations.domains import LabelSign, Real
from derivations.evidence import examine
from derivations.functions import Prime, branches, magnitude, otherwise, positive_part, sign, step


@dataclass(frozen=True)
class Claim:
    kind: str
    switch: Expr
    variable: Expr
    where: Any
    below: Expr | None = None
    above: Expr | None = None
    slopes: tuple[Expr, Expr] | None = None
    subdifferential: tuple[Expr, Expr] | None = None


def settled(given: Case, claim: Claim) -> Claim:
    def settle(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(settle, value))
        return value if value is None or isinstance(value, str) else given.settle(value)

    return Claim(**{name: settle(value) for name, value in vars(claim).items()})


def failures(given: Case, claim: Claim) -> list[str]:
    report = examine(given.loss, [], given.gradient, [settled(given, claim)])
    assert all(failure.address == "L222 boundary 1" for failure in report.failures)
    return [failure.kind for failure in report.failures]


ONE = Integer(1)
ABSOLUTE = Claim("kink", r, p, Eq(p, t), -ONE, ONE, (-ONE, ONE), (-ONE, ONE))
OF_MODEL = Claim("kink", m(w) - t, m(w), Eq(m(w), t), -ONE, ONE, (-Prime(m(w)), Prime(m(w))), (-ONE, ONE))
UPPER = Claim("seam", magnitude(r) - delta, p, Eq(p, t + delta), delta, delta, (delta, delta))
LOWER = Claim("seam", magnitude(r) - delta, p, Eq(p, t - delta), -delta, -delta, (-delta, -delta))
HINGE = Claim(
    "kink", y * z - 1, z, Eq(y * z - 1, 0, evaluate=False), -y, S.Zero, (-y, S.Zero), (Min(-y, 0), Max(-y, 0))
)
EDGE = Claim("outside", p, p, Eq(p, 0, evaluate=False))

HINGED = case(positive_part(1 - y * z), z, {z: Real(""), y: LabelSign("")}, -y * step(1 - y * z))
JUMPING = case(step(p) * p**2 + step(p), p, {p: Real("")}, 2 * p * step(p))
CASES_OF = {
    "absolute": (CASES["absolute"], ABSOLUTE),
    "the other way round": (
        CASES["absolute"],
        replace(ABSOLUTE, switch=t - p, below=ONE, above=-ONE, slopes=(ONE, -ONE)),
    ),
    "of a model": (CASES["absolute of a model"], OF_MODEL),
    "upper seam": (CASES["huber"], UPPER),
    "lower seam": (CASES["huber"], LOWER),
    "hinge": (HINGED, HINGE),
    "edge": (CASES["cross-entropy"], EDGE),
    "jump": (JUMPING, Claim("jump", p, p, Eq(p, 0, evaluate=False), S.Zero, S.Zero)),
}


@pytest.mark.parametrize("name", CASES_OF)
def test_a_true_claim_passes(name: str) -> None:
    given, claim = CASES_OF[name]
    assert failures(given, claim) == []


HALF, TINY = Rational(1, 2), Rational(1, 10**5)
FALSE = {
    "slope below": ("absolute", replace(ABSOLUTE, below=S.Zero)),
    "slope above, by 1e-30": ("absolute", replace(ABSOLUTE, above=1 + Rational(1, 10**30))),
    "slopes changed places": ("absolute", replace(ABSOLUTE, below=ONE, above=-ONE)),
    "slopes in the other variable": ("of a model", replace(OF_MODEL, slopes=(-ONE, ONE))),
    "slopes in w changed places": ("of a model", replace(OF_MODEL, slopes=(Prime(m(w)), -Prime(m(w))))),
    "a kink called seam": ("absolute", replace(ABSOLUTE, kind="seam", subdifferential=None)),
    "a kink called jump": ("absolute", replace(ABSOLUTE, kind="jump", subdifferential=None)),
    "a seam called kink": ("upper seam", replace(UPPER, kind="kink")),
    "a jump called kink": ("jump", Claim("kink", p, p, Eq(p, 0, evaluate=False))),
    "a jump called seam": ("jump", Claim("seam", p, p, Eq(p, 0, evaluate=False))),
    "the slope of the other seam": ("upper seam", replace(UPPER, below=-delta)),
    "subdifferential too large": ("absolute", replace(ABSOLUTE, subdifferential=(-ONE, 1 + TINY))),
    "subdifferential too small": ("absolute", replace(ABSOLUTE, subdifferential=(-ONE, 1 - TINY))),
    "subdifferential too small below": ("absolute", replace(ABSOLUTE, subdifferential=(-HALF, ONE))),
    "one subgradient only": ("absolute", replace(ABSOLUTE, subdifferential=(S.Zero, S.Zero))),
    "subdifferential for the label 1 only": ("hinge", replace(HINGE, subdifferential=(-ONE, S.Zero))),
    "no edge": ("upper seam", replace(EDGE, switch=p - t, where=Eq(p, t))),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_claim_is_refused(name: str) -> None:
    which, claim = FALSE[name]
    assert "boundary" in failures(CASES_OF[which][0], claim)


def test_a_loss_that_bends_down_has_no_subgradient_there() -> None:
    given = case(-magnitude(r), p, real(p, t), -sign(r))
    assert "boundary" in failures(given, replace(ABSOLUTE, below=ONE, above=-ONE, slopes=None))


def test_a_boundary_without_an_exact_point_is_undecided() -> None:
    given = case(magnitude(exp(p) - 2), p, {p: Real("")}, sign(exp(p) - 2) * exp(p))
    claim = Claim("kink", exp(p) - 2, p, Eq(p, log(2)), -2 * ONE, 2 * ONE)
    assert failures(given, claim) == ["undecided"]


def test_a_kink_may_vanish_on_part_of_its_boundary() -> None:
    """|p - t| times the positive part of t is smooth for negative t, and still has a kink."""
    given = case(magnitude(r) * positive_part(t), p, real(p, t), sign(r) * positive_part(t))
    claim = Claim("kink", r, p, Eq(p, t), -positive_part(t), positive_part(t))
    assert failures(given, claim) == []


def test_a_gradient_on_the_seam_is_checked_at_the_seam() -> None:
    given = CASES["huber"]
    wrong = branches((r, magnitude(r) < delta), (delta * sign(r), magnitude(r) > delta), (0, otherwise))
    report = examine(given.loss, [], given.settle(wrong))
    found = next(failure for failure in report.failures if failure.kind == "differ")
    assert "on the boundary" in found.claim
    assert found.right == 0
