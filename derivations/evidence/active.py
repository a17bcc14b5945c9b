"""Where several terms are the largest at once: is the slope of the maximum in a direction the largest of theirs?

Then the slopes of those terms, and all means of them, are the subgradients of the maximum, if it is convex.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any, Protocol

from flint import fmpq
from sympy import Expr, Indexed

from derivations.evidence.balls import ZERO, Number
from derivations.evidence.constraints import value_at
from derivations.evidence.places import Place
from derivations.evidence.report import Finding
from derivations.evidence.scope import Scope
from derivations.evidence.subgradients import Direction, in_a_direction
from derivations.evidence.values import integer, key_of
from derivations.evidence.verdicts import value
from derivations.language.over import Extreme

DIRECTIONS = 4


class ActiveClaim(Protocol):
    """See ``derivations.calculus.ties.Active``."""

    @property
    def index(self) -> Any: ...
    @property
    def term(self) -> Expr: ...
    @property
    def cell(self) -> Expr: ...
    @property
    def slope(self) -> Expr: ...
    @property
    def convex(self) -> bool: ...


def at_a_tie(node: Extreme, claim: ActiveClaim, wrt: Expr, place: Place) -> Iterator[Finding]:
    """The tests that can be made at one place."""
    rng = Random(len(place.point.numbers))
    for _ in range(DIRECTIONS):
        direction = _direction(wrt, place, rng)
        steepest = partial(_steepest, node, claim, direction, place.scope)
        says = "the slope in a direction is that of one of the terms", "the slopes of the terms are subgradients"
        yield from in_a_direction(direction, steepest, node, place, says, convex=claim.convex)


def _direction(wrt: Expr, place: Place, rng: Random) -> Direction:
    """A step in the variable, or in all entries of its array."""
    base = wrt.base if isinstance(wrt, Indexed) else None
    cells = [key for key in place.point.setting.domains if isinstance(key, tuple) and key[0] == base]
    return {cell: fmpq(rng.randrange(-50, 50), 7) for cell in cells or [key_of(wrt, place.scope)]}


def _steepest(node: Extreme, claim: ActiveClaim, direction: Direction, here: Scope) -> Number:
    """The largest (smallest) slope of those terms that are the best here, by the claimed formula."""
    best = value(node, here)
    low, high = (integer(end, here) for end in node.ends)
    without = {integer(index, here) for index in node.but}
    scopes = [here.bind(claim.index, at) for at in range(low, high + 1) if at not in without]
    slopes = [_slope(claim, direction, scope) for scope in scopes if value_at(claim.term, scope) == best]
    return max(slopes) if node.side > 0 else min(slopes)


def _slope(claim: ActiveClaim, direction: Direction, here: Scope) -> Number:
    total = ZERO
    for cell, step in direction.items():
        there = here
        for index, at in zip(claim.cell.indices, cell[1:], strict=True) if isinstance(claim.cell, Indexed) else ():
            there = there.bind(index, at)
        total += step * value(claim.slope, there)
    return total
