"""Exact points on curves, such as x^2 + y^2 = 25: from round numbers in all coordinates but one, the last comes out so.

A line through an ordinary point meets most curves at irrational places only, where nothing is known to be zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from flint import fmpq

from derivations.evidence.balls import ZERO
from derivations.evidence.hunt.lines import Course, landmarks, simplest
from derivations.evidence.points import Point, contains

ROUND = tuple(fmpq(number, under) for under in (1, 2) for number in (3, 4, 1, 2, 0, 5, -3, 6, 8, 12, -1, -2, -4))
SHARES = fmpq(3, 5), fmpq(4, 5), fmpq(1)  # of the numbers of the expression: 3, 4, 5 are a right triangle
STARTS, ENOUGH, BUDGET = 60, 4, 4000  # starts of one expression; points that are enough; evaluations
FEW = 2  # coordinates, of which all numbers are tried in order


def on_curve(courses: Sequence[Course], hints: Sequence[fmpq]) -> list[Point]:
    """A few points at which one expression is exactly zero, that all the courses follow along one coordinate each."""
    found: dict[object, Point] = {}
    evaluations = 0
    for course in _rounded(courses, hints):
        if len(found) >= ENOUGH or evaluations > BUDGET:
            break
        found |= {point.identity: point for point in _zeros(course, hints)}
        evaluations += course.evaluations
    return list(found.values())


def _zeros(course: Course, hints: Sequence[fmpq]) -> Iterator[Point]:
    for place in landmarks(course, hints).roots:
        x = simplest(place)
        if course.line.holds(x) and course.value(x) == ZERO:
            yield course.line.at(x)


def _rounded(courses: Sequence[Course], hints: Sequence[fmpq]) -> Iterator[Course]:
    """The courses in turn, from starts with round numbers in all their coordinates."""
    numbers = tuple(dict.fromkeys((*ROUND, *(share * hint for hint in hints for share in SHARES))))
    rng = Random(4)
    for number in range(STARTS if courses else 0):
        course = courses[number % len(courses)]
        start, few = course.line.start, (ZERO, *rng.sample(numbers, FEW))  # so that lengths are often rational
        for (key,) in (other.line.keys for other in courses):
            pool = numbers if len(courses) <= FEW else few
            choices = [value for value in pool if contains(start.setting.domains[key], value)]
            in_order = len(courses) <= FEW and number < len(choices)
            if choices:
                start = start.changed(key, choices[number] if in_order else rng.choice(choices))
        yield replace(course, line=replace(course.line, start=start), evaluations=0)
