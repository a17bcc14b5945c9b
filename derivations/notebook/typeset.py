"""An entry and the catalogue as a notebook shows them: MathML, which needs no script, and LaTeX for paper."""

from __future__ import annotations

from functools import cache
from typing import Any

from derivations.catalogue import Catalogue, Entry
from derivations.language.written import Order
from derivations.notation import plain_tex, tex
from derivations.publish.boundaries import boundary_view
from derivations.publish.entries import gradient_sign, holds, in_a_row, name_views, page_url, sort
from derivations.publish.mathml import replace_formulas
from derivations.publish.render import Renderer, renderer
from derivations.publish.sources import site_url
from derivations.publish.steps import aligned, chain_views
from derivations.publish.symbols import symbol_rows
from derivations.publish.view import stated


@cache
def _render() -> Renderer:
    return renderer()


def html(shown: Any) -> str:
    """An entry with its derivation, or the catalogue as a list."""
    text = _of_catalogue(shown) if isinstance(shown, Catalogue) else _of_entry(shown)
    return replace_formulas(text)


def latex(entry: Any) -> str:
    """The loss, and the derivation of its gradient."""
    return f"$\\displaystyle {plain_tex(stated(entry))}$\n\n$\\displaystyle {aligned(entry.derivation)}$"


def _of_entry(entry: Entry) -> str:
    loss, derivation = entry.loss, entry.derivation
    lines = [line.expression for line in derivation.all_lines]
    return _render()(
        "notebook/entry.html",
        entry=entry,
        url=f"{site_url()}{entry.page.id}.html" if entry.id else "",
        names=name_views(loss),
        loss=stated(entry),
        gradient=f"{gradient_sign(loss)}={plain_tex(tex(derivation.gradient, derivation.order))}",
        holds=holds(entry),
        symbols=symbol_rows(loss.all_symbols, [loss.expression, *lines, *derivation.conditions]),
        chains=list(chain_views(entry)),
        boundaries=[boundary_view(boundary, loss, sort=sort(entry)) for boundary in entry.boundaries],
    )


def _of_catalogue(catalogue: Catalogue) -> str:
    shelves = [
        (family, [(entry, _formula(entry)) for entry in catalogue.of_family(family)]) for family in catalogue.families
    ]
    return _render()("notebook/catalogue.html", shelves=shelves, root=site_url(), page_url=page_url)


def _formula(entry: Entry) -> str:
    return in_a_row(tex(entry.loss.expression, Order(entry.loss.written)))
