"""Where an expression is zero along a line through a point: exactly where that can be, else in a narrow interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Any

from flint import arb, fmpq, fmpq_poly
from sympy import Abs, Expr, Max, Min

from derivations.evidence.balls import EPS, Number, Undecided, Undefined, Value, finite, head, multiply, slope
from derivations.evidence.points import Point, contains
from derivations.evidence.scope import Key, Scope
from derivations.evidence.values import evaluate
from derivations.language.functions import Branches, clip, largest, magnitude, positive_part, sign, smallest, step

Place = tuple[fmpq, fmpq]  # a root lies between the two; where they are equal, it is the root
STEP = fmpq(1, 2**20)  # between the points through which a polynomial is laid
MOST_DEGREE, SPARE = 8, 2  # points beyond those that a polynomial needs, on which it must lie too
HALVINGS = 48  # of the way between two stations, in which a root is closed in on
SHORT = 10**5  # the largest denominator of a root that is looked for in what is left
MAGNITUDES = tuple(fmpq(2) ** power for power in range(-42, 43, 6))
TURNING = (magnitude, sign, step, positive_part, clip, Branches, Abs, Max, Min, largest, smallest)
STEPS = tuple(fmpq(2) ** power for power in range(-3, 8, 2))


@dataclass(frozen=True)
class Line:
    """The points in which one coordinate is set to x, or several are multiplied by x.

    Args:
        start: a point on it.
        keys: what moves.
        scope_of: what every name means at a point.
    """

    start: Point
    keys: tuple[Key, ...]
    scope_of: Callable[[Point], Scope] = Point.scope

    @property
    def scales(self) -> bool:
        return len(self.keys) > 1

    @property
    def here(self) -> fmpq:
        """The x of the start."""
        return fmpq(1) if self.scales else self.start.get(self.keys[0])

    def at(self, x: fmpq) -> Point:
        point = self.start
        for key in self.keys:
            point = point.changed(key, x * self.start.get(key) if self.scales else x)
        return point

    def holds(self, x: fmpq) -> bool:
        """Do the coordinates that move stay in their domains?"""
        domains = self.start.setting.domains
        return all(contains(domains[key], x * self.start.get(key) if self.scales else x) for key in self.keys)

    def stations(self, hints: Iterable[fmpq]) -> list[fmpq]:
        """Where to look, in order: every magnitude, around the start, next to the ends of the domain, and the hints."""
        if self.scales:
            return [x for x in sorted({*MAGNITUDES, fmpq(1)}) if self.holds(x)]
        low, high = self.ends
        found = {self.here, *hints, *(self.here + side * step for step in STEPS for side in (-1, 1))}
        found |= {(low or fmpq(0)) + size for size in MAGNITUDES} | {(high or fmpq(0)) - size for size in MAGNITUDES}
        return sorted(x for x in found | {fmpq(0)} if self.holds(x))

    @property
    def ends(self) -> tuple[fmpq | None, fmpq | None]:
        """Those of the domain; a scale is positive."""
        if self.scales:
            return fmpq(0), None
        low, high = self.start.setting.domains[self.keys[0]].interval
        return _exact(low), _exact(high)


def _exact(end: Fraction | None) -> fmpq | None:
    return None if end is None else fmpq(end.numerator, end.denominator)


@dataclass
class Course:
    """An expression along a line; `evaluations` counts how often it was worked out."""

    expression: Expr
    line: Line
    bound: dict[object, int] = field(default_factory=dict)
    evaluations: int = 0

    def value(self, x: fmpq) -> Number | None:
        """The value, None where there is none or it cannot be told."""
        return self._head(self._scope(self.line.at(x)))

    def _scope(self, point: Point) -> Scope:
        self.evaluations += 1
        return self.line.scope_of(point).inside(self.bound)

    def _head(self, scope: Scope) -> Number | None:
        try:
            return finite(head(evaluate(self.expression, scope)))
        except (Undefined, Undecided):
            return None

    def sign_at(self, x: fmpq) -> int:
        """The sign; 0 also where it cannot be told."""
        return sign_or_zero(self.value(x))

    def steepness(self, x: fmpq) -> Number | None:
        """The slope along the line, None where there is none."""
        if any(key in self.line.start.models for key in self.line.keys):
            return None
        scope = self._scope(self.line.at(x))
        eps: Value = EPS
        for key in self.line.keys:
            share = multiply(self.line.start.get(key), eps) if self.line.scales else eps
            scope = scope.move(key, share)
        try:
            return finite(slope(evaluate(self.expression, scope.with_all_moving)))
        except (Undefined, Undecided):
            return None


def sign_or_zero(number: Number | None) -> int:
    return 0 if number is None else int(bool(number > 0)) - int(bool(number < 0))


@dataclass(frozen=True)
class Landmarks:
    """Where an expression is zero along a line, and where it turns back without, or perhaps without, being so."""

    roots: tuple[Place, ...]
    turns: tuple[Place, ...]


def landmarks(course: Course, hints: Sequence[fmpq] = ()) -> Landmarks:
    """All that is found: everything of a polynomial, else what lies between two stations with different signs."""
    polynomial = _polynomial(course)
    if polynomial is not None and not course.expression.has(*TURNING):
        return Landmarks(_real_roots(polynomial), _real_roots(polynomial.derivative()))
    stations = course.line.stations(hints)
    turns = _changes(course.steepness, stations, zeros=False)
    stations = sorted({*stations, *(x for place in turns for x in place if course.line.holds(x))})
    roots = _changes(course.value, stations, zeros=True)
    if polynomial is not None:  # on this side of every switch; elsewhere it may be no zero
        roots = (*(place for place in _real_roots(polynomial) if _is_zero(course, place)), *roots)
    return Landmarks(tuple(sorted(set(roots))), turns)


def _is_zero(course: Course, place: Place) -> bool:
    low, high = place
    return course.value(low) == 0 if low == high else course.sign_at(low) * course.sign_at(high) < 0


def _polynomial(course: Course) -> fmpq_poly | None:
    """The polynomial of x that the expression is near the start, if it is one."""
    start, differences, last = course.line.here, list[fmpq](), list[fmpq]()
    for number in range(MOST_DEGREE + SPARE + 1):
        value = course.value(start + number * STEP)
        if not isinstance(value, fmpq):
            return None
        row = [value]
        for former in last:
            row.append(row[-1] - former)
        differences, last = [*differences, row[-1]], row
        if number >= SPARE and not any(differences[-SPARE:]):
            return _through(start, differences[:-SPARE])
    return None


def _through(start: fmpq, differences: Sequence[fmpq]) -> fmpq_poly:
    """Newton's formula for the polynomial with these differences, one step after another from the start."""
    total, product = fmpq_poly([0]), fmpq_poly([1])
    for number, difference in enumerate(differences):
        total += product * difference
        product *= fmpq_poly([-start - number * STEP, 1]) / ((number + 1) * STEP)
    return total


