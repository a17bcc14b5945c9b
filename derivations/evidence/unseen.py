"""Sides of switches on which no point was found: told of what is not proved, unless no point can lie there.

A side is where a switch is negative, or positive; or where it is zero, if what holds there is a formula of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Expr, Integer, expand
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne, Relational

from derivations.evidence.balls import precision
from derivations.evidence.places import BITS, Plan, Side, Switch, distinct, signs_at, switches_in
from derivations.evidence.scope import Binder, Scope
from derivations.evidence.values import binders_of
from derivations.language.functions import Branches, sign, step

Formula = tuple[Basic, tuple[Binder, ...]]
NAMES: dict[int, Any] = {-1: Lt, 0: Eq, 1: Gt}  # of the sides
WITH: dict[Any, int] = {Ge: 1, Lt: 1, Gt: -1, Le: -1, Eq: 0, Ne: 0}  # the side that zero goes with; 0: with neither


@dataclass(frozen=True)
class Unseen:
    """A side on which none of the points lies: the expression and its sign; its bound indices may take any value.

    Where `partly`, some points lie there, but it may have other parts.
    """

    expression: Expr
    side: int
    indices: tuple[Basic, ...] = ()
    partly: bool = False

    @property
    def relation(self) -> Relational:
        """What holds at none of the points."""
        relation: Relational = NAMES[self.side](self.expression, Integer(0), evaluate=False)
        return relation


def unseen_sides(
    switches: Iterable[Switch],
    formulas: Iterable[Formula],
    scopes: Sequence[Scope],
    is_met: Callable[[Switch], bool],
    is_empty: Callable[[Side], bool],
) -> tuple[Unseen, ...]:
    """The sides that no point lies on, though for all that is known there may be some.

    Args:
        switches: those whose two sides are wanted.
        formulas: where they come from; these say where a switch that is zero has a formula of its own.
        scopes: the points.
        is_met: was an exact point found where the switch is zero, beside these?
        is_empty: is it certain that no point lies on a side?
    """
    switches, found = distinct(switches), list[Side]()
    alone = set(with_zeros(switches, formulas))
    with precision(BITS):
        for switch in switches:
            wanted = {-1, 0, 1} if switch in alone else {-1, 1}
            missed = sorted(wanted - signs_at(switch, scopes, wanted))
            found += [(switch, side) for side in missed if side or not is_met(switch)]
    return tuple(_told(side) for side in found if not is_empty(side))


def unseen_in(plan: Plan, formulas: Sequence[Formula], is_empty: Callable[[Side], bool]) -> tuple[Unseen, ...]:
    """The same for the switches of these formulas, and the points and places of a plan."""
    met = {form for place in plan.places for form in _both_ways(place.switch)}
    scopes = [point.scope() for point in plan.points]
    switches = [switch for formula in formulas for switch in switches_in(*formula)]
    return unseen_sides(switches, formulas, scopes, lambda switch: _both_ways(switch)[0] in met, is_empty)


def in_words(unseen: Sequence[Unseen], write: Callable[[Basic], str]) -> str:
    """What no point was found for: where p < 1, or x_i = 0 for any i."""
    places = (
        f"where {write(u.relation)}"
        + (f" for any {_listed(u.indices, write)}" if u.indices else "")
        + (" but for those that were tried" if u.partly else "")
        for u in unseen
    )
    return f"no point was found {', or '.join(places)}" if unseen else ""


def _listed(indices: Iterable[Basic], write: Callable[[Basic], str]) -> str:
    return ", ".join(map(write, indices))


def _told(side: Side) -> Unseen:
    switch, sign_ = side
    indices = tuple(index for index, *_ in switch.binders if index in switch.expression.free_symbols)
    return Unseen(switch.expression, sign_, indices)


def with_zeros(switches: Iterable[Switch], formulas: Iterable[Formula]) -> Iterator[Switch]:
    """Those switches at whose zeros neither of the formulas on the two sides is sure to hold as well."""
    homes: dict[Any, set[int]] = defaultdict(set)
    for formula in formulas:
        for switch, home in _homes(*formula):
            form, turned = _both_ways(switch)
            if turned in homes:
                homes[turned].add(-home)
            else:
                homes[form].add(home)
    for switch in switches:
        found = set().union(*(homes[form] for form in _both_ways(switch) if form in homes))
        if 0 in found or len(found) > 1:
            yield switch


def _homes(node: Basic, binders: tuple[Binder, ...] = ()) -> Iterator[tuple[Switch, int]]:
    """Every switch with the side that its zero goes with; of functions without a jump, the two are one there."""
    binders = (*binders, *binders_of(node))
    yield from ((Switch(u, binders), home) for u, home in _own_homes(node))
    for part in node.args:
        yield from _homes(part, binders)


def _own_homes(node: Basic) -> Iterator[tuple[Expr, int]]:
    if isinstance(node, sign | step):
        yield node.args[0], -1 if isinstance(node, step) else 0
    elif isinstance(node, Branches):
        for _, condition in node.cases:
            if isinstance(condition, Relational):
                yield condition.lhs - condition.rhs, WITH[type(condition)]


def _both_ways(switch: Switch) -> tuple[Any, Any]:
    """The switch in one form, and turned round."""
    return (expand(switch.expression), switch.binders), (expand(-switch.expression), switch.binders)
