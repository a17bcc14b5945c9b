"""What all other pages say of a loss, as plain data: they need not look at its derivation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from derivations.catalogue import Entry
from derivations.publish.entries import Row, index_data, row
from derivations.publish.evidence import EvidenceView, evidence_view
from derivations.publish.families import Member, member
from derivations.publish.figures.family import Sample, sample
from derivations.publish.glossary import Use, uses
from derivations.publish.redirects import Redirect, redirects
from derivations.publish.search import Document, of_loss
from derivations.publish.sheets import Formula, formulas
from derivations.publish.traits import Trait, traits_of


@dataclass(frozen=True)
class Card:
    """A loss on other pages than its own, which follows from its script.

    Args:
        row: the loss in a table.
        member: the loss in the table of its family.
        sample: its curve, to be laid over those of its family.
        rows: the same by the id of each of its variables.
        redirects: the pages that lead to it.
        evidence: the figures of each of its gradients.
        uses: the rules that its derivations name.
        traits: the slugs of all that it is sorted by.
        formulas: the loss on a sheet, for each kind of variable that it has.
        document: the loss in the index of the search.
        data: the loss for programs.
    """

    row: Row
    member: Member
    sample: Sample | None
    rows: dict[str, Row]
    redirects: Sequence[Redirect]
    evidence: Sequence[EvidenceView]
    uses: Sequence[Use]
    traits: Sequence[str]
    formulas: Sequence[tuple[Trait, Formula]]
    document: Document
    data: dict[str, Any]


def card(entry: Entry) -> Card:
    """The card of a loss.

    Raises:
        LossaryError: if a check failed; what is not confirmed is not published.
    """
    return Card(
        row=row(entry),
        member=member(entry),
        sample=sample(entry),
        rows={part.id: row(part) for part in entry.parts},
        redirects=tuple(redirects(entry)),
        evidence=tuple(map(evidence_view, entry.parts)),
        uses=tuple(uses(entry)),
        traits=tuple(traits_of(entry)),
        formulas=tuple(formulas(entry)),
        document=of_loss(entry),
        data=index_data(entry),
    )
