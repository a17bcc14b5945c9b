"""A second set of points, for claims that held at the first: where the claims' own numbers put a difference.

It looks along lines for the zeros of everything that a claim is made of, enters the sides of switches that nobody has
seen, and takes sizes that were not tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from random import Random

from flint import fmpq
from sympy import Basic, Expr

from derivations.evidence.balls import precision
from derivations.evidence.constraints import allowed
from derivations.evidence.hunt.hints import sizes_in
from derivations.evidence.hunt.search import (
    CURVED,
    LABELLED,
    MOST,
    STARTS,
    Finds,
    Search,
    curves_of,
    on_unseen_sides,
    subjects_of,
)
from derivations.evidence.places import BITS, Place, Plan, Switch, switches_in
from derivations.evidence.points import Draw, Point, curved, plain
from derivations.evidence.sampling import is_defined, sample, sign_at
from derivations.evidence.scope import Binder
from derivations.evidence.settings import Setting, moving_names, other_settings
from derivations.evidence.values import assignments
from derivations.language.loss import Loss
from derivations.language.shapes import free_names

Formula = tuple[Basic, tuple[Binder, ...]]
SETTINGS = 3  # in which exact points on curves are looked for


def hunted(hole: Expr, known: Sequence[Formula], claims: Sequence[Formula], first: Plan) -> Plan:
    """More points of the loss whose slope is the hole, for these claims; the formulas of the loss itself are known."""
    with precision(BITS):
        return _Hunt(hole, known, claims, first).plan()


def on_curves(loss: Loss, switches: Iterable[Switch], first: Plan) -> Plan:
    """Exact points on boundaries that no line through an ordinary point meets at one, in settings of several sizes."""
    settings = {id(point.setting): point for point in first.points if point.generic}
    fewest = min(map(_coordinates, settings.values()), default=0)
    starts = [point for point in settings.values() if _coordinates(point) > fewest] or list(settings.values())
    least = min(map(_coordinates, starts), default=0)
    known = {place.switch for place in first.places if _coordinates(place.point) >= least}
    poor = [switch for switch in switches if switch not in known and free_names(switch.expression)]
    places: list[Place] = []
    with precision(BITS):
        for start in starts[:SETTINGS] if poor else ():
            found = Search(replace(start, generic=False), poor, repair=partial(usable, loss), curves=poor).on_curves()
            places += found.places
    return Plan((), tuple(places), first.switches)


def _coordinates(point: Point) -> int:
    return len(point.setting.domains)


def usable(loss: Loss, point: Point) -> Point | None:
    """The point as the constraints will have it, if the loss has a value there."""
    there = allowed(point)
    return there if there is not None and is_defined(loss.expression, there.scope()) else None


class _Hunt:
    def __init__(self, hole: Expr, known: Sequence[Formula], claims: Sequence[Formula], first: Plan) -> None:
        self.hole, self.claims, self.first, self.rng = hole, claims, first, Random(3)
        self.subjects = tuple(dict.fromkeys((*first.switches, *subjects_of(claims, known))))
        self.loss = first.points[0].setting.loss
        self.curves = curves_of(claims, (switch for formula in known for switch in switches_in(*formula)))

    def plan(self) -> Plan:
        found = {point.identity: point for point in (*self.with_curved_models(), *self.in_sizes())}
        places: list[Place] = []
        climbed = on_unseen_sides(self.first.unseen, self.starts(), self.search)
        for finds in (*self.everywhere(), *climbed):
            found |= {point.identity: replace(point, generic=False) for point in islice(finds.points, MOST)}
            places += finds.places[:MOST]
        known = {point.identity for point in self.first.points}
        points = [
            point for identity, point in found.items() if identity not in known and not self.is_on_boundary(point)
        ]
        return Plan(tuple(points), tuple(places), self.first.switches)

    def is_on_boundary(self, point: Point) -> bool:
        """Is a switch zero there by coincidence? One of sizes, indices and labels alone is so for all points."""
        moving = moving_names(point.setting)
        switches = [s for s in self.first.switches if free_names(s.expression) & moving]
        scopes = [(s.expression, inner) for s in switches for inner in assignments(s.binders, point.scope())]
        return any(sign_at(switch, scope) == 0 for switch, scope in scopes)

    def with_curved_models(self) -> Iterator[Point]:
        """Points of the settings known, with models that are no polynomials."""
        settings = {id(point.setting): point.setting for point in self.first.points if point.setting.models()}
        for setting in settings.values():
            yield from (sample(setting, self.hole, self.rng, curved) for _ in range(CURVED))

    def in_sizes(self) -> Iterator[Point]:
        """An ordinary point in each size not tried yet."""
        for setting in other_settings(self.loss, sizes_in(u for u, _ in self.claims)):
            yield from (sample(setting, self.hole, self.rng, how) for how in _draws(setting))

    def starts(self) -> list[Point]:
        """Ordinary points in a few settings, small ones in which nothing is alone, one for each set of labels drawn."""
        settings = {id(point.setting): point.setting for point in self.first.points}
        chosen = sorted(settings.values(), key=lambda setting: setting.cramped)[:STARTS]
        every = [sample(setting, self.hole, self.rng, plain) for setting in chosen for _ in range(LABELLED)]
        return list({(id(point.setting), *_labels(point)): point for point in reversed(every)}.values())

    def search(self, start: Point) -> Search:
        return Search(start, self.subjects, repair=partial(usable, self.loss), curves=self.curves)

    def everywhere(self) -> Iterator[Finds]:
        for start in self.starts() if self.subjects else ():
            yield self.search(start).everywhere()


def _labels(point: Point) -> list[fmpq]:
    return [point.get(key) for key, domain in point.setting.domains.items() if domain.choices]


def _draws(setting: Setting) -> tuple[Draw, ...]:
    return (plain, curved) if setting.models() else (plain,)
