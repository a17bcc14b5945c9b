"""Parts of arrays: x[i + 1] for i from 1 to n is the slice of x from 2 to n + 1; its slope is padded with zeros."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer, expand

from derivations.matrix.algebra import apply, plus, power, product, scale, split, zero
from derivations.matrix.tensors import Apply, Factor, Node, Ones, Pad, Plus, Power, Product, Slice, is_zero


def sliced(node: Node, axis: int, first: int, size: Any) -> Node:
    """The entries of one axis from `first` on, `size` of them: sliced is what stands inside functions and sums."""
    if first == 0 and size == node.shape[axis]:
        return node
    match node:
        case Ones():
            return Ones(size)
        case Plus():
            terms = [sliced(term, axis, first, size) for term in node.terms]
            return plus(terms, Slice(node, axis, first, size).shape)
        case Apply():
            return apply(node.function, sliced(node.argument, axis, first, size), model=node.model)
        case Power():
            return power(sliced(node.base, axis, first, size), node.exponent)
        case Product():
            factors = [_along(f, node.out[axis], first, size) for f in node.factors]
            return product(factors, node.out, node.coefficient)
        case Pad() if node.axis == axis:
            return _of_pad(node, first, size)
        case Pad():
            return padded(sliced(node.array, axis, first, size), node.axis, node.first, node.size)
        case Slice() if node.axis == axis:
            return sliced(node.array, axis, node.first + first, size)
        case Slice() if node.axis > axis:
            return Slice(sliced(node.array, axis, first, size), node.axis, node.first, node.size)
    return Slice(node, axis, first, size)


def _along(factor: Factor, letter: Any, first: int, size: Any) -> Factor:
    """The factor, sliced along each of its axes that has this letter."""
    node = factor.node
    for axis, own in enumerate(factor.letters):
        if own == letter:
            node = sliced(node, axis, first, size)
    return Factor(node, factor.letters)


def _of_pad(node: Pad, first: int, size: Any) -> Node:
    """A slice of what has zeros around it: where the two overlap, with the zeros that are left."""
    axis, last = node.axis, expand(node.first + node.array.shape[node.axis] - first - size)
    if not isinstance(last, Integer):
        return Slice(node, axis, first, size)
    begins = max(first, node.first)
    overlap: Expr = expand(first + size + min(last, Integer(0)) - begins)
    if overlap.is_nonpositive:
        return zero(Slice(node, axis, first, size).shape)
    if not overlap.is_nonnegative:
        return Slice(node, axis, first, size)
    return padded(sliced(node.array, axis, begins - node.first, overlap), axis, begins - first, size)


def padded(node: Node, axis: int, first: int, size: Any) -> Node:
    """The array with zeros around it along one axis; a number in front stays there."""
    if first == 0 and size == node.shape[axis]:
        return node
    number, bare = split(node)
    pad = Pad(bare, axis, first, size)
    return zero(pad.shape) if is_zero(node) else scale(number, pad)
