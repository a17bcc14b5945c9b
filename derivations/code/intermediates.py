"""The intermediates of a loss that is derived backwards, each with its definition: what comes before it is computed."""

from __future__ import annotations

from sympy import Basic, Expr
from sympy.tensor.indexed import Indexed

from derivations.language.functions import Named, inverse_entry, log_det
from derivations.language.loss import Loss
from derivations.language.over import Place


def defined(loss: Loss, expression: Expr) -> Expr:
    """The expression with every intermediate as a name that carries its definition with it.

    Of a loss that is derived forwards it is that already.
    """
    return _defined(loss, expression) if loss.backward else expression


def _defined(loss: Loss, node: Basic) -> Basic:
    known = {definition.base: definition for definition in loss.definitions}
    if isinstance(node, Indexed) and node.has(Place):
        node = node.base[tuple(_defined(loss, index) for index in node.indices)]
    base = node.base if isinstance(node, Indexed) else node
    if base in known:
        return Named(node, _defined(loss, known[base].at(node, loss.free_indices)))
    if isinstance(node, Indexed | Named) or not node.args:
        return node
    return node.func(*(_defined(loss, part) for part in node.args))


def cannot_be_computed(loss: Loss) -> str:
    """Why there is no code for the intermediates; empty if there is."""
    before = {d.base: {e.base for e in loss.definitions if d.value.has(e.base)} for d in loss.definitions}
    for base, directly in before.items():
        reached = set(directly)
        for _ in before:
            reached |= {earlier for one in reached for earlier in before[one]}
        if base in reached:
            return f"{base} is defined by itself, a step or a layer earlier: there is no code for recurrences"
    whole = {node.array for _, e in loss.expressions() for node in e.atoms(inverse_entry, log_det)}
    if found := [base for base in before if base in whole]:
        return f"the inverse, or the determinant, of the intermediate {found[0]} has no code"
    return ""
