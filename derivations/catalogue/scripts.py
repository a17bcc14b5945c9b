"""Reads a script: a docstring for the reader, imports, and assignments of which the last states what it is about."""

from __future__ import annotations

import ast
import importlib.util
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from derivations.errors import LossaryError

ALLOWED = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Script:
    """A script: the first line of its docstring, the rest of it, and the object that it states."""

    path: Path
    title: str
    prose: str
    stated: Any


def read_script(path: Path, name: str, kind: type) -> Script:
    """The script at this path.

    Args:
        path: the file.
        name: what the script calls its object.
        kind: the class of it.

    Raises:
        LossaryError: it is no Python, has no docstring, does more than state, or fails; the place is named.
    """
    source = parse(path)
    docstring = ast.get_docstring(source)
    if not docstring:
        msg = f"{shown(path)}: no docstring: its first line is the title of the page, the rest its prose"
        raise LossaryError(msg)
    _check_form(path, source)
    title, _, prose = docstring.partition("\n")
    return Script(path, title.strip(), prose.strip(), _run(path, name, kind))


def parse(path: Path) -> ast.Module:
    """The syntax of the script.

    Raises:
        LossaryError: it is no Python.
    """
    try:
        return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    except (SyntaxError, UnicodeDecodeError) as error:
        msg = f"{shown(path)}, line {getattr(error, 'lineno', 1)}: {getattr(error, 'msg', 'not UTF-8')}"
        raise LossaryError(msg) from error


def slug_of(name: str) -> str:
    """The name of a file or folder as it stands in addresses."""
    return name.replace("_", "-")


def shown(path: Path) -> Path:
    """The path as a reader knows it: from where they stand."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def error_at(path: Path, error: Exception) -> LossaryError:
    """What went wrong in a script, as one line."""
    lines = [frame.lineno for frame in _frames(error) if frame.filename == str(path)]
    place = f"{shown(path)}, line {lines[-1]}" if lines else str(shown(path))
    kind = "" if isinstance(error, LossaryError) else f"{type(error).__name__}: "
    text = " ".join(str(error).split()).replace(".__init__() missing", "(...) is missing")
    return LossaryError(f"{place}: {kind}{text}")


def check_unique(scripts: Iterable[Any], field: str) -> None:
    """Complain if two scripts (things with a path) share what must be their own.

    Raises:
        LossaryError: it names both.
    """
    first: dict[str, Any] = {}
    for script in scripts:
        name = getattr(script, field)
        if name in first:
            msg = f"{shown(script.path)}: the {field} {name} is taken by {shown(first[name].path)}: choose another"
            raise LossaryError(msg)
        first[name] = script


def _check_form(path: Path, source: ast.Module) -> None:
    """A script states; it does not compute: a docstring, imports and assignments only."""
    for statement in source.body[1:]:
        if not isinstance(statement, ALLOWED):
            kind = type(statement).__name__
            place = f"{shown(path)}, line {statement.lineno}"
            msg = f"{place}: {kind} in a script, which may hold imports and assignments only"
            raise LossaryError(msg)


def _run(path: Path, name: str, kind: type) -> Any:
    spec = importlib.util.spec_from_file_location(f"lossary_script_{path.stem}", path)
    if spec is None or spec.loader is None:
        msg = f"{shown(path)}: not a Python file"
        raise LossaryError(msg)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise error_at(path, error) from error
    stated = getattr(module, name, None)
    if not isinstance(stated, kind):
        msg = f"{shown(path)}: the field {name} is missing: a script ends with `{name} = {kind.__name__}(...)`"
        raise LossaryError(msg)
    return stated


def _frames(error: BaseException) -> Iterable[traceback.FrameSummary]:
    return traceback.extract_tb(error.__traceback__)
