"""What the signs in a matrix form mean, said beside it: a reader may meet them for the first time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """A sign of matrix algebra.

    Args:
        trace: what the TeX of a formula holds if the sign stands in it.
        tex: how it looks on the page.
        text: how it looks in the terminal.
        meaning: what it means, after the sign; letters stand between dollar signs.
    """

    trace: str
    tex: str
    text: str
    meaning: str


SIGNS = (
    Sign(r" \odot ", r"\odot", "⊙", "multiplies entry by entry"),
    Sign(r"\oslash", r"\oslash", "⊘", "divides entry by entry"),
    Sign(r"\mathbf{1}", r"\mathbf{1}", "𝟏", "is a vector of ones"),
    Sign("e_{", "e_i", "e_i", "has a 1 at place $i$ and 0 elsewhere"),
    Sign("I_{", "I", "I", "is the identity matrix"),
    Sign(r"^{\odot", r"u^{\odot a}", "u^⊙a", "is the power of every entry"),
    Sign(r"\operatorname{diag}", r"\operatorname{diag}(u)", "diag(u)", "is a square matrix with $u$ on its diagonal"),
    Sign(r"\|_F", r"\|\cdot\|_F^2", "‖·‖_F²", "is the sum of the squares of all entries"),
    Sign(r"\operatorname{tr}", r"\operatorname{tr}", "tr", "is the sum of a diagonal"),
    Sign(r"^{-\top}", r"S^{-\top}", "S⁻ᵀ", "is the inverse of $S$, transposed"),
    Sign(")_+", "(u)_+", "(u)₊", "is $u$ where that is positive, else 0"),
    Sign("> 0]", "[u>0]", "[u > 0]", "is 1 where it holds, else 0"),
    Sign(":", "x_{a:b}", "x_{a:b}", "holds the entries $a$ to $b$ of $x$, both included"),
    Sign(",:", "A_{a:b,:}", "A_{a:b,:}", "holds the rows $a$ to $b$ of $A$, both included"),
    Sign(":,", "A_{:,a:b}", "A_{:,a:b}", "holds the columns $a$ to $b$ of $A$, both included"),
)
ENTRYWISE = r"\\(exp|log(?!\\det)|sigma|tanh|operatorname\{(softplus|sign)\})|(?<!\\)\|"


def explained(
    formulas: str, variable: tuple[str, str], *, layer: str = "", models: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """The layout, and what the signs in formulas mean, one by one: for the page and for the terminal.

    Args:
        formulas: their TeX.
        variable: the array that the gradient is by, as TeX and as text.
        layer: the letter for a layer; empty if there are none.
        models: how unspecified functions look in TeX.
    """
    layout = "vectors are columns, and the gradient is laid out like {} (denominator layout)"
    yield layout.format(f"${variable[0]}$"), layout.format(variable[1])
    if layer:
        meaning = "is the number of a layer, not of an entry: each layer has arrays of its own"
        yield f"the subscript ${layer}$ {meaning}", f"the subscript {layer} {meaning}"
    for sign in SIGNS:
        if sign.trace in formulas:
            yield f"${sign.tex}$ {sign.meaning}", f"{sign.text} {sign.meaning.replace('$', '')}"
    if re.search("|".join([ENTRYWISE, *(rf"{re.escape(model)}'*\(" for model in models)]), formulas):
        yield "functions act on every entry", "functions act on every entry"
