"""Sums that stand in an expression next to their negatives: both are rounded alike if they are worked out once."""

from __future__ import annotations

from sympy import Add, Basic, Expr, Mul, S
from sympy.tensor.indexed import Indexed

from derivations.code.terms import negative
from derivations.language.functions import Named

EXACT = 2  # terms of a sum whose negative has the same rounding anyway


def worked_out_once(expression: Expr) -> Expr:
    """The same, each such sum under a name."""
    if expression.has(Indexed):
        return expression
    found = _sums(expression)
    known: dict[Basic, Expr] = {}
    for total in sorted(found, key=str):
        other = negative(total)
        if other in found and other not in known and len(total.args) > EXACT:
            known[total] = name = Named("v", total)
            known[other] = Mul(S.NegativeOne, name)
    return expression.xreplace(known) if known else expression


def _sums(node: Basic) -> set[Expr]:
    found = {node} if isinstance(node, Add) else set()
    return found.union(*map(_sums, (node.definition,) if isinstance(node, Named) else node.args))
