"""One attempt at a proof: are the two sides equal by algebra, in every cell of every switch?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Any

from sympy import Add, Expr, Indexed, Integer

from derivations.evidence.proof.adjoints import formulas_of, terms_of
from derivations.evidence.proof.cells import (
    Cell,
    Empty,
    factor_keys,
    has_no_value,
    is_never_zero,
    is_zero,
    where_zero,
    worked,
)
from derivations.evidence.proof.defined import kinks_of, missing
from derivations.evidence.proof.given import Given
from derivations.evidence.proof.holding import frozen, lettered, released
from derivations.evidence.proof.quotients import NoValue, Quotient, Unproved
from derivations.evidence.proof.slopes import without_holes
from derivations.evidence.proof.subscripts import stay_inside
from derivations.evidence.proof.trees import apart, replaced
from derivations.evidence.proof.workspace import Nowhere, Same, Split, Workspace
from derivations.language.domains import Intermediate
from derivations.language.shapes import free_names

MOST_CELLS = 160
MOST_LABELLED = 8  # choices of labels, each a cell of its own


@dataclass(frozen=True)
class Claimed:
    """What is claimed to be a slope: of what by what, what the claim needs to have a value, and what surely has one.

    Where something that is left out is 0, nothing is claimed.
    """

    loss: Expr
    w: Expr
    needs: tuple[Expr, ...]
    granted: tuple[Expr, ...]
    left_out: tuple[Expr, ...]


@dataclass(frozen=True)
class _Task:
    """A cell to look at, or the boundary of a switch within it."""

    cell: Cell
    boundary: Expr | None = None


class Attempt:
    """One attempt at two sides, cell by cell.

    Args:
        given: what the loss states.
        left, right: the sides.
        claimed: of what the left side is a slope, if it is the right side that is claimed to be one.
        whatever: also if what has a name, or is held fixed, were any other number?
    """

    def __init__(
        self, given: Given, left: Expr, right: Expr, claimed: Claimed | None, *, whatever: bool = False
    ) -> None:
        self.moving = _moving(given, claimed.w if claimed else given.loss.wrt)
        self.given = _released(given, self.moving)
        sides = [lettered(without_holes(side)) if whatever else without_holes(side) for side in (left, right)]
        self.left, self.right = (apart(released(side, self.moving)) for side in sides)
        fixed = lettered if whatever else frozen
        self.value = None if claimed is None else apart(released(fixed(claimed.loss), self.moving))
        granted, needs = (claimed.granted, claimed.needs) if claimed else ((), ())
        formulas, parts = (*formulas_of(given.loss), *granted), (right, *needs)
        formulas += tuple(term for formula in formulas for term in terms_of(formula, given.loss))
        if whatever:
            formulas, parts = (*formulas, *map(lettered, formulas)), tuple(map(lettered, parts))
        self.formulas = [apart(formula) for formula in formulas]
        self.parts = [apart(released(part, self.moving)) for part in parts]
        self.left_out = [apart(released(u, self.moving)) for u in (claimed.left_out if claimed else ())]
        self.strict = claimed is not None
        self.kinks = self._kinks(claimed.w) if claimed else set()
        self.missing: dict[Expr, None] = {}

    def settle(self) -> tuple[int, tuple[Expr, ...]]:
        """Prove the sides equal in every cell.

        Returns:
            How many cells there are, and where the right side may have no value although the left has one.

        Raises:
            Unproved: what stood in the way.
        """
        waiting, cells = [_Task(cell) for cell in self._labelled()], 0
        while waiting:
            task = waiting.pop()
            cells += 1
            if cells > MOST_CELLS:
                msg = f"more than {MOST_CELLS} cells"
                raise Unproved(msg)
            try:
                if task.boundary is None:
                    self._in_cell(task.cell)
                else:
                    self._on_boundary(task.cell, task.boundary)
            except (Empty, Nowhere):  # no points, or none at which its switches have a value
                continue
            except Split as split:
                waiting += self._parts(task, split.switch)
            except Same as same:
                waiting += [
                    _Task(task.cell.where_equal(same.pair, self.given), task.boundary),
                    _Task(task.cell.where_different(same.pair), task.boundary),
                ]
        return cells, tuple(self.missing)

    def _labelled(self) -> list[Cell]:
        """One cell for each choice of labels, unless there are many."""
        labels = {s: d.values for s, d in self.given.loss.symbols.items() if d.values}
        used = self.left.free_symbols | self.right.free_symbols if labels else set()
        values = {s: numbers for s, numbers in labels.items() if s in used}
        choices = product(*values.values()) if prod(map(len, values.values())) <= MOST_LABELLED else [()]
        return [Cell(put=tuple({s: Integer(v)} for s, v in zip(values, choice, strict=False))) for choice in choices]

    def _kinks(self, w: Expr) -> set[Expr]:
        try:
            return worked(Cell(), self.given, lambda work: kinks_of(self.formulas, w, work))
        except (Split, Same, Empty, Nowhere, Unproved):
            return set()

    def _parts(self, task: _Task, switch: Expr) -> Iterator[_Task]:
        """The two sides of a switch, and where it is zero: if the loss changes there, only where a slope is claimed."""
        yield from (_Task(task.cell.side(switch, sign), task.boundary) for sign in (1, -1))
        if is_never_zero(switch, self.given.whole):
            return
        if free_names(switch).isdisjoint(self.moving) or not self._is_own(task.cell, switch):
            with suppress(Empty):
                yield _Task(where_zero(task.cell, switch, self.given), task.boundary)
        elif self.strict and task.boundary is None and not self._is_left_out(task.cell, switch):
            yield _Task(task.cell, switch)

    def _is_own(self, cell: Cell, switch: Expr) -> bool:
        """Does the loss itself change its formula where this is zero?"""

        def shared(work: Workspace) -> bool:
            keys = set(factor_keys(work, work.of(cell.here(switch))))
            return bool(keys & self._zeros(work)) or any(
                not keys.isdisjoint(zeros) for zeros in self._terms(work, cell, switch)
            )

        return worked(cell, self.given, shared)

    def _is_left_out(self, cell: Cell, switch: Expr) -> bool:
        def includes(work: Workspace) -> bool:
            keys = set(_keys_of(work, cell.here(switch)))
            return any(keys <= set(_keys_of(work, cell.here(u))) for u in self.left_out) if keys else False

        return bool(self.left_out) and worked(cell, self.given, includes)

    def _terms(self, work: Workspace, cell: Cell, switch: Expr) -> Iterator[set[Any]]:
        """The same for the switches that the loss has within its sums, at the indices that occur here."""
        indices = dict.fromkeys(index for node in switch.atoms(Indexed) for index in node.indices)
        for own in work.own:
            for chosen in product(indices, repeat=len(own.binders)) if own.binders else ():
                names = {index: here for (index, *_), here in zip(own.binders, chosen, strict=True)}
                ends = [replaced(gap, names) for index, low, high in own.binders for gap in (high - index, index - low)]
                if all(work.is_nonnegative(work.of(cell.here(end)).over) for end in ends):
                    yield set(_keys_of(work, replaced(own.expression, names)))

    def _in_cell(self, cell: Cell) -> None:
        def compared(work: Workspace) -> None:
            left = self._side(work, cell, self.left)
            if left is None:
                self._without_slope(work, cell)
                return
            right = self._side(work, cell, self.right)
            if right is None:
                self._lacks_value(cell)
                return
            if not is_zero(work, work.ring.add(left, work.ring.negative(right))):
                if work.is_contradictory():
                    raise Empty
                settled = {switch for switch, _ in cell.signs}
                for base in work.unsettled:
                    if base not in settled:
                        raise Split(base)
                msg = f"the sides differ in the cell {_described(cell)}"
                raise Unproved(msg)
            if self.strict:
                self._find_missing(cell, work)

        worked(cell, self.given, compared)

    def _find_missing(self, cell: Cell, work: Workspace) -> None:
        formulas = [released(cell.here(formula), self.moving) for formula in self.formulas]
        kinks = {cell.here(kink) for kink in self.kinks}
        try:
            for part in self.parts:
                stay_inside(cell.here(part), work)
                self.missing |= dict.fromkeys(missing(cell.here(part), formulas, kinks, work))
        except Nowhere:
            self._lacks_value(cell)

    def _without_slope(self, work: Workspace, cell: Cell) -> None:
        """The table has no slope here: nothing is claimed if the loss has no value either; else it may have a slope."""
        if not self.strict or self._is_without_loss(work, cell):
            return
        if not cell.zeros:
            msg = "the loss may have a slope that the table does not tell"
            raise Unproved(msg)
        self.missing |= dict.fromkeys(cell.zeros)

    def _is_without_loss(self, work: Workspace, cell: Cell) -> bool:
        """Is it known that the loss has no value here? One of its formulas is enough."""
        for formula in self.formulas:
            with suppress(Unproved):
                if has_no_value(cell.here(formula), work):
                    return True
        return False

    def _side(self, work: Workspace, cell: Cell, node: Expr) -> Quotient | None:
        """Its normal form; None where it has no value."""
        try:
            return work.of(cell.here(node))
        except (Nowhere, NoValue):
            return None

    def _lacks_value(self, cell: Cell) -> None:
        """The claim has none here, where the loss has a slope: that is told of a boundary, and no proof elsewhere."""
        if not self.strict:
            return
        if not cell.zeros:
            msg = "it has no value where the loss may have a slope"
            raise Unproved(msg)
        self.missing |= dict.fromkeys(cell.zeros)

    def _zeros(self, work: Workspace) -> set[Any]:
        """The factors that are zero where the loss changes its formula."""
        return {key for own in work.own if not own.binders for key in _keys_of(work, own.expression)}

    def _on_boundary(self, cell: Cell, switch: Expr) -> None:
        """Where the loss has one slope on a boundary (a seam), the claim must have it there too.

        The loss is sure to have none where its values or slopes on the two sides are sure to differ. Where they may be
        equal at some points, a claim that is one of the slopes, or half way between them, is right at those; of one
        that has no value there, this is told.
        """
        zero = where_zero(cell, switch, self.given)
        slopes = [self._beside(cell, switch, side, self.left) for side in (1, -1)]
        values = [self._beside(cell, switch, side, self.value) for side in (1, -1)]
        if None in slopes or None in values or self._differ(zero, *values) or self._differ(zero, *slopes):
            return
        if not self._has_value(zero):
            self.missing |= {switch: None}
            return
        if not any(self._agree(zero, slope, self.right) for slope in (*slopes, Add(*slopes) / 2)):
            msg = f"the seam where {switch} = 0"
            raise Unproved(msg)
        if self._agree(zero, *slopes):
            worked(zero, self.given, lambda work: self._find_missing(zero, work))

    def _has_value(self, cell: Cell) -> bool:
        return worked(cell, self.given, lambda work: not has_no_value(cell.here(self.right), work))

    def _beside(self, cell: Cell, switch: Expr, side: int, node: Any) -> Any:
        """The formula that holds on one side."""
        there = cell.side(switch, side)
        try:
            return worked(there, self.given, lambda work: work.expression(work.of(there.here(node))))
        except (Nowhere, Empty):
            return None

    def _differ(self, cell: Cell, one: Expr, other: Expr) -> bool:
        """Are they sure to differ?"""
        return self._gap(cell, one, other, lambda work, gap: work.is_nonzero(gap.over))

    def _agree(self, cell: Cell, one: Expr, other: Expr) -> bool:
        return self._gap(cell, one, other, is_zero)

    def _gap(self, cell: Cell, one: Expr, other: Expr, holds: Callable[[Workspace, Quotient], bool]) -> bool:
        def of(work: Workspace) -> bool:
            u, v = work.of(cell.here(one)), work.of(cell.here(other))
            return holds(work, work.ring.add(u, work.ring.negative(v)))

        try:
            return worked(cell, self.given, of)
        except (Nowhere, Unproved):
            return False


def _released(given: Given, moving: set[Any]) -> Given:
    """With the switches of the loss as they are once all slopes have been taken."""
    own = tuple(replace(own, expression=released(own.expression, moving, switch=True)) for own in given.own)
    return given if own == given.own else replace(given, own=own, shelf=None)


def _moving(given: Given, w: Any) -> set[Any]:
    """What may move with w: the name itself, and what is computed on the way."""
    named = {name for name, domain in given.loss.symbols.items() if isinstance(domain, Intermediate)}
    return named | free_names(w)


def _keys_of(work: Workspace, switch: Expr) -> Iterator[Any]:
    try:
        yield from factor_keys(work, work.of(switch))
    except (Split, Same, Unproved, Nowhere):
        return


def _described(cell: Cell) -> str:
    signs = [f"{switch} {'<=>'[sign + 1]} 0" for switch, sign in cell.signs]
    values = [f"{name} = {value}" for values in cell.put for name, value in values.items()]
    return ", ".join([*signs, *values]) or "of all points"
