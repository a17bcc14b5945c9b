"""Boundaries without an exact point, such as |r| = pi c: two points enclose one, so close that a limit shows.

What is claimed of a side is compared with the loss at the point on that side. Neither lies on the boundary, so that the
numbers agree up to the distance only: to more digits than are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Literal

from flint import arb, fmpq
from sympy import Expr, expand

from derivations.evidence.balls import Number, Undecided, Undefined, finite, precision, slope
from derivations.evidence.boundaries import WANTED, BoundaryClaim, given_of
from derivations.evidence.hunt import Course, Line, closer, landmarks, sign_or_zero
from derivations.evidence.places import Place, Plan, Switch, switches_in
from derivations.evidence.points import Point
from derivations.evidence.report import Finding
from derivations.evidence.sampling import is_defined
from derivations.evidence.scope import Scope
from derivations.evidence.subgradients import in_an_interval
from derivations.evidence.values import assignments, evaluate, key_of, move, some_assignments
from derivations.evidence.verdicts import DIGITS, Verdict, shown, value
from derivations.evidence.zeros import edges_in
from derivations.language.loss import Loss

BITS, HALVINGS = 1024, 400
NEAR = fmpq(1, 10**DIGITS)
PER_SETTING, MOST = 4, 4  # points from which a boundary is looked for; enclosures of one boundary


def enclosed_findings(claim: BoundaryClaim, loss: Loss, plan: Plan) -> list[Finding]:
    """Every test of the claim that can be made next to its boundary; none, if not found or not all decided."""
    about = loss.expression if claim.part is None else claim.part
    found: list[Finding] = []
    with precision(BITS):
        for under, over in islice(_enclosures(claim, loss, plan), MOST):
            if claim.kind == "outside":
                missing = not all(is_defined(loss.expression, place.scope) for place in (under, over))
                found.append(
                    Finding("outside: the loss has no value there", missing, under.point, Verdict("undefined"))
                )
            else:
                found += [*_sides(claim, about, loss.wrt, (under, over)), *_subgradients(claim, about, loss.wrt, under)]
    decided = {(finding.claim, finding.formulas) for finding in found if finding.holds is not None}
    return found if all((finding.claim, finding.formulas) in decided for finding in found) else []


def _enclosures(claim: BoundaryClaim, loss: Loss, plan: Plan) -> Iterator[tuple[Place, Place]]:
    """The two points: where the switch is below 0, and above."""
    gap = claim.where.lhs - claim.where.rhs
    if claim.means or claim.radius is not None or claim.active is not None:
        return
    for start in _spread(plan.points):
        first = key_of(loss.wrt, start.scope())
        keys = sorted((k for k, d in start.setting.domains.items() if not d.values), key=lambda key: key != first)
        for scope in some_assignments(claim.index, start.scope(), 1):
            found = (_enclosed(Course(gap, Line(start, (key,)), dict(scope.indices)), claim.switch) for key in keys)
            pairs = (pair for some in found for pair in some if _is_alone(claim, loss, pair[0]))
            yield from islice(pairs, 1)


def _spread(points: Sequence[Point]) -> list[Point]:
    """Generic points of every setting, those with several coordinates first."""
    settings: dict[int, list[Point]] = {}
    for point in points:
        if point.generic:
            settings.setdefault(id(point.setting), []).append(point)
    chosen = [point for some in settings.values() for point in some[:PER_SETTING]]
    return sorted(chosen, key=lambda point: len(point.setting.domains) == min(len(p.setting.domains) for p in chosen))


def _is_alone(claim: BoundaryClaim, loss: Loss, place: Place) -> bool:
    """Does the boundary lie there, and is nothing else of the loss zero there as well, as a length may be?"""
    if any(sign_or_zero(_number(partial(value, u.lhs, place.scope))) != 1 for u in given_of(claim)):
        return False
    known = {expand(claim.switch), expand(-claim.switch)}
    others = [*switches_in(loss.expression), *(Switch(*edge) for edge in edges_in(loss.expression))]
    for other in (other for other in others if expand(other.expression) not in known):
        for scope in assignments(other.binders, place.scope):
            number = _number(partial(value, other.expression, scope))
            if number is not None and abs(arb(number)) < NEAR:
                return False
    return True


def _enclosed(course: Course, switch: Expr) -> Iterator[tuple[Place, Place]]:
    for low, high in landmarks(course).roots:
        heights = {x: course.value(x) for x in (low, high)}
        if low == high or not all(map(sign_or_zero, heights.values())):
            continue
        ends = closer(course.value, heights, (high - low) / 2**HALVINGS)
        points = [course.line.at(x) for x in ends if course.line.holds(x)]
        places = [Place(point, Switch(switch), point.scope(course.bound)) for point in points]
        signs = [sign_or_zero(_number(partial(value, switch, place.scope))) for place in places]
        if sorted(signs) == [-1, 1]:
            yield (places[0], places[1]) if signs[0] < 0 else (places[1], places[0])


def _number(make: Callable[[], Number]) -> Number | None:
    try:
        return finite(make())
    except (Undefined, Undecided):
        return None


def _compared(left: Callable[[], Number], right: Callable[[], Number]) -> Verdict:
    """Equal up to the distance of the points?"""
    one, other = _number(left), _number(right)
    if one is None or other is None:
        return Verdict("undecided")
    gap, scale = arb(one - other), 1 + abs(arb(one))
    kind: Literal["agree", "differ", "undecided"] = "undecided"
    if abs(gap) < NEAR * scale:
        kind = "agree"
    elif abs(gap) > NEAR * scale:
        kind = "differ"
    return Verdict(kind, DIGITS if kind == "agree" else 0, shown(one), shown(other))


def _sides(claim: BoundaryClaim, about: Expr, wrt: Expr, pair: tuple[Place, Place]) -> Iterator[Finding]:
    for variable, claimed in ((claim.variable, (claim.below, claim.above)), (wrt, claim.slopes or (None, None))):
        for name, says, place in zip(("below", "above"), claimed, pair, strict=True):
            if says is not None:
                verdict = _compared(partial(value, says, place.scope), partial(_slope, about, variable, place.scope))
                yield _finding(f"the slope in {{0}} from {name}", "agree", verdict, place.point, (variable,))
    values = _compared(*(partial(value, about, place.scope) for place in pair))
    slopes = _compared(*(partial(_slope, about, claim.variable, place.scope) for place in pair))
    for what, verdict, wanted in zip(("values", "slopes"), (values, slopes), WANTED[claim.kind], strict=True):
        if wanted is not None:
            yield _finding(f"{claim.kind}: the {what} on the two sides {wanted}", wanted, verdict, pair[0].point)


def _finding(text: str, wanted: str, verdict: Verdict, point: Point, about: tuple[Expr, ...] = ()) -> Finding:
    holds = verdict.kind == wanted if verdict.kind in ("agree", "differ") else None
    return Finding(text, holds, point, verdict, wanted == "differ", about)


def _slope(about: Expr, variable: Expr, scope: Scope) -> Number:
    return slope(evaluate(about, move(scope, variable)))


def _subgradients(claim: BoundaryClaim, about: Expr, wrt: Expr, place: Place) -> Iterator[Finding]:
    for interval, variable in ((claim.subdifferential, claim.variable), (claim.in_wrt, wrt)):
        if interval is not None:
            yield from in_an_interval(interval, variable, about, place, slack=NEAR)
