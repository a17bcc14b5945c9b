"""The catalogue: finds the scripts, checks them, and gives each loss its slug, family and place."""

from __future__ import annotations

import ast
import difflib
import importlib.util
import random
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sympy import Expr

from derivations.agreement import Agreement, compare_forms
from derivations.calculus.derive import derive
from derivations.calculus.lines import Derivation, Line
from derivations.errors import LossaryError
from derivations.evidence import Equation, Failure, Report, examine
from derivations.loss import ID_ALPHABET, Loss
from derivations.matrix import MatrixForm, Names, NoMatrixForm, matrix_form
from derivations.notation.names import tex_name, unicode_name

SCRIPTS = Path(__file__).parent / "losses"
FAMILIES = ("regression", "classification", "linear-models", "networks", "vectors")  # from easy to hard; others follow
ALLOWED = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Family:
    """A folder of scripts: its slug, and title and note from the docstring of its ``__init__.py``."""

    slug: str
    title: str
    note: str


@dataclass(frozen=True, eq=False)
class Entry:
    """One loss: what its script states, where it stands, and what follows from it (computed when asked for)."""

    slug: str
    family: Family
    title: str
    lead: str
    path: Path
    loss: Loss

    @property
    def id(self) -> str:
        return self.loss.id

    @cached_property
    def derivation(self) -> Derivation:
        try:
            return derive(self.loss)
        except LossaryError as error:
            raise _at(self.path, error) from error

    @property
    def equations(self) -> list[Equation]:
        """Everything that the derivation claims: each line against the line above, and each step of the full tree."""
        chains = [(chain.left, chain.lines) for chain in self.derivation.chains]
        chains.append((self.derivation.gradient, self.derivation.other_forms))
        return [
            *(equation for left, lines in chains for equation in self._line_by_line(left, lines)),
            *(
                Equation(f"{self.id}.t{number}", step.before, step.after, step.binders)
                for number, step in enumerate(self.derivation.tree, start=1)
            ),
        ]

    def _line_by_line(self, left: Expr, lines: tuple[Line, ...]) -> Iterator[Equation]:
        for line in lines:
            yield Equation(f"{self.id}.{line.number}", left, line.expression)
            left = line.expression

    @cached_property
    def report(self) -> Report:
        derivation = self.derivation
        try:
            return examine(self.loss, self.equations, derivation.gradient, derivation.boundaries)
        except LossaryError as error:
            raise _at(self.path, error) from error

    @cached_property
    def matrix(self) -> MatrixForm | None:
        """The gradient by the whole array, derived a second time; None where it cannot be written with matrices."""
        try:
            return matrix_form(self.loss, Names(tex_name, unicode_name))
        except NoMatrixForm:
            return None
        except LossaryError as error:
            raise _at(self.path, error) from error

    @cached_property
    def agreement(self) -> Agreement | None:
        """How the matrix form compares with the index form, where there are both."""
        try:
            return None if self.matrix is None else compare_forms(self.matrix, self.derivation.gradient)
        except LossaryError as error:
            raise _at(self.path, error) from error

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Whatever the checks did not confirm."""
        return self.report.failures + (self.agreement.failures if self.agreement else ())


@dataclass(frozen=True)
class Catalogue:
    """All losses, family by family, in the order of their slugs."""

    directory: Path
    entries: tuple[Entry, ...]

    @property
    def families(self) -> tuple[Family, ...]:
        return tuple(dict.fromkeys(entry.family for entry in self.entries))

    def of_family(self, family: Family) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.family == family)

    def find(self, name: str) -> Entry:
        """The entry with this slug, id or family/slug.

        Raises:
            LossaryError: if there is none; it names the nearest.
        """
        wanted = name.strip().lower().replace("_", "-")
        names = {form.lower(): entry for entry in self.entries for form in _names(entry)}
        if wanted in names:
            return names[wanted]
        near = difflib.get_close_matches(wanted, names, n=3)
        hint = f"did you mean {', '.join(near)}?" if near else "`lossary list` shows all"
        msg = f"no loss is called {name!r}: {hint}"
        raise LossaryError(msg)

    def fresh_id(self) -> str:
        """An id that no entry has."""
        taken = {entry.id for entry in self.entries}
        draw = random.SystemRandom()
        while (fresh := "L" + "".join(draw.choice(ID_ALPHABET) for _ in range(3))) in taken:
            pass
        return fresh


def load_catalogue(directory: Path | None = None) -> Catalogue:
    """Read every script below a folder (those of the package, if none is given).

    Raises:
        LossaryError: a script that cannot be read, a wrong field, an id or a slug that two scripts share.
    """
    directory = SCRIPTS if directory is None else directory
    if not directory.is_dir():
        msg = f"{directory}: no such folder of scripts"
        raise LossaryError(msg)
    paths = sorted((path for path in directory.glob("*/*.py") if path.name != "__init__.py"), key=_rank)
    entries = tuple(map(load_entry, paths))
    _check_unique(entries, "id")
    _check_unique(entries, "slug")
    return Catalogue(directory, entries)


def _rank(path: Path) -> tuple[int, Path]:
    family = _slug(path.parent.name)
    return FAMILIES.index(family) if family in FAMILIES else len(FAMILIES), path


def load_entry(path: Path) -> Entry:
    """The entry that one script states."""
    source = _parse(path)
    docstring = ast.get_docstring(source)
    if not docstring:
        msg = f"{_shown(path)}: no docstring: its first line is the title of the page, the rest its prose"
        raise LossaryError(msg)
    _check_form(path, source)
    title, _, lead = docstring.partition("\n")
    return Entry(_slug(path.stem), _family(path.parent), title.strip(), lead.strip(), path, _loss(path))


def _names(entry: Entry) -> tuple[str, ...]:
    return (entry.slug, entry.id, f"{entry.family.slug}/{entry.slug}")


def _slug(name: str) -> str:
    return name.replace("_", "-")


def _family(folder: Path) -> Family:
    about = folder / "__init__.py"
    docstring = (ast.get_docstring(_parse(about)) if about.exists() else None) or folder.name.replace(
        "_", " "
    ).capitalize()
    title, _, note = docstring.partition("\n")
    return Family(_slug(folder.name), title.strip(), " ".join(note.split()))


def _parse(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    except (SyntaxError, UnicodeDecodeError) as error:
        msg = f"{_shown(path)}, line {getattr(error, 'lineno', 1)}: {getattr(error, 'msg', 'not UTF-8')}"
        raise LossaryError(msg) from error


def _check_form(path: Path, source: ast.Module) -> None:
    """A script states; it does not compute: a docstring, imports and assignments only."""
    for statement in source.body[1:]:
        if not isinstance(statement, ALLOWED):
            kind = type(statement).__name__
            place = f"{_shown(path)}, line {statement.lineno}"
            msg = f"{place}: {kind} in a script, which may hold imports and assignments only"
            raise LossaryError(msg)


def _loss(path: Path) -> Loss:
    spec = importlib.util.spec_from_file_location(f"lossary_script_{path.stem}", path)
    if spec is None or spec.loader is None:
        msg = f"{_shown(path)}: not a Python file"
        raise LossaryError(msg)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise _at(path, error) from error
    if not isinstance(getattr(module, "loss", None), Loss):
        msg = f"{_shown(path)}: the field loss is missing: a script ends with `loss = Loss(...)`"
        raise LossaryError(msg)
    return module.loss


def _shown(path: Path) -> Path:
    """The path as a reader knows it: from where they stand."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _at(path: Path, error: Exception) -> LossaryError:
    """What went wrong in a script, as one line."""
    lines = [frame.lineno for frame in _frames(error) if frame.filename == str(path)]
    place = f"{_shown(path)}, line {lines[-1]}" if lines else str(_shown(path))
    kind = "" if isinstance(error, LossaryError) else f"{type(error).__name__}: "
    text = " ".join(str(error).split()).replace("Loss.__init__() missing", "Loss(...) is missing")
    return LossaryError(f"{place}: {kind}{text}")


def _frames(error: BaseException) -> Iterable[traceback.FrameSummary]:
    return traceback.extract_tb(error.__traceback__)


def _check_unique(entries: tuple[Entry, ...], field: str) -> None:
    first: dict[str, Entry] = {}
    for entry in entries:
        name = getattr(entry, field)
        if name in first:
            msg = f"{_shown(entry.path)}: the {field} {name} is taken by {_shown(first[name].path)}: choose another"
            raise LossaryError(msg)
        first[name] = entry
