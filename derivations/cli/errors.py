"""How the command ends: an error that a user can mend is one line and exit status 2, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from derivations.cli.terminal import say, warn
from derivations.errors import LossaryError
from derivations.loading import INTERRUPTED, loaded

UNREAD = 141  # what a shell reports of a command whose output nobody reads any more
ORDER = (
    "list",
    "show",
    "code",
    "cite",
    "derive",
    "check",
    "factors",
    "find",
    "verify",
    "new",
    "build",
    "serve",
    "preview",
)


class Mendable(click.ClickException):
    """A LossaryError on its way out."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        say(f"lossary: error: {self.message}", file=file, err=True)


class Tidy(click.Group):
    """A group of commands that ends tidily whatever happens in one of them."""

    def invoke(self, ctx: click.Context) -> Any:
        told = ""
        with tidy_end():
            try:
                return super().invoke(ctx)
            except LossaryError as error:
                told = str(error)
                raise
            finally:  # whatever the command did, the scripts that it left out are named, each once
                for script in getattr(ctx.obj, "broken", ()):
                    if script.error not in told:
                        warn(script.error)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order of use: looking up, asking, writing and publishing."""
        return sorted(self.commands, key=ORDER.index)


@contextmanager
def tidy_end() -> Iterator[None]:
    """Turn what a user can mend, and Ctrl-C, into an exit status."""
    try:
        loaded()
        yield
    except LossaryError as error:
        raise Mendable(str(error) if error.points else " ".join(str(error).split())) from error
    except BrokenPipeError:  # who reads our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in it goes nowhere
        raise click.exceptions.Exit(UNREAD) from None
    except OSError as error:
        msg = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        raise Mendable(msg) from error
    except KeyboardInterrupt:
        raise click.exceptions.Exit(INTERRUPTED) from None
