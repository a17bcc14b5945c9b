"""What a page says of the gradient in matrix form: formulas, shapes, what the signs mean, and how it was checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sympy import Symbol

from derivations.agreement import Agreement
from derivations.catalogue import Entry
from derivations.functions import D
from derivations.matrix import MatrixForm
from derivations.notation import tex

# What stands in a formula, and what it means.
SIGNS = {
    r" \odot ": r"$\odot$ multiplies entry by entry",
    r"\oslash": r"$\oslash$ divides entry by entry",
    r"\mathbf{1}": r"$\mathbf{1}$ is a vector of ones",
    "e_{": "$e_i$ has a 1 at place $i$ and 0 elsewhere",
    r"^{\odot": r"$u^{\odot a}$ is the power of every entry",
    r"\operatorname{diag}": r"$\operatorname{diag}(u)$ is a square matrix with $u$ on its diagonal",
    r"\|_F": r"$\|\cdot\|_F^2$ is the sum of the squares of all entries",
    r"\operatorname{tr}": r"$\operatorname{tr}$ is the sum of a diagonal",
    r"^{-\top}": r"$S^{-\top}$ is the inverse of $S$, transposed",
    ")_+": r"$(u)_+$ is $\max(0,u)$",
    "> 0]": "$[u>0]$ is 1 where it holds, else 0",
}
ENTRYWISE = re.compile(r"\\(exp|log(?!\\det)|sigma|tanh|operatorname\{(softplus|sign)\})|(?<!\\)\|")


@dataclass(frozen=True)
class MatrixView:
    """The matrix form.

    Args:
        names: the intermediates in it as equations, in the order in which they are computed.
        loss: the loss as an equation; empty if it cannot be written so.
        gradient: the gradient as an equation.
        shapes: every array and number in it with its shape, as TeX, and the gradient last.
        signs: what the signs in it mean, as prose.
        agreement: how it compares with the index form.
    """

    names: list[str]
    loss: str
    gradient: str
    shapes: list[tuple[str, str]]
    signs: str
    agreement: Agreement


def matrix_view(entry: Entry) -> MatrixView | None:
    """The matrix form of a loss, None if there is none."""
    form, agreement = entry.matrix, entry.agreement
    if form is None or agreement is None:
        return None
    loss = form.loss
    left = tex(D(Symbol(loss.name), loss.wrt.base))
    adjoints = {**form.definitions, **form.adjoints}
    names = [f"{tex(base)}={formula}" for base, (formula, _) in adjoints.items()]
    stated = f"{tex(Symbol(loss.name))}={form.stated_as[0]}" if form.stated_as else ""
    gradient = f"{left}={form.tex}"
    return MatrixView(names, stated, gradient, _shapes(form, left), _signs([*names, stated, gradient]), agreement)


def _shapes(form: MatrixForm, gradient: str) -> list[tuple[str, str]]:
    return [*((tex(symbol), shape) for symbol, shape in form.shapes.items()), (gradient, form.shape)]


def _signs(formulas: list[str]) -> str:
    text = " ".join(formulas)
    said = ["vectors are columns", *(meaning for sign, meaning in SIGNS.items() if sign in text)]
    if ENTRYWISE.search(text):
        said.append("functions act on every entry")
    first, *rest = said
    return f"{'; '.join([first.capitalize(), *rest])}."
