"""The home page: the catalogue by family in short rows, what it can be filtered by, and the questions asked most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from derivations.catalogue import Catalogue, Entry, Family
from derivations.publish.cards import Card
from derivations.publish.entries import Row
from derivations.publish.questions import QuestionPage
from derivations.publish.sources import settings
from derivations.publish.traits import KINDS, OTHER, PROPERTIES, Trait, in_use


@dataclass(frozen=True)
class Shelf:
    """A family with its rows, and for each row what it is found by in the filter."""

    family: Family
    rows: list[tuple[Row, Sequence[str]]]


@dataclass(frozen=True)
class Filter:
    """A group of choices: of several in one group any will do, unless they are said to be needed all."""

    title: str
    traits: list[Trait]
    all_of: bool = False


def shelves(catalogue: Catalogue, cards: Mapping[Entry, Card]) -> list[Shelf]:
    """The catalogue, family by family."""
    members = {family: [cards[entry] for entry in catalogue.of_family(family)] for family in catalogue.families}
    return [Shelf(family, [(card.row, card.traits) for card in of]) for family, of in members.items()]


def filters(shelved: Sequence[Shelf]) -> list[Filter]:
    """What the rows can be filtered by; only what some of them have."""
    found = [traits for shelf in shelved for _, traits in shelf.rows]
    families = [Trait(shelf.family.slug, shelf.family.title) for shelf in shelved]
    kinds = [*(kind for kind, _ in KINDS), OTHER]
    properties = [trait for trait, _ in PROPERTIES]
    return [
        Filter("Family", families),
        Filter("Gradient with respect to", list(in_use(kinds, found))),
        Filter("Property", list(in_use(properties, found)), all_of=True),
    ]


def asked_most(questions: Sequence[QuestionPage]) -> list[QuestionPage]:
    """The questions that people ask most, as the settings list them, as far as they are here."""
    known = {question.id: question for question in questions}
    return [known[name] for name in settings()["extra"]["asked_most"] if name in known]


def by_family(questions: Sequence[QuestionPage], catalogue: Catalogue) -> list[tuple[Family, list[QuestionPage]]]:
    """The questions by the family of the loss that each is about; only families of which there are some."""
    family_of = {entry.id: entry.family for entry in catalogue.parts}
    groups = [(family, [q for q in questions if family_of.get(q.loss.id) == family]) for family in catalogue.families]
    return [(family, about) for family, about in groups if about]
