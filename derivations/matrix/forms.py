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
ENTRYWISE = ("plus", "call", "entrywise power", "hadamard")  # transposed where this writes no more transposes


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
    if form.head == "scaled":
        return replace(form, parts=(*form.parts[:-1], transposed(form.parts[-1])))
    if form.head in ENTRYWISE:
        turned = replace(form, parts=tuple(map(transposed, form.parts)))
        if _transposes(turned) <= _transposes(form):
            return turned
    return Form("transposed", (form,))


def _transposes(form: Form) -> int:
    return (form.head == "transposed") + sum(map(_transposes, form.parts))


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
    row = times(transposed(left), right)
    return replace(min(row, transposed(row), key=_transposes), flat=True)


def trace(form: Form) -> Form:
    return Form("trace", (form,), flat=True)


def total(left: Form, right: Form) -> Form:
    """The sum of all entries of two matrices, multiplied entry by entry: a trace, if either is more than powers."""
    powers = [form for form in (left, right) if form.head == "entrywise power"]
    if powers:
        other = right if powers[0] is left else left
        return inner(ONES, times(hadamard([other, powers[0]]), ONES))
    return trace(times(transposed(left), right))


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
