"""Indices and sizes of a gradient that is looked for: every loss calls them otherwise."""

from __future__ import annotations

from sympy import Basic, Eq, Expr, Indexed, IndexedBase, KroneckerDelta, Sum, Symbol

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
    shapes = {str(base): domain.shape for base, domain in loss.symbols.items() if isinstance(base, IndexedBase)}
    sizes = {str(s): s for s in loss.symbols if isinstance(s, Symbol)}
    found: dict[Expr, Expr] = {}
    for total in expression.atoms(Sum):
        ends = {index: high for index, low, high in total.limits if isinstance(high, Symbol) and low == 1}
        for cell in total.function.atoms(Indexed):
            for index, size in zip(cell.indices, shapes.get(str(cell.base), ()), strict=False):
                if index in ends and str(size) in sizes:
                    found.setdefault(ends[index], sizes[str(size)])
    return expression if len(set(found.values())) < len(found) else expression.xreplace(found)
