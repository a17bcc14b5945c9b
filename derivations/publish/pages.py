"""Writes the site as Markdown: a folder with every page, the assets and the font, for MkDocs (or Zensical) to build."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from derivations import __version__
from derivations.calculus.rules import RULES
from derivations.catalogue import Catalogue, Entry
from derivations.errors import LossaryError
from derivations.publish import font
from derivations.publish.evidence import evidence_view, total
from derivations.publish.glossary import rule_view, uses
from derivations.publish.mathml import replace_formulas
from derivations.publish.render import Renderer
from derivations.publish.sources import site_url, templates_folder
from derivations.publish.view import index_data, loss_page, page_url, row
from derivations.workers import Progress, check

INDEX = "lossary.json"  # also the mark by which we know a folder of ours
PROSE = ("about", "checking", "kinks")


def silent(_: str) -> None:
    """Report no progress."""


def renderer(folder: Path | None = None) -> Renderer:
    """The templates, with what every page may name."""
    return Renderer(folder, edition=__version__, site_url=site_url())


def pages(catalogue: Catalogue, render: Renderer, progress: Progress = silent) -> Iterator[tuple[str, str]]:
    """Every file of text by its path: Markdown pages, the redirections of the ids, and the index as data."""
    check(catalogue.entries, progress)
    rows = {entry: row(entry) for entry in catalogue.entries}
    for entry in catalogue.entries:
        yield page_url(entry).replace(".html", ".md"), render("pages/loss.md", page=loss_page(entry, catalogue))
        yield f"{entry.id}.html", render("redirect.html", entry=rows[entry])
    families = [(family, [rows[entry] for entry in catalogue.of_family(family)]) for family in catalogue.families]
    for family, members in families:
        path = f"losses/{family.slug}/index.md"
        yield path, render("pages/family.md", family=family, rows=members)
    used = uses(catalogue)
    rules = [rule_view(rule, used.get(rule.name, [])) for rule in RULES]
    yield "rules.md", render("pages/rules.md", rules=rules)
    totals = total([evidence_view(entry) for entry in catalogue.entries])
    yield "index.md", render("pages/index.md", families=families, losses=len(rows), totals=totals)
    for name in PROSE:
        yield f"{name}.md", render(f"pages/{name}.md", totals=totals, losses=len(rows), rules=rules)
    yield INDEX, index_text(catalogue)


def page_of(entry: Entry, catalogue: Catalogue) -> str:
    """The Markdown of one loss."""
    return renderer()("pages/loss.md", page=loss_page(entry, catalogue))


def index_text(catalogue: Catalogue) -> str:
    """The catalogue for programs."""
    return json.dumps([index_data(entry) for entry in catalogue.entries], ensure_ascii=False, indent=1) + "\n"


def write_markdown(catalogue: Catalogue, folder: Path, progress: Progress = silent) -> None:
    """Write every page and asset into a folder that is empty, or does not exist."""
    written = dict(pages(catalogue, renderer(), progress))
    for path, text in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    assets = folder / "assets"
    shutil.copytree(templates_folder() / "assets", assets)
    typeset = [_typeset(path, text) for path, text in written.items() if path.endswith(".md")]
    (assets / font.FILE_NAME).write_bytes(font.subset_font(font.characters(typeset)))


def _typeset(path: str, text: str) -> str:
    """The page with its formulas as MathML, which tells what characters the font must have."""
    try:
        return replace_formulas(text)
    except LossaryError as error:
        msg = f"{path}: {error}"
        raise LossaryError(msg) from error
