"""Sums over an index: free and bound indices, renaming without capture, contraction of Kronecker deltas.

SymPy's own summation is not used: it confuses a bound index with a free one of the same name, and evaluating a sum over a delta
adds conditions on the range that the derivation has already stated.
"""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Add, Basic, Expr, KroneckerDelta, Mul, S, Sum, Symbol, expand, expand_mul
from sympy.tensor.indexed import Indexed

from derivations.functions import Named

INDEX_LETTERS = "ijklrspqabcdefgh"


def bound_indices(expression: Basic) -> set[Basic]:
    """Every index that a sum in the expression binds (a named intermediate keeps its own to itself)."""
    if isinstance(expression, Named | Indexed) or not expression.args:
        return set()
    own = {limit[0] for limit in expression.limits} if isinstance(expression, Sum) else set()
    return own.union(*map(bound_indices, expression.args))


def index_names(expression: Basic) -> set[str]:
    """The name of every symbol that occurs in the expression, bound or free."""
    return {symbol.name for symbol in expression.atoms(Symbol)}


def rename_bound(expression: Expr, taken: Iterable[Basic]) -> Expr:
    """The same expression, with every bound index that is in `taken` renamed to a letter that occurs nowhere in it."""
    taken = set(taken)
    used = index_names(expression) | {str(index) for index in taken}
    fresh = (Symbol(letter, integer=True) for letter in _letters() if letter not in used)
    new_names = {index: next(fresh) for index in sorted(bound_indices(expression) & taken, key=str)}
    return _rename(expression, new_names)


def _letters() -> Iterable[str]:
    yield from INDEX_LETTERS
    yield from (f"{letter}_{number}" for number in range(1, 100) for letter in INDEX_LETTERS)


def _rename(expression: Basic, new_names: dict[Basic, Basic]) -> Basic:
    if not new_names or isinstance(expression, Named) or not expression.args:
        return expression
    if isinstance(expression, Sum):
        here = {limit[0]: new_names[limit[0]] for limit in expression.limits if limit[0] in new_names}
        limits = [(here.get(index, index), low, high) for index, low, high in expression.limits]
        return Sum(_rename(expression.function.xreplace(here), new_names), *limits)
    return expression.func(*[_rename(part, new_names) for part in expression.args])


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
                rest = _substitute(term / delta, limit[0], value)
                left = [other for other in limits if other is not limit]
                return _contract_sum(Sum(rest, *left)) if left else rest
    constant, rest = term.as_independent(*[limit[0] for limit in limits], as_Add=False)
    return S.Zero if term == 0 else constant * Sum(rest, *limits)


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


def _substitute(expression: Expr, index: Basic, value: Expr) -> Expr:
    """`index` replaced by `value`, bound indices renamed first where they would capture it."""
    return rename_bound(expression, value.free_symbols).xreplace({index: value})
