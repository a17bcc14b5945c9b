"""Points at which switches are zero although no rational number makes them so: x = pi, x^2 = 2, cos(x) = -1."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from flint import arb, ctx, fmpq
from sympy import Abs, Add, Dummy, Expr, Indexed, Mul, Pow, factor, resultant

from derivations.evidence.balls import at_root, precision
from derivations.evidence.constraints import Bound
from derivations.evidence.hunt.lines import Course, Line, closer, landmarks, sign_or_zero
from derivations.evidence.hunt.search import BOUND, Search, varies
from derivations.evidence.places import Switch
from derivations.evidence.points import Point
from derivations.evidence.sampling import sign_at
from derivations.evidence.scope import Key, Scope
from derivations.language.functions import magnitude

SPARE = 64  # bits with which signs are told, beside those that are wanted
TOUCHED = ((256, arb(2) ** -200), (1024, arb(2) ** -900))  # bits with which it is looked at; what is zero with these
MOST_FACTORED = 40  # operations in an expression whose factors are looked for
MOST_ZEROS = 4  # of one expression, from which those of the next are looked for
Target = tuple[Expr, Bound]


@dataclass
class Root:
    """A coordinate that makes a switch zero, the others being as they are: enclosed as closely as is wanted.

    Args:
        course: the switch along the coordinate.
        low: below the root.
        high: above it; the switch has another sign there, or if it only touches zero, its slope.
        touches: does it turn back there?
    """

    course: Course
    low: fmpq
    high: fmpq
    touches: bool = False

    @property
    def key(self) -> Key:
        return self.course.line.keys[0]

    @property
    def nearby(self) -> Point:
        """A point very close to it."""
        return self.course.line.at(self.middle)

    @property
    def middle(self) -> fmpq:
        """The coordinate of that point."""
        return (self.low + self.high) / 2

    def number(self) -> arb:
        """The coordinate, at the precision in force."""
        bits = ctx.prec
        with precision(bits + SPARE):
            height = self.course.steepness if self.touches else self.course.value
            ends = {x: height(x) for x in (self.low, self.high)}
            self.low, self.high = closer(height, ends, fmpq(2) ** -bits)
        return arb(self.low).union(arb(self.high))


@dataclass(frozen=True)
class Zero:
    """A point at which expressions are zero; some of its coordinates may be roots, to which it is close only."""

    point: Point
    roots: tuple[Root, ...] = ()


ScopeOf = Callable[[Point, tuple[Root, ...]], Scope]


def zeros(search: Search, switches: Sequence[Switch], scope_of: ScopeOf) -> Iterator[Zero]:
    """Points at which all the switches are zero, one reached from another by a coordinate of its own.

    Args:
        search: where to start, and what may move.
        switches: what is to be zero.
        scope_of: what every name means at a point some of whose coordinates are roots.
    """
    bounds = product(*([dict(scope.indices) for scope in search.assigned(switch)[:BOUND]] for switch in switches))
    for bound in islice(bounds, BOUND):
        for parts in product(*(ways(switch.expression) for switch in switches)):
            targets = [(u, there) for some, there in zip(parts, bound, strict=True) for u in some]
            for first in ((), *_eliminated(targets)):
                yield from _in_turn(replace(search, counted={}), Zero(search.start), [*first, *targets], scope_of, ())


def _eliminated(targets: Sequence[Target]) -> Iterator[tuple[Target, ...]]:
    """Of two polynomials what holds where both are zero, without one of their names: neither need give it alone."""
    if len(targets) != 2:  # noqa: PLR2004
        return
    (one, bound), (other, more) = targets
    letters = {cell: Dummy() for cell in sorted(one.atoms(Indexed) | other.atoms(Indexed), key=str)}
    formulas, cells = [u.xreplace(letters) for u in (one, other)], {letter: cell for cell, letter in letters.items()}
    names = sorted(set.intersection(*(u.free_symbols for u in formulas)), key=lambda name: str(cells.get(name, name)))
    plain = all(u.is_polynomial(*u.free_symbols) and u.count_ops() < MOST_FACTORED for u in formulas)
    for name in names if plain and len(names) > 1 else ():
        for way in ways(resultant(*formulas, name)):
            yield tuple((u.xreplace(cells), {**bound, **more}) for u in way)


def ways(expression: Expr) -> list[tuple[Expr, ...]]:
    """What may be zero for the expression to be: one factor of a product, all that is squared in a sum of squares."""
    if isinstance(expression, Mul):
        return list(dict.fromkeys(way for part in expression.args if not part.is_number for way in ways(part)))
    if isinstance(expression, Abs | magnitude) or (isinstance(expression, Pow) and expression.exp.is_positive):
        return ways(expression.args[0])
    if isinstance(expression, Add) and any(all(_is_square(side * u) for u in expression.args) for side in (1, -1)):
        return [tuple(u for way in some for u in way) for some in product(*map(ways, expression.args))]
    found = factor(expression) if expression.count_ops() < MOST_FACTORED else expression
    is_split = isinstance(found, Mul) or (isinstance(found, Pow) and found.exp.is_positive)
    return ways(found) if is_split else [(expression,)]


def _is_square(term: Expr) -> bool:
    """Is it for its form never negative?"""
    return all(
        (part.is_number and bool(part.is_positive))
        or isinstance(part, Abs | magnitude)
        or (isinstance(part, Pow) and bool(part.exp.is_even))
        for part in Mul.make_args(term)
    )


def _in_turn(
    search: Search, zero: Zero, targets: Sequence[Target], scope_of: ScopeOf, fixed: Collection[Key]
) -> Iterator[Zero]:
    """The zeros of all targets near a zero of those before."""
    if not targets:
        yield from [zero] if zero.roots else []
        return
    (expression, bound), *rest = targets

    def around(point: Point) -> Scope:
        return scope_of(point, zero.roots)

    with at_root():
        is_zero = sign_at(expression, around(zero.point).inside(bound)) == 0
    if is_zero:
        yield from _in_turn(search, zero, rest, scope_of, fixed)
        return
    for key in search.movable():
        course = Course(expression, Line(zero.point, (key,), around), bound)
        found = islice(_along(course, search.hints), MOST_ZEROS) if key not in fixed and varies(course) else ()
        met = [
            end for step in found for end in _in_turn(search, _moved(zero, key, step), rest, scope_of, (*fixed, key))
        ]
        yield from met
        if met:
            return


def _moved(zero: Zero, key: Key, step: fmpq | Root) -> Zero:
    if isinstance(step, Root):
        return Zero(step.nearby, (*zero.roots, step))
    return Zero(zero.point.changed(key, step), zero.roots)


def _along(course: Course, hints: Sequence[fmpq]) -> Iterator[fmpq | Root]:
    """Where the expression is zero along the coordinate, whether it crosses zero there or touches it."""
    marks = landmarks(course, hints)
    for low, high in marks.roots:
        if low == high and course.line.holds(low) and course.value(low) == 0:
            yield low
        elif low < high and course.line.holds(low) and course.line.holds(high):
            root = Root(course, low, high)
            yield from [root] if course.sign_at(low) * course.sign_at(high) < 0 else []
    for low, high in marks.turns:
        if low == high and course.line.holds(low) and course.value(low) == 0:
            yield low
        elif low < high and course.line.holds(low) and course.line.holds(high):
            root = Root(course, low, high, touches=True)
            yield from [root] if _is_touched(root) else []


def _is_touched(root: Root) -> bool:
    """Is the expression zero where it turns back, for all that very many digits can tell?"""
    course, ends = root.course, (root.course.steepness(root.low), root.course.steepness(root.high))
    if sign_or_zero(ends[0]) * sign_or_zero(ends[1]) >= 0:
        return False
    closer = replace(root)
    for bits, small in TOUCHED:
        with precision(bits):
            closer.number()
            height = course.value(closer.middle)
            if height is None or not abs(height) < small:
                return False
    return True
