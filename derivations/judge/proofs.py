"""Is a right claim proved? By algebra, for every component, with all that the asker stated taken as given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sympy import Eq, Expr, Symbol

from derivations.evidence.places import Side
from derivations.evidence.proof import Prover, not_negative
from derivations.evidence.report import Level
from derivations.judge.judgement import Phrase
from derivations.judge.question import Question
from derivations.language.loss import Loss
from derivations.notation import tidy_relation

EFFORT = 6000  # normal forms: two or three seconds; what is provable takes some hundreds
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
        named = [u for u in self.missing if not any("." in s.name for s in u.atoms(Symbol))]
        unnamed = (Phrase(SOMEWHERE),) if len(named) < len(self.missing) else ()  # in a term of a sum
        return *(Phrase(MISSING, (tidy_relation(Eq(u, 0, evaluate=False)),)) for u in named), *unnamed


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


def is_empty(question: Question, side: Side) -> bool:
    """Is it certain that no point lies on this side of a switch, by the domains and by what the asker stated?"""
    return _prover(question.loss, not_negative(question.given)).is_empty(side, question.given)


@lru_cache(maxsize=64)
def _prover(loss: Loss, facts: tuple[Expr, ...]) -> Prover:
    return Prover(loss, facts, effort=EFFORT)
