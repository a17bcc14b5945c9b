"""The losses: finds their scripts, checks them, and gives each its slug, family and place."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from sympy import Expr, preorder_traversal

from derivations.calculus.boundary import Boundary, untold
from derivations.calculus.derive import derive
from derivations.calculus.lines import Derivation, Line
from derivations.catalogue.agreement import Agreement, compare_forms
from derivations.catalogue.author import in_order, said_in
from derivations.catalogue.naming import by_name, by_own_name, named, settled, unknown
from derivations.catalogue.scripts import Broken, parse, read_script, shown, slug_of, sorted_out, working_on
from derivations.errors import LossaryError
from derivations.evidence import Condition, Curvature, Equation, Failure, Level, Report, curvature_of, examine
from derivations.language.about import alias_key
from derivations.language.functions import held
from derivations.language.loss import ANONYMOUS, ID_ALPHABET, Loss, is_id
from derivations.language.several import SECOND, plain_name
from derivations.language.shapes import base_of
from derivations.matrix import MatrixForm, Names, NoMatrixForm, matrix_form
from derivations.notation import unicode_text
from derivations.notation.names import tex_name, unicode_name
from derivations.patience import stage

SCRIPTS = Path(__file__).parents[1] / "losses"
FAMILIES = (
    "regression",
    "classification",
    "linear-models",
    "networks",
    "vectors",
    "units",
)  # from easy to hard; others follow
LONG = 200  # nodes of a gradient whose derivative is not taken any more


@dataclass(frozen=True)
class Family:
    """A folder of scripts: its slug, and title and note from the docstring of its ``__init__.py``."""

    slug: str
    title: str
    note: str


@dataclass(frozen=True, eq=False)
class Entry:
    """One loss: what its script states, where it stands, and what follows from it (computed when asked for).

    A loss by several variables is an entry by the first of them; its `parts` are it and an entry by each other one,
    which stands on the same `page`. The `second` derivative is an entry too, whose loss is the gradient of the `first`.
    """

    slug: str
    family: Family
    title: str
    lead: str
    path: Path
    loss: Loss
    whole: Entry | None = field(default=None, repr=False)
    first: Entry | None = field(default=None, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """To a worker process an entry goes as the path of its script, and the name of its variable."""
        return load_entry, (self.path, self.loss.key)

    @property
    def id(self) -> str:
        """The permanent id; by another variable than the first with its name: L4K7.v."""
        return self.loss.address

    @property
    def page(self) -> Entry:
        """The entry whose page this one stands on."""
        return self.whole or self

    @cached_property
    def parts(self) -> tuple[Entry, ...]:
        """The entry itself, and those by the other variables of its loss."""
        return (self, *map(self._by, self.loss.others))

    def _by(self, loss: Loss) -> Entry:
        title = f"{self.title}, with respect to {unicode_text(base_of(loss.wrt))}"
        return replace(self, slug=f"{self.slug}.{loss.key}", title=title, loss=loss, whole=self)

    @cached_property
    def second(self) -> Entry | None:
        """The second derivative; None of a network, of what is held fixed or very long, and where no rule leads."""
        without = self.first or self.loss.backward or self.loss.expression.has(held)
        if without or next(islice(preorder_traversal(self.derivation.gradient), LONG, None), None) is not None:
            return None
        with suppress(LossaryError):
            title, loss = f"{self.title}, second derivative", self.loss.sloped(self.derivation.gradient)
            found = replace(self, slug=f"{self.slug}.{SECOND}", title=title, loss=loss, whole=self.page, first=self)
            shown = found.derivation.lines and (self.id or not found.report.failures)
            return found if shown else None  # of a loss that somebody typed, only what is confirmed
        return None

    @property
    def variable(self) -> str:
        """The name of the variable, as it stands in addresses."""
        return plain_name(self.loss.wrt)

    def part(self, variable: str) -> Entry | None:
        """The entry by the variable of this name, if there is one; capitals count where two differ in nothing else.

        Also by `second` the second derivative.
        """
        if variable.lower() == SECOND or self.whole:
            return self.second if variable.lower() == SECOND else None
        alike = [part for part in self.parts if part.variable.lower() == variable.lower()]
        return next((part for part in alike if part.variable == variable), alike[0] if len(alike) == 1 else None)

    def address(self, what: object) -> str:
        """The address of a line or a step: with the id, if there is one."""
        return f"{self.id}.{what}" if self.id else str(what)

    @cached_property
    def derivation(self) -> Derivation:
        with working_on(self.path), stage("deriving"):
            return derive(self.loss)

    @property
    def equations(self) -> list[Equation]:
        """Everything that the derivation claims: each line against the line above, and each step of the full tree.

        Of a second derivative the tree is not shown.
        """
        chains = [(chain.left, chain.lines) for chain in self.derivation.chains]
        chains.append((self.derivation.gradient, self.derivation.other_forms))
        return [
            *(equation for left, lines in chains for equation in self._line_by_line(left, lines)),
            *(
                Equation(self.address(f"t{number}"), step.before, step.after, step.binders)
                for number, step in enumerate(() if self.first else self.derivation.tree, start=1)
            ),
        ]

    def _line_by_line(self, left: Expr, lines: tuple[Line, ...]) -> Iterator[Equation]:
        for line in lines:
            yield Equation(self.address(line.number), left, line.expression, is_line=True)
            left = line.expression

    @cached_property
    def report(self) -> Report:
        derivation = self.derivation
        with working_on(self.path), stage("checking the lines"):
            conditions = [Condition(*claimed) for claimed in derivation.claimed_conditions]
            claims = self.equations, derivation.gradient, derivation.boundaries, conditions
            return examine(self.loss, *claims, brief=self.first is not None)

    @cached_property
    def curvature(self) -> Curvature:
        """Of a second derivative: what it says of the loss."""
        if self.first is None:
            return Curvature()
        proved = {self.first.gradient_level, self.gradient_level} == {"proved"}
        loss, gradient = self.first.loss, self.first.derivation.gradient
        with working_on(self.path), stage("looking whether it is convex"):
            return curvature_of(loss, gradient, self.derivation.gradient, proved=proved)

    @property
    def boundaries(self) -> tuple[Boundary, ...]:
        """Those of the derivation; of what the referee could not test, only that it is there."""
        found = enumerate(self.derivation.boundaries)
        return tuple(untold(boundary) if n in self.report.untested else boundary for n, boundary in found)

    @cached_property
    def matrix(self) -> MatrixForm | None:
        """The gradient by the whole array, derived a second time; None where it cannot be written with matrices."""
        if self.first:
            return None
        with working_on(self.path), stage("writing it with matrices"), suppress(NoMatrixForm):
            return matrix_form(self.loss, Names(tex_name, unicode_name))
        return None

    @cached_property
    def agreement(self) -> Agreement | None:
        """How the matrix form compares with the index form, where there are both."""
        if self.matrix is None:
            return None
        gradient = self.derivation.gradient
        with working_on(self.path), stage("comparing the matrix form"):
            return compare_forms(self.matrix, gradient)

    @property
    def is_checked(self) -> bool:
        """Is all known that takes time to find?"""
        return {"report", "agreement"} <= set(vars(self)) and (self.second is None or "report" in vars(self.second))

    @property
    def findings(self) -> tuple[Report, Agreement | None, tuple[Report, Curvature] | None]:
        """What takes time to find: what the checks say, and the same of the second derivative with what that says."""
        return self.report, self.agreement, (self.second.report, self.second.curvature) if self.second else None

    def keep(self, report: Report, agreement: Agreement | None, second: Any = None) -> None:
        """Take what was found elsewhere."""
        vars(self).update(report=report, agreement=agreement)
        if self.second and second:
            vars(self.second).update(zip(("report", "curvature"), second, strict=True))

    def level(self, what: object) -> Level | None:
        """Is a line or a step proved, or checked? None if it is not confirmed."""
        return self._level(self.address(what), self.report.levels[self.address(what)])

    @property
    def gradient_level(self) -> Level | None:
        """The same of the gradient itself."""
        return self._level(self.loss.called("gradient"), self.report.gradient)

    def _level(self, address: str, level: Level) -> Level | None:
        return None if any(failure.address == address for failure in self.report.failures) else level

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Whatever the checks did not confirm."""
        second = self.second.failures if self.second else ()
        return self.report.failures + (self.agreement.failures if self.agreement else ()) + second


