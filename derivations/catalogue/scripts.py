"""Reads a script: a docstring for the reader, imports, and assignments of which the last states what it is about."""

from __future__ import annotations

import ast
import importlib.util
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

from derivations.catalogue.author import said_in
from derivations.errors import LossaryError, OurFaultError, naming
from derivations.language.written import Said
from derivations.patience import SCRIPT, at_most, stage

PROSE = {"aliases", "former", "in_code", "see_instead", "source", "why"}  # fields that are only shown
ALLOWED = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom)
LISTED = r"(?:[-*]|\d+\.) "  # how a list begins
# What Python says of mistakes that are made often in a script, and what is told instead.
TOLD = (
    (r"\.__init__\(\) missing", "(...) is missing"),
    (r"\.__init__\(\) got an unexpected keyword argument '(\w+)'", r"(...) has no field \1"),
    (r"(name '(\w+)' is not defined)", r"\1: make it, as in \2 = symbols('\2'), or import it"),
    (r"(unsupported operand type\(s\) for \^: .*)", r"\1: a power is written with **"),
    (r"(No module named '(?!derivations|sympy).*)", r"\1: a script needs sympy and derivations.language only"),
)


@dataclass(frozen=True)
class Script:
    """A script: the first line of its docstring, the rest of it, and the object that it states.

    Of a loss it tells too in which order its author wrote terms and factors.
    """

    path: Path
    title: str
    prose: str
    stated: Any
    said: tuple[Said, ...]


Read = Callable[[Path, str, type], Script]


@dataclass(frozen=True)
class Broken:
    """A script that cannot be read, and why. It harms nothing but itself."""

    path: Path
    error: str

    @property
    def slug(self) -> str:
        return slug_of(self.path.stem)


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
    _check_prose(path, source)
    title, _, prose = docstring.partition("\n")
    namespace = _run(path, source)
    stated = _stated(path, namespace, name, kind)
    return Script(path, title.strip(), _unwrapped(prose.strip()), stated, said_in(source, namespace))


def _unwrapped(prose: str) -> str:
    """Every paragraph on one line, so that no formula is torn between two; a list keeps its lines."""
    paragraphs = re.split(r"\n\s*\n", prose)
    return "\n\n".join(p if re.match(LISTED, p) else " ".join(p.split()) for p in paragraphs)


