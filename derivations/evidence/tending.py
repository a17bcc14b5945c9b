"""Does a gradient tend to what is claimed, as a parameter goes to a value? It is tried ever closer to it: no proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from flint import arb, fmpq
from sympy import Expr, Rational, oo

from derivations.evidence.balls import Number, Undecided, Undefined, precision
from derivations.evidence.points import Point, contains
from derivations.evidence.report import Failure
from derivations.evidence.verdicts import value
from derivations.language.loss import Loss
from derivations.language.stated import LimitLine

BITS = 1024
STEPS = tuple(fmpq(1, 10**digits) for digits in (8, 16, 32))
NEAR = fmpq(1, 10**9)  # at the last step the two are no further apart, relative to the larger of 1 and the claim
TRIED = 12  # points
OFF = Rational(1, 10**6)  # a claim that is off by so much must be refused


def check_limits(loss: Loss, gradient: Expr, points: Iterable[Point]) -> tuple[list[Failure], tuple[int, ...]]:
    """What is the matter with the limits that the loss states; and at how many points each was tried."""
    failures, counts, points = list[Failure](), list[int](), list(points)
    for claim in loss.limits:
        address, what = loss.called("limits"), f"as {claim.parameter} goes to {claim.value}: {claim.expression}"
        told = [(point, found) for point in points if (found := tends(claim, gradient, point)) is not None][:TRIED]
        counts.append(len(told))
        bad = next((point for point, found in told if not found), None)
        if bad is not None:
            failures.append(Failure(address, "differ", what, bad))
        elif not told:
            failures.append(Failure(address, "undecided", f"{what}: no point was found close to it"))
        elif _is_blind(claim, gradient, [point for point, _ in told]):
            failures.append(Failure(address, "mutant survived", f"{what}, and that plus {OFF}"))
    return failures, tuple(counts)


def tends(claim: LimitLine, gradient: Expr, point: Point) -> bool | None:
    """Does it at this point, on every side of the value that belongs to the domain? None if there is none."""
    found = [_tends_along(claim, gradient, near) for near in _approaches(claim, point)]
    return None if not found or None in found else all(found)


def _is_blind(claim: LimitLine, gradient: Expr, points: Iterable[Point]) -> bool:
    """Is a claim that is a little off let through everywhere?"""
    off = LimitLine(claim.parameter, claim.value, claim.expression + OFF, claim.reason)
    return all(tends(off, gradient, point) is not False for point in points)


def _approaches(claim: LimitLine, point: Point) -> Iterator[list[Point]]:
    """Points ever closer to the value, from each side."""
    domain = point.setting.domains[claim.parameter]
    for side in (1, -1):
        steps = [there for step in STEPS if (there := _beside(claim.value, side, step)) is not None]
        if steps and all(contains(domain, step) for step in steps):
            yield [point.changed(claim.parameter, step) for step in steps]


def _beside(value_: Expr, side: int, step: fmpq) -> fmpq | None:
    if value_ in (oo, -oo):
        return side / step if (value_ == oo) == (side > 0) else None
    return fmpq(int(value_.p), int(value_.q)) + side * step


def _tends_along(claim: LimitLine, gradient: Expr, near: list[Point]) -> bool | None:
    """Do the two come closer with every step, and very close with the last?"""
    with precision(BITS):
        try:
            gaps = [_gap(gradient, claim.expression, point) for point in near]
            size = abs(arb(value(claim.expression, near[-1].scope())))
        except (Undefined, Undecided):
            return None
    closer = all(after < before or after == 0 for before, after in pairwise(gaps))
    return bool(closer and gaps[-1] < NEAR * (1 + size))


def _gap(gradient: Expr, claimed: Expr, point: Point) -> Number:
    return abs(arb(value(gradient, point.scope())) - arb(value(claimed, point.scope())))
