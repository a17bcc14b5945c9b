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
from derivations.language.loss import LimitLine, Loss

BITS = 1024
STEPS = tuple(fmpq(1, 10**digits) for digits in (8, 16, 32))
NEAR = fmpq(1, 10**9)  # at the last step the two are no further apart, relative to the larger of 1 and the limit
TRIED = 12  # points
OFF = Rational(1, 10**6)  # a limit that is off by so much, relatively, must be refused


def check_limits(loss: Loss, gradient: Expr, points: Iterable[Point]) -> tuple[list[Failure], tuple[int, ...]]:
    """What is the matter with the limits that the loss states; and at how many points each was tried."""
    failures, counts, points = list[Failure](), list[int](), list(points)
    for limit in loss.limits:
        address, claim = loss.called("limits"), f"as {limit.parameter} goes to {limit.value}: {limit.expression}"
        told = [(point, found) for point in points if (found := tends(limit, gradient, point)) is not None][:TRIED]
        counts.append(len(told))
        bad = next((point for point, found in told if not found), None)
        if bad is not None:
            failures.append(Failure(address, "differ", claim, bad))
        elif not told:
            failures.append(Failure(address, "undecided", f"{claim}: no point was found close to it"))
        elif _is_blind(limit, gradient, [point for point, _ in told]):
            failures.append(Failure(address, "mutant survived", f"{claim}, and {1 + OFF} times that"))
    return failures, tuple(counts)


def tends(limit: LimitLine, gradient: Expr, point: Point) -> bool | None:
    """Does it at this point, on every side of the value that belongs to the domain? None if there is none."""
    found = [_tends_along(limit, gradient, near) for near in _approaches(limit, point)]
    return None if not found or None in found else all(found)


def _is_blind(limit: LimitLine, gradient: Expr, points: Iterable[Point]) -> bool:
    """Is a limit that is a little off let through everywhere, though it is not 0 everywhere?"""
    off = LimitLine(limit.parameter, limit.value, limit.expression * (1 + OFF), limit.reason)
    return all(tends(off, gradient, point) is not False for point in points)


def _approaches(limit: LimitLine, point: Point) -> Iterator[list[Point]]:
    """Points ever closer to the value, from each side."""
    domain = point.setting.domains[limit.parameter]
    for side in (1, -1):
        steps = [there for step in STEPS if (there := _beside(limit.value, side, step)) is not None]
        if steps and all(contains(domain, step) for step in steps):
            yield [point.changed(limit.parameter, step) for step in steps]


def _beside(value_: Expr, side: int, step: fmpq) -> fmpq | None:
    if value_ in (oo, -oo):
        return side / step if (value_ == oo) == (side > 0) else None
    return fmpq(int(value_.p), int(value_.q)) + side * step


def _tends_along(limit: LimitLine, gradient: Expr, near: list[Point]) -> bool | None:
    """Do the two come closer with every step, and very close with the last?"""
    with precision(BITS):
        try:
            gaps = [_gap(gradient, limit.expression, point) for point in near]
            size = abs(arb(value(limit.expression, near[-1].scope())))
        except (Undefined, Undecided):
            return None
    closer = all(after < before or after == 0 for before, after in pairwise(gaps))
    return bool(closer and gaps[-1] < NEAR * (1 + size))


def _gap(gradient: Expr, claimed: Expr, point: Point) -> Number:
    return abs(arb(value(gradient, point.scope())) - arb(value(claimed, point.scope())))
