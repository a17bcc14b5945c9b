"""A loss on other pages than its own: its address, its row in a table, its formulas in a line of text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Symbol

from derivations.catalogue import Entry
from derivations.catalogue.data import definitions, summary
from derivations.language.domains import Model
from derivations.language.functions import D
from derivations.language.loss import Loss
from derivations.notation import tex
from derivations.publish.steps import conditions


@dataclass(frozen=True)
class Link:
    """A loss in a list; `file` is its page as seen from its own family."""

    id: str
    title: str
    file: str


@dataclass(frozen=True)
class Row:
    """A loss in a table."""

    id: str
    title: str
    aliases: Sequence[str]
    url: str
    loss: str
    names: list[str]
    gradient: str
    holds: str


def page_url(entry: Entry) -> str:
    """The address of the page of a loss, from the root of the site."""
    return f"losses/{entry.family.slug}/{entry.slug}.html"


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
        aliases=loss.aliases,
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
