"""Where a factor that seemed positive is zero: (n - 3)^2 for n = 3. There the claim is zero, and no multiple."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flint import fmpq
from sympy import Basic, Eq, Expr

from derivations.evidence.balls import precision
from derivations.evidence.constraints import value_at
from derivations.evidence.hunt import MOST_SIZE, Course, Line, Search, landmarks, numbers_in, simplest
from derivations.evidence.places import Switch
from derivations.evidence.points import contains, plain, rational
from derivations.evidence.settings import other_settings
from derivations.judge.judgement import Phrase
from derivations.judge.on_roots import at_zeros
from derivations.judge.question import Question
from derivations.judge.relation import is_zero
from derivations.judge.spots import BITS, Field
from derivations.judge.vectors import Group, Spot, Vector, with_number
from derivations.language.shapes import free_names
from derivations.notation import where_zero

STARTS, MOST = 2, 3  # spots to look from; spots that are wanted
ZERO = fmpq(0)
FACTOR_VANISHES = "factor-vanishes"


@dataclass(frozen=True)
class Vanishing:
    """A place where a factor is zero, and the gradient is not.

    Args:
        where: what holds there, as n = 3.
        spot: a point.
    """

    where: Basic
    spot: Spot


def where_it_vanishes(question: Question, factor: Expr, truth: Vector, field: Field) -> tuple[Vanishing, ...]:
    """A few places at which the factor is zero and the gradient is not."""
    with precision(BITS):
        found = (place for place in _places(question, factor, field) if not is_zero(truth, (place.spot,)))
        return tuple(islice(found, MOST))


def elsewhere(claim: Vector, truth: Vector, field: Field) -> tuple[Spot, ...]:
    """The spots with other constants than those for which the claim is zero and the gradient is not."""
    groups: dict[Group, list[Spot]] = {}
    for spot in field.spots:
        groups.setdefault(spot.group, []).append(spot)
    lost = [spots for spots in groups.values() if is_zero(claim, spots) and not is_zero(truth, spots)]
    kept = [spots for spots in groups.values() if spots not in lost]
    return tuple(spot for spots in kept for spot in spots) if lost else ()


def in_words(question: Question, factor: Expr, places: tuple[Vanishing, ...]) -> Phrase:
    """What is wrong with a multiple by such a factor."""
    what = question.of
    words = f"the claim is {{0}} times the {what}, and that factor is zero where {{1}}: there the claim is zero, "
    return Phrase(f"{words}and the {what} is not", (factor, places[0].where))


def _places(question: Question, factor: Expr, field: Field) -> Iterator[Vanishing]:
    survey, names = field.survey.aside(), sorted(free_names(factor) & set(question.constants), key=str)
    for start in field.spots[:STARTS]:
        for name in names:
            for number in _zeros(question, factor, name, start):
                where = Eq(name, rational(number), evaluate=False)
                if name in start.point.setting.domains:
                    spot = survey.settled(start.point.changed(name, number), {})
                    yield from [] if spot is None else [Vanishing(where, spot)]
                else:
                    for setting in other_settings(question.loss, {int(number)}):
                        yield from (Vanishing(where, spot) for spot in survey.group(setting, {}, (plain, plain)))
            yield from _at_roots(question, factor, name, start, field)


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


def _at_roots(question: Question, factor: Expr, name: Any, start: Spot, field: Field) -> Iterator[Vanishing]:
    """The same for numbers that are not rational, as where sin(lambda) = 0."""
    keys, switch = start.point.setting.domains, Switch(factor, ())
    if name not in keys or keys[name].whole:
        return
    search = Search(start.point, (switch,), fixed=[key for key in keys if key != name])
    for spot in at_zeros(question, field, (switch,), [search]):
        yield Vanishing(where_zero(spot.roots[0].course.expression), spot)
