"""Answers a page that runs us in a browser: it asks in the words of the command, and gets what the command prints."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import click

from derivations.catalogue import SCRIPTS, Catalogue, Entry, catalogue
from derivations.catalogue.kept import FOLDER
from derivations.cli import claims, lossary
from derivations.cli.errors import Tidy
from derivations.cli.judging import check_claim, derive_yours, find_losses
from derivations.cli.preview import preview
from derivations.judge import Counterexample, Judgement
from derivations.judge.profiles import PREPARED, Sketch
from derivations.notation import unicode_text

ENDLESS = 10**6  # characters of a line: it is the page that wraps them
ANSWERED = Tidy(
    lossary.name,
    [check_claim, derive_yours, find_losses, preview],
    callback=lossary.callback,
    params=lossary.params,
    context_settings=lossary.context_settings,
)


def start(prepared: bytes, sketches: str) -> None:
    """Take the catalogue as it was prepared: a page has no scripts, but what they state.

    Args:
        prepared: by publish/packing.py.
        sketches: what `find` compares first, as publish/browser.py has worked it out.
    """
    claims.WIDTH = ENDLESS
    os.environ[FOLDER] = ""  # nor does it keep anything
    PREPARED.update({name: found and Sketch(*found) for name, found in json.loads(sketches).items()})
    entries = tuple(Entry(*stated) for stated in pickle.loads(prepared))  # noqa: S301  (our own)
    whole = Catalogue(SCRIPTS, entries)
    catalogue._read_once = lambda _: whole  # type: ignore[assignment]  # noqa: SLF001  (there is nothing to read)


def answer(asked: str) -> str:
    """What the commands print.

    Args:
        asked: JSON: `files`, texts by their names, and `commands`, each a list of words such as
            ``["check", "huber", "--claim", "p"]``.

    Returns:
        JSON: of each command its exit `status`, and what it prints on `out` and `err`; and if a claim fails, what a
        figure needs to show it, as `seen`.
    """
    question = json.loads(asked)
    for name, text in question["files"].items():
        Path(name).write_text(text, encoding="utf-8")
    return json.dumps([_ran(words) for words in question["commands"]], ensure_ascii=False)


def _ran(words: Sequence[str]) -> dict[str, Any]:
    found: Any = None
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        try:
            found = ANSWERED.main(list(words), prog_name="lossary", standalone_mode=False)
            status = found if isinstance(found, int) else 0
        except click.ClickException as error:
            error.show()
            status = error.exit_code
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0
    told = {"status": status, "out": out.getvalue(), "err": err.getvalue()}
    example = found.counterexample if isinstance(found, Judgement) else None
    return told if example is None else {**told, "seen": _seen(example)}


def _seen(example: Counterexample) -> dict[str, Any]:
    """The point at which a claim fails, by the names that stand in a figure."""
    return {
        "point": {unicode_text(name): float(number) for name, number in example.point},
        "components": [unicode_text(name) for name in example.components],
        "claimed": [None if number is None else float(number) for number in example.claimed],
        "true": [None if number is None else float(number) for number in example.true],
    }
