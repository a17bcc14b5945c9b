"""Answers a page that runs us in a browser: it asks in the words of the command, and gets what the command prints."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from derivations.catalogue import SCRIPTS, Catalogue, Entry, catalogue
from derivations.cli import lossary

ALLOWED = ("check", "derive", "find")


def start(prepared: bytes) -> None:
    """Take the catalogue as it was prepared: a page has no scripts, but what they state.

    Args:
        prepared: by publish/packing.py.
    """
    entries = tuple(Entry(*stated) for stated in pickle.loads(prepared))  # noqa: S301  (our own)
    whole = Catalogue(SCRIPTS, entries)
    catalogue._read_once = lambda _: whole  # type: ignore[assignment]  # noqa: SLF001  (there is nothing to read)


def answer(asked: str) -> str:
    """What the commands print.

    Args:
        asked: JSON: `files`, texts by their names, and `commands`, each a list of words such as
            ``["check", "huber", "--claim", "p"]``.

    Returns:
        JSON: of each command its exit `status`, and what it prints on `out` and `err`.
    """
    question = json.loads(asked)
    for name, text in question["files"].items():
        Path(name).write_text(text, encoding="utf-8")
    return json.dumps([_ran(words) for words in question["commands"]], ensure_ascii=False)


def _ran(words: Sequence[str]) -> dict[str, Any]:
    if words[:1] and words[0] not in ALLOWED:
        return {
            "status": 2,
            "out": "",
            "err": f"lossary: error: {words[0]}: a page answers {', '.join(ALLOWED)} alone\n",
        }
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        try:
            lossary(list(words), prog_name="lossary")
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0
    return {"status": status, "out": out.getvalue(), "err": err.getvalue()}
