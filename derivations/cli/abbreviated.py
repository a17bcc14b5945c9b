"""A loss that was typed with the value of a name written out, where the question is about that name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Basic, Expr, Indexed, Sum, Symbol

from derivations.language.shapes import base_of, free_names
from derivations.notation import unicode_text

Pair = tuple[Expr, Expr]


def abbreviated(expression: Expr, definitions: Sequence[Pair], variables: Sequence[Expr], remarks: list[str]) -> Expr:
    """The loss with a name in place of its value, if it is differentiated by that name and does not hold it.

    With s_k = sum_j w_kj x_j beside it, exp(sum_j w_aj x_j) is exp(s_a).

    Args:
        expression: the loss.
        definitions: names with their values.
        variables: what is differentiated by.
        remarks: a word on it is added to these.
    """
    for name, value in definitions:
        reached = {base_of(other) for other in free_names(expression)}
        if base_of(name) in {base_of(w) for w in variables} - reached - _within(definitions):
            whole = _written_out(value, definitions)
            shorter = expression.xreplace(dict(_values_in(expression, name, whole)))
            if shorter != expression:
                remarks.append(f"where the loss holds the value of {unicode_text(name)}, the name was put in")
            expression = shorter
    return expression


def _within(definitions: Sequence[Pair]) -> set[Basic]:
    """The names that other definitions are made of: through them the loss may depend on them."""
    return {base_of(name) for _, value in definitions for name in free_names(value)}


def _written_out(value: Expr, definitions: Sequence[Pair]) -> Expr:
    """The value without the names that are defined as well: the sigma(w x) of a = sigma(z), z = w x."""
    names = {name: other for name, other in definitions if name.is_Symbol}
    for _ in names:
        value = value.xreplace(names)
    return value


def _values_in(expression: Expr, name: Expr, value: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Every place of the value, with the name that belongs there."""
    if isinstance(name, Symbol):
        yield from ((value, name), (-value, -name))
        yield from ((total, name) for total in expression.atoms(Sum) if _is_same(total, value))
        return
    if not (isinstance(name, Indexed) and len(name.indices) == 1 and isinstance(value, Sum)):
        return
    (index,) = name.indices
    for total in expression.atoms(Sum):
        used = {place for cell in total.atoms(Indexed) for place in cell.indices}
        for place in sorted(used, key=str):
            if _is_same(total, value.xreplace({index: place})):
                yield total, name.base[place]


def _is_same(one: Sum, other: Expr) -> bool:
    """Are the two sums equal but for the letter of their index?"""
    if not isinstance(other, Sum) or len(one.limits) != 1 or len(other.limits) != 1:
        return False
    (own, *ends), (letter, *others) = one.limits[0], other.limits[0]
    return ends == others and one.function == other.function.xreplace({letter: own})
