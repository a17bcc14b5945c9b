"""A second look at a claim that seems right: where its own numbers put a difference, on sides that nobody entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from flint import fmpq
from sympy import Basic

from derivations.evidence.balls import Undecided, precision
from derivations.evidence.constraints import allowed
from derivations.evidence.hunt import (
    CURVED,
    LABELLED,
    MOST,
    STARTS,
    Part,
    Search,
    curves_of,
    on_unseen_sides,
    parts_of,
    parts_of_slope,
    sizes_in,
    subjects_of,
)
from derivations.evidence.places import Switch, switches_in
from derivations.evidence.points import Draw, Point, corner, counted, curved, entire, extreme, odd, plain
from derivations.evidence.sampling import sign_at
from derivations.evidence.scope import Scope
from derivations.evidence.settings import Setting, mixed_settings, other_settings, with_other_indices
from derivations.evidence.values import some_assignments
from derivations.evidence.verdicts import DEEP
from derivations.judge.defined import bases_of_any_power
from derivations.judge.drawing import beside, drawn, leaves, plainest_first, with_numbers
from derivations.judge.on_roots import at_roots
from derivations.judge.question import Question
from derivations.judge.relation import compare_at
from derivations.judge.sides import Sides, pattern, transplanted
from derivations.judge.spots import BITS, Field
from derivations.judge.vectors import Group, Spot, Vector, slope_hole

FAR = (*(extreme,) * 8, *(odd,) * 2, *(corner,) * 6)  # how numbers are drawn once more, where nothing stands out
COUNTS, COMPONENTS = 8, 6  # spots with other whole numbers; other free indices of one size
MOST_CROSSED, MOST_OTHERS = 4, 5  # subjects of the claim alone; spots whose other numbers are taken there
FIRST, ELSEWHERE = slice(STARTS), slice(STARTS, STARTS + 2)  # settings; the others are for what could not be told there
ROUNDS, MOST_STARTS, CARRIED = 3, 4, 2  # of starts where parts count: rounds, starts in each; spots on a missing side
MIXED = 120  # settings to draw in, if a part counts nowhere else
MOST_CONSTANTS = 6  # sets of constants of which more spots are looked for


def hunt(question: Question, claim: Vector, truth: Vector, field: Field) -> Field:
    """The field with more spots; the same ones every time."""
    with precision(BITS):
        return _Hunt(question, claim, truth, field).field()


def hunt_in_groups(question: Question, claim: Vector, truth: Vector, field: Field) -> Field:
    """The field with more spots for the same constants, if the claim seems to be a multiple of the gradient."""
    with precision(BITS):
        search = _Hunt(question, claim, truth, field)
        return search.with_more((*search.with_the_same_constants(), *search.in_the_same_sizes()))


class _Hunt:
    def __init__(self, question: Question, claim: Vector, truth: Vector, field: Field) -> None:
        self.question, self.pairs, self.found = question, tuple(zip(claim, truth, strict=True)), field
        definitions = question.loss.definitions if question.loss.backward else ()
        known: list[Basic] = [question.loss.expression, *(definition.value for definition in definitions)]
        claims = [(u, ()) for u in question.claims]
        self.subjects = subjects_of(claims, [(u, ()) for u in known])
        self.own = subjects_of([(u, ()) for u in known], ())
        self.fresh = tuple(subject for subject in self.subjects if subject not in self.own)
        unsaid = subjects_of([(question.loss.expression, ())], claims)
        self.parts = (*parts_of(claims, self.fresh), *self.parts_of_loss(unsaid))
        self.meeting = tuple(dict.fromkeys(switch for u in question.claims for switch in switches_in(u)))
        self.constants: dict[Any, fmpq] = {}
        self.curves = curves_of(claims, (switch for formula in known for switch in switches_in(formula)))
        self.subjects = tuple(dict.fromkeys((*field.switches, *self.subjects, *unsaid, *self.own)))
        self.untold = False  # were there spots at which the two could not be told apart?

    def parts_of_loss(self, subjects: Sequence[Switch]) -> Iterator[Part]:
        """The parts of the loss with subjects that the claim does not hold: it may say nothing of a bump there."""
        for w in () if self.question.loss.backward else self.question.wrt:
            yield from parts_of_slope(slope_hole(self.question.loss, w), subjects)

    def field(self) -> Field:
        on_lines = tuple(self.along_lines(self.starts()))
        found = self.with_more(
            (
                *self.with_curved_models(),
                *self.in_sizes(),
                *self.far_out(),
                *on_lines,
                *self.on_both_sides_of_the_loss(on_lines),
                *self.on_unseen_sides(),
            )
        )
        self.found = found
        self.found = found = self.with_more(at_roots(self.question, found, self.meeting, self.starts(), self.search))
        if self.untold:
            found = self.with_more(self.along_lines(self.starts(ELSEWHERE)))
        return self.where_parts_count(found)

    def where_parts_count(self, found: Field) -> Field:
        """The field with spots on those sides of the parts that were reached only where the parts are lost.

        A needle in a term with a factor such as [k = y], [n = 7] or [x > 5] shows only where that is not zero; and what
        is found from there may be where another factor is not.
        """
        sides, self.found = Sides(self.parts), found
        sides.add(self.found.spots)
        used = {(part, pattern(spot)) for spot in self.starts() for part in self.parts if part.counts(spot.scope())}
        for _ in range(ROUNDS):
            carried = tuple(self.carried_over(sides))
            self.found = self.with_more(carried)
            sides.add(carried)
            starts = list(islice(self.where_they_count(sides.wanting, used), MOST_STARTS))
            if not starts:
                break
            reached = tuple(self.along_lines(starts))
            self.found = self.with_more(reached)
            sides.add(reached)  # those too at which the two could not be told apart
        return self.with_more(self.carried_over(sides))

    def carried_over(self, sides: Sides) -> Iterator[Spot]:
        """Spots with the numbers that lead to a missing side, and others such that the part counts there."""
        for part, side in sides.missing:
            candidates = (
                spot
                for donor, scope in sides.donors(part, side)
                for point in transplanted(donor, self.found.spots, self.search(donor).moving(part.subject, scope))
                for spot in self.settled(filter(None, [allowed(point)]))
                if part.counts(spot.scope(), scope.indices)
            )
            yield from islice(candidates, CARRIED)

    def where_they_count(self, parts: Sequence[Part], used: set[tuple[Part, Any]]) -> Iterator[Spot]:
        """Spots at which they count, with other free indices equal to each other than in the starts used before."""
        left = list(parts)
        for spot in chain(plainest_first(self.found.spots), self.mixed()):
            if not left:
                break
            alike = pattern(spot)
            counting = [part for part in left if (part, alike) not in used and part.counts(spot.scope())]
            used |= {(part, alike) for part in counting}
            left = [part for part in left if part not in counting]
            yield from [spot] if counting else []

    def mixed(self) -> Iterator[Spot]:
        """Spots in other sizes together with other indices."""
        wanted, survey = sizes_in(self.question.claims), self.found.survey.aside()
        for setting in islice(mixed_settings(self.question.loss, wanted), MIXED):
            yield from drawn(survey, setting, self.frozen(setting), (plain,), set())

    def with_more(self, spots: Iterable[Spot]) -> Field:
        """The field with those of these spots that count."""
        known = {spot.identity for spot in self.found.spots}
        more: dict[object, Spot] = {}
        for spot in spots:
            if spot.identity not in known and self.counts(spot):
                more.setdefault(spot.identity, spot)
        hunted = (*self.found.hunted, *more.values())
        return replace(self.found, spots=(*self.found.spots, *more.values()), hunted=hunted)

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

    def far_out(self) -> Iterator[Spot]:
        """Spots with numbers very large, very small, at ends, or of odd denominators, where no sin(1024 pi x) is 0.

        With whole ones, if something has a power that is not fixed: only then has what is negative one.
        """
        survey, barren = self.found.survey.aside(), set[Draw]()
        formulas = (self.question.loss.expression, *self.question.claims)
        has_powers = any(True for formula in formulas for _ in bases_of_any_power(formula))
        for setting in survey.settings:
            yield from drawn(survey, setting, self.frozen(setting), FAR, barren)
            if any(domain.whole for domain in setting.domains.values()):
                yield from drawn(survey, setting, {}, [counted] * COUNTS, barren)
            if has_powers:
                yield from drawn(survey, setting, {}, [entire] * COUNTS, barren)

    def in_sizes(self) -> Iterator[Spot]:
        """A few spots in sizes not tried yet."""
        survey = self.found.survey
        for setting in other_settings(self.question.loss, sizes_in(self.question.claims)):
            yield from survey.group(
                setting, self.frozen(setting), (curved, plain) if setting.models() else (plain, plain)
            )

    def starts(self, which: slice = FIRST) -> list[Spot]:
        """The first spots of a few settings, one for each set of labels: small ones, in which nothing is alone.

        And one in which an index of the claim leaves its array, if that shows only on some side of a switch.
        """
        settings = {id(spot.point.setting): spot.point.setting for spot in reversed(self.found.spots)}
        ordered = sorted(settings, key=lambda number: settings[number].cramped)
        leaving = (number for number in ordered if any(leaves(u, settings[number]) for u in self.question.claims))
        chosen = [*ordered[which], *(islice(leaving, 1) if which is FIRST else ())]
        spots = [spot for spot in reversed(self.found.spots) if id(spot.point.setting) in chosen]
        labels = self.found.labels
        each = {(id(s.point.setting), *(s.point.numbers[label] for label in labels)): s for s in spots}
        return list(each.values())[:LABELLED]

    def search(self, start: Spot) -> Search:
        return Search(
            start.point,
            self.subjects,
            self.scope_of,
            allowed,
            self.curves,
            self.meeting,
            self.fresh,
            parts=self.parts,
        )

    def scope_of(self, point: Point) -> Scope:
        return Spot(point, self.question.computed).scope()

    def along_lines(self, starts: Iterable[Spot]) -> Iterator[Spot]:
        for start in starts if self.subjects else ():
            yield from islice(self.settled(self.search(start).everywhere().points), MOST)

    def with_the_same_constants(self) -> Iterator[Spot]:
        """More spots with those constants that are known in the fewest cells: their scale must be one in all."""
        groups: dict[Group, list[Spot]] = {}
        sizes = set(map(str, self.question.sizes))
        for spot in reversed(self.found.spots):
            groups.setdefault(tuple(pair for pair in spot.group if pair[0] not in sizes), []).append(spot)
        ordered = sorted(groups.values(), key=lambda members: len({spot.cell for spot in members}))
        for start, *_ in ordered[:MOST_CONSTANTS]:
            search = replace(self.search(start), fixed=set(self.question.constants))
            yield from islice(self.settled(search.everywhere().points), MOST)

    def in_the_same_sizes(self) -> Iterator[Spot]:
        """Spots for other free indices: a scale may depend on sizes, but must be one for all components."""
        settings, survey = {spot.group: spot.point for spot in reversed(self.found.spots)}, self.found.survey.aside()
        for point in settings.values():
            frozen = {symbol: point.numbers[symbol] for symbol in self.question.constants if symbol in point.numbers}
            for setting in with_other_indices(point.setting, COMPONENTS):
                yield from drawn(survey, setting, frozen, (plain,), set())

    def on_both_sides_of_the_loss(self, spots: Sequence[Spot]) -> Iterator[Spot]:
        """Where the claim goes another way than the loss, all there is of the loss: the gradient may vanish there."""
        for subject in self.fresh[:MOST_CROSSED]:
            for spot in self.beyond(subject, spots):
                keys = self.search(spot).telling(subject)
                for other in self.found.spots[:: max(1, len(self.found.spots) // MOST_OTHERS)]:
                    yield from self.settled(with_numbers(other.point, spot.point, keys))
                search = replace(self.search(spot), subjects=self.own, curves=(), fresh=(), fixed=keys)
                yield from islice(self.settled(search.everywhere().points), MOST)

    def beyond(self, switch: Switch, spots: Sequence[Spot]) -> Iterator[Spot]:
        """One spot for each side of it on which the start is not."""
        first: dict[int | None, Spot] = {}
        for spot in (*self.starts(), *spots):
            for scope in some_assignments(switch.binders, spot.scope(), 1):
                first.setdefault(sign_at(switch.expression, scope), spot)
        yield from (spot for sign, spot in list(first.items())[1:] if sign is not None)

    def on_unseen_sides(self) -> Iterator[Spot]:
        for finds in on_unseen_sides(self.found.unseen, self.starts(), self.search):
            yield from self.settled(finds.points)

    def settled(self, points: Iterable[Point]) -> Iterator[Spot]:
        for point in points:
            try:
                spot = self.found.survey.told(point, {})
            except Undecided:
                self.untold = True
                continue
            if spot is not None:
                yield replace(spot, ladder=DEEP)

    def counts(self, spot: Spot) -> bool:
        """Can the two be told apart there, or together? Exactly on a boundary, the claim may also have no value."""
        kinds = self.kinds(spot)
        if "undecided" in kinds:
            self.untold = True
            return False
        return "undefined" not in kinds or not (0 in spot.cell or self.is_alone(spot))

    def kinds(self, spot: Spot) -> set[str]:
        return {compare_at(one, other, spot).kind for one, other in self.pairs}

    def is_alone(self, spot: Spot) -> bool:
        """Has the claim a value again close by? Then it lacks one on a boundary only."""
        near = self.found.survey.settled(beside(spot.point), {})
        return near is not None and "undefined" not in self.kinds(near)
