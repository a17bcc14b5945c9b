"""Is every number of a claimed subdifferential a subgradient, and none beyond? A ball is tried in directions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

from flint import arb, fmpq
from sympy import Expr

from derivations.evidence.balls import FINE_EPS, ZERO, Number, finely, power, slope
from derivations.evidence.places import Place
from derivations.evidence.points import contains
from derivations.evidence.report import Finding
from derivations.evidence.scope import Key, Scope
from derivations.evidence.values import evaluate, key_of, move
from derivations.evidence.verdicts import compare_values, is_positive, value

SIZES = fmpq(1, 10**6), fmpq(1, 10), fmpq(1), fmpq(10)
MOVES = tuple(sign * size for size in SIZES for sign in (-1, 1))
OUTSIDE = fmpq(1, 10**6)  # a slope by this much outside a subdifferential fails close to the kink
HARDLY = tuple(fmpq(1, 10**digits) for digits in (12, 20, 30))  # how close: one of them must do, also if all is tiny
DIRECTIONS = 3
Direction = dict[Key, fmpq]


def in_an_interval(
    interval: tuple[Expr, Expr], variable: Expr, about: Expr, place: Place, slack: fmpq = ZERO
) -> Iterator[Finding]:
    """f(y) >= f(x) + g (y - x) for both ends g of the interval, and no longer for a g outside it.

    Slack is for a place that is not exactly on the boundary: by so much, relative to the loss, may it fail.
    """
    for name, end, side in (("low", interval[0], -1), ("high", interval[1], 1)):
        shown = compare_values(partial(_end_and_loss, end, about, place.scope))
        if shown.kind == "undefined":
            continue  # there is no loss there, as of |p - t|/|t| where p = t = 0
        text = f"the {name} end of the subdifferential in {variable} is a subgradient"
        for step in (step for step in MOVES if _stays_inside(variable, step, place)):
            drop = partial(_drop, about, variable, end, place.scope, step)
            drop = partial(_beyond, drop, about, place.scope, slack) if slack != ZERO else drop
            yield Finding(text, is_positive(drop) is not True, place.point, shown)
        beyond = (partial(_drop, about, variable, end, place.scope, side * step, side * OUTSIDE) for step in HARDLY)
        text = f"no subgradient in {variable} lies beyond the {name} end"
        yield Finding(text, any(is_positive(drop) is True for drop in beyond), place.point, shown)


def _end_and_loss(end: Expr, about: Expr, here: Scope) -> tuple[Number, Number]:
    return value(end, here), value(about, here)


def _drop(about: Expr, variable: Expr, end: Expr, here: Scope, step: Number, extra: Number = ZERO) -> Number:
    """How far f(x + step) lies below the line through f(x) of slope g + extra."""
    line = value(about, here) + (value(end, here) + extra) * step
    return line - value(about, move(here, variable, step))


def _beyond(drop: partial[Number], about: Expr, here: Scope, slack: fmpq) -> Number:
    """What of it is more than the slack, relative to the loss."""
    return drop() - slack * (1 + abs(value(about, here)))


def _stays_inside(variable: Expr, step: fmpq, place: Place) -> bool:
    key = key_of(variable, place.scope)
    return key not in place.point.numbers or contains(place.point.setting.domains[key], place.point.get(key) + step)


def in_a_ball(radius: Expr, wrt: Expr, about: Expr, place: Place) -> Iterator[Finding]:
    """In each direction v the slope is radius |v|, and f(x + h v) >= f(x) + h radius |v|: so it is this very ball."""
    cells = [key for key in place.point.setting.domains if isinstance(key, tuple) and key[0] == wrt.base]
    rng = Random(len(cells))
    for _ in range(DIRECTIONS):
        direction = {cell: fmpq(rng.randrange(-50, 50), 7) for cell in cells}
        steepness = partial(_steepness, radius, direction, place.scope)
        says = "the slope in a direction is that of the ball", "the ball holds subgradients only"
        yield from in_a_direction(direction, steepness, about, place, says)


def in_a_direction(
    direction: Direction,
    steepness: partial[Number],
    about: Expr,
    place: Place,
    says: tuple[str, str],
    *,
    convex: bool = True,
) -> Iterator[Finding]:
    """The slope in a direction is this one; and, of what is convex, f(x + h v) lies on or above the line of it.

    Args:
        direction: the step v, coordinate by coordinate.
        steepness: the claimed slope along it.
        about: the formula f.
        place: where it is tried.
        says: what is claimed by the one, and by the other.
        convex: is the other claimed too?
    """
    verdict = compare_values(partial(_claimed_and_found, steepness, about, direction, place.scope))
    holds = verdict.kind == "agree" if verdict.kind in ("agree", "differ") else None
    yield Finding(says[0], holds, place.point, verdict)
    for size in SIZES if convex else ():
        drop = partial(_drop_along, steepness, about, direction, place.scope, size)
        yield Finding(says[1], is_positive(drop) is not True, place.point, verdict)


def _steepness(radius: Expr, direction: Direction, here: Scope) -> Number:
    square = sum((v * v for v in direction.values()), ZERO)
    return value(radius, here) * power(arb(square), fmpq(1, 2)) if square != ZERO else ZERO


def _along(direction: Direction, here: Scope, step: Number, side: int = 0) -> Scope:
    for cell, share in direction.items():
        here = here.move(cell, share * step, side)
    return here


def _claimed_and_found(
    steepness: partial[Number], about: Expr, direction: Direction, here: Scope
) -> tuple[Number, Number]:
    claimed = steepness()
    with finely():
        return claimed, slope(evaluate(about, _along(direction, here, FINE_EPS, 1)))


def _drop_along(steepness: partial[Number], about: Expr, direction: Direction, here: Scope, size: fmpq) -> Number:
    line = value(about, here) + size * steepness()
    return line - value(about, _along(direction, here, size))