def parse(path: Path) -> ast.Module:
    """The syntax of the script.

    Raises:
        LossaryError: it is no Python, or cannot be opened.
    """
    try:
        return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    except OSError as error:
        msg = f"{shown(path)}: {error.strerror}"
        raise LossaryError(msg) from error
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:  # ValueError: not UTF-8, or a NUL
        complaint = getattr(error, "msg", "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error))
        msg = f"{shown(path)}, line {getattr(error, 'lineno', 1)}: {complaint}"
        raise LossaryError(msg) from error


@cache
def statement(text: bytes, *, titled: bool) -> str:
    """What a script of this text states, as far as anything is derived from it: without docstring and prose.

    Args:
        text: the script.
        titled: does the title count?
    """
    try:
        source = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return repr(text)
    title = (ast.get_docstring(source) or "").partition("\n")[0] if titled else ""
    source.body = source.body[ast.get_docstring(source) is not None :]
    for call in (node for node in ast.walk(source) if isinstance(node, ast.Call)):
        call.keywords = [keyword for keyword in call.keywords if keyword.arg not in PROSE]
    return f"{title}\n{ast.dump(source)}"


def slug_of(name: str) -> str:
    """The name of a file or folder as it stands in addresses."""
    return name.replace("_", "-")


def shown(path: Path) -> Path:
    """The path as a reader knows it: from where they stand."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def error_at(path: Path, error: BaseException) -> LossaryError:
    """What went wrong in a script, as one line."""
    lines = [frame.lineno for frame in _frames(error) if frame.filename == str(path)]
    place = f"{shown(path)}, line {lines[-1]}" if lines else str(shown(path))
    kind = "" if isinstance(error, LossaryError) else f"{type(error).__name__}: "
    said = "the script tried to end the program" if isinstance(error, SystemExit) else str(error)
    text = " ".join(said.split())
    for theirs, ours in TOLD if kind else ():
        text = re.sub(theirs, ours, text)
    return LossaryError(f"{place}: {kind}{text}")


@contextmanager
def working_on(path: Path) -> Iterator[None]:
    """Name the script in whatever goes wrong with what it states."""
    with naming(shown(path)):
        try:
            yield
        except OurFaultError:
            raise  # it is named already
        except LossaryError as error:
            raise error_at(path, error) from error


def sorted_out(paths: Iterable[Path], load: Callable[[Path], Any]) -> tuple[list[Any], list[Broken]]:
    """What the scripts state, and the scripts that are broken: those that fail, or take the id or slug of another."""
    good: list[Any] = []
    broken = []
    for path in paths:
        try:
            script = load(path)
            _check_unique(script, good)
        except LossaryError as error:
            broken.append(Broken(path, str(error)))
        else:
            good.append(script)
    return good, broken


def _check_unique(script: Any, others: Iterable[Any]) -> None:
    for field in ("id", "slug"):
        name = getattr(script, field)
        for other in others:
            if getattr(other, field) == name:
                msg = f"{shown(script.path)}: the {field} {name} is taken by {shown(other.path)}: choose another"
                raise LossaryError(msg)


def _check_form(path: Path, source: ast.Module) -> None:
    """A script states; it does not compute: a docstring, imports and assignments only."""
    for statement in source.body[1:]:
        if not isinstance(statement, ALLOWED):
            first, *more = ast.unparse(statement).splitlines()
            place = f"{shown(path)}, line {statement.lineno}"
            msg = f"{place}: `{first}{' ...' if more else ''}` in a script, which may hold imports and assignments only"
            raise LossaryError(msg)


def _check_prose(path: Path, source: ast.Module) -> None:
    """Formulas in prose stand between dollar signs, and each brace in them is closed."""
    pieces = {part for node in ast.walk(source) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in pieces:
            before, *parts = re.sub(r"\\[${}\\]", "", node.value).split("$")
            formula = next((part for part in parts[::2] if part.count("{") != part.count("}")), None)
            problem = f"a brace of ${formula}$ is not closed" if formula is not None else ""
            if len(parts) % 2:
                start = f"after {before.strip()[-30:]!r}: " if before.strip() else ""
                problem = f"{start}a $ without another: a formula in prose stands between two of them"
            if problem:
                msg = f"{shown(path)}, line {node.lineno}: {problem}"
                raise LossaryError(msg)


class _Checked(SourceFileLoader):
    """Runs the syntax that was checked; Python would take what it compiled before an edit within the same second."""

    def __init__(self, name: str, path: Path, source: ast.Module) -> None:
        super().__init__(name, str(path))
        self.source = source

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  (of the one script)
        return self.source_to_code(self.source, self.path)


def _run(path: Path, source: ast.Module) -> Mapping[str, Any]:
    """What the names of the script stand for."""
    name = f"lossary_script_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path, loader=_Checked(name, path, source))
    if spec is None or spec.loader is None:
        msg = f"{shown(path)}: not a Python file"
        raise LossaryError(msg)
    module = importlib.util.module_from_spec(spec)
    try:
        with at_most(SCRIPT, str(shown(path)), "it shall state, not compute"), stage("running the script"):
            spec.loader.exec_module(module)
    except (Exception, SystemExit, GeneratorExit) as error:  # exit() in a script ends the script alone
        raise error_at(path, error) from error
    return vars(module)


def _stated(path: Path, namespace: Mapping[str, Any], name: str, kind: type) -> Any:
    stated = namespace.get(name)
    if not isinstance(stated, kind):
        msg = f"{shown(path)}: the field {name} is missing: a script ends with `{name} = {kind.__name__}(...)`"
        raise LossaryError(msg)
    return stated


def _frames(error: BaseException) -> Iterable[traceback.FrameSummary]:
    return traceback.extract_tb(error.__traceback__)
