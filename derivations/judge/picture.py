"""A counterexample to be drawn: the loss along one variable through the point, and both slopes there."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from flint import fmpq
from sympy import Expr, Indexed

from derivations.evidence.balls import Undecided, Undefined, precision
from derivations.evidence.points import contains
from derivations.evidence.values import evaluate, key_of
from derivations.evidence.verdicts import Shown
from derivations.judge.judgement import Counterexample
from derivations.judge.question import Question
from derivations.judge.vectors import Spot, as_float

BITS = 128
SAMPLES = 240  # of the curve, and one at the point itself
REACH = fmpq(3, 2)  # how far the curve goes to either side, in sizes of the variable


@dataclass(frozen=True)
class Picture:
    """The curve of a loss along one variable, everything else held fixed.

    Args:
        variable: what is moved.
        at: where the counterexample is.
        value: the loss there.
        claimed: the claimed slope there, if it has a value.
        true: the slope of the loss there.
        curve: points of the curve from left to right; None where the loss has no value.
    """

    variable: Expr
    at: float
    value: float
    claimed: float | None
    true: float
    curve: tuple[tuple[float, float | None], ...]


def picture(question: Question, example: Counterexample) -> Picture | None:
    """The component in which claim and gradient are furthest apart; None if there is nothing to be drawn."""
    chosen = max(range(len(example.components)), key=lambda i: _gap(example, i), default=None)
    if question.is_second or chosen is None or _gap(example, chosen) < 0:
        return None
    w, spot = question.wrt[chosen * len(question.wrt) // len(example.components)], example.spots[chosen]
    claimed, true = _float(example.claimed[chosen]), _float(example.true[chosen])
    at = spot.point.get(key_of(w, spot.where))
    value = _loss(question, w, spot, fmpq(0))
    if true is None or value is None:
        return None
    curve = tuple((as_float(at + step), _loss(question, w, spot, step)) for step in _steps(question, w, at))
    return Picture(example.components[chosen], as_float(at), value, claimed, true, curve)


def _gap(example: Counterexample, i: int) -> float:
    """How far the two slopes are apart; a claim without a value comes last, a loss without a slope is not drawn."""
    claimed, true = _float(example.claimed[i]), _float(example.true[i])
    if true is None:
        return -1
    return 0 if claimed is None else abs(claimed - true)


def _float(number: Shown | None) -> float | None:
    return None if number is None else float(number)


def _steps(question: Question, w: Expr, at: fmpq) -> list[fmpq]:
    """How far to go from the point: from left to right, within the domain, the point itself among them."""
    domain = question.loss.symbols[w.base if isinstance(w, Indexed) else w]
    width = REACH * max(fmpq(1), abs(at))
    steps = {fmpq(0), *(width * fmpq(2 * i - SAMPLES, SAMPLES) for i in range(SAMPLES + 1))}
    return sorted(step for step in steps if contains(domain, at + step))


def _loss(question: Question, w: Expr, spot: Spot, step: fmpq) -> float | None:
    with precision(BITS):
        scope = spot.scope()
        try:
            value = as_float(evaluate(question.loss.expression, scope.move(key_of(w, scope), step)))
        except (Undefined, Undecided):
            return None
    return value if isfinite(value) else None
