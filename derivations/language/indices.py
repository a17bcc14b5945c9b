"""Bound and free indices: renaming and substitution without capture.

SymPy's own substitution lets a bound index swallow a free one of the same letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sympy import Basic, Expr, Sum, Symbol
from sympy.tensor.indexed import Indexed

from derivations.language.functions import Named

INDEX_LETTERS = "ijklrspqabcdefgh"


@lru_cache(maxsize=2**15)
def bound_indices(expression: Basic, *, within_names: bool = False) -> frozenset[Basic]:
    """Every index that a sum in the expression binds; in the definitions of intermediates only if asked for."""
    if _is_leaf(expression) or (isinstance(expression, Named) and not within_names):
        return frozenset()
    own = frozenset(limit[0] for limit in expression.limits) if isinstance(expression, Sum) else frozenset()
    return own.union(*[bound_indices(part, within_names=within_names) for part in expression.args])


def _is_leaf(expression: Basic) -> bool:
    """Has it no parts that bind an index? An entry of an array has, if the place of a maximum stands below it."""
    return not expression.args or (isinstance(expression, Indexed) and not expression.has(Sum))


def index_names(expression: Basic) -> set[str]:
    """The name of every symbol that occurs in the expression, bound or free."""
    return {symbol.name for symbol in expression.atoms(Symbol)}


def rename_bound(expression: Expr, taken: Iterable[Basic], *, within_names: bool = False) -> Expr:
    """The expression with every bound index whose letter is in `taken` renamed to a letter that is new to it."""
    names = {symbol.name for index in taken for symbol in index.free_symbols if isinstance(symbol, Symbol)}
    bound = bound_indices(expression, within_names=within_names)
    clashes = sorted((index for index in bound if index.name in names), key=str)
    if not clashes:
        return expression
    used = index_names(expression) | names
    fresh = (Symbol(letter, integer=True, positive=True) for letter in _letters() if letter not in used)
    return _renamed(expression, {index: next(fresh) for index in clashes}, within_names=within_names)


def substitute(expression: Expr, values: Mapping[Basic, Expr], avoid: Iterable[Basic] = ()) -> Expr:
    """The free indices replaced by values; bound ones renamed first, where they would capture or are in `avoid`."""
    values = {index: value for index, value in values.items() if index != value}
    taken = {*values, *avoid}.union(*(value.free_symbols for value in values.values()))
    return rename_bound(expression, taken, within_names=True).xreplace(dict(values))


@lru_cache(maxsize=2**14)
def same_letters(expression: Basic, depth: int = 0) -> Basic:
    """The expression with its bound indices called by the depth of their sums, so that equal sums look equal.

    An intermediate counts by its name alone.
    """
    if isinstance(expression, Named):
        return expression.name
    if _is_leaf(expression):
        return expression
    if isinstance(expression, Indexed):
        return expression.base[tuple(same_letters(index, depth) for index in expression.indices)]
    if isinstance(expression, Sum):
        letters = {limit[0]: Symbol(f"_{depth}_{n}") for n, limit in enumerate(expression.limits)}
        inner = same_letters(expression.function.xreplace(letters), depth + 1)
        return Sum(inner, *[(letters[index], low, high) for index, low, high in expression.limits])
    return expression.func(*[same_letters(part, depth) for part in expression.args])


def _letters() -> Iterable[str]:
    yield from INDEX_LETTERS
    yield from (f"{letter}_{number}" for number in range(1, 100) for letter in INDEX_LETTERS)


def _renamed(expression: Basic, new_names: Mapping[Basic, Basic], *, within_names: bool) -> Basic:
    if not new_names or _is_leaf(expression):
        return expression
    if isinstance(expression, Indexed):
        indices = [_renamed(index, new_names, within_names=within_names) for index in expression.indices]
        return expression.base[tuple(indices)]
    if isinstance(expression, Named) and not within_names:
        return expression
    parts = [_renamed(part, new_names, within_names=within_names) for part in expression.args]
    if isinstance(expression, Sum):
        here = {limit[0]: new_names[limit[0]] for limit in expression.limits if limit[0] in new_names}
        limits = [(here.get(index, index), low, high) for index, low, high in expression.limits]
        return Sum(parts[0].xreplace(here), *limits)
    return expression.func(*parts)


def are_turned(left: Any, right: Any) -> bool:
    """Are these S_ij and S_ji, which are equal where S is symmetric?"""
    is_of_matrix = isinstance(left, Indexed) and len(left.indices) == 2  # noqa: PLR2004
    return bool(is_of_matrix and right == left.base[left.indices[::-1]])
