"""Which scripts state a name: told by their text, so that a loss is looked up without running the scripts of all."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from derivations.catalogue.scripts import slug_of
from derivations.language.about import alias_key

NAMES = {"id", "former", "aliases"}  # fields of a loss that hold names of it, written out


def scripts_that_name(key: str, paths: Iterable[Path]) -> Iterator[Path]:
    """The scripts that may state a loss of this name: too many rather than too few.

    Args:
        key: the name, as `alias_key` writes it.
        paths: of the scripts.
    """
    family, slash, name = key.rpartition("/")
    for path in paths:
        own, here = alias_key(slug_of(path.stem)), alias_key(slug_of(path.parent.name))
        wanted = {key, name} if slash and family == here else {key}
        if own in wanted or not wanted.isdisjoint(_other_names(path, wanted)):
            yield path


def scripts_of_symbols(count: int, paths: Iterable[Path]) -> Iterator[Path]:
    """The scripts that may state a loss of this many symbols: too many rather than too few."""
    for path in paths:
        stated = [value for field, value in _fields(path.read_text(encoding="utf-8")) if field == "symbols"]
        written = [value.keys for value in stated if isinstance(value, ast.Dict) and None not in value.keys]
        if not stated or len(written) < len(stated) or any(len(keys) == count for keys in written):
            yield path


def _other_names(path: Path, wanted: Iterable[str]) -> Iterator[str]:
    """The names in a script beside that of its file; none if its text cannot hold any that is wanted."""
    text = path.read_text(encoding="utf-8")
    lower = text.lower()
    if not any(all(word in lower for word in name.split("-")) for name in wanted):
        return
    for value in (value for field, value in _fields(text) if field in NAMES):
        for node in ast.walk(value):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield alias_key(node.value)


def _fields(text: str) -> Iterator[tuple[str | None, ast.expr]]:
    """What a script states, field by field; nothing, if it is no Python."""
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
        yield from ((keyword.arg, keyword.value) for call in calls for keyword in call.keywords)
