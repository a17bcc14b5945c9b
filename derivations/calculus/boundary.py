"""What is said of a place where the formula of a gradient changes or fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sympy import Basic, Eq, Expr, Gt, Ne, Symbol
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from derivations.calculus.sides import Binders, both_signs, named_in
from derivations.calculus.tips import Everywhere
from derivations.language.functions import magnitude

Pair = tuple[Expr, Expr]


@dataclass(frozen=True)
class Active:
    """The terms of which several may be the best.

    Args:
        index: the letter of the index.
        term: the term for it.
        cell: the variable of the gradient; of an array any entry, with letters of its own.
        slope: the slope of the term in this cell.
        convex: is the maximum known to be convex in the whole array, so that every mean of slopes is a subgradient?
    """

    index: Symbol
    term: Expr
    cell: Expr
    slope: Expr
    convex: bool

    def slope_in(self, w: Expr) -> Expr:
        """The slope in one entry."""
        return self.slope.xreplace(
            dict(zip(self.cell.indices, w.indices, strict=True)) if isinstance(w, Indexed) else {}
        )


@dataclass(frozen=True)
class Boundary:
    """A place where the formula changes.

    Args:
        kind: "kink" (one-sided slopes differ), "seam" (value and slope agree: C1), "jump" (the value differs),
            "tie" (a maximum over an index is taken by several terms), "outside" (the edge of the domain),
            "open" (what happens there is not known) or "untested" (nor is it said).
        switch: the boundary lies where this is 0.
        variable: what is moved across it: the variable of the gradient, or the value of a model or an intermediate.
        where: the boundary as an equation.
        below, above: the slope in `variable` as the switch goes to 0 from below, from above. (A root has no values
            below 0: there, as the variable comes from below, from above.)
        slopes: the same two in the variable of the gradient.
        subdifferential: its lowest and highest element, where the loss is convex in `variable`.
        in_wrt: the same in the variable of the gradient, if that is another one.
        index: the indices in the switch that a sum binds, outermost first: it is enough that one value of them makes
            the switch 0.
        part: the term of the loss, for these indices, whose slopes are given; None for the loss itself. The slopes of
            the loss are those of all its terms together.
        means: of what is never negative, such as a root, what is 0 where it is 0: equations, each with the indices for
            every value of which it holds.
        active: of a tie, the terms that may share it, with their slopes.
        radius: of a root, the subdifferential by the whole array is the ball around 0 of this radius.
        given: the comparisons u > 0 with which it lies there at all: |x - |y|| has a kink at y = x if x > 0.
        missed: of a seam, the gradient as a formula has another value there than the slope of the loss.
    """

    kind: str
    switch: Expr
    variable: Expr
    where: Basic
    below: Expr | None = None
    above: Expr | None = None
    slopes: Pair | None = None
    subdifferential: Pair | None = None
    in_wrt: Pair | None = None
    index: Binders = ()
    part: Expr | None = None
    means: Everywhere = ()
    radius: Expr | None = None
    active: Active | None = None
    given: tuple[Relational, ...] = ()
    missed: bool = False


@dataclass(frozen=True)
class Boundaries:
    """Every boundary of a loss, and the switches at which there is none, whatever a rule that met them assumed.

    Args:
        found: the boundaries.
        harmless: the switches without any.
        cells: of a switch of every hidden unit, those of the units in which the variable has a part.
    """

    found: tuple[Boundary, ...]
    harmless: frozenset[Expr]
    cells: Mapping[Expr, tuple[Expr, ...]] = field(default_factory=dict)

    def at_cells(self, condition: Basic) -> tuple[Basic, ...]:
        """The condition u != 0 on a switch of every hidden unit, for the units that count."""
        units = [cell for turned in _needs_nonzero(condition) for cell in self.cells.get(turned, ())]
        return tuple(Ne(cell, 0, evaluate=False) for cell in units) or (condition,)

    def is_needless(self, condition: Basic) -> bool:
        """Is the condition u != 0 on a switch where nothing happens, such as |r| in a branch out of reach of r = 0?"""
        return bool(_needs_nonzero(condition) & self.harmless)

    def is_seam(self, condition: Basic) -> bool:
        """Is the condition u != 0 on a seam, where value and slope agree on both sides, and the gradient with them?"""
        found = {(b.kind, b.missed) for b in self.found if b.switch in _needs_nonzero(condition)}
        return found == {("seam", False)}


def _needs_nonzero(condition: Basic) -> frozenset[Expr]:
    """Of a condition u != 0 or |u| > 0, u and minus u."""
    if isinstance(condition, Gt) and condition.rhs == 0 and isinstance(condition.lhs, magnitude):
        return both_signs(condition.lhs.args[0])
    return both_signs(condition.lhs) if isinstance(condition, Ne) else frozenset()


def left_open(switch: Expr, w: Expr, index: Binders) -> Boundary:
    """The boundary at which it is not known what happens."""
    return Boundary("open", switch, w, Eq(switch, 0, evaluate=False), index=named_in(switch, index))


def untold(boundary: Boundary) -> Boundary:
    """The boundary without anything that is said of it."""
    return Boundary("untested", boundary.switch, boundary.variable, boundary.where, index=boundary.index)
