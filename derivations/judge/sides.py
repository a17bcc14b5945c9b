"""On which sides of what decides a part of a claim has it been seen where it counts? And where has it not?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from flint import fmpq

from derivations.evidence.hunt import MOST_BOUND, Part
from derivations.evidence.points import Point, contains
from derivations.evidence.sampling import sign_at
from derivations.evidence.scope import Key, Scope
from derivations.evidence.values import some_assignments
from derivations.judge.vectors import Spot
from derivations.language.domains import Index

MOST_DONORS = 3  # spots on one side, in different settings
SMALLER = (fmpq(1), fmpq(1, 2**20), fmpq(1, 2**50))  # by which other numbers are multiplied: exp(x w) drowns the rest


class Sides:
    """What was seen of the parts of a claim.

    A side, -1, 0 or 1, is the sign of the subject of a part. One that was reached only where the part is lost, as it is
    multiplied by 0 or drowned in something large, has not been seen.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.seen: dict[Part, set[int]] = {part: set() for part in parts}
        self.reached: dict[tuple[Part, int], dict[int, Spot]] = defaultdict(dict)
        self.settings: dict[Part, set[int]] = defaultdict(set)  # by their ids: in which a part counts somewhere

    def add(self, spots: Iterable[Spot]) -> None:
        """Look at more spots."""
        for spot in spots:
            for part in self.parts:
                for side, scope in _sides(part, spot.scope(), self.seen[part]):
                    if part.counts(spot.scope(), scope.indices):
                        self.seen[part].add(side)
                        self.settings[part].add(id(spot.point.setting))
                    else:
                        self.reached[part, side].setdefault(id(spot.point.setting), spot)

    @property
    def missing(self) -> list[tuple[Part, int]]:
        """Sides that were reached, but not seen."""
        return [(part, side) for part, side in self.reached if side not in self.seen[part]]

    @property
    def wanting(self) -> list[Part]:
        """Parts of which a side is missing, or that have not been seen at all."""
        lacking = {part for part, _ in self.missing}
        return [part for part in self.parts if part in lacking or not self.seen[part]]

    def donors(self, part: Part, side: int) -> Iterator[tuple[Spot, Scope]]:
        """Spots on that side, with the values of the indices for which they are; best where the part may count."""
        reached = self.reached[part, side]
        for setting in sorted(reached, key=lambda setting: setting not in self.settings[part])[:MOST_DONORS]:
            spot = reached[setting]
            yield from ((spot, scope) for there, scope in _sides(part, spot.scope(), set()) if there == side)


def _sides(part: Part, scope: Scope, known: set[int]) -> Iterator[tuple[int, Scope]]:
    """The sides on which the subject is that are not known, each for the first values of the indices."""
    met = set(known)
    for inner in some_assignments(part.subject.binders, scope, MOST_BOUND):
        side = sign_at(part.subject.expression, inner)
        if side is not None and side not in met:
            met |= {side}
            yield side, inner


def pattern(spot: Spot) -> tuple[int, ...]:
    """Which of the free indices are equal, to each other or to 1 or 2: each is the place of the first of its value."""
    setting = spot.point.setting
    indices = [setting.fixed[s] for s, domain in setting.loss.symbols.items() if isinstance(domain, Index)]
    values = [fmpq(1), fmpq(2), *indices]
    return tuple(map(values.index, indices))


def transplanted(donor: Spot, others: Iterable[Spot], keys: Iterable[Key]) -> Iterator[Point]:
    """Other points of the same size with these numbers of the donor; then with the rest of their numbers smaller."""
    same = [other.point for other in others if other.point.setting is donor.point.setting]
    keys = set(keys)
    for share in SMALLER:
        for point in same if share == 1 else same[:1]:
            yield _mixed(donor.point, point, keys, share)


def _mixed(donor: Point, other: Point, keys: set[Key], share: fmpq) -> Point:
    for key, domain in other.setting.domains.items():
        number = donor.get(key) if key in keys else other.get(key) * share
        if key in keys or (not domain.choices and contains(domain, number)):
            other = other.changed(key, number)
    return other
