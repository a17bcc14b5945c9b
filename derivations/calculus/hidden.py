"""Boundaries inside intermediates of a loss that is derived backwards: the loss names these, and does not show them.

Where an intermediate such as h = max(0, z) breaks, and has one value, the loss has the slopes that its adjoints have on
the two sides: by z that of z, by the variable the gradient. Only one term of a sum over the units breaks there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sympy import Basic, Dummy, Eq, Expr, S
from sympy.tensor.indexed import Indexed

from derivations.calculus.boundary import Boundaries, Boundary, left_open
from derivations.calculus.edges import edges_of
from derivations.calculus.folding import written_out
from derivations.calculus.granted import Known
from derivations.calculus.kinks import distinct, find_boundaries
from derivations.calculus.limits import limits
from derivations.calculus.parts import involves, solved, terms_with
from derivations.calculus.sides import Binders, both_sides, both_signs, switches_within
from derivations.language.functions import Adjoint
from derivations.language.indices import substitute
from derivations.language.loss import Loss


@dataclass(frozen=True)
class Slopes:
    """The adjoints of a loss, each without any other in it, and its gradient."""

    adjoints: Mapping[Expr, Expr]
    gradient: Expr

    def by(self, variable: Expr) -> Expr | None:
        """The adjoint of this intermediate, at its own indices; None if there is none, or more than one formula."""
        for pattern, slope in self.adjoints.items():
            if isinstance(pattern, Indexed) and isinstance(variable, Indexed) and pattern.base == variable.base:
                return substitute(slope, dict(zip(pattern.indices, variable.indices, strict=True)))
        return self.adjoints.get(variable)


def with_hidden(seen: Boundaries, loss: Loss, slopes: Slopes, known: Known) -> Boundaries:
    """The boundaries, with those of the intermediates, and those of the loss in its intermediates."""
    seek = _Seek(loss, slopes, known)
    found = [*seen.found, *seek.broken(loss.expression, ())]
    for definition in loss.definitions:
        sizes = loss.symbols[definition.base].shape
        index = tuple((i, S.One, size) for i, size in zip(definition.indices, sizes, strict=True))
        found += seek.broken(definition.value, index)
        found += seek.edges(definition.value, index)
    return replace(seen, found=tuple(distinct(found)), cells=seek.cells)


@dataclass(frozen=True)
class _Seek:
    loss: Loss
    slopes: Slopes
    known: Known
    cells: dict[Expr, tuple[Expr, ...]] = field(default_factory=dict)

    @property
    def w(self) -> Expr:
        return self.loss.wrt

    def edges(self, value: Expr, index: Binders) -> Iterator[Boundary]:
        """Where an intermediate has no value, as far as that can be told; the rest is left open."""
        within, written = self.known.within(index), written_out(value, self.loss)
        edges = list(edges_of(written, self.w, within))
        short = list(edges_of(value, self.w, within)) if edges else []
        told = len(edges) == len(short) and all(edge.kind == "outside" for edge in edges)
        for number, named in enumerate(short):
            where = Eq(named.switch, 0, evaluate=False)
            if told:
                yield replace(edges[number], switch=named.switch, where=where)
            else:
                yield left_open(named.switch, self.w, (*index, *named.index))

    def broken(self, value: Expr, index: Binders) -> Iterator[Boundary]:
        """Where another formula takes over, for those values of the indices for which w has a part in it."""
        for switch, inner in switches_within(value).items():
            written = written_out(switch, self.loss)
            if involves(switch, self.w) or not involves(written, self.w):
                continue  # the first is seen from the loss itself
            if self.known.within((*index, *inner)).is_nonzero(switch):
                continue
            found = None if inner else self._at_cells(value, switch, written, index)
            yield from [left_open(switch, self.w, (*index, *inner))] if found is None else found

    def _at_cells(self, value: Expr, switch: Expr, written: Expr, index: Binders) -> list[Boundary] | None:
        """What happens at the units in which w has a part; None if it is not known which, or what."""
        cells: list[dict[Basic, Expr]] = [{}]
        for letter, low, high in index:
            other = Dummy(integer=True, positive=True)  # w may have the same letter
            there = substitute(written, {letter: other})
            at = terms_with(there, other, low, high, self.w) if isinstance(self.w, Indexed) else None
            if at is None:
                return None
            cells = [{**cell, letter: here} for cell in cells for here in at]
        self.cells[switch] = tuple(substitute(switch, cell) for cell in cells)
        found = [self._at(substitute(value, cell), substitute(switch, cell)) for cell in cells]
        return None if None in found else [boundary for some in found for boundary in some or ()]

    def _at(self, value: Expr, switch: Expr) -> list[Boundary] | None:
        names = [name for name in self._names(switch) if involves(written_out(name, self.loss), self.w)]
        if len(names) != 1:
            return None
        own = [b for b in find_boundaries(value, names[0], self.known).found if b.switch in both_signs(switch)]
        found = [self._of_loss(boundary) for boundary in own]
        return None if None in found else [boundary for boundary in found if boundary is not None]

    def _names(self, node: Basic) -> list[Expr]:
        bases = {definition.base for definition in self.loss.definitions}
        named = {u for u in node.free_symbols if (u.base if isinstance(u, Indexed) else u) in bases}
        return sorted((u for u in named if u not in bases or not self.loss.symbols[u].shape), key=str)

    def _of_loss(self, own: Boundary) -> Boundary | None:
        """What is a boundary of the intermediate, said of the loss."""
        value, pivot = solved(own.switch, own.variable, own.variable)
        adjoint = self.slopes.by(own.variable)
        if own.kind not in ("kink", "seam") or own.index or value is None or adjoint is None:
            return None
        pairs = [limits(both_sides(u, own.switch), pivot, value, self.known) for u in (adjoint, self.slopes.gradient)]
        if None in pairs or any(u.has(Adjoint) for pair in pairs for u in pair or ()):
            return None
        (below, above), both = pairs[0] or (None, None), pairs[1]
        return Boundary(own.kind, own.switch, own.variable, own.where, below, above, both)
