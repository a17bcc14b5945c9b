"""Intervals: between which numbers a part of a formula lies, whatever the point of the domain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TypeAlias

End: TypeAlias = "Fraction | float"  # a float is infinite
Corner = tuple[End, bool]  # an end, and whether it belongs to the interval


@dataclass(frozen=True)
class Range:
    """All numbers from low to high; whether the ends belong to it is said too."""

    low: End = -inf
    high: End = inf
    with_low: bool = False
    with_high: bool = False

    @property
    def is_positive(self) -> bool:
        return self.low > 0 or (self.low == 0 and not self.with_low)

    @property
    def is_negative(self) -> bool:
        return self.high < 0 or (self.high == 0 and not self.with_high)

    @property
    def is_nonnegative(self) -> bool:
        return self.low >= 0

    @property
    def is_nonpositive(self) -> bool:
        return self.high <= 0

    @property
    def corners(self) -> tuple[Corner, Corner]:
        return (self.low, self.with_low), (self.high, self.with_high)

    def __add__(self, other: Range) -> Range:
        low, high = self.low + other.low, self.high + other.high
        return Range(low, high, self.with_low and other.with_low, self.with_high and other.with_high)

    def __mul__(self, other: Range) -> Range:
        return _hull(_product(one, two) for one in self.corners for two in other.corners)

    def power(self, exponent: int) -> Range:
        """The powers of all its numbers, for an exponent of at least 1."""
        ends = [(end**exponent, there) for end, there in self.corners]
        if exponent % 2 or self.low >= 0 or self.high <= 0:
            return _hull(ends)
        return _hull([*ends, (Fraction(0), True)])


REAL = Range()
POSITIVE = Range(low=Fraction(0))
NONNEGATIVE = Range(low=Fraction(0), with_low=True)
UNIT = Range(Fraction(-1), Fraction(1), with_low=True, with_high=True)


def point(number: Fraction) -> Range:
    return Range(number, number, with_low=True, with_high=True)


def _product(one: Corner, two: Corner) -> Corner:
    (x, has_x), (y, has_y) = one, two
    if x == 0 or y == 0:  # also of infinity
        return Fraction(0), (x == 0 and has_x) or (y == 0 and has_y)
    return x * y, has_x and has_y


def _hull(corners: Iterable[Corner]) -> Range:
    found = list(corners)
    low, high = min(end for end, _ in found), max(end for end, _ in found)
    return Range(low, high, (low, True) in found, (high, True) in found)
