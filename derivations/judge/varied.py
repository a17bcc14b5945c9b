"""Variables that are defined beside a loss: they are varied by themselves, whatever they are made of."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr

from derivations.errors import LossaryError
from derivations.language.shapes import base_of, free_names


def beyond(pairs: list[tuple[Expr, Expr]], wrt: Sequence[Expr]) -> list[tuple[Expr, Expr]]:
    """The definitions of all names but the variables, which are varied whatever they are made of.

    Raises:
        LossaryError: a variable is made of another one.
    """
    varied = {base_of(w) for w in wrt}
    made = {base_of(name): {base_of(part) for part in free_names(value)} for name, value in pairs}
    for name in varied & set(made):
        reached = set(made[name])
        while more := set().union(*(made.get(part, set()) for part in reached)) - reached:
            reached |= more
        for other in sorted(map(str, reached & varied - {name})):
            msg = f"{name} is made of {other}: ask about the gradient by one of them at a time"
            raise LossaryError(msg)
    return [(name, value) for name, value in pairs if base_of(name) not in varied]
