"""How one vector of numbers relates to another: equal, equal up to a constant, or neither."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from flint import arb

from derivations.evidence.balls import ZERO, Number, Undecided, Undefined, precision
from derivations.evidence.verdicts import Verdict, compare_values
from derivations.judge.vectors import Component, Group, Spot, Vector

BITS, QUICK = 256, 128
NOTHING = arb("1e-20")  # at which a number of so many bits is taken for zero
Kind = Literal["equal", "scaled", "different", "undecided"]


@dataclass(frozen=True)
class Meeting:
    """The verdict on one component at one spot."""

    spot: Spot
    component: int
    verdict: Verdict


@dataclass(frozen=True)
class Relation:
    """What is known about left = k right.

    Args:
        kind: equal (k = 1), scaled (one k in each group of spots), different, or undecided.
        scales: k as a ball, for each group.
        meetings: the comparisons left = right, component by component.
        zero: is the right side, or the left, zero everywhere?
    """

    kind: Kind
    scales: Mapping[Group, Number] = field(default_factory=dict)
    meetings: tuple[Meeting, ...] = ()
    zero: Literal["", "left", "right"] = ""

    @property
    def digits(self) -> int:
        return min((m.verdict.digits for m in self.meetings if m.verdict.kind == "agree"), default=0)


def relate(left: Vector, right: Vector, spots: Sequence[Spot]) -> Relation:
    """Compare two vectors at all spots."""
    meetings = tuple(meetings_of(left, right, spots))
    kinds = {meeting.verdict.kind for meeting in meetings}
    if kinds <= {"agree"}:
        return Relation("equal", {spot.group: 1 for spot in spots}, meetings)
    if "undefined" in kinds:  # the left side has no value where the right one has
        return Relation("different", {}, meetings)
    scales, zero = scales_of(left, right, spots)
    if scales is not None:
        return Relation("scaled", scales, meetings)
    return Relation("different" if "differ" in kinds else "undecided", {}, meetings, zero)


def meetings_of(left: Vector, right: Vector, spots: Iterable[Spot]) -> Iterator[Meeting]:
    """Component by component, is left = right?"""
    for spot in spots:
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            yield Meeting(spot, number, compare_at(one, other, spot))


def compare_at(one: Component, other: Component, spot: Spot) -> Verdict:
    return compare_values(lambda: (one.at(spot), other.at(spot)), spot.ladder)


def scales_of(
    left: Vector, right: Vector, spots: Sequence[Spot]
) -> tuple[Mapping[Group, Number] | None, Literal["", "left", "right"]]:
    """The k of each group with left = k right; None if there is no such k, or none that is not zero."""
    scales: dict[Group, Number] = {}
    zero: Literal["", "left", "right"] = "right"
    for group in dict.fromkeys(spot.group for spot in spots):
        members = [spot for spot in spots if spot.group == group]
        place = largest(right, members)
        if place is None:
            if largest(left, members) is not None:
                return None, "right"
            continue
        scale = scale_at(left, right, *place)
        if scale is None or not all(_is_multiple(left, right, place, spot) for spot in members):
            return None, "left" if is_zero(left, spots) else ""
        scales[group], zero = scale, ""
    return (scales or None), zero


def largest(vector: Vector, spots: Iterable[Spot]) -> tuple[Spot, int] | None:
    """Where a component is farthest from zero, for certain."""
    best: tuple[Number, Spot, int] | None = None
    with precision(BITS):
        for spot in spots:
            for number, part in enumerate(vector):
                size = _size(part, spot)
                if size > 0 and (best is None or size > best[0]):
                    best = (size, spot, number)
    return best and best[1:]


def _size(part: Component, spot: Spot) -> Number:
    """The absolute value, 0 if it is not certain to be another; no float, which ends at 1e308 and begins at 1e-324."""
    try:
        number = part.at(spot)
    except (Undefined, Undecided):
        return ZERO
    return abs(arb(number).mid()) if number > 0 or number < 0 else ZERO


def is_zero(vector: Vector, spots: Iterable[Spot]) -> bool:
    """Is every component next to nothing wherever it has a value, and not only unknown?"""
    with precision(BITS):
        return all(_extent(part, spot) < NOTHING for spot in spots for part in vector)


def _extent(part: Component, spot: Spot) -> Number:
    """How large the absolute value may be."""
    try:
        return arb(part.at(spot)).abs_upper()
    except Undefined:
        return ZERO
    except Undecided:
        return arb("inf")


def scale_at(left: Vector, right: Vector, spot: Spot, number: int) -> Number | None:
    """The ratio there, if it is not zero for certain."""
    with precision(BITS):
        try:
            ratio = left[number].at(spot) / right[number].at(spot)
        except (Undefined, Undecided):
            return None
    return ratio if ratio > 0 or ratio < 0 else None


def _is_multiple(left: Vector, right: Vector, place: tuple[Spot, int], spot: Spot) -> bool:
    reference, number = place

    def both(one: Component, other: Component) -> tuple[Number, Number]:
        # Crosswise, so that nothing is divided: l r' = l' r.
        return one.at(spot) * right[number].at(reference), left[number].at(reference) * other.at(spot)

    pairs = zip(left, right, strict=True)
    return all(compare_values(partial(both, *pair), spot.ladder).kind == "agree" for pair in pairs)


def no_multiple(left: Vector, right: Vector, spots: Iterable[Spot]) -> bool:
    """Is left for certain no multiple of right, by one factor in each group? It ends where that shows."""
    with precision(QUICK):
        return ratio_varies(_pairs(left, right, spots))


def _pairs(left: Vector, right: Vector, spots: Iterable[Spot]) -> Iterator[tuple[Hashable, Number, Number]]:
    for spot in spots:
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            with suppress(Undefined, Undecided):
                yield (spot.group, number), one.at(spot), other.at(spot)


def ratio_varies(pairs: Iterable[tuple[Hashable, Number, Number]]) -> bool:
    """Have two pairs of numbers of one group different ratios, for certain? It looks no further than the first two."""
    before: dict[Hashable, tuple[Number, Number]] = {}
    for group, one, other in pairs:
        first, second = before.setdefault(group, (one, other))
        if not overlap(one * second, first * other):
            return True
        if first == 0 and second == 0:  # says nothing about the next one
            before[group] = one, other
    return False


def quick_multiple(left: Vector, right: Vector, spots: Sequence[Spot]) -> bool:
    """May left be a multiple of right? Sure if it says no; a few spots with few bits."""
    place: tuple[Number, Number] | None = None
    with precision(QUICK):
        for spot in spots:
            for one, other in zip(left, right, strict=True):
                try:
                    pair = one.at(spot), other.at(spot)
                except (Undefined, Undecided):
                    return False
                if place is None:
                    if (pair[0] == 0) != (pair[1] == 0):
                        return False
                    place = None if pair[1] == 0 else pair
                elif not overlap(pair[0] * place[1], pair[1] * place[0]):
                    return False
    return place is not None


def overlap(one: Number, other: Number) -> bool:
    """May the two numbers be equal?"""
    gap = one - other
    return bool(gap.contains(0)) if hasattr(gap, "contains") else bool(gap == 0)
