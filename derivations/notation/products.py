"""The parts of a product: what stands in a fraction, and what beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Add, Basic, Expr, Integer, Mul, Pow, S, Sum

from derivations.calculus.marks import Marked
from derivations.language.functions import Adjoint, Branches, D, Prime
from derivations.notation.relations import unmarked

BESIDE = (Sum, Branches, Prime, D, Adjoint)  # factors that stand beside a fraction, not in it


def number_and_factors(expression: Mul) -> tuple[Any, list[Expr]]:
    """The number in front, and the rest."""
    first, *rest = expression.args
    return (first, rest) if first.is_Rational else (S.One, [first, *rest])


def times(number: int, factors: Sequence[Expr]) -> Expr:
    """The product, as it stands."""
    parts = [*([Integer(number)] if number != 1 or not factors else []), *factors]
    return Mul(*parts, evaluate=False) if len(parts) > 1 else parts[0]


def apart(factor: Expr) -> list[Expr]:
    """Where there is a fraction bar, a marked product falls apart if a part of it must stand beside the bar."""
    inner = unmarked(factor)
    if not (
        isinstance(factor, Marked)
        and isinstance(inner, Mul)
        and any(isinstance(base_of(part), BESIDE) for part in inner.args)
    ):
        return [factor]
    return [Marked(part, factor.args[1]) for part in inner.args]


def base_of(factor: Expr) -> Basic:
    """What is raised to a power, if anything is; without marks."""
    inner = unmarked(factor)
    return unmarked(inner.base) if isinstance(inner, Pow) else inner


def is_below(factor: Expr) -> bool:
    """Is it written under a fraction bar?"""
    return isinstance(factor, Pow) and not isinstance(factor.exp, Add) and factor.exp.could_extract_minus_sign()


def reciprocal(factor: Pow) -> Expr:
    """What stands under the bar."""
    return factor.base if factor.exp == S.NegativeOne else Pow(factor.base, -factor.exp, evaluate=False)


def stands_beside(factor: Expr) -> bool:
    """Does it stand beside a fraction, such as a sum, or what is a fraction inside a mark already?"""
    is_fraction = isinstance(factor, Marked) and any(map(is_below, Mul.make_args(unmarked(factor))))
    return is_fraction or isinstance(base_of(factor), BESIDE)
