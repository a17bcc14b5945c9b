"""Which way the slope of a loss jumps at its kinks: up, as that of |p| does, or down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from sympy import Add, Expr, Mul, Pow, Sum

from derivations.evidence.curvature.signs import DOWN, UP, Signs, labelled
from derivations.evidence.places import switches_in
from derivations.evidence.proof.cells import Cell, Empty, Result, is_zero, where_zero, worked
from derivations.evidence.proof.defined import needs
from derivations.evidence.proof.emptiness import everywhere, possible_signs, starts
from derivations.evidence.proof.proving import FAILURES
from derivations.evidence.proof.quotients import Quotient
from derivations.evidence.proof.slopes import slope
from derivations.evidence.proof.trees import apart
from derivations.evidence.proof.workspace import Nowhere, Workspace
from derivations.language.functions import Named
from derivations.language.shapes import base_of, free_names

WANTED = {"nonzero": frozenset({-1, 1}), "positive": frozenset({1}), "nonnegative": UP, "root": UP}
Jumps = frozenset[int]  # the signs that a jump of the slope may have
NO_JUMP: Jumps = frozenset({0})


class Unknown(Exception):  # noqa: N818  (an answer, not a fault)
    """It was not found out what happens at a kink."""


def jumps_of(loss: Expr, w: Expr, signs: Signs, moving: set[Any]) -> Jumps:
    """The signs of the jumps of the slope at all places where the formula changes.

    The loss must have a value wherever the domains allow, and no jump of its own. Where several switches are zero at
    once, or one is for particular values of the other names only, the loss is as it is beside it: it is continuous.

    Raises:
        Unknown: it is not proved that the loss is such, or what its slope does.
    """
    found = {0}
    try:
        for part, around in _gathered(list(_parts(loss, signs, moving)), signs):
            _check_value(part, around)
            found |= _jumps(part, w, around, moving)
    except FAILURES as error:
        raise Unknown from error
    return frozenset(found)


def _parts(u: Any, signs: Signs, moving: set[Any], factor: Expr | None = None) -> Iterator[tuple[Expr, Signs]]:
    """The terms of the loss, those of its sums too, with what is known there."""
    if isinstance(u, Named) and isinstance(u.definition, Add | Sum):
        yield from _parts(u.definition, signs, moving, factor)
    elif isinstance(u, Add):
        for part in u.args:
            yield from _parts(part, signs, moving, factor)
    elif isinstance(u, Sum):
        yield from _parts(u.function, signs.around(u.limits), moving, factor)
    elif isinstance(u, Mul) and len(own := [part for part in u.args if free_names(part) & moving]) == 1:
        rest = Mul(*(part for part in u.args if part != own[0]))
        clash = rest.free_symbols & {i for s in own[0].atoms(Sum) for i, *_ in s.limits}
        if clash:
            raise Unknown
        yield from _parts(own[0], signs, moving, rest if factor is None else factor * rest)
    else:
        yield u if factor is None else factor * u, signs


def _gathered(parts: list[tuple[Expr, Signs]], signs: Signs) -> list[tuple[Expr, Signs]]:
    """The terms outside of sums that have switches as one: their kinks may cancel."""
    together = [part for part, around in parts if around is signs and any(True for _ in switches_in(part))]
    apart = [(part, around) for part, around in parts if part not in together]
    return [*apart, (Add(*together), signs)] if together else apart


def _check_value(part: Expr, signs: Signs) -> None:
    """Has it a value at all points of the domains?"""
    if all(signs.of(node) <= WANTED[kind] for node, kind in needs(part, None)):
        return
    whole = apart(part)

    def holds(cell: Cell, work: Workspace) -> bool:
        try:
            return all(possible_signs(node, work) <= WANTED[kind] for node, kind in needs(cell.here(whole), work))
        except Nowhere:
            return False

    if not everywhere(signs.given, labelled(part, signs.given), holds):
        raise Unknown


def _jumps(part: Expr, w: Expr, signs: Signs, moving: set[Any]) -> set[int]:
    found = set[int]()
    for node, kind in needs(part, None):
        if kind in ("nonnegative", "root") and free_names(node) & moving and signs.of(node) != {1}:
            found |= _at_root(part, signs, moving)
    for switch in switches_in(part):
        if free_names(switch.expression) & moving:
            if switch.binders:
                raise Unknown
            found |= _at_switch(part, switch.expression, w, signs)
    return found


def _at_root(part: Expr, signs: Signs, moving: set[Any]) -> set[int]:
    """A root is least where it is zero, so its slope jumps up there, if at all; so does a positive multiple of it."""
    factors = part.args if isinstance(part, Mul) else (part,)
    own = [factor for factor in factors if free_names(factor) & moving]
    root = own[0].definition if isinstance(own[0], Named) else own[0]
    if len(own) > 1 or not (isinstance(root, Pow) and root.exp.is_positive) or any(True for _ in switches_in(root)):
        raise Unknown
    side = signs.of(Mul(*(factor for factor in factors if factor is not own[0])))
    if not (side <= UP or side <= DOWN):
        raise Unknown
    return set(side | {0})


def _at_switch(part: Expr, switch: Expr, w: Expr, signs: Signs) -> set[int]:
    """The signs of the jump, in the direction in which w grows."""
    value, first = apart(part), apart(slope(part, w))
    found = set[int]()

    def beside(cell: Cell, factor: Expr, node: Expr, side: int) -> Expr:
        there = cell.side(factor, side)
        try:
            return worked(there, signs.given, lambda work: work.expression(work.of(there.here(node))))
        except (Nowhere, Empty) as error:
            raise Unknown from error

    def there(zero: Cell, task: Callable[[Workspace], Result]) -> Result:
        """What holds at the switch itself, up to which the formulas must have values and slopes: 1/w has none at 0."""
        try:
            return worked(zero, signs.given, task)
        except Nowhere as error:
            raise Unknown from error

    def where(cell: Cell, factor: Expr) -> None:
        zero = where_zero(cell, factor, signs.given)
        if 0 not in worked(cell, signs.given, lambda work: possible_signs(cell.here(factor), work)):
            return
        worked(zero, signs.given, lambda _: None)  # Empty, if there are no points
        above = beside(cell, factor, value, 1)
        gaps = [
            above - beside(cell, factor, value, -1),
            beside(cell, factor, first, 1) - beside(cell, factor, first, -1),
        ]
        for gap in (gaps[0], above - value):
            if not there(zero, lambda work, gap=gap: is_zero(work, work.of(zero.here(gap)))):  # type: ignore[misc]
                raise Unknown  # the loss itself jumps, or has another value there
        jump = zero.here(apart(gaps[1] * apart(slope(factor, w))))
        found.update(there(zero, lambda work: possible_signs(jump, work)))

    def look(cell: Cell, work: Workspace) -> bool:
        for factor in _factors(cell.here(apart(switch)), work):
            if base_of(w) in free_names(factor):
                with suppress(Empty):
                    where(cell, factor)
        return True

    cells = [start for cell in labelled(part, signs.given) for start in starts(signs.given.loss.stated, cell)]
    if not everywhere(signs.given, cells, look):
        raise Unknown
    return found


def _factors(switch: Expr, work: Workspace) -> list[Expr]:
    """Where one of them is zero, so is the switch: of a difference of squares, u - v and u + v."""
    _, factors = work.ring.factors(work.of(switch).over)
    if len(factors) == 1 and factors[0][1] == 1:
        return [switch]
    return [work.expression(Quotient(factor, work.ring.one)) for factor, _ in factors]
