"""Points at which a switch is zero although no rational number makes it so: x = pi, x^2 = 2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flint import arb, ctx, fmpq

from derivations.evidence.balls import precision
from derivations.evidence.hunt.lines import Course, Line, landmarks
from derivations.evidence.hunt.search import BOUND, Search
from derivations.evidence.places import Switch
from derivations.evidence.points import Point
from derivations.evidence.scope import Key

SPARE = 64  # bits with which signs are told, beside those that are wanted


@dataclass
class Root:
    """A coordinate that makes a switch zero, the others being as they are: enclosed as closely as is wanted.

    Args:
        course: the switch along the coordinate.
        low: below the root.
        high: above it; the switch has another sign there.
    """

    course: Course
    low: fmpq
    high: fmpq

    @property
    def key(self) -> Key:
        return self.course.line.keys[0]

    @property
    def nearby(self) -> Point:
        """A point very close to it."""
        return self.course.line.at((self.low + self.high) / 2)

    def number(self) -> arb:
        """The coordinate, at the precision in force."""
        bits = ctx.prec
        with precision(bits + SPARE):
            before = self.course.sign_at(self.low)
            while (self.high - self.low) * fmpq(2) ** bits > 1:
                middle = (self.low + self.high) / 2
                there = self.course.sign_at(middle)
                if not there:  # or so close to the root that its sign cannot be told
                    break
                self.low, self.high = (middle, self.high) if there == before else (self.low, middle)
        return arb(self.low).union(arb(self.high))


def roots(search: Search, switch: Switch) -> Iterator[Root]:
    """The roots of a switch along one coordinate, the first that has any."""
    for scope in search.assigned(switch)[:BOUND]:
        for key in search.moving(switch, scope):
            line = Line(search.start, (key,), search.scope_of)
            found = list(_along(Course(switch.expression, line, dict(scope.indices)), search.hints))
            yield from found
            if found:
                return


def _along(course: Course, hints: Sequence[fmpq]) -> Iterator[Root]:
    for low, high in landmarks(course, hints).roots:
        inside = low < high and course.line.holds(low) and course.line.holds(high)
        if inside and course.sign_at(low) * course.sign_at(high) < 0:
            yield Root(course, low, high)
