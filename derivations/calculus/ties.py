"""Ties: where the largest (or smallest) term over an index is taken by several, and the slopes of those."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Basic, Eq, Expr, Symbol

from derivations.calculus.boundary import Active, Boundary
from derivations.calculus.granted import Known
from derivations.calculus.rules import depends
from derivations.calculus.sides import named_in, nodes_within, switches_within
from derivations.calculus.trace import differentiate
from derivations.language.functions import magnitude
from derivations.language.indices import index_names
from derivations.language.over import Extreme

LETTERS = "jilrspqabcdefgh"


def ties_of(loss: Expr, w: Expr, known: Known) -> Iterator[Boundary]:
    """A boundary for every maximum or minimum over an index that depends on the variable."""
    for node, binders in nodes_within(loss):
        if isinstance(node, Extreme) and depends(node, w):
            where = Eq(node, node.second, evaluate=False)
            active = _active(node, w, known.within(binders))
            yield Boundary("tie", node.tie, w, where, index=named_in(node, binders), part=node, active=active)


def _active(node: Extreme, w: Expr, known: Known) -> Active:
    taken = index_names(node) | index_names(w)
    letter = Symbol(next(name for name in LETTERS if name not in taken), integer=True, positive=True)
    term = node.at(letter)
    slope = differentiate(term, w, ((letter, *node.ends),), known.within([(letter, *node.ends)]).ranges).result
    return Active(letter, term, slope, node.side > 0 and _is_convex(term, w))


def _is_convex(term: Basic, w: Expr) -> bool:
    """Is it of first degree in all that moves with w, or the absolute value of such a term?"""
    inner = term.args[0] if isinstance(term, magnitude) else term
    smooth = not any(depends(switch, w) for switch in switches_within(inner))
    return smooth and not depends(differentiate(inner, w).result, w)
