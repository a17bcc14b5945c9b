"""Points at which several switches are zero at once: [p = 3] [t = 1] is seen there and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, permutations

from flint import fmpq, fmpq_mat
from sympy import Add, Pow

from derivations.evidence.constraints import Bound, value_at
from derivations.evidence.places import Switch
from derivations.evidence.points import Point
from derivations.evidence.scope import Key
from derivations.evidence.zeros import vanishing

Around = tuple[Switch, Bound]  # a switch, and the values of the indices around it
Row = list[fmpq] | None
MOST_TOGETHER, MOST_SLOPES = 32, 400  # sets of switches from one start; slopes of them that are worked out there
MOST_IN_TURN, MOST_ORDERS = 3, 6  # of switches that become zero one after another; orders in which they do
ZERO, STEP = fmpq(0), fmpq(1, 64)


def corners(switches: Sequence[Around], start: Point, keys: Sequence[Key]) -> Iterator[tuple[Point, Around]]:
    """A point for each two or more of the switches, if one is found, with the first of these.

    Args:
        switches: what is to be zero, each with the values of the indices around it.
        start: the point from which coordinates move.
        keys: those that may.
    """
    switches = switches[: max(2, MOST_SLOPES // max(1, len(keys)))]
    sizes = [len(switches), *range(2, len(switches))] if len(switches) > 1 else []
    known = [(switch, _equation(switch, start, keys)) for switch in switches] if sizes else []
    together = (tuple(zip(*some, strict=True)) for size in sizes for some in combinations(known, size))
    for chosen, equations in islice(together, MOST_TOGETHER):
        point = _along_lines(chosen, equations, start, keys)
        if point is None and len(chosen) <= MOST_IN_TURN:
            point = _one_after_another(chosen, start, keys)
        if point is not None:
            yield point, chosen[0]


def _along_lines(
    switches: Sequence[Around], equations: Sequence[Row], start: Point, keys: Sequence[Key]
) -> Point | None:
    """Where they are zero if each is linear in the coordinates; those that come last stay as they are."""
    known = [row for row in equations if row is not None]
    if len(known) < len(switches):
        return None
    (system, rank), point = fmpq_mat(known).rref(), start
    for number in range(rank):
        pivot = next(column for column in range(len(keys) + 1) if system[number, column] != 0)
        if pivot == len(keys):
            return None
        point = point.changed(keys[pivot], start.get(keys[pivot]) + STEP * system[number, len(keys)])
    return point if all(_exact(switch, point) == ZERO for switch in switches) else None


def _equation(switch: Around, start: Point, keys: Sequence[Key]) -> Row:
    """By how much it grows with one step of each coordinate, and what it lacks to be zero."""
    here, row = _exact(switch, start), list[fmpq]()
    for key in keys:
        there = _exact(switch, start.changed(key, start.get(key) + STEP))
        if here is None or there is None:
            return None
        row.append(there - here)
    return None if here is None else [*row, -here]


def _exact(switch: Around, point: Point) -> fmpq | None:
    value = value_at(switch[0].expression, point.scope(switch[1]))
    return value if isinstance(value, fmpq) else None


def _one_after_another(switches: Sequence[Around], start: Point, keys: Sequence[Key]) -> Point | None:
    """Each by a coordinate that leaves those before it zero."""
    if any(bound != switches[0][1] for _, bound in switches):
        return None
    for order in islice(permutations(switches), MOST_ORDERS):
        squares = Add(*(Pow(switch.expression, 2, evaluate=False) for switch, _ in order), evaluate=False)
        point = vanishing(squares, start, order[0][1], keys)
        if point is not None:
            return point
    return None
