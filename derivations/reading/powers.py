"""Powers of a matrix: the X^2 of tr(A X^2) is X X."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from derivations.reading.axes import Axis
from derivations.reading.tree import Group, Minus, Name, Node, Number, Plus, Power, Times, with_parts, without_brackets

POWERS = (2, 3, 4)
MATRIX = 2
SAYS = "a power of a matrix beside an array, or in a trace, was read as a product of matrices"
Arrays = Mapping[str, Sequence[Axis]]


def holds_array(node: Node, arrays: Arrays) -> bool:
    return any(isinstance(part, Name) and part.full in arrays for part in node.walk())


def multiplied_out(node: Node, arrays: Arrays, remark: Callable[[str], None]) -> Node:
    """The X^2 beside another array or in a trace as X X; elsewhere its entries may be squared."""
    match inner := without_brackets(node):
        case Power(base=Name(full=full) as base, exponent=Number(value=value), starred=False):
            if len(arrays.get(full, ())) == MATRIX and value in POWERS:
                remark(SAYS)
                return Group(node.at, Times(node.at, (base,) * int(value)))
        case Plus() | Minus():
            return with_parts(inner, lambda part: multiplied_out(part, arrays, remark))
    return node
