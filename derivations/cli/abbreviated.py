"""A loss that was typed with the value of a name written out, where the question is about that name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count

from sympy import Basic, Expr, Indexed, Sum, Symbol, preorder_traversal

from derivations.language.domains import Index
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
        if base_of(name) in {base_of(w) for w in variables} - _reached(expression, definitions):
            whole = _written_out(value, definitions)
            shorter = expression.xreplace(dict(_values_in(expression, name, whole)))
            if shorter != expression:
                remarks.append(f"where the loss holds the value of {unicode_text(name)}, the name was put in")
            expression = shorter
    return expression


def _reached(expression: Expr, definitions: Sequence[Pair]) -> set[Basic]:
    """The names that the loss holds, and those that they are made of."""
    found: set[Basic] = set()
    waiting = [expression]
    while waiting:
        new = {base_of(name) for name in free_names(waiting.pop())} - found
        found |= new
        waiting += [value for name, value in definitions if base_of(name) in new]
    return found


def _written_out(value: Expr, definitions: Sequence[Pair]) -> Expr:
    """The value without the names that are defined as well: the sigma(w x) of a = sigma(z), z = w x."""
    marks = count()
    for _ in definitions:
        for name, other in definitions:
            cells = [cell for cell in value.atoms(Symbol, Indexed) if _is_entry_of(cell, name)]
            value = value.xreplace(
                {cell: _at(_with_letters(other, lambda _: f"@@{next(marks)}"), name, cell) for cell in cells}
            )
    return value


def _is_entry_of(cell: Expr, name: Expr) -> bool:
    if not (isinstance(cell, Indexed) and isinstance(name, Indexed)):
        return cell == name
    return cell.base == name.base and len(cell.indices) == len(name.indices)


def _at(value: Expr, name: Expr, cell: Expr) -> Expr:
    """The value of another entry than the one that is defined."""
    if not (isinstance(name, Indexed) and isinstance(cell, Indexed)):
        return value
    return value.xreplace(dict(zip(name.indices, cell.indices, strict=True)))


def _values_in(expression: Expr, name: Expr, value: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Every place of the value, with the name that belongs there."""
    value = _canonical(value)
    for node in preorder_traversal(expression):
        if not isinstance(node, Expr) or isinstance(node, Indexed) or not node.args:
            continue
        own = _canonical(node)
        for cell in _entries(name, node):
            wanted = _at(value, name, cell)
            if wanted == own or (own + wanted).is_zero:
                yield node, cell if wanted == own else -cell
                break


def _entries(name: Expr, node: Expr) -> Iterator[Expr]:
    """The name, or its entries at the places that this part of the loss speaks of."""
    if not isinstance(name, Indexed):
        yield name
    elif len(name.indices) == 1:
        places = {place for cell in node.atoms(Indexed) for place in cell.indices}
        yield from (name.base[place] for place in sorted(places, key=str))


def _canonical(node: Expr) -> Expr:
    """The formula with letters of indices that tell only how deep the sums lie which bind them."""
    return _with_letters(node, lambda total: f"@{_height(total)}")


def _height(node: Basic) -> int:
    return isinstance(node, Sum) + max(map(_height, node.args), default=0)


def _with_letters(node: Expr, letter: Callable[[Sum], str]) -> Expr:
    """The formula, whose sums run over other letters."""

    def renamed(total: Sum) -> Expr:
        new = letter(total)
        marks = {limit[0]: Symbol(f"{new}_{k}", **Index("").assumptions) for k, limit in enumerate(total.limits)}
        return total.xreplace(marks)

    return node.replace(lambda part: isinstance(part, Sum), renamed, simultaneous=False) if node.has(Sum) else node
