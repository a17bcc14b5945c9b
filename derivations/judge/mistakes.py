"""What the judge says of the mistakes that the page of a loss warns against: they are claims like any other."""

from __future__ import annotations

from derivations.catalogue import Entry
from derivations.judge.judgement import Judgement, Phrase
from derivations.judge.question import ask_about
from derivations.judge.verdicts import judge


def judged_mistakes(entry: Entry) -> tuple[Judgement, ...]:
    """The verdict on each mistake, in their order; a mistake may be right up to a factor, a sign or a convention.

    What was done wrong the author says, and the referee shows a point: neither is looked for here.

    Raises:
        LossaryError: a mistake cannot be evaluated.
    """
    return tuple(judge(ask_about(entry.loss, [mistake.claim]), ()) for mistake in entry.loss.mistakes)


def what_it_adds(judgement: Judgement) -> Phrase | None:
    """What a reader is told beside the author's words: how a mistake that is not simply wrong belongs to the gradient.

    Of one that is wrong the author has said why.
    """
    return None if judgement.verdict == "wrong" else judgement.reason
