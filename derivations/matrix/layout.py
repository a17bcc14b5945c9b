"""From a graph of arrays to the matrix expression that it is written as."""

from __future__ import annotations

from typing import Any

from sympy import Integer, S

from derivations.matrix import forms
from derivations.matrix.algebra import plus, product, scale, split, whole
from derivations.matrix.contraction import Contraction, Item
from derivations.matrix.factoring import factored_all
from derivations.matrix.forms import Form
from derivations.matrix.tensors import (
    MATRIX,
    Alias,
    Apply,
    Basis,
    Factor,
    Identity,
    Inverse,
    Leaf,
    LogDet,
    Member,
    Node,
    NoMatrixForm,
    Number,
    Ones,
    Pad,
    Plus,
    Power,
    Product,
    Slice,
    Variable,
)


def layout(node: Node) -> Form:
    """The node as a matrix expression.

    Raises:
        NoMatrixForm: it has more than two axes, or multiplies in a way that matrices do not.
    """
    if len(node.shape) > MATRIX:
        msg = f"no matrix form: an array of shape {node.shape} is no matrix"
        raise NoMatrixForm(msg)
    scalar = not node.shape
    match node:
        case Leaf():
            return _leaf(node)
        case Alias():
            return Form("name", data=node.base, flat=node.symmetric or scalar)
        case Apply():
            return Form("call", (layout(node.argument),), (node.function, node.model), flat=scalar)
        case Power():
            return _power(node)
        case Pad():
            return layout(_padding(node))
        case Slice():
            return _slice(node)
        case Inverse():
            return Form("inverse", (layout(node.matrix),), flat=node.symmetric)
        case LogDet():
            return Form("log det", (layout(node.matrix),), flat=True)
        case Plus():
            padded = factored_all(plus(map(_padding, node.terms), node.shape))
            return _plus(padded) if isinstance(padded, Plus) else layout(padded)
        case Product():
            return _product(node)
    raise NotImplementedError(node)


def _leaf(node: Leaf) -> Form:
    scalar = not node.shape
    match node:
        case Variable():
            return Form("name", data=node.base, flat=node.symmetric or scalar)
        case Member():
            return Form("member", data=(node.base, node.label), flat=scalar)
        case Number():
            return Form("number", data=node.value, flat=True)
        case Ones():
            return forms.ONES
        case Identity():
            return Form("identity", data=node.size, flat=True)
        case Basis():
            return Form("basis", data=node.position)
    raise NotImplementedError(node)


def _power(node: Power) -> Form:
    base = layout(node.base)
    return forms.power(base, node.exponent) if not node.shape else Form("entrywise power", (base,), node.exponent)


def _slice(node: Slice) -> Form:
    """The array, and for each of its axes the first and the last position; None for all."""
    spans: list[tuple[Any, Any] | None] = [None] * len(node.shape)
    array: Node = node
    while isinstance(array, Slice) and not isinstance(array, Pad):
        spans[array.axis] = (Integer(array.first + 1), array.first + array.size)
        array = array.array
    return Form("slice", (layout(array),), tuple(spans))


def _padding(node: Node) -> Node:
    """Zeros around an array as a product: of rows of the identity matrix, transposed, and the array."""
    number, pad = split(node)
    if not isinstance(pad, Pad):
        return node
    rows = Slice(Identity(pad.size), 0, pad.first, pad.array.shape[pad.axis])
    axes = tuple("row" if axis == pad.axis else axis for axis in range(len(pad.shape)))
    out = tuple("column" if axis == pad.axis else axis for axis in range(len(pad.shape)))
    return product([Factor(rows, ("row", "column")), Factor(pad.array, axes)], out, number)


def _plus(node: Plus) -> Form:
    """Positive terms first; those weighted by a symbol, such as a penalty, last; a common fraction in front."""
    if not node.terms:
        return Form("number", data=S.Zero, flat=True)
    number, bare = split(node)
    if number.q != 1 and all(abs(split(term)[0]) == abs(number) for term in node.terms):
        return forms.scaled(number, (), layout(bare))

    def rank(term: Node) -> tuple[bool, bool]:
        number, bare = split(term)
        weighted = isinstance(bare, Product) and any(
            isinstance(f.node, Variable) and not f.letters for f in bare.factors
        )
        return bool(number < 0), weighted

    parts = tuple(layout(term) for term in sorted(node.terms, key=rank))
    return Form("plus", parts, flat=all(part.flat for part in parts))


def _product(node: Product) -> Form:
    first = node.factors[0]
    if node.coefficient.q != 1 and isinstance(first.node, Plus) and node.factors == (whole(first.node),):
        return layout(plus([scale(node.coefficient, term) for term in first.node.terms], first.node.shape))
    scalars = [layout(f.node) for f in node.factors if not f.letters]
    items = [_item(f) for f in node.factors if f.letters]
    found, core = Contraction(items, node.out).run()
    return forms.scaled(node.coefficient, [*scalars, *found], core)


def _item(factor: Factor) -> Item:
    form, letters = layout(factor.node), factor.letters
    if len(letters) == MATRIX and letters[0] == letters[1]:
        return Item(Form("diagonal", (form,)), letters[:1])
    is_square = isinstance(factor.node, Power) and factor.node.exponent == 2  # noqa: PLR2004
    return Item(form, letters, form.parts[0] if is_square else None)
