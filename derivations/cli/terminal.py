"""All that the command prints, so that nothing from a script, a file or a shell gives orders to the terminal."""

from __future__ import annotations

import re
from typing import IO, Any

import click

# Control characters but line breaks and tabs, and the signs that turn the direction of writing.
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text with a question mark in a box for every character that is a command."""
    return COMMANDS.sub("\ufffd", text)


def say(text: object, *, err: bool = False, file: IO[Any] | None = None) -> None:
    """Print a line or several."""
    click.echo(harmless(str(text)), err=err, file=file)


def warn(text: str) -> None:
    """Name on standard error, in one line, what is left out."""
    say(f"lossary: left out: {' '.join(text.split())}", err=True)
