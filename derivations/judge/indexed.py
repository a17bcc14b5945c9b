"""Indices and sizes of a gradient that is looked for: every loss calls them otherwise."""

from __future__ import annotations

from functools import lru_cache

from sympy import Basic, Eq, Expr, Indexed, IndexedBase, KroneckerDelta, Sum, Symbol
from sympy.core.relational import Relational

from derivations.language.functions import Branches
from derivations.language.loss import Loss


def with_deltas(expression: Expr) -> Expr:
    """The expression with a Kronecker delta for every choice by whether two indices are equal."""
    found: Expr = expression.replace(_tells_indices_apart, _with_delta)
    return found


def _tells_indices_apart(node: Basic) -> bool:
    """Is it one value for k = y and another elsewhere?"""
    if not isinstance(node, Branches) or len(node.args) != 4 or not isinstance(node.args[1], Eq):  # noqa: PLR2004
        return False
    return all(isinstance(side, Symbol) and side.is_integer for side in node.args[1].args)


def _with_delta(node: Branches) -> Expr:
    value, same, other, _ = node.args
    found: Expr = other + (value - other) * KroneckerDelta(*same.args)
    return found


def in_sizes_of(loss: Loss, expression: Expr) -> Expr:
    """The expression with the ends of its sums called as the sizes of the same arrays are in the loss."""
    shapes, sizes = _arrays(loss)
    found: dict[Expr, Expr] = {}
    for base, place, end in _ends(expression):
        size = shapes[base][place] if place < len(shapes.get(base, ())) else ""
        if size in sizes:
            found.setdefault(end, sizes[size])
    return expression if len(set(found.values())) < len(found) else expression.xreplace(found)


@lru_cache(maxsize=1024)
def _arrays(loss: Loss) -> tuple[dict[str, tuple[str, ...]], dict[str, Expr]]:
    """The arrays of a loss, each with the names of its sizes; and the sizes by their names."""
    bases = {str(base): domain.shape for base, domain in loss.symbols.items() if isinstance(base, IndexedBase)}
    sizes: dict[str, Expr] = {str(s): s for s in loss.symbols if isinstance(s, Symbol)}
    return {base: tuple(map(str, shape)) for base, shape in bases.items()}, sizes


@lru_cache(maxsize=64)
def _ends(expression: Expr) -> tuple[tuple[str, int, Expr], ...]:
    """For each cell within a sum: its array, the place of an index of the sum in it, and where that index ends."""
    found = []
    for total in sorted(expression.atoms(Sum), key=str):
        ends = {index: high for index, low, high in total.limits if isinstance(high, Symbol) and low == 1}
        for cell in sorted(total.function.atoms(Indexed), key=str):
            places = enumerate(cell.indices)
            found += [(str(cell.base), place, ends[index]) for place, index in places if index in ends]
    return tuple(found)


def counts(letter: Symbol, formula: Expr) -> bool:
    """Does the letter count entries anywhere, or is it compared with what does?"""
    places = [index for cell in formula.atoms(Indexed) for index in cell.indices]
    return any(node.has(letter) for node in (*places, *formula.atoms(KroneckerDelta, Relational)))
