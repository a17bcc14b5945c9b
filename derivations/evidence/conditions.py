"""Are the conditions under which a gradient is said to hold enough, and is each of them needed?

Enough: wherever they hold, also on exact boundaries, the gradient has a value, and the loss has that slope on both
sides. Needed: a condition holds somewhere, leaves out no ordinary point at which all is well, and on its own boundary
something is the matter at one point at least.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Literal

from sympy import Basic, Expr
from sympy.core.relational import Ne, Relational

from derivations.evidence.balls import Undecided, Undefined, number_sign, precision
from derivations.evidence.boundaries import slope_beside, slopes_beside, values_beside
from derivations.evidence.places import BITS, Plan
from derivations.evidence.points import Point
from derivations.evidence.report import Failure
from derivations.evidence.sampling import is_defined
from derivations.evidence.scope import Binder, Scope
from derivations.evidence.switching import HOLDS
from derivations.evidence.values import assignments
from derivations.evidence.verdicts import compare, compare_values, value
from derivations.language.loss import Loss

TRIED, MANY = 4, 24  # places on each switch, and points at which one condition fails
State = Literal["well", "ill", "unknown"]


@dataclass(frozen=True)
class Condition:
    """A relation that is claimed to be needed, for every value of these indices.

    Args:
        relation: what must hold.
        binders: the indices, each with its first and last value.
        granted: that it is needed follows already: without it there is not even what is differentiated here.
    """

    relation: Relational
    binders: tuple[Binder, ...] = ()
    granted: bool = False

    def holds(self, scope: Scope) -> bool | None:
        """Does it hold at this point? None if it cannot be told, or speaks of an entry beyond an array."""
        told = [_holds(self.relation, here) for here in assignments(self.binders, scope)]
        return False if False in told else None if None in told else True


def _holds(relation: Relational, scope: Scope) -> bool | None:
    with precision(BITS):
        try:
            gap = number_sign(value(relation.lhs - relation.rhs, scope))
        except (Undefined, Undecided):
            return None
    return HOLDS[type(relation)](gap, 0)


def left_out(conditions: Iterable[Condition]) -> tuple[Expr, ...]:
    """What is not 0 where the gradient is said to hold."""
    relations = [condition.relation for condition in conditions if not condition.binders]
    return tuple(relation.lhs - relation.rhs for relation in relations if isinstance(relation, Ne))


def check_conditions(
    loss: Loss, gradient: Expr, hole: Expr, conditions: Sequence[Condition], plan: Plan
) -> Iterator[Failure]:
    """Whatever is the matter with the conditions of a gradient.

    Args:
        loss: the loss.
        gradient: its gradient, as claimed.
        hole: its slope.
        conditions: those under which the gradient is said to hold.
        plan: ordinary points, and exact points on boundaries.
    """
    trials = _Trials(loss, gradient, hole, plan)
    yield from trials.enough(conditions)
    for condition in conditions:
        if not condition.granted:
            yield from trials.needed(condition, [other for other in conditions if other != condition])


class _Trials:
    def __init__(self, loss: Loss, gradient: Expr, hole: Expr, plan: Plan) -> None:
        self.loss, self.gradient, self.hole, self.plan = loss, gradient, hole, plan
        self.states: dict[object, State] = {}
        found: dict[Basic, list[Point]] = {}
        for place in plan.places:
            found.setdefault(place.switch.expression, []).append(place.point)
        self.on_boundaries = [(switch, point) for switch, points in found.items() for point in points]

    def enough(self, conditions: Sequence[Condition]) -> Iterator[Failure]:
        """The first exact point on each boundary at which they hold, and all is not well."""
        tried: dict[Basic, int] = {}
        for switch, point in self.on_boundaries:
            if tried.get(switch, 0) < TRIED and all(c.holds(point.scope()) is True for c in conditions):
                tried[switch] = tried.get(switch, 0) + 1
                if self.state(point) == "ill":
                    claim = "where {0} = 0, the conditions hold, but the gradient does not"
                    yield Failure(self.loss.called("conditions"), "boundary", claim, point, formulas=(switch,))
                    tried[switch] = TRIED

    def needed(self, condition: Condition, others: Sequence[Condition]) -> Iterator[Failure]:
        """A condition that holds nowhere, or fails where nothing is the matter."""
        about = self.loss.called("conditions")
        formulas = (condition.relation,)
        if not any(condition.holds(point.scope()) for point in self.plan.points):
            yield Failure(about, "undecided", "the condition {0} holds at no point that was tried", formulas=formulas)
            return
        wide = not isinstance(condition.relation, Ne)  # it leaves out more than a boundary
        ordinary = list(self._failing(condition, others, self.plan.points))
        found = [*ordinary, *self._failing(condition, others, [point for _, point in self.on_boundaries])]
        needless = next((point for point in ordinary if wide and self.state(point) == "well"), None)
        if needless is None and all(self.state(point) == "well" for point in found):
            needless = next(iter(found), None)
        if needless is not None:
            yield Failure(about, "boundary", "the condition {0} is not needed here", needless, formulas=formulas)

    def _failing(self, condition: Condition, others: Sequence[Condition], points: Sequence[Point]) -> Iterator[Point]:
        """Points at which this condition alone fails."""
        mixed = Random(len(points)).sample(points, len(points))
        failing = (point for point in mixed if condition.holds(point.scope()) is False)
        alone = (point for point in failing if all(c.holds(point.scope()) is True for c in others))
        yield from islice(alone, MANY)

    def state(self, point: Point) -> State:
        """Is the gradient the slope of the loss here?"""
        if point.identity not in self.states:
            self.states[point.identity] = self._state(point.scope())
        return self.states[point.identity]

    def _state(self, scope: Scope) -> State:
        with precision(BITS):
            if not is_defined(self.loss.expression, scope):
                return "unknown"
        here = compare(self.hole, self.gradient, scope)
        if here.kind in ("agree", "differ"):
            return "well" if here.kind == "agree" else "ill"
        return self._beside(scope)

    def _beside(self, scope: Scope) -> State:
        """The same where the loss has a switch: its slopes on both sides must be one, and the gradient's value."""
        about, wrt = self.loss.expression, self.loss.wrt
        for verdict in (values_beside(about, wrt, scope), slopes_beside(about, wrt, scope)):
            if verdict.kind != "agree":
                return "ill" if verdict.kind == "differ" else "unknown"
        found = compare_values(lambda: (slope_beside(about, wrt, scope, 1), value(self.gradient, scope)))
        return "well" if found.kind == "agree" else "unknown" if found.kind == "undecided" else "ill"
