"""The commands that make the site, and that serve it while one works on it."""

# ruff: noqa: PLC0415  (MkDocs and what the site is made of are loaded when they are needed: other commands start fast)

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from derivations.catalogue import Catalogue
from derivations.catalogue.kept import Reader
from derivations.cli.commands import Scripts, epilog, lossary, pass_scripts, time_option
from derivations.cli.progress import progress
from derivations.cli.terminal import say, warn
from derivations.errors import LossaryError
from derivations.patience import SCRIPT, TooLongError, more_than


@lossary.command("build", epilog=epilog("lossary build", "lossary build --site public"))
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="The folder of the site. A former site there is replaced as a whole, when all has gone well.",
)
@click.option(
    "--judge/--no-judge",
    default=False,
    show_default=True,
    help="Put the judge into the site, so that pages answer. What it runs on is fetched once, with npm and pip.",
)
@click.option("--anew", is_flag=True, help="Make everything anew, whatever build/findings keeps of it.")
@time_option(SCRIPT, "each loss and each question")
@pass_scripts
def build_site(scripts: Scripts, /, site: Path, seconds: float, *, judge: bool, anew: bool) -> None:
    """Build the site, to be read offline: open its index.html.

    Derives and checks every loss, writes the pages to build/markdown, and makes the site of them. A script that is
    broken is left out and named, and the exit status is then 2. What was found and made stays in build/findings, and is
    not made again as long as all stays as it is from which it follows; `lossary verify` always works out everything.
    """
    from concurrent.futures import ThreadPoolExecutor

    from derivations.publish.site import FINDINGS, build

    with progress() as report:
        findings = None if anew else FINDINGS
        scripts.read = Reader(findings)
        with ThreadPoolExecutor(1) as beside:  # neither needs the other
            parts = beside.submit(_judge_in_the_page, scripts.catalogue).result if judge else None
            try:
                home = build(
                    scripts.catalogue,
                    scripts.answers,
                    site,
                    progress=report,
                    findings=findings,
                    seconds=seconds,
                    judge=parts,
                )
            except TooLongError as error:
                msg = f'{error}; with make: make site ARGS="--time {more_than(seconds):g}"'
                raise TooLongError(msg) from error
    say(home)
    sys.exit(2 if scripts.broken else 0)


def _judge_in_the_page(catalogue: Catalogue) -> Path | None:
    """What a page needs to judge; None if it is not to be had: a site is good without, but not where CI decides."""
    from derivations.publish.browser import assembled

    try:
        return assembled(catalogue)
    except LossaryError as error:
        if os.environ.get("CI"):
            raise
        warn(f"the judge in the page: {error}")
        return None


@lossary.command("serve", epilog=epilog("lossary serve", "lossary serve --port 8123"))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen at.")
@pass_scripts
def serve_site(scripts: Scripts, port: int) -> None:
    """Serve the site on this machine while you work on it.

    A change to a script, a template or an asset is on the page within seconds. Ctrl-C ends it.
    """
    from derivations.publish.live import serve

    def note(text: str) -> None:
        say(text, err=True)

    serve(scripts.catalogue.directory, port=port, progress=note, started=note)
