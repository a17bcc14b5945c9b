"""The referee: every equation, slope and boundary that is claimed of one loss, and what is the matter with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from sympy import Basic, Expr, Integer

from derivations.evidence.boundaries import BoundaryClaim, findings, judged, slope_in
from derivations.evidence.certain import slope_of, to_be_tried
from derivations.evidence.conditions import Condition, check_conditions, left_out
from derivations.evidence.controls import fate_of, fate_of_line, refute, simple_points, survivors
from derivations.evidence.coverage import unsaid
from derivations.evidence.enclosed import enclosed_findings
from derivations.evidence.hunt import hunted, on_curves
from derivations.evidence.lost import check_lost, is_missed
from derivations.evidence.misnamed import misnamed
from derivations.evidence.mutants import mutants_of, mutants_of_line
from derivations.evidence.places import Place, Plan, Switch, plan, switches_in, without_ties
from derivations.evidence.points import Point
from derivations.evidence.proof import Proof, Prover
from derivations.evidence.regions import refuse_regions
from derivations.evidence.report import Equation, Failure, Finding, Level, Report, Tally
from derivations.evidence.scope import Binder, Scope
from derivations.evidence.settings import settings_of
from derivations.evidence.tending import check_limits
from derivations.evidence.unseen import Unseen, unseen_in
from derivations.evidence.values import move, some_assignments
from derivations.evidence.verdicts import DEEP, LADDER, Verdict, compare, compare_values, value
from derivations.evidence.zeros import edges_in
from derivations.language.loss import ANONYMOUS, Definition, Loss

# Kinds of boundary at which the loss has no slopes to compare, none are claimed, or no switch changes its sign.
UNTRIED = "outside", "open", "tie"
# Of an equation that is proved: about so many points, which check the prover, and values of its bound indices at each.
ENOUGH, FEW_BOUND = 6, 2
ON_BOUNDARY = 6  # places on one boundary at which all equations are compared
BOUND = 6  # values of the bound indices tried at one point
SIDES = 2  # of a boundary


def examine(
    loss: Loss,
    equations: Iterable[Equation],
    gradient: Expr,
    boundaries: Sequence[BoundaryClaim] | None = None,
    conditions: Sequence[Condition] | None = None,
    *,
    brief: bool = False,
) -> Report:
    """Check a derivation: its equations, its gradient, its boundaries, and that what is wrong is refused.

    If boundaries are claimed, though there be none, they must be all that there are; if conditions are, they must be
    enough, and needed. A brief check of what is all proved looks for no points on curves, and spoils the gradient only.

    Raises:
        LossaryError: something that the referee cannot evaluate, or a loss that has a slope nowhere.
    """
    refuse_regions(loss, _formulas(loss), [loss.wrt])
    hole = slope_of(loss)
    claims = [
        *(_with_ranges(claim, loss) for claim in equations),
        Equation(loss.called("gradient"), hole, gradient, strict=True),
    ]
    prover = Prover(loss, together=True)
    levels = {claim.address: _level(prover.equation(claim.left, claim.right, claim.binders)) for claim in claims}
    levels[claims[-1].address] = _level(prover.gradient(gradient, loss.wrt, left_out=left_out(conditions or ())))
    settings, tally = settings_of(loss), Tally()
    own, edges = _switches_of(loss), _edges_of(loss)
    tips = [Switch(boundary.switch, boundary.index) for boundary in boundaries or () if boundary.means]
    tried = to_be_tried(loss)
    where = plan(settings, tried, [*own, *_switches(loss, claims, boundaries or ())], edges=[*edges, *tips])
    brief = brief and set(levels.values()) == {"proved"}
    where = without_ties(where + (Plan((), ()) if brief else on_curves(loss, own, where)), edges)
    proved = [claim for claim in claims[:-1] if levels[claim.address] == "proved"]
    few = where.few(ENOUGH)
    failures = list(misnamed(claims, loss))
    failures += [failure for claim in proved for failure in _check_equation(claim, few, tally, bound=FEW_BOUND)]
    unsure = [claim for claim in claims if claim not in proved]
    failures += _check_equations(loss, unsure, where, tally, conditions or ())
    failures += _check_on_boundaries(loss, gradient, where, tally, conditions or ())
    failures += check_lost(claims, hole, list(_formulas(loss)), settings, conditions or (), prover)
    unproved = [claim for claim in claims if levels[claim.address] != "proved"]
    more = without_ties(_hunted(loss, unproved, where), edges) if unproved and not failures else Plan((), ())
    failures += _check_hunted(loss, unproved, more, tally, conditions or ())
    untested: list[int] = []
    for number, boundary in enumerate(boundaries or ()):
        tests = _tests_of(boundary, loss, where)
        untested += [] if tests or boundary.kind == "open" else [number]
        failures += judged(loss.called(f"boundary {number + 1}"), tests)
    if boundaries is not None:
        on_own = [place for place in where.places if place.switch in {*own, *edges}]
        failures += unsaid(loss, boundaries, on_own, conditions or ())
    if conditions is not None:
        failures += check_conditions(loss, gradient, hole, conditions, where)
    of_limits, limits = check_limits(loss, gradient, where.points)
    failures += of_limits
    simple = simple_points(loss) if loss.mistakes else ()
    refutations = [refute(mistake, hole, simple, where.points) for mistake in loss.mistakes]
    for mistake, refutation in zip(loss.mistakes, refutations, strict=True):
        if refutation is None:
            claim = "{0} is listed as a mistake, but equals the gradient at every point that was tried"
            formulas = (mistake.claim,)
            failures.append(Failure(loss.called("mistakes"), "mistake not refused", claim, formulas=formulas))
    fates = [
        (name, fate_of(mutant, gradient, hole, settings, where, prover)) for name, mutant in mutants_of(gradient, loss)
    ]
    doubtful = {address for address, level in levels.items() if level != "proved" or loss.id != ANONYMOUS}
    failures += survivors(loss.called("mutants"), fates) if claims[-1].address in doubtful else ()
    for line in (claim for claim in claims if claim.is_line and not brief):
        of_line = [
            (name, fate_of_line(mutant, line, hole, settings, where.points, prover))
            for name, mutant in mutants_of_line(line.right)
        ]
        failures += survivors(line.address, of_line) if line.address in doubtful else ()
        fates += of_line
    return Report(
        levels=levels,
        gradient=levels[claims[-1].address],
        points=tally.points,
        checks=len(tally.digits),
        digits=min(tally.digits, default=0),
        refutations=tuple(refutation for refutation in refutations if refutation is not None),
        mutants=sum(fate == "refused" for _, fate in fates),
        disguised=sum(fate == "disguised" for _, fate in fates),
        survived=sum(fate == "survived" for _, fate in fates),
        failures=tuple(failures),
        untested=frozenset(untested),
        limits=limits,
        unseen=_unseen(loss, unproved, where + more, prover),
    )


def _check_equations(
    loss: Loss,
    claims: Sequence[Equation],
    where: Plan,
    tally: Tally,
    conditions: Sequence[Condition],
    ladder: tuple[int, ...] = LADDER,
) -> list[Failure]:
    """Every equation at every point, and on those places of boundaries at which the loss is smooth."""
    failures = [
        failure for claim in claims for failure in _check_equation(claim, where.points, tally, conditions, ladder)
    ]
    smooth = [place for place in _some(where.places) if _is_smooth(loss, place.scope)] if claims else []
    return failures + [failure for claim in claims for failure in islice(_differing(claim, smooth), 1)]


def _hunted(loss: Loss, claims: Sequence[Equation], where: Plan) -> Plan:
    """Where the numbers of these claims themselves put a difference, the last ones first."""
    return hunted(slope_of(loss), list(_formulas(loss)), _sides_of(reversed(claims)), where)


def _sides_of(claims: Iterable[Equation]) -> list[tuple[Expr, tuple[Binder, ...]]]:
    return [(side, claim.binders) for claim in claims for side in (claim.right, claim.left)]


def _check_hunted(
    loss: Loss, claims: Sequence[Equation], more: Plan, tally: Tally, conditions: Sequence[Condition]
) -> list[Failure]:
    """The same at these points."""
    gradient = claims[-1].right if claims and claims[-1].strict else None
    on_boundaries = [] if gradient is None else list(_check_on_boundaries(loss, gradient, more, tally, conditions))
    return [*_check_equations(loss, claims, more, tally, conditions, DEEP), *on_boundaries]


def _unseen(loss: Loss, claims: Sequence[Equation], where: Plan, prover: Prover) -> tuple[Unseen, ...]:
    """Sides of the switches of claims that are not proved on which no point lies."""
    own = _formulas(loss) if loss.backward and claims else ()  # what an adjoint does not show
    return unseen_in(where, [*own, *_sides_of(claims)], prover.is_empty)


def _some(places: Iterable[Place]) -> Iterator[Place]:
    """A few on each boundary."""
    counts: Counter[Switch] = Counter()
    for place in places:
        counts[place.switch] += 1
        if counts[place.switch] <= ON_BOUNDARY:
            yield place


def _is_smooth(loss: Loss, scope: Scope) -> bool:
    left, right = (move(scope, loss.wrt, side=side) for side in (-1, 1))
    verdict = compare_values(lambda: (slope_in(loss.expression, left), slope_in(loss.expression, right)))
    return verdict.kind == "agree"


def _differing(claim: Equation, places: Iterable[Place]) -> Iterator[Failure]:
    """Where two formulas meet that have one slope, whatever is claimed of them holds too, if it has a value."""
    for place in places:
        for scope in some_assignments(claim.binders, place.point.scope(), BOUND):
            verdict = compare(claim.left, claim.right, scope)
            if verdict.kind == "differ":
                what, formulas = "{0} = {1} on the boundary {2} = 0", (claim.left, claim.right, place.switch.expression)
                yield Failure(claim.address, "differ", what, place.point, verdict.left, verdict.right, formulas)


def _with_ranges(claim: Equation, loss: Loss) -> Equation:
    """The claim for every value of the indices that come from a definition, such as k in o[k]."""
    used = claim.left.free_symbols | claim.right.free_symbols
    known = {*loss.symbols, *(index for index, _, _ in claim.binders)}
    ranges = {index: size for d in loss.definitions for index, size in _ranges(d, loss)}
    free = tuple((index, Integer(1), size) for index, size in ranges.items() if index in used - known)
    return replace(claim, binders=(*free, *claim.binders))


def _ranges(definition: Definition, loss: Loss) -> list[tuple[Basic, Expr]]:
    return list(zip(definition.indices, loss.symbols[definition.base].shape, strict=True))


def _formulas(loss: Loss) -> Iterator[tuple[Expr, tuple[Binder, ...]]]:
    """The loss and, if it is derived backwards, its intermediates, with the values of their indices."""
    yield loss.expression, ()
    for definition in loss.definitions if loss.backward else ():
        yield definition.value, tuple((index, Integer(1), size) for index, size in _ranges(definition, loss))


def _switches_of(loss: Loss) -> list[Switch]:
    return [switch for formula, binders in _formulas(loss) for switch in switches_in(formula, binders)]


def _edges_of(loss: Loss) -> list[Switch]:
    return [Switch(*edge) for formula, binders in _formulas(loss) for edge in edges_in(formula, binders)]


def _switches(loss: Loss, claims: list[Equation], boundaries: Sequence[BoundaryClaim]) -> Iterator[Switch]:
    """Those of the claims, but for roots: they are no switches, and are tried as edges."""
    for claim in claims:
        for side in (claim.left, claim.right):
            yield from switches_in(side, claim.binders)
    for mistake in loss.mistakes:
        yield from switches_in(mistake.claim)
    for boundary in boundaries:
        if boundary.kind not in UNTRIED and not boundary.means:
            yield Switch(boundary.switch, boundary.index)
            yield Switch(boundary.where.lhs - boundary.where.rhs, boundary.index)


def _level(proof: Proof) -> Level:
    return "proved" if proof.proved and not proof.missing else "checked"


def _check_equation(
    equation: Equation,
    points: Sequence[Point],
    tally: Tally,
    conditions: Sequence[Condition] = (),
    ladder: tuple[int, ...] = LADDER,
    bound: int = BOUND,
) -> Iterator[Failure]:
    """The first point at which the equation fails; comparing it nowhere is a failure too."""
    compared = 0
    for point in points:
        for scope in some_assignments(equation.binders, point.scope(), bound):
            verdict = compare(equation.left, equation.right, scope, ladder)
            if verdict.kind == "agree":
                compared += 1
                tally.agreed(point, verdict)
            elif verdict.kind == "undecided" and ladder is not LADDER:
                continue
            elif verdict.kind != "undefined" or is_missed(equation, point, scope, conditions):
                sides = equation.left, equation.right
                yield Failure(equation.address, verdict.kind, "{0} = {1}", point, verdict.left, verdict.right, sides)
                return
    if not compared and ladder is LADDER:
        yield Failure(equation.address, "undecided", "the two sides have a value together at no point that was tried")


def _check_on_boundaries(
    loss: Loss, gradient: Expr, where: Plan, tally: Tally, conditions: Sequence[Condition]
) -> Iterator[Failure]:
    """On a boundary the slope of the loss on each side is the limit of the gradient; where they are one, its value.

    The last unless a condition of the gradient fails there, so that it is not said to hold.
    """
    for place in where.places:
        excluded = any(condition.holds(place.point.scope()) is False for condition in conditions)
        for verdict in islice(_on_boundary(loss, gradient, place.scope), SIDES if excluded else None):
            if verdict.kind == "agree":
                tally.agreed(place.point, verdict)
            elif verdict.kind != "undefined":
                what, about = "the gradient on the boundary {0} = 0", (place.switch.expression,)
                address = loss.called("gradient")
                yield Failure(address, verdict.kind, what, place.point, verdict.left, verdict.right, about)
                return


def _on_boundary(loss: Loss, gradient: Expr, scope: Scope) -> Iterator[Verdict]:
    left, right = (move(scope, loss.wrt, side=side) for side in (-1, 1))
    yield from (_slope_is(loss, side, gradient, side) for side in (left, right))
    smooth = compare_values(lambda: (slope_in(loss.expression, left), slope_in(loss.expression, right)))
    if smooth.kind == "agree":
        yield _slope_is(loss, left, gradient, scope)


def _slope_is(loss: Loss, moved: Scope, gradient: Expr, scope: Scope) -> Verdict:
    return compare_values(lambda: (slope_in(loss.expression, moved), value(gradient, scope)))


def _tests_of(claim: BoundaryClaim, loss: Loss, where: Plan) -> list[Finding]:
    """At exact points on the boundary; where none was found, at pairs of points that enclose one."""
    if claim.kind == "open":
        return []
    found = list(findings(claim, loss, where))
    is_enough = any(finding.point.generic or claim.kind == "outside" for finding in found)
    return found if is_enough else [*found, *enclosed_findings(claim, loss, where)]
