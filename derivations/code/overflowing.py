"""The last step to code: products of which a part is beyond the range although a small factor brings the whole back."""

from __future__ import annotations

from typing import Any

from sympy import Add, Basic, Expr, Mul, Sum, Symbol
from sympy.tensor.indexed import Indexed

from derivations.code.functions import softplus_product, square_over, times
from derivations.code.terms import PAIR, product, split
from derivations.language.functions import Branches, Named, softplus


def before_it_overflows(node: Basic, bounded: frozenset[Any]) -> Expr:
    """The same, such products as functions that keep to the range.

    Args:
        node: the expression.
        bounded: the symbols that are never beyond 1 and -1.
    """
    if isinstance(node, Named):
        return Named(node.name, before_it_overflows(node.definition, bounded))
    if isinstance(node, Mul) and not node.has(Sum, Indexed):
        return _part_of_softplus(node, bounded) or _of_power(node) or _square_over(node) or node
    if isinstance(node, Branches):
        cases = [(before_it_overflows(value, bounded), value, condition) for value, condition in node.cases]
        kept = [value if _is_told(new, condition) else new for new, value, condition in cases]
        return Branches(
            *[part for value, (_, _, condition) in zip(kept, cases, strict=True) for part in (value, condition)]
        )
    if isinstance(node, Add) and not node.has(Sum, Indexed):
        return node.func(*[before_it_overflows(term, bounded) for term in node.args])
    return node


def _is_told(new: Expr, condition: Basic) -> bool:
    """Does the condition of a case say how large the divisor of a square is?"""
    return any(square.args[1] in condition.free_symbols for square in new.atoms(square_over))


def _part_of_softplus(node: Mul, bounded: frozenset[Any]) -> Expr | None:
    """A part of log(1 + exp(u v)), where u v alone may be beyond the range."""
    for factor, rest in split(node):
        if isinstance(factor, softplus):
            number, inside = factor.args[0].as_coeff_Mul()
            parts = [f for f in Mul.make_args(rest) if f.free_symbols and f.free_symbols <= bounded]
            is_product = isinstance(inside, Mul) and len(inside.args) == PAIR
            if parts and is_product and all(isinstance(f, Symbol) for f in inside.args):
                u, v = inside.args
                return product(rest / parts[0], softplus_product(parts[0], number * u, v))
    return None


def _square_over(node: Mul) -> Expr | None:
    """A part of u^2/v, of which u/v may be beyond the range where v is next to 0."""
    for square, rest in split(node):
        for below, numbers in split(rest) if square.is_Pow and square.exp == PAIR else ():
            v = 1 / below
            if numbers.is_number and isinstance(v, Symbol) and v.is_positive and not v.is_integer:
                sign = -1 if numbers.is_negative else 1
                return sign * square_over(square.base, v, sign * numbers)
    return None


def _of_power(node: Mul) -> Expr | None:
    """The product v^a u^2/v^2, in the order that keeps to the range."""
    for square, rest in split(node):
        for raised, remaining in split(rest) if square.is_Pow and square.exp == PAIR else ():
            v, a = raised.as_base_exp()
            if not a.is_number and (number := remaining * v**PAIR).is_number:
                sign = -1 if number.is_negative else 1
                return sign * times(product(sign * number, raised, 1 / v), square.base / v, square.base)
    return None