def _real_roots(polynomial: fmpq_poly) -> tuple[Place, ...]:
    """All real roots, each once, in order."""
    found: list[Place] = []
    for factor, _ in polynomial.numer().factor()[1] if polynomial else ():
        if factor.degree() == 1:
            root = fmpq(-factor[0], factor[1])
            found.append((root, root))
        else:
            roots: list[Any] = factor.complex_roots()
            found += [_ends(root.real) for root, _ in roots if root.imag == 0]
    return tuple(sorted(found))


def _ends(ball: arb) -> Place:
    middle, radius = ball.mid().fmpq(), ball.rad().fmpq()
    return middle - radius, middle + radius


def simplest(place: Place) -> fmpq:
    """The root itself, if it is a short fraction; else something close to it."""
    low, high = place
    middle = (low + high) / 2
    short = Fraction(int(middle.p), int(middle.q)).limit_denominator(SHORT)
    number = fmpq(short.numerator, short.denominator)
    return number if low <= number <= high else middle


def _changes(height: Callable[[fmpq], Number | None], stations: Sequence[fmpq], *, zeros: bool) -> tuple[Place, ...]:
    """Where the height changes its sign between two stations, and if wanted, the stations at which it is zero."""
    heights = [(x, height(x)) for x in stations]
    found = [(x, x) for x, number in heights if zeros and number == 0]
    for (low, before), (high, after) in pairwise([(x, number) for x, number in heights if sign_or_zero(number)]):
        if sign_or_zero(before) != sign_or_zero(after):
            width = (high - low) / 2**HALVINGS
            place = closer(height, {low: before, high: after}, width)
            middle = (place[0] + place[1]) / 2
            found.append(place if place[1] - place[0] <= width else (middle, middle))
    return tuple(sorted(set(found)))


def closer(height: Callable[[fmpq], Number | None], ends: Mapping[fmpq, Number | None], width: fmpq) -> Place:
    """Where the height is zero between two ends at which its signs differ, in a place no wider than that.

    In a wider one, if it cannot be told so closely. The place is cut into 2, 4, 16, 256, ... parts, and the one that a
    chord meets is looked at first: J. Abbott, Quadratic interval refinement for real roots, ACM Commun. Comput. Algebra
    48 (2014), arXiv:1203.1227.
    """
    heights, parts = dict(ends), 2
    low, high = sorted(heights)
    is_told = all(map(sign_or_zero, ends.values()))
    while is_told and high - low > width:
        size = (high - low) / parts
        x = low + size * _cut(heights[low], heights[high], parts)
        heights[x] = height(x)
        if heights[x] == 0:
            return x, x
        beyond = x + size * sign_or_zero(heights[x]) * sign_or_zero(heights[low])
        if beyond not in heights:
            heights[beyond] = height(beyond)
        told = [(at, sign_or_zero(heights[at])) for at in sorted(heights) if sign_or_zero(heights[at])]
        place = next((one, other) for (one, before), (other, after) in pairwise(told) if before != after)
        if place == (low, high) and parts == 2:  # noqa: PLR2004  the sign cannot be told in the middle
            break
        low, high = place
        parts = parts**2 if high - low <= size else max(2, isqrt(parts))
        heights = {at: heights[at] for at in place}
    return low, high


def _cut(low: Number | None, high: Number | None, parts: int) -> int:
    """Of the cuts into so many parts the one closest to where the chord between these heights is zero."""
    if parts == 2 or low is None or high is None:  # noqa: PLR2004
        return parts // 2
    met = (arb(low) / (arb(low) - arb(high)) * parts + fmpq(1, 2)).mid().floor()
    return min(int(met.mid().unique_fmpz() or 1), parts - 1)
