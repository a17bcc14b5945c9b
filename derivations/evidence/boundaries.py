"""Are the claims about kinks and seams true? They are tested at points that lie exactly on the boundary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Protocol

from flint import fmpq
from sympy import Expr

from derivations.evidence.active import ActiveClaim, at_a_tie
from derivations.evidence.balls import (
    FINE_EPS,
    ZERO,
    Number,
    Undecided,
    Undefined,
    finely,
    number_sign,
    precision,
    slope,
)
from derivations.evidence.constraints import exact_root, value_at
from derivations.evidence.places import BITS, Place, Plan, Switch
from derivations.evidence.points import Point
from derivations.evidence.report import Failure, Finding
from derivations.evidence.sampling import is_defined, sign_at
from derivations.evidence.scope import Binder, Scope
from derivations.evidence.subgradients import in_a_ball, in_an_interval
from derivations.evidence.values import assignments, evaluate, move, some_assignments
from derivations.evidence.verdicts import Verdict, compare_values, value
from derivations.evidence.zeros import vanishing
from derivations.language.loss import Loss
from derivations.language.over import Extreme

TRIED = 5  # points from which the edge of a domain is looked for
NEARBY = (ZERO, fmpq(-1, 10**6), fmpq(1, 10**6))
WANTED = {"seam": ("agree", "agree"), "kink": ("agree", "differ"), "jump": ("differ", None)}  # values, slopes


class BoundaryClaim(Protocol):
    """What a derivation claims about one boundary: see ``derivations.calculus.kinks.Boundary``."""

    @property
    def kind(self) -> str: ...
    @property
    def switch(self) -> Expr: ...
    @property
    def variable(self) -> Expr: ...
    @property
    def where(self) -> Any: ...
    @property
    def below(self) -> Expr | None: ...
    @property
    def above(self) -> Expr | None: ...
    @property
    def slopes(self) -> tuple[Expr, Expr] | None: ...
    @property
    def subdifferential(self) -> tuple[Expr, Expr] | None: ...
    @property
    def in_wrt(self) -> tuple[Expr, Expr] | None: ...
    @property
    def index(self) -> tuple[Binder, ...]: ...
    @property
    def part(self) -> Expr | None: ...
    @property
    def means(self) -> tuple[tuple[Any, tuple[Binder, ...]], ...]: ...
    @property
    def radius(self) -> Expr | None: ...
    @property
    def active(self) -> ActiveClaim | None: ...


def findings(claim: BoundaryClaim, loss: Loss, plan: Plan) -> Iterator[Finding]:
    """Every test of the claim that can be made at the points of the plan; an open one claims nothing."""
    if claim.kind == "open":
        return
    if claim.kind == "outside":
        yield from _outside(claim, loss, plan)
        return
    about = loss.expression if claim.part is None else claim.part
    if claim.active is not None and isinstance(about, Extreme):
        for place in _places_on(claim, plan):
            yield from at_a_tie(about, claim.active, loss.wrt, place)
        return
    for place in _places_on(claim, plan):
        yield from _one_sided(claim, about, loss.wrt, place)
        for interval, variable in ((claim.subdifferential, claim.variable), (claim.in_wrt, loss.wrt)):
            if interval is not None:
                yield from in_an_interval(interval, variable, about, place)
        yield from _components(claim, place)
        if claim.radius is not None:
            yield from in_a_ball(claim.radius, loss.wrt, about, place)


def _places_on(claim: BoundaryClaim, plan: Plan) -> Iterator[Place]:
    """Every exact point of the boundary, with the values of the index of the claim."""
    found: dict[object, Place] = {}
    for place in plan.places:
        for scope in scopes_on(claim, place):
            found.setdefault(
                (place.point.identity, str(scope.indices)), Place(place.point, Switch(claim.switch), scope)
            )
    yield from found.values()


def given_of(claim: BoundaryClaim) -> tuple[Any, ...]:
    """What must be positive for the boundary to lie there, if the claim says so."""
    return tuple(getattr(claim, "given", ()))


def scopes_on(claim: BoundaryClaim, place: Place, *, corner: bool = False) -> Iterator[Scope]:
    """The point, for each value of the index of the claim for which it lies on the boundary.

    One switch may have several boundaries: |r| = 1 where r = 1 and where r = -1. At a corner of it something is 0 that
    must be positive for the boundary to lie there; of such nothing is claimed.
    """
    wanted = {0, 1} if corner else {1}
    with precision(BITS):
        for scope in list(assignments(claim.index, place.point.scope())):
            if all(value_at(u, scope) == ZERO for u in (claim.switch, claim.where.lhs - claim.where.rhs)):
                signs = {sign_at(relation.lhs, scope) for relation in given_of(claim)}
                if signs <= wanted and (0 in signs or not corner):
                    yield scope


def slope_in(expression: Expr, scope: Scope) -> Number:
    """The slope in the thing that the scope has moved."""
    return slope(evaluate(expression, scope))


def slope_beside(expression: Expr, variable: Expr, scope: Scope, side: int) -> Number:
    """The slope in the variable on one side of this point, that of a root at its zero included."""
    try:
        return slope_in(expression, move(scope, variable, side=side))
    except Undefined:
        with finely():
            return slope_in(expression, move(scope, variable, FINE_EPS, side))


def crossing(claim: BoundaryClaim, variable: Expr, scope: Scope) -> int:
    """Which way the switch goes as the variable grows; 0 if it stays, or turns back. At a root, the variable goes."""
    if claim.means:
        return 1
    with precision(BITS):
        try:
            return number_sign(slope(evaluate(claim.switch, move(scope, variable, side=1))))
        except (Undefined, Undecided):
            return 0


def _one_sided(claim: BoundaryClaim, about: Expr, wrt: Expr, place: Place) -> Iterator[Finding]:
    pairs = [(claim.variable, (claim.below, claim.above)), (wrt, claim.slopes or (None, None))]
    for variable, pair in pairs:
        upward = crossing(claim, variable, place.scope)
        if upward:
            yield from _slopes(variable, pair, upward, about, place)
    if place.point.generic:
        is_crossed = crossing(claim, claim.variable, place.scope)
        found = _kind(claim, about, place) if is_crossed or claim.kind == "jump" else ()
        yield from (test for test in found if is_crossed or test.holds)  # a value of its own is a jump without a side


def _slopes(variable: Expr, pair: tuple[Any, Any], upward: int, about: Expr, place: Place) -> Iterator[Finding]:
    for name, claimed, side in (("below", pair[0], -upward), ("above", pair[1], upward)):
        if claimed is not None:
            verdict = compare_values(partial(_claimed_and_found, claimed, about, variable, place.scope, side))
            text = f"the slope in {{0}} from {name}"
            yield Finding(text, _is("agree", verdict), place.point, verdict, formulas=(variable,))


def _claimed_and_found(claimed: Expr, about: Expr, variable: Expr, scope: Scope, side: int) -> tuple[Number, Number]:
    return value(claimed, move(scope, variable, side=side)), slope_beside(about, variable, scope, side)


def _is(wanted: str, verdict: Verdict) -> bool | None:
    return verdict.kind == wanted if verdict.kind in ("agree", "differ") else None


def _kind(claim: BoundaryClaim, about: Expr, place: Place) -> Iterator[Finding]:
    """A seam has one value and one slope, a kink one value and two slopes, a jump two values."""
    values, slopes = (
        values_beside(about, claim.variable, place.scope),
        slopes_beside(about, claim.variable, place.scope),
    )
    for what, verdict, wanted in zip(("values", "slopes"), (values, slopes), WANTED[claim.kind], strict=True):
        if wanted is not None:
            text = f"{claim.kind}: the {what} on the two sides {wanted}"
            yield Finding(text, _is(wanted, verdict), place.point, verdict, somewhere=wanted == "differ")


def values_beside(about: Expr, variable: Expr, scope: Scope) -> Verdict:
    """Do the values on the two sides of this point agree, with one another and with that at the point itself?"""
    beside = compare_values(
        lambda: (_value_beside(about, variable, scope, -1), _value_beside(about, variable, scope, 1))
    )
    if beside.kind != "agree":
        return beside
    here = compare_values(lambda: (_value_beside(about, variable, scope, 1), value(about, scope)))
    return here if here.kind == "differ" else beside


def _value_beside(about: Expr, variable: Expr, scope: Scope, side: int) -> Number:
    try:
        return value(about, move(scope, variable, side=side))
    except Undefined:
        with finely():
            return value(about, move(scope, variable, FINE_EPS, side))


def slopes_beside(about: Expr, variable: Expr, scope: Scope) -> Verdict:
    """Do the slopes on the two sides of this point agree?"""
    return compare_values(lambda: (slope_beside(about, variable, scope, -1), slope_beside(about, variable, scope, 1)))


def _components(claim: BoundaryClaim, place: Place) -> Iterator[Finding]:
    """On the boundary everything is 0 of which the claim says so."""
    for equation, binders in claim.means:
        with precision(BITS):
            gaps = [value_at(equation.lhs - equation.rhs, s) for s in assignments(binders, place.scope)]
        holds, about = all(gap == ZERO for gap in gaps), (equation,)
        yield Finding("on the boundary, {0}", holds, place.point, Verdict("undefined"), formulas=about)


def _outside(claim: BoundaryClaim, loss: Loss, plan: Plan) -> Iterator[Finding]:
    """On the boundary, or right behind it, the loss has no value."""
    with precision(BITS):
        for around in _across(claim, plan):
            missing = not all(is_defined(loss.expression, point.scope()) for point in around)
            yield Finding("outside: the loss has no value there", missing, around[0], Verdict("undefined"))
            place = Place(around[0], Switch(claim.switch), around[0].scope())
            for scope in scopes_on(claim, place) if claim.means else ():
                yield from _components(claim, Place(place.point, place.switch, scope))


def _across(claim: BoundaryClaim, plan: Plan) -> Iterator[list[Point]]:
    """Points on the boundary, each with those on both sides of it along the coordinate that was moved to it."""
    for point in plan.points[:TRIED]:
        keys = tuple(point.setting.domains)
        for scope in some_assignments(claim.index, point.scope(), 1):
            bound = dict(scope.indices)
            roots = [(key, exact_root(claim.switch, point, bound, key)) for key in keys]
            crossed = [(key, root) for key, root in roots if root is not None]
            yield from ([point.changed(key, root + step) for step in NEARBY] for key, root in crossed)
            here = None if crossed else vanishing(claim.switch, point, bound, keys)
            yield from [] if here is None else [[here]]


def judged(address: str, found: Sequence[Finding]) -> Iterator[Failure]:
    """The failures that these tests of one claim come to."""
    tests: dict[object, list[Finding]] = {}
    for finding in found:
        tests.setdefault((finding.claim, finding.formulas), []).append(finding)
    for of_one in tests.values():
        yield from _judge(address, of_one)


def _judge(address: str, tests: list[Finding]) -> Iterator[Failure]:
    """A claim must hold at every point; that two sides differ, at one (a kink may vanish on part of a boundary)."""
    held = any(test.holds for test in tests)
    bad = next((test for test in tests if test.holds is False), None)
    if bad is not None and not (held and tests[0].somewhere):
        yield Failure(address, "boundary", bad.claim, bad.point, bad.verdict.left, bad.verdict.right, bad.formulas)
    elif not held:
        yield Failure(address, "undecided", tests[0].claim, tests[0].point, formulas=tests[0].formulas)
