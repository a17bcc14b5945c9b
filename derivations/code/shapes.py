"""What a piece of code computes, and of what: a kernel, with its arguments, its sizes and the indices of its result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sympy import Basic, Expr, IndexedBase, Symbol
from sympy.tensor.indexed import Indexed

from derivations.catalogue.losses import Entry
from derivations.code.bessel import of_libraries, without_growth
from derivations.code.cases import by_cases
from derivations.code.distances import by_distance
from derivations.code.exponentials import with_one_exponential
from derivations.code.falling import by_falling
from derivations.code.infinities import with_one_infinity
from derivations.code.inrange import in_range
from derivations.code.intermediates import defined, matrices
from derivations.code.lengths import in_shorter_lengths
from derivations.code.models import given_models, models_called
from derivations.code.naming import NoCode, plain
from derivations.code.negatives import worked_out_once
from derivations.code.overflowing import before_it_overflows
from derivations.code.recurrences import Steps, adjoints_as_arrays, steps_of
from derivations.code.stable import stable
from derivations.code.units import in_units
from derivations.code.vanishing import before_it_vanishes
from derivations.language.domains import Adjoints, Index, Indices, Intermediate, Model, Size
from derivations.language.functions import held
from derivations.language.loss import Loss
from derivations.language.shapes import free_names

VALUE, GRADIENT, SECOND = WHATS = ("value", "gradient", "second")


@dataclass(frozen=True)
class Argument:
    """An argument of the code.

    Args:
        name: in code.
        symbol: in formulas: a symbol, an array, or a model at its arguments.
        shape: the sizes of an array; empty for a number.
        whole: is it an index, or an array of indices? They count from 0.
        row: of the array, the row that is given, where it alone is.
        is_function: is it a function of a number?
    """

    name: str
    symbol: Any
    shape: tuple[Expr, ...] = ()
    whole: bool = False
    row: tuple[int, ...] = ()
    is_function: bool = False


@dataclass(frozen=True)
class Kernel:
    """Something to compute.

    Args:
        loss: where the symbols have their domains.
        name: of the function.
        what: VALUE, GRADIENT or SECOND.
        expression: its value, or that of the component at `axes`.
        axes: the indices of the result; empty for a number.
        is_stable: is the expression to be rewritten, so that its digits survive?
        steps: the arrays that are worked out before it, step by step.
    """

    loss: Loss
    name: str
    what: str
    expression: Expr
    axes: tuple[Symbol, ...]
    is_stable: bool = True
    steps: tuple[Steps, ...] = ()

    @cached_property
    def value(self) -> Expr:
        """What is printed: without names for what is held fixed, models as numbers that are given."""
        if not self.is_stable:
            return of_libraries(self.refereed)
        ready = stable(without_growth(by_distance(by_falling(by_cases(self.computed)))))
        kept = given_models(self.loss, in_range(with_one_infinity(in_units(ready), self.bounded)))
        falling = before_it_vanishes(with_one_exponential(worked_out_once(kept)), self.bounded)
        return in_shorter_lengths(before_it_overflows(falling, self.bounded), self.bounded)

    @property
    def computed(self) -> Expr:
        """The formula of the page, adjoints as arrays."""
        return adjoints_as_arrays(self.expression) if self.steps else self.expression

    @cached_property
    def refereed(self) -> Expr:
        """The formula of the page, which the referee evaluates."""
        return given_models(self.loss, released(self.expression))

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """In the order in which the script lists the symbols; models, and what recurrences start from, last."""
        free = set().union(*self._free) | {name for axis in self.axes for name in self._sized(axis)}
        found = [self._argument(s) for s in self._symbols if s in free]
        arrays = {one.base for one in self.steps}
        models = sorted(
            (s for s in free - arrays if s not in self.loss.all_symbols and isinstance(s, Symbol | IndexedBase)),
            key=str,
        )
        given = (Argument(plain(str(s)), s, getattr(s, "shape", ())) for s in models if s not in self.axes)
        starts = (Argument(f"{plain(str(s.base))}0", s.base, s.shape[1:], row=(0,)) for s in self.steps if s.has_start)
        called = {name: model for one in self.steps for value in one.values for name, model in models_called(value)}
        functions = (
            Argument(name, model, is_function=True)
            for name, model in sorted(called.items(), key=lambda one: (len(one[0]), one[0]))
        )
        return (*found, *given, *starts, *functions)

    @cached_property
    def others(self) -> tuple[Argument, ...]:
        """What the loss depends on, but not this."""
        if not self.steps:
            return ()
        mine = {a.symbol for a in self.arguments}
        domains = self.loss.all_symbols
        return (
            *(self._argument(s) for s in self._symbols if s not in mine),
            *(
                Argument(str(s), s, is_function=True)
                for s, d in domains.items()
                if isinstance(d, Model) and s not in mine
            ),
            *(
                Argument(str(d.base), d.base, domains[d.base].shape[1:], row=(0,))
                for d in self.loss.definitions
                if d.base not in mine
            ),
        )

    @cached_property
    def _symbols(self) -> list[Any]:
        """Those of the script that can be given."""
        found = self.loss.all_symbols.items()
        return [s for s, d in found if s not in self.axes and not isinstance(d, Size | Intermediate | Adjoints | Model)]

    @property
    def _free(self) -> Iterator[set[Any]]:
        """What the value, and what is worked out before it, depends on."""
        yield free_names(given_models(self.loss, released(self.computed)))
        for one in self.steps:
            for value in one.values:
                yield free_names(value) - set(one.indices)
        for base in matrices(self.loss):
            indices, value = self.definitions[base]
            yield free_names(value) - set(indices)

    def _argument(self, symbol: Any) -> Argument:
        domain = self.loss.all_symbols[symbol]
        name = plain(str(symbol))
        return Argument(name, symbol, tuple(domain.shape), isinstance(domain, Index | Indices))

    def _sized(self, axis: Symbol) -> Iterator[Any]:
        """The arrays from whose shape the range of an index of the result is known."""
        for wrt in (self.loss.wrt, self.loss.second):
            if isinstance(wrt, Indexed) and axis in _axes(wrt):
                yield wrt.base

    @cached_property
    def bounded(self) -> frozenset[Any]:
        """The arguments that are never beyond 1 and -1."""
        found = self.loss.all_symbols.items()
        return frozenset(s for s, d in found if all(end is not None and abs(end) <= 1 for end in d.interval))

    @cached_property
    def sizes(self) -> tuple[Symbol, ...]:
        """The sizes, in the order of the script."""
        wanted = set(self.value.free_symbols).union(*(s.free_symbols for a in self.arguments for s in a.shape))
        for one in self.steps:
            wanted |= {one.shape[0]}.union(*(value.free_symbols for value in one.values))
        return tuple(s for s, d in self.loss.all_symbols.items() if isinstance(d, Size) and s in wanted)

    def range_of(self, axis: Symbol) -> Expr:
        """How many values an index of the result has.

        Raises:
            NoCode: that is not known.
        """
        domain = self.loss.all_symbols.get(axis)
        if isinstance(domain, Index) and domain.last is not None:
            return domain.last
        for wrt in (self.loss.wrt, self.loss.second):
            if isinstance(wrt, Indexed) and axis in wrt.indices:
                return self._length(wrt, axis)
        msg = f"{self.name}: the range of the index {axis} is not known"
        raise NoCode(msg)

    def _length(self, wrt: Indexed, axis: Symbol) -> Expr:
        return self.loss.all_symbols[wrt.base].shape[wrt.indices.index(axis)]

    @property
    def remarks(self) -> list[str]:
        """Of which entries the result is, if not of all of the variable, and what arguments of recurrences are."""
        found = []
        wrt = self.loss.wrt
        if self.axes and isinstance(wrt, Indexed) and not set(wrt.indices) <= set(self.axes):
            first = ", ".join(str(index.xreplace(dict.fromkeys(self.axes, 0))) for index in wrt.indices)
            found.append(f"of the entries inside {plain(str(wrt.base))}, from {plain(str(wrt.base))}[{first}] on")
        elif isinstance(wrt, Indexed):
            own = [axis for axis in self.axes if axis in wrt.indices]
            ranges = [self.range_of(axis) for axis in own]
            if ranges != [self._length(wrt, axis) for axis in own]:
                found.append(f"of the first {' by '.join(map(str, ranges))} entries of {plain(str(wrt.base))}")
        steps = {one.base: one.step for one in self.steps}
        for argument in self.arguments:
            name = plain(str(argument.symbol))
            if argument.row:
                found.append(f"{argument.name} is {name} at {steps[argument.symbol]} = 0")
            if argument.is_function and argument.name != name:
                found.append(f"{argument.name} is the slope of {name}")
        return found

    @cached_property
    def definitions(self) -> dict[Any, tuple[tuple[Symbol, ...], Expr]]:
        """Of each named array the indices and the value of a component."""
        found = {}
        for definition in self.loss.definitions:
            if definition.indices:
                value = defined(self.loss, self.loss.named(definition.value))
                prepared = stable(value) if self.is_stable else released(value)
                found[definition.base] = (definition.indices, given_models(self.loss, prepared))
        return found


def kernel(entry: Entry, what: str, *, is_stable: bool = True) -> Kernel:
    """What to compute.

    Args:
        entry: the loss, by one of its variables.
        what: VALUE, GRADIENT or SECOND.
        is_stable: False for the formula as it stands on the page.

    Raises:
        NoCode: there is none of it, or no code for it.
    """
    loss = entry.loss
    _check(entry, what)
    name = "_".join(filter(None, (plain(entry.page.slug), "" if what == VALUE else what)))
    if what != VALUE and len(entry.page.parts) > 1:
        name = f"{name}_{plain(entry.variable)}"
    if what == VALUE:
        expression = defined(loss, loss.expression)
        return Kernel(loss, name, what, expression, (), is_stable, _prepared(entry, expression))
    expression = entry.derivation.gradient
    axes = _axes(loss.wrt)
    if what == SECOND:
        second = entry.second
        if second is None:
            msg = f"{entry.slug}: there is no second derivative on its page: ask for --what gradient"
            raise NoCode(msg)
        expression = second.derivation.gradient
        axes = tuple(dict.fromkeys((*axes, *_axes(second.loss.wrt))))
    expression = defined(loss, expression)
    return Kernel(loss, name, what, expression, axes, is_stable, _prepared(entry, expression))


def _prepared(entry: Entry, expression: Expr) -> tuple[Steps, ...]:
    """What is worked out step by step, in forms that keep their digits."""
    return tuple(
        replace(one, value=stable(one.value), last=None if one.last is None else stable(one.last))
        for one in steps_of(entry, expression)
    )


def _by_length(named: tuple[str, Any]) -> tuple[int, str]:
    """F before df."""
    return len(named[0]), named[0]


def _check(entry: Entry, what: str) -> None:
    loss = entry.loss
    for wrt in (loss.wrt, loss.second) if what != VALUE else ():
        if isinstance(wrt, Indexed) and None in map(_axis, wrt.indices):
            msg = f"{entry.slug}: its gradient is written for {wrt}, an entry inside the array, and holds only there"
            raise NoCode(msg)


def _axes(wrt: Basic) -> tuple[Symbol, ...]:
    return tuple(filter(None, map(_axis, wrt.indices))) if isinstance(wrt, Indexed) else ()


def _axis(index: Expr) -> Symbol | None:
    """The symbol of an index, which may be moved: j of x[j + 1]."""
    symbol = index - index.as_coeff_Add()[0]
    return symbol if isinstance(symbol, Symbol) else None


def released(expression: Expr) -> Expr:
    """What is held fixed has its value."""
    while expression.has(held):
        expression = expression.xreplace({node: node.args[0] for node in expression.atoms(held)})
    return expression
