"""Powers of a matrix: the X^2 of tr(A X^2) is X X."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from derivations.reading.axes import Axis
from derivations.reading.tree import (
    Apply,
    Group,
    Minus,
    Name,
    Node,
    Number,
    Plus,
    Power,
    Times,
    with_parts,
    without_brackets,
)

POWERS = (2, 3, 4)
MATRIX = SEVERAL = 2
TRACES = {"tr", "trace"}
SAYS = "a power of a matrix beside an array, or in a trace, was read as a product of matrices"
Arrays = Mapping[str, Sequence[Axis]]


def beside_arrays(node: Times, arrays: Arrays, remark: Callable[[str], None]) -> Times:
    """A product of several arrays without powers of matrices."""
    count = sum(any(isinstance(u, Name) and u.full in arrays for u in factor.walk()) for factor in node.factors)
    if count < SEVERAL or node.stars:
        return node
    return replace(node, factors=tuple(_multiplied_out(factor, arrays, remark) for factor in node.factors))


def in_trace(node: Apply, arrays: Arrays, remark: Callable[[str], None]) -> Apply:
    """A trace without powers of matrices; any other function as it is."""
    if node.function.full not in TRACES:
        return node
    return replace(node, arguments=tuple(_multiplied_out(argument, arrays, remark) for argument in node.arguments))


def _multiplied_out(node: Node, arrays: Arrays, remark: Callable[[str], None]) -> Node:
    """The X^2 beside another array or in a trace as X X; elsewhere its entries may be squared."""
    match inner := without_brackets(node):
        case Power(base=Name(full=full) as base, exponent=Number(value=value), by_entries=False):
            if len(arrays.get(full, ())) == MATRIX and value in POWERS:
                remark(SAYS)
                return Group(node.at, Times(node.at, (base,) * int(value)))
        case Plus() | Minus():
            return with_parts(inner, lambda part: _multiplied_out(part, arrays, remark))
    return node
