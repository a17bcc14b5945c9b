"""A point at which a claim can be seen to be wrong: the one that is easiest to put in by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import acos, degrees, isfinite, sqrt
from typing import Any

from flint import arb
from sympy import Expr, Indexed, Rational

from derivations.evidence.balls import Number, Undecided, Undefined, precision
from derivations.evidence.points import describe, name_of
from derivations.evidence.values import key_of
from derivations.evidence.verdicts import Shown, shown, shown_alike
from derivations.judge.judgement import Counterexample
from derivations.judge.question import Question
from derivations.judge.relation import compare_at
from derivations.judge.spots import Field
from derivations.judge.symmetry import idle, naming, places
from derivations.judge.vectors import Component, Spot, Vector, as_float

BITS = 256
MOST_COMPONENTS, FEW = 12, 4
CLEARLY, MANY = 0.05, 40  # a difference that a reader sees; points to choose from
UNWIELDY = 10**4  # a slope that says little to a reader: one above it, or below its reciprocal
RIGHT_ANGLE = 90
Effort = tuple[bool, bool, bool, bool, bool, int]


def counterexample(question: Question, claim: Vector, truth: Vector, field: Field) -> Counterexample | None:
    """The simplest point at which the two are proved to differ."""
    return simplest(question, claim, truth, (*field.simple, *field.spots))


def simplest(question: Question, claim: Vector, truth: Vector, spots: Sequence[Spot]) -> Counterexample | None:
    """The simplest of these spots at which the two are proved to differ."""
    best: tuple[Effort, Counterexample] | None = None
    for spot in _differing(claim, truth, spots):
        if best is None or _may_be_easier(question, spot, best[0]):
            example = shown_at(question, claim, truth, spot)
            effort = _effort(example)
            best = (effort, example) if best is None or effort < best[0] else best
    return best and best[1]


def _may_be_easier(question: Question, spot: Spot, effort: Effort) -> bool:
    """Not if nothing but the length counts any more, and the numbers of the point alone are as long."""
    return any(effort[:-1]) or _length_of_point([number for _, number in _point_at(question, spot)]) < effort[-1]


def _differing(claim: Vector, truth: Vector, spots: Sequence[Spot]) -> Iterator[Spot]:
    count = 0
    for spot in spots:
        if any(_differ(one, other, spot) for one, other in zip(claim, truth, strict=True)):
            yield spot
            count += 1
            if count >= MANY:
                return


def _differ(one: Component, other: Component, spot: Spot) -> bool:
    kind = compare_at(one, other, spot).kind
    return kind == "differ" or (kind == "undefined" and _number(other, spot) is not None)


def angle_at(question: Question, claim: Vector, truth: Vector, spot: Spot, *, least: float = 0) -> float | None:
    """Degrees between claim and truth at the spot; None if one has no direction, or the truth is shorter than that."""
    pairs = [
        (_number(one, place), _number(other, place)) for _, one, other, place in _rows(question, claim, truth, spot)
    ]
    return _angle(pairs, least)


def _rows(
    question: Question, claim: Vector, truth: Vector, spot: Spot
) -> list[tuple[Expr, Component, Component, Spot]]:
    """All components that the variables name."""
    here = places(question, spot)[:MOST_COMPONENTS]
    return [(w, one, other, place) for w, one, other in zip(question.wrt, claim, truth, strict=True) for place in here]


def shown_at(question: Question, claim: Vector, truth: Vector, spot: Spot) -> Counterexample:
    """Claim and truth at the spot, in all components that the variables name."""
    with precision(BITS):
        rows = _rows(question, claim, truth, spot)
        pairs = [(_number(one, place), _number(other, place)) for _, one, other, place in rows]
        point = _point_at(question, spot)
        components = tuple(_name(w, place) for w, _, _, place in rows)
        spots = tuple(place for *_, place in rows)
        numbers = _alike([*(one for one, _ in pairs), *(other for _, other in pairs)])
    return Counterexample(
        tuple(point),
        components,
        tuple(numbers[: len(pairs)]),
        tuple(numbers[len(pairs) :]),
        _angle(pairs),
        spots,
    )


def _alike(numbers: Sequence[Number | None]) -> list[Shown | None]:
    """The numbers that there are, as they look beside each other."""
    there = iter(shown_alike([number for number in numbers if number is not None]))
    return [None if number is None else next(there) for number in numbers]


def _point_at(question: Question, spot: Spot) -> list[tuple[Expr, Any]]:
    """The numbers to put in; without indices that say nothing."""
    several = len(places(question, spot)[:MOST_COMPONENTS]) > 1
    named = {*(naming(question) if several else ()), *idle(question.loss, (*question.wrt, *question.claims))}
    with precision(BITS):
        numbers = {name: spot.scope().numbers[name] for name in spot.computed}
        numbers |= {name_of(root.key): root.number() for root in spot.roots}
        point = [(name, number) for name, number in describe(spot.point) if name not in (*numbers, *named)]
        return point + [(name, shown(number)) for name, number in numbers.items()]


def _name(w: Expr, place: Spot) -> Expr:
    """The variable with its indices as numbers."""
    key = key_of(w, place.scope())
    return w.base[key[1:]] if isinstance(w, Indexed) else w


def _number(part: Component, spot: Spot) -> Number | None:
    with precision(BITS):
        try:
            return part.at(spot)
        except (Undefined, Undecided):
            return None


def _angle(pairs: list[tuple[Number | None, Number | None]], least: float = 0) -> float | None:
    """Degrees between the two vectors, if the second is so long."""
    if any(one is None or other is None for one, other in pairs):
        return None
    left, right = ([0.0 if arb(pair[i]).contains(0) else as_float(pair[i]) for pair in pairs] for i in (0, 1))
    length = sqrt(sum(u * u for u in right))
    norm = sqrt(sum(u * u for u in left)) * length
    if not norm or not isfinite(norm) or length < least:
        return None
    cosine = sum(u * v for u, v in zip(left, right, strict=True)) / norm
    return round(degrees(acos(max(-1.0, min(1.0, cosine)))), 2)


def leads_astray(example: Counterexample) -> bool:
    """Does a step against the claim climb at this point?"""
    return example.angle is not None and example.angle > RIGHT_ANGLE


def _effort(example: Counterexample) -> Effort:
    """How hard the point is to follow: slopes to compare, differences that can be seen, no accidents, short numbers.

    Of those that can be seen, a difference in direction comes before one in length.
    """
    numbers = [number for _, number in example.point]
    unwieldy = None in example.true or any(map(_is_unwieldy, example.true))
    accident = all(number == 0 for number in example.true) or None in example.claimed
    length = _length_of_point(numbers) + sum(map(_length, (*example.claimed, *example.true)))
    lonely = any(isinstance(name, Indexed) for name in example.components) and not 1 < len(example.components) <= FEW
    gentle = len(example.components) > 1 and not leads_astray(example)
    return unwieldy, not _is_clear(example), lonely, gentle, accident, length


def _is_unwieldy(number: Shown | None) -> bool:
    size = 1.0 if number is None else abs(float(number))
    return size > UNWIELDY or 0 < size * UNWIELDY < 1


def _length_of_point(numbers: Sequence[Any]) -> int:
    repeated = len(numbers) - len({abs(n) if isinstance(n, Rational) else n for n in numbers})
    return sum(map(_length, numbers)) + 2 * repeated


def _is_clear(example: Counterexample) -> bool:
    pairs = zip(example.claimed, example.true, strict=True)
    return any(
        one is None
        or other is None
        or abs(float(one) - float(other)) > CLEARLY * max(abs(float(one)), abs(float(other)))
        for one, other in pairs
    )


def _length(number: Shown | Any | None) -> int:
    if isinstance(number, Rational):
        return (
            1
            + min(abs(int(number.p)), 30)
            + 2 * (min(int(number.q), 30) - 1)
            + 3 * bool(number == 0)
            + bool(number < 0)
        )
    return 4 + len(str(number))
