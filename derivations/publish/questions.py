"""What the page of a question says, as plain data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sympy import Symbol

from derivations.catalogue import Entry
from derivations.errors import LossaryError
from derivations.judge import Counterexample, Judgement, apart, astray, parting_lines, picture, without_warnings
from derivations.judge.answers import Asked
from derivations.language.question import Claim, Section, Thread
from derivations.notation import tex, unicode_text
from derivations.publish.citation import FORMATS, cite, typeset
from derivations.publish.descent import DescentView, descent_view
from derivations.publish.entries import (
    NameView,
    derivation_url,
    gradient_sign,
    holds,
    in_a_row,
    name_views,
    page_url,
    sort,
)
from derivations.publish.phrases import (
    VERDICTS,
    CounterexampleView,
    VerdictView,
    counterexample_view,
    other_view,
    sentence,
    surely,
)
from derivations.publish.plot import Plot, plot
from derivations.publish.steps import LineView, line_view
from derivations.publish.theorems import TheoremView, theorem_views


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
    sort: str
    loss: str
    gradient: str
    holds: str
    names: list[NameView]


@dataclass(frozen=True)
class Parting:
    """Two neighbours in a derivation between which a claim goes another way.

    Args:
        number: of the claim.
        left: the left side of the chain as TeX; nothing, if the upper line is one of its lines.
        lines: the upper line, if it is one, and the lower.
        loss: whose derivation it is.
    """

    number: int
    left: str
    lines: list[LineView]
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
    is_refuted: bool
    counterexample: CounterexampleView | None
    other_point: CounterexampleView | None
    plot: Plot | None
    parting: Parting | None
    descent: DescentView | None
    theorems: list[TheoremView]
    sections: list[Section]
    losses: list[LossLink]
    goes_on: Sequence[str]
    threads: Sequence[Thread]
    citation: dict[str, str]

    @property
    def loss(self) -> LossLink:
        """The loss that it is about."""
        return self.losses[0]

    def leading_to(self, anchor: str) -> list[str]:
        """The addresses of the sections with this anchor."""
        return [f"{self.url}#{anchor}" for section in self.sections if section.anchor == anchor]

    @property
    def about(self) -> set[str]:
        """The ids of the losses that it speaks of."""
        return {loss.id for loss in self.losses}


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
    number, judgement = shown_apart(asked.judgements)
    question = asked.question(asked.answer.claims[number - 1])
    example = astray(question, judgement)
    other = None if example is None or judgement.verdict != "wrong" else apart(question, example)
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
        number=number,
        is_refuted=judgement.verdict == "wrong",
        counterexample=None if example is None else counterexample_view(example),
        other_point=None if other is None or example is None else other_view(example, other),
        plot=None if example is None else _plot(asked, asked.answer.claims[number - 1], example),
        parting=_parting(asked, number),
        descent=descent_view(asked),
        theorems=theorem_views(asked),
        sections=[replace(section, title=typeset(section.title)) for section in asked.answer.sections],
        losses=[loss_link(asked.entries[slug]) for slug in asked.answer.losses],
        goes_on=[f"questions/{slug}.html" for slug in asked.answer.goes_on],
        threads=asked.answer.source,
        citation={form: cite(asked, form) for form in FORMATS},
    )


def shown_apart(judgements: Sequence[Judgement]) -> tuple[int, Judgement]:
    """The claim of which a point is shown, and its number: one that is wrong, if there is any."""
    counted = [*enumerate(judgements, start=1)]
    apart = [(number, judgement) for number, judgement in counted if judgement.counterexample is not None]
    return next((pair for pair in apart if pair[1].verdict == "wrong"), (apart or counted)[0])


def loss_link(entry: Entry) -> LossLink:
    """A loss with its formulas."""
    loss, order = entry.loss, entry.derivation.order
    return LossLink(
        entry.id,
        entry.title,
        page_url(entry),
        derivation_url(entry),
        sort(entry),
        f"{tex(Symbol(loss.name))}={tex(loss.expression, order)}",
        f"{gradient_sign(loss)}={tex(entry.derivation.gradient, order)}",
        holds(entry),
        name_views(loss),
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
    return judgement.verdict == "exact" or _is_known(judgement)


def _is_known(judgement: Judgement) -> bool:
    return any(diagnosis.kind == "known-mistake" for diagnosis in judgement.diagnoses[:1])


def _plot(asked: Asked, claim: Claim, example: Counterexample) -> Plot | None:
    found = picture(asked.question(claim), example)
    entry = asked.entry_of(claim)
    return None if found is None else plot(found, unicode_text(Symbol(entry.loss.name)), sort(entry).lower())


def _parting(asked: Asked, number: int) -> Parting | None:
    """Where the paths part: of the claim that is shown at a point, else of the first of which that is known."""
    first = asked.answer.claims[number - 1]
    parted = _parted(asked, number, _without_warnings(asked, first, asked.judgements[number - 1]))
    others = (_parted(asked, n, judgement) for n, judgement in enumerate(asked.judgements, start=1))
    return parted or next(filter(None, others), None)


def _without_warnings(asked: Asked, claim: Claim, judgement: Judgement) -> Judgement:
    """A known mistake has been explained by its author; where it goes another way, another look tells."""
    return without_warnings(asked.question(claim)) if _is_known(judgement) else judgement


def _parted(asked: Asked, number: int, judgement: Judgement) -> Parting | None:
    entry = asked.entry_of(asked.answer.claims[number - 1])
    found = parting_lines(entry.derivation, judgement)
    if found is None:
        return None
    left = tex(found.chain.left_shown, entry.derivation.order) if found.before is None else ""
    lines = [line_view(line, entry) for line in (found.before, found.line) if line is not None]
    return Parting(number, left, lines, loss_link(entry))
