"""Does the derivation say what happens at every boundary of the loss, also at those that it does not mention?

The referee finds the switches, roots and denominators of the loss by itself, and takes exact points at which one of
them is zero (or two). There the slope of the loss jumps by what the boundaries that are claimed add up to: by nothing,
where none is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from sympy import Expr

from derivations.evidence.balls import ZERO, Number, precision
from derivations.evidence.boundaries import BoundaryClaim, crossing, given_of, scopes_on, slope_beside, values_beside
from derivations.evidence.conditions import Condition
from derivations.evidence.constraints import exact_root, is_allowed, value_at
from derivations.evidence.places import BITS, Place, Switch
from derivations.evidence.report import Failure
from derivations.evidence.sampling import is_defined
from derivations.evidence.scope import Scope
from derivations.evidence.values import move, some_assignments
from derivations.evidence.verdicts import Verdict, compare_values, value
from derivations.language.loss import Loss

TRIED = 8  # places for each switch, and points at which a second switch is zero as well
Claimed = list[tuple[BoundaryClaim, Scope]]


def unsaid(
    loss: Loss, claims: Sequence[BoundaryClaim], places: Iterable[Place], conditions: Sequence[Condition] = ()
) -> Iterator[Failure]:
    """For each switch the first place at which more, or something else, happens than the claims say.

    That the loss has no value is said as well by a condition of the gradient that fails there.
    """
    found: dict[Switch, list[Place]] = {}
    for place in places:
        if place.point.generic:
            found.setdefault(place.switch, []).append(place)
    for switch, on in found.items():
        tried = [*on[:TRIED], *islice(_twice(on, list(found)), TRIED)]
        failures = (failure for place in tried for failure in _check(loss, claims, switch, place, conditions))
        yield from islice(failures, 1)


def _twice(places: list[Place], switches: list[Switch]) -> Iterator[Place]:
    """The places, moved such that another switch is zero too."""
    with precision(BITS):
        for place in places:
            for switch in switches:
                for scope in some_assignments(switch.binders, place.point.scope(), 2):
                    yield from islice(_moved(place, switch.expression, scope), 1)


def _moved(place: Place, other: Expr, scope: Scope) -> Iterator[Place]:
    for key in place.point.setting.domains:
        root = exact_root(other, place.point, dict(scope.indices), key)
        if root is not None and root != place.point.get(key):
            there = place.point.changed(key, root)
            again = Place(there, place.switch, there.scope(dict(place.scope.indices)))
            if is_allowed(there) and value_at(place.switch.expression, again.scope) == ZERO:
                yield again


def _check(
    loss: Loss, claims: Sequence[BoundaryClaim], switch: Switch, place: Place, conditions: Sequence[Condition]
) -> Iterator[Failure]:
    said: Claimed = [(claim, scope) for claim in claims for scope in scopes_on(claim, place)]
    kinds = {claim.kind for claim, _ in said}
    kinds |= {"open" for claim in claims if given_of(claim) and any(scopes_on(claim, place, corner=True))}
    needed, verdict = _what_happens(loss, said, place.point.scope())
    excluded = needed == "outside" and any(condition.holds(place.point.scope()) is False for condition in conditions)
    if needed and not excluded and not kinds & {needed, "open", "tie"}:
        what = "where {0} = 0 there is a boundary that the derivation does not mention, or not rightly"
        address, formulas = loss.called("boundaries"), (switch.expression,)
        yield Failure(address, "boundary", what, place.point, verdict.left, verdict.right, formulas)


def _what_happens(loss: Loss, said: Claimed, here: Scope) -> tuple[str, Verdict]:
    """The kind of boundary that must have been claimed, if any; a jump of the slope must be as large as was claimed."""
    with precision(BITS):
        if not is_defined(loss.expression, here):
            return "outside", Verdict("undefined")
    values = values_beside(loss.expression, loss.wrt, here)
    if values.kind != "agree":
        return "jump" if values.kind == "differ" else "outside", values
    slopes = compare_values(partial(_jumps, loss, said, here))
    return "" if slopes.kind == "agree" else "another jump of the slope", slopes


def _jumps(loss: Loss, said: Claimed, here: Scope) -> tuple[Number, Number]:
    """By how much the slope of the loss jumps, and by how much according to the claims."""
    left, right = (slope_beside(loss.expression, loss.wrt, here, side) for side in (-1, 1))
    claimed = ZERO
    for claim, scope in said:
        claimed += _claimed_jump(claim, loss.wrt, scope)
    return right - left, claimed


def _claimed_jump(claim: BoundaryClaim, wrt: Expr, scope: Scope) -> Number:
    upward = crossing(claim, wrt, scope)
    if claim.slopes is None or not upward:
        return ZERO
    below, above = (
        value(slope, move(scope, wrt, side=side * upward)) for slope, side in zip(claim.slopes, (-1, 1), strict=True)
    )
    return upward * (above - below)
