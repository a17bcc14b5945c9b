"""Writes the site as Markdown: a folder with every page, the assets and the font, for MkDocs (or Zensical) to build."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from derivations.catalogue import Catalogue, Entry
from derivations.catalogue.frameworks import measured
from derivations.catalogue.workers import silent
from derivations.publish import font, search
from derivations.publish.book import Book
from derivations.publish.data import ENTRY_SCHEMA, LIST, LIST_SCHEMA, list_text
from derivations.publish.entries import page_url, row
from derivations.publish.families import Comparison
from derivations.publish.figures.family import overlay
from derivations.publish.gather import gather
from derivations.publish.glossary import RuleView
from derivations.publish.home import asked_most, by_family, filters, shelves
from derivations.publish.machines import data_url, defined_term
from derivations.publish.phrases import MEANINGS
from derivations.publish.render import renderer
from derivations.publish.returns import kink_views
from derivations.publish.sheets import sheet
from derivations.publish.sources import templates_folder
from derivations.publish.view import loss_page, others_of

INDEX = LIST  # also the mark by which we know a folder of ours
PROSE = ("about", "python", "check", "checking", "kinks")


def pages(book: Book) -> Iterator[tuple[str, str]]:
    """Every file of text by its path: Markdown pages, the redirections of the ids, and the index as data."""
    catalogue, questions = book.catalogue, book.findings.questions
    for entry in catalogue.entries:
        yield markdown_path(page_url(entry)), book.page(entry)
        yield data_url(entry.id), book.data(entry)
    for question in questions:
        others = [other for other in questions if other.url in question.goes_on]
        term = defined_term(question.id, question.title, f"{question.short}. {question.lead}")
        yield markdown_path(question.url), book.rendered("pages/question.md", page=question, others=others, term=term)
    for redirect in book.redirects():
        yield redirect.path, book.rendered("redirect.html", to=redirect)
    yield from _lists(book)
    chapters = book.chapters()
    rules = [rule for chapter in chapters for rule in chapter.rules]
    yield "rules.md", book.rendered("pages/rules.md", chapters=chapters)
    texts = dict(_texts(book, rules))
    yield from texts.items()
    losses = [card.document for card in book.cards.values()]
    found = search.documents(losses, catalogue.families, book.answers, rules, texts)
    yield f"assets/{search.FILE}", search.index_script(found, search.former_ids(catalogue))
    yield INDEX, list_text(card.data for card in book.cards.values())
    yield "llms.txt", book.rendered("llms.txt", **_contents(book), texts=_titles(texts))


def _lists(book: Book) -> Iterator[tuple[str, str]]:
    """The home page, and the pages that list what there is."""
    catalogue, questions = book.catalogue, book.findings.questions
    shelved, most = shelves(catalogue, book.cards), asked_most(questions)
    numbers = {"losses": len(catalogue.entries), "questions": len(questions), "totals": book.totals}
    home = {"shelves": shelved, "filters": filters(shelved), "asked_most": most, **numbers}
    yield "index.md", book.rendered("pages/index.md", **home)
    groups = by_family(questions, catalogue)
    yield "questions/index.md", book.rendered("pages/questions.md", groups=groups, meanings=MEANINGS)
    for shelf in shelved:
        cards = [book.cards[entry] for entry in catalogue.of_family(shelf.family)]
        compared, together = Comparison([each.member for each in cards]), overlay([each.sample for each in cards])
        page = book.rendered("pages/family.md", shelf=shelf, compared=compared, together=together)
        yield f"losses/{shelf.family.slug}/index.md", page
    members = {family: catalogue.of_family(family) for family in catalogue.families}
    sheets = [sheet(family, [book.cards[entry].formulas for entry in of]) for family, of in members.items()]
    yield "sheets/index.md", book.rendered("pages/sheets.md", sheets=sheets)
    for each in sheets:
        yield markdown_path(each.url), book.rendered("pages/sheet.md", sheet=each)


def _texts(book: Book, rules: Sequence[RuleView]) -> Iterator[tuple[str, str]]:
    """The pages of text."""
    numbers = {"totals": book.totals, "losses": len(book.catalogue.entries), **measurements()}
    for name in PROSE:
        yield f"{name}.md", book.rendered(f"pages/{name}.md", rules=rules, **numbers)
    yield "cases.md", book.rendered("pages/cases.md", cases=book.cases(), meanings=MEANINGS)


def measurements() -> dict[str, Any]:
    """What pages of prose say of libraries."""
    found = measured()
    most = max(call.points for call in found.calls.values())
    return {"kinks": kink_views(), "measured": found, "most": most}


def page_of(entry: Entry, catalogue: Catalogue) -> str:
    """The Markdown of one loss."""
    found = gather([entry], [], silent)
    page, others = loss_page(entry, found.audits), others_of(entry, catalogue, found, row)
    return renderer()("pages/loss.md", page=page, others=others)


def _contents(book: Book) -> dict[str, Any]:
    """What there is to read: families with their losses, and the questions."""
    catalogue = book.catalogue
    families = [
        (family, [book.cards[entry].row for entry in catalogue.of_family(family)]) for family in catalogue.families
    ]
    return {"families": families, "questions": [(each.title, each.url, each.short) for each in book.findings.questions]}


def _titles(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The pages of text, each with its first heading."""
    return [(path, re.findall(r"^# (.+)$", text, re.MULTILINE)[0]) for path, text in texts.items()]


def markdown_path(url: str) -> str:
    """The Markdown file of the page with this address."""
    return url.replace(".html", ".md")


def write_markdown(book: Book, folder: Path) -> None:
    """Write every page and asset into a folder that is empty, or does not exist."""
    written = dict(pages(book))
    for path, text in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    assets = folder / "assets"
    shutil.copytree(templates_folder() / "assets", assets, dirs_exist_ok=True)
    for schema in (LIST_SCHEMA, ENTRY_SCHEMA):
        shutil.copy(templates_folder() / "data" / schema, folder)
    (assets / font.FILE_NAME).write_bytes(book.font({p: text for p, text in written.items() if p.endswith(".md")}))
