"""Proofs: the two sides are equal by algebra, in every cell of every switch; and a gradient is that of its loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from sympy import Expr, Integer, Symbol

from derivations.evidence.proof.adjoints import expansions, formulas_of
from derivations.evidence.proof.cells import Cell, Empty, factor_keys, is_zero, where_zero, worked
from derivations.evidence.proof.defined import missing
from derivations.evidence.proof.given import Given, given_by, within
from derivations.evidence.proof.quotients import NoValue, Quotient, Unproved
from derivations.evidence.proof.slopes import without_holes
from derivations.evidence.proof.switches import own_shapes, shapes
from derivations.evidence.proof.trees import apart
from derivations.evidence.proof.workspace import Nowhere, Same, Split, Workspace
from derivations.evidence.scope import Binder
from derivations.language.functions import Adjoint, D
from derivations.language.loss import Loss

MOST_CELLS = 160
MOST_LABELLED = 8  # choices of labels, each a cell of its own
ONE = Integer(1)


@dataclass(frozen=True)
class Proof:
    """What came of an attempt.

    Args:
        proved: are the sides equal by algebra, in every cell?
        cells: how many cells there are.
        missing: where one of these is zero, the right side has no value although the left may have one.
        why: what stood in the way, if nothing was proved.
    """

    proved: bool
    cells: int = 0
    missing: tuple[Expr, ...] = ()
    why: str = ""


class Prover:
    """Proves equations about one loss. What it says is proved holds wherever both sides have a value, kinks aside."""

    def __init__(self, loss: Loss, facts: tuple[Expr, ...] = ()) -> None:
        self.loss, self.given = loss, given_by(loss, facts)
        self.known: dict[tuple[Any, ...], Proof] = {}

    def equation(self, left: Expr, right: Expr, binders: tuple[Binder, ...] = ()) -> Proof:
        """Is left = right wherever both have a value, for all values of the indices bound around?"""
        key = left, right, binders
        if key not in self.known:
            self.known[key] = self._attempt(left, right, None, binders)
        return self.known[key]

    def gradient(
        self,
        claim: Expr,
        w: Expr,
        order: int = 1,
        *,
        scale: Expr = ONE,
        needs: tuple[Expr, ...] = (),
        granted: tuple[Expr, ...] = (),
    ) -> Proof:
        """Is the claim the slope of the loss by w, with a value wherever the loss has a slope?

        Args:
            claim: the formula.
            w: what to differentiate by.
            order: how often.
            scale: the claim is this multiple of the slope.
            needs: what must have a value for the claim to have one, beside what it shows.
            granted: what has a value wherever the loss has one, beside what it shows.
        """
        key = claim, w, order, scale, needs, granted
        if key not in self.known:
            truth: Expr = Adjoint(Symbol(self.loss.name), w) if self.loss.backward else D(self.loss.expression, w)
            for _ in range(order - 1):
                truth = D(truth, w)
            claimed = _Claimed(self.loss.expression, needs, granted)
            self.known[key] = self._attempt(truth if scale == 1 else scale * truth, claim, claimed)
        return self.known[key]

    def _attempt(self, left: Expr, right: Expr, value: _Claimed | None, binders: tuple[Binder, ...] = ()) -> Proof:
        given = within(self.given, binders)
        found = _tried(given, left, right, value)
        for expanded in () if found.proved else expansions(left, right, self.loss):
            found = _tried(given, *expanded, value)
            if found.proved:
                break
        return found


@dataclass(frozen=True)
class _Claimed:
    """What is claimed to be a slope: of what, what the claim needs to have a value, and what is granted to have one."""

    loss: Expr
    needs: tuple[Expr, ...]
    granted: tuple[Expr, ...]


def _tried(given: Given, left: Expr, right: Expr, value: _Claimed | None) -> Proof:
    try:
        return _Attempt(given, left, right, value).proof()
    except (
        Unproved,
        RecursionError,
        ArithmeticError,
        ValueError,
        TypeError,
    ) as error:  # SymPy and FLINT raise the last
        return Proof(proved=False, why=str(error) or type(error).__name__)


@dataclass(frozen=True)
class _Task:
    """A cell to look at, or the boundary of a switch within it."""

    cell: Cell
    boundary: Expr | None = None


class _Attempt:
    def __init__(self, given: Given, left: Expr, right: Expr, claimed: _Claimed | None) -> None:
        self.given = given
        self.left, self.right = (apart(without_holes(side)) for side in (left, right))
        self.value = None if claimed is None else apart(claimed.loss)
        granted, needs = (claimed.granted, claimed.needs) if claimed else ((), ())
        self.formulas = [apart(formula) for formula in (*formulas_of(given.loss), *granted)]
        self.parts = [apart(part) for part in (right, *needs)]
        self.strict = claimed is not None
        self.missing: dict[Expr, None] = {}

    def proof(self) -> Proof:
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
            except Empty:
                continue
            except Split as split:
                waiting += self._parts(task, split.switch)
            except Same as same:
                waiting += [
                    _Task(task.cell.where_equal(same.pair), task.boundary),
                    _Task(task.cell.where_different(same.pair), task.boundary),
                ]
        return Proof(proved=True, cells=cells, missing=tuple(self.missing))

    def _labelled(self) -> list[Cell]:
        """One cell for each choice of labels, unless there are many."""
        used = self.left.free_symbols | self.right.free_symbols
        values = {s: d.values for s, d in self.given.loss.symbols.items() if s in used and d.values}
        choices = product(*values.values()) if prod(map(len, values.values())) <= MOST_LABELLED else [()]
        return [Cell(put=tuple({s: Integer(v)} for s, v in zip(values, choice, strict=False))) for choice in choices]

    def _parts(self, task: _Task, switch: Expr) -> Iterator[_Task]:
        """The two sides of a switch, and where it is zero: if the loss changes there, only where a slope is claimed."""
        yield from (_Task(task.cell.side(switch, sign), task.boundary) for sign in (1, -1))
        if task.boundary is not None or switch.is_zero is False:
            return
        if not self._is_own(task.cell, switch):
            yield _Task(where_zero(task.cell, switch, self.given))
        elif self.strict:
            yield _Task(task.cell, switch)

    def _is_own(self, cell: Cell, switch: Expr) -> bool:
        """Does the loss itself change its formula where this is zero?"""

        def shared(work: Workspace) -> bool:
            u = work.of(cell.here(switch))
            if own_shapes(work) & set(shapes(work, u)):
                return True
            return bool(set(factor_keys(work, u)) & self._zeros(work))

        return worked(cell, self.given, shared)

    def _in_cell(self, cell: Cell) -> None:
        def settled(work: Workspace) -> None:
            left = self._side(work, cell, self.left)
            right = None if left is None else self._side(work, cell, self.right)
            if left is None or right is None:
                return
            if not is_zero(work, work.ring.add(left, work.ring.negative(right))):
                msg = f"the sides differ in the cell {_described(cell)}"
                raise Unproved(msg)
            if self.strict:
                formulas = [cell.here(formula) for formula in self.formulas]
                for part in self.parts:
                    found = missing(cell.here(part), formulas, self._zeros(work), work)
                    self.missing |= dict.fromkeys(found)

        worked(cell, self.given, settled)

    def _side(self, work: Workspace, cell: Cell, node: Expr) -> Quotient | None:
        """Its normal form; None where it has no value, and need not have one."""
        try:
            return work.of(cell.here(node))
        except (Nowhere, NoValue) as error:
            if self.strict and node is self.right:
                if not cell.zeros:
                    msg = "it has no value where the loss may have a slope"
                    raise Unproved(msg) from error
                self.missing |= dict.fromkeys(cell.zeros)
            return None

    def _zeros(self, work: Workspace) -> set[Any]:
        """The factors that are zero where the loss changes its formula."""
        return {key for own in work.own if not own.binders for key in _keys_of(work, own.expression)}

    def _on_boundary(self, cell: Cell, switch: Expr) -> None:
        """Where the loss has one slope on a boundary (a seam), the claim must have it there too."""
        zero = where_zero(cell, switch, self.given)
        slopes = [self._beside(cell, switch, side, self.left) for side in (1, -1)]
        values = [self._beside(cell, switch, side, self.value) for side in (1, -1)]
        if None in slopes or None in values:
            return
        if not (self._agree(zero, *slopes) and self._agree(zero, *values)):
            return
        if not self._has_value(zero):
            self.missing[switch] = None
        elif not self._agree(zero, slopes[0], self.right):
            msg = f"the seam where {switch} = 0"
            raise Unproved(msg)

    def _has_value(self, cell: Cell) -> bool:
        try:
            worked(cell, self.given, lambda work: work.of(cell.here(self.right)))
        except (Nowhere, NoValue):
            return False
        return True

    def _beside(self, cell: Cell, switch: Expr, side: int, node: Any) -> Any:
        """The formula that holds on one side."""
        there = cell.side(switch, side)
        try:
            return worked(there, self.given, lambda work: work.expression(work.of(there.here(node))))
        except (Nowhere, Empty):
            return None

    def _agree(self, cell: Cell, one: Expr, other: Expr) -> bool:
        def same(work: Workspace) -> bool:
            u, v = work.of(cell.here(one)), work.of(cell.here(other))
            return is_zero(work, work.ring.add(u, work.ring.negative(v)))

        try:
            return worked(cell, self.given, same)
        except (Nowhere, Unproved):
            return False


def _keys_of(work: Workspace, switch: Expr) -> Iterator[Any]:
    try:
        yield from factor_keys(work, work.of(switch))
    except (Split, Same, Unproved, Nowhere):
        return


def _described(cell: Cell) -> str:
    signs = [f"{switch} {'<=>'[sign + 1]} 0" for switch, sign in cell.signs]
    values = [f"{name} = {value}" for values in cell.put for name, value in values.items()]
    return ", ".join([*signs, *values]) or "of all points"
