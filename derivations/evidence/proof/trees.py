"""Expressions with some parts replaced, and nothing else: SymPy would simplify while it puts them together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import count
from typing import Any

from sympy import Add, Basic, Expr, Function, Indexed, Max, Min, Mul, Pow, Sum, Symbol
from sympy.core.relational import Relational

from derivations.language.functions import Adjoint

CACHED = 2**12
EVALUATING = Add | Mul | Pow | Function | Max | Min | Relational


def rebuilt(node: Any, parts: Iterable[Any]) -> Any:
    """A node of the same kind with other parts."""
    parts = tuple(parts)
    if parts == node.args:
        return node
    return node.func(*parts, evaluate=False) if isinstance(node, EVALUATING) else node.func(*parts)


def replaced(node: Any, values: Mapping[Basic, Any]) -> Any:
    """The expression with some parts replaced; what a sum binds is not the name that is free outside of it."""
    if node in values:
        return values[node]
    if isinstance(node, Sum) and _binds(node, values):
        return replaced(apart(node, *values, *values.values()), values)
    if isinstance(node, Adjoint):
        return _replaced_slope(node, values)
    return rebuilt(node, [replaced(part, values) for part in node.args]) if node.args else node


def _binds(node: Sum, values: Mapping[Basic, Any]) -> bool:
    """Does the sum bind an index that is to be replaced, or that what is put in holds?"""
    bound = {triple[0] for triple in node.limits}
    return any(not bound.isdisjoint(part.free_symbols) for pair in values.items() for part in pair)


def _replaced_slope(node: Adjoint, values: Mapping[Basic, Any]) -> Any:
    """What the slope is taken by stays, whatever it is worth: only its indices may change."""
    variable = node.variable
    if not isinstance(variable, Indexed):
        return node
    return Adjoint(node.loss, variable.base[tuple(replaced(index, values) for index in variable.indices)])


@lru_cache(maxsize=CACHED)
def depth(node: Basic) -> int:
    """How many sums stand one in the other."""
    own = len(node.limits) if isinstance(node, Sum) else 0
    return own + max((depth(part) for part in node.args), default=0)


@lru_cache(maxsize=CACHED)
def apart(node: Any, *avoid: Expr) -> Any:
    """The expression with its own name for every bound index, so that none is taken for another that is free."""
    if not node.has(Sum):
        return node
    taken = {symbol.name for u in (node, *avoid) for symbol in u.atoms(Symbol)}
    return _renamed(node, (name for number in count() if (name := f"s{number}.") not in taken))


def _renamed(node: Any, names: Iterator[str]) -> Any:
    if isinstance(node, Sum):
        function, limits = _renamed(node.function, names), list[Any]()
        for index, low, high in node.limits:
            fresh = {index: Symbol(next(names), integer=True, positive=True)}
            function = replaced(function, fresh)
            limits = [(letter, replaced(first, fresh), replaced(last, fresh)) for letter, first, last in limits]
            limits.append((fresh[index], low, high))
        return Sum(function, *limits)
    if isinstance(node, Indexed) or not node.args:
        return node
    return rebuilt(node, [_renamed(part, names) for part in node.args])
