"""Unspecified models in code: their values, and those of their slopes, are arguments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Basic, Expr, IndexedBase, Symbol
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed

from derivations.code.naming import NoCode, plain
from derivations.language.functions import Named, Prime, components_of
from derivations.language.loss import Loss

PRIMES = ("d", "d2", "d3")


def given_models(loss: Loss, expression: Expr) -> Expr:
    """Each value of an unspecified model, and each of its slopes, as an argument of its own; along indices an array.

    Raises:
        NoCode: a model with components, or at an entry whose index runs over no array.
    """
    found: dict[Basic, Expr] = {}
    for node in _models_in(expression):
        applied = _applied(node)
        if components_of(applied):
            msg = f"the model {applied.func} has many values: there is no code for it"
            raise NoCode(msg)
        name, sizes = _model_name(node, expression), _sizes(loss, applied)
        array = IndexedBase(name, shape=tuple(sizes.values()), real=True)
        found[node] = array[tuple(sizes)] if sizes else Symbol(name, real=True)
    return expression.xreplace(found) if found else expression


def models_called(expression: Expr) -> Iterator[tuple[str, Any]]:
    """The models of one argument in a recurrence, which are functions that are given: each with its name in code.

    Raises:
        NoCode: a model of several arguments.
    """
    for node in _models_in(expression):
        applied = _applied(node)
        if len(applied.args) != 1:
            msg = f"the model {applied.func} has several arguments in a recurrence: there is no code for it"
            raise NoCode(msg)
        yield function_name(node), applied.func
        yield from models_called(applied.args[0])


def function_name(node: Basic) -> str:
    """F for f(u), df for its slope."""
    prime = PRIMES[len(node.positions) - 1] if isinstance(node, Prime) else ""
    return f"{prime}{type(_applied(node)).__name__}"


def _sizes(loss: Loss, applied: Expr) -> dict[Symbol, Expr]:
    """The indices of the entries at which the model is taken, each with its last value."""
    sizes: dict[Symbol, Expr] = {}
    for entry in _entries(applied):
        for index, size in zip(entry.indices, loss.all_symbols[entry.base].shape, strict=True):
            if not isinstance(index, Symbol):
                msg = f"the model {applied.func} is taken at {entry}: there is no code for it"
                raise NoCode(msg)
            sizes.setdefault(index, size)
    return sizes


def _entries(node: Basic) -> Iterator[Indexed]:
    """The entries of arrays in a term, an intermediate by its own name."""
    if isinstance(node, Named):
        node = node.name
    if isinstance(node, Indexed):
        yield node
        return
    for part in node.args:
        yield from _entries(part)


def _models_in(node: Basic) -> Iterator[Basic]:
    """Those that stand outermost."""
    if isinstance(node, AppliedUndef | Prime):
        yield node
        return
    for part in (node.definition,) if isinstance(node, Named) else node.args:
        yield from _models_in(part)


def _applied(node: Basic) -> Expr:
    return node.applied if isinstance(node, Prime) else node


def _model_name(node: Basic, expression: Expr) -> str:
    """The value of m(w) is m, its slope dm; of a model at several places with the place."""
    applied = _applied(node)
    places = {_place(_applied(n)) for n in _models_in(expression)}
    several = sum(place.func == applied.func for place in places) > 1
    place = "_at_" + "_".join(plain(str(arg)) for arg in applied.args) if several else ""
    return f"{function_name(node)}{place}"


def _place(applied: Expr) -> Expr:
    """The place, whatever its indices are called: f(x[i]) and f(x[j]) are entries of one array."""
    indices = dict.fromkeys(index for entry in _entries(applied) for index in entry.indices)
    return applied.xreplace({index: Symbol(f"_{n}") for n, index in enumerate(indices)})
