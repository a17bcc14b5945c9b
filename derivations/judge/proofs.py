"""Is a right claim proved? By algebra, for every component, with all that the asker stated taken as given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sympy import Expr, Gt, Lt, Symbol

from derivations.errors import LossaryError
from derivations.evidence.balls import Undecided, Undefined, number_sign, precision
from derivations.evidence.places import Side
from derivations.evidence.proof import Gap, Prover, not_negative
from derivations.evidence.report import Level
from derivations.evidence.verdicts import value
from derivations.judge.judgement import Phrase, Slots
from derivations.judge.question import Question
from derivations.judge.vectors import Spot
from derivations.language.loss import Loss
from derivations.notation import tidy_relation, where_zero

EFFORT = 6000  # normal forms: two or three seconds; what is provable takes some hundreds
BITS = 256
MISSING = "whether the claim must have a value where {0} was not decided: it has none"

SOMEWHERE = "whether the claim has a value for all terms of its sums was not decided"


@dataclass(frozen=True)
class Proof:
    """What algebra says of a claim that is right wherever it was tried.

    Args:
        equal: is it proved to be the gradient wherever both have a value?
        missing: where the claim has no value although the loss may have a gradient.
    """

    equal: bool = False
    missing: tuple[Expr, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Is it proved, and proved to have a value wherever the loss has a gradient?"""
        return self.equal and not self.missing

    @property
    def level(self) -> Level:
        return "proved" if self.is_whole else "checked"

    @property
    def notes(self) -> tuple[Phrase, ...]:
        """The places without a value, in words."""
        named = [u for u in self.missing if not _has_unnamed(u)]
        unnamed = (Phrase(SOMEWHERE),) if len(named) < len(self.missing) else ()  # in a term of a sum
        return *(Phrase(MISSING, (where_zero(u),)) for u in named), *unnamed


def prove(question: Question, scale: Expr | None) -> Proof:
    """Is the claim this multiple of the gradient, by algebra?"""
    if scale is None or question.computed:
        return Proof()
    prover = _prover(question.loss, not_negative(question.given))
    missing: dict[Expr, None] = {}
    for number, (w, claim) in enumerate(zip(question.wrt, question.claims, strict=True)):
        found = prover.gradient(
            claim, w, question.order, scale=scale, needs=question.needs_of(number), granted=question.loss_needs
        )
        if not found.proved:
            return Proof()
        missing |= dict.fromkeys(found.missing)
    return Proof(equal=True, missing=tuple(missing))


def sure_gap(question: Question, scale: Expr | None, spots: Sequence[Spot]) -> Phrase | None:
    """Why the claim is surely not this multiple of the gradient, where it is too close to it for balls to tell.

    The difference is not zero at one of the spots, because no factor of it is.
    """
    if scale is None or question.computed:
        return None
    prover = _prover(question.loss, not_negative(question.given))
    for w, claim in zip(question.wrt, question.claims, strict=True):
        gap = prover.gap(claim, w, question.order, scale)
        if gap is not None and any(_is_apart(gap, spot) for spot in spots):
            return _told(gap)
    return None


def _is_apart(gap: Gap, spot: Spot) -> bool:
    """Is none of the factors zero here, and does the spot lie in the cell?"""
    signs = [*((factor, (-1, 1)) for factor in gap.factors), *((u, (sign,)) for u, sign in gap.signs)]
    with precision(BITS):
        try:
            return all(number_sign(value(u, spot.scope())) in wanted for u, wanted in signs)
        except (Undefined, Undecided, LossaryError):
            return False


def _told(gap: Gap) -> Phrase:
    """Claim minus gradient, and where it is not zero."""
    slot = Slots()
    where = [slot(tidy_relation((Gt if sign > 0 else Lt)(u, 0, evaluate=False))) for u, sign in gap.signs]
    words = f"where {' and '.join(where)}, " if where else ""
    words += "the claim is not the gradient: it is off by "
    words += (
        "what"
        if gap.difference is None or _has_unnamed(gap.difference)
        else f"{slot(tidy_relation(-gap.difference))}, which"
    )
    words += " may be tiny, but is "
    if not gap.factors:
        return slot.phrase(f"{words}never 0")
    if any(map(_has_unnamed, gap.factors)):
        return slot.phrase(f"{words}not 0 everywhere")
    return slot.phrase(f"{words}0 only where {' or '.join(map(slot, map(where_zero, gap.factors)))}")


def _has_unnamed(u: Expr) -> bool:
    """Does it hold a letter of the proof, that nobody wrote?"""
    return any("." in s.name for s in u.atoms(Symbol))


def is_empty(question: Question, side: Side) -> bool:
    """Is it certain that no point lies on this side of a switch, by the domains and by what the asker stated?"""
    return _prover(question.loss, not_negative(question.given)).is_empty(side, question.given)


@lru_cache(maxsize=64)
def _prover(loss: Loss, facts: tuple[Expr, ...]) -> Prover:
    return Prover(loss, facts, effort=EFFORT)
