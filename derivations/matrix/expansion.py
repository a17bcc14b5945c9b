"""Brackets multiplied out, where this shows that a sum is zero, or where an array has too many axes for a matrix."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product as choices

from derivations.matrix.algebra import plus, product
from derivations.matrix.tensors import MATRIX, Alias, Factor, Node, Number, Plus, Product


def with_known_totals(node: Node) -> Node:
    """The number that a sum of all entries is by definition: 0 of deviations from a mean, 1 of a softmax."""
    if not (isinstance(node, Product) and not node.shape and len(node.factors) == 1):
        return node
    total = expanded(node)
    return total if isinstance(total, Number) else node


def spread(node: Node) -> Node:
    """The product multiplied out where a bracket in it has more axes than a matrix."""
    return _multiplied(node, lambda f: len(f.node.shape) > MATRIX) if isinstance(node, Product) else node


def opened_where_shorter(node: Node) -> Node:
    """The product multiplied out, if that makes it shorter, as where what stands before a bracket divides in it."""
    if not isinstance(node, Product):
        return node
    return min(node, _multiplied(node, lambda f: bool(f.letters)), key=lambda each: len(each.key))


def expanded(node: Node) -> Node:
    """The node with every intermediate opened and every bracket multiplied out, but not within functions and powers."""
    match node:
        case Alias():
            return expanded(node.value)
        case Plus():
            return plus(map(expanded, node.terms), node.shape)
        case Product():
            opened = [Factor(expanded(f.node), f.letters) for f in node.factors]
            return _multiplied(Product(node.coefficient, tuple(opened), node.out), lambda _: True)
        case _:
            return node


def _multiplied(node: Product, is_meant: Callable[[Factor], bool]) -> Node:
    """The sum of the products of one term of each bracket that is meant."""
    rows = [
        [Factor(term, f.letters) for term in f.node.terms] if isinstance(f.node, Plus) and is_meant(f) else [f]
        for f in node.factors
    ]
    return plus([product(row, node.out, node.coefficient) for row in choices(*rows)], node.shape)
