"""Formula sheets: a family's losses and gradients on one page to be printed, by the kind of variable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sympy import Symbol

from derivations.catalogue import Entry, Family
from derivations.notation import tex
from derivations.publish.entries import gradient_in_a_row, in_a_row, names_in_a_row, page_url
from derivations.publish.traits import KINDS, OTHER, Trait, kind_of


@dataclass(frozen=True)
class Formula:
    """A loss on a sheet: the names in it, and its gradients with respect to variables of one kind."""

    id: str
    title: str
    url: str
    loss: str
    names: list[str]
    gradients: list[tuple[str, str]]


@dataclass(frozen=True)
class Sheet:
    """The sheet of a family: for each kind of variable its formulas."""

    family: Family
    title: str
    url: str
    parts: list[tuple[Trait, list[Formula]]]


def sheet_title(family: Family) -> str:
    """What the sheet of a family is called."""
    return f"Formula sheet: {family.title}"


def sheet_url(family: Family) -> str:
    """Its address from the root of the site."""
    return f"sheets/{family.slug}.html"


def sheet(family: Family, members: Iterable[Iterable[tuple[Trait, Formula]]]) -> Sheet:
    """The sheet of a family, of which each member has a formula for each kind of variable."""
    found = [pair for member in members for pair in member]
    parts = [(kind, [formula for of, formula in found if of == kind]) for kind in _kinds()]
    return Sheet(family, sheet_title(family), sheet_url(family), [part for part in parts if part[1]])


def formulas(entry: Entry) -> Iterator[tuple[Trait, Formula]]:
    """A loss on the sheet of its family, for each kind of variable that it has."""
    loss = in_a_row(f"{tex(Symbol(entry.loss.name))}={tex(entry.loss.expression, entry.derivation.order)}")
    names = [name for name in names_in_a_row(entry) if name != loss]  # of a loss that is itself among them
    for kind in _kinds():
        gradients = [gradient_in_a_row(part, signed=True) for part in entry.parts if kind_of(part) == kind]
        if gradients:
            yield kind, Formula(entry.id, entry.title, page_url(entry), loss, names, gradients)


def _kinds() -> list[Trait]:
    return [*(kind for kind, _ in KINDS), OTHER]
