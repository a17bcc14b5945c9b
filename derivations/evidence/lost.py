"""Does a line have a value wherever the one above has? What it divides by, or draws a root of, says where not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sympy import Basic, Expr

from derivations.evidence.balls import precision
from derivations.evidence.conditions import Condition
from derivations.evidence.places import BITS, Plan, Switch, plan
from derivations.evidence.points import Draw, Point, plain
from derivations.evidence.proof import Prover
from derivations.evidence.report import Equation, Failure
from derivations.evidence.sampling import is_defined
from derivations.evidence.scope import Binder, Scope
from derivations.evidence.settings import Setting
from derivations.evidence.values import some_assignments
from derivations.evidence.zeros import edges_in

BASES: tuple[Draw, ...] = (plain,) * 3
SETTINGS, BOUND = 4, 4  # settings looked at; values of the bound indices tried at one point


def check_lost(
    claims: Iterable[Equation],
    hole: Expr,
    known: Sequence[tuple[Basic, tuple[Binder, ...]]],
    settings: list[Setting],
    conditions: Sequence[Condition],
    prover: Prover,
) -> Iterator[Failure]:
    """The first point for each claim at which the loss has a slope, its left side a value, and its right side none.

    Where no edge can be zero, as is proved of a sum of exponentials, no point is looked for.
    """
    own = {edge for formula in known for edge, _ in edges_in(*formula)}
    few = settings[:: max(1, len(settings) // SETTINGS)]
    plans: dict[tuple[Switch, ...], Plan] = {}  # claims often have the same edges
    for claim in claims:
        before = own | {edge for edge, _ in edges_in(claim.left)}
        edges = tuple(
            Switch(edge, binders)
            for edge, binders in dict.fromkeys(edges_in(claim.right, claim.binders))
            if edge not in before and not edge.is_positive and not prover.is_empty((Switch(edge, binders), 0))
        )
        if edges:
            there = plans[edges] = plans.get(edges) or plan(few, hole, edges, BASES, edges=edges)
            with precision(BITS):
                yield from islice(_lost(claim, hole, there, conditions), 1)


def _lost(claim: Equation, hole: Expr, there: Plan, conditions: Sequence[Condition]) -> Iterator[Failure]:
    points = {point.identity: point for point in (*(place.point for place in there.places), *there.points)}
    for point in points.values():
        here = point.scope()
        if is_defined(hole, here) and all(condition.holds(here) is True for condition in conditions):
            scopes = some_assignments(claim.binders, here, BOUND)
            yield from (_failure(claim, point) for scope in scopes if is_lost(claim, scope))


def is_lost(claim: Equation, scope: Scope) -> bool:
    """Has the left side a value, and the right side none?"""
    return is_defined(claim.left, scope) and not is_defined(claim.right, scope)


def is_missed(claim: Equation, point: Point, scope: Scope, conditions: Iterable[Condition]) -> bool:
    """Is the right side said to have a value at this point, where no condition of the gradient fails?"""
    is_said = claim.strict and (point.generic or is_lost(claim, scope))
    return is_said and all(condition.holds(point.scope()) is not False for condition in conditions)


def _failure(claim: Equation, point: Point) -> Failure:
    formulas = claim.right, claim.left
    return Failure(claim.address, "undefined", "{0} has no value, but {1} has one", point, formulas=formulas)
