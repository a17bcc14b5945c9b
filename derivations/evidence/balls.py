"""Numbers that carry their own error: rationals are exact, everything else is a ball that holds the true value.

A value may also be a power series in eps, cut off after the first order: then its coefficient of eps is a rigorous
enclosure of a slope, which FLINT worked out. Each series knows to which order it is known; nothing here looks beyond.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import reduce
from math import isqrt
from typing import Any, TypeAlias

from flint import arb, arb_series, ctx, fmpq, fmpq_series

from derivations.errors import LossaryError

# The types of python-flint do not say that the four mix, although they do.
Number: TypeAlias = Any  # fmpq | arb
Value: TypeAlias = Any  # Number | fmpq_series | arb_series
ORDER = 2  # a series is known up to, not including, eps^2
EPS = fmpq_series([0, 1], prec=ORDER)
FINE_ORDER = 4  # what the root of eps^2 needs, to be known up to eps^2 itself
FINE_EPS = fmpq_series([0, 1], prec=FINE_ORDER)
ZERO, ONE = fmpq(0), fmpq(1)
EXACT = {fmpq, fmpq_series}
LONG = 2**11  # bits of a rational that goes into a model: there, lengths multiply from layer to layer
TINY = arb(2) ** -100  # a ball so small that it may be taken for zero, at a root
MOST_EXACT = 10**4  # a larger power of a rational has more digits than anyone needs

_at_root: ContextVar[bool] = ContextVar("at a root", default=False)


class Undefined(Exception):  # noqa: N818  (a verdict about a point, not a fault)
    """The expression has no value here: the logarithm of a negative number, or the slope at a kink."""


class Undecided(Exception):  # noqa: N818
    """The balls are too wide to tell; more bits may help."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Compute with this many bits, to first order in eps."""
    former = ctx.prec, ctx.cap
    ctx.prec, ctx.cap = bits, ORDER
    try:
        yield
    finally:
        ctx.prec, ctx.cap = former


@contextmanager
def at_root() -> Iterator[None]:
    """Take a tiny ball around zero for zero: so are the switches that vanish at a root that is no rational number."""
    former = _at_root.set(True)
    try:
        yield
    finally:
        _at_root.reset(former)


@contextmanager
def finely() -> Iterator[None]:
    """Compute with so many orders in FINE_EPS that a root has a slope on either side of its zero."""
    former, ctx.cap = ctx.cap, FINE_ORDER
    try:
        yield
    finally:
        ctx.cap = former


def whole(value: Value, expression: object) -> int:
    """The value of an index or a size."""
    if not (isinstance(value, fmpq) and value.q == 1):
        msg = f"{expression} is used as an index, but is no integer at the point that the referee tries"
        raise LossaryError(msg)
    return int(value.p)


def is_series(v: Value) -> bool:
    """Does the value hold eps?"""
    return isinstance(v, fmpq_series | arb_series)


def head(v: Value) -> Number:
    """The value at eps = 0."""
    if not is_series(v):
        return v
    if v.prec < 1:
        msg = "no term of this series is known"
        raise Undecided(msg)
    return v[0]


def slope(v: Value) -> Number:
    """The coefficient of eps."""
    if not is_series(v):
        return ZERO
    if v.prec < ORDER:
        msg = "the first order of this series is not known"
        raise Undecided(msg)
    return v[1]


def ball(v: Value) -> arb | arb_series:
    """The same value as a ball: functions of rationals are not rational."""
    if isinstance(v, fmpq):
        return arb(v)
    return arb_series(v, prec=v.prec) if isinstance(v, fmpq_series) else v


def in_short(v: Value) -> Value:
    """A rational that is too long to be worth it as a ball."""
    number = v[0] if isinstance(v, fmpq_series) and v.prec else v
    is_long = isinstance(number, fmpq) and max(int(number.p).bit_length(), int(number.q).bit_length()) > LONG
    return ball(v) if is_long else v


def finite(v: Number) -> Number:
    """The number, if it is bounded at all."""
    if isinstance(v, arb) and not v.is_finite():
        msg = "a ball without bounds"
        raise Undecided(msg)
    return v


def number_sign(v: Number) -> int:
    """-1, 0 or 1; 0 only for what is exactly zero."""
    if v > 0:
        return 1
    if v < 0:
        return -1
    if v == 0 or (_at_root.get() and abs(v) < TINY):
        return 0
    msg = "the sign of a ball around zero"
    raise Undecided(msg)


def sign_of(v: Value, side: int) -> int:
    """The sign of v for eps near 0: at eps = 0 itself (side 0), just below (-1) or just above (+1)."""
    sign = number_sign(head(v))
    if sign or not is_series(v):
        return sign
    for order in range(1, v.prec) if side else ():
        sign = number_sign(v[order])
        if sign:
            return int(side**order) * sign
    msg = "a switch that turns at this very point"
    raise Undefined(msg)


