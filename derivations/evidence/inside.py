"""Points inside a domain that random ones miss: beyond 100000, or on the top of a wave.

What must hold is made true one thing after the other, each by moving one coordinate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from flint import arb, fmpq
from sympy import Basic, Expr, Ge, Gt, Integer

from derivations.evidence.balls import head
from derivations.evidence.constraints import Bound, Claim, is_true, keys_of, mirrored, value_at
from derivations.evidence.points import Point
from derivations.evidence.scope import Key
from derivations.evidence.values import assignments
from derivations.evidence.zeros import positives_in

ROUNDS, CLIMBS = 6, 24
STEPS = tuple(fmpq(2) ** power for power in range(-8, 41, 2))


def moved_inside(point: Point, expression: Expr, stated: Sequence[Claim], fixed: Collection[Key] = ()) -> Point | None:
    """The point, moved until the expression may have a value, and what was stated holds.

    Args:
        point: where to begin.
        expression: what shall have a value.
        stated: relations that shall hold, each with its indices.
        fixed: coordinates that stay.
    """
    wanted = [*_needed(expression, point), *stated]
    for _ in range(ROUNDS):
        failing = [claim for claim in wanted if not is_true(*claim, point)]
        if not failing:
            return point if point.is_inside() else None
        for relation, bound in failing:
            keys = [key for key in keys_of(relation, point) if key not in fixed]
            moved = mirrored(relation, bound, point, keys)
            if moved is None or not is_true(relation, bound, moved):
                moved = _climbed(relation, bound, point, keys)
            if moved is None:
                return None
            point = moved
    return None


def _needed(expression: Expr, point: Point) -> list[Claim]:
    """What must be positive, the inmost first."""
    found = list(dict.fromkeys(positives_in(expression)))[::-1]
    return [
        (Gt(part, Integer(0), evaluate=False), dict(scope.indices))
        for part, binders in found
        if not part.is_positive
        for scope in assignments(binders, point.scope())
    ]


def _climbed(relation: Basic, bound: Bound, point: Point, keys: Sequence[Key]) -> Point | None:
    """From step to step along one coordinate, each as far as leads closest to what shall hold."""
    gap = (relation.lhs - relation.rhs) * (1 if isinstance(relation, Gt | Ge) else -1)
    for _ in range(CLIMBS):
        beside = [moved for moved in _beside(point, keys) if moved.is_inside()]
        holding = next((moved for moved in beside if is_true(relation, bound, moved)), None)
        if holding is not None:
            return holding
        higher = max(beside, key=lambda moved: _height(gap, bound, moved), default=point)
        if not _height(gap, bound, higher) > _height(gap, bound, point):
            return None
        point = higher
    return None


def _beside(point: Point, keys: Sequence[Key]) -> Iterable[Point]:
    for step in STEPS:
        for key in keys:
            yield from (point.changed(key, point.get(key) + side * step) for side in (1, -1))


def _height(gap: Expr, bound: Bound, point: Point) -> float:
    """How large it is; the lowest of all where it has no value."""
    value = value_at(gap, point.scope(bound))
    return float("-inf") if value is None else float(arb(head(value)).mid())
