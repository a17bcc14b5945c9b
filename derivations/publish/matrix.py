"""What a page says of the gradient in matrix form: formulas, shapes, what the signs mean, and how it was checked."""

from __future__ import annotations

from dataclasses import dataclass

from derivations.catalogue import Entry
from derivations.catalogue.agreement import Agreement
from derivations.matrix import Equation, MatrixForm
from derivations.notation import tex, tidy_relation


@dataclass(frozen=True)
class MatrixLine:
    """A name and what it stands for, as an equation; and for which layers, as prose."""

    tex: str
    range: str


@dataclass(frozen=True)
class MatrixView:
    """The matrix form.

    Args:
        names: the intermediates in it, in the order in which they are computed.
        loss: the loss as an equation; empty if it cannot be written so.
        loss_in_full: the same with short intermediates put in; empty if there are none.
        gradient: the gradient as an equation.
        in_full: the same with short intermediates put in; empty if there are none.
        adjoints: the slopes that the gradient is written in.
        shapes: every array and number in it with its shape, as TeX, and the gradient last.
        signs: what the signs in it mean, as prose.
        agreement: how it compares with the index form.
    """

    names: list[MatrixLine]
    loss: str
    loss_in_full: str
    gradient: str
    in_full: str
    adjoints: list[MatrixLine]
    shapes: list[tuple[str, str]]
    signs: str
    agreement: Agreement


def matrix_view(entry: Entry) -> MatrixView | None:
    """The matrix form of a loss, None if there is none."""
    form, agreement = entry.matrix, entry.agreement
    if form is None or agreement is None:
        return None
    return MatrixView(
        names=list(map(_line, form.definitions)),
        loss=_formula(form.stated_as) if form.stated_as else "",
        loss_in_full=f"={form.stated_in_full.right[0]}" if form.stated_in_full else "",
        gradient=_formula(form.gradient),
        in_full=f"={form.in_full.right[0]}" if form.in_full else "",
        adjoints=list(map(_line, form.adjoints)),
        shapes=_shapes(form),
        signs=form.signs[0],
        agreement=agreement,
    )


def _formula(equation: Equation) -> str:
    return f"{equation.left[0]}={equation.right[0]}"


def _line(equation: Equation) -> MatrixLine:
    """The equation with the layers that it is for."""
    if equation.condition is not None:
        return MatrixLine(_formula(equation), f"for ${tex(tidy_relation(equation.condition))}$")
    ranges = [f"${tex(layer)}=1,\\ldots,{tex(last)}$" for layer, last in equation.ranges.items()]
    return MatrixLine(_formula(equation), f"for {ranges[0]}" if ranges else "")


def _shapes(form: MatrixForm) -> list[tuple[str, str]]:
    shapes = [(tex(form.array(symbol)), shape) for symbol, (shape, _) in form.shapes.items()]
    return [*shapes, (form.gradient.left[0], form.shape[0])]
