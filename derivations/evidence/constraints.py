"""Moves a point until it keeps the constraints of its loss: equations, and inequalities.

Where an equation comes to a rational, it must hold exactly. Where it comes to a ball, as the sum of a softmax does, no
number of digits shows that it holds; then it counts as held if its two sides cannot be told apart with as many bits as
any two claims are compared with. Such a point may miss the equation by less than 2^-64 at the widest, commonly by less
than 2^-16000. That can do no harm to what is believed: points refute claims and never prove them. Nor is a claim that
is right under the equation refuted by it, unless it differs there by far more than the equation does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import isfinite, isqrt, nan

from flint import arb, fmpq
from sympy import Add, Basic, Eq, Expr, Ge, Gt, Indexed, Integer, Le, Ne

from derivations.evidence.balls import ZERO, Undecided, Undefined, Value, head, number_sign, precision
from derivations.evidence.points import Point
from derivations.evidence.scope import Key, Scope
from derivations.evidence.settings import Setting
from derivations.evidence.values import assignments, evaluate, key_of
from derivations.evidence.verdicts import LADDER
from derivations.language.domains import Among, Index
from derivations.language.shapes import free_names

ROUNDS, SHRINK = 6, 8
NUDGE = fmpq(1, 2**20)
COARSE = 64  # the largest denominator of a step to where an inequality turns
NARROW = arb(2) ** -64  # a ball around zero that is wider says nothing
Bound = dict[Basic, int]  # values of the indices that are bound around an expression
Claim = tuple[Basic, Bound]  # an expression that must be zero, or a relation that must hold


def value_at(expression: Expr, scope: Scope) -> Value | None:
    """The value of the expression, None where it has none or it cannot be told."""
    try:
        return evaluate(expression, scope)
    except (Undefined, Undecided):
        return None


def is_allowed(point: Point) -> bool:
    """Does the point keep the domains and the constraints?"""
    equations, relations = _claims_of(point.setting)
    return point.is_inside() and _all_hold(equations, point) and all(is_true(*claim, point) for claim in relations)


def allowed(point: Point) -> Point | None:
    """The point, or one close to it that keeps the domains and the constraints."""
    if is_allowed(point):
        return point
    loss = point.setting.loss
    settled = constrained(point) if loss.stated and point.is_inside() else None
    return settled if settled is not None and is_allowed(settled) else None


def constrained(point: Point) -> Point | None:
    """The point, moved until it keeps the constraints; None if that fails, and another point may do better."""
    equations, relations = _claims_of(point.setting)
    if not (equations or relations):
        return point
    start: Point | None = point
    for _ in range(ROUNDS):
        if start is None:
            return None
        settled = _one_by_one(equations, start)
        if settled is None or not _all_hold(equations, settled):
            settled = _together(equations, start) or settled
        if settled is None:
            return None
        start = _ordered(relations, settled)
        if start is settled and _all_hold(equations, settled):
            return settled
    return None


def _claims_of(setting: Setting) -> tuple[list[Claim], list[Claim]]:
    """What must be zero, and what must be true, for every value of the free indices in it."""
    loss = setting.loss
    gaps = [claim for left, right in loss.constraints for claim in each(left - right, setting)]
    return gaps, [claim for relation in loss.relations for claim in each(relation, setting)]


def each(claim: Basic, setting: Setting) -> Iterator[Claim]:
    """The claim for every value of the free indices in it."""
    ranges = {s: domain.last for s, domain in setting.loss.symbols.items() if isinstance(domain, Index)}
    binders = tuple((index, Integer(1), last) for index, last in ranges.items() if claim.has(index))
    for scope in assignments(binders, setting.scope()):
        yield claim, dict(scope.indices)


def _holds(gap: Expr, bound: Bound, point: Point) -> bool:
    """Is it zero: exactly, or as far as can be told with as many bits as claims are compared with?"""
    value = value_at(gap, point.scope(bound))
    if not isinstance(value, arb):
        return bool(value == ZERO)
    with precision(LADDER[-1]):
        return _is_around_zero(value) and _is_around_zero(value_at(gap, point.scope(bound)))


def _is_around_zero(value: Value | None) -> bool:
    return isinstance(value, arb) and bool(value.contains(0)) and bool(value.abs_upper() < NARROW)


def _all_hold(equations: Sequence[Claim], point: Point) -> bool:
    return all(_holds(gap, bound, point) for gap, bound in equations)


def is_true(relation: Basic, bound: Bound, point: Point) -> bool:
    """Does the relation hold there, as far as can be told?"""
    gap = value_at(relation.lhs - relation.rhs, point.scope(bound))
    try:
        sign = None if gap is None else number_sign(head(gap))
    except Undecided:
        return False
    if sign == 0:
        return isinstance(relation, Le | Ge | Eq)
    return sign is not None and (isinstance(relation, Ne) or sign == (1 if isinstance(relation, Gt | Ge) else -1))


def keys_of(claim: Basic, point: Point) -> list[Key]:
    """The coordinates that may change it and can be moved, last ones first; intermediates stand for what they use."""
    names, setting = free_names(claim), point.setting
    for _ in setting.loss.definitions:
        names |= {n for d in setting.loss.definitions if d.base in names for n in free_names(d.value)}
    moving = [key for key, domain in setting.domains.items() if not domain.choices]
    return [key for key in reversed(moving) if (key[0] if isinstance(key, tuple) else key) in names]


def _entries_of(claim: Basic, bound: Bound, point: Point) -> list[Key]:
    """The same for these values of its indices: of S_ij = S_ji two entries, and not all of S."""
    entries, keys = [term.as_coeff_Mul()[1] for term in Add.make_args(claim)], keys_of(claim, point)
    plain = all(isinstance(entry, Indexed) for entry in entries)
    named = {key_of(entry, point.scope(bound)) for entry in entries} if plain else {*keys}
    return [key for key in keys if key in named] if named <= point.setting.domains.keys() else keys


# Equations


def _one_by_one(equations: Sequence[Claim], point: Point) -> Point | None:
    """Each equation that does not hold yet settled by one coordinate; later ones may undo what earlier ones did."""
    for gap, bound in equations:
        if not _holds(gap, bound, point):
            settled = (
                _settled(gap, bound, point) or _by_square_root(gap, bound, point) or _on_quadric(gap, bound, point)
            )
            if settled is None:
                return None
            point = settled
    return point


def _settled(gap: Expr, bound: Bound, point: Point) -> Point | None:
    """One coordinate set such that the equation holds; the others halved until that leaves it in its domain."""
    keys = _entries_of(gap, bound, point)
    for _ in range(SHRINK):
        able = []
        for key in keys:
            root = exact_root(gap, point, bound, key)
            if root is not None and point.changed(key, root).is_inside():
                return point.changed(key, root)
            able += [] if root is None else [key]
        keys = able
        for key in keys:
            point = point.changed(key, point.get(key) / 2)
    return None


def exact_root(switch: Expr, base: Point, bound: Bound, key: Key) -> fmpq | None:
    """Where the expression is exactly zero, if it is affine in this coordinate near the base point.

    Or of second degree with rational zeros, as a difference of squares is: then the one next to the base point.
    """
    if isinstance(base.setting.domains.get(key), Among):
        return None  # an index is no coordinate: between two of its values nothing has a value
    x = base.get(key)
    values = _exactly(switch, bound, [base.changed(key, x + i * NUDGE) for i in range(3)])
    if values is None:
        return None
    (rise, again), first = [b - a for a, b in pairwise(values)], values[0]
    steps = [-first / rise] if rise != 0 and again == rise else [1 + n for n in _roots(*values)]
    roots = sorted((x + step * NUDGE for step in steps), key=lambda root: abs(root - x))
    return next((root for root in roots if value_at(switch, base.changed(key, root).scope(bound)) == ZERO), None)


def _exactly(gap: Expr, bound: Bound, points: Sequence[Point]) -> list[fmpq] | None:
    """The values at the points, if all of them are rational."""
    values = [value_at(gap, point.scope(bound)) for point in points]
    exact = [value for value in values if isinstance(value, fmpq)]
    return exact if len(exact) == len(values) else None


def _by_square_root(gap: Expr, bound: Bound, point: Point) -> Point | None:
    """One coordinate set to a rational root of the equation that is quadratic in it, the nearer one first."""
    for key in keys_of(gap, point):
        x = point.get(key)
        values = _exactly(gap, bound, [point.changed(key, x + i) for i in (-1, 0, 1)])
        for step in sorted(_roots(*values), key=abs) if values else ():
            moved = point.changed(key, x + step)
            if moved.is_inside() and value_at(gap, moved.scope(bound)) == ZERO:
                return moved
    return None


def _roots(below: fmpq, here: fmpq, above: fmpq) -> list[fmpq]:
    """The rational zeros of the quadratic that has these values at -1, 0 and 1."""
    a, b = (above + below) / 2 - here, (above - below) / 2
    square = b * b - 4 * a * here
    if a == 0 or square < 0:
        return []
    root = fmpq(isqrt(int(square.p)), isqrt(int(square.q)))
    return [(-b + root) / (2 * a), (-b - root) / (2 * a)] if root * root == square else []


def _on_quadric(gap: Expr, bound: Bound, point: Point) -> Point | None:
    """From a simple point that solves a quadratic equation, the line to the given point meets it once more."""
    keys = keys_of(gap, point)
    for simple in (fmpq(0), fmpq(1)):
        plain = point
        for key in keys:
            plain = plain.changed(key, simple)
        start = _unchecked_root(gap, bound, plain, keys)
        if start is not None:
            values = _exactly(gap, bound, [_along(start, point, keys, fmpq(share)) for share in (-1, 1)])
            if values and sum(values, ZERO) != 0:
                moved = _along(start, point, keys, (values[0] - values[1]) / sum(values, ZERO))
                if moved.is_inside() and value_at(gap, moved.scope(bound)) == ZERO:
                    return moved
    return None


def _unchecked_root(gap: Expr, bound: Bound, start: Point, keys: Sequence[Key]) -> Point | None:
    """A solution that differs in one coordinate, wherever the domains lie."""
    for key in keys:
        x = start.get(key)
        values = _exactly(gap, bound, [start.changed(key, x + i) for i in (-1, 0, 1)])
        for step in _roots(*values) if values else ():
            moved = start.changed(key, x + step)
            if value_at(gap, moved.scope(bound)) == ZERO:
                return moved
    return None


def _along(start: Point, end: Point, keys: Sequence[Key], share: fmpq) -> Point:
    point = start
    for key in keys:
        point = point.changed(key, start.get(key) + share * (end.get(key) - start.get(key)))
    return point


def _together(equations: Sequence[Claim], point: Point) -> Point | None:
    """All equations at once, by elimination, where they are affine in coordinates that can be found for each."""
    keys = list(dict.fromkeys(key for gap, _ in equations for key in keys_of(gap, point)))
    for number in range(SHRINK):
        turn = number % len(keys) if keys else 0
        moved = _eliminated(equations, point, [*keys[turn:], *keys[:turn]])
        if moved is not None and moved.is_inside() and _all_hold(equations, moved):
            return moved
        for key in keys:
            point = point.changed(key, point.get(key) / 2)
    return None


def _eliminated(equations: Sequence[Claim], point: Point, keys: Sequence[Key]) -> Point | None:
    """Gauss and Jordan: the first coordinates that can do so are moved, the others stay."""
    rows: list[list[fmpq]] = []
    for gap, bound in equations:
        beside = [point.changed(key, point.get(key) + NUDGE) for key in keys]
        values = _exactly(gap, bound, [point, *beside])
        if values is None:
            return None
        rows.append([*((value - values[0]) / NUDGE for value in values[1:]), -values[0]])
    pivots: dict[int, int] = {}  # column -> row
    for number in range(len(rows)):
        row = rows[number]
        column = next((c for c in range(len(keys)) if row[c] != 0), None)
        if column is None:
            if row[-1] != 0:
                return None
            continue
        scale = row[column]
        rows[number] = [entry / scale for entry in row]
        for other in range(len(rows)):
            if other != number and rows[other][column] != 0:
                share = rows[other][column]
                rows[other] = [e - share * m for e, m in zip(rows[other], rows[number], strict=True)]
        pivots[column] = number
    for column, number in pivots.items():
        point = point.changed(keys[column], point.get(keys[column]) + rows[number][-1])
    return point


# Inequalities


def _ordered(relations: Sequence[Claim], point: Point) -> Point | None:
    """The point, if all inequalities hold; else one with what is the wrong way round exchanged or mirrored."""
    for relation, bound in relations:
        if not is_true(relation, bound, point):
            turned = _exchanged(relation, bound, point) or mirrored(relation, bound, point)
            if turned is None or not is_true(relation, bound, turned):
                return None
            point = turned
    return point


def _exchanged(relation: Basic, bound: Bound, point: Point) -> Point | None:
    """Both sides are coordinates: each takes the number of the other."""
    one, other = (_key(side, bound) for side in relation.args)
    domains = point.setting.domains
    if one not in domains or other not in domains:
        return None
    moved = point.changed(one, point.get(other)).changed(other, point.get(one))
    return moved if moved.is_inside() else None


def _key(side: Basic, bound: Bound) -> Key:
    if isinstance(side, Indexed):
        indices = [index.xreplace({i: Integer(value) for i, value in bound.items()}) for index in side.indices]
        return (side.base, *[int(index) for index in indices]) if all(i.is_Integer for i in indices) else side
    return side


def mirrored(relation: Basic, bound: Bound, point: Point, keys: Sequence[Key] | None = None) -> Point | None:
    """A coordinate in which the two sides differ by an affine function, beyond the place where they are equal."""
    gap = relation.lhs - relation.rhs
    for key in keys_of(gap, point) if keys is None else keys:
        root = exact_root(gap, point, bound, key)
        root = _near_root(gap, point, bound, key) if root is None else root
        if root is not None and root != point.get(key):
            for share in (fmpq(1), fmpq(1, 4), fmpq(1, 64)):
                moved = point.changed(key, root + share * (root - point.get(key)))
                if moved.is_inside():
                    return moved
    return None


def _near_root(gap: Expr, base: Point, bound: Bound, key: Key) -> fmpq | None:
    """Close to where an affine expression is zero that has no exact values, such as an angle less pi."""
    if isinstance(base.setting.domains.get(key), Among):
        return None
    x = base.get(key)
    values = [value_at(gap, base.changed(key, x + i).scope(bound)) for i in range(2)]
    first, second = (float(value) if isinstance(value, arb) else nan for value in values)
    if not isfinite(first) or not isfinite(second) or first == second:
        return None
    step = Fraction(first / (first - second)).limit_denominator(COARSE)
    return x + fmpq(step.numerator, step.denominator)
