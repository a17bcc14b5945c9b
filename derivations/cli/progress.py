"""Progress on long work: one line on the terminal, written over and over; nothing where no one looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from derivations.cli.terminal import harmless

ERASE = "\r\x1b[K"


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A function that shows what is being done, and what it showed taken away at the end."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    try:
        yield lambda text: click.echo(f"{ERASE}{harmless(text)}", nl=False, err=True)
    finally:
        click.echo(ERASE, nl=False, err=True)