@dataclass(frozen=True)
class Catalogue:
    """All losses, family by family, in the order of their slugs."""

    directory: Path
    entries: tuple[Entry, ...]
    broken: tuple[Broken, ...] = ()

    @property
    def parts(self) -> tuple[Entry, ...]:
        """The entries of all losses by each of their variables: what is derived and checked."""
        return tuple(part for entry in self.entries for part in entry.parts)

    @property
    def families(self) -> tuple[Family, ...]:
        return tuple(dict.fromkeys(entry.family for entry in self.entries))

    def of_family(self, family: Family) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.family == family)

    def find(self, name: str) -> Entry:
        """The entry with this slug, id, family/slug, former or other name; capitals make no difference.

        With a dot and a variable, as in `huber.t` or `L4K7.t`, it is the entry by that one.

        Raises:
            LossaryError: if there is none; it names the nearest. If its script is broken, it says how.
        """
        found = named(name, by_name(self.entries))
        if found is not None:
            return found
        wanted = alias_key(name)
        for script in self.broken:
            if wanted in (script.slug, f"{slug_of(script.path.parent.name)}/{script.slug}"):
                raise LossaryError(script.error)
        raise unknown(name, self.entries)

    def at(self, address: str) -> tuple[Entry, str]:
        """The entry of a name, or of an address such as L4K7.2 or L4K7.t3; and the line or step, if there is one.

        Raises:
            LossaryError: there is no such loss, or no such line in it.
        """
        name, _, what = address.strip().rpartition(".")
        entry = named(name, by_name(self.entries)) if re.fullmatch(r"t?[0-9]+", what) else None
        if entry is None or entry.part(what) is not None:
            return self.find(address), ""
        derivation = entry.derivation
        tree = () if entry.first else derivation.tree
        last = len(tree) if what.startswith("t") else len(derivation.all_lines)
        number = int(what.removeprefix("t"))
        if not 0 < number <= last:
            kind = "step of the full tree" if what.startswith("t") else "line"
            end = entry.address(f"{what[:-1].rstrip('0123456789')}{last}")
            msg = f"{address}: there is no such {kind} in {entry.slug}: the last is {end}"
            raise LossaryError(msg)
        return entry, what

    def instead(self, entry: Entry) -> Iterator[tuple[Entry, str]]:
        """The losses with which a loss is easily confused, as far as they are here, each with the reason."""
        names = by_own_name(self.entries)
        hints = ((named(hint.name, names), hint.why) for hint in entry.loss.see_instead)
        yield from ((other, why) for other, why in hints if other is not None)

    def fresh_id(self) -> str:
        """An id that no entry has."""
        taken = {name for part in self.parts for name in (part.id, *filter(is_id, part.loss.former))}
        draw = random.SystemRandom()
        while (fresh := "L" + "".join(draw.choice(ID_ALPHABET) for _ in range(3))) in taken:
            pass
        return fresh


