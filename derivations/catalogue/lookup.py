"""Which scripts state a name: told by their text, so that a loss is looked up without running the scripts of all."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from derivations.catalogue.scripts import slug_of
from derivations.language.about import alias_key

NAMES = {"id", "former", "aliases"}  # fields of a loss that hold names of it, written out
BETWEEN = r"[\s_–\"'-]+"  # the words of a name, which may go on in the next line


def scripts_that_name(keys: Collection[str], paths: Iterable[Path]) -> Iterator[Path]:
    """The scripts that may state a loss of one of these names: too many rather than too few.

    Args:
        keys: the names, as `alias_key` writes them.
        paths: of the scripts.
    """
    for path in paths:
        own, family = alias_key(slug_of(path.stem)), alias_key(slug_of(path.parent.name))
        wanted = {*keys, *(key.removeprefix(f"{family}/") for key in keys)}
        if own in wanted or not wanted.isdisjoint(_other_names(path, wanted)):
            yield path


def names_in(path: Path) -> set[str]:
    """All that a script may be called, as `alias_key` writes it; without running it."""
    own, family = alias_key(slug_of(path.stem)), alias_key(slug_of(path.parent.name))
    return {own, f"{family}/{own}", *_names_written(_text(path))}


def scripts_of_symbols(count: int, paths: Iterable[Path]) -> Iterator[Path]:
    """The scripts that may state a loss of this many symbols: too many rather than too few."""
    for path in paths:
        stated = [value for field, value in _fields(_text(path)) if field == "symbols"]
        written = [value.keys for value in stated if isinstance(value, ast.Dict) and None not in value.keys]
        if not stated or len(written) < len(stated) or any(len(keys) == count for keys in written):
            yield path


def _other_names(path: Path, wanted: Collection[str]) -> Iterator[str]:
    """The names in a script beside that of its file; none if its text cannot hold any that is wanted."""
    text = _text(path)
    lower = text.lower()
    if not any(_holds(lower, name.split("-")) for name in wanted):
        return
    yield from _names_written(text)


def _names_written(text: str) -> Iterator[str]:
    for value in (value for field, value in _fields(text) if field in NAMES):
        for node in ast.walk(value):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield alias_key(node.value)


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words) and re.search(BETWEEN.join(map(re.escape, words)), text) is not None


def _text(path: Path) -> str:
    """Of a script that can be read; whoever asks for all is told of the others."""
    with suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace")
    return ""


def _fields(text: str) -> Iterator[tuple[str | None, ast.expr]]:
    """What a script states, field by field; nothing, if it is no Python."""
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
        yield from ((keyword.arg, keyword.value) for call in calls for keyword in call.keywords)
