"""Where the numbers of an expression say that something happens: zeros of its inner arguments, constants, sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import exp, isfinite, log

from flint import fmpq
from sympy import Basic, Expr, Function, Integer, Pow, Rational, preorder_traversal
from sympy.core.function import AppliedUndef

from derivations.evidence.scope import Binder
from derivations.evidence.values import binders_of

Inner = tuple[Expr, tuple[Binder, ...]]
MOST_NUMBERS, MOST_SIZE = 12, 128


def inner_arguments(node: Basic, binders: tuple[Binder, ...] = ()) -> Iterator[Inner]:
    """What functions are applied to, and bases and exponents: where one is zero, steps and bumps have their middle.

    Outermost first, with the indices that are bound around it.
    """
    binders = (*binders, *binders_of(node))
    yield from ((u, binders) for u in own_arguments(node))
    for part in node.args:
        yield from inner_arguments(part, binders)


def own_arguments(node: Basic) -> tuple[Expr, ...]:
    """What the function `node` itself is applied to, base and exponent of a power included."""
    is_applied = isinstance(node, Function | Pow) and not isinstance(node, AppliedUndef)
    return tuple(u for u in node.args if not u.is_number) if is_applied else ()


def numbers_in(expressions: Iterable[Basic]) -> list[fmpq]:
    """The constants of the expressions, and what they are the square, the inverse or the logarithm of, either sign."""
    plain = dict.fromkeys(node for u in expressions for node in preorder_traversal(u) if isinstance(node, Rational))
    found: dict[fmpq, None] = {}
    for number in [number for number in plain if abs(number) not in (0, 1)][:MOST_NUMBERS]:
        size = Fraction(abs(int(number.p)), int(number.q))
        for value in (size, 1 / size, _rounded(_root(size)), _rounded(_logarithm(size))):
            found |= dict.fromkeys((_exact(value), -_exact(value)))
    return list(found)


def _root(size: Fraction) -> float:
    return exp(_logarithm(size) / 2)


def _logarithm(size: Fraction) -> float:
    return log(size.numerator) - log(size.denominator)


def _rounded(number: float) -> Fraction:
    return Fraction(number).limit_denominator(10**9) if isfinite(number) else Fraction(0)


def _exact(number: Fraction) -> fmpq:
    return fmpq(number.numerator, number.denominator)


def sizes_in(expressions: Iterable[Basic]) -> set[int]:
    """Sizes at which an expression may change its mind: the whole numbers in it, and their neighbours."""
    whole = {abs(int(node)) for u in expressions for node in preorder_traversal(u) if isinstance(node, Integer)}
    return {n + step for n in whole for step in (-1, 0, 1) if 1 < n + step <= MOST_SIZE}
