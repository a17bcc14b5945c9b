"""Are the claims about kinks and seams true? They are tested at points that lie exactly on the boundary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from flint import fmpq
from sympy import Expr

from derivations.evidence.balls import ZERO, Number, Undecided, Undefined, number_sign, precision, slope
from derivations.evidence.places import BITS, Place, Plan
from derivations.evidence.points import Point, contains
from derivations.evidence.sampling import exact_root, is_defined, value_at
from derivations.evidence.scope import Scope
from derivations.evidence.values import evaluate, key_of, move
from derivations.evidence.verdicts import Verdict, compare_values, is_positive, value
from derivations.loss import Loss

MOVES = tuple(sign * size for size in (fmpq(1, 10**6), fmpq(1, 10), fmpq(1), fmpq(10)) for sign in (-1, 1))
OUTSIDE, HARDLY = fmpq(1, 10**6), fmpq(1, 10**12)  # a slope just outside a subdifferential fails close to the kink
WANTED = {"seam": ("agree", "agree"), "kink": ("agree", "differ"), "jump": ("differ", None)}  # values, slopes


class BoundaryClaim(Protocol):
    """What a derivation claims about one boundary: see ``derivations.calculus.kinks.Boundary``."""

    @property
    def kind(self) -> str: ...
    @property
    def switch(self) -> Expr: ...
    @property
    def variable(self) -> Expr: ...
    @property
    def where(self) -> Any: ...
    @property
    def below(self) -> Expr | None: ...
    @property
    def above(self) -> Expr | None: ...
    @property
    def slopes(self) -> tuple[Expr, Expr] | None: ...
    @property
    def subdifferential(self) -> tuple[Expr, Expr] | None: ...


@dataclass(frozen=True)
class Finding:
    """One test of a claim at one point; `holds` is None where it could not be decided."""

    claim: str
    holds: bool | None
    point: Point
    verdict: Verdict
    somewhere: bool = False  # it is enough that the claim holds at one point


def findings(claim: BoundaryClaim, loss: Loss, plan: Plan) -> Iterator[Finding]:
    """Every test of the claim that can be made at the points of the plan."""
    if claim.kind == "outside":
        yield from _outside(claim, loss, plan)
        return
    for place in plan.places:
        if _is_on(claim, place):
            yield from _one_sided(claim, loss, place)
            if claim.subdifferential is not None:
                yield from _subgradients(claim.subdifferential, claim.variable, loss, place)


def _is_on(claim: BoundaryClaim, place: Place) -> bool:
    """Does the place lie on this boundary? One switch may have several: |r| = 1 where r = 1 and where r = -1."""
    with precision(BITS):
        return all(value_at(u, place.scope) == ZERO for u in (claim.switch, claim.where.lhs - claim.where.rhs))


def slope_in(expression: Expr, scope: Scope) -> Number:
    """The slope in the thing that the scope has moved."""
    return slope(evaluate(expression, scope))


def _one_sided(claim: BoundaryClaim, loss: Loss, place: Place) -> Iterator[Finding]:
    pairs = [(claim.variable, (claim.below, claim.above)), (loss.wrt, claim.slopes or (None, None))]
    for variable, pair in pairs:
        upward = _crossing(claim.switch, variable, place.scope)
        if upward:
            yield from _slopes(variable, pair, upward, loss, place)
    if place.point.generic and _crossing(claim.switch, claim.variable, place.scope):
        yield from _kind(claim, loss, place)


def _crossing(switch: Expr, variable: Expr, scope: Scope) -> int:
    """Which way the switch goes as the variable grows; 0 if it stays, or turns back."""
    with precision(BITS):
        try:
            return number_sign(slope(evaluate(switch, move(scope, variable, side=1))))
        except (Undefined, Undecided):
            return 0


def _slopes(variable: Expr, pair: tuple[Any, Any], upward: int, loss: Loss, place: Place) -> Iterator[Finding]:
    for name, claimed, side in (("below", pair[0], -upward), ("above", pair[1], upward)):
        if claimed is not None:
            verdict = _compare_slope(claimed, loss, move(place.scope, variable, side=side))
            yield Finding(f"the slope in {variable} from {name}", _is("agree", verdict), place.point, verdict)


def _compare_slope(claimed: Expr, loss: Loss, there: Scope) -> Verdict:
    return compare_values(lambda: (value(claimed, there), slope_in(loss.expression, there)))


def _is(wanted: str, verdict: Verdict) -> bool | None:
    return verdict.kind == wanted if verdict.kind in ("agree", "differ") else None


def _kind(claim: BoundaryClaim, loss: Loss, place: Place) -> Iterator[Finding]:
    """A seam has one value and one slope, a kink one value and two slopes, a jump two values."""
    left, right = (move(place.scope, claim.variable, side=side) for side in (-1, 1))
    values = compare_values(lambda: (value(loss.expression, left), value(loss.expression, right)))
    slopes = compare_values(lambda: (slope_in(loss.expression, left), slope_in(loss.expression, right)))
    for what, verdict, wanted in zip(("values", "slopes"), (values, slopes), WANTED[claim.kind], strict=True):
        if wanted is not None:
            text = f"{claim.kind}: the {what} on the two sides {wanted}"
            yield Finding(text, _is(wanted, verdict), place.point, verdict, somewhere=wanted == "differ")


def _subgradients(interval: tuple[Expr, Expr], variable: Expr, loss: Loss, place: Place) -> Iterator[Finding]:
    """f(y) >= f(x) + g (y - x) for both ends g of the interval, and no longer for a g outside it."""
    for name, end, side in (("low", interval[0], -1), ("high", interval[1], 1)):
        shown = compare_values(partial(_end_and_loss, end, loss.expression, place.scope))
        for step in (step for step in MOVES if _stays_inside(variable, step, place)):
            drop = partial(_drop, loss.expression, variable, end, place.scope, step)
            text = f"the {name} end of the subdifferential is a subgradient"
            yield Finding(text, is_positive(drop) is not True, place.point, shown)
        beyond = partial(_drop, loss.expression, variable, end, place.scope, side * HARDLY, side * OUTSIDE)
        yield Finding(f"no subgradient lies beyond the {name} end", is_positive(beyond) is True, place.point, shown)


def _end_and_loss(end: Expr, loss: Expr, here: Scope) -> tuple[Number, Number]:
    return value(end, here), value(loss, here)


def _drop(loss: Expr, variable: Expr, end: Expr, here: Scope, step: Number, extra: Number = ZERO) -> Number:
    """How far f(x + step) lies below the line through f(x) of slope g + extra."""
    line = value(loss, here) + (value(end, here) + extra) * step
    return line - value(loss, move(here, variable, step))


def _stays_inside(variable: Expr, step: fmpq, place: Place) -> bool:
    key = key_of(variable, place.scope)
    return key not in place.point.numbers or contains(place.point.setting.domains[key], place.point.get(key) + step)


def _outside(claim: BoundaryClaim, loss: Loss, plan: Plan) -> Iterator[Finding]:
    """On the boundary, or right behind it, the loss has no value."""
    for point in plan.points[:5]:
        for key in point.setting.domains:
            with precision(BITS):
                root = exact_root(claim.switch, point, {}, key)
                if root is not None:
                    around = [point.changed(key, root + step).scope() for step in (ZERO, *MOVES[:2])]
                    missing = not all(is_defined(loss.expression, scope) for scope in around)
                    text = "outside: the loss has no value there"
                    yield Finding(text, missing, point.changed(key, root), Verdict("undefined"))
