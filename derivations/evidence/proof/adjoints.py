"""Slopes of the whole loss, through everything that comes after: the chain rule for a graph of definitions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sympy import Expr, Indexed, Integer, Sum, Symbol

from derivations.evidence.proof.slopes import slope, without_holes
from derivations.evidence.proof.trees import apart, rebuilt, replaced
from derivations.evidence.scope import Binder
from derivations.evidence.values import binders_of
from derivations.language.domains import Index
from derivations.language.functions import Adjoint, Branches, inverse_entry, log_det
from derivations.language.loss import Definition, Loss
from derivations.language.shapes import free_names

Ranges = dict[Any, tuple[Expr, Expr]]  # the first and the last value of each index


def expansions(left: Expr, right: Expr, loss: Loss, binders: tuple[Binder, ...]) -> Iterator[tuple[Expr, Expr]]:
    """The two sides with slopes of the whole loss written out: one step on the left, then all; and what is defined."""
    if not loss.backward:
        return
    left, right = without_holes(left), without_holes(right)
    once, ranges = _once(left, loss), _ranges(_free(loss), binders)
    yield once, right
    yield _with_values(once, loss, ranges), _with_values(right, loss, ranges)
    sides = [once, left] if _is_layered(loss) else [_fully(left, loss)]
    right = _inlined(right if _is_layered(loss) else _fully(right, loss), loss, ranges)
    yield from ((_inlined(side, loss, ranges), right) for side in sides)


@lru_cache(maxsize=64)
def formulas_of(loss: Loss) -> tuple[Expr, ...]:
    """The loss and, if it is derived backwards, its intermediates; also with the values of others in their places."""
    definitions = loss.definitions if loss.backward else ()
    values = [definition.value for definition in definitions]
    whole = [_inlined(d.value, loss, _ranges(_free(loss), _own(d, loss))) for d in definitions]
    return (loss.expression, *values, *([] if _is_layered(loss) else whole))


def terms_of(formula: Any, loss: Loss) -> Iterator[Expr]:
    """The terms of its sums at the free indices that run as far as these: each has a value wherever the whole has one.

    Not of sums in a branch, which need not be the one that is taken.
    """
    if isinstance(formula, Branches):
        return
    for part in formula.args:
        yield from terms_of(part, loss)
    for place, (index, *ends) in enumerate(formula.limits if isinstance(formula, Sum) else ()):
        for free in (free for free, last in _free(loss).items() if tuple(ends) == last):
            term = replaced(formula.function, {index: free})
            inner = [(i, *(replaced(end, {index: free}) for end in of_i)) for i, *of_i in formula.limits[:place]]
            others = (*inner, *formula.limits[place + 1 :])
            rest = Sum(term, *others) if others else term
            yield rest
            yield from terms_of(rest, loss)


def _free(loss: Loss) -> Ranges:
    """How far the free indices run."""
    return {name: (Integer(1), domain.last) for name, domain in loss.symbols.items() if isinstance(domain, Index)}


def _own(definition: Definition, loss: Loss) -> tuple[Binder, ...]:
    """The indices of a definition, each with its first and its last value."""
    sizes = loss.symbols[definition.base].shape
    return tuple((index, Integer(1), size) for index, size in zip(definition.indices, sizes, strict=True))


def _ranges(around: Ranges, binders: tuple[Binder, ...]) -> Ranges:
    """How far every index runs, where these are bound too."""
    return {**around, **{index: (low, high) for index, low, high in binders}}


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


def _inlined(node: Expr, loss: Loss, ranges: Ranges) -> Expr:
    """Until no intermediate is left, but for those in layers before or after."""
    before = None
    while node != before:
        before, node = node, _with_values(node, loss, ranges)
    return node


def _with_values(node: Any, loss: Loss, ranges: Ranges) -> Any:
    """With the value of every intermediate in its place; but a determinant or an inverse needs its array whole.

    So has a cell that may lie outside of its array: before the first layer are inputs, after the last is nothing.
    """
    if isinstance(node, log_det | inverse_entry | Adjoint):
        return node
    base = node.base if isinstance(node, Indexed) else node
    definition = next((d for d in loss.definitions if d.base == base), None)
    if definition is not None:
        shape, indices = loss.symbols[base].shape, node.indices if isinstance(node, Indexed) else ()
        inside = all(_is_inside(index, size, ranges) for index, size in zip(indices, shape, strict=True))
        return apart(definition.at(node, node.free_symbols)) if inside else node
    if isinstance(node, Indexed) or not node.args:
        return node
    ranges = _ranges(ranges, binders_of(node))
    return rebuilt(node, [_with_values(part, loss, ranges) for part in node.args])


def _is_inside(index: Expr, size: Expr, ranges: Ranges) -> bool:
    """Is the index surely from 1 to the size?"""
    low, high = ranges.get(index, (index, index))
    if low == high == size:
        return bool(size.is_Symbol)
    gap = size - high
    return bool(low.is_Integer and low >= 1 and gap.is_Integer and gap >= 0)


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
    through = Adjoint(node.loss, definition.name.xreplace(names)) * inner
    limits = [(names[index], low, size) for index, low, size in _own(definition, loss)]
    return apart(Sum(through, *reversed(limits))) if limits else through
