"""Where the points of a check lie: in every sign cell of every switch, and close to every boundary on both sides of it.

Random points alone miss thin regions and faults at a boundary, whatever the oracle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, combinations
from random import Random

from flint import fmpq
from sympy import Abs, Basic, Expr, Max, Min, expand

from derivations.evidence.balls import precision
from derivations.evidence.constraints import Bound, exact_root, is_allowed, value_at
from derivations.evidence.points import Draw, Point, curved, extreme, faint, nice, plain, stress
from derivations.evidence.sampling import is_defined, sample, sign_at
from derivations.evidence.scope import Binder, Key, Scope
from derivations.evidence.settings import Setting
from derivations.evidence.values import assignments, binders_of, key_of, some_assignments
from derivations.evidence.zeros import vanishing
from derivations.language.functions import largest, smallest, switches_of
from derivations.language.over import Second

BITS = 256
NEAR = tuple(map(fmpq, (100, 10**4, 10**6, 10**8, 10**10, 10**12)))  # 1/distance from a boundary
# In all settings together: points to look at, with and without switches, and how those are drawn from which boundaries
# are looked for. In each setting at least LEAST.
DRAWS, WITHOUT, LEAST = 80, 24, 4
BASES, HUNTED = (nice, plain, faint) * 4, (*(faint,) * 24, *(extreme,) * 12)
PER_CELL = 3
BOUND = 3  # values of the indices around a switch that are tried from there
OTHERS, HALVINGS = 20, 60  # of a bisection


@dataclass(frozen=True)
class Switch:
    """An expression whose sign decides which formula holds, with the indices that are bound around it."""

    expression: Expr
    binders: tuple[Binder, ...] = ()


Side = tuple[Switch, int]


@dataclass(frozen=True)
class Place:
    """An exact point on a boundary: there the switch is zero; `scope` also sets the indices bound around it."""

    point: Point
    switch: Switch
    scope: Scope


@dataclass(frozen=True)
class Plan:
    """All the points of a loss, ordinary ones first, and the exact points on its boundaries; and what was looked at."""

    points: tuple[Point, ...]
    places: tuple[Place, ...]
    switches: tuple[Switch, ...] = ()

    @cached_property
    def unseen(self) -> tuple[Side, ...]:
        """The sides of the switches on which none of the points lies."""
        with precision(BITS):
            return unseen(self.switches, [point.scope() for point in self.points])

    def few(self, number: int) -> tuple[Point, ...]:
        """About so many of the points, and one on each side of every switch on which any lies."""
        found = list(self.points[:: max(1, len(self.points) // number)])
        with precision(BITS):
            for switch in self.switches:
                found += _on_both_sides(switch, found, self.points)
        return tuple(found)

    def __add__(self, other: Plan) -> Plan:
        """The points and places of both."""
        switches = tuple(dict.fromkeys((*self.switches, *other.switches)))
        return Plan((*self.points, *other.points), (*self.places, *other.places), switches)


def _on_both_sides(switch: Switch, known: Sequence[Point], more: Sequence[Point]) -> Iterator[Point]:
    """The first of these points on each side on which none of the known ones lies."""
    missing = {-1, 1} - signs_at(switch, (point.scope() for point in known), {-1, 1})
    for point in more if missing else ():
        met = missing & signs_at(switch, [point.scope()], missing)
        missing -= met
        yield from [point] if met else []
        if not missing:
            return


def without_ties(where: Plan, edges: Iterable[Switch]) -> Plan:
    """The plan without ordinary points at which a maximum over an index is taken twice: such are places of a boundary.

    The loss may have a slope there, as that by the third of three scores of which the first two are the largest; a
    formula that says which is the largest has no value.
    """
    ties = [edge for edge in edges if edge.expression.has(Second)]
    with precision(BITS):
        apart = [point for point in where.points if not any(_is_zero_somewhere(tie, point) for tie in ties)]
    return replace(where, points=tuple(apart)) if ties else where


def _is_zero_somewhere(switch: Switch, point: Point) -> bool:
    return any(sign_at(switch.expression, scope) == 0 for scope in assignments(switch.binders, point.scope()))


def unseen(switches: Iterable[Switch], scopes: Sequence[Scope]) -> tuple[Side, ...]:
    """The sides of switches, -1 and 1, on which none of the points lies for any value of the indices."""
    wanted = {-1, 1}
    return tuple((switch, side) for switch in switches for side in sorted(wanted - signs_at(switch, scopes, wanted)))


def signs_at(switch: Switch, scopes: Iterable[Scope], wanted: set[int]) -> set[int | None]:
    """The signs of a switch at the points, for all values of the indices; until all that are wanted were found."""
    seen: set[int | None] = set()
    for scope in scopes:
        seen |= {sign_at(switch.expression, inner) for inner in assignments(switch.binders, scope)}
        if wanted <= seen:
            break
    return seen


def switches_in(node: Basic, binders: tuple[Binder, ...] = ()) -> Iterator[Switch]:
    """Every switch of an expression, outermost first."""
    return iter(_switches_in(node, binders))


@lru_cache(maxsize=2**15)
def _switches_in(node: Basic, binders: tuple[Binder, ...]) -> tuple[Switch, ...]:
    binders = (*binders, *binders_of(node))
    own = [Switch(switch, binders) for switch in own_switches(node)]
    return tuple(chain(own, *(_switches_in(part, binders) for part in node.args)))


def own_switches(node: Basic) -> tuple[Expr, ...]:
    """The switches of the function `node` itself, SymPy's own functions included; any two arguments may be equal."""
    if isinstance(node, Max | Min | largest | smallest):
        return tuple(u - v for u, v in combinations(node.args, 2))
    return (node.args[0],) if isinstance(node, Abs) else switches_of(node)


