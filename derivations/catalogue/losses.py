"""A loss: what its script states, and what follows from it."""

# ruff: noqa: PLC0415  (what derives and checks is loaded when something is derived or checked: to list is quick)

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sympy import Expr

from derivations.catalogue.again import is_long, is_once_only, is_slope_only
from derivations.catalogue.author import in_order
from derivations.catalogue.families import Family, family_of
from derivations.catalogue.interactive import Judging
from derivations.catalogue.scripts import Read, read_script, shown, slug_of, working_on
from derivations.errors import LossaryError
from derivations.language.loss import ANONYMOUS, Loss
from derivations.language.several import SECOND, plain_name
from derivations.language.shapes import base_of
from derivations.language.written import Order
from derivations.notation import in_sympy, unicode_text
from derivations.notation.names import tex_name, unicode_name
from derivations.patience import stage

if TYPE_CHECKING:
    from derivations.calculus.boundary import Boundary
    from derivations.calculus.lines import Derivation, Line
    from derivations.catalogue.agreement import Agreement
    from derivations.evidence import Curvature, Equation, Failure, Level, Properties, Report
    from derivations.matrix import MatrixForm

Derived = tuple[bytes | None, bytes | None]


@dataclass(frozen=True, eq=False)
class Entry(Judging):
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

    # What was kept of the second derivative, for when it is asked for.
    _kept_of_second: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    # The derivation as it was kept: read when one of its lines is asked for.
    _derived: ClassVar[bytes | None] = None

    def __repr__(self) -> str:
        """In a line, for Python's prompt."""
        loss = unicode_text(self.loss.expression, Order(self.loss.written))
        return f"<{self.title}{f' ({self.id})' if self.id else ''}: {self.loss.name} = {loss}>"

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
        """The second derivative; None where none is taken, or no rule leads."""
        if self.first or is_once_only(self.loss) or is_long(self.derivation.gradient):
            return None
        with suppress(LossaryError):
            title, loss = f"{self.title}, second derivative", self.loss.sloped(self.derivation.gradient)
            found = replace(self, slug=f"{self.slug}.{SECOND}", title=title, loss=loss, whole=self.page, first=self)
            vars(found).update(self._kept_of_second)
            shown = found.derivation.lines and (self.id or not found.report.failures)
            return found if shown else None  # of a loss that somebody typed, only what is confirmed
        return None

    @property
    def expression(self) -> Expr:
        """The loss in SymPy's own functions, to compute with; `loss.expression` is as the author wrote it."""
        return in_sympy(self.loss.expression)

    @cached_property
    def gradient(self) -> Expr:
        """The gradient, likewise: with respect to an array, one component."""
        return in_sympy(self.derivation.gradient)

    @cached_property
    def hessian(self) -> Expr:
        """The second derivative, likewise: one entry, with respect to `loss.wrt` and `loss.second`.

        Raises:
            LossaryError: there is none here.
        """
        if self.second is None:
            why = "none is taken of networks, of what is held fixed or very long, nor where an equation ties entries"
            msg = f"{self.slug} has no second derivative: ask for its gradient ({why})"
            raise LossaryError(msg)
        return self.second.gradient

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Where the gradient holds, beside the domains of the symbols: relations, likewise."""
        return tuple(in_sympy(condition) for condition in self.derivation.conditions)

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
        from derivations.calculus.derive import derive
        from derivations.calculus.lines import Derivation

        if self._derived is not None:
            return Derivation(self.loss, *pickle.loads(self._derived))  # noqa: S301  (our own; see Kept)
        with working_on(self.path), stage("deriving"):
            return derive(self.loss)

    @property
    def derived(self) -> bytes | None:
        """The derivation, to be kept; None if it does not come back as it was: SymPy works some formulas out anew."""
        told = self.derivation.chains, self.derivation.other_forms, self.derivation.analysis
        with suppress(Exception):
            data = self._derived or pickle.dumps(told)
            return data if pickle.loads(data) == told else None  # noqa: S301  (our own)
        return None

    @property
    def equations(self) -> list[Equation]:
        """Everything that the derivation claims: each line against the line above, and each step of the full tree.

        Of a second derivative the tree is not shown.
        """
        from derivations.evidence import Equation

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
        from derivations.evidence import Equation

        for line in lines:
            yield Equation(self.address(line.number), left, line.expression, is_line=True)
            left = line.expression

    @cached_property
    def report(self) -> Report:
        from derivations.evidence import Condition, examine

        derivation = self.derivation
        with working_on(self.path), stage("checking the lines"):
            granted = (
                *derivation.own_conditions.items(),
                *(self.first.derivation.claimed_conditions if self.first else ()),
            )
            conditions = [Condition(*claimed, claimed in granted) for claimed in derivation.claimed_conditions]
            claims = self.equations, derivation.gradient, derivation.boundaries, conditions
            return examine(self.loss, *claims, brief=self.first is not None)

    @cached_property
    def curvature(self) -> Curvature:
        """Of a second derivative: what it says of the loss."""
        from derivations.evidence import Curvature, curvature_of

        if self.first is None:
            return Curvature()
        proved = {self.first.gradient_level, self.gradient_level} == {"proved"}
        loss, gradient = self.first.loss, self.first.derivation.gradient
        with working_on(self.path), stage("looking whether it is convex"):
            return curvature_of(loss, gradient, self.derivation.gradient, proved=proved)

    @cached_property
    def properties(self) -> Properties:
        """What is decided of the loss, as its variable moves."""
        from derivations.evidence import Curvature, Properties, properties_of

        if self.first is not None or is_slope_only(self.loss):
            return Properties()
        second = self.second
        is_proved = second is not None and second.gradient_level == "proved"
        with working_on(self.path), stage("deciding its properties"):
            return properties_of(
                self.loss,
                self.derivation.gradient,
                second.derivation.gradient if second and is_proved else None,
                second.curvature if second else Curvature(),
                proved=self.gradient_level == "proved",
                kinks=self._has_kink,
                seams=is_proved and second is not None and second._has_kink,  # noqa: SLF001
            )

    @property
    def _has_kink(self) -> bool:
        """Is there a place, tried by the referee, at which the slope jumps?"""
        return any(boundary.kind == "kink" for boundary in self.boundaries)

    @property
    def boundaries(self) -> tuple[Boundary, ...]:
        """Those of the derivation; of what the referee could not test, only that it is there."""
        from derivations.calculus.boundary import untold

        found = enumerate(self.derivation.boundaries)
        return tuple(untold(boundary) if n in self.report.untested else boundary for n, boundary in found)

    @cached_property
    def matrix(self) -> MatrixForm | None:
        """The gradient by the whole array, derived a second time; None where it cannot be written with matrices."""
        from derivations.matrix import Names, NoMatrixForm, matrix_form

        if self.first:
            return None
        with working_on(self.path), stage("writing it with matrices"), suppress(NoMatrixForm):
            return matrix_form(self.loss, Names(tex_name, unicode_name))
        return None

    @cached_property
    def agreement(self) -> Agreement | None:
        """How the matrix form compares with the index form, where there are both."""
        from derivations.catalogue.agreement import compare_forms

        if self.matrix is None:
            return None
        gradient = self.derivation.gradient
        with working_on(self.path), stage("comparing the matrix form"):
            return compare_forms(self.matrix, gradient)

    @property
    def is_checked(self) -> bool:
        """Is all known that takes time to find?"""
        return {"report", "agreement", "properties"} <= set(vars(self)) and (
            self.second is None or "report" in vars(self.second)
        )

    @property
    def findings(self) -> tuple[Report, Agreement | None, tuple[Report, Curvature] | None, Properties, Derived]:
        """What takes time to find: the checks, also of the second derivative, the properties, and both derivations."""
        second = self.second
        said = (second.report, second.curvature) if second else None
        return (
            self.report,
            self.agreement,
            said,
            self.properties,
            (self.derived, second.derived if second else None),
        )

    def keep(
        self,
        report: Report,
        agreement: Agreement | None,
        second: Any = None,
        properties: Properties | None = None,
        derived: Derived = (None, None),
    ) -> None:
        """Take what was found elsewhere."""
        vars(self).update(report=report, agreement=agreement)
        if properties is not None:
            vars(self).update(properties=properties)
        self.take(derived)
        self._kept_of_second.update(zip(("report", "curvature"), second or (), strict=False))
        if derived[0] and second is None:
            vars(self).update(second=None)
        elif vars(self).get("second"):
            vars(self.second).update(self._kept_of_second)

    def take(self, derived: Derived) -> None:
        """Take both derivations, as they were kept elsewhere."""
        if derived[0] and "derivation" not in vars(self):
            vars(self).update(_derived=derived[0])
            self._kept_of_second.update(_derived=derived[1])

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
        agreement = self.agreement.failures if self.agreement else ()
        return self.report.failures + agreement + second + self.properties.failures


def load_entry(path: Path, key: str = "", read: Read = read_script) -> Entry:
    """The entry that one script states; with the name of one of its other variables, that by this one."""
    script = read(path, "loss", Loss)
    if script.stated.id == ANONYMOUS:
        msg = f"{shown(path)}: the id is empty: take one from `lossary new`"
        raise LossaryError(msg)
    loss = in_order(script.stated, *script.said)
    entry = Entry(slug_of(path.stem), family_of(path.parent), script.title, script.prose, path, loss)
    found = entry.part(key) if key else entry
    if found is None:
        msg = f"{shown(path)}: {key} is no variable of the loss any more: was the script changed meanwhile?"
        raise LossaryError(msg)
    return found
