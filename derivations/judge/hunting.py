"""A second look at a claim that seems right: where its own numbers put a difference, on sides that nobody entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from flint import fmpq
from sympy import Basic

from derivations.evidence.balls import precision
from derivations.evidence.constraints import allowed
from derivations.evidence.hunt import Search, curves_of, sizes_in, subjects_of
from derivations.evidence.places import switches_in
from derivations.evidence.points import Point, curved, plain
from derivations.evidence.scope import Scope
from derivations.evidence.settings import Setting, other_settings
from derivations.evidence.verdicts import DEEP
from derivations.judge.question import Question
from derivations.judge.relation import compare_at
from derivations.judge.spots import BITS, Field
from derivations.judge.vectors import Spot, Vector

NEARBY = fmpq(1, 10**9)
CURVED = 3  # spots in each setting whose models are no polynomials
LABELLED = 4  # starts with different labels
STARTS, MOST = 1, 60  # spots from which the search starts; spots that one of them adds


def hunt(question: Question, claim: Vector, truth: Vector, field: Field) -> Field:
    """The field with more spots; the same ones every time."""
    with precision(BITS):
        return _Hunt(question, claim, truth, field).field()


class _Hunt:
    def __init__(self, question: Question, claim: Vector, truth: Vector, field: Field) -> None:
        self.question, self.pairs, self.found = question, tuple(zip(claim, truth, strict=True)), field
        definitions = question.loss.definitions if question.loss.backward else ()
        known: list[Basic] = [question.loss.expression, *(definition.value for definition in definitions)]
        claims = [(u, ()) for u in question.claims]
        self.subjects = subjects_of(claims, [(u, ()) for u in known])
        self.constants: dict[Any, fmpq] = {}
        self.curves = curves_of(claims, (switch for formula in known for switch in switches_in(formula)))
        self.subjects = tuple(dict.fromkeys((*field.switches, *self.subjects)))

    def field(self) -> Field:
        known = {spot.point.identity for spot in self.found.spots}
        more: dict[object, Spot] = {}
        for spot in (*self.with_curved_models(), *self.in_sizes(), *self.along_lines(), *self.on_unseen_sides()):
            if spot.point.identity not in known and self.counts(spot):
                more.setdefault(spot.point.identity, spot)
        hunted = tuple(more.values())
        return replace(self.found, spots=(*self.found.spots, *hunted), hunted=hunted)

    def frozen(self, setting: Setting) -> dict[Any, fmpq]:
        """One value of each constant for all settings: with others, a scale that depends on an index goes unnoticed."""
        survey, found = self.found.survey, {}
        for symbol in (symbol for symbol in self.question.constants if symbol in setting.domains):
            found[symbol] = self.constants.setdefault(symbol, survey.constant(symbol, 0))
        return found

    def with_curved_models(self) -> Iterator[Spot]:
        """Spots in the settings known, with models that are no polynomials."""
        survey = self.found.survey
        for setting in survey.settings:
            yield from survey.group(setting, self.frozen(setting), [curved] * CURVED) if setting.models() else ()

    def in_sizes(self) -> Iterator[Spot]:
        """A few spots in sizes not tried yet."""
        survey = self.found.survey
        for setting in other_settings(self.question.loss, sizes_in(self.question.claims)):
            yield from survey.group(
                setting, self.frozen(setting), (curved, plain) if setting.models() else (plain, plain)
            )

    def starts(self) -> list[Spot]:
        """The first spots of a few settings, those of the second smallest size first, one for each set of labels."""
        first = {id(spot.point.setting): spot for spot in reversed(self.found.spots)}
        ordered = sorted(first, key=lambda setting: len(first[setting].point.setting.domains))
        chosen = ordered[1 : STARTS + 1] or ordered
        spots = [spot for spot in reversed(self.found.spots) if id(spot.point.setting) in chosen]
        labels = self.found.labels
        each = {(id(s.point.setting), *(s.point.numbers[label] for label in labels)): s for s in spots}
        return list(each.values())[:LABELLED]

    def search(self, start: Spot) -> Search:
        return Search(start.point, self.subjects, self.scope_of, allowed, self.curves)

    def scope_of(self, point: Point) -> Scope:
        return Spot(point, self.question.computed).scope()

    def along_lines(self) -> Iterator[Spot]:
        for start in self.starts() if self.subjects else ():
            yield from islice(self.settled(self.search(start).everywhere().points), MOST)

    def on_unseen_sides(self) -> Iterator[Spot]:
        for switch, side in self.found.unseen:
            for start in self.starts():
                search = self.search(start)
                reached = search.climb(switch, side)
                yield from self.settled(search.finds.points)
                if reached:
                    break

    def settled(self, points: tuple[Point, ...]) -> Iterator[Spot]:
        spots = (self.found.survey.settled(point, {}) for point in points)
        return (replace(spot, ladder=DEEP) for spot in spots if spot is not None)

    def counts(self, spot: Spot) -> bool:
        """Can the two be told apart there, or together? Exactly on a boundary, the claim may also have no value."""
        kinds = self.kinds(spot)
        if "undecided" in kinds:
            return False
        return "undefined" not in kinds or not (0 in spot.cell or self.is_alone(spot))

    def kinds(self, spot: Spot) -> set[str]:
        return {compare_at(one, other, spot).kind for one, other in self.pairs}

    def is_alone(self, spot: Spot) -> bool:
        """Has the claim a value again close by? Then it lacks one on a boundary only."""
        point, step = spot.point, NEARBY
        for key, domain in point.setting.domains.items():
            if not domain.values:
                point, step = point.changed(key, point.get(key) + step), -step / 2
        beside = self.found.survey.settled(point, {})
        return beside is not None and "undefined" not in self.kinds(beside)
