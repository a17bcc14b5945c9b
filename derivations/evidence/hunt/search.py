"""Points that an expression asks for: where its inner arguments vanish, between these, and on sides never entered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise, zip_longest
from typing import Any, TypeVar

from flint import arb, fmpq
from sympy import Basic, IndexedBase, expand

from derivations.evidence.balls import Number
from derivations.evidence.constraints import Bound
from derivations.evidence.hunt.corners import corners
from derivations.evidence.hunt.curves import on_curve
from derivations.evidence.hunt.hints import inner_arguments, numbers_in
from derivations.evidence.hunt.lines import Course, Line, landmarks, sign_or_zero, simplest
from derivations.evidence.hunt.parts import Part
from derivations.evidence.places import Place, Side, Switch, switches_in
from derivations.evidence.points import Point
from derivations.evidence.sampling import sign_at
from derivations.evidence.scope import Key, Scope
from derivations.evidence.values import some_assignments
from derivations.evidence.zeros import vanishing
from derivations.language.shapes import free_names

NEAR = (fmpq(1, 10**3), fmpq(1, 10**9))  # distances from what was found, as shares of its own size
MOST_LINES, MOST_SUBJECTS, BOUND = 8, 24, 2  # from one start; on one line; values of the indices around a subject
MOST_BOUND = 64  # values of the indices around a subject, of which those are taken for which it counts
MOST_EVALUATIONS = 4000  # from one start
STEEPEST = arb(2) ** 300
MOST_CLIMBS, MOST_CURVES, MOST_FRESH = 4, 6, 8  # from one start
ROUNDS = 2  # of a climb, over all coordinates
# Of every hunt: points in a setting whose models are no polynomials; starts with different labels; settings with
# starts; points and places that one search adds.
CURVED, LABELLED, STARTS, MOST = 3, 4, 1, 60
Start = TypeVar("Start")


@dataclass(frozen=True)
class Finds:
    """Points, and those of them at which a switch is exactly zero."""

    points: tuple[Point, ...]
    places: tuple[Place, ...]


def subjects_of(
    claims: Iterable[tuple[Basic, tuple[Any, ...]]], known: Iterable[tuple[Basic, tuple[Any, ...]]]
) -> tuple[Switch, ...]:
    """What decides where to look: switches of the claims, then their inner arguments that are not those of the loss."""
    claims = tuple(claims)
    stale = {inner for u in known for inner in inner_arguments(*u)}
    found = [switch for u in claims for switch in switches_in(*u)]
    found += [Switch(*inner) for u in claims for inner in inner_arguments(*u) if inner not in stale]
    return tuple(dict.fromkeys(found))


def curves_of(claims: Iterable[tuple[Basic, tuple[Any, ...]]], own: Iterable[Switch]) -> tuple[Switch, ...]:
    """The switches of the claims that the loss does not have."""
    known = {form for switch in own for form in (expand(switch.expression), expand(-switch.expression))}
    found = dict.fromkeys(switch for u in claims for switch in switches_in(*u))
    return tuple(switch for switch in found if expand(switch.expression) not in known)


def on_unseen_sides(
    unseen: Iterable[Side], starts: Sequence[Start], search_from: Callable[[Start], Search]
) -> Iterator[Finds]:
    """What is found on the way to each side that no point has entered yet, from one start after another."""
    for switch, side in unseen:
        for start in starts:
            search = search_from(start)
            reached = search.climb(switch, side)
            yield search.finds
            if reached:
                break


@dataclass
class Search:
    """The search from one start.

    Args:
        start: a point.
        subjects: what is to become zero, and to have either sign.
        scope_of: what every name means at a point.
        repair: the point as it may be used, None if it may not.
        curves: those of the subjects of which exact zeros are wanted, since the claims are told apart there.
        meeting: switches of the claims: also where several are zero at once, a claim may have a value of its own.
        fresh: those of the subjects that the loss does not have: where they change is looked first.
        fixed: names, or single coordinates, that do not move.
        parts: parts of the claims: their subjects are looked at for those values of the indices for which they count.
    """

    start: Point
    subjects: Sequence[Switch]
    scope_of: Callable[[Point], Scope] = Point.scope
    repair: Callable[[Point], Point | None] = lambda point: point
    curves: Sequence[Switch] = ()
    meeting: Sequence[Switch] = ()
    fresh: Sequence[Switch] = ()
    fixed: Collection[Key] = ()
    parts: Sequence[Part] = ()
    evaluations: int = 0
    points: dict[object, Point] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    exact: list[Place] = field(default_factory=list)
    crossed: set[Switch] = field(default_factory=set)
    counted: dict[Switch, list[Scope]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hints = numbers_in(subject.expression for subject in self.subjects)
        self.names = {subject: free_names(subject.expression) for subject in self.subjects}

    def everywhere(self) -> Finds:
        """Along every coordinate, and with arrays scaled: what is found, its neighbours, one point between each two.

        Then, of what is zero nowhere there, the place where it is as small as it gets.
        """
        lines, found = self.lines, []
        for number, line in enumerate(lines):
            left, known = MOST_EVALUATIONS - self.evaluations, len(self.points)
            self._along(line, self.evaluations + left // (len(lines) - number))
            found.append(list(self.points.items())[known:])
        self.points = dict(point for row in zip_longest(*found) for point in row if point)  # of each line in turn
        for subject in [subject for subject in self.subjects if subject not in self.crossed][:MOST_CLIMBS]:
            self._together(subject)
        self._in_corners()
        return self.on_curves()

    def _in_corners(self) -> None:
        """Exact points at which several switches of the claims are zero."""
        scopes = [(switch, scope) for switch in self.meeting[:MOST_SUBJECTS] for scope in self.assigned(switch)[:1]]
        around = [(switch, dict(scope.indices)) for switch, scope in scopes]
        for point, (switch, bound) in corners(around, self.start, self.movable()):
            there = self.repair(point)
            if there is not None and sign_at(switch.expression, self._scope(there, bound)) == 0:
                self.exact.append(Place(there, switch, self._scope(there, bound)))

    def on_curves(self) -> Finds:
        """Exact points on the curves on which there are none yet."""
        on = {place.switch for place in self.places}
        for subject in [subject for subject in self.curves if subject not in on][:MOST_CURVES]:
            self._on(subject)
        return self.finds

    def _on(self, switch: Switch) -> None:
        """Exact points where the switch is zero, with round numbers."""
        domains = self.start.setting.domains
        own = [key for key in domains if not domains[key].values and _name(key) in self.names[switch]]
        for scope in self.assigned(switch)[:BOUND]:
            lines = [Line(self.start, (key,), self.scope_of) for key in own]
            courses = [Course(switch.expression, line, dict(scope.indices)) for line in lines]
            for point in on_curve([course for course in courses if varies(course)], self.hints):
                there = self.repair(point)
                if there is not None and sign_at(switch.expression, self._scope(there, dict(scope.indices))) == 0:
                    self.exact.append(Place(there, switch, self._scope(there, dict(scope.indices))))

    def _together(self, subject: Switch) -> None:
        """Zero by several coordinates together, as a sum of squares is, or at least a summit."""
        keys = [line.keys[0] for line in self.lines if not line.scales]
        for scope in self.assigned(subject)[:1]:
            here = vanishing(subject.expression, self.start, dict(scope.indices), keys)
            allowed = None if here is None else self.repair(here)
            if allowed is not None:
                self.points.setdefault(allowed.identity, allowed)
            sign = sign_at(subject.expression, scope) if here is None else None
            if sign:
                self.climb(subject, -sign)

    @property
    def finds(self) -> Finds:
        """What was found so far, exact points on curves first."""
        points = {place.point.identity: place.point for place in self.exact} | self.points
        return Finds(tuple(points.values()), (*self.exact, *self.places))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Lines along which a subject may change, arrays as a whole first."""
        wanted = set().union(*self.names.values())
        movable = self.movable()
        own = self._telling_first([key for key in movable if _name(key) in wanted] or movable)
        arrays = {_name(key): [other for other in own if _name(other) == _name(key)] for key in own}
        groups = [tuple(keys) for name, keys in arrays.items() if isinstance(name, IndexedBase) and len(keys) > 1]
        singles = [(key,) for key in own]
        everything = [tuple(own)] if len(arrays) > 1 else []
        chosen = [*groups[:2], *singles[: MOST_LINES - 3], *everything]
        return tuple(Line(self.start, keys, self.scope_of) for keys in chosen)

    def _telling_first(self, keys: list[Key]) -> list[Key]:
        telling = {key for subject in self.fresh[:MOST_FRESH] for key in self.telling(subject)}
        return sorted(keys, key=lambda key: key not in telling)

    def telling(self, switch: Switch) -> list[Key]:
        """The coordinates along which it changes."""
        return list(dict.fromkeys(key for scope in self.assigned(switch)[:BOUND] for key in self.moving(switch, scope)))

    def moving(self, switch: Switch, scope: Scope) -> list[Key]:
        """The same for these values of the indices around it."""
        lines = [(key, Line(self.start, (key,), self.scope_of)) for key in self.movable()]
        return [key for key, line in lines if varies(Course(switch.expression, line, dict(scope.indices)))]

    def movable(self) -> list[Key]:
        """The coordinates that may move."""
        domains, fixed = self.start.setting.domains, {*self.fixed}
        return [key for key, domain in domains.items() if not (domain.choices or {key, _name(key)} & fixed)]

    def courses(self, line: Line) -> Iterator[tuple[Switch, Course]]:
        """The subjects that change along the line, for some values of the indices around them."""
        names = {_name(key) for key in line.keys}
        hidden = set(self.start.setting.graph.definitions)
        for subject in self.subjects[:MOST_SUBJECTS]:
            if self.names[subject] & (names | hidden):
                every = (Course(subject.expression, line, dict(scope.indices)) for scope in self.assigned(subject))
                yield from ((subject, course) for course in islice(filter(varies, every), BOUND))

    def assigned(self, subject: Switch) -> list[Scope]:
        """The values of the indices around a subject, those first for which a part counts that has this subject."""
        if subject not in self.counted:
            every = some_assignments(subject.binders, self.scope_of(self.start), MOST_BOUND)
            parts = [part for part in self.parts if part.subject == subject] if len(every) > 1 else []
            self.counted[subject] = sorted(every, key=lambda s: not any(p.counts(s, s.indices) for p in parts))
        return self.counted[subject]

    def _along(self, line: Line, most: int) -> None:
        """Look along a line until that many evaluations are used."""
        stops: set[fmpq] = set()
        roots: list[tuple[Switch, Bound, fmpq]] = []
        bends: list[fmpq] = []
        for subject, course in self.courses(line):
            if self.evaluations > most:
                break
            marks = landmarks(course, self.hints)
            self.evaluations += course.evaluations
            self.crossed |= {subject} if marks.roots else set()
            stops |= {_middle(place) for place in (*marks.roots, *marks.turns)}
            found = [simplest(place) for place in marks.roots]
            roots += [(subject, course.bound, x) for x in found]
            bends += [near for x in found if subject in self.fresh for near in _beside(course, x)]
        for switch, bound, x in roots:
            point = self._keep(line, x)
            if point is not None and sign_at(switch.expression, self._scope(point, bound)) == 0:
                self.places.append(Place(point, switch, self._scope(point, bound)))
        for x in (*_between(line, sorted(stops)), *bends):
            self._keep(line, x)

    def _scope(self, point: Point, bound: Bound) -> Scope:
        return self.scope_of(point).inside(bound)

    def _keep(self, line: Line, x: fmpq) -> Point | None:
        point = self.repair(line.at(x)) if line.holds(x) else None
        if point is not None:
            self.points.setdefault(point.identity, point)
        return point

    def climb(self, switch: Switch, side: int) -> bool:
        """Go to that side of the switch, one coordinate after another; the point nearest to it counts as found too."""
        for scope in self.assigned(switch)[:BOUND]:
            point, bound = self.start, dict(scope.indices)
            for _ in range(ROUNDS):
                for keys in [
                    line.keys
                    for line in self.lines
                    if self.evaluations < MOST_EVALUATIONS and self.names[switch] & {_name(k) for k in line.keys}
                ]:
                    line = Line(point, keys, self.scope_of)
                    best = self._step(Course(switch.expression, line, bound), side)
                    if best is None:
                        return True
                    point = line.at(best)
            allowed = self.repair(point)
            if allowed is not None:
                self.points.setdefault(allowed.identity, allowed)
        return False

    def _step(self, course: Course, side: int) -> fmpq | None:
        """The x on the line that leads farthest towards that side; None, if it is reached where points may lie."""
        marks = landmarks(course, self.hints)
        stops = sorted(_middle(place) for place in (*marks.roots, *marks.turns))
        best, height = course.line.here, course.value(course.line.here)
        for x in (*_between(course.line, stops), *stops, *course.line.stations(self.hints)):
            value = course.value(x) if course.line.holds(x) else None
            if sign_or_zero(value) == side and self._reaches(course, side, x):
                return None
            if value is not None and (height is None or side * (_rough(value) - _rough(height)) > 0):
                best, height = x, value
        self.evaluations += course.evaluations
        return best

    def _reaches(self, course: Course, side: int, x: fmpq) -> bool:
        point = self.repair(course.line.at(x))
        if point is None or sign_at(course.expression, self._scope(point, course.bound)) != side:
            return False
        self.points.setdefault(point.identity, point)
        return True


