"""Does every index stay within its array? A cell beyond its end has no value, even where it cancels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Expr, Indexed, IndexedBase, Integer, Sum

from derivations.evidence.proof.quotients import Unproved
from derivations.evidence.proof.switches import holds
from derivations.evidence.proof.trees import replaced
from derivations.evidence.proof.workspace import Workspace
from derivations.language.domains import Indices, Intermediate
from derivations.language.functions import Branches, Named
from derivations.language.loss import Loss
from derivations.language.over import Over, Place

Binder = tuple[Expr, Expr, Expr]  # an index, its first and its last value


def stay_inside(claim: Expr, work: Workspace) -> None:
    """Look at every cell of a claim, but for those of branches that are not taken in this cell of the switches.

    Raises:
        Unproved: one that may lie beyond the ends of its array.
    """
    symbols = work.given.loss.symbols
    for node, binders in _cells(claim, work, ()):
        domain = symbols.get(node.base)
        if domain is None or len(domain.shape) != len(node.indices):
            continue
        for place, (index, size) in enumerate(zip(node.indices, domain.shape, strict=True)):
            below, above = _gaps(index, size, binders, symbols)
            gaps = below + _inputs(node.base, place, work.given.loss), above
            if not all(work.is_nonnegative(work.of(gap).over) for gap in gaps):
                msg = f"the index {index} of {node} may leave its range"
                raise Unproved(msg)


def _inputs(array: Any, place: int, loss: Loss) -> int:
    """How many layers lie before the first: one, if something is computed from that."""
    if not isinstance(loss.symbols[array], Intermediate):
        return 0
    used = [node for d in loss.definitions for node in d.value.atoms(Indexed) if node.base == array]
    return int(any(node.indices[place].as_coeff_Add()[0] == -1 for node in used))


def _cells(node: Any, work: Workspace, binders: tuple[Binder, ...]) -> Iterator[tuple[Indexed, tuple[Binder, ...]]]:
    if isinstance(node, Indexed):
        yield node, binders
    if isinstance(node, Branches):
        yield from _cells_of_branches(node, work, binders)
        return
    if isinstance(node, Sum):
        binders = (*reversed(node.limits), *binders)  # of those in one sum the last is the outermost
    if isinstance(node, Over):
        binders = ((node.index, *node.ends), *binders)
    for part in (node.definition,) if isinstance(node, Named) else node.args:
        if not isinstance(part, IndexedBase):
            yield from _cells(part, work, binders)


def _cells_of_branches(node: Branches, work: Workspace, binders: Any) -> Iterator[Any]:
    for value, condition in node.cases:
        yield from _cells(condition, work, binders)
        taken = holds(condition, work)
        if taken is not False:
            yield from _cells(value, work, binders)
        if taken is True:
            return


def _gaps(index: Expr, size: Expr, binders: tuple[Binder, ...], symbols: Any) -> tuple[Expr, Expr]:
    """What must not be negative: from 1 to the least value of the index, and from its greatest to the size."""
    places = [(place, *place.ends) for place in index.atoms(Place)]
    entries = [
        (cell, Integer(1), symbols[cell.base].last) for cell in index.atoms(Indexed) if _holds_indices(cell, symbols)
    ]
    least = greatest = index
    for letter, low, high in (*places, *entries, *binders):
        ends = {1: (low, high), -1: (high, low)}.get(index.coeff(letter), (letter, letter))
        least, greatest = replaced(least, {letter: ends[0]}), replaced(greatest, {letter: ends[1]})
    return least - 1, size - greatest


def _holds_indices(cell: Indexed, symbols: Any) -> bool:
    return isinstance(symbols.get(cell.base), Indices)
