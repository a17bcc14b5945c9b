"""Matrix expressions as a reader sees them: products in a row, transposes. How they look is for ``printing``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sympy import Rational, S


@dataclass(frozen=True)
class Form:
    """One matrix expression: what it is, what it is made of, and a name, number or exponent if it needs one.

    Vectors are columns. `flat` forms equal their transpose.
    """

    head: str
    parts: tuple[Form, ...] = ()
    data: Any = None
    flat: bool = False


ONES = Form("ones")
ONE = Form("number", data=S.One, flat=True)


def times(*forms: Form) -> Form:
    """The matrix product; a product within it needs no brackets."""
    row = [part for form in forms for part in (form.parts if form.head == "times" else (form,))]
    return row[0] if len(row) == 1 else Form("times", tuple(row))


def transposed(form: Form) -> Form:
    if form.flat:
        return form
    if form.head == "transposed":
        return form.parts[0]
    if form.head == "times":
        return Form("times", tuple(transposed(part) for part in reversed(form.parts)))
    if _is_turned(form):
        inner = form.parts if form.head == "plus" else form.parts[-1:]
        return replace(form, parts=(*form.parts[: -len(inner)], *map(transposed, inner)))
    return Form("transposed", (form,))


def _is_turned(form: Form) -> bool:
    """Is it a transpose with a number in front, or a sum of transposes?"""
    if form.head == "scaled":
        return form.data[1] and (form.parts[-1].head == "transposed" or _is_turned(form.parts[-1]))
    return form.head == "plus" and all(part.head == "transposed" or _is_turned(part) for part in form.parts)


def hadamard(forms: Iterable[Form]) -> Form:
    """The product entry by entry; a bracket [u > 0], which picks entries, comes last."""
    row = [part for form in forms for part in (form.parts if form.head == "hadamard" else (form,))]
    row.sort(key=lambda part: part.head == "call" and part.data[0] == "step")
    return row[0] if len(row) == 1 else Form("hadamard", tuple(row), flat=all(part.flat for part in row))


def diag(vector: Form) -> Form:
    return Form("identity", flat=True) if vector == ONES else Form("diag", (vector,), flat=True)


def inner(left: Form, right: Form) -> Form:
    """The product of two columns that is a number. An entry is picked by its position."""
    for basis, vector in ((left, right), (right, left)):
        if basis.head == "basis" and vector.head == "call":
            return Form("call", (inner(basis, vector.parts[0]),), vector.data, flat=True)
        if basis.head == "basis" and vector.head == "name":
            return Form("entry", (vector,), basis.data, flat=True)
    if right == ONES:
        left, right = right, left
    return replace(times(transposed(left), right), flat=True)


def trace(left: Form, right: Form | None = None) -> Form:
    """The trace of a matrix, or of the transpose of one times another."""
    return Form("trace", (times(transposed(left), right) if right else left,), flat=True)


def power(base: Form, exponent: Rational) -> Form:
    if exponent == 1:
        return base
    if base.head == "power":
        return power(base.parts[0], base.data * exponent)
    return Form("power", (base,), exponent, flat=base.flat)


def norm(form: Form, axes: int) -> Form:
    return Form("norm", (form,), axes, flat=True)


def scaled(number: Rational, scalars: Iterable[Form], rest: Form | None) -> Form:
    """Numbers in front of a vector or matrix, or multiplied with each other."""
    scalars = tuple(scalars)
    if rest is not None and number == 1 and not scalars:
        return rest
    if rest is None and number == 1 and len(scalars) == 1:
        return scalars[0]
    return Form("scaled", (*scalars, *([rest] if rest else [])), (number, rest is not None), flat=not rest or rest.flat)
