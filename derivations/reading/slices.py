"""Slices of one axis, x[1:] and x[:-1]: the places that they leave out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derivations.reading.axes import Axis, number, unread
from derivations.reading.tree import Minus, Node, Number, Plus, Slice


class Shorter(Axis):
    """An axis without some of its places."""

    def __init__(self, whole: Axis, by: int) -> None:
        super().__init__()
        self.whole, self.by = whole, by

    def root(self) -> Axis:
        if self.size is None and (size := self.whole.root().size) is not None:
            self.size = Plus(size.at, (size, Minus(size.at, number(size.at, self.by))))
        return super().root()


def ends_of(part: Slice) -> tuple[int, int]:
    """How many entries are left out at the beginning, and at the end: of x[1:-2], 1 and 2."""
    match part.low, part.high:
        case ((None | Number() as low), (None | Minus(inner=Number()) as high)):
            last = high.inner if isinstance(high, Minus) else None
            ends = [end.value if isinstance(end, Number) else Fraction(0) for end in (low, last)]
            if all(end.denominator == 1 for end in ends) and (last is None or ends[1]):
                return int(ends[0]), int(ends[1])
    return unread("of slices x[1:], x[:-1] and x[:] are read: write the sum with its bounds", part.at)


def shifted(by: int) -> Callable[[Node], Node]:
    """From the place in a slice to that in the array."""
    return lambda place: place if not by else Plus(place.at, (place, number(place.at, by)))
