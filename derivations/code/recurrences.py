"""Arrays that are worked out step by step: intermediates from the first step to the last, their adjoints back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Expr, IndexedBase, Symbol
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from derivations.catalogue.losses import Entry
from derivations.code.intermediates import defined, recurrent
from derivations.code.naming import NoCode
from derivations.language.functions import Adjoint, Branches
from derivations.language.indices import substitute
from derivations.language.loss import Loss


@dataclass(frozen=True)
class Steps:
    """An array that is worked out step by step.

    Args:
        base: the array.
        indices: of its entries, that of the step first.
        shape: its sizes, the number of steps first.
        value: of an entry; of an adjoint that of one before the last step.
        last: of an adjoint, its value at the last step.
        has_start: does it have one more row, before the first step, which is given?
    """

    base: Any
    indices: tuple[Symbol, ...]
    shape: tuple[Expr, ...]
    value: Expr
    last: Expr | None = None
    has_start: bool = False

    @property
    def step(self) -> Symbol:
        return self.indices[0]

    @property
    def values(self) -> tuple[Expr, ...]:
        return (self.value,) if self.last is None else (self.value, self.last)


def adjoints_as_arrays(node: Basic) -> Basic:
    """Each adjoint of an intermediate as an entry of an array, called as the script calls it."""
    if isinstance(node, Adjoint) and isinstance(node.variable, Indexed):
        indices = node.variable.indices
        return node.name or IndexedBase(f"d_{node.variable.base}", shape=node.variable.base.shape)[indices]
    if isinstance(node, Indexed) or not node.args:
        return node
    return node.func(*map(adjoints_as_arrays, node.args))


def steps_of(entry: Entry, expression: Expr) -> tuple[Steps, ...]:
    """What is worked out step by step before a value, or a gradient: in this order.

    Raises:
        NoCode: a step needs another than the one before it.
    """
    loss = entry.loss
    arrays = recurrent(loss)
    if not arrays:
        return ()
    forward = {
        d.base: Steps(d.base, d.indices, tuple(loss.symbols[d.base].shape), defined(loss, d.value))
        for d in loss.definitions
        if d.base in arrays
    }
    back = dict(_adjoints(entry))
    found: dict[Any, Steps] = {}

    def take(node: Basic) -> None:
        for used in adjoints_as_arrays(node).atoms(Indexed):
            if used.base not in found and (one := forward.get(used.base) or back.get(used.base)):
                found[used.base] = one
                for value in one.values:
                    take(value)

    take(expression)
    values = [adjoints_as_arrays(expression), *(v for one in found.values() for v in one.values)]
    started = {base for base in found if base in forward and any(_before(node) for node in _entries(values, base))}
    ordered = [found[base] for base in (*forward, *back) if base in found]
    for one in ordered:
        _check(loss, one)
    return tuple(replace(one, has_start=one.base in started) for one in ordered)


def _entries(values: list[Expr], base: Any) -> Iterator[Indexed]:
    for value in values:
        yield from (node for node in value.atoms(Indexed) if node.base == base)


def _before(node: Indexed) -> bool:
    """Is it an entry of the step before?"""
    return bool(node.indices[0].as_coeff_Add()[0] == -1)


def _adjoints(entry: Entry) -> Iterator[tuple[Any, Steps]]:
    """The adjoints of intermediates, in the order in which the page derives them."""
    loss = entry.loss
    cases: dict[Any, dict[bool, tuple[tuple[Symbol, ...], Expr]]] = {}
    shapes = {base: tuple(loss.symbols[base].shape) for base in recurrent(loss)}
    for chain in entry.derivation.chains:
        variable = chain.left.variable if isinstance(chain.left, Adjoint) else None
        if isinstance(variable, Indexed) and variable.base in shapes:
            name, last = adjoints_as_arrays(chain.left), shapes[variable.base][0]
            result = adjoints_as_arrays(defined(loss, chain.result))
            is_last = variable.indices[0] == last
            its = cases.setdefault((name.base, variable.base), {})
            its[is_last] = (variable.indices, result)
            if not is_last and chain.condition is None:
                its[True] = (variable.indices, _at_last(result, variable.indices[0], last))
                its[False] = (variable.indices, _decided(result, holds=True))
    for (base, variable), its in cases.items():
        if set(its) == {True, False}:
            indices, value = its[False]
            others, last = its[True]
            renamed = dict(zip(others[1:], indices[1:], strict=True))
            yield base, Steps(base, indices, shapes[variable], value, substitute(last, renamed))


def _at_last(value: Expr, step: Symbol, last: Expr) -> Expr:
    return substitute(_decided(value, holds=False), {step: last})


def _decided(node: Basic, *, holds: bool) -> Basic:
    """Without the bracket [t <= T - 1] of what a later step adds."""
    if isinstance(node, Branches) and isinstance(node.args[1], Relational):
        return _decided(node.args[0] if holds else node.args[2], holds=holds)
    if isinstance(node, Indexed) or not node.args:
        return node
    return node.func(*(_decided(part, holds=holds) for part in node.args))


def _check(loss: Loss, steps: Steps) -> None:
    """Does each step need the one before it alone, or the one after it?"""
    arrays = recurrent(loss)
    for node in steps.value.atoms(Indexed):
        if node.base in arrays and node.indices[0] - steps.step not in (0, -1):
            msg = f"{steps.base} at {steps.step} is defined by {node}: there is code only where one step needs the next"
            raise NoCode(msg)
