"""What the page of a question says, as plain data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sympy import Symbol

from derivations.calculus.lines import Line
from derivations.catalogue import Entry
from derivations.errors import LossaryError
from derivations.judge import Counterexample, Judgement, parting_line, picture
from derivations.judge.answers import Asked
from derivations.language.question import Claim, Section
from derivations.notation import tex
from derivations.publish.citation import FORMATS, cite
from derivations.publish.entries import derivation_url, gradient_sign, holds, in_a_row, page_url
from derivations.publish.phrases import (
    VERDICTS,
    CounterexampleView,
    VerdictView,
    counterexample_view,
    sentence,
    surely,
)
from derivations.publish.plot import Plot, plot
from derivations.publish.steps import LineView, line_view


@dataclass(frozen=True)
class ClaimView:
    """One claim as an equation, the verdict and how sure it is, what author and judge say, and the loss if another."""

    tex: str
    verdict: VerdictView
    surely: str
    why: str
    judge: str
    of: LossLink | None


@dataclass(frozen=True)
class LossLink:
    """A loss that the page speaks of."""

    id: str
    title: str
    url: str
    derivation: str
    loss: str
    gradient: str
    holds: str


@dataclass(frozen=True)
class Parting:
    """The line of a derivation from which on a claim goes another way."""

    line: LineView
    loss: LossLink


@dataclass(frozen=True)
class QuestionPage:
    """All that the page of a question says."""

    root: str
    id: str
    title: str
    url: str
    short: str
    verdict: VerdictView
    lead: str
    prose: list[str]
    description: str
    claims: list[ClaimView]
    number: int
    counterexample: CounterexampleView | None
    plot: Plot | None
    parting: Parting | None
    sections: list[Section]
    losses: list[LossLink]
    source: str
    citation: dict[str, str]

    @property
    def loss(self) -> LossLink:
        """The loss that it is about."""
        return self.losses[0]

    @property
    def about(self) -> set[str]:
        """The ids of the losses that it speaks of."""
        return {loss.id for loss in self.losses}


def typeset(text: str) -> str:
    """A title with the signs of a printed page: p − t for p - t, ’ for '."""
    return re.sub(r"(?<= )-(?= )|(?<![\w)])-(?=\d)", "−", text).replace("'", "’")


def question_url(asked: Asked) -> str:
    """The address of the page of a question, from the root of the site."""
    return f"questions/{asked.slug}.html"


def question_page(asked: Asked) -> QuestionPage:
    """The page of a question.

    Raises:
        LossaryError: the judge says something else than the script; then nothing is published.
    """
    for failure in asked.failures:
        msg = f"{asked.path}: {failure}"
        raise LossaryError(msg)
    lead, *prose = re.split(r"\n\s*\n", asked.lead)
    judged = list(zip(asked.answer.claims, asked.judgements, strict=True))
    refuted = next(((claim, j.counterexample) for claim, j in judged if j.counterexample is not None), None)
    return QuestionPage(
        root="../",
        id=asked.id,
        title=typeset(asked.title),
        url=question_url(asked),
        short=typeset(asked.answer.short),
        verdict=VERDICTS[asked.answer.claims[0].verdict],
        lead=" ".join(lead.split()),
        prose=prose,
        description=typeset(f"{asked.title} {asked.answer.short}."),
        claims=[_claim(claim, judgement, asked) for claim, judgement in judged],
        number=0 if refuted is None else list(asked.answer.claims).index(refuted[0]) + 1,
        counterexample=None if refuted is None else counterexample_view(refuted[1]),
        plot=None if refuted is None else _plot(asked, *refuted),
        parting=next((parting for c, j in judged if (parting := _parting(asked.entry_of(c), j))), None),
        sections=list(asked.answer.sections),
        losses=[loss_link(asked.entries[slug]) for slug in asked.answer.losses],
        source=asked.answer.source,
        citation={form: cite(asked, form) for form in FORMATS},
    )


def loss_link(entry: Entry) -> LossLink:
    """A loss with its formulas."""
    loss, order = entry.loss, entry.derivation.order
    return LossLink(
        entry.id,
        entry.title,
        page_url(entry),
        derivation_url(entry),
        f"{tex(Symbol(loss.name))}={tex(loss.expression, order)}",
        f"{gradient_sign(loss)}={tex(entry.derivation.gradient, order)}",
        holds(entry),
    )


def _claim(claim: Claim, judgement: Judgement, asked: Asked) -> ClaimView:
    entry = asked.entry_of(claim)
    formula = asked.question(claim).claims[0]
    return ClaimView(
        tex=in_a_row(f"{gradient_sign(entry.loss)}={tex(formula, entry.derivation.order)}"),
        verdict=VERDICTS[claim.verdict],
        surely=surely(judgement),
        why=claim.why,
        judge="" if _adds_nothing(judgement) else sentence(judgement.reason),
        of=None if entry is asked.entry else loss_link(entry),
    )


def _adds_nothing(judgement: Judgement) -> bool:
    """Is the reason no more than the verdict itself, or what the page of the loss says of a known mistake?"""
    return judgement.verdict == "exact" or any(
        diagnosis.kind == "known-mistake" for diagnosis in judgement.diagnoses[:1]
    )


def _plot(asked: Asked, claim: Claim, example: Counterexample) -> Plot | None:
    found = picture(asked.question(claim), example)
    return None if found is None else plot(found)


def _parting(entry: Entry, judgement: Judgement) -> Parting | None:
    line: Line | None = parting_line(entry.derivation, judgement)
    return None if line is None else Parting(line_view(line, entry), loss_link(entry))
