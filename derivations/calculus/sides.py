"""Switches, the expressions whose sign decides which formula holds, and the plain formula on one side of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product

from sympy import Basic, Expr, Integer, S, Sum
from sympy.core.relational import Eq, GreaterThan, Ne, Relational, StrictGreaterThan
from sympy.tensor.indexed import Indexed

from derivations.calculus.canon import expanded
from derivations.language.functions import (
    Branches,
    clip,
    held,
    largest,
    magnitude,
    positive_part,
    sign,
    smallest,
    step,
    switches_of,
)
from derivations.language.over import Extreme, Over, Place

MOST_SWITCHES = 6  # every sign of every switch is tried: 2**6 cells

Signs = Mapping[Expr, int]
Binders = tuple[tuple[Basic, ...], ...]  # indices, each with its first and last value; the outermost first


@lru_cache(maxsize=2**12)
def both_signs(u: Expr) -> frozenset[Expr]:
    """The expression and minus it, in the form in which switches are kept."""
    return frozenset((expanded(u), expanded(-u)))


def binders_of(total: Sum) -> Binders:
    """The indices of a sum, outermost first."""
    return tuple(tuple(limit) for limit in reversed(total.limits))


def nodes_within(node: Basic, binders: Binders = ()) -> Iterator[tuple[Basic, Binders]]:
    """Every part of an expression, outermost first, with the indices that are bound around it."""
    yield from ((part, around) for part, around, _ in guarded_within(node, binders))


def guarded_within(
    node: Basic, binders: Binders = (), guards: tuple[Relational, ...] = ()
) -> Iterator[tuple[Basic, Binders, tuple[Relational, ...]]]:
    """The same, with the comparisons that hold wherever its branches are the ones in force."""
    yield node, binders, guards
    if isinstance(node, Branches):
        for value, condition, given in guarded_cases(node):
            yield from guarded_within(condition, binders, guards)
            yield from guarded_within(value, binders, (*guards, *given))
    elif isinstance(node, Sum):
        yield from guarded_within(node.function, (*binders, *binders_of(node)), guards)
    elif isinstance(node, Over):
        yield from guarded_within(node.best, binders, guards) if isinstance(node, Extreme) else ()
    elif not isinstance(node, Indexed):
        for part in node.args:
            yield from guarded_within(part, binders, guards)


def guarded_cases(node: Branches) -> Iterator[tuple[Expr, Basic, tuple[Relational, ...]]]:
    """Every branch with its condition, and with all comparisons that hold where it is the one in force."""
    before: tuple[Relational, ...] = ()
    for value, condition in node.cases:
        own = (condition,) if isinstance(condition, Relational) else ()
        yield value, condition, (*before, *own)
        before = (*before, *(comparison.negated for comparison in own))


def named_in(u: Basic, binders: Binders) -> Binders:
    """Those of the indices that occur in the expression."""
    return tuple(binder for binder in binders if binder[0] in u.free_symbols)


def switches_within(expression: Basic) -> dict[Expr, Binders]:
    """Every switch, each once up to its sign, with those of the indices bound around it that occur in it.

    In what is held fixed there is none that a slope would meet.
    """
    found: dict[Expr, Binders] = {}
    for node, binders in _moving_nodes(expression, ()):
        for switch in switches_of(node):
            if not both_signs(switch) & found.keys():
                found[expanded(switch)] = named_in(switch, binders)
    return found


def _moving_nodes(node: Basic, binders: Binders) -> Iterator[tuple[Basic, Binders]]:
    """The same as ``nodes_within``, but for what is held fixed."""
    if isinstance(node, Indexed | held | Place):
        return
    yield node, binders
    if isinstance(node, Over):
        yield from _moving_nodes(node.best, binders) if isinstance(node, Extreme) else ()
        return
    around = (*binders, *binders_of(node)) if isinstance(node, Sum) else binders
    for part in (node.function,) if isinstance(node, Sum) else node.args:
        yield from _moving_nodes(part, around)


def places_within(node: Basic, binders: Binders = ()) -> Iterator[tuple[Place, Binders]]:
    """Every place of a maximum or minimum over an index, also in a subscript, with the indices bound around it."""
    if isinstance(node, Place):
        yield node, binders
    if isinstance(node, Over | held):
        return
    around = (*binders, *binders_of(node)) if isinstance(node, Sum) else binders
    for part in (node.function,) if isinstance(node, Sum) else node.args:
        yield from places_within(part, around)


def sign_of(u: Expr, signs: Signs) -> int | None:
    """The sign of u, where the signs of the switches tell."""
    u, turned = expanded(u), expanded(-u)
    return signs[u] if u in signs else -signs[turned] if turned in signs else None


def cells(switches: Iterable[Expr]) -> Iterator[Signs]:
    """Every choice of signs."""
    switches = list(switches)
    for choice in product((-1, 1), repeat=len(switches)):
        yield dict(zip(switches, choice, strict=True))


def on_one_side(expression: Basic, signs: Signs) -> Basic:
    """The expression with every switch decided by `signs`."""
    if isinstance(expression, Indexed) or not expression.args:
        return expression
    if isinstance(expression, Over):
        best = expression.best if isinstance(expression, Extreme) else expression
        decided = best if best is expression else on_one_side(best, signs)
        return expression if decided == best else decided
    decided = _plain(expression, signs)
    if decided is not expression:
        return on_one_side(decided, signs)
    parts = [on_one_side(part, signs) for part in expression.args]
    return expression if tuple(parts) == expression.args else expression.func(*parts)


def both_sides(expression: Basic, switch: Expr, signs: Signs | None = None) -> tuple[Basic, Basic]:
    """The formulas below and above a switch, where the others have these signs."""
    below, above = (on_one_side(expression, {**(signs or {}), switch: side}) for side in (-1, 1))
    return below, above


def _plain(node: Basic, signs: Signs) -> Basic:
    """The formula that the function `node` uses under these signs; the node itself where they do not tell."""
    if isinstance(node, Branches):
        for value, condition in node.cases:
            held = _holds(condition, signs)
            if held is None:
                return node
            if held:
                return value
    if isinstance(node, largest | smallest):
        side = sign_of(node.switches[0], signs)
        wins = isinstance(node, largest) == (side == 1)
        return node if side is None else node.args[0] if wins else node.func(*node.args[1:])
    if isinstance(node, clip):
        u, low, high = node.args
        over, under = sign_of(u - high, signs), sign_of(u - low, signs)
        return node if over is None or under is None else high if over > 0 else low if under < 0 else u
    if isinstance(node, magnitude | sign | positive_part | step):
        side = sign_of(node.args[0], signs)
        return node if side is None else _one_sided(node, side)
    return node


def _holds(condition: Basic, signs: Signs) -> bool | None:
    if not isinstance(condition, Relational):
        return bool(condition)
    side = sign_of(condition.lhs - condition.rhs, signs)
    if side is not None and isinstance(condition, Eq | Ne):
        return isinstance(condition, Ne)
    upper = isinstance(condition, GreaterThan | StrictGreaterThan)
    return None if side is None else (side > 0) == upper


def _one_sided(node: Basic, side: int) -> Expr:
    u = node.args[0]
    if isinstance(node, magnitude):
        return side * u
    if isinstance(node, sign):
        return Integer(side)
    return S.Zero if side < 0 else u if isinstance(node, positive_part) else S.One
