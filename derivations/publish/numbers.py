"""Numbers that were measured, and the points at which they were, as prose."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor, log10
from typing import Any

from sympy import Rational

from derivations.notation import tex

SIMPLE, CLOSE = 12, 1e-5  # denominators of fractions that are told as such; how close a number must be to one
LARGE, SMALL = 1e5, 1e-3  # from where on a power of ten is easier to read
FIGURES = 4
IN_WORDS = {"nan": "NaN", "inf": r"$\infty$", "-inf": r"$-\infty$"}  # as they stand in the data


def as_prose(number: Any) -> str:
    """A number, or those of an array, with TeX between dollar signs."""
    if isinstance(number, list):
        return f"({', '.join(map(as_prose, number))})"
    return IN_WORDS[number] if isinstance(number, str) else f"${as_tex(number)}$"


def as_tex(number: float) -> str:
    """The number as a fraction, as a decimal, or with a power of ten."""
    fraction = Fraction(number).limit_denominator(SIMPLE)
    if (abs(number - fraction) < CLOSE * max(1, abs(number)) and SMALL < abs(number) < LARGE) or number == 0:
        return tex(Rational(fraction.numerator, fraction.denominator))
    if SMALL <= abs(number) < LARGE:
        return f"{number:.{FIGURES}g}"
    power = floor(log10(abs(number)) + CLOSE)
    lead = f"{number / 10**power:.3g}"
    return {"1": "", "-1": "-"}.get(lead, rf"{lead}\cdot ") + rf"10^{{{power}}}"


def place(at: Mapping[str, Any]) -> str:
    """A point, as one would type it."""
    return f"`{', '.join(f'{name} = {_typed(number)}' for name, number in at.items())}`"


def _typed(number: Any) -> str:
    return f"[{', '.join(map(_typed, number))}]" if isinstance(number, list) else f"{number:.12g}"
