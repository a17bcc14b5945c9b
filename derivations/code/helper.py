"""What a function that keeps its digits is called in code, and the expressions that it is equal to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sympy import Add, Expr, Rational, S, Symbol

from derivations.code.terms import product

u, v, w = (Symbol(name, real=True) for name in "uvw")


@dataclass(frozen=True)
class Helper:
    """What a function is called in code, and what equals it.

    Args:
        name: the name in code.
        arguments: its arguments.
        value: the stable expression.
        plain: the formula, in functions that the referee knows; the tests compare the two.
    """

    name: str
    arguments: tuple[Symbol, ...]
    value: Expr
    plain: Expr


def table(rows: Iterable[tuple[type[Expr], str, tuple[Symbol, ...], Expr, Expr]]) -> dict[str, Helper]:
    """Helpers by the name of their functions in formulas."""
    return {kind.__name__: Helper(name, arguments, value, plain) for kind, name, arguments, value, plain in rows}


def horner(coefficients: list[Fraction], x: Expr) -> Expr:
    """The polynomial with these coefficients, the constant one first, as nested products."""
    total: Expr = S.Zero
    for coefficient in reversed(coefficients):
        total = Add(Rational(coefficient.numerator, coefficient.denominator), product(x, total))
    return total
