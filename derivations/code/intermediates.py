"""The intermediates of a loss that is derived backwards, each with its definition: what comes before it is computed.

Two kinds stay arrays, since an entry of them needs others: matrices of which the inverse or the determinant is taken,
and what is defined by itself a step earlier.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Basic, Expr
from sympy.tensor.indexed import Indexed

from derivations.language.functions import Named, inverse_entry, log_det
from derivations.language.loss import Loss
from derivations.language.over import Place


@lru_cache(maxsize=2**8)
def matrices(loss: Loss) -> frozenset[Any]:
    """The intermediates of which the inverse or the determinant is taken."""
    taken = {node.array for _, expression in loss.expressions() for node in expression.atoms(inverse_entry, log_det)}
    return frozenset(d.base for d in loss.definitions if d.base in taken) if loss.backward else frozenset()


@lru_cache(maxsize=2**8)
def recurrent(loss: Loss) -> frozenset[Any]:
    """The intermediates that are defined by themselves, directly or by way of others: a step or a layer earlier."""
    before = {d.base: {e.base for e in loss.definitions if d.value.has(e.base)} for d in loss.definitions}
    for base, directly in before.items():
        for reached in before.values():
            if base in reached:
                reached.update(directly)
    return frozenset(base for base, reached in before.items() if base in reached) if loss.backward else frozenset()


def defined(loss: Loss, expression: Expr) -> Expr:
    """The expression with every intermediate, but those that stay arrays, as a name that carries its definition.

    Of a loss that is derived forwards it is that already.
    """
    return _defined(loss, expression) if loss.backward else expression


def _defined(loss: Loss, node: Basic) -> Basic:
    arrays = matrices(loss) | recurrent(loss)
    known = {definition.base: definition for definition in loss.definitions if definition.base not in arrays}
    if isinstance(node, Indexed) and node.has(Place):
        node = node.base[tuple(_defined(loss, index) for index in node.indices)]
    base = node.base if isinstance(node, Indexed) else node
    if base in known:
        return Named(node, _defined(loss, known[base].at(node, loss.free_indices)))
    if isinstance(node, Indexed | Named) or not node.args:
        return node
    return node.func(*(_defined(loss, part) for part in node.args))
