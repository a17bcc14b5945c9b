"""Convex or not: proved by signs and kinks, or refuted by a point; else nothing is said."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, Indexed, Integer, Pow, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Ge, Gt, Le, Lt

from derivations.errors import LossaryError
from derivations.evidence.balls import Undecided, Undefined, number_sign, precision
from derivations.evidence.controls import simple_points
from derivations.evidence.curvature.bounds import Bounding, Bounds
from derivations.evidence.curvature.kinks import NO_JUMP, Jumps, Unknown, jumps_of
from derivations.evidence.curvature.signs import DOWN, UP, Signs
from derivations.evidence.places import BITS
from derivations.evidence.points import Point, describe
from derivations.evidence.proof.given import given_by
from derivations.evidence.verdicts import Shown, compare, value
from derivations.language.functions import D, Prime, log_det
from derivations.language.indices import substitute
from derivations.language.loss import Loss
from derivations.language.over import Over
from derivations.language.shapes import base_of, free_names


@dataclass(frozen=True)
class Witness:
    """A point, the second derivative there, and those of models."""

    point: Point
    value: Shown
    models: tuple[tuple[Expr, Shown], ...] = ()

    @property
    def numbers(self) -> list[tuple[Expr, Shown]]:
        """All that has to be put in, with the numbers."""
        return [*describe(self.point), *self.models]


@dataclass(frozen=True)
class Curvature:
    """What is known of a loss as one variable moves, or one component of it, and all else stays.

    Args:
        convex: is it proved to be so?
        concave: the same.
        low: the second derivative is never below this, which does not depend on what moves; None if nothing is known.
        high: the same from above.
        smooth: is it proved that there are no kinks?
        negative: a point at which the second derivative is negative: there the loss is not convex.
        positive: a point at which it is positive: there the loss is not concave.
        strongly: is it convex, and `low` positive?
        jumps: the signs that jumps of the slope may have, if it is proved that the loss itself has none; else None.
    """

    convex: bool = False
    concave: bool = False
    low: Expr | None = None
    high: Expr | None = None
    smooth: bool = False
    negative: Witness | None = None
    positive: Witness | None = None
    strongly: bool = False
    jumps: Jumps | None = None

    @property
    def bounded(self) -> bool:
        """Is the curvature bounded, which is to say that the slope changes no faster than some multiple of the way?"""
        return self.smooth and self.low is not None and self.high is not None


def curvature_of(loss: Loss, gradient: Expr, second: Expr, *, proved: bool) -> Curvature:
    """What the second derivative says of the loss.

    Args:
        loss: the loss.
        gradient: its gradient.
        second: the derivative of that by the same variable, or by another component of it.
        proved: are both proved? Else points are all there is.
    """
    if base_of(loss.second) != base_of(loss.wrt):
        return Curvature()
    if isinstance(loss.wrt, Indexed) and isinstance(loss.second, Indexed):
        second = substitute(second, dict(zip(loss.second.indices, loss.wrt.indices, strict=True)))
    if not moves_freely(loss):
        return Curvature()
    found = _proved(loss, second) if proved else Curvature()
    return found if found.convex else _with_points(found, loss, gradient, second)


def moves_freely(loss: Loss) -> bool:
    """Does the variable move through an interval, whatever the rest is worth?

    Not so where the formula does not show all that the loss needs to have a value.
    An inequality may make that narrower; then nothing is known of its ends (see ``is_narrowed``).
    """
    base = base_of(loss.wrt)
    domain = loss.symbols[base]
    narrows = [relation for relation in loss.relations if isinstance(relation, Ge | Gt | Le | Lt)]
    tied = any(base in free_names(relation) for relation in loss.stated if relation not in narrows)
    return not (
        tied
        or loss.needs
        or domain.choices
        or domain.whole
        or domain.equation(base)
        or loss.expression.has(log_det, Over)
    )


def is_narrowed(loss: Loss) -> bool:
    """Does an inequality hold of the variable?"""
    return any(base_of(loss.wrt) in free_names(relation) for relation in loss.relations)


def _proved(loss: Loss, second: Expr) -> Curvature:
    """By algebra; a model is known too little for that."""
    moving, signs = {base_of(loss.wrt)}, Signs(given_by(loss))
    if moves_a_model(loss):
        return Curvature()
    try:
        jumps = jumps_of(loss.expression, loss.wrt, signs, moving)
    except Unknown:
        return Curvature()
    bent, bounds = signs.of(second), _bounds(second, signs, moving)
    convex, concave = (jumps <= side and bent <= side for side in (UP, DOWN))
    low, high = (None if end is None else _shorter(end, loss) for end in (bounds.low, bounds.high))
    strongly = convex and low is not None and signs.of(low) == {1}
    return Curvature(convex, concave, low, high, smooth=jumps == NO_JUMP, strongly=strongly, jumps=jumps)


def moves_a_model(loss: Loss) -> bool:
    """Does the variable move a model, of which nothing is known?"""
    base = base_of(loss.wrt)
    return any(base in free_names(node) for node in loss.expression.atoms(AppliedUndef))


def _bounds(second: Expr, signs: Signs, moving: set[Any]) -> Bounds:
    """Also from its sign, if nothing better is known."""
    found, bent = Bounding(moving, signs).of(second), signs.of(second)
    low = Integer(0) if found.low is None and bent <= UP else found.low
    return Bounds(low, Integer(0) if found.high is None and bent <= DOWN else found.high)


def _shorter(bound: Expr, loss: Loss) -> Expr:
    """The square of a label of -1 or +1 is 1."""
    ones = {node: Integer(1) for node in bound.atoms(Pow) if node.exp.is_even and _is_sign(node.base, loss)}
    return bound.xreplace(ones)


def _is_sign(node: Expr, loss: Loss) -> bool:
    domain = loss.symbols.get(base_of(node)) if isinstance(node, Symbol | Indexed) else None
    return domain is not None and set(domain.values) == {-1, 1}


def _with_points(found: Curvature, loss: Loss, gradient: Expr, second: Expr) -> Curvature:
    """With points that show what it is not, the easiest that there are."""
    hole = D(gradient, loss.wrt)  # by balls, and without a value at a kink
    negative: Point | None = None
    positive: Point | None = None
    with suppress(LossaryError):
        for point in simple_points(loss):
            side = _sign_at(hole, point)
            negative = negative or (point if side < 0 else None)
            positive = positive or (point if side > 0 and not found.concave else None)
            if negative and (positive or found.concave):
                break
    models = [node for node in sorted(second.atoms(Prime), key=str) if len(node.positions) > 1]
    return replace(found, negative=_witness(hole, models, negative), positive=_witness(hole, models, positive))


def _sign_at(hole: Expr, point: Point) -> int:
    """The sign of the second derivative; 0 also where it has none, or it cannot be told."""
    with precision(BITS), suppress(Undefined, Undecided):
        return number_sign(value(hole, point.scope()))
    return 0


def _witness(hole: Expr, models: list[Expr], point: Point | None) -> Witness | None:
    if point is None:
        return None
    shown, *others = (_shown(node, point) for node in (hole, *models))
    return Witness(point, shown, tuple(zip(models, others, strict=True)))


def _shown(node: Expr, point: Point) -> Shown:
    return compare(node, Integer(0), point.scope()).left or Integer(0)
