"""What the page of a loss says, as plain data: formulas as TeX, prose with TeX between dollar signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sympy import Basic, Symbol, symbols

from derivations.calculus.lines import Chain
from derivations.catalogue import Catalogue, Entry, Family
from derivations.catalogue.data import adjoints, definitions, ranges_of
from derivations.evidence import Level
from derivations.language.about import Code, Source
from derivations.language.functions import D
from derivations.language.loss import Loss
from derivations.notation import tex, tidy_relation
from derivations.publish.audit import Audit
from derivations.publish.boundaries import BoundaryView, boundary_view
from derivations.publish.citation import FORMATS, cite, cite_sources
from derivations.publish.diagram import Diagram, diagram
from derivations.publish.entries import Link, Row, gradient_sign, holds, link, row
from derivations.publish.evidence import EvidenceView, MistakeView, evidence_view, mistake_views
from derivations.publish.gather import Findings
from derivations.publish.matrix import MatrixView, matrix_view
from derivations.publish.questions import QuestionPage
from derivations.publish.steps import ChainView, LineView, aligned, chain_views, conditions, tree_views
from derivations.publish.symbols import SymbolRow, symbol_rows

NETWORKS = "networks"  # the family whose pages show how a weight is updated
RATES = symbols("alpha eta")  # letters for the rate of learning, the first that the loss does not use itself


@dataclass(frozen=True)
class NameView:
    """A name and what it stands for: the equation, and for which values of its indices, as prose."""

    tex: str
    range: str


@dataclass(frozen=True)
class LossPage:
    """All that the page of a loss says."""

    root: str
    id: str
    slug: str
    family: Family
    title: str
    aliases: Sequence[str]
    lead: str
    prose: list[str]
    description: str
    names: list[NameView]
    loss: str
    gradient: str
    gradient_sign: str
    adjoints: list[NameView]
    holds: str
    conditions: list[str]
    why: str
    diagram: Diagram | None
    update: str
    symbols: list[SymbolRow]
    matrix: MatrixView | None
    chains: list[ChainView]
    aligned: str
    tree: list[LineView]
    boundaries: list[BoundaryView]
    audit: Audit
    same: list[tuple[Row, str]]
    questions: list[QuestionPage]
    mistakes: list[MistakeView]
    code: Sequence[Code]
    instead: list[tuple[Row, str]]
    evidence: EvidenceView
    sources: Sequence[Source]
    references: dict[str, str]
    citation: dict[str, str]
    see_also: list[Link]

    @property
    def has_links(self) -> bool:
        """Does anything lead to a source?"""
        return any(source.links for source in self.sources)

    @property
    def kinds(self) -> set[str]:
        """The kinds of boundary that there are."""
        return {boundary.kind for boundary in self.boundaries}

    @property
    def levels(self) -> set[Level | None]:
        """The levels that lines and steps have."""
        return {line.level for lines in (*(chain.lines for chain in self.chains), self.tree) for line in lines}


def loss_page(entry: Entry, catalogue: Catalogue, findings: Findings) -> LossPage:
    """The page of a loss."""
    loss, derivation = entry.loss, entry.derivation
    lead, *prose = re.split(r"\n\s*\n", entry.lead)
    left = gradient_sign(loss)
    return LossPage(
        root="../../",
        id=entry.id,
        slug=entry.slug,
        family=entry.family,
        title=entry.title,
        aliases=loss.aliases,
        lead=" ".join(lead.split()),
        prose=prose,
        description=f"{entry.title}: the gradient, derived line by line and checked by machine.",
        names=[name_view(name, value, loss) for name, value in definitions(loss)],
        loss=f"{tex(Symbol(loss.name))}={tex(loss.expression, derivation.order)}",
        gradient=f"{left}={tex(derivation.gradient, derivation.order)}",
        gradient_sign=f"{left}=",
        adjoints=[adjoint_view(chain, entry) for chain in adjoints(derivation)],
        holds=holds(entry),
        conditions=conditions(derivation.conditions, loss),
        why=loss.why,
        diagram=diagram(loss),
        update=update_rule(entry) if entry.family.slug == NETWORKS else "",
        matrix=matrix_view(entry),
        symbols=symbol_rows(loss, [loss.expression, *(line.expression for line in derivation.all_lines)]),
        chains=list(chain_views(entry)),
        aligned=aligned(derivation),
        tree=list(tree_views(entry)),
        boundaries=[boundary_view(boundary, loss) for boundary in entry.boundaries],
        audit=findings.audits[entry],
        same=[(row(other), how) for other, how in _same(findings.audits[entry], catalogue)],
        questions=[question for question in findings.questions if entry.id in question.about],
        mistakes=mistake_views(entry),
        code=loss.in_code,
        instead=[(row(other), why) for other, why in catalogue.instead(entry)],
        evidence=evidence_view(entry),
        sources=loss.source,
        references={form: cite_sources(entry, form) for form in FORMATS},
        citation={form: cite(entry, form) for form in FORMATS},
        see_also=[link(other) for other in catalogue.of_family(entry.family) if other is not entry],
    )


def _same(audit: Audit, catalogue: Catalogue) -> Iterator[tuple[Entry, str]]:
    """The losses with the same gradient, as far as they are in this catalogue."""
    known = {entry.id: entry for entry in catalogue.entries}
    yield from ((known[same.id], same.how) for same in audit.same if same.id in known)


def name_view(name: Basic, value: Basic, loss: Loss) -> NameView:
    """A named intermediate as an equation."""
    ranges = [f"${tex(index)}=1,\\ldots,{tex(last)}$" for index, last in ranges_of(name, loss).items()]
    return NameView(f"{tex(name)}={tex(value)}", f"for {' and '.join(ranges)}" if ranges else "")


def adjoint_view(chain: Chain, entry: Entry) -> NameView:
    """The adjoint in which the gradient is written, as an equation."""
    case = f"for ${tex(tidy_relation(chain.condition))}$" if chain.condition is not None else ""
    return NameView(f"{tex(chain.left)}={tex(chain.result, entry.derivation.order)}", case)


def update_rule(entry: Entry) -> str:
    """One step of gradient descent, as an instruction and with the gradient put in."""
    loss = entry.loss
    rate = next(letter for letter in RATES if letter not in loss.symbols)
    weight, slope = tex(loss.wrt), tex(D(Symbol(loss.name), loss.wrt))
    order = {rate: -1, **entry.derivation.order}  # first, after the number
    stepped = tex(loss.wrt - rate * entry.derivation.gradient, order)
    return rf"{weight}\leftarrow {weight}-{tex(rate)}\,{slope}={stepped}"
