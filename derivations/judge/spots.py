"""Where a claim is tried: in every sign cell, for every label, close to boundaries, with several hyper-parameters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations
from random import Random
from typing import Any

from flint import fmpq
from sympy import Integer, Symbol

from derivations.evidence.balls import Undecided, Undefined, precision
from derivations.evidence.constraints import constrained, each
from derivations.evidence.hunt import Root
from derivations.evidence.inside import moved_inside
from derivations.evidence.places import Side, Switch, distinct, switches_in, unseen
from derivations.evidence.points import Draw, Point, curved, draw, exact, nice, plain
from derivations.evidence.sampling import NOWHERE, NoPointError, sample, sign_at
from derivations.evidence.settings import Setting, settings_of
from derivations.evidence.unseen import Formula
from derivations.evidence.values import assignments
from derivations.judge.defined import belongs, ends_of_domain
from derivations.judge.ground import Ground, ground_of
from derivations.judge.question import Question
from derivations.judge.reach import along, beyond, few_of, wide
from derivations.judge.vectors import Spot, Vector, has_value

BITS = 256
GROUPS, DRAWS, LEAST, STRESSED = 4, 72, 8, 8  # sets of hyper-parameters; points looked at, in all and in each group
PER_CELL, MOST = 3, 40  # spots kept in one cell of one group; in one group
FEW = 2  # points of each kind in each group, for a first look
TRIES = 60  # to meet the conditions, for one spot
NEAR = (fmpq(1, 10**3), fmpq(1, 10**6))  # distances from a boundary, as shares of the way between two spots
HALVINGS, CROSSINGS = 40, 12
MOST_LABELS = 8  # sets of labels for which cells that were missed are looked for
NICE_DRAWS = 60
KEPT = 6  # grounds of which the spots are kept: claims about one loss follow one another


@dataclass(frozen=True, eq=False)
class Field:
    """All the spots of a question.

    Args:
        spots: where claim and gradient are compared.
        switches: the expressions that decide which formula holds.
        labels: the symbols with a few values only.
        survey: what found them, and may find more.
        hunted: those of the spots that were looked for because the claim was right at all others.
    """

    spots: tuple[Spot, ...]
    switches: tuple[Switch, ...]
    labels: tuple[Any, ...]
    survey: Survey
    hunted: tuple[Spot, ...] = ()

    @cached_property
    def simple(self) -> tuple[Spot, ...]:
        """Spots with plain numbers; looked for when somebody wants to see one."""
        with precision(BITS):
            return self.survey.simple()

    @cached_property
    def unseen(self) -> tuple[Side, ...]:
        """The sides of switches on which no spot lies."""
        with precision(BITS):
            return unseen(self.switches, [spot.scope() for spot in self.spots])


def survey(question: Question, truth: Vector, *, brief: bool = False) -> Field:
    """The spots of a question; the same ones every time.

    Args:
        question: what is asked.
        truth: the gradient.
        brief: only a few, enough to tell whether it is worth while to look for a proof.

    Raises:
        LossaryError: the loss has a slope at no point of its domains.
    """
    with precision(BITS):
        return Survey(question, truth, brief=brief).field()


@dataclass(frozen=True)
class Found:
    """The spots of a ground, how the search for them left its random numbers, and whether it had to move points."""

    spots: tuple[Spot, ...]
    state: tuple[Any, ...]
    is_narrow: bool


@lru_cache(maxsize=KEPT)
def _found(ground: Ground) -> Found:
    search = Survey(ground.question, ground.truth, brief=ground.brief)
    spots = tuple(search.spots())
    return Found(spots, search.rng.getstate(), search.is_narrow)


@lru_cache(maxsize=KEPT)
def _simple(ground: Ground) -> tuple[Spot, ...]:
    search = Survey(ground.question, ground.truth, brief=ground.brief)
    found = _found(ground)
    search.rng.setstate(found.state)
    search.is_narrow = found.is_narrow
    return tuple(search.simple_spots())


class Survey:
    """The search for the spots of a question."""

    def __init__(self, question: Question, truth: Vector, *, brief: bool) -> None:
        self.question, self.truth, self.brief, self.rng = question, truth, brief, Random(7)
        self.settings = few_of(settings_of(question.loss))
        self.switches = _switches(question)
        self.is_narrow, self.patient = False, True  # do points that are drawn lie outside? is one needed?
        self.labels = tuple(s for s in question.loss.symbols if isinstance(s, Symbol) and self._is_label(s))

    def _is_label(self, symbol: Symbol) -> bool:
        constant = symbol in self.question.constants
        return bool(self.question.loss.symbols[symbol].values) and not constant and symbol not in self.question.computed

    def aside(self) -> Survey:
        """The same with random numbers of its own, so that what it draws changes nothing else; it gives up soon."""
        other = copy(self)
        other.rng, other.patient = Random(8), False
        return other

    def field(self) -> Field:
        """The spots, as every search for them finds them; what is drawn later follows on these."""
        found = _found(self.ground)
        self.rng.setstate(found.state)
        self.is_narrow = found.is_narrow
        return Field(found.spots, self.switches, self.labels, self)

    @cached_property
    def ground(self) -> Ground:
        return ground_of(self.question, self.truth, self.switches, brief=self.brief)

    def spots(self) -> list[Spot]:
        """Ordinary ones, then those in cells that were missed, and on both sides of boundaries."""
        brief, hypers = self.brief, [s for s in self.question.constants if self.question.role(s) == "hyper"]
        sized = self.question.sizes & set(self.settings[0].domains)  # a size as a plain symbol
        rounds = GROUPS if hypers or sized else 1
        is_smooth = not (
            self.switches or self.labels
        )  # then all that is drawn is kept, and ordinary numbers are enough
        each = FEW if brief else LEAST if is_smooth else max(LEAST, DRAWS // (rounds * len(self.settings)))
        stressed = [wide] * (0 if is_smooth else FEW if brief else STRESSED)
        spots: list[Spot] = []
        for number in range(rounds):
            frozen = {s: self.constant(s, number) for s in self.question.constants if s in self.settings[0].domains}
            for setting in self.settings:
                curves = [curved] * (each // 2 if setting.models() else 0)
                spots += self.group(setting, frozen, (*[plain] * each, *curves, *stressed))
        if not spots:
            raise NoPointError(NOWHERE)
        if not brief:
            spots += list(self._missed(spots))
            spots += list(self._beside(spots))
        return spots

    def constant(self, symbol: Any, number: int) -> fmpq:
        """Another value in every round."""
        domain = self.question.loss.symbols[symbol]
        value = Fraction(domain.choices[number % len(domain.choices)]) if domain.choices else plain(self.rng, domain)
        return exact(value)

    def group(self, setting: Setting, frozen: Mapping[Any, fmpq], draws: Sequence[Draw]) -> list[Spot]:
        """Spots with these constants, a few in each cell."""
        counts: Counter[Any] = Counter()
        kept: list[Spot] = []
        for how in draws:
            spot = self._spot(setting, frozen, how)
            if spot is not None and len(kept) < MOST:
                counts[spot.cell] += 1
                if counts[spot.cell] <= PER_CELL or not (self.switches or self.labels):
                    kept.append(spot)
        return kept

    def _spot(self, setting: Setting, frozen: Mapping[Any, fmpq], how: Any) -> Spot | None:
        for _ in range(TRIES if not self.is_narrow else 1):
            spot = self.settled(self.drawn(setting, how), frozen)
            if spot is not None:
                return spot
        self.is_narrow = True
        return self._moved(setting, frozen, how) if self.patient else None

    def _moved(self, setting: Setting, frozen: Mapping[Any, fmpq], how: Draw) -> Spot | None:
        """A spot whose numbers were moved to where the loss has a value and the conditions hold."""
        point = draw(setting, self.rng, how)
        for key, number in frozen.items():
            point = point.changed(key, number)
        stated = [claim for relation in self.question.given for claim in each(relation, setting)]
        inside = moved_inside(point, self.question.loss.expression, stated, frozen)
        settled = constrained(inside) if inside is not None and self.question.loss.stated else inside
        return None if settled is None else self.settled(settled, frozen)

    def drawn(self, setting: Setting, how: Draw) -> Point:
        """A point of the setting, its numbers drawn in this way."""
        if self.question.loss.stated:
            return sample(setting, self.question.loss.expression, self.rng, how, patient=self.patient)
        return draw(setting, self.rng, how)

    def settled(self, point: Point, frozen: Mapping[Any, fmpq]) -> Spot | None:
        """The spot with the constants of its group, if it keeps all conditions and has a gradient for sure."""
        try:
            return self.told(point, frozen)
        except Undecided:
            return None

    def told(self, point: Point, frozen: Mapping[Any, fmpq], roots: tuple[Root, ...] = ()) -> Spot | None:
        """The same; raises Undecided where that cannot be told."""
        for key, number in frozen.items():
            point = point.changed(key, number)
        numbers = {s: str(point.numbers[s]) for s in self.question.constants if s in point.numbers}
        group = tuple(sorted((str(s), v) for s, v in numbers.items()))
        spot = Spot(point, self.question.computed, group, roots=roots)
        try:
            with spot.entered():
                is_one = belongs(self.question, spot) and has_value(self.truth, spot)
                return replace(spot, cell=self._cell(spot), known={}) if is_one else None
        except Undefined:
            return None

    def _cell(self, spot: Spot) -> tuple[Any, ...]:
        scope = spot.scope()
        signs = [
            sign_at(switch.expression, inner)
            for switch in self.switches
            for inner in assignments(switch.binders, scope)
        ]
        return (*signs, *(str(spot.point.numbers[label]) for label in self.labels))

    def _missed(self, spots: Sequence[Spot]) -> Iterator[Spot]:
        """One spot in every cell that is met on the way along one coordinate, for each set of labels."""
        if any(switch.binders for switch in self.switches):
            return
        seen = {spot.cell for spot in spots}
        starts = {spot.cell[len(self.switches) :]: spot for spot in reversed(spots)}
        for labels, start in list(starts.items())[:MOST_LABELS]:
            for point in self._elsewhere(start, [cell for cell in seen if cell[len(self.switches) :] == labels]):
                spot = self.settled(point, {})
                if spot is not None and spot.cell not in seen:
                    seen.add(spot.cell)
                    yield spot

    def _elsewhere(self, start: Spot, cells: Sequence[tuple[Any, ...]]) -> Iterator[Point]:
        """Points across the boundaries near a spot, and across the switches of which one side only was seen."""
        expressions = [switch.expression for switch in self.switches]
        yield from along(expressions, start.point)
        for i, switch in enumerate(expressions):
            if len({cell[i] for cell in cells} - {0, None}) == 1:
                yield from beyond(switch, start.point)

    def _beside(self, spots: Sequence[Spot]) -> Iterator[Spot]:
        """Spots on both sides of a boundary, on the way between two spots of one group that it parts."""
        for switch in [switch for switch in self.switches if not switch.binders]:
            pairs = [pair for pair in combinations(spots, 2) if self._are_parted(switch, *pair)]
            for one, other in pairs[:: max(1, len(pairs) // 2)][:2] if len(self.switches) < CROSSINGS else pairs[:1]:
                share = self._crossing(switch, one, other)
                for step in (-NEAR[0], -NEAR[1], NEAR[1], NEAR[0]):
                    if 0 <= share + step <= 1:
                        spot = self.settled(one.point.towards(other.point, share + step), {})
                        if spot is not None:
                            yield spot

    def _are_parted(self, switch: Switch, one: Spot, other: Spot) -> bool:
        if one.group != other.group or one.point.setting is not other.point.setting or one.point.models:
            return False
        if any(one.point.numbers[label] != other.point.numbers[label] for label in self.labels):
            return False
        signs = [sign_at(switch.expression, spot.scope()) for spot in (one, other)]
        return None not in signs and signs[0] == -(signs[1] or 2)

    def _crossing(self, switch: Switch, one: Spot, other: Spot) -> fmpq:
        """The share of the way at which the switch changes its sign."""
        start = sign_at(switch.expression, one.scope())
        low, high = fmpq(0), fmpq(1)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            there = Spot(one.point.towards(other.point, middle), self.question.computed)
            same = sign_at(switch.expression, there.scope()) == start
            low, high = (middle, high) if same else (low, middle)
        return low

    def simple(self) -> tuple[Spot, ...]:
        """Spots with plain numbers; shared, unless something else was drawn before."""
        at_first = self.rng.getstate() == _found(self.ground).state
        return _simple(self.ground) if at_first else tuple(self.simple_spots())

    def simple_spots(self) -> Iterator[Spot]:
        """The same, drawn now, each once."""
        seen = set()
        for number in range(NICE_DRAWS):
            setting = self.settings[number % len(self.settings)]
            is_found = not self.is_narrow
            spot = self.settled(self.drawn(setting, nice), {}) if is_found else self._moved(setting, {}, nice)
            if spot is not None and spot.point.identity not in seen:
                seen.add(spot.point.identity)
                yield spot


def formulas_of(question: Question) -> list[Formula]:
    """The loss, its intermediates if it is derived backwards, and the claims as they were typed."""
    typed = (need for needs in question.needs for need in needs)
    sources: list[Formula] = [(u, ()) for u in (question.loss.expression, *question.claims, *typed)]
    for definition in question.loss.definitions if question.loss.backward else ():
        sizes = question.loss.symbols[definition.base].shape
        binders = tuple((i, Integer(1), size) for i, size in zip(definition.indices, sizes, strict=True))
        sources.append((definition.value, binders))
    return sources


def _switches(question: Question) -> tuple[Switch, ...]:
    """Every switch of loss and claims, once."""
    inside = (switch for formula in formulas_of(question) for switch in switches_in(*formula))
    return distinct((*inside, *ends_of_domain(question)))
