"""Ties: where the largest (or smallest) term over an index is taken by several, and the slopes of those."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Basic, Eq, Expr, Integer, Symbol
from sympy.tensor.indexed import Indexed

from derivations.calculus.boundary import Active, Boundary, left_open
from derivations.calculus.granted import Known
from derivations.calculus.rules import depends
from derivations.calculus.sides import Binders, named_in, nodes_within, places_within, switches_within
from derivations.calculus.trace import differentiate
from derivations.language.functions import magnitude
from derivations.language.over import Extreme, free_letter, overs_in


def ties_of(loss: Expr, w: Expr, known: Known) -> Iterator[Boundary]:
    """A boundary for every maximum or minimum over an index that depends on the variable.

    Where only the place of one stands, as in a gradient, what happens at its tie is left open.
    """
    found = dict[Expr, Binders]()
    for node, binders in nodes_within(loss):
        if isinstance(node, Extreme) and depends(node, w):
            where = Eq(node, node.second, evaluate=False)
            active = _active(node, w, known.within(binders))
            found[node.tie] = binders
            yield Boundary("tie", node.tie, w, where, index=named_in(node, binders), part=node, active=active)
    for place, binders in places_within(loss):
        if place.tie not in found and depends(place.extreme, w):
            found[place.tie] = binders
            yield left_open(place.tie, w, binders)


def _active(node: Extreme, w: Expr, known: Known) -> Active:
    letter = free_letter(node, w)
    term, cell, binder = node.at(letter), _any_cell(w, letter, node), (letter, *node.ends)
    slope = differentiate(term, cell, (binder,), known.within([binder, *_entries(cell, known)]).ranges).result
    return Active(letter, term, cell, slope, node.side > 0 and _is_convex(term, w))


def _any_cell(w: Expr, *taken: Basic) -> Expr:
    """An entry of the array of w at indices that nothing else has."""
    if not isinstance(w, Indexed):
        return w
    letters: list[Symbol] = []
    for _ in w.indices:
        letters.append(free_letter(w, *taken, *letters))
    return w.base[tuple(letters)]


def _entries(cell: Expr, known: Known) -> Binders:
    """The indices of an entry, with their first and last values."""
    domain = known.domains.get(cell.base) if isinstance(cell, Indexed) else None
    return tuple((i, Integer(1), last) for i, last in zip(cell.indices, domain.shape, strict=True)) if domain else ()


def _is_convex(term: Basic, w: Expr) -> bool:
    """Is it of first degree in all that moves with w, or the absolute value of such a term?"""
    inner = term.args[0] if isinstance(term, magnitude) else term
    bends = [*switches_within(inner), *(node for node in overs_in(inner) if isinstance(node, Extreme))]
    smooth = not any(depends(switch, w) for switch in bends)
    return smooth and not depends(differentiate(inner, w).result, w)
