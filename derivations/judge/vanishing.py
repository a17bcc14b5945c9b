"""Where a factor that seemed positive is zero: (n - 3)^2 for n = 3. There the claim is zero, and no multiple."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from flint import fmpq
from sympy import Expr

from derivations.evidence.balls import precision
from derivations.evidence.constraints import value_at
from derivations.evidence.hunt import MOST_SIZE, Course, Line, landmarks, numbers_in, simplest
from derivations.evidence.points import contains, plain
from derivations.evidence.settings import other_settings
from derivations.judge.question import Question
from derivations.judge.relation import is_zero
from derivations.judge.spots import BITS, Field
from derivations.judge.vectors import Spot, Vector, with_number
from derivations.language.shapes import free_names

STARTS, MOST = 2, 3  # spots to look from; spots that are wanted
ZERO = fmpq(0)


def where_it_vanishes(question: Question, factor: Expr, truth: Vector, field: Field) -> tuple[Spot, ...]:
    """A few spots at which the factor is zero and the gradient is not."""
    with precision(BITS):
        found = (spot for spot in _spots(question, factor, field) if not is_zero(truth, (spot,)))
        return tuple(islice(found, MOST))


def _spots(question: Question, factor: Expr, field: Field) -> Iterator[Spot]:
    survey, names = field.survey.aside(), sorted(free_names(factor) & set(question.constants), key=str)
    for start in field.spots[:STARTS]:
        for name in names:
            for number in _zeros(question, factor, name, start):
                if name in start.point.setting.domains:
                    spot = survey.settled(start.point.changed(name, number), {})
                    yield from [] if spot is None else [spot]
                else:
                    for setting in other_settings(question.loss, {int(number)}):
                        yield from survey.group(setting, {}, (plain, plain))


def _zeros(question: Question, factor: Expr, name: Any, start: Spot) -> Iterator[fmpq]:
    """The numbers that make it zero, the others being as at the start."""
    domain, scope = question.loss.symbols[name], start.scope()
    if name not in start.point.setting.domains or domain.whole:
        candidates = [fmpq(number) for number in domain.values or range(MOST_SIZE + 1)]
    else:
        course = Course(factor, Line(start.point, (name,)))
        marks = landmarks(course, numbers_in([factor]))
        candidates = [simplest(place) for place in (*marks.roots, *marks.turns)]
    for number in candidates:
        if contains(domain, number) and value_at(factor, with_number(scope, name, number)) == ZERO:
            yield number
