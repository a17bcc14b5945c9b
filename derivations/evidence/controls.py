"""Negative controls: known mistakes and mutants of the gradient, all of which must be refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from random import Random
from typing import Any, Literal

from flint import fmpq
from sympy import Add, Expr, Float, Rational
from sympy.core.relational import Relational

from derivations.evidence.balls import precision
from derivations.evidence.certain import to_be_tried
from derivations.evidence.mutants import Change
from derivations.evidence.places import BITS, Plan, hunt, switches_in
from derivations.evidence.points import Point, nice, numbers_shown
from derivations.evidence.proof import Prover
from derivations.evidence.report import Equation, Failure, Refutation
from derivations.evidence.sampling import is_defined, sample
from derivations.evidence.scope import Scope
from derivations.evidence.settings import Setting, settings_of
from derivations.evidence.values import some_assignments
from derivations.evidence.verdicts import Shown, compare
from derivations.language.functions import D, step
from derivations.language.loss import Loss
from derivations.language.shapes import free_names
from derivations.language.stated import Mistake

BOUND = 3  # values of the bound indices tried at one point
Fate = Literal["refused", "disguised", "survived"]
NICE_DRAWS, BEST_OF = 240, 80  # points with simple numbers, and how many counterexamples to choose from
LEAST = 2  # that a claimed and a true slope take to write down


@lru_cache(maxsize=4)  # the curvature of a loss is looked for at the same points
def simple_points(loss: Loss) -> tuple[Point, ...]:
    """Points that a student can put in by hand, easiest first."""
    rng, settings, hole = Random(0), settings_of(loss), to_be_tried(loss)
    points: dict[object, Point] = {}
    with precision(BITS):
        for setting in settings:
            for _ in range(NICE_DRAWS // len(settings)):
                point = sample(setting, hole, rng, nice)
                points[point.identity] = point
    return tuple(sorted(points.values(), key=_effort))


def refute(mistake: Mistake, hole: Expr, simple: Iterable[Point], others: Iterable[Point]) -> Refutation | None:
    """The easiest counterexample among simple points, which begin with the easiest; else among the first of others."""
    found = _easiest(counterexamples(mistake, hole, simple))
    return found or min(islice(counterexamples(mistake, hole, others), BEST_OF), key=effort_of_all, default=None)


def _easiest(found: Iterator[Refutation]) -> Refutation | None:
    """Of what comes in the order of its points, until no later one can be easier."""
    best: tuple[int, Refutation] | None = None
    for refutation in islice(found, BEST_OF):
        if best is not None and _effort(refutation.point) + LEAST >= best[0]:
            break
        effort = effort_of_all(refutation)
        best = (effort, refutation) if best is None or effort < best[0] else best
    return best and best[1]


def counterexamples(mistake: Mistake, hole: Expr, points: Iterable[Point]) -> Iterator[Refutation]:
    for point in points:
        verdict = compare(mistake.claim, hole, point.scope())
        if verdict.kind == "differ" and verdict.left is not None and verdict.right is not None:
            yield Refutation(mistake.claim, mistake.why, point, verdict.left, verdict.right)


def effort_of_all(refutation: Refutation) -> int:
    accident = 12 * bool(refutation.true == 0)  # a slope of zero may look like a special case
    return _effort(refutation.point) + _length(refutation.claimed) + _length(refutation.true) + accident


def _effort(point: Point) -> int:
    """How much there is to write down; zeros and repetitions make it look like an accident."""
    weighed = list(map(_weighed, numbers_shown(point)))
    repeated = len(weighed) - len({size for _, size in weighed})
    return sum(weight for weight, _ in weighed) + 2 * repeated


@lru_cache(maxsize=2**12, typed=True)
def _weighed(number: fmpq | Float) -> tuple[int, fmpq | Float]:
    """How much it is to write down, and the number without its sign."""
    return _length(number) + 3 * bool(number == 0) + bool(number < 0), abs(number)


def _length(number: fmpq | Float | Shown) -> int:
    if isinstance(number, fmpq | Rational):
        return 1 + abs(int(number.p)) + 2 * (int(number.q) - 1)
    return 4 + len(str(number))


def fate_of(mutant: Expr, gradient: Expr, hole: Expr, settings: list[Setting], plan: Plan, prover: Prover) -> Fate:
    """Refused at a point, disguised if algebra proves it equal to the gradient, else survived."""
    if _is_refused(mutant, gradient, hole, plan.points):
        return "refused"
    if _compared(mutant) == _compared(gradient) or prover.equation(gradient, mutant).proved:
        return "disguised"
    more = hunt(settings, hole, switches_in(mutant))
    return "refused" if _is_refused(mutant, gradient, hole, more.points) else "survived"


def fate_of_line(
    mutant: Expr, line: Equation, hole: Expr, settings: list[Setting], points: Iterable[Point], prover: Prover
) -> Fate:
    """Refused if the line above differs from it at a point, or has a value where it has none; see ``fate_of``."""
    if _is_line_refused(mutant, line, points):
        return "refused"
    if (
        _moving(_compared(line.right)) == _moving(_compared(mutant))
        or prover.equation(line.right, mutant, line.binders).proved
    ):
        return "disguised"
    more = hunt(settings, hole, switches_in(mutant))
    return "refused" if _is_line_refused(mutant, line, more.points) else "survived"


def survivors(address: str, fates: Iterable[tuple[Change, Fate]]) -> Iterator[Failure]:
    """A failure for each mutant that was neither refused nor proved to be the same."""
    for change, fate in fates:
        if fate == "survived":
            yield Failure(address, "mutant survived", change.what, formulas=change.formulas)


def _is_line_refused(mutant: Expr, line: Equation, points: Iterable[Point]) -> bool:
    for point in points:
        for scope in some_assignments(line.binders, point.scope(), BOUND):
            verdict = compare(line.left, mutant, scope)
            if verdict.kind == "differ" or (verdict.kind == "undefined" and _lost(line, mutant, scope)):
                return True
    return False


def _compared(formula: Expr) -> Expr:
    """The formula with a^2 > b^2 wherever two like even powers are compared: a^4 > b^4 says the same."""

    def plain(node: Any) -> Any:
        if isinstance(node, step):
            return step(_squares(node.args[0]))
        return node.func(_squares(node.lhs - node.rhs), 0, evaluate=False)

    return formula.replace(lambda node: isinstance(node, step | Relational), plain)


def _squares(gap: Expr) -> Expr:
    """For a^n - b^n with an even n, a^2 - b^2, which has the same sign."""
    if not gap.is_Add or len(gap.args) != 2:  # noqa: PLR2004
        return gap
    below, above = sorted(gap.args, key=lambda term: term.as_coeff_Mul()[0])
    (a, n), (b, m) = above.as_base_exp(), (-below).as_base_exp()
    return a**2 - b**2 if n == m and n.is_even and n.is_positive else gap


def _moving(line: Expr) -> Expr:
    """The line without the terms of its derivatives that are constant in their variable: their slope is 0."""
    found: Expr = line.replace(lambda node: isinstance(node, D) and node.inner.is_Add, _without_constants)
    return found


def _without_constants(hole: D) -> D:
    names = free_names(hole.wrt)
    return D(Add(*[term for term in hole.inner.args if free_names(term) & names]), hole.wrt)


def _lost(line: Equation, mutant: Expr, scope: Scope) -> bool:
    """Has the line a value here, and the mutant none?"""
    with precision(BITS):
        return is_defined(line.right, scope) and not is_defined(mutant, scope)


def _is_refused(mutant: Expr, gradient: Expr, hole: Expr, points: Iterable[Point]) -> bool:
    """Does it differ from the slope somewhere, or have no value where the gradient has one?"""
    for point in points:
        verdict = compare(hole, mutant, point.scope())
        missing = verdict.kind == "undefined" and _has(gradient, point) and not _has(mutant, point)
        if verdict.kind == "differ" or missing:
            return True
    return False


def _has(expression: Expr, point: Point) -> bool:
    with precision(BITS):
        return is_defined(expression, point.scope())
