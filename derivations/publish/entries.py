"""A loss on other pages than its own: its address, its row in a table, its formulas in a line of text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sympy import Basic

from derivations.catalogue import Entry
from derivations.catalogue.data import definitions, ranges_of, summary
from derivations.catalogue.symbols import differentiable
from derivations.language.loss import Loss
from derivations.language.written import Order
from derivations.notation import tex
from derivations.publish.steps import conditions


def sort(entry: Entry) -> str:
    """What to call it in front of its formula."""
    return "Loss" if entry.family.calls_loss(entry.loss.name) else "Function"


@dataclass(frozen=True)
class NameView:
    """A name and what it stands for: the equation, and for which values of its indices, as prose."""

    tex: str
    range: str


@dataclass(frozen=True)
class Row:
    """A loss in a table; each gradient with where it holds, if not everywhere."""

    id: str
    title: str
    url: str
    loss: str
    names: list[str]
    gradients: list[tuple[str, str]]


def page_url(entry: Entry) -> str:
    """The address of the page of a loss, from the root of the site; by another variable, that of its section there."""
    page = f"losses/{entry.family.slug}/{entry.page.slug}.html"
    return page if entry is entry.page else f"{page}#{anchor(entry)}"


def derivation_url(entry: Entry) -> str:
    """The address of the derivation on that page."""
    section = anchor(entry) if len(entry.page.parts) > 1 else "derivation"
    return f"{page_url(entry.page)}#{section}"


def anchor(entry: Entry) -> str:
    """The id of the section about a variable."""
    return f"{entry.page.id}.{entry.variable}"


def former(entry: Entry) -> list[str]:
    """The names of former times by which a page is found."""
    return [name for part in entry.parts for name in part.loss.former]


def name_views(loss: Loss) -> list[NameView]:
    """The named intermediates as equations."""
    return [_name_view(name, value, loss) for name, value in definitions(loss)]


def _name_view(name: Basic, value: Basic, loss: Loss) -> NameView:
    ranges = [f"${tex(index)}=1,\\ldots,{tex(last)}$" for index, last in ranges_of(name, loss).items()]
    return NameView(f"{tex(name)}={tex(value, Order(loss.written))}", f"for {' and '.join(ranges)}" if ranges else "")


def row(entry: Entry) -> Row:
    """The loss in a table."""
    loss, several = entry.loss, len(entry.parts) > 1
    return Row(
        id=entry.id,
        title=entry.title,
        url=page_url(entry),
        loss=in_a_row(tex(loss.expression, entry.derivation.order)),
        names=names_in_a_row(entry),
        gradients=[gradient_in_a_row(part, signed=several) for part in entry.parts],
    )


def names_in_a_row(entry: Entry) -> list[str]:
    """The named intermediates as equations for a line of text."""
    order = entry.derivation.order
    return [in_a_row(f"{tex(name)}={tex(value, order)}") for name, value in definitions(entry.loss)]


def gradient_in_a_row(entry: Entry, *, signed: bool) -> tuple[str, str]:
    """The gradient for a line of text, with its sign dL/dw if asked for; and where it holds, if not everywhere."""
    gradient = tex(entry.derivation.gradient, entry.derivation.order)
    return in_a_row(f"{gradient_sign(entry.loss)}={gradient}" if signed else gradient), holds_briefly(entry)


def in_a_row(formula: str) -> str:
    """The formula for a line of text, where fractions would be tiny: those that stand in no other keep their size."""
    depth, pieces = 0, re.findall(r"\\[A-Za-z]+|\\.|[{}]|[^\\{}]+", formula)
    for place, piece in enumerate(pieces):
        depth += (piece == "{") - (piece == "}")
        pieces[place] = r"\dfrac" if piece == r"\frac" and depth == 0 else piece
    return "".join(pieces)


def gradient_sign(loss: Loss) -> str:
    """The gradient as a sign: dL/dw."""
    return tex(loss.slope)


def holds(entry: Entry) -> str:
    """Where the gradient holds, as prose."""
    needed = [f"${condition}$" for condition in conditions(entry.derivation.conditions, entry.loss)]
    needed += [f"${tex(model)}$ is {often}" for model, often in differentiable(entry.derivation)]
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
