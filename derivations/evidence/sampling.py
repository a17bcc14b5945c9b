"""Points that keep the domains and the constraints of a loss, and at which it has a slope."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from flint import fmpq
from sympy import Basic, Expr, Integer

from derivations.errors import LossaryError
from derivations.evidence.balls import Undecided, Undefined, Value, head, number_sign
from derivations.evidence.points import Draw, Point, draw
from derivations.evidence.scope import Key, Scope
from derivations.evidence.settings import Setting
from derivations.evidence.values import assignments, evaluate
from derivations.language.domains import Index
from derivations.language.shapes import free_names

TRIES, SHRINK = 500, 8
NUDGE = fmpq(1, 2**20)
Bound = dict[Basic, int]  # values of the indices that are bound around an expression


def sample(setting: Setting, loss: Expr, rng: Random, how: Draw) -> Point:
    """A point that keeps the constraints of the loss, and at which it has a value."""
    for _ in range(TRIES):
        point = _constrained(draw(setting, rng, how))
        if point is not None and is_defined(loss, point.scope()):
            return point
    msg = setting.loss.called("no point of the domains was found at which the loss has a slope: are the domains right?")
    raise LossaryError(msg)


def is_allowed(point: Point) -> bool:
    """Does the point keep the domains and the constraints?"""
    gaps = [value_at(constraint, point.scope(bound)) for constraint, bound in _constraints_of(point.setting)]
    return point.is_inside() and all(gap == fmpq(0) for gap in gaps)


def allowed(point: Point) -> Point | None:
    """The point, or one close to it that keeps the domains and the constraints."""
    if is_allowed(point):
        return point
    settled = _constrained(point) if point.setting.loss.constraints and point.is_inside() else None
    return settled if settled is not None and is_allowed(settled) else None


def _constraints_of(setting: Setting) -> Iterator[tuple[Expr, Bound]]:
    """What must be zero, for every value of the free indices in it."""
    last = {symbol: domain.last for symbol, domain in setting.loss.symbols.items() if isinstance(domain, Index)}
    for left, right in setting.loss.constraints:
        binders = tuple((index, Integer(1), last[index]) for index in last if (left - right).has(index))
        for scope in assignments(binders, setting.scope()):
            yield left - right, dict(scope.indices)


def _constrained(point: Point) -> Point | None:
    for constraint, bound in _constraints_of(point.setting):
        settled = _settled(point, constraint, bound)
        if settled is None:
            return None
        point = settled
    return point


def _settled(point: Point, constraint: Expr, bound: Bound) -> Point | None:
    """One coordinate set such that the constraint holds; the others halved until that leaves it in its domain."""
    names = free_names(constraint)
    keys = [key for key in point.setting.domains if (key[0] if isinstance(key, tuple) else key) in names]
    keys = [key for key in reversed(keys) if exact_root(constraint, point, bound, key) is not None]
    for _ in range(SHRINK):
        for key in keys:
            root = exact_root(constraint, point, bound, key)
            if root is not None and point.changed(key, root).is_inside():
                return point.changed(key, root)
        for key in keys:
            point = point.changed(key, point.get(key) / 2)
    return None


def exact_root(switch: Expr, base: Point, bound: Bound, key: Key) -> fmpq | None:
    """Where the expression is exactly zero, if it is affine in this coordinate near the base point."""
    x = base.get(key)
    first, second, third = (value_at(switch, base.changed(key, x + i * NUDGE).scope(bound)) for i in range(3))
    if not (isinstance(first, fmpq) and isinstance(second, fmpq) and isinstance(third, fmpq)):
        return None
    rise = second - first
    if rise == 0 or third - second != rise:
        return None
    root = x - first * NUDGE / rise
    return root if value_at(switch, base.changed(key, root).scope(bound)) == fmpq(0) else None


def value_at(expression: Expr, scope: Scope) -> Value | None:
    """The value of the expression, None where it has none or it cannot be told."""
    try:
        return evaluate(expression, scope)
    except (Undefined, Undecided):
        return None


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
