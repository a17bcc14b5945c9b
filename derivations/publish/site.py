"""Builds the site: Markdown, then HTML by MkDocs, then one swap, so that a failure leaves the former site as it was."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from derivations.catalogue import Catalogue
from derivations.catalogue.kept import FINDER, READER, Kept
from derivations.catalogue.workers import Progress, silent
from derivations.errors import LossaryError
from derivations.judge.answers import Asked
from derivations.patience import SCRIPT
from derivations.publish.book import Book
from derivations.publish.book import maker as pages_maker
from derivations.publish.browser import put
from derivations.publish.bundle import ONE_SCRIPT, ONE_SHEET, bundle
from derivations.publish.html import build_html, write_readable
from derivations.publish.html import maker as html_maker
from derivations.publish.pages import INDEX, write_markdown
from derivations.publish.render import renderer
from derivations.publish.sources import SETTINGS, settings, source_folder

MARK = ".lossary-building"  # in a folder that we have not finished; MkDocs leaves hidden files alone
SITE, MARKDOWN, FINDINGS = Path("site"), Path("build/markdown"), Path("build/findings")


def build(  # noqa: PLR0913  (its settings)
    catalogue: Catalogue,
    answers: Sequence[Asked] = (),
    site: Path = SITE,
    markdown: Path = MARKDOWN,
    progress: Progress = silent,
    *,
    findings: Path | None = None,
    seconds: float = SCRIPT,
    judge: Callable[[], Path | None] | None = None,
) -> Path:
    """Build the site and return the path of its home page.

    Args:
        catalogue: the losses to publish.
        answers: the questions to publish, about losses of that catalogue.
        site: the folder of the site; a former site there is replaced as a whole at the end.
        markdown: the folder of the Markdown pages, likewise replaced.
        progress: called with a line about each piece of work.
        findings: the folder of what was found before, which is not worked out again; without one, everything is.
        seconds: the limit on each loss and each question.
        judge: waits for the folder of what a page needs to judge (publish/browser.py); without it, pages show the
            command.

    Raises:
        LossaryError: a loss that takes too long, a script, template or page that fails, or a folder that is not ours.
    """
    site, markdown = site.resolve(), markdown.resolve()
    _check_apart(site, markdown)
    with replacing(site) as folder:  # which is looked at first: nobody waits to hear that it is somebody else's
        with replacing(markdown) as pages:
            write_markdown(Book(catalogue, answers, renderer(), progress, findings, seconds), pages)
        progress("HTML")
        run_mkdocs(markdown, folder, findings)
        write_readable(markdown, folder, Kept(findings, html_maker()))
        parts = judge and judge()
        if parts:
            put(parts, folder / "judge")
    for maker in (READER, FINDER, pages_maker(), html_maker()):
        Kept(findings, maker).forget()
    return site / "index.html"


def _check_apart(site: Path, markdown: Path) -> None:
    if site.is_relative_to(markdown) or markdown.is_relative_to(site):
        msg = f"{site}: the site and its Markdown ({markdown}) must not lie in each other: choose another folder"
        raise LossaryError(msg)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A fresh folder that takes the place of the target if nothing fails, and vanishes if something does.

    Raises:
        LossaryError: if the target holds anything that we did not make.
    """
    _recover(target)
    if target.exists() and not _is_ours(target):
        msg = f"{target}: holds files, but no Lossary site: choose another folder, or empty this one"
        raise LossaryError(msg)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = _beside(target, f"building-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    (fresh / MARK).touch()
    try:
        yield fresh
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _beside(target: Path, word: str) -> Path:
    """A hidden neighbour, on the same disk, so that renaming is one step."""
    return target.with_name(f".{target.name}-{word}")


def _is_ours(folder: Path) -> bool:
    return folder.is_dir() and ((folder / INDEX).is_file() or not any(folder.iterdir()))


def _swap(fresh: Path, target: Path) -> None:
    (fresh / MARK).unlink(missing_ok=True)
    former = _beside(target, "former")
    if former.exists():  # not ours, or it would have been recovered
        former = _beside(target, f"former-{os.getpid()}")
    if target.exists():
        target.rename(former)
    fresh.rename(target)
    shutil.rmtree(former, ignore_errors=True)


def _recover(target: Path) -> None:
    """Put right what a build that was killed has left: between the two renamings, or before them."""
    former = _beside(target, "former")
    if former.exists() and _is_ours(former):  # somebody else may have a folder of that name
        if not target.exists():
            former.rename(target)
        shutil.rmtree(former, ignore_errors=True)
    for left in target.parent.glob(f".{target.name}-building-*"):
        process = left.name.rpartition("-")[2]
        if (
            any((left / file).is_file() for file in (MARK, INDEX))
            and process.isdecimal()
            and not _is_running(int(process))
        ):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def run_mkdocs(markdown: Path, site: Path, findings: Path | None = None, site_address: str | None = None) -> None:
    """Let MkDocs turn the Markdown pages into the site.

    Raises:
        LossaryError: if it fails, or warns, as it does of a link that leads nowhere.
    """
    own: dict[str, Any] = {} if site_address is None else {"site_url": site_address}
    with fixed_date(), _warnings() as warnings:
        try:
            config = load_config(
                str(source_folder() / SETTINGS),
                docs_dir=str(markdown),
                site_dir=str(site),
                extra_css=[ONE_SHEET],
                extra_javascript=[ONE_SCRIPT],
                **own,
            )
            config.plugins.on_startup(command="build", dirty=False)
            kept = Kept(findings, html_maker())
            build_html(config, kept, warnings)
            config.plugins.on_shutdown()
            bundle(site, settings()["extra_css"], settings()["extra_javascript"], kept)
        except (MkDocsException, SystemExit) as error:
            msg = f"MkDocs: {'; '.join(warnings) or error}"
            raise LossaryError(msg) from error
    if warnings:
        msg = f"MkDocs: {'; '.join(warnings)}"
        raise LossaryError(msg)


@contextmanager
def fixed_date() -> Iterator[None]:
    """The date of the version, where MkDocs would put that of the build: the same sources give the same bytes."""
    released = datetime.fromisoformat(str(settings()["extra"]["released"])).replace(tzinfo=UTC)
    former = os.environ.get("SOURCE_DATE_EPOCH")
    _check_epoch(former)
    os.environ["SOURCE_DATE_EPOCH"] = former or str(int(released.timestamp()))
    try:
        yield
    finally:
        if former is None:
            del os.environ["SOURCE_DATE_EPOCH"]


def _check_epoch(seconds: str | None) -> None:
    try:
        datetime.fromtimestamp(int(seconds or 0), tz=UTC)
    except (ValueError, OverflowError, OSError) as error:
        msg = f"SOURCE_DATE_EPOCH is {seconds!r}: set it to whole seconds since 1970, or unset it"
        raise LossaryError(msg) from error


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What MkDocs logs as a warning or worse, instead of on the terminal."""
    found: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(" ".join(record.getMessage().split()))

    logger, handler = logging.getLogger("mkdocs"), Collect(logging.WARNING)
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagated
