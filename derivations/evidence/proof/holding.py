"""What is held fixed while a slope is taken, in proofs: an atom of its own, until all slopes have been taken.

Then it is worth what it holds. Inside a switch it stays an atom: where p is compared with p held fixed, the loss has a
kink at every point, although the two are equal there.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from sympy import Abs, Indexed, Max, Min, Symbol

from derivations.evidence.proof.quotients import Quotient, key_of
from derivations.evidence.proof.ranges import POSITIVE, REAL
from derivations.evidence.proof.trees import rebuilt
from derivations.evidence.proof.workspace import Workspace
from derivations.language.functions import (
    Branches,
    Named,
    clip,
    held,
    largest,
    magnitude,
    positive_part,
    sign,
    smallest,
    step,
)
from derivations.language.over import Place
from derivations.language.shapes import free_names

JUMPING = sign, step, Branches, Place
SWITCHING = Abs | Max | Min | largest | smallest | clip | magnitude | positive_part | sign | step


def released(node: Any, moving: AbstractSet[Any], *, switch: bool = False) -> Any:
    """The expression, without slopes to be taken, with the values of what is held fixed.

    Args:
        node: the expression.
        moving: the names that move; in switches, what holds one of them stays as it is.
        switch: is the expression itself a switch?
    """
    return _released(node, moving, inside=switch) if node.has(held) else node


def _released(node: Any, moving: AbstractSet[Any], *, inside: bool) -> Any:
    if isinstance(node, held) and not (inside and free_names(node) & moving):
        return _released(node.args[0], moving, inside=inside)
    if isinstance(node, Indexed) or not node.has(held):
        return node
    if isinstance(node, Branches):
        cases = [(_released(u, moving, inside=inside), _released(c, moving, inside=True)) for u, c in node.cases]
        return Branches(*[part for case in cases for part in case])
    inside = inside or isinstance(node, SWITCHING)
    return rebuilt(node, [_released(part, moving, inside=inside) for part in node.args])


def frozen(node: Any) -> Any:
    """The expression with a letter for each part that is held fixed, but in switches: it is the same on both sides."""
    if isinstance(node, held):
        return Symbol(str(node), real=True)
    if isinstance(node, Indexed | SWITCHING) or not node.has(held):
        return node
    if isinstance(node, Branches):
        return Branches(*[part for u, condition in node.cases for part in (frozen(u), condition)])
    return rebuilt(node, [frozen(part) for part in node.args])


def lettered(node: Any) -> Any:
    """The same, and with a letter for each name of what is continuous: what is true of any number is true of these.

    Two have one letter if they have the same definition, not only the same name. What has an index keeps its formula,
    since it is another number for each value of one that is bound.
    """
    if isinstance(node, held | Named) and not (
        node.has(Indexed, *JUMPING) or any(s.is_integer for s in node.free_symbols)
    ):
        return Symbol(f"{node}.", real=True)
    if isinstance(node, Indexed) or not node.has(held, Named):
        return node
    if isinstance(node, SWITCHING) and node.has(held):
        return node
    if isinstance(node, Branches):
        return Branches(*[part for case in node.cases for part in map(lettered, case)])
    return rebuilt(node, [lettered(part) for part in node.args])


def held_atom(node: held, work: Workspace) -> Quotient:
    """Of the same sign as what it holds."""
    u = work.of(node.args[0])
    around = POSITIVE if work.sign_of(u.over) == 1 == work.sign_of(u.under) else REAL
    return work.plain(("held", key_of(u)), "held", held(work.expression(u)), around, u)
