"""Points that keep the domains and the constraints of a loss, and at which it has a slope."""

from __future__ import annotations

from itertools import chain
from random import Random

from sympy import Expr

from derivations.errors import LossaryError
from derivations.evidence.balls import Undecided, Undefined, head, number_sign, precision
from derivations.evidence.constraints import constrained
from derivations.evidence.inside import moved_inside
from derivations.evidence.points import Draw, Point, draw
from derivations.evidence.scope import Scope
from derivations.evidence.settings import Setting
from derivations.evidence.values import evaluate

TRIES, FEW = 500, 3  # of the patient, and of those to whom a point would be welcome only
MENDED = 12  # points that are moved, if all that were drawn lie outside
MANY_BITS = 4096
NOWHERE = (
    "no point was found at which the loss has a slope, also not by moving numbers of ordinary size: do the domains and "
    "the conditions leave any?"
)


class NoPointError(LossaryError):
    """The domains and the constraints leave no point at which the loss has a slope, or none was found."""


def sample(setting: Setting, loss: Expr | None, rng: Random, how: Draw, *, patient: bool = True) -> Point:
    """A point that keeps the constraints of the loss, and at which it has a value; None: it has one everywhere.

    Raises:
        NoPointError: none was found; by the patient also not by moving the numbers.
    """
    drawn = (draw(setting, rng, how) for _ in range(TRIES if patient else FEW))
    outside = (draw(setting, rng, how) for _ in range(MENDED if patient else 0))
    wanted = setting.loss.expression if loss is None else loss
    for point in chain(drawn, filter(None, (moved_inside(point, wanted, ()) for point in outside))):
        found = constrained(point)
        if found is not None and (loss is None or _has_value(loss, found.scope())):
            return found
    raise NoPointError(setting.loss.called(NOWHERE))


def _has_value(expression: Expr, scope: Scope) -> bool:
    """Has it one here? Where many bits do not tell, as of log(s(a) - s(b)) for equal a and b, it has none."""
    try:
        evaluate(expression, scope)
    except Undefined:
        return False
    except Undecided:
        with precision(MANY_BITS):
            return _is_told(expression, scope)
    return True


def _is_told(expression: Expr, scope: Scope) -> bool:
    try:
        evaluate(expression, scope)
    except (Undefined, Undecided):
        return False
    return True


def sign_at(expression: Expr, scope: Scope) -> int | None:
    """The sign of the expression, None where it has none or it cannot be told."""
    try:
        return number_sign(head(evaluate(expression, scope)))
    except (Undefined, Undecided):
        return None


def is_defined(expression: Expr, scope: Scope) -> bool:
    """Does the expression have a value here, as far as one can tell?"""
    try:
        evaluate(expression, scope)
    except Undefined:
        return False
    except Undecided:
        return True
    return True
