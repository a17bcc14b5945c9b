"""An expression with each value of its steps and signs, where these are few."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from sympy import Basic, Expr, Integer, Sum
from sympy.tensor.indexed import Indexed

from derivations.language.functions import Named, sign, step

FEW = 3  # steps and signs whose values are tried one by one


def cases(u: Expr) -> Iterator[Expr]:
    """The expression with each value of its steps and signs."""
    values = {node: (0, 1) if isinstance(node, step) else (-1, 0, 1) for node in _outside_sums(u)}
    if len(values) > FEW:
        yield u
        return
    for choice in product(*values.values()):
        yield u.xreplace(dict(zip(values, map(Integer, choice), strict=True)))


def _outside_sums(u: Basic) -> list[Expr]:
    if isinstance(u, step | sign):
        return [u]
    parts = () if isinstance(u, Sum | Named | Indexed) else u.args
    return list(dict.fromkeys(node for part in parts for node in _outside_sums(part)))
