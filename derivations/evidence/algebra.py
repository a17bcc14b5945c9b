"""Is a mutant the gradient in disguise? Proved by algebra, case by case, never by trying points."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from sympy import Basic, Expr, Integer, Sum, Symbol, expand, postorder_traversal
from sympy.core.relational import Eq, Ge, Gt, Ne, Relational

from derivations.language.functions import Branches, Named, clip, magnitude, positive_part, sign, step, switches_of
from derivations.language.loss import Loss

Signs = Mapping[Expr, int]


def equal_by_algebra(gradient: Expr, mutant: Expr, loss: Loss) -> bool:
    """Are the two proved to be equal away from boundaries, for each label and each sign of every switch?"""
    labels = {s: domain.values for s, domain in loss.symbols.items() if isinstance(s, Symbol) and domain.values}
    difference = with_definitions(gradient) - with_definitions(mutant)
    choices = [dict(zip(labels, map(Integer, values), strict=True)) for values in product(*labels.values())]
    return all(_vanishes(difference.xreplace(chosen), {}) for chosen in choices)


def with_definitions(expression: Expr) -> Expr:
    """The expression with its named values written out."""
    return expression.replace(lambda node: isinstance(node, Named), lambda node: node.definition)


def _vanishes(difference: Basic, signs: Signs) -> bool:
    node = next((node for node in postorder_traversal(difference) if switches_of(node)), None)
    if node is None:
        return bool(expand(difference) == 0)
    switch = switches_of(node)[0]
    if _bound_around(node, difference) & switch.free_symbols:  # its sign may differ from term to term
        return False
    known = _known_sign(switch, signs)
    tried = (known,) if known else (-1, 1)
    return all(_vanishes(difference.xreplace({node: _decided(node, s)}), {**signs, switch: s}) for s in tried)


def _bound_around(node: Basic, expression: Basic) -> set[Basic]:
    return {binder[0] for total in expression.atoms(Sum) if total.function.has(node) for binder in total.limits}


def _known_sign(switch: Expr, signs: Signs) -> int | None:
    """The sign that follows from the domains, or from the sign of a switch that differs by a number."""
    for reference, side in ((Integer(0), 0), *signs.items()):
        for other, side_of_other in ((reference, side), (-reference, -side)):
            gap = expand(switch - other)
            if side_of_other >= 0 and (gap.is_positive or (side_of_other and gap.is_nonnegative)):
                return 1
            if side_of_other <= 0 and (gap.is_negative or (side_of_other and gap.is_nonpositive)):
                return -1
    return None


def _decided(node: Basic, side: int) -> Expr:
    """What the function is when its first switch has this sign."""
    u = node.args[0]
    if isinstance(node, Branches):
        (value, condition), *rest = node.cases
        others = Branches(*[part for case in rest for part in case]) if len(rest) > 1 else rest[0][0]
        return value if _holds(condition, side) else others
    if isinstance(node, clip):
        return node.args[1] if side < 0 else -positive_part(node.args[2] - u) + node.args[2]
    one = Integer(int(side > 0))
    return {magnitude: side * u, sign: Integer(side), positive_part: u * one, step: one}[node.func]


def _holds(condition: Relational, side: int) -> bool:
    if isinstance(condition, Eq | Ne):
        return isinstance(condition, Ne)
    return (side > 0) == isinstance(condition, Gt | Ge)
