"""What the page of a loss says, as plain data: formulas as TeX, prose with TeX between dollar signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sympy import Basic, Symbol, symbols

from derivations.calculus.lines import Chain
from derivations.catalogue import Catalogue, Entry, Family
from derivations.data import adjoints, definitions, ranges_of, summary
from derivations.domains import Model
from derivations.functions import D
from derivations.loss import Loss
from derivations.notation import tex, tidy_relation
from derivations.publish.boundaries import BoundaryView, boundary_view
from derivations.publish.citation import FORMATS, cite
from derivations.publish.diagram import Diagram, diagram
from derivations.publish.evidence import EvidenceView, MistakeView, evidence_view, mistake_views
from derivations.publish.matrix import MatrixView, matrix_view
from derivations.publish.steps import ChainView, LineView, aligned, chain_views, conditions, tree_views
from derivations.publish.symbols import SymbolRow, symbol_rows

NETWORKS = "networks"  # the family whose pages show how a weight is updated
RATES = symbols("alpha eta")  # letters for the rate of learning, the first that the loss does not use itself


@dataclass(frozen=True)
class Link:
    """A loss in a list; `file` is its page as seen from its own family."""

    id: str
    title: str
    file: str


@dataclass(frozen=True)
class NameView:
    """A name and what it stands for: the equation, and for which values of its indices, as prose."""

    tex: str
    range: str


@dataclass(frozen=True)
class Row:
    """A loss in a table."""

    id: str
    title: str
    url: str
    loss: str
    names: list[str]
    gradient: str
    holds: str


@dataclass(frozen=True)
class LossPage:
    """All that the page of a loss says."""

    root: str
    id: str
    slug: str
    family: Family
    title: str
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
    diagram: Diagram | None
    update: str
    symbols: list[SymbolRow]
    matrix: MatrixView | None
    chains: list[ChainView]
    aligned: str
    tree: list[LineView]
    boundaries: list[BoundaryView]
    mistakes: list[MistakeView]
    evidence: EvidenceView
    sources: list[str]
    citation: dict[str, str]
    see_also: list[Link]

    @property
    def kinds(self) -> set[str]:
        """The kinds of boundary that there are."""
        return {boundary.kind for boundary in self.boundaries}


def page_url(entry: Entry) -> str:
    """The address of the page of a loss, from the root of the site."""
    return f"losses/{entry.family.slug}/{entry.slug}.html"


def loss_page(entry: Entry, catalogue: Catalogue) -> LossPage:
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
        diagram=diagram(loss),
        update=update_rule(entry) if entry.family.slug == NETWORKS else "",
        matrix=matrix_view(entry),
        symbols=symbol_rows(loss, [loss.expression, *(line.expression for line in derivation.all_lines)]),
        chains=list(chain_views(entry)),
        aligned=aligned(derivation),
        tree=list(tree_views(entry)),
        boundaries=[boundary_view(boundary, loss) for boundary in derivation.boundaries],
        mistakes=mistake_views(entry),
        evidence=evidence_view(entry),
        sources=list(loss.source),
        citation={form: cite(entry, form) for form in FORMATS},
        see_also=[link(other) for other in catalogue.of_family(entry.family) if other is not entry],
    )


def link(entry: Entry) -> Link:
    """The loss in a list."""
    return Link(entry.id, entry.title, f"{entry.slug}.html")


def row(entry: Entry) -> Row:
    """The loss in a table."""
    loss, order = entry.loss, entry.derivation.order
    names = [f"{tex(name)}={tex(value)}" for name, value in definitions(loss)]
    return Row(
        id=entry.id,
        title=entry.title,
        url=page_url(entry),
        loss=in_a_row(tex(loss.expression, order)),
        names=list(map(in_a_row, names)),
        gradient=in_a_row(tex(entry.derivation.gradient, order)),
        holds=holds_briefly(entry),
    )


def in_a_row(formula: str) -> str:
    """The formula for a line of text, where fractions would be tiny: those that stand in no other keep their size."""
    depth, pieces = 0, re.findall(r"\\[A-Za-z]+|\\.|[{}]|[^\\{}]+", formula)
    for place, piece in enumerate(pieces):
        depth += (piece == "{") - (piece == "}")
        pieces[place] = r"\dfrac" if piece == r"\frac" and depth == 0 else piece
    return "".join(pieces)


def gradient_sign(loss: Loss) -> str:
    """The gradient as a sign: dL/dw."""
    return tex(D(Symbol(loss.name), loss.wrt))


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


def holds(entry: Entry) -> str:
    """Where the gradient holds, as prose."""
    needed = [f"${condition}$" for condition in conditions(entry.derivation.conditions, entry.loss)]
    models = [symbol for symbol, domain in entry.loss.symbols.items() if isinstance(domain, Model)]
    needed += [f"${tex(model)}$ is differentiable" for model in models]
    if not needed:
        return "for all values of the symbols in their domains."
    return f"where {' and '.join(needed)}."


def holds_briefly(entry: Entry) -> str:
    """Where the gradient holds, for a table; nothing if everywhere."""
    needed = conditions(entry.derivation.conditions, entry.loss)
    return f"where {' and '.join(f'${condition}$' for condition in needed)}" if needed else ""


def index_data(entry: Entry) -> dict[str, object]:
    """The loss for programs: an item of lossary.json."""
    return {**summary(entry), "url": page_url(entry)}