def load_catalogue(directory: Path | None = None) -> Catalogue:
    """Read every script below a folder (those of the package, if none is given).

    A script that cannot be read, has a wrong field, or takes a name of another is left out, and recorded.

    Raises:
        LossaryError: there is no such folder, or no script in it that works.
    """
    directory = SCRIPTS if directory is None else directory
    if not directory.is_dir():
        msg = f"{directory}: no such folder of scripts"
        raise LossaryError(msg)
    entries, broken = sorted_out(scripts_below(directory), load_entry)
    entries, misnamed = settled(entries, broken, elsewhere=scripts_below(SCRIPTS) if directory != SCRIPTS else ())
    broken = sorted([*broken, *misnamed], key=lambda script: script.path)
    if broken and not entries:
        raise LossaryError(broken[0].error)
    return Catalogue(directory, in_their_order(entries), tuple(broken))


def scripts_below(directory: Path) -> list[Path]:
    """The scripts of losses in the families of a folder."""
    return sorted(path for path in directory.glob("*/*.py") if path.name != "__init__.py")


def the_catalogue(directory: Path = SCRIPTS) -> Catalogue:
    """The losses below a folder (those of the package, if none is given), read once."""
    return _read_once(directory)


@lru_cache(maxsize=2)
def _read_once(directory: Path) -> Catalogue:
    return load_catalogue(directory)


def in_their_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Family by family, and by name."""
    return tuple(sorted(entries, key=_rank))


def _rank(entry: Entry) -> tuple[int, Path]:
    family = entry.family.slug
    return FAMILIES.index(family) if family in FAMILIES else len(FAMILIES), entry.path


def load_entry(path: Path, key: str = "") -> Entry:
    """The entry that one script states; with the name of one of its other variables, that by this one."""
    script = read_script(path, "loss", Loss)
    if script.stated.id == ANONYMOUS:
        msg = f"{shown(path)}: the id is empty: take one from `lossary new`"
        raise LossaryError(msg)
    loss = in_order(script.stated, *said_in(script.source, script.namespace))
    entry = Entry(slug_of(path.stem), _family(path.parent), script.title, script.prose, path, loss)
    found = entry.part(key) if key else entry
    if found is None:
        msg = f"{shown(path)}: {key} is no variable of the loss any more: was the script changed meanwhile?"
        raise LossaryError(msg)
    return found


def _family(folder: Path) -> Family:
    about = folder / "__init__.py"
    docstring = ast.get_docstring(parse(about)) if about.exists() else None
    title, _, note = (docstring or folder.name.replace("_", " ").capitalize()).partition("\n")
    return Family(slug_of(folder.name), title.strip(), " ".join(note.split()))
