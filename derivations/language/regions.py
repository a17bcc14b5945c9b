"""Comparisons whose two sides are equal on a whole region, as in max(a, b) = a: they are told by what makes them so.

Everything else takes it for granted that what is compared is equal on a boundary only.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from operator import is_
from typing import Any

from sympy import (
    Abs,
    Basic,
    Dummy,
    Eq,
    Expr,
    Ge,
    Gt,
    Indexed,
    Integer,
    Le,
    Lt,
    Max,
    Min,
    Ne,
    expand,
    preorder_traversal,
    true,
)
from sympy.core.relational import Relational

from derivations.language.cases import by_cases
from derivations.language.functions import (
    Branches,
    Named,
    clip,
    largest,
    magnitude,
    otherwise,
    positive_part,
    sign,
    smallest,
    step,
)
from derivations.language.over import Extreme

MOST = 64  # ways to choose a formula for every function of a comparison
SIGNS: dict[Any, set[int]] = {Lt: {-1}, Le: {-1, 0}, Gt: {1}, Ge: {0, 1}, Eq: {0}, Ne: {-1, 1}}
CHOOSING = (Branches, clip, largest, smallest, Max, Min, magnitude, Abs, positive_part, sign, step)
ANY = (*CHOOSING, Extreme)
Pieces = Sequence[tuple[Any, Basic]]  # formulas, each with the condition under which it is the first that holds
Known = tuple[tuple[Expr, set[int]], ...]  # expressions, each with the signs that it may have


def told_apart(u: Any) -> Any:
    """The formula, with what holds on a region for every condition whose sides are equal there, if it is found."""
    if not u.args or not u.has(Branches, sign, step):
        return u
    parts = [told_apart(part) for part in u.args]
    node = u if all(map(is_, parts, u.args)) else u.func(*parts)
    if isinstance(node, Branches):
        return _with_cases(node)
    if isinstance(node, sign | step):
        by_sign = Branches(*(part for piece in _pieces(node) for part in piece))
        parted = _with_cases(by_sign)
        return node if parted is by_sign else parted
    return node


def _with_cases(node: Branches) -> Expr:
    """The same, case by case; where nothing simpler is found, whoever evaluates it refuses it."""
    *first, (rest, _) = node.cases
    is_changed = False
    for value, condition in reversed(first):
        parted = None
        if isinstance(condition, Relational):
            with suppress(ValueError):
                parted = _by_regions(condition, value, rest)
        is_changed = is_changed or parted is not None
        rest = by_cases((value, condition), (rest, otherwise)) if parted is None else parted
    return rest if is_changed else node


def _by_regions(relation: Relational, yes: Expr, no: Expr, known: Known = ()) -> Expr | None:
    """One value where the relation holds, the other elsewhere; None if its sides are equal on boundaries only.

    Raises:
        ValueError: they are equal on a region, and no simpler condition was found.
    """
    gap = _shown(relation.lhs - relation.rhs)
    if not _has_region(gap):
        return None
    chosen = _by_place(relation, gap, yes, no)
    if chosen is not None:
        return chosen
    nodes = _innermost(gap, CHOOSING)
    if not nodes:
        msg = f"the two sides of {relation.lhs} and {relation.rhs} are equal on a whole region"
        raise ValueError(msg)
    cases: list[tuple[Any, Basic]] = []
    for value, condition in _pieces(nodes[0]):
        here, known = _learned(known, condition)
        inner = relation.func(gap.xreplace({nodes[0]: value}), Integer(0), evaluate=False)
        cases.append((_settled(inner, yes, no, here), condition))
    return _joined(cases)


def _settled(relation: Relational, yes: Expr, no: Expr, known: Known) -> Expr:
    signs = _signs(expand(relation.lhs), known)
    if signs <= SIGNS[relation.func] or not signs & SIGNS[relation.func]:
        return yes if signs <= SIGNS[relation.func] else no
    parted = _by_regions(relation, yes, no, known)
    return by_cases((yes, relation), (no, otherwise)) if parted is None else parted


def _signs(gap: Expr, known: Known) -> set[int]:
    """Those that it may have: a number has one, a multiple of what is known those that are left of its signs."""
    if gap.is_number:
        return {bool(gap > 0) - bool(gap < 0)}
    found = {-1, 0, 1}
    for u, signs in known:
        times = (gap / expand(u)).cancel()
        if times.is_number and times.is_real:
            found &= signs if times > 0 else {-one for one in signs}
    return found


def _learned(known: Known, condition: Basic) -> tuple[Known, Known]:
    """What is known where the condition holds, and where it does not."""
    if not isinstance(condition, Relational):
        return known, known
    signs, u = SIGNS[condition.func], condition.lhs - condition.rhs
    return (*known, (u, signs)), (*known, (u, {-1, 0, 1} - signs))


def _joined(cases: list[tuple[Any, Basic]]) -> Expr:
    """The cases, without those that say what the next one says."""
    *first, (rest, _) = cases
    for value, condition in reversed(first):
        rest = rest if value == rest else by_cases((value, condition), (rest, otherwise))
    return rest


def _shown(u: Expr) -> Expr:
    """With what names stand for, where that chooses."""
    names = [node for node in u.atoms(Named) if any(map(chooses, node.definition.args))]
    return _shown(u.xreplace({node: node.definition for node in names})) if names else u


def chooses(u: Basic) -> bool:
    """Does a function in it choose between formulas?"""
    return any(isinstance(node, ANY) for node in preorder_traversal(u))


def _innermost(u: Expr, kinds: tuple[Any, ...]) -> list[Any]:
    """The functions of these kinds in which none chooses, always in one order."""
    return sorted((node for node in u.atoms(*kinds) if not any(map(chooses, node.args))), key=str)


def _has_region(gap: Expr) -> bool:
    """Is it 0 by one choice of its formulas? Not if that is a number: where u < 0, max(0, u) > 0 compares numbers."""
    if not chooses(gap):
        return False
    waiting, seen = [gap], 0
    while waiting:
        u = waiting.pop()
        seen += 1
        nodes = _innermost(u, ANY)
        if not nodes or seen > MOST:
            if seen <= MOST and expand(u) == 0:
                return True
            continue
        is_alone = len(u.xreplace({nodes[0]: Dummy()}).free_symbols) == 1
        values = [value for value in _values(nodes[0], gap) if not (is_alone and value.is_number)]
        waiting += [u.xreplace({nodes[0]: value}) for value in values]
    return False


def _values(node: Any, gap: Expr) -> list[Expr]:
    return [node.at(v) for v in _indices(gap)] if isinstance(node, Extreme) else [value for value, _ in _pieces(node)]


def _indices(u: Expr) -> list[Expr]:
    """What stands below the arrays outside of maxima over an index."""
    plain = u.xreplace({node: Integer(0) for node in u.atoms(Extreme)})
    return sorted({i for cell in plain.atoms(Indexed) for i in cell.indices if not cell.has(Extreme)}, key=str)


def _by_place(relation: Relational, gap: Expr, yes: Expr, no: Expr) -> Expr | None:
    """Is an entry the largest of all? By the place of that; where several share it, there is none."""
    for node in sorted(gap.atoms(Extreme), key=str):
        letter = Dummy(real=True)
        rest = expand(gap.xreplace({node: letter}))
        times = rest.coeff(letter, 1)
        if not times.is_number or times == 0 or rest.has(Extreme) or expand(rest - times * letter).has(letter):
            continue
        other = expand(-(rest - times * letter) / times)
        places = [v for v in _indices(gap) if expand(node.at(v) - other) == 0]
        if places:
            signs = {0, node.side * (1 if times > 0 else -1)} & SIGNS[relation.func]
            if len(signs) != 1:
                return yes if signs else no
            return by_cases((yes, (Eq if 0 in signs else Ne)(places[0], node.place, evaluate=False)), (no, otherwise))
    return None


def _pieces(node: Any) -> Pieces:
    u = node.args[0]
    if isinstance(node, Branches):
        return node.cases
    if isinstance(node, magnitude | Abs):
        return (u, Ge(u, 0, evaluate=False)), (-u, true)
    if isinstance(node, positive_part | step):
        above = u if isinstance(node, positive_part) else Integer(1)
        return (above, Gt(u, 0, evaluate=False)), (Integer(0), true)
    if isinstance(node, sign):
        return (Integer(1), Gt(u, 0, evaluate=False)), (Integer(-1), Lt(u, 0, evaluate=False)), (Integer(0), true)
    if isinstance(node, clip):
        _, low, high = node.args
        return (low, Lt(u, low, evaluate=False)), (high, Gt(u, high, evaluate=False)), (u, true)
    ahead = Ge if isinstance(node, largest | Max) else Le
    one, *others = node.args
    rest = node.func(*others) if len(others) > 1 else others[0]
    return (one, ahead(one, rest, evaluate=False)), (rest, true)
