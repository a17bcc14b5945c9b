"""Numbers as they are typed."""

from __future__ import annotations

from fractions import Fraction

from derivations.reading import limits
from derivations.reading.errors import ReadingError


def exact(written: str, text: str, at: int) -> Fraction:
    """The number as a fraction, so that 0.1 is one tenth."""
    digits, _, power = written.lower().partition("e")
    if len(digits) > limits.DIGITS or len(power) > 4 or abs(int(power or 0)) > limits.EXPONENT:  # noqa: PLR2004
        msg = f"this number is too large or too fine: at most {limits.DIGITS} digits and 1e{limits.EXPONENT} are read"
        raise ReadingError(msg, text, at)
    return Fraction(written)
