"""A point at which a wrong claim lies more than a right angle from the gradient: a step against it climbs there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import cycle, islice
from random import Random

from derivations.evidence.balls import precision
from derivations.evidence.points import contains, exact, nice
from derivations.evidence.settings import settings_of
from derivations.judge.counterexamples import BITS, FEW, RIGHT_ANGLE, angle_at, leads_astray, shown_at, simplest
from derivations.judge.judgement import Counterexample, Judgement
from derivations.judge.question import Question
from derivations.judge.spots import Survey
from derivations.judge.symmetry import places
from derivations.judge.vectors import Spot, Vector, claimed, true_gradient
from derivations.language.domains import Domain

TRIES = 400  # changes of the widest point
DRAWN = 40  # points drawn at random before
STRETCHED = 1200  # and after, some of the numbers multiplied: units that are nearly flat beside others
SEVERAL = 12  # of those: the one that is easiest to put in is shown
ENOUGH, WIDE = 100, 60  # degrees: clearly beyond a right angle; wide enough, where nothing beyond one is found
CLEARLY = 1.5  # times: two ratios that a reader sees to differ
FAINT = 0.01  # a gradient that is hardly any
TIMES = (1, 1, 2, 4)  # what a simple number is multiplied by: some differences show only where a sigmoid is nearly flat


def astray(question: Question, judgement: Judgement) -> Counterexample | None:
    """The counterexample of a judgement; of a wrong claim of several components at the widest angle that was found.

    The search is the same every time. What it does not find may exist all the same.
    """
    example = judgement.counterexample
    if example is None or judgement.verdict != "wrong" or len(example.components) == 1 or leads_astray(example):
        return example
    claim, truth = claimed(question), true_gradient(question)
    with precision(BITS):
        widest = _Search(question, claim, truth).widest()
    found = simplest(question, claim, truth, widest)
    return example if found is None or (found.angle or 0) <= (example.angle or 0) else found


def apart(question: Question, example: Counterexample) -> Counterexample | None:
    """Where a claim of several components points the way of the gradient: another point, with another ratio of the two.

    One point alone does not show that the ratio varies.
    """
    if example.angle != 0 or len(example.components) == 1 or not times(example):
        return None
    claim, truth = claimed(question), true_gradient(question)
    with precision(BITS):
        for spot in Survey(question, truth, brief=False).simple_spots():
            found = shown_at(question, claim, truth, spot)
            if found.angle == 0 and len(found.components) == len(example.components) and _vary(example, found):
                return found
    return None


def times(example: Counterexample) -> float:
    """How many times the gradient the claim is, where the two point the same way."""
    pairs = zip(example.claimed, example.true, strict=True)
    return next((float(one) / float(other) for one, other in pairs if one is not None and other), 0.0)


def _vary(one: Counterexample, other: Counterexample) -> bool:
    low, high = sorted((times(one), times(other)))
    return low > 0 and high > CLEARLY * low


class _Search:
    def __init__(self, question: Question, claim: Vector, truth: Vector) -> None:
        self.question, self.claim, self.truth = question, claim, truth
        self.survey, self.rng = Survey(question, truth, brief=False), Random(11)
        self.best: Spot | None = None

    def widest(self) -> Sequence[Spot]:
        """Spots beyond a right angle, clearly if possible; else the first that is wide, before its numbers get odd."""
        most, wide = 0.0, None
        for spot in self._looked_at():
            angle = self.angle(spot)
            if angle > most:
                self.best, most = spot, angle
                wide = wide if wide is not None or angle < WIDE else spot
            if most > ENOUGH:
                break
        if most > RIGHT_ANGLE:
            return [self.best] if self.best else ()
        wide = wide or self.best
        return [*islice(self._far(), SEVERAL)] or ([wide] if wide else ())

    def _looked_at(self) -> Iterator[Spot]:
        """Spots drawn at random; then the best so far, each time with another of its numbers changed."""
        yield from islice(self.survey.simple_spots(), DRAWN)
        for _ in range(TRIES):
            spot = None if self.best is None else self.changed(self.best)
            if spot is not None:
                yield spot

    def _far(self) -> Iterator[Spot]:
        """Spots clearly beyond a right angle, with some numbers stretched."""
        for setting in islice(cycle(settings_of(self.question.loss)), STRETCHED):
            spot = self.survey.settled(self.survey.drawn(setting, stretched), {})
            if spot is not None and self.angle(spot) > ENOUGH:
                yield spot

    def angle(self, spot: Spot) -> float:
        """Degrees between claim and gradient; nothing, where there are not several components, but few."""
        if not 1 < len(places(self.question, spot)) * len(self.question.wrt) <= FEW:
            return 0
        angle = angle_at(self.question, self.claim, self.truth, spot, least=FAINT)
        return angle or 0

    def changed(self, spot: Spot) -> Spot | None:
        """The spot with one of its numbers changed, if it is one then."""
        key, domain = self.rng.choice([*spot.point.setting.domains.items()])
        number = _multiple(self.rng, domain)
        if key in spot.point.models or not contains(domain, number):
            return None
        return self.survey.settled(spot.point.changed(key, exact(number)), {})


def stretched(rng: Random, domain: Domain) -> Fraction:
    """A simple number, or a few times that, if it is in the domain still."""
    number = _multiple(rng, domain)
    return number if contains(domain, number) else nice(rng, domain)


def _multiple(rng: Random, domain: Domain) -> Fraction:
    return nice(rng, domain) * rng.choice(TIMES)