def hunt(settings: list[Setting], loss: Expr | None, switches: Iterable[Switch]) -> Plan:
    """Many more points near these switches, of numbers of very different size."""
    return plan(settings, loss, switches, HUNTED)


def plan(
    settings: list[Setting],
    loss: Expr | None,
    switches: Iterable[Switch],
    bases: tuple[Draw, ...] = BASES,
    edges: Iterable[Switch] = (),
) -> Plan:
    """The points of a loss; the same ones every time. Edges are what may be zero without changing its sign.

    The loss, or its slope, has a value at all of them; None: it has one everywhere.
    """
    apart = distinct(switches)
    edges = distinct(edges)
    draws = max(LEAST, (DRAWS if apart else WITHOUT) // len(settings))
    points: dict[object, Point] = {}
    places: dict[object, Place] = {}
    with precision(BITS):
        for number, setting in enumerate(settings):
            survey = _Survey(setting, loss, apart, bases[number :: len(settings)] or (plain,), draws)
            found = (*survey.ordinary(), *survey.near(), *survey.near_edges(edges))
            points |= {point.identity: point for point in found}
            places |= {(p.switch, p.point.identity, str(p.scope.indices)): p for p in survey.places}
    return Plan(tuple(points.values()), tuple(places.values()), apart)


def distinct(switches: Iterable[Switch]) -> tuple[Switch, ...]:
    """Each switch once, whichever way round it is written."""
    found: dict[object, Switch] = {}
    for switch in switches:
        form, turned = expand(switch.expression), expand(-switch.expression)
        if (turned, switch.binders) not in found:
            found.setdefault((form, switch.binders), switch)
    return tuple(found.values())


class _Survey:
    """The search for points in one setting."""

    def __init__(
        self, setting: Setting, loss: Expr | None, switches: tuple[Switch, ...], bases: tuple[Draw, ...], draws: int
    ) -> None:
        self.setting, self.loss, self.switches, self.bases, self.draws = setting, loss, switches, bases, draws
        self.rng = Random(0)
        self.places: list[Place] = []

    def draw(self, how: Draw) -> Point:
        return sample(self.setting, self.loss, self.rng, how)

    def ordinary(self) -> list[Point]:
        """A few points in each sign cell, nice numbers first, then stressed ones."""
        counts: Counter[tuple[int | None, ...]] = Counter()
        kept = []
        curves = [curved] * (self.draws // 2 if self.setting.models() else 0)
        for how in (*[nice] * (self.draws // 4), *[plain] * self.draws, *curves):
            point = self.draw(how)
            cell = self.cell(point)
            counts[cell] += 1
            if counts[cell] <= PER_CELL or not self.switches:
                kept.append(point)
        return kept + [self.draw(stress) for _ in range(max(LEAST // 2, self.draws // 4))]

    def cell(self, point: Point) -> tuple[int | None, ...]:
        """The signs of all switches at the point."""
        scopes = [(s.expression, scope) for s in self.switches for scope in assignments(s.binders, point.scope())]
        return tuple(sign_at(switch, scope) for switch, scope in scopes)

    def near(self) -> Iterator[Point]:
        """Points on both sides of every boundary, closer and closer to it; exact points on it go to `places`."""
        for switch in self.switches:
            for how in self.bases:
                base = self.draw(how)
                for scope in some_assignments(switch.binders, base.scope(), BOUND):
                    yield from self.around(switch, base, dict(scope.indices))

    def around(self, switch: Switch, base: Point, bound: Bound) -> Iterator[Point]:
        """Points that close in on the boundary along one coordinate, and the exact point on it if there is one."""
        for key in self.movable():
            root = exact_root(switch.expression, base, bound, key)
            here = base if root is None else base.changed(key, root)
            if root is not None and is_allowed(here):
                self.places.append(Place(here, switch, here.scope(bound)))
                yield from self.beside(here, key)
                return
        yield from self.bracketed(switch, base, bound)

    def beside(self, here: Point, key: Key, near: Iterable[fmpq] = NEAR) -> Iterator[Point]:
        """Closer and closer to the point along one coordinate, on both sides."""
        steps = [sign / size for size in near for sign in (fmpq(1), fmpq(-1))]
        yield from self.usable(here.changed(key, here.get(key) + step) for step in steps)

    def near_edges(self, edges: Iterable[Switch]) -> Iterator[Point]:
        """Points next to the zero of a root or of a denominator, if there are any in the domain."""
        keys = self.movable()
        for edge in edges:
            base = self.draw(plain)
            for scope in some_assignments(edge.binders, base.scope(), 1):
                bound = dict(scope.indices)
                here = vanishing(edge.expression, base, bound, keys)
                if here is not None and is_allowed(here) and not self.is_known(edge, bound):
                    self.places.append(Place(here, edge, here.scope(bound)))
                    yield from self.beside(here, keys[0], NEAR[-1:])

    def is_known(self, edge: Switch, bound: Bound) -> bool:
        """Is it zero together with another edge, as a length and its square are?"""
        known = (place.point.scope(bound) for place in self.places)
        return any(value_at(edge.expression, scope) == fmpq(0) for scope in known)

    def movable(self) -> list[Key]:
        """The coordinates to cross a boundary along, the differentiation variable first."""
        first = key_of(self.setting.loss.wrt, self.setting.scope())
        keys = [key for key, domain in self.setting.domains.items() if not domain.choices]
        return sorted(keys, key=lambda key: key != first)

    def usable(self, points: Iterable[Point]) -> Iterator[Point]:
        return (point for point in points if is_allowed(point) and self.has_value(point))

    def has_value(self, point: Point) -> bool:
        return self.loss is None or is_defined(self.loss, point.scope())

    def bracketed(self, switch: Switch, base: Point, bound: Bound) -> Iterator[Point]:
        """Points close to the boundary on the way to a point on its other side, by bisection."""
        start = sign_at(switch.expression, base.scope(bound))
        for _ in range(OTHERS if start else 0):
            end = self.draw(plain)
            if sign_at(switch.expression, base.towards(end, fmpq(1)).scope(bound)) == -(start or 0):
                low, high = self.bisected(switch, base, end, bound)
                shares = [low, high, *(share for near in NEAR for share in (low - 1 / near, high + 1 / near))]
                yield from self.usable(base.towards(end, share) for share in shares if 0 <= share <= 1)
                return

    def bisected(self, switch: Switch, base: Point, end: Point, bound: Bound) -> tuple[fmpq, fmpq]:
        """Two shares of the way from base to end, very close together, with the boundary between them."""
        start = sign_at(switch.expression, base.scope(bound))
        low, high = fmpq(0), fmpq(1)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            same = sign_at(switch.expression, base.towards(end, middle).scope(bound)) == start
            low, high = (middle, high) if same else (low, middle)
        return low, high
