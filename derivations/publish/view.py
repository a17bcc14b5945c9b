"""What the page of a loss says, as plain data: formulas as TeX, prose with TeX between dollar signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sympy import Symbol

from derivations.catalogue import Catalogue, Entry, Family
from derivations.catalogue.frameworks import measured
from derivations.language.about import Source
from derivations.notation import tex
from derivations.publish.audit import Audit
from derivations.publish.citation import FORMATS, cite, cite_sources
from derivations.publish.entries import NameView, Row, former, name_views, sort
from derivations.publish.evidence import EvidenceView, evidence_of_page
from derivations.publish.figures.figure import Figure, figure
from derivations.publish.gather import Findings
from derivations.publish.listings import Listings, listings
from derivations.publish.machines import data_url, defined_term
from derivations.publish.questions import QuestionPage
from derivations.publish.software import CallView, call_view
from derivations.publish.symbols import SymbolRow, symbol_rows
from derivations.publish.variable import VariableView, variable_view

ROOT = "../../"  # of the site, as seen from the page of a loss
CONDITIONS = "conditions"  # the anchor of the section that says when a factor may be dropped


@dataclass(frozen=True)
class Others:
    """What the page of a loss says of others: how they belong to it, and each as it stands on its own page.

    Args:
        questions: those about the loss.
        instead: losses that are easily confused with it, each with the reason why it is not the same.
        same: losses with the same gradient: the variable as TeX, the loss, and how the two belong together.
        conditions: the address of the section that says when a factor may be dropped, if there is one.
    """

    questions: Sequence[QuestionPage] = ()
    instead: Sequence[tuple[Row, str]] = ()
    same: Sequence[tuple[str, Row, str]] = ()
    conditions: str = ""


@dataclass(frozen=True)
class LossPage:
    """All that the page of a loss says."""

    root: str
    id: str
    slug: str
    family: Family
    title: str
    aliases: Sequence[str]
    former: Sequence[str]
    lead: str
    prose: list[str]
    description: str
    term: str
    data: str
    names: list[NameView]
    sort: str
    loss: str
    variables: list[VariableView]
    why: str
    figure: Figure | None
    symbols: list[SymbolRow]
    code: list[CallView]
    listings: Listings | None
    measured: str
    evidence: EvidenceView
    sources: Sequence[Source]
    references: dict[str, str]
    citation: dict[str, str]

    @property
    def has_links(self) -> bool:
        """Does anything lead to a source?"""
        return any(source.links for source in self.sources)

    @property
    def holds(self) -> VariableView | None:
        """The variable that says for all of them where the gradients hold; None if they hold in different places."""
        said = {variable.holds for variable in self.variables}
        failing = (variable for variable in self.variables if variable.boundaries)
        return next(failing, self.variables[0]) if len(said) == 1 else None

    @property
    def gradients(self) -> str:
        """All gradients in one formula, to be copied."""
        found = [variable.gradient for variable in self.variables]
        rows = r" \\ ".join(found)
        return rows if len(found) == 1 else rf"\begin{{gathered}}{rows}\end{{gathered}}"


def loss_page(entry: Entry, audits: Mapping[Entry, Audit]) -> LossPage:
    """The page of a loss, which follows from its script.

    Args:
        entry: the loss.
        audits: the audit of each of its gradients.
    """
    loss = entry.loss
    views = [variable_view(part, audits[part], ROOT) for part in entry.parts]
    derived = [each for part in entry.parts for each in (part, part.second) if each]
    shown = [line.expression for each in derived for line in each.derivation.all_lines]
    shown += [condition for each in derived for condition in each.derivation.conditions]
    lead, *prose = re.split(r"\n\s*\n", entry.lead)
    return LossPage(
        root=ROOT,
        id=entry.id,
        slug=entry.slug,
        family=entry.family,
        title=entry.title,
        aliases=loss.aliases,
        former=tuple(former(entry)),
        lead=" ".join(lead.split()),
        prose=prose,
        description=f"{entry.title}: the gradient, derived line by line and checked by machine.",
        term=defined_term(entry.id, entry.title, " ".join(lead.split()), loss.aliases),
        data=data_url(entry.id),
        names=name_views(loss),
        sort=sort(entry),
        loss=stated(entry),
        variables=views,
        why=loss.why,
        figure=figure(entry, entry.boundaries, entry.parts[min(1, len(entry.parts) - 1)].boundaries),
        symbols=symbol_rows(loss.all_symbols, [loss.expression, *shown]),
        code=[call_view(code, loss) for code in loss.in_code],
        listings=listings(entry),
        measured=measured().date,
        evidence=evidence_of_page(entry),
        sources=loss.source,
        references={form: cite_sources([entry], form) for form in FORMATS},
        citation={form: cite(entry, form) for form in FORMATS},
    )


def stated(entry: Entry) -> str:
    """The loss as an equation."""
    return f"{tex(Symbol(entry.loss.name))}={tex(entry.loss.expression, entry.derivation.order)}"


def others_of(entry: Entry, catalogue: Catalogue, findings: Findings, row: Callable[[Entry], Row]) -> Others:
    """What the page of a loss says of others.

    Args:
        entry: the loss.
        catalogue: all losses.
        findings: the questions, and the losses with the same gradient.
        row: gives the row of a loss.
    """
    about = {part.id for part in entry.parts}
    return Others(
        questions=[question for question in findings.questions if not about.isdisjoint(question.about)],
        instead=[(row(other), why) for other, why in catalogue.instead(entry)],
        same=[
            (tex(part.loss.wrt), row(catalogue.by_id[same.id]), same.how)
            for part in entry.parts
            for same in findings.same[part]
            if same.id in catalogue.by_id
        ],
        conditions=next((url for question in findings.questions for url in question.leading_to(CONDITIONS)), ""),
    )
