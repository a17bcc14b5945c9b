"""Slopes of the whole loss, through everything that comes after: the chain rule for a graph of definitions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sympy import Expr, Indexed, Integer, Sum, Symbol

from derivations.evidence.proof.slopes import slope, without_holes
from derivations.evidence.proof.trees import apart, rebuilt
from derivations.language.functions import Adjoint, inverse_entry, log_det
from derivations.language.loss import Definition, Loss
from derivations.language.shapes import free_names


def expansions(left: Expr, right: Expr, loss: Loss) -> Iterator[tuple[Expr, Expr]]:
    """The two sides with slopes of the whole loss written out: one step on the left, then all; and what is defined."""
    if not loss.backward:
        return
    left, right = without_holes(left), without_holes(right)
    once = _once(left, loss)
    yield once, right
    yield _with_values(once, loss), _with_values(right, loss)
    if not _is_layered(loss):
        yield _inlined(_fully(left, loss), loss), _inlined(_fully(right, loss), loss)


@lru_cache(maxsize=64)
def formulas_of(loss: Loss) -> tuple[Expr, ...]:
    """The loss and, if it is derived backwards, its intermediates; also with the values of others in their places."""
    values = [definition.value for definition in loss.definitions] if loss.backward else []
    return (loss.expression, *values, *([] if _is_layered(loss) else [_inlined(value, loss) for value in values]))


def _is_layered(loss: Loss) -> bool:
    """Does a definition go back to itself, in a layer before?"""
    for definition in loss.definitions:
        reached, found = {definition.base}, set[Any]()
        while reached - found:
            found |= reached
            reached = {name for d in loss.definitions if d.base in found for name in free_names(d.value)}
            if definition.base in reached:
                return True
    return False


def _fully(node: Expr, loss: Loss) -> Expr:
    """Until no slope of the whole loss is left."""
    while node.has(Adjoint):
        node = _once(node, loss)
    return node


def _inlined(node: Expr, loss: Loss) -> Expr:
    """Until no intermediate is left."""
    before = None
    while node != before:
        before, node = node, _with_values(node, loss)
    return node


def _with_values(node: Any, loss: Loss) -> Any:
    """With the value of every intermediate in its place; but a determinant or an inverse needs its array whole."""
    if isinstance(node, log_det | inverse_entry):
        return node
    base = node.base if isinstance(node, Indexed) else node
    definition = next((d for d in loss.definitions if d.base == base), None)
    if definition is not None:
        return apart(definition.at(node, node.free_symbols))
    if isinstance(node, Indexed | Adjoint) or not node.args:
        return node
    return rebuilt(node, [_with_values(part, loss) for part in node.args])


def _once(node: Any, loss: Loss) -> Any:
    if isinstance(node, Adjoint):
        return _chain_rule(node, loss)
    if not node.args or isinstance(node, Indexed):
        return node
    return rebuilt(node, [_once(part, loss) for part in node.args])


def _chain_rule(node: Adjoint, loss: Loss) -> Expr:
    """dE/dv: directly, and through every definition that uses v."""
    total = slope(loss.expression, node.variable)
    for number, definition in enumerate(loss.definitions):
        total += _through(definition, number, node, loss)
    return total


def _through(definition: Definition, number: int, node: Adjoint, loss: Loss) -> Expr:
    letters = [Symbol(f"d{number}.{place}.", integer=True, positive=True) for place in range(len(definition.indices))]
    names = dict(zip(definition.indices, letters, strict=True))
    value = apart(definition.value).xreplace(names)
    inner = slope(value, node.variable)
    if inner == 0:
        return Integer(0)
    sizes = loss.symbols[definition.base].shape
    through = Adjoint(node.loss, definition.name.xreplace(names)) * inner
    limits = [(letter, 1, size) for letter, size in zip(letters, sizes, strict=True)]
    return apart(Sum(through, *reversed(limits))) if limits else through
