"""The command that cites: losses, lines and questions by name, or those that a text mentions."""

# ruff: noqa: PLC0415  (pybtex and the questions are loaded when they are needed: other commands start fast)

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from derivations.catalogue import Catalogue, Entry
from derivations.cli.commands import Scripts, epilog, lossary, pass_scripts
from derivations.cli.terminal import say
from derivations.errors import LossaryError
from derivations.language.loss import ID_ALPHABET, is_id

if TYPE_CHECKING:
    from derivations.judge.answers import Asked

CITATIONS = ("text", "bibtex", "csl-json", "ris")
# An id with what may be the address of a line; that of a page, as in L4K7.html#L4K7.2, comes again behind the #.
MENTION = re.compile(rf"(?<!\w)[LQ][{ID_ALPHABET}]{{3}}(?!\w)(?!\.html#)(?:\.\w+)*")
NUMBER = re.compile(r"t?[0-9]+")
MOST = 50_000_000  # bytes of a text: a long book has some two million
Cited = tuple["Entry | Asked", str]  # and the number of a line, or nothing


@lossary.command(
    "cite",
    epilog=epilog(
        "lossary cite huber",
        "lossary cite L4K7 L5W8.2 Q3M8",
        "lossary cite huber --format bibtex >> references.bib",
        "lossary cite --used-in thesis.tex --format ris > references.ris",
        "lossary cite huber --sources",
    ),
)
@click.argument("names", metavar="[LOSS|LINE|QUESTION]...", nargs=-1)
@click.option(
    "--used-in",
    "files",
    metavar="FILE",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Cite what this text mentions by its id or the address of a line. May be given several times.",
)
@click.option("--format", "form", type=click.Choice(CITATIONS), default="text", show_default=True)
@click.option("--sources", is_flag=True, help="Print where the losses are written down instead: papers and books.")
@pass_scripts
def cite_entries(
    scripts: Scripts, names: tuple[str, ...], files: tuple[Path, ...], form: str, *, sources: bool
) -> None:
    """Print references to losses, lines of derivations and questions, for coursework and papers.

    A reference names the permanent id and the version, so that readers find the formula as you saw it. A line goes by
    its address, such as L5W8.2. What is named twice is cited once.
    """
    from derivations.publish.citation import cite_all, cite_sources

    if not names and not files:
        msg = "name a loss, a line or a question, or a text that mentions some: --used-in thesis.tex"
        raise click.UsageError(msg)
    cited = [_named(scripts, name) for name in names]
    for file in files:
        cited += _used_in(scripts, file)
    if sources:
        say(cite_sources((entry for entry, _ in cited if isinstance(entry, Entry)), form))
    else:
        say(cite_all(cited, form))


def _named(scripts: Scripts, name: str) -> Cited:
    """What has this name.

    Raises:
        LossaryError: nothing has it.
    """
    asked = scripts.question(name) if name.strip().upper().startswith("Q") and is_id(name.strip()) else None
    return (asked, "") if asked else scripts.catalogue.at(name)


def _used_in(scripts: Scripts, file: Path) -> list[Cited]:
    """What a text mentions, in its order.

    Raises:
        LossaryError: it mentions nothing, or a line that is not there, or is no text.
    """
    from derivations.reading.files import text_of

    try:
        found = list(mentioned(scripts, text_of(file, MOST)))
    except LossaryError as error:
        raise error if str(error).startswith(str(file)) else LossaryError(f"{file}: {error}") from error
    if not found:
        msg = f"{file}: mentions no id, such as L4K7, and no line, such as L4K7.2: write them beside the formulas"
        raise LossaryError(msg)
    return found


def mentioned(scripts: Scripts, text: str) -> Iterator[Cited]:
    """The losses, lines and questions that a text mentions by their ids, in its order; other words may look like ids.

    Raises:
        LossaryError: the text mentions a line that is not there.
    """
    losses = {name for part in scripts.catalogue.parts for name in (part.id, *part.loss.former) if is_id(name)}
    for mention in dict.fromkeys(MENTION.findall(text)):
        name, *more = mention.split(".")
        if name in losses:
            yield _meant(scripts.catalogue, name, more)
        elif name.startswith("Q") and (asked := scripts.question(name)):
            yield asked, ""


def _meant(catalogue: Catalogue, address: str, more: Iterable[str]) -> Cited:
    """The longest address with which a word begins: what follows it may be the next sentence."""
    entry, line = catalogue.at(address)
    for part in more:
        if NUMBER.fullmatch(part):
            return catalogue.at(f"{address}.{part}")
        if entry.part(part) is None:
            break
        address = f"{address}.{part}"
        entry, line = catalogue.at(address)
    return entry, line
