"""The common mistakes on the page of a loss: the judge's verdict on each, and a point at which it differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derivations.catalogue import Entry
from derivations.errors import LossaryError
from derivations.judge import Judgement, judged_mistakes, what_it_adds
from derivations.judge.symmetry import idle
from derivations.notation import tex
from derivations.patience import stage
from derivations.publish.entries import in_a_row
from derivations.publish.evidence import place, shown
from derivations.publish.phrases import VERDICTS, VerdictView, sentence


@dataclass(frozen=True)
class JudgedView:
    """What the judge says of a mistake: the verdict, and how it belongs to the gradient if it is not simply wrong."""

    verdict: VerdictView
    judge: str


@dataclass(frozen=True)
class MistakeView:
    """A mistake at a point, as TeX, what the judge says, and what the author says was done wrong."""

    claim: str
    verdict: VerdictView
    claimed: str
    true: str
    point: str
    why: str
    judge: str


def judged_views(entry: Entry) -> list[JudgedView]:
    """The verdicts on the mistakes of a loss.

    Raises:
        LossaryError: a mistake cannot be evaluated.
    """
    try:
        with stage("judging the mistakes"):
            return [_judged(judgement) for judgement in judged_mistakes(entry)]
    except LossaryError as error:
        msg = f"{entry.path}: the mistakes cannot be judged: {error}"
        raise LossaryError(msg) from error


def _judged(judgement: Judgement) -> JudgedView:
    added = what_it_adds(judgement)
    return JudgedView(VERDICTS[judgement.verdict], "" if added is None else sentence(added))


def mistake_views(entry: Entry, judged: Sequence[JudgedView]) -> list[MistakeView]:
    """The mistakes with their verdicts, each at the point by which the referee refused to call it the gradient."""
    order = entry.derivation.order
    return [
        MistakeView(
            claim=in_a_row(tex(found.claim, order)),
            verdict=said.verdict,
            claimed=shown(found.claimed),
            true=shown(found.true),
            point=place(found.point, idle(entry.loss, [found.claim])),
            why=found.why,
            judge=said.judge,
        )
        for found, said in zip(entry.report.refutations, judged, strict=True)
    ]
