"""Points that a hunt draws, or makes of two; and where an index of a claim leaves its array."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from flint import fmpq
from sympy import Basic, Indexed

from derivations.errors import LossaryError
from derivations.evidence.balls import Undecided, Undefined
from derivations.evidence.points import Draw, Point
from derivations.evidence.sampling import NoPointError
from derivations.evidence.scope import Key
from derivations.evidence.settings import Setting
from derivations.evidence.values import evaluate
from derivations.judge.spots import Survey
from derivations.judge.vectors import Spot

NEARBY = fmpq(1, 10**9)


def drawn(
    survey: Survey, setting: Setting, frozen: Mapping[Any, fmpq], draws: Iterable[Draw], barren: set[Draw]
) -> Iterator[Spot]:
    """A spot for each of these ways to draw one; not for one that is barren, as the loss has no value far out."""
    for how in draws:
        if how not in barren:
            try:
                yield from survey.group(setting, frozen, (how,))
            except NoPointError:
                barren.add(how)


def with_numbers(point: Point, other: Point, keys: Iterable[Key]) -> Iterator[Point]:
    """The point with these numbers of the other, if it is of the same size."""
    if point.setting is other.setting:
        for key in keys:
            point = point.changed(key, other.get(key))
        yield point


def beside(point: Point) -> Point:
    """A point very close by, with every number another."""
    step = NEARBY
    for key, domain in point.setting.domains.items():
        if not domain.choices:
            point, step = point.changed(key, point.get(key) + step), -step / 2
    return point


def plainest_first(spots: Iterable[Spot]) -> list[Spot]:
    """Those on no boundary first, and of these the ones in small settings."""
    return sorted(spots, key=lambda spot: (0 in spot.cell, spot.point.setting.cramped))


def leaves(claim: Basic, setting: Setting) -> bool:
    """Does an index lie beyond the end of its array in this size?"""
    for node in claim.atoms(Indexed):
        shape = setting.loss.symbols[node.base].shape if node.base in setting.loss.symbols else ()
        for index, size in zip(node.indices, shape, strict=False):
            with suppress(Undefined, Undecided, LossaryError):  # it is bound by a sum
                if not 1 <= evaluate(index, setting.scope()) <= evaluate(size, setting.scope()):
                    return True
    return False
