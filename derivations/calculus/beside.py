"""What happens on a boundary, told once for all the ways in which the other switches can lie there."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Basic, Expr, Gt
from sympy.core.relational import Relational

from derivations.calculus.boundary import Boundary
from derivations.calculus.canon import expanded
from derivations.language.cases import decided
from derivations.language.functions import largest, smallest

Given = frozenset[Relational]
Way = tuple[Basic, Boundary | None, Given]  # where, what happens there, and what must hold for that


def put(u: Expr, name: Basic, value: Expr) -> Expr:
    """With the value put in for the name; of terms that are equal then, a maximum needs one: max(b, b) is b."""
    there = decided(u.xreplace({name: value}))
    return there.xreplace({node: node.func(*dict.fromkeys(node.args)) for node in there.atoms(largest, smallest)})


def in_all_cases(ways: Iterable[Way]) -> list[tuple[Boundary, tuple[Relational, ...]]] | None:
    """Every boundary with what must hold for it; None if at one place one thing happens, or another, and nothing tells.

    What happens whether u > 0 or u < 0 needs neither.
    """
    places: dict[Basic, dict[Boundary | None, set[Given]]] = {}
    for where, boundary, given in ways:
        if not any(_opposite(relation) in given for relation in given):
            places.setdefault(where, {}).setdefault(boundary, set()).add(given)
    found = list[tuple[Boundary, tuple[Relational, ...]]]()
    for outcomes in places.values():
        for boundary, several in outcomes.items():
            joined = _joined(several)
            if len(outcomes) > 1 and frozenset() in joined:
                return None
            ordered = sorted((tuple(sorted(given, key=str)) for given in joined), key=str)
            found += [(boundary, given) for given in ordered if boundary is not None]
    return found


def _joined(several: set[Given]) -> set[Given]:
    """With two cases that differ in the sign of one thing as one, whatever that sign is."""
    for given in several:
        for relation in given:
            other = (given - {relation}) | {_opposite(relation)}
            if other in several:
                return _joined((several - {given, other}) | {given - {relation}})
    return several


def _opposite(relation: Relational) -> Relational:
    return Gt(expanded(-relation.lhs), 0, evaluate=False)
