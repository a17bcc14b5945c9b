"""What we print is read back as the same expression: every loss and every line, in plain text, Unicode and LaTeX."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sympy import Basic, Expr, S, Symbol, erf, exp, expand, log, pi, sqrt, true
from sympy.core.relational import Relational

from derivations.catalogue import Entry, the_catalogue
from derivations.language.functions import (
    Adjoint,
    Branches,
    D,
    Named,
    Phi,
    clip,
    maximum,
    minimum,
    phi,
    softplus,
    step,
)
from derivations.language.indices import same_letters
from derivations.notation import sympy_text, tex, unicode_text
from derivations.reading import read

ENTRIES = the_catalogue().entries


def formulas(entry: Entry) -> Iterator[Expr]:
    """Everything that a page shows and that holds no derivative to be taken."""
    loss, derivation = entry.loss, entry.derivation
    shown = [loss.expression, *(definition.value for definition in loss.definitions), derivation.gradient]
    shown += [line.expression for line in derivation.lines]
    yield from (formula for formula in dict.fromkeys(shown) if not formula.has(D, Adjoint))


def settled(expression: Expr, *, written_out: bool) -> Basic:
    """Without assumptions and letters of indices; names stand for themselves, or are written out as plain text does."""
    named = expression.replace(
        lambda node: isinstance(node, Named), lambda node: node.definition if written_out else node.name
    )
    plain = same_letters(named.replace(step, lambda z: S.One if z.is_positive else step(z)))
    return plain.xreplace({symbol: Symbol(symbol.name) for symbol in plain.atoms(Symbol)})


def alike(u: Basic) -> Basic:
    """Softplus, phi, Phi and clip written out; steps and brackets as cases; comparisons with all on their left."""
    u = u.replace(phi, lambda z: exp(-(z**2) / 2) / sqrt(2 * pi))
    u = u.replace(Phi, lambda z: (1 + erf(z / sqrt(2))) / 2)
    u = u.replace(softplus, lambda z: log(1 + exp(z)))
    u = u.replace(clip, lambda z, low, high: maximum(low, minimum(z, high)))
    u = u.replace(step, lambda z: Branches(S.One, z > 0, S.Zero, true))
    return u.replace(lambda node: isinstance(node, Branches), cases_alike)


def cases_alike(node: Branches) -> Expr:
    """The value before its bracket, where a single condition decides between a value and 0."""
    cases = [(value, compared(condition)) for value, condition in node.cases]
    if len(cases) == 2 and cases[1] == (0, True):
        return cases[0][0] * Branches(S.One, cases[0][1], S.Zero, true)
    return Branches(*[part for case in cases for part in case])


def compared(condition: Basic) -> Basic:
    return condition.replace(
        lambda part: isinstance(part, Relational),
        lambda part: part.func(expand(part.lhs - part.rhs).primitive()[1], 0),  # z/6 + 1/2 > 0 is z > -3
    )


def same(one: Basic, other: Basic) -> bool:
    """Equal, also if one says with a function of ours what the other writes out."""
    one, other = alike(one), alike(other)
    return one == other or expand(one - other) == 0


@pytest.mark.parametrize("form", ["plain", "unicode", "latex"])
@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.slug for entry in ENTRIES])
def test_what_we_print_is_read_back(entry: Entry, form: str) -> None:
    printed = {"plain": sympy_text, "unicode": unicode_text, "latex": tex}[form]
    for formula in formulas(entry):
        text = printed(formula)
        again = read(text, dict(entry.loss.symbols), latex=form == "latex").expression
        plain = form == "plain"
        assert same(settled(again, written_out=plain), settled(formula, written_out=plain)), f"{text}\n{again}"
