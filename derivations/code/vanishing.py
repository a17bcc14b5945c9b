"""The last step to code: a sigmoid, or its slope, beside two numbers of any size.

Far from 0 a sigmoid has lost its digits, or has vanished, where the product has not; and the product with the smaller
of the numbers alone may vanish.
"""

from __future__ import annotations

from typing import Any

from sympy import Basic, Expr, Mul, Rational, Sum
from sympy.tensor.indexed import Indexed

from derivations.code.functions import damped, sigma_beside, sigma_slope, slope_beside
from derivations.code.scales import degree
from derivations.code.stable import rebuilt
from derivations.code.terms import PAIR, product, split
from derivations.language.functions import Named, sigma

BESIDE = {sigma: sigma_beside, sigma_slope: slope_beside}


def before_it_vanishes(node: Basic, bounded: frozenset[Any]) -> Expr:
    """The same, each sigmoid with two factors that may be large as one function.

    Args:
        node: the expression.
        bounded: the symbols that are never beyond 1 and -1.
    """
    if isinstance(node, Named):
        return Named(node.name, before_it_vanishes(node.definition, bounded))
    if not node.args or isinstance(node, Sum | Indexed) or not node.has(sigma, sigma_slope):
        return node
    node = rebuilt(node, [before_it_vanishes(part, bounded) for part in node.args])
    if not isinstance(node, Mul | damped) or node.has(Sum, Indexed):
        return node
    for factor, rest in split(node):
        if type(factor) in BESIDE:
            large = [f for f in Mul.make_args(rest) if _degree(f, bounded) > 0]
            if _are_two(large, factor.args[0], bounded):
                beside = BESIDE[type(factor)](*large, *factor.args)
                return product(beside, *[f for f in Mul.make_args(rest) if f not in large])
    return node


def _are_two(factors: list[Expr], u: Expr, bounded: frozenset[Any]) -> bool:
    """Are they two sums or symbols, none beyond the range by itself, and one of them a symbol of its own?"""
    return (
        len(factors) == PAIR
        and not any(f.is_Function or f.is_Pow or _degree(f, bounded) > 1 for f in factors)
        and any(f.is_Symbol and not u.has(f) for f in factors)
    )


def _degree(factor: Expr, bounded: frozenset[Any]) -> int:
    return degree(factor.xreplace(dict.fromkeys(bounded, Rational(1, 2))))
