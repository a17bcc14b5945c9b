"""Writes the site as Markdown: a folder with every page, the assets and the font, for MkDocs (or Zensical) to build."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from derivations import __version__
from derivations.catalogue import Catalogue, Entry
from derivations.catalogue.frameworks import measured
from derivations.catalogue.kept import NOTHING, Kept
from derivations.catalogue.workers import Progress
from derivations.errors import LossaryError
from derivations.judge.answers import Asked
from derivations.patience import SCRIPT, at_most, stage
from derivations.publish import font, search
from derivations.publish.cases import cases
from derivations.publish.entries import index_data, page_url
from derivations.publish.evidence import evidence_view, total
from derivations.publish.gather import Findings, gather
from derivations.publish.glossary import RuleView, glossary
from derivations.publish.home import asked_most, by_family, filters, shelves
from derivations.publish.mathml import replace_formulas
from derivations.publish.phrases import MEANINGS
from derivations.publish.questions import QuestionPage
from derivations.publish.redirects import Redirect, redirects
from derivations.publish.render import Renderer
from derivations.publish.returns import kink_views
from derivations.publish.sheets import sheet
from derivations.publish.sources import site_url, templates_folder
from derivations.publish.view import loss_page

INDEX = "lossary.json"  # also the mark by which we know a folder of ours
PROSE = ("about", "checking", "kinks")


def silent(_: str) -> None:
    """Report no progress."""


def renderer(folder: Path | None = None) -> Renderer:
    """The templates, with what every page may name."""
    return Renderer(folder, edition=__version__, site_url=site_url())


def pages(
    catalogue: Catalogue,
    answers: Sequence[Asked],
    render: Renderer,
    progress: Progress = silent,
    kept: Kept = NOTHING,
    seconds: float = SCRIPT,
) -> Iterator[tuple[str, str]]:
    """Every file of text by its path: Markdown pages, the redirections of the ids, and the index as data."""
    findings = gather(catalogue.entries, answers, progress, kept, seconds)
    for entry in catalogue.entries:
        with at_most(seconds, entry.slug), stage("writing its page"):
            yield from _loss(entry, catalogue, findings, render)
    for question in findings.questions:
        yield from _question(question, findings.questions, render)
    yield from _lists(catalogue, findings.questions, render)
    chapters = glossary(catalogue)
    rules = [rule for chapter in chapters for rule in chapter.rules]
    yield "rules.md", render("pages/rules.md", chapters=chapters)
    texts = dict(_texts(catalogue, rules, render))
    texts["cases.md"] = render("pages/cases.md", cases=cases(kept), meanings=MEANINGS)
    yield from texts.items()
    found = search.documents(catalogue, answers, rules, texts)
    yield f"assets/{search.FILE}", search.index_script(found, search.former_ids(catalogue))
    yield INDEX, index_text(catalogue)


def _loss(entry: Entry, catalogue: Catalogue, findings: Findings, render: Renderer) -> Iterator[tuple[str, str]]:
    yield markdown_path(page_url(entry)), render("pages/loss.md", page=loss_page(entry, catalogue, findings))
    for redirect in redirects(entry):
        yield redirect.path, render("redirect.html", to=redirect)


def _question(question: QuestionPage, questions: Sequence[QuestionPage], render: Renderer) -> Iterator[tuple[str, str]]:
    others = [other for other in questions if other.url in question.goes_on]
    yield markdown_path(question.url), render("pages/question.md", page=question, others=others)
    to = Redirect(f"{question.id}.html", question.id, question.title, question.url)
    yield to.path, render("redirect.html", to=to)


def _lists(catalogue: Catalogue, questions: Sequence[QuestionPage], render: Renderer) -> Iterator[tuple[str, str]]:
    """The home page, and the pages that list what there is."""
    shelved = shelves(catalogue)
    totals = total([evidence_view(part) for part in catalogue.parts])
    numbers = {"losses": len(catalogue.entries), "questions": len(questions), "totals": totals}
    most = asked_most(questions)
    yield "index.md", render("pages/index.md", shelves=shelved, filters=filters(shelved), asked_most=most, **numbers)
    groups = by_family(questions, catalogue)
    yield "questions/index.md", render("pages/questions.md", groups=groups, meanings=MEANINGS)
    for shelf in shelved:
        yield f"losses/{shelf.family.slug}/index.md", render("pages/family.md", shelf=shelf)
    sheets = [sheet(family, catalogue) for family in catalogue.families]
    yield "sheets/index.md", render("pages/sheets.md", sheets=sheets)
    for each in sheets:
        yield markdown_path(each.url), render("pages/sheet.md", sheet=each)


def _texts(catalogue: Catalogue, rules: Sequence[RuleView], render: Renderer) -> Iterator[tuple[str, str]]:
    """The pages of text."""
    totals = total([evidence_view(part) for part in catalogue.parts])
    numbers = {"totals": totals, "losses": len(catalogue.entries), **measurements()}
    for name in PROSE:
        yield f"{name}.md", render(f"pages/{name}.md", rules=rules, **numbers)


def measurements() -> dict[str, Any]:
    """What pages of prose say of libraries."""
    found = measured()
    most = max(call.points for call in found.calls.values())
    return {"kinks": kink_views(), "measured": found, "most": most}


def page_of(entry: Entry, catalogue: Catalogue) -> str:
    """The Markdown of one loss."""
    return renderer()("pages/loss.md", page=loss_page(entry, catalogue, gather([entry], [], silent)))


def index_text(catalogue: Catalogue) -> str:
    """The catalogue for programs."""
    return json.dumps([index_data(entry) for entry in catalogue.entries], ensure_ascii=False, indent=1) + "\n"


def markdown_path(url: str) -> str:
    """The Markdown file of the page with this address."""
    return url.replace(".html", ".md")


def write_markdown(
    catalogue: Catalogue,
    answers: Sequence[Asked],
    folder: Path,
    progress: Progress = silent,
    kept: Kept = NOTHING,
    seconds: float = SCRIPT,
) -> None:
    """Write every page and asset into a folder that is empty, or does not exist."""
    written = dict(pages(catalogue, answers, renderer(), progress, kept, seconds))
    for path, text in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    assets = folder / "assets"
    shutil.copytree(templates_folder() / "assets", assets, dirs_exist_ok=True)
    typeset = [_typeset(path, text) for path, text in written.items() if path.endswith(".md")]
    (assets / font.FILE_NAME).write_bytes(font.subset_font(font.characters(typeset)))


def _typeset(path: str, text: str) -> str:
    """The page with its formulas as MathML, which tells what characters the font must have."""
    try:
        return replace_formulas(text)
    except LossaryError as error:
        msg = f"{path}: {error}"
        raise LossaryError(msg) from error
