"""New spots for sentences that say where a claim is right, or where only: there they are tried before they are said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice, product
from random import Random

from flint import fmpq
from sympy import Expr, Symbol

from derivations.errors import LossaryError
from derivations.evidence.balls import precision
from derivations.evidence.points import contains, plain
from derivations.evidence.values import evaluate
from derivations.judge.faults.suspects import Case
from derivations.judge.reach import along, wide
from derivations.judge.relation import compare_at
from derivations.judge.spots import BITS
from derivations.judge.vectors import Spot, Vector

DRAWS = (*[plain] * 4, wide) * 10
MOST_SETTINGS, STARTS, MOST_STARTS, MOST_MOVED = 5, 3, 16, 6
CLOSE, STEPS = fmpq(1, 10**9), 1000  # how far it is to a spot close by, at most so many times
VALUES = (*(fmpq(number) for number in (-2, -1, 0, 1, 2)), fmpq(1, 2))  # in place of the one that is named


def tried_again(case: Case) -> dict[Spot, bool]:
    """Is the claim right at new spots? Of plain ones only those where it is not: there it may be right by chance.

    So it may be at new ones, where it is 0 as the gradient is: what is right has to be right close by as well.
    """
    with precision(BITS):
        anew = {
            spot: right
            for spot in new_spots(case)
            if (right := is_right(case.claim, case.truth, spot)) is not None
            and (not right or _is_no_chance(case, spot))
        }
    plain_ones = (spot for spot in case.field.simple if 0 not in spot.cell)
    return anew | {spot: False for spot in plain_ones if is_right(case.claim, case.truth, spot) is False}


def _is_no_chance(case: Case, spot: Spot) -> bool:
    """Is the claim right at a spot close by, too?"""
    point, rng = spot.point, Random(5)
    for key, domain in point.setting.domains.items():
        if key not in point.numbers:  # a model, which is no number
            continue
        moved = point.numbers[key] + rng.randrange(1, STEPS) * CLOSE
        point = point.changed(key, moved) if contains(domain, moved) else point
    beside = case.field.survey.settled(point, {})
    return beside is None or beside.cell != spot.cell or is_right(case.claim, case.truth, beside) is not False


def is_right(left: Vector, right: Vector, spot: Spot) -> bool | None:
    """Do the two agree there? None if that was not decided."""
    kinds = {compare_at(*pair, spot).kind for pair in zip(left, right, strict=True)}
    return True if kinds == {"agree"} else False if kinds & {"differ", "undefined"} else None


def agree_without(case: Case, left: Vector, right: Vector, change: Mapping[Symbol, Expr]) -> bool:
    """Do the two agree at a spot at which these symbols have not these values?"""
    with precision(BITS):
        return any(_lacks(spot, change) and is_right(left, right, spot) for spot in _elsewhere(case, change))


def _lacks(spot: Spot, change: Mapping[Symbol, Expr]) -> bool:
    scope = spot.scope()
    return any(bool(evaluate(symbol, scope) != evaluate(number, scope)) for symbol, number in change.items())


def _elsewhere(case: Case, change: Mapping[Symbol, Expr]) -> Iterator[Spot]:
    """The known spots, some with another plain value of one of the symbols, and new ones."""
    yield from case.field.spots
    for spot, symbol, number in product(case.field.spots[:STARTS], change, VALUES):
        if symbol in spot.point.numbers and contains(case.question.loss.symbols[symbol], number):
            yield from filter(None, [case.field.survey.settled(spot.point.changed(symbol, number), {})])
    yield from new_spots(case)


def new_spots(case: Case) -> Iterator[Spot]:
    """New spots on no boundary: drawn, and from these across the boundaries nearby, also into thin strips."""
    drawn = list(_drawn(case))
    yield from drawn
    switches = [switch.expression for switch in case.field.switches if not switch.binders]
    for start in drawn[:MOST_STARTS] if switches else ():
        for point in islice(along(switches, start.point), MOST_MOVED):
            yield from _off_boundaries(case.field.survey.settled(point, {}))


def _drawn(case: Case) -> Iterator[Spot]:
    survey = case.field.survey.aside()
    for number, how in enumerate(DRAWS):
        setting = survey.settings[number % min(MOST_SETTINGS, len(survey.settings))]
        with suppress(LossaryError):
            yield from _off_boundaries(survey.settled(survey.drawn(setting, how), {}))


def _off_boundaries(spot: Spot | None) -> list[Spot]:
    return [] if spot is None or 0 in spot.cell else [spot]
