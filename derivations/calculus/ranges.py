"""Arithmetic of intervals: from where the letters of an expression live to where its values can lie.

Every interval holds all the values; it may be wider than need be, never narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import product

from sympy import Basic, Integer, acos, asin, atan, besseli, cos, cosh, erf, exp, gamma, log, polygamma, sin, sinh, tanh

from derivations.language.functions import Phi, held, magnitude, phi, positive_part, sigma, sign, softplus, step

Bound = Fraction | float  # a float only for an infinite end
INFINITE = float("inf")
ZERO, ONE = Fraction(0), Fraction(1)
MOST = 64  # a higher power is told from 0, 1 and infinity alone
End = tuple[Bound, bool]  # the bound, and may the value be equal to it?


@dataclass(frozen=True)
class Range:
    """An interval that holds every value.

    Args:
        low, high: its ends.
        low_met, high_met: may the value be equal to the end?
        never_zero: it is not 0, though 0 may lie inside.
    """

    low: Bound = -INFINITE
    high: Bound = INFINITE
    low_met: bool = False
    high_met: bool = False
    never_zero: bool = False

    @property
    def ends(self) -> tuple[End, End]:
        return (self.low, self.low_met), (self.high, self.high_met)

    @property
    def is_positive(self) -> bool:
        return self.low > 0 or (self.low == 0 and (self.never_zero or not self.low_met))

    @property
    def is_nonnegative(self) -> bool:
        return self.low >= 0

    @property
    def is_negative(self) -> bool:
        return (-self).is_positive

    @property
    def is_nonzero(self) -> bool:
        return self.never_zero or self.is_positive or self.is_negative

    def lies_in(self, other: Range) -> bool:
        """Is no value outside the other one's ends?"""
        above = self.low > other.low or (self.low == other.low and (other.low_met or not self.low_met))
        below = self.high < other.high or (self.high == other.high and (other.high_met or not self.high_met))
        return above and below

    def __neg__(self) -> Range:
        return Range(-self.high, -self.low, self.high_met, self.low_met, self.never_zero)

    def __add__(self, other: Range) -> Range:
        low_met, high_met = self.low_met and other.low_met, self.high_met and other.high_met
        return Range(self.low + other.low, self.high + other.high, low_met, high_met)

    def __mul__(self, other: Range) -> Range:
        corners = [_times(one, two) for one, two in product(self.ends, other.ends)]
        return _spanning(corners, never_zero=self.is_nonzero and other.is_nonzero)

    def inverse(self) -> Range:
        """That of 1/u, where u is not 0."""
        if self.is_nonnegative:
            low = ZERO if self.high == INFINITE else 1 / self.high if self.high else INFINITE
            high = 1 / self.low if self.low > 0 else INFINITE
            return Range(low, high, self.high_met and low > 0, self.low_met and self.low > 0, never_zero=True)
        return -((-self).inverse()) if self.high <= 0 else Range(never_zero=True)

    def power(self, n: int) -> Range:
        """That of u^n for n = 1, 2, ..."""
        if n % 2 == 0 and not self.is_nonnegative:
            return self.size().power(n)
        if n > MOST:
            return self.broken_power(point(Fraction(n))) if self.is_nonnegative else Range(never_zero=self.is_nonzero)
        low, high = (bound**n for bound in (self.low, self.high))
        return Range(low, high, self.low_met, self.high_met, self.never_zero)

    def broken_power(self, exponent: Range) -> Range:
        """That of u^q, where u >= 0; told from 0, 1 and infinity alone."""
        if exponent.is_negative:
            return self.at_least(ZERO).inverse().broken_power(-exponent)
        base, may_be_zero = self.at_least(ZERO), not self.is_positive
        if not exponent.is_nonnegative:
            return Range(ZERO, INFINITE, low_met=may_be_zero)
        low = ONE if base.low >= 1 else ZERO
        high = base.high if base.high == 0 else ONE if base.high <= 1 else INFINITE
        if exponent.is_positive:
            return Range(
                low, high, (base.low_met and base.low == 1) if low else may_be_zero, base.ends[1] == (high, True)
            )
        return Range(low, max(high, ONE), low == 1 or may_be_zero, high_met=high <= 1)  # u^0 = 1

    def size(self) -> Range:
        """That of |u|."""
        if self.is_nonnegative or self.high <= 0:
            return self if self.is_nonnegative else -self
        high, met = max(self.high_end(), (-self).high_end())
        return Range(ZERO, high, not self.never_zero, met, self.never_zero)

    def high_end(self) -> End:
        return self.high, self.high_met

    def at_least(self, low: Bound) -> Range:
        """That of max(u, low); of u itself, where it is known not to lie below."""
        return (
            Range(low, max(low, self.high), low_met=True, high_met=self.high_met or self.high <= low)
            if self.low < low
            else self
        )

    def hull(self, other: Range) -> Range:
        """What holds the values of both."""
        return _spanning([*self.ends, *other.ends], never_zero=self.is_nonzero and other.is_nonzero)


EVERYWHERE = Range()


def point(value: Fraction) -> Range:
    """A single number."""
    return Range(value, value, low_met=True, high_met=True)


def between(low: Bound, high: Bound) -> Range:
    """Strictly between the two."""
    return Range(low, high)


def hull_of(ranges: Iterable[Range]) -> Range:
    """What holds the values of all."""
    return reduce(Range.hull, ranges)


