"""Claims whose truth is known from how they were made: right ones rewritten, wrong ones altered where it hides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from altered_places import ALTERATIONS
from claim_subjects import Draft, Subject
from claim_witnesses import Place, witness
from sympy import Expr
from true_rewrites import REWRITES, disguised, rewritten

from derivations.errors import LossaryError
from derivations.evidence import Equation, examine
from derivations.evidence.balls import Undefined
from derivations.judge import ask_about, judge
from derivations.language import Loss

RIGHT = "right"
KINDS = (RIGHT, *sorted(ALTERATIONS))
BY_THE_REFEREE = ("S6", "S8")  # as a line of a derivation, since nobody can type a name with another value
ROUNDS = 40  # drawings of one claim before a kind is given up for a loss


@dataclass(frozen=True)
class Claim:
    """A claim about the gradient of a loss.

    Args:
        slug: the loss.
        kind: "right", or the kind of what is wrong with it.
        how: the rewriting or the alteration.
        expression: the claim.
        line: is it a line of a derivation, for the referee? Else it is for the judge.
        place: where a wrong claim is not the gradient.
    """

    slug: str
    kind: str
    how: str
    expression: Expr
    line: bool = False
    place: Place | None = field(default=None, repr=False, compare=False)

    @property
    def right(self) -> bool:
        return self.kind == RIGHT


@dataclass
class Dropped:
    """How many alterations were left out, because no point was found at which they show."""

    number: int = 0
    how: list[str] = field(default_factory=list)


def claims(
    slug: str, about: Subject, numbers: Sequence[int], seed: int, dropped: Dropped, kinds: Sequence[str] = KINDS
) -> Iterator[Claim]:
    """For each number a claim, every other one right; a claim depends on the loss, its number and the seed alone."""
    wrong = [kind for kind in kinds if kind != RIGHT]
    if "S1" in wrong and about.models:  # there are few of these losses
        wrong += ["S1"] * len(wrong)
    first = Random(f"{seed} {slug}").randrange(max(1, len(wrong)))
    for number in numbers:
        rng = Random(f"{seed} {slug} {number}")
        right = RIGHT in kinds and (number % 2 == 0 or not wrong)
        next_ = first + (number // 2 if RIGHT in kinds else number)
        order = [RIGHT] if right else [wrong[(next_ + shift) % len(wrong)] for shift in range(len(wrong))]
        yield from _first(slug, about, order, rng, dropped)


def _first(slug: str, about: Subject, order: Sequence[str], rng: Random, dropped: Dropped) -> Iterator[Claim]:
    """A claim of the first of these kinds that there is for the loss."""
    for kind in order:
        for _ in range(ROUNDS):
            claim = right_claim(slug, about, rng) if kind == RIGHT else wrong_claim(slug, about, kind, rng, dropped)
            if claim is not None:
                yield claim
                return


def right_claim(slug: str, about: Subject, rng: Random) -> Claim | None:
    """The gradient, rewritten in one to three ways."""
    g, names = about.gradient, []
    for _ in range(rng.choice((1, 1, 2, 3))):
        name = rng.choice(sorted(REWRITES))
        new = rewritten(about, g, name, rng)
        if new is not None:
            g, names = new, [*names, name]
    line = rng.random() < 1 / 10
    return Claim(slug, RIGHT, ", ".join(names), g, line) if names else None


def wrong_claim(slug: str, about: Subject, kind: str, rng: Random, dropped: Dropped) -> Claim | None:
    """The gradient, perhaps rewritten, and then altered; only if a point is known at which that shows."""
    alter = rng.choice(ALTERATIONS[kind])
    g = about.gradient if kind == "S6" else disguised(about, about.gradient, rng)
    draft: Draft | None = alter(about, g, rng)
    if draft is None:
        return None
    try:
        place = witness(draft, about, rng)
    except (LossaryError, Undefined):  # it was altered where a maximum binds a letter, or beyond an array
        place = None
    if place is None:
        dropped.number += 1
        dropped.how.append(f"{kind} {alter.__name__}")
        return None
    return Claim(slug, kind, alter.__name__.replace("_", " "), draft.claim, kind in BY_THE_REFEREE, place)


def verdict_on(claim: Claim, loss: Loss, gradient: Expr) -> str:
    """What the judge, or the referee, says: `exact` by its level, another verdict, or that it refuses the claim."""
    try:
        if claim.line:
            report = examine(loss, [Equation("line", gradient, claim.expression)], gradient)
            return "wrong" if any(failure.address == "line" for failure in report.failures) else "checked"
        judgement = judge(ask_about(loss, [claim.expression]))
    except LossaryError:
        return "refused"
    return getattr(judgement, "level", "checked") if judgement.verdict == "exact" else judgement.verdict
