"""All pages as text, of which those are made that come out anew; the rest is taken from what was kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from derivations.catalogue import Catalogue, Entry
from derivations.catalogue.frameworks import FILE as MEASURED
from derivations.catalogue.kept import Kept, Maker, Read, digest
from derivations.catalogue.workers import About, Progress, each, kept_on, silent
from derivations.errors import LossaryError
from derivations.judge.answers import Asked
from derivations.patience import SCRIPT, at_most, stage
from derivations.publish import font
from derivations.publish.audit import Audit
from derivations.publish.cards import Card, card
from derivations.publish.cases import CaseView, cases
from derivations.publish.data import entry_text
from derivations.publish.entries import Row, page_url
from derivations.publish.evidence import EvidenceView, total
from derivations.publish.gather import Compared, audit, audited, gather
from derivations.publish.glossary import CHAPTERS, ChapterView, glossary
from derivations.publish.mathml import replace_formulas
from derivations.publish.redirects import Redirect
from derivations.publish.render import Renderer
from derivations.publish.sources import SETTINGS, source_folder, templates_folder
from derivations.publish.view import LossPage, loss_page, others_of

STANDS_ON = (
    "sympy",
    "python-flint",
    "jinja2",
    "markupsafe",
    "markdown",
    "math-core",
    "pybtex",
    "pyyaml",
    "fonttools",
    "brotli",
    "ziamath",
)


def maker() -> Maker:
    """What makes the pages."""
    files = [
        source_folder() / SETTINGS,
        *(templates_folder() / name for name in ("pages", "parts", "redirect.html", "llms.txt", CHAPTERS)),
        MEASURED,
    ]
    return Maker("pages", (__name__,), STANDS_ON, tuple(files))


Made = tuple[Card, LossPage, str]  # of a loss: its card, what its page says, and its data for programs
CARD, PAGE, DATA = range(3)  # their places


@dataclass(frozen=True)
class Writing(About):
    """A loss of which all this is to be made.

    Args:
        subject: the loss.
        findings: those of each of its variables.
        audits: of each the audit; None where it has been told before.
    """

    subject: Entry
    findings: tuple[tuple[Any, ...], ...]
    audits: tuple[Audit | None, ...]


def _write(writing: Writing) -> Made:
    entry, audits = writing.subject, dict[Entry, Audit]()
    for part, findings, known in zip(entry.parts, writing.findings, writing.audits, strict=True):
        part.keep(*findings)
        audits[part] = known or audit(part)
    with stage("writing its page"):
        made, page = card(entry), loss_page(entry, audits)
        return made, page, entry_text(entry, made.data, page)


class Book:
    """The pages of the losses and questions of a catalogue; what was made before is not made again.

    Args:
        catalogue: the losses.
        answers: the questions.
        render: the templates.
        progress: called with a line about each piece of work.
        findings: the folder of what was found and made before.
        seconds: the limit on each loss and each question.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        answers: Sequence[Asked],
        render: Renderer,
        progress: Progress = silent,
        findings: Path | None = None,
        seconds: float = SCRIPT,
    ) -> None:
        self.catalogue, self.answers, self.render, self.seconds = catalogue, answers, render, seconds
        self.kept = Kept(findings, maker())
        self.found = Kept(findings)
        others = Compared(catalogue.entries, self.found)
        self.audited = {entry: audited(entry, others) for entry in catalogue.entries}
        told = {entry for entry in catalogue.entries if self._is_told(entry)}
        self._made: dict[Entry, Made] = {}
        with kept_on():
            self.findings = gather(catalogue.entries, answers, progress, self.found, seconds, told)
            self.audited |= {entry: audited(entry, others) for entry in catalogue.entries if entry not in told}
            self._make([entry for entry in catalogue.entries if not self._is_told(entry)], progress)
        self.cards: dict[Entry, Card] = {entry: self._of(entry, CARD) for entry in catalogue.entries}

    def _is_told(self, entry: Entry) -> bool:
        return bool(self.audited[entry]) and all(self.kept.has(*kind) for kind in self._kinds(entry))

    def _kinds(self, entry: Entry) -> tuple[tuple[str, list[Read]], ...]:
        """What is kept of a loss, its card, its page without others, its data; and what these follow from."""
        about = entry.path.with_name("__init__.py")
        reads: list[Read] = [entry.path, *([about] if about.exists() else [])]
        page = f"loss {entry.id} {self.audited[entry]}"
        return (f"card {entry.id}", reads), (page, reads), (f"data of {page}", reads)

    def _make(self, entries: Sequence[Entry], progress: Progress = silent) -> None:
        """Make what the pages say of these losses."""
        known = self.findings.audits
        waiting = [
            Writing(entry, tuple(part.findings for part in entry.parts), tuple(map(known.get, entry.parts)))
            for entry in entries
        ]
        for entry, made in zip(entries, each(_write, waiting, self.seconds, progress), strict=True):
            if isinstance(made, LossaryError):
                raise made
            self._made[entry] = made
            for kind, one in zip(self._kinds(entry), made, strict=True):
                self.kept.put(*kind, one)

    def _of(self, entry: Entry, place: int) -> Any:
        """What was made of a loss, now or before: its card, what its page says, or its data."""
        if entry not in self._made:
            found = self.kept.get(*self._kinds(entry)[place])
            if found is not None:
                return found
            self._make([entry])
        return self._made[entry][place]

    def _row(self, part: Entry) -> Row:
        return self.cards[part.page].rows[part.id]

    def page(self, entry: Entry) -> str:
        """The page of a loss."""
        others = others_of(entry, self.catalogue, self.findings, self._row)
        what, reads = self._kinds(entry)[1]
        with at_most(self.seconds, entry.slug), stage("writing its page"):
            return self.kept.made(
                f"page of {what} {digest(repr(others))}",
                reads,
                lambda: self.render("pages/loss.md", page=self._of(entry, PAGE), others=others),
            )

    def data(self, entry: Entry) -> str:
        """The file of a loss, for programs."""
        text: str = self._of(entry, DATA)
        return text

    def cases(self) -> list[CaseView]:
        """What the judge can tell."""
        return cases(self.found)

    def redirects(self) -> Iterator[Redirect]:
        """The pages that lead to others."""
        for one in self.cards.values():
            yield from one.redirects
        for question in self.findings.questions:
            yield Redirect(f"{question.id}.html", question.id, question.title, question.url)

    @property
    def totals(self) -> EvidenceView:
        """The figures of all gradients."""
        return total([evidence for each in self.cards.values() for evidence in each.evidence])

    def chapters(self) -> list[ChapterView]:
        """The glossary of rules."""
        uses = [use for each in self.cards.values() for use in each.uses]
        pages = [(entry.slug, entry.title, page_url(entry)) for entry in self.catalogue.entries]
        what = f"rules {digest(repr(uses), repr(pages))}"
        return self.kept.made(what, [], lambda: glossary(self.catalogue, uses))

    def rendered(self, template: str, **values: Any) -> str:
        """The text of a template of which the values are plain data."""
        what = f"{template} {digest(repr(values))}"
        return self.kept.made(what, [], lambda: self.render(template, **values))

    def font(self, pages: Mapping[str, str]) -> bytes:
        """The font with all characters of these pages, each by its path."""
        used = [
            self.kept.made(f"characters {digest(text)}", [], partial(_characters, path, text))
            for path, text in pages.items()
        ]
        text = font.characters(used)
        return self.kept.made(f"font {digest(text)}", [], lambda: font.subset_font(text))


def _characters(path: str, text: str) -> str:
    """What occurs in a page with its formulas as MathML."""
    try:
        return font.characters([replace_formulas(text)])
    except LossaryError as error:
        msg = f"{path}: {error}"
        raise LossaryError(msg) from error
