"""What a piece of code computes, and of what: a kernel, with its arguments, its sizes and the indices of its result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sympy import Basic, Expr, Symbol
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed

from derivations.catalogue.losses import Entry
from derivations.code.helpers import HELPERS
from derivations.code.stable import stable
from derivations.errors import LossaryError
from derivations.language.domains import Index, Indices, Size
from derivations.language.functions import Adjoint, Named, Prime, components_of, held
from derivations.language.loss import Loss
from derivations.language.shapes import free_names

VALUE, GRADIENT, SECOND = WHATS = ("value", "gradient", "second")
TAKEN = {"lambda": "lam", "in": "in_", "is": "is_", "as": "as_"} | {
    helper.name: f"{helper.name}_" for helper in HELPERS.values()
}
PRIMES = ("d", "d2", "d3")


class NoCode(LossaryError):  # noqa: N818  (what is asked for is not there, as in matrix)
    """There is no code for this, and the message says why."""


def plain(name: str) -> str:
    """A name that every language takes."""
    text = re.sub(r"\W+", "_", name).strip("_")
    return TAKEN.get(text, text)


@dataclass(frozen=True)
class Argument:
    """An argument of the code.

    Args:
        name: in code.
        symbol: in formulas: a symbol, an array, or a model at its arguments.
        shape: the sizes of an array; empty for a number.
        whole: is it an index, or an array of indices? They count from 0.
    """

    name: str
    symbol: Any
    shape: tuple[Expr, ...] = ()
    whole: bool = False


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
    """

    loss: Loss
    name: str
    what: str
    expression: Expr
    axes: tuple[Symbol, ...]
    is_stable: bool = True

    @cached_property
    def value(self) -> Expr:
        """What is printed: without names for what is held fixed, models as numbers that are given."""
        found = stable(self.expression) if self.is_stable else released(self.expression)
        return given_models(found)

    @cached_property
    def refereed(self) -> Expr:
        """The formula of the page, which the referee evaluates."""
        return given_models(released(self.expression))

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """In the order in which the script lists the symbols; models last."""
        loss = self.loss
        free = free_names(self.refereed) | {name for axis in self.axes for name in self._sized(axis)}
        symbols = [s for s in loss.all_symbols if s in free and not isinstance(loss.all_symbols[s], Size)]
        found = [self._argument(s) for s in symbols if s not in self.axes]
        models = sorted((s for s in free if s not in loss.all_symbols and isinstance(s, Symbol)), key=str)
        return (*found, *(Argument(plain(str(s)), s) for s in models if s not in self.axes))

    def _argument(self, symbol: Any) -> Argument:
        domain = self.loss.all_symbols[symbol]
        name = plain(str(symbol))
        return Argument(name, symbol, tuple(domain.shape), isinstance(domain, Index | Indices))

    def _sized(self, axis: Symbol) -> Iterator[Any]:
        """The arrays from whose shape the range of an index of the result is known."""
        for wrt in (self.loss.wrt, self.loss.second):
            if isinstance(wrt, Indexed) and axis in wrt.indices:
                yield wrt.base

    @cached_property
    def sizes(self) -> tuple[Symbol, ...]:
        """The sizes, in the order of the script."""
        wanted = set(self.value.free_symbols).union(*(s.free_symbols for a in self.arguments for s in a.shape))
        wanted |= {
            name for s, d in self.loss.all_symbols.items() if isinstance(d, Size) and s in wanted for name in [s]
        }
        return tuple(s for s, d in self.loss.all_symbols.items() if isinstance(d, Size) and s in wanted)

    def range_of(self, axis: Symbol) -> Expr:
        """How many values an index of the result has.

        Raises:
            NoCode: that is not known.
        """
        for wrt in (self.loss.wrt, self.loss.second):
            if isinstance(wrt, Indexed) and axis in wrt.indices:
                return self.loss.all_symbols[wrt.base].shape[wrt.indices.index(axis)]
        msg = f"{self.name}: the range of the index {axis} is not known"
        raise NoCode(msg)

    @cached_property
    def definitions(self) -> dict[Any, tuple[tuple[Symbol, ...], Expr]]:
        """Of each named array the indices and the value of a component."""
        found = {}
        for definition in self.loss.definitions:
            if definition.indices:
                value = self.loss.named(definition.value)
                prepared = stable(value) if self.is_stable else released(value)
                found[definition.base] = (definition.indices, given_models(prepared))
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
        return Kernel(loss, name, what, loss.expression, (), is_stable)
    expression = entry.derivation.gradient
    axes = _axes(loss.wrt)
    if what == SECOND:
        second = entry.second
        if second is None:
            msg = f"{entry.slug}: there is no second derivative on its page: ask for --what gradient"
            raise NoCode(msg)
        expression = second.derivation.gradient
        axes = tuple(dict.fromkeys((*axes, *_axes(second.loss.wrt))))
    return Kernel(loss, name, what, expression, axes, is_stable)


def _check(entry: Entry, what: str) -> None:
    loss = entry.loss
    if loss.backward or loss.expression.has(Adjoint):
        msg = (
            f"{entry.slug}: it is derived backwards, layer by layer, and has no code: a library differentiates networks"
        )
        raise NoCode(msg)
    for wrt in (loss.wrt, loss.second) if what != VALUE else ():
        if isinstance(wrt, Indexed) and not all(isinstance(index, Symbol) for index in wrt.indices):
            msg = f"{entry.slug}: its gradient is written for {wrt}, an entry inside the array, and holds only there"
            raise NoCode(msg)


def _axes(wrt: Basic) -> tuple[Symbol, ...]:
    return tuple(wrt.indices) if isinstance(wrt, Indexed) else ()


def released(expression: Expr) -> Expr:
    """What is held fixed has its value."""
    while expression.has(held):
        expression = expression.xreplace({node: node.args[0] for node in expression.atoms(held)})
    return expression


def given_models(expression: Expr) -> Expr:
    """Each value of an unspecified model, and each of its slopes, as an argument of its own.

    Raises:
        NoCode: a model with components, of which there are many values.
    """
    found: dict[Basic, Symbol] = {}
    for node in _models_in(expression):
        applied = node.applied if isinstance(node, Prime) else node
        if components_of(applied) or applied.has(Indexed):
            msg = f"the model {applied.func} has many values: there is no code for it"
            raise NoCode(msg)
        found[node] = Symbol(_model_name(node, expression), real=True)
    return expression.xreplace(found) if found else expression


def _models_in(node: Basic) -> Iterator[Basic]:
    """Those that stand outermost."""
    if isinstance(node, AppliedUndef | Prime):
        yield node
        return
    for part in (node.definition,) if isinstance(node, Named) else node.args:
        yield from _models_in(part)


def _model_name(node: Basic, expression: Expr) -> str:
    """The value of m(w) is m, its slope dm; of a model at several places with the place."""
    applied = node.applied if isinstance(node, Prime) else node
    prime = PRIMES[len(node.positions) - 1] if isinstance(node, Prime) else ""
    places = {n.applied if isinstance(n, Prime) else n for n in _models_in(expression)}
    several = sum(place.func == applied.func for place in places) > 1
    place = "_at_" + "_".join(plain(str(arg)) for arg in applied.args) if several else ""
    return f"{prime}{type(applied).__name__}{place}"