def between_ends(there: list[Range], met: list[bool]) -> Range:
    """What lies between a value at one end and one at the other; it is zero only where both are, or at an end."""
    reach = replace(hull_of(there), never_zero=False)
    one_sided = reach.is_nonnegative or reach.high <= 0
    apart = any(end.is_nonzero for end in there) and all(
        end.is_nonzero for end, is_met in zip(there, met, strict=True) if is_met
    )
    return replace(reach, never_zero=one_sided and apart)


def assumed(u: Basic) -> Range:
    """What SymPy was told of a symbol."""
    if u.is_integer and u.is_positive:
        return Range(ONE, INFINITE, low_met=True)
    if u.is_nonnegative:
        return Range(ZERO, INFINITE, low_met=not u.is_positive)
    return Range(-INFINITE, ZERO) if u.is_negative else Range(never_zero=bool(u.is_nonzero))


def highest(ranges: Iterable[Range]) -> Range:
    """That of the largest of several."""
    ranges = list(ranges)
    low, not_met = max((r.low, not r.low_met) for r in ranges)
    high, met = max((r.high, r.high_met) for r in ranges)
    return Range(low, high, not not_met, met)


def _times(one: End, two: End) -> End:
    """The product of two ends; 0 times a number of any size is 0."""
    for (bound, met), other in ((one, two), (two, one)):
        if bound == 0:
            return ZERO, met or (other[0] == 0 and other[1])
    return one[0] * two[0], one[1] and two[1]


def _spanning(ends: list[End], *, never_zero: bool) -> Range:
    low, high = min(bound for bound, _ in ends), max(bound for bound, _ in ends)
    return Range(low, high, (low, True) in ends, (high, True) in ends, never_zero)


def _exponential(u: Range) -> Range:
    low = (ONE, u.low == 0 and u.low_met) if u.low >= 0 else (ZERO, False)
    high = (ONE, u.high == 0 and u.high_met) if u.high <= 0 else (INFINITE, False)
    return Range(low[0], high[0], low[1], high[1])


def _logarithm(u: Range) -> Range:
    low = (ZERO, u.low == 1 and u.low_met) if u.low >= 1 else (-INFINITE, False)
    high = (ZERO, u.high == 1 and u.high_met) if u.high <= 1 else (INFINITE, False)
    return Range(low[0], high[0], low[1], high[1])


def _signed(most: Bound) -> Callable[[Range], Range]:
    """Of an odd, rising function whose values lie strictly between -most and most."""

    def reach(u: Range) -> Range:
        low = (ZERO, u.low == 0 and u.low_met) if u.is_nonnegative else (-most, False)
        high = (ZERO, u.high == 0 and u.high_met) if u.high <= 0 else (most, False)
        return Range(low[0], high[0], low[1], high[1], u.never_zero)

    return reach


def _sign(u: Range) -> Range:
    low = ONE if u.is_positive else ZERO if u.is_nonnegative else -ONE
    high = -ONE if u.is_negative else ZERO if u.high <= 0 else ONE
    return Range(low, high, low_met=True, high_met=True, never_zero=u.is_nonzero)


def _step(u: Range) -> Range:
    return (
        point(ONE) if u.is_positive else point(ZERO) if u.high <= 0 else Range(ZERO, ONE, low_met=True, high_met=True)
    )


def _bessel(order: Integer, u: Range) -> Range:
    """That of I_n(u) for n = 0, 1, ...: odd or even, as n is, and rising beyond 0."""
    if order == 0:
        return Range(ONE, INFINITE, low_met=not u.is_nonzero)
    return _signed(INFINITE)(u if order % 2 else u.size())


def _polygamma(order: Integer, u: Range) -> Range:
    """Where u > 0, the derivatives of log Gamma from the second on have no zero, and their signs take turns."""
    if order == 0 or not u.is_positive:
        return EVERYWHERE
    return between(ZERO, INFINITE) if order % 2 else between(-INFINITE, ZERO)


# Functions of an order, a whole number, and a variable.
ORDERED: dict[type, Callable[[Integer, Range], Range]] = {besseli: _bessel, polygamma: _polygamma}
RISING = (exp, sigma, tanh, Phi, softplus, sinh, atan, erf)  # strictly, wherever they have a value: on the whole line
FUNCTIONS: dict[type, Callable[[Range], Range]] = {
    exp: _exponential,
    log: _logarithm,
    sigma: lambda _: between(ZERO, ONE),
    softplus: lambda _: between(ZERO, INFINITE),
    tanh: _signed(ONE),
    erf: _signed(ONE),
    atan: _signed(Fraction(11, 7)),
    asin: _signed(Fraction(11, 7)),
    acos: lambda u: Range(ZERO, Fraction(22, 7), low_met=u.high_end() >= (ONE, True)),
    Phi: lambda _: between(ZERO, ONE),
    phi: lambda _: between(ZERO, Fraction(2, 5)),
    sinh: _signed(INFINITE),
    cosh: lambda _: Range(ONE, INFINITE, low_met=True),
    sin: lambda _: Range(-ONE, ONE, low_met=True, high_met=True),
    cos: lambda _: Range(-ONE, ONE, low_met=True, high_met=True),
    gamma: lambda u: between(ZERO, INFINITE) if u.is_positive else EVERYWHERE,
    held: lambda u: u,
    magnitude: Range.size,
    positive_part: lambda u: u.at_least(ZERO),
    sign: _sign,
    step: _step,
}
