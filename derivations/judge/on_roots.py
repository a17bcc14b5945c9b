"""Spots where switches of a claim are zero, alone or together, although no rational number makes them so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, combinations, islice

from derivations.evidence.balls import Undecided
from derivations.evidence.hunt import Root, Search, zeros
from derivations.evidence.places import Switch
from derivations.evidence.points import Point
from derivations.evidence.sampling import sign_at
from derivations.evidence.scope import Scope
from derivations.evidence.unseen import with_zeros
from derivations.evidence.values import some_assignments
from derivations.evidence.verdicts import LADDER
from derivations.judge.question import Question
from derivations.judge.spots import Field
from derivations.judge.vectors import Spot

MOST_ROOTED, ROOTS, MOST_MET = 8, 4, 8  # switches of which roots are looked for; roots of each; sets of switches


def at_roots(
    question: Question,
    field: Field,
    switches: Sequence[Switch],
    starts: Sequence[Spot],
    search: Callable[[Spot], Search],
) -> Iterator[Spot]:
    """A few spots for each switch, and for each set of those that may have a value of their own where they are zero.

    Args:
        question: what is asked.
        field: the spots that are known.
        switches: those of the claim.
        starts: where to look from.
        search: the search from a spot.
    """
    chosen = switches[:MOST_ROOTED]
    beside = chain.from_iterable(_on_boundary(switch, field) for switch in (chosen if len(chosen) > 1 else ()))
    starts_beside = [*starts, *beside]
    for switch in chosen:
        yield from at_zeros(question, field, (switch,), map(search, starts_beside))
    alone = [*with_zeros(chosen, [(u, ()) for u in question.claims])]
    together = (some for size in range(2, len(alone) + 1) for some in combinations(alone, size))
    for some in islice(together, MOST_MET):
        yield from at_zeros(question, field, some, map(search, starts))


def at_zeros(
    question: Question, field: Field, switches: Sequence[Switch], searches: Iterable[Search]
) -> Iterator[Spot]:
    """A few spots at which all the switches are zero."""

    def scope_of(point: Point, roots: tuple[Root, ...]) -> Scope:
        return Spot(point, question.computed, roots=roots).scope()

    found = (zeros(search, switches, scope_of) for search in searches)
    for zero in islice(chain.from_iterable(found), ROOTS):
        with suppress(Undecided):
            spot = field.survey.aside().told(zero.point, {}, zero.roots)
            yield from [] if spot is None else [replace(spot, ladder=LADDER[:1])]


def _on_boundary(switch: Switch, field: Field) -> Iterator[Spot]:
    """A spot at which it is zero."""
    scopes = ((spot, scope) for spot in field.spots for scope in some_assignments(switch.binders, spot.scope(), 1))
    yield from islice((spot for spot, scope in scopes if sign_at(switch.expression, scope) == 0), 1)
