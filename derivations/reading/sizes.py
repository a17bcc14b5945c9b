"""The sizes of arrays, as parts of a text and as expressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sympy import Add, Expr, Integer, Symbol

from derivations.reading.axes import UNSIZED, Axis, number, unread
from derivations.reading.kinds import COUNTS
from derivations.reading.products import is_number
from derivations.reading.tree import Minus, Name, Node, Number, Plus, with_parts, without_brackets


def axes_of(shape: Sequence[Any]) -> tuple[Axis, ...]:
    """The axes of an array whose shape is known."""
    return tuple(Axis(size=node_of(size), said=True) for size in shape)


def node_of(size: Any) -> Node | None:
    """A size as a part of a text."""
    if size is None:
        return None
    if isinstance(size, int | Integer):
        return number(0, int(size))
    if isinstance(size, Add):
        return Plus(0, tuple(node for term in size.args if (node := node_of(term))))
    return Name(0, str(size))


def size_of(axis: Axis) -> Expr:
    """A size as an expression."""

    def made(node: Node) -> Expr:
        match node:
            case Number(value=value):
                return Integer(int(value))
            case Plus(terms=terms):
                return Add(*map(made, terms))
            case Minus(inner=inner):
                return -made(inner)
            case Name(full=full):
                return Symbol(full, **COUNTS)
        return unread("a size is a letter or a number: give this one a letter of its own", node.at)

    size = axis.root().size
    if size is None:
        unread(UNSIZED, 0)
    return made(size)


def size_of_sum(low: Node, high: Node | None) -> Node | None:
    """How many terms a sum has, if it begins at 1."""
    return _at_0(high) if high is not None and (is_number(low, 1) or is_number(low, 0)) else None


def _at_0(node: Node) -> Node:
    return with_parts(without_brackets(node), _at_0, at=0)


def one_more(high: Node | None) -> Node | None:
    """N for n - 1, and one more for anything else."""
    inner = None if high is None else without_brackets(high)
    match inner:
        case None:
            return None
        case Number(value=value):
            return replace(inner, value=value + 1)
        case Plus(terms=(first, Minus(inner=one))) if is_number(one, 1):
            return first
    return Plus(inner.at, (inner, number(inner.at, 1)))
