"""What the page of a loss says of one of its variables, as plain data: the gradient, and all that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sympy import Symbol, symbols

from derivations.calculus.lines import Chain
from derivations.catalogue import Entry
from derivations.catalogue.data import adjoints
from derivations.catalogue.symbols import differentiable
from derivations.evidence import Level
from derivations.language.functions import D
from derivations.language.shapes import base_of
from derivations.notation import tex, tidy_relation, unicode_text
from derivations.publish.audit import Audit, FactorView
from derivations.publish.boundaries import BoundaryView, boundary_view
from derivations.publish.curvature import curvature_words
from derivations.publish.diagram import Diagram, diagram
from derivations.publish.entries import NameView, anchor, gradient_sign, holds, sort
from derivations.publish.guesses import Guess, guesses
from derivations.publish.lighting import lights
from derivations.publish.matrix import MatrixView, matrix_view
from derivations.publish.mistakes import MistakeView, mistake_views
from derivations.publish.properties import PropertyView, on_the_card, property_views
from derivations.publish.returns import returned_at
from derivations.publish.steps import ChainView, LineView, aligned, chain_views, conditions, tree_views

NETWORKS = "networks"  # the family whose pages show how a weight is updated
FEW_LINES = 3  # of the derivation of a second derivative, which is folded if it has more
RATES = symbols("alpha eta")  # letters for the rate of learning, the first that the loss does not use itself


@dataclass(frozen=True)
class LimitView:
    """What the gradient tends to: where, the formula, what it is, and at how many points that was tried."""

    where: str
    formula: str
    reason: str
    points: int


@dataclass(frozen=True)
class SecondView:
    """The second derivative: the formula, where it holds, what it says in sentences, and how it is derived."""

    root: str
    formula: str
    holds: str
    said: list[str]
    chains: list[ChainView]
    aligned: str

    @property
    def levels(self) -> set[Level | None]:
        """The levels that lines have."""
        return {line.level for chain in self.chains for line in chain.lines}

    @property
    def is_long(self) -> bool:
        """Is it better folded?"""
        return sum(len(chain.lines) for chain in self.chains) > FEW_LINES


@dataclass(frozen=True)
class VariableView:
    """A variable and the gradient by it.

    Args:
        tex: the variable.
        label: the same as text, for the table of contents.
        anchor: the id of its section.
        lit: for each line, by its label, the vertices of the diagram that it lights.
        card: its properties on a line.
        properties: the same, each with what decided it.
        suffix: what the ids of the headings in it end in; nothing, if the page has one variable.
    """

    root: str
    tex: str
    label: str
    anchor: str
    suffix: str
    gradient: str
    gradient_sign: str
    adjoints: list[NameView]
    holds: str
    conditions: list[str]
    diagram: Diagram | None
    update: str
    matrix: MatrixView | None
    chains: list[ChainView]
    lit: dict[str, str]
    aligned: str
    tree: list[LineView]
    boundaries: list[BoundaryView]
    factors: list[FactorView]
    limits: list[LimitView]
    mistakes: list[MistakeView]
    guesses: list[Guess]
    second: SecondView | None
    card: str
    properties: list[PropertyView]

    @property
    def kinds(self) -> set[str]:
        """The kinds of boundary that there are."""
        return {boundary.kind for boundary in self.boundaries}

    @property
    def levels(self) -> set[Level | None]:
        """The levels that lines and steps have."""
        return {line.level for lines in (*(chain.lines for chain in self.chains), self.tree) for line in lines}


def variable_view(entry: Entry, audit: Audit, root: str) -> VariableView:
    """The variable of an entry."""
    loss, derivation = entry.loss, entry.derivation
    left, drawn = gradient_sign(loss), diagram(loss)
    return VariableView(
        root=root,
        tex=tex(loss.wrt),
        label=unicode_text(base_of(loss.wrt)),
        anchor=anchor(entry),
        suffix=f"-{entry.variable}" if len(entry.page.parts) > 1 else "",
        gradient=f"{left}={tex(derivation.gradient, derivation.order)}",
        gradient_sign=f"{left}=",
        adjoints=[adjoint_view(chain, entry) for chain in adjoints(derivation)],
        holds=holds(entry),
        conditions=conditions(derivation.conditions, loss),
        diagram=drawn,
        update=update_rule(entry) if entry.family.slug == NETWORKS else "",
        matrix=matrix_view(entry),
        chains=list(chain_views(entry)),
        lit=lights(derivation) if drawn else {},
        aligned=aligned(derivation),
        tree=list(tree_views(entry)),
        boundaries=[
            replace(boundary_view(boundary, loss, sort=sort(entry)), software=returned_at(boundary, loss))
            for boundary in entry.boundaries
        ],
        factors=audit.factors,
        limits=[
            LimitView(
                rf"{tex(one.parameter)}\to {tex(one.value)}", tex(one.expression, derivation.order), one.reason, points
            )
            for one, points in zip(loss.limits, entry.report.limits, strict=True)
        ],
        mistakes=(mistakes := mistake_views(entry, audit.mistakes)),
        guesses=guesses(entry, mistakes),
        second=second_view(entry, root),
        card=on_the_card(entry),
        properties=property_views(entry),
    )


def second_view(entry: Entry, root: str) -> SecondView | None:
    """The second derivative of an entry, if there is one."""
    loss, second = entry.loss, entry.second
    if second is None:
        return None
    derivation = second.derivation
    sign = tex(D(D(Symbol(loss.name), loss.wrt), loss.second))
    return SecondView(
        root=root,
        formula=f"{sign}={tex(derivation.gradient, derivation.order)}",
        holds=holds(second) if derivation.conditions or differentiable(derivation) else "",
        said=curvature_words(entry),
        chains=list(chain_views(second)),
        aligned=aligned(derivation),
    )


def adjoint_view(chain: Chain, entry: Entry) -> NameView:
    """The adjoint in which the gradient is written, as an equation."""
    case = f"for ${tex(tidy_relation(chain.condition))}$" if chain.condition is not None else ""
    return NameView(f"{tex(chain.left)}={tex(chain.result, entry.derivation.order)}", case)


def update_rule(entry: Entry) -> str:
    """One step of gradient descent, as an instruction and with the gradient put in: the weight first, then the step."""
    loss = entry.loss
    rate = next(letter for letter in RATES if letter not in loss.symbols)
    weight, slope = tex(loss.wrt), tex(loss.slope)
    order = entry.derivation.order
    order = replace(order, lines={rate: -1, **order.lines})  # first, after the number
    step = tex(-rate * entry.derivation.gradient, order)
    sign, length = (" - ", step[1:]) if step.startswith("-") else (" + ", step)
    return rf"{weight}\leftarrow {weight}-{tex(rate)}\,{slope}={weight}{sign}{length}"
