"""Carrying out sums over Kronecker deltas.

SymPy's own summation is not used: evaluating a sum over a delta, it adds conditions on the range that the derivation
has stated.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Basic, Expr, KroneckerDelta, Mul, S, Sum, expand, expand_mul
from sympy.tensor.indexed import Indexed

from derivations.language.functions import Named
from derivations.language.indices import substitute


def contract(expression: Expr) -> Expr:
    """Carry out every sum over a Kronecker delta: sum_i delta(i + c, j) f(i) = f(j - c); take constants out of sums.

    The free index is taken to lie in the range of the sum, as its declared domain says.
    """
    if isinstance(expression, Indexed | Named) or not expression.has(Sum):
        return expression
    expression = expression.func(*map(contract, expression.args))
    return _contract_sum(expression) if isinstance(expression, Sum) else expression


def _contract_sum(total: Sum) -> Expr:
    term, limits = _multiplied_out(total.function), list(total.limits)
    if term.is_Add and term.has(KroneckerDelta):
        return Add(*[_contract_sum(Sum(part, *limits)) for part in term.args])
    for limit in limits:
        for delta in sorted(_delta_factors(term), key=str):
            value = _solve(delta, limit[0])
            if value is not None:
                rest = substitute(term / delta, {limit[0]: value})
                left = [other for other in limits if other is not limit]
                return _contract_sum(Sum(rest, *left)) if left else rest
    return S.Zero if term == 0 else _constants_out(term, limits)


def _constants_out(term: Expr, limits: list[Any]) -> Expr:
    """The sum with every factor before the innermost sum that can stand there."""
    constant, rest = term.as_independent(*[limit[0] for limit in limits], as_Add=False)
    if len(limits) > 1:
        outer, inner = rest.as_independent(limits[0][0], as_Add=False)
        if outer != 1 and inner != 1:
            return constant * Sum(outer * Sum(inner, limits[0]), *limits[1:])
    return constant * Sum(rest, *limits)


def _multiplied_out(term: Expr) -> Expr:
    """The term multiplied out where a delta stands inside a bracket."""
    hidden = term.is_Mul and any(factor.is_Add and factor.has(KroneckerDelta) for factor in term.args)
    return expand_mul(term) if hidden else term


def _delta_factors(term: Expr) -> list[Expr]:
    return [factor for factor in Mul.make_args(term) if isinstance(factor, KroneckerDelta)]


def _solve(delta: KroneckerDelta, index: Basic) -> Expr | None:
    """The value of the index at which the delta is 1, if the delta fixes it."""
    difference = expand(delta.args[0] - delta.args[1])
    slope = difference.coeff(index)
    rest = expand(difference - slope * index)
    return expand(-rest * slope) if slope in (1, -1) and not rest.has(index) else None