def _name(key: Key) -> Basic:
    return key[0] if isinstance(key, tuple) else key


def _middle(place: tuple[fmpq, fmpq]) -> fmpq:
    return (place[0] + place[1]) / 2


def _rough(number: Number) -> arb:
    return arb(number).mid()


def varies(course: Course) -> bool:
    """Does the expression depend on what moves along the line?"""
    here = course.line.here
    one, *others = (course.value(here + step) for step in (fmpq(0), fmpq(1, 7), fmpq(-3, 11)))
    return one is None or any(other is None or not arb(one - other).contains(0) for other in others)


def _beside(course: Course, root: fmpq) -> Iterator[fmpq]:
    """The places on both sides of a root at which the expression is about 1 in size: what is a function of it bends."""
    steepness = course.steepness(root)
    if steepness is not None and 1 / STEEPEST < abs(_rough(steepness)) < STEEPEST:  # else the numbers would grow long
        width = abs(1 / _rough(steepness).fmpq())
        yield from (root - width, root + width)


def _between(line: Line, stops: Sequence[fmpq]) -> Iterator[fmpq]:
    """One place in each interval between the stops and beyond the outermost, then both sides of each stop."""
    if not stops:
        return
    low, high = line.ends
    wide = 2 * (stops[-1] - stops[0] + abs(line.here - stops[0]) + 1)
    ends = stops[0] - wide if low is None else low, stops[-1] + wide if high is None else high
    yield from ((one + other) / 2 for one, other in pairwise([ends[0], *stops, ends[1]]))
    for share in NEAR:
        yield from (x + side * share * (abs(x) if x != 0 else fmpq(1)) for x in stops for side in (-1, 1))
