"""The parts of a product: what stands in a fraction, and what beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Add, Basic, Expr, Integer, Mul, Pow, S, Sum, true

from derivations.calculus.marks import Marked
from derivations.language.functions import Adjoint, Branches, D, Prime
from derivations.notation.relations import unmarked

BESIDE = (Sum, Branches, Prime, D, Adjoint)  # factors that stand beside a fraction, not in it

LONG, LONGEST = 1000, 10**9  # denominators


def number_and_factors(expression: Mul) -> tuple[Any, list[Expr]]:
    """The number in front, and the rest. A long decimal is a factor of the rest."""
    first, *rest = expression.args
    if not first.is_Rational:
        return with_one_root(S.One, [first, *rest])
    if is_decimal(first):
        return (S.NegativeOne if first < 0 else S.One), [abs(first), *rest]
    return with_one_root(first, rest)


def with_one_root(number: Any, factors: list[Expr]) -> tuple[Any, list[Expr]]:
    """Square roots of numbers in one: sqrt(2)/sqrt(pi) is the root of 2/pi, and sqrt(2) x/2 is x/sqrt(2)."""
    roots = [factor for factor in factors if _is_root_of_number(factor)]
    if not roots:
        return number, factors
    rational, rest = Mul(*[root.base ** (2 * root.exp) for root in roots]).as_coeff_Mul()
    if number.q != 1 and rational == number.q:
        number, rational = Integer(number.p), 1 / rational
    elif len(roots) == 1:
        return number, factors
    above, below = (rational * rest).as_numer_denom()
    root = Pow(below, -S.Half, evaluate=False) if above == 1 else Pow(rational * rest, S.Half, evaluate=False)
    place = factors.index(roots[0])
    others = [[factor for factor in part if factor not in roots] for part in (factors[:place], factors[place:])]
    return number, [*others[0], root, *others[1]]


def _is_root_of_number(factor: Expr) -> bool:
    if not (isinstance(factor, Pow) and abs(factor.exp) == S.Half and factor.base.is_number):
        return False
    return bool((factor.base > 0) == true)  # of a sigmoid of a number SymPy may not know


def is_decimal(number: Any) -> bool:
    """Is it a fraction that is better read as a decimal, such as 44715/1000000?"""
    return bool(LONG <= number.q <= LONGEST and LONGEST % number.q == 0)


def decimal(number: Any) -> str:
    """The digits of a positive number that is a decimal."""
    whole, rest = divmod(int(number * LONGEST), LONGEST)
    return f"{whole}." + str(LONGEST + rest)[1:].rstrip("0")


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
