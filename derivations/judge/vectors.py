"""Gradients as numbers: one code for each component, evaluated in balls at a spot and remembered there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from math import inf
from typing import Any

from flint import arb, arb_series, ctx
from sympy import Basic, Expr

from derivations.evidence.balls import Number, Undecided, Undefined, Value, at_root, ball, finite, is_series, precision
from derivations.evidence.hunt import Root
from derivations.evidence.points import Point
from derivations.evidence.scope import Scope
from derivations.evidence.values import evaluate, key_of
from derivations.evidence.verdicts import DEEP, LADDER, value
from derivations.judge.question import Question
from derivations.language.functions import D
from derivations.language.loss import Loss

Group = tuple[Any, ...]  # values of the symbols that are constant during training
Cell = tuple[Any, ...]  # signs of the switches and values of the labels
SECOND = 2


@dataclass(frozen=True, eq=False)
class Spot:
    """A point at which claim and gradient are compared.

    Args:
        point: a number for every symbol.
        computed: symbols whose number follows from the others.
        group: the values of everything that is constant during training; equal in spots that may share a scale.
        cell: on which side of every switch the spot lies, and the values of the labels.
        ladder: the bits to compare with there, until it is clear.
        roots: the coordinates that are known as roots only; the point has numbers next to them.
    """

    point: Point
    computed: Mapping[Any, Expr]
    group: Group = ()
    cell: Cell = ()
    ladder: tuple[int, ...] = LADDER
    roots: tuple[Root, ...] = ()
    known: dict[Any, Any] = field(default_factory=dict, repr=False)

    def scope(self) -> Scope:
        """What every name means here, at the precision in force."""
        if ctx.prec not in self.known:
            scope = self.point.scope()
            for root in self.roots:
                scope = with_number(scope, root.key, root.number())
            for symbol, expression in self.computed.items():
                scope = with_number(scope, symbol, evaluate(expression, scope))
            self.known[ctx.prec] = scope
        found: Scope = self.known[ctx.prec]
        return found

    @property
    def identity(self) -> tuple[object, bool]:
        """What makes it another spot than others."""
        return self.point.identity, bool(self.roots)

    def entered(self) -> AbstractContextManager[None]:
        """In which signs are told as they are at this spot."""
        return at_root() if self.roots else nullcontext()

    @cached_property
    def where(self) -> Scope:
        """The scope for questions that need no precision."""
        return self.scope()


@dataclass(frozen=True, eq=False)
class Component:
    """One number of a vector; `says` is the expression behind it, where there is one."""

    code: Callable[[Scope], Number]
    says: Expr | None = None

    def at(self, spot: Spot) -> Number:
        """The number at the spot.

        Raises:
            Undefined: there is none.
            Undecided: more bits are needed.
        """
        key = (self, ctx.prec)
        if key not in spot.known:
            try:
                with spot.entered():
                    spot.known[key] = self.code(spot.scope())
            except (Undefined, Undecided) as verdict:
                spot.known[key] = verdict
        found = spot.known[key]
        if isinstance(found, Undefined | Undecided):
            raise found
        return found


Vector = tuple[Component, ...]


def with_number(scope: Scope, key: Any, number: Value) -> Scope:
    """The scope in which one more thing has a number."""
    return Scope({**scope.numbers, key: number}, scope.models, scope.graph, scope.indices, scope.moved, scope.side)


def component(expression: Basic) -> Component:
    return Component(lambda scope: value(expression, scope), expression)


def vector(expressions: tuple[Expr, ...]) -> Vector:
    return tuple(map(component, expressions))


def claimed(question: Question) -> Vector:
    """The claims; without a value where something that was typed has none."""
    return tuple(_typed(claim, question.needs_of(number)) for number, claim in enumerate(question.claims))


def _typed(claim: Expr, needs: tuple[Expr, ...]) -> Component:
    def code(scope: Scope) -> Number:
        for need in needs:
            value(need, scope)
        return value(claim, scope)

    return Component(code, claim)


def true_gradient(question: Question) -> Vector:
    """The derivatives of the loss itself: coefficients of its series, for which no formula is needed.

    They are the same for all claims about a loss, so that a spot knows them once.
    """
    return _true_gradient(question.loss, question.wrt, question.order)


@lru_cache(maxsize=64)
def _true_gradient(loss: Loss, wrt: tuple[Expr, ...], order: int) -> Vector:
    if order == SECOND:
        return tuple(second_slope(loss.expression, w) for w in wrt)
    return tuple(slope_component(slope_hole(loss, w)) for w in wrt)


def slope_component(hole: Expr) -> Component:
    """The slope of the loss, also where two formulas meet that have the same slope."""

    def code(scope: Scope) -> Number:
        try:
            return value(hole, scope)
        except Undefined:
            below, above = (value(hole, replace(scope, side=side, known={})) for side in (-1, 1))
            if arb(below - above).contains(0):
                return below
            raise

    return Component(code, hole)


def slope_hole(loss: Loss, w: Expr) -> Expr:
    """The slope of the loss by w."""
    return loss.adjoint(w) if loss.backward else D(loss.expression, w)


def second_slope(expression: Expr, w: Expr) -> Component:
    """The second derivative, also where two formulas meet that have the same slopes."""

    def code(scope: Scope) -> Number:
        try:
            return second_from(expression, w, scope, 0)
        except Undefined:
            below, above = (_to_second_order(expression, w, scope, side) for side in (-1, 1))
            if all(arb(below[order] - above[order]).contains(0) for order in range(SECOND + 1)):
                return finite(2 * below[SECOND])
            raise

    return Component(code)


def second_from(expression: Expr, w: Expr, scope: Scope, side: int) -> Number:
    """Twice the coefficient of eps^2, on one side of this point or (0) at it."""
    return finite(2 * _to_second_order(expression, w, scope, side)[SECOND])


def _to_second_order(expression: Expr, w: Expr, scope: Scope, side: int) -> Value:
    former, ctx.cap = ctx.cap, SECOND + 1
    try:
        # A ball, not a rational: the exact roots that rationals are given hold to first order only.
        eps = arb_series([0, 1], prec=SECOND + 1)
        found = evaluate(expression, scope.move(key_of(w, scope), eps, side))
        series: Value = ball(found) if is_series(found) else arb_series([arb(found)], prec=SECOND + 1)
    finally:
        ctx.cap = former
    if series.prec <= SECOND:
        msg = "the second order of this series is not known"
        raise Undecided(msg)
    return series


def as_float(number: Number) -> float:
    """The number for a rough look; nan for a ball without bounds, inf or 0 where a float ends."""
    return float(_decimal(number))


def as_decimal(number: Number) -> float | Decimal:
    """The number to be shown, however large or small; nan for a ball without bounds."""
    near = as_float(number)
    return near if near and abs(near) != inf else Decimal(_decimal(number))


def _decimal(number: Number) -> str:
    return str(arb(number).mid().str(17, radius=False))


def has_value(vector: Vector, spot: Spot) -> bool:
    """Has every component a value at the spot? Raises Undecided if no number of bits can tell."""
    for bits in (LADDER[0], *DEEP):
        with precision(bits):
            try:
                for part in vector:
                    part.at(spot)
            except Undefined:
                return False
            except Undecided:
                continue
            return True
    raise Undecided