def is_still_zero(v: Value) -> bool:
    """Zero to first order: its absolute value is zero to first order as well."""
    return head(v) == 0 and slope(v) == 0


def to_first_order(v: Value) -> Value:
    """What is known of the value to first order: there, u and |u| are the same where both are still zero."""
    return type(v)([v[0], v[1]], prec=ORDER) if is_series(v) and v.prec > ORDER else v


def add(u: Value, v: Value) -> Value:
    """U + v."""
    u, v = _paired(u, v)
    return u + v


def multiply(u: Value, v: Value) -> Value:
    """U v."""
    u, v = _paired(u, v)
    return u * v


def total(values: Sequence[Value]) -> Value:
    """The sum of some values."""
    return reduce(operator.add if _mix(values) else add, values)


def product(values: Sequence[Value]) -> Value:
    """The product of some values."""
    return reduce(operator.mul if _mix(values) else multiply, values)


def _mix(values: Iterable[Value]) -> bool:
    """Does FLINT itself take them all?"""
    kinds = set(map(type, values))
    return fmpq_series not in kinds or kinds <= EXACT


def invert(v: Value) -> Value:
    """1/v."""
    if number_sign(head(v)) == 0:
        msg = "division by zero"
        raise Undefined(msg)
    return 1 / v


def power(base: Value, exponent: Value, side: int = 0) -> Value:
    """Integer powers of anything; other powers of positive numbers (and of 0, for a fixed positive exponent).

    The root of a square that is zero at eps = 0 is known on one side of it.
    """
    if isinstance(exponent, fmpq) and exponent.q == 1:
        n = int(exponent.p)
        base = ball(base) if abs(n) > MOST_EXACT else base
        return whole_power(base, n) if n >= 0 else invert(whole_power(base, -n))
    if isinstance(exponent, fmpq) and exponent.q == 2:  # noqa: PLR2004
        exact = exact_square_root(base) if not is_series(base) or head(base) != 0 else root_beside_zero(base, side)
        if exact is not None:
            return power(exact, 2 * exponent)
    if not is_series(base) and base == 0 and not is_series(exponent) and number_sign(exponent) > 0:
        return ZERO
    if is_series(exponent):
        return multiply(exponent, logarithm(base)).exp()
    if side and _is_flat_beside_zero(base, exponent, side):
        return fmpq_series([0, 0], prec=ORDER)
    return ball(positive(base)) ** exponent


def _is_flat_beside_zero(base: Value, exponent: Value, side: int) -> bool:
    """Is it (c |eps|)^a with c > 0 and a > 1 for eps of this sign? That is 0 to first order."""
    if not is_series(base) or head(base) != 0 or base.prec < ORDER:
        return False
    return number_sign(exponent - 1) > 0 and number_sign(slope(base)) == side


def whole_power(base: Value, n: int) -> Value:
    """The n-th power for n >= 0; FLINT takes it by the logarithm, which a ball around zero does not have."""
    if n == 0 or not (isinstance(base, arb) and base.contains(0)):
        return base**n
    square = base * base
    half = whole_power(square, n // 2)
    return base * half if n % 2 else half


def exact_square_root(v: Value) -> Value | None:
    """The square root of a perfect square, such as 9/4 + eps, within the rationals: so zeros stay exact."""
    square = head(v)
    if not isinstance(square, fmpq) or square <= 0:
        return None
    start: Value = fmpq(isqrt(int(square.p)), isqrt(int(square.q)))
    if start * start != square:
        return None
    root = (start + v / start) / 2  # one step of Newton's: exact to first order
    return root if is_still_zero(root * root - v) else None


def root_beside_zero(v: Value, side: int) -> Value | None:
    """The square root of c^2 eps^2 + ..., which is c |eps| + ...: for eps of this sign, in FINE_EPS."""
    if not side or v.prec <= ORDER or number_sign(slope(v)):
        return None
    root = power(type(v)([v[n] for n in range(ORDER, v.prec)], prec=v.prec - ORDER), fmpq(1, 2))
    return multiply(side * root, fmpq_series([0, 1], prec=v.prec - 1))


def positive(v: Value) -> Value:
    """The value, if it is positive."""
    if number_sign(head(v)) <= 0:
        msg = "a function of positive numbers at a number that is not"
        raise Undefined(msg)
    return v


def logarithm(v: Value) -> Value:
    """The natural logarithm."""
    return ball(positive(v)).log()


def _paired(u: Value, v: Value) -> tuple[Value, Value]:
    """Python-flint adds a rational series to rationals only."""
    if isinstance(u, fmpq_series) and isinstance(v, arb | arb_series):
        return ball(u), v
    if isinstance(v, fmpq_series) and isinstance(u, arb | arb_series):
        return u, ball(v)
    return u, v
