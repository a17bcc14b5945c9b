"""Are two expressions equal at a point? Agreement is an overlap of enough digits; balls apart prove a difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from flint import arb, fmpq
from sympy import Basic, Integer, Rational

from derivations.evidence.balls import Number, Undecided, Undefined, finite, head, number_sign, precision
from derivations.evidence.points import rational
from derivations.evidence.scope import Scope
from derivations.evidence.values import evaluate

LADDER = (256, 512, 1024, 2048, 2**14)  # bits
DEEP = LADDER[-1:]  # where a difference may hide behind thousands of zeros, as 1 - tanh(5000) does
DIGITS = 50
SHORT = 10**4  # a rational with larger parts is shown as a decimal
DECIMALS = 6  # of a fraction beside a decimal, if it has no more

Shown: TypeAlias = "Rational | str"  # a number for a reader


@dataclass(frozen=True)
class Verdict:
    """What the balls say, and the two values for a reader."""

    kind: Literal["agree", "differ", "undecided", "undefined"]
    digits: int = 0
    left: Shown | None = None
    right: Shown | None = None


def value(expression: Basic, scope: Scope) -> Number:
    """One finite number: where eps is at work, the limit as it goes to zero."""
    return finite(head(evaluate(expression, scope)))


def compare(left: Basic, right: Basic, scope: Scope, ladder: tuple[int, ...] = LADDER) -> Verdict:
    """The verdict on left = right."""
    return compare_values(lambda: (value(left, scope), value(right, scope)), ladder)


def compare_values(both: Callable[[], tuple[Number, Number]], ladder: tuple[int, ...] = LADDER) -> Verdict:
    """The verdict on two numbers, computed again with more bits until it is clear."""
    pair: tuple[Number, Number] | None = None
    for bits in ladder:
        with precision(bits):
            try:
                pair = left, right = both()
            except Undefined:
                return Verdict("undefined")
            except Undecided:
                continue
            gap = left - right
            if _apart(gap):
                return Verdict("differ", 0, *shown_apart(left, right))
            digits = _digits(gap, left, bits)
            if digits >= DIGITS:
                return Verdict("agree", digits)
    return Verdict("undecided", 0, *(shown_apart(*pair) if pair else ()))


def is_positive(number: Callable[[], Number]) -> bool | None:
    """Is the number proved to be positive? None: it is zero, cannot be told from it, or does not exist."""
    sign = sign_of(lambda: finite(number()))
    return sign > 0 if sign else None


def sign_of(number: Callable[[], Number]) -> int | None:
    """The sign of a number, computed again with more bits until it is clear: a ball around zero is no zero.

    None where it cannot be told, or where there is no number.
    """
    for bits in LADDER:
        with precision(bits):
            try:
                return number_sign(number())
            except Undefined:
                return None
            except Undecided:
                continue
    return None


def _apart(gap: Number) -> bool:
    return gap != 0 if isinstance(gap, fmpq) else not gap.contains(0)


def _digits(gap: Number, scale: Number, bits: int) -> int:
    """Decimal digits to which two overlapping balls agree: relative above 1, absolute below."""
    full = bits * 3 // 10
    width = arb(gap).abs_upper()
    if width.is_zero():
        return full
    mantissa, exponent = (width / arb(scale).abs_upper().max(arb(1))).abs_upper().man_exp()
    return max(0, min(full, -(int(exponent) + int(mantissa).bit_length()) * 3 // 10))


def shown(number: Number, digits: int = 6) -> Shown:
    """A short rational as it is, anything else as a decimal; 0 is what cannot be told from it."""
    exact = number if isinstance(number, fmpq) else number.fmpq() if _is_short(number) else None
    if exact is not None and max(abs(int(exact.p)), int(exact.q)) <= SHORT:
        return rational(exact)
    return Integer(0) if arb(number).contains(0) else str(arb(number).str(digits, radius=False))


def shown_alike(numbers: Sequence[Number], digits: int = 6) -> tuple[Shown, ...]:
    """Beside a decimal, a fraction whose decimals have no end is a decimal too: 2/3 and -0.666667 look unlike."""
    each = tuple(shown(number, digits) for number in numbers)
    if not any(isinstance(one, str) for one in each):
        return each
    return tuple(
        str(arb(number).str(digits, radius=False)) if _is_endless(one) else one
        for number, one in zip(numbers, each, strict=True)
    )


def _is_endless(number: Shown) -> bool:
    return isinstance(number, Rational) and 10**DECIMALS % number.q != 0


def _is_short(number: arb) -> bool:
    if not number.is_exact() or not number.is_finite():
        return False
    mantissa, exponent = map(int, number.man_exp())
    return mantissa.bit_length() < 32 and -32 < exponent < 32  # noqa: PLR2004  (any small dyadic number)


def shown_apart(left: Number, right: Number) -> tuple[Shown, Shown]:
    """The two numbers with as many digits as it takes to see that they are not the same."""
    for digits in (6, 12, 24, 48, 96):
        one, other = shown_alike((left, right), digits)
        if one != other:
            break
    return one, other
