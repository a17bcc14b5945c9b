"""The sizes of arrays, as parts of a text and as expressions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Add, Expr, Integer, Symbol

from derivations.reading.axes import UNSIZED, Axis, misfit, number
from derivations.reading.tree import Minus, Name, Node, Number, Plus

COUNTS = {"integer": True, "positive": True}


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
        return misfit("a size is a letter or a number: give this one a letter of its own", node.at)

    size = axis.root().size
    if size is None:
        misfit(UNSIZED, 0)
    return made(size)
