"""Is a claim the gradient of anything? Only if its Jacobian is symmetric."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, product
from typing import Any

from flint import fmpq
from sympy import Expr, Indexed

from derivations.errors import LossaryError
from derivations.evidence.balls import slope
from derivations.evidence.points import Point
from derivations.evidence.values import evaluate, integer, key_of
from derivations.evidence.verdicts import Verdict, compare_values
from derivations.judge.question import Question
from derivations.judge.vectors import Spot
from derivations.language.domains import Index
from derivations.language.loss import Loss

SPOTS, PAIRS = 4, 12


@dataclass(frozen=True)
class Asymmetry:
    """Two slopes of the claim that would be equal if it were a gradient."""

    first: Any
    second: Any
    spot: Spot
    verdict: Verdict


def asymmetry(question: Question, claims: Sequence[Expr], spots: Sequence[Spot]) -> Asymmetry | None:
    """A point at which the claim's Jacobian is proved not to be symmetric; None if none was found."""
    try:
        return next(_found(question, claims, spots), None)
    except LossaryError:
        return None


def _found(question: Question, claims: Sequence[Expr], spots: Sequence[Spot]) -> Iterator[Asymmetry]:
    wide = max((len(places(question, spot)) for spot in spots), default=1)
    for spot in [s for s in spots if len(places(question, s)) == wide][:SPOTS]:
        rows = [
            (w, claim, inner) for w, claim in zip(question.wrt, claims, strict=True) for inner in places(question, spot)
        ]
        for one, other in list(combinations(rows, 2))[:PAIRS]:
            verdict = compare_values(partial(_both_ways, one, other))
            if verdict.kind == "differ":
                yield Asymmetry(_place(one), _place(other), spot, verdict)


def places(question: Question, spot: Spot) -> list[Spot]:
    """The same numbers for every value of the free indices: one spot for each component that the variable names."""
    key = question.loss, question.wrt
    if key not in spot.known:
        spot.known[key] = _places(question, spot)
    found: list[Spot] = spot.known[key]
    return found


def naming(question: Question) -> dict[Any, Any]:
    """The free indices that name components of the variables, and where each ends."""
    used = {i for w in question.wrt if isinstance(w, Indexed) for i in w.indices}
    return {s: d.last for s, d in question.loss.symbols.items() if isinstance(d, Index) and s in used}


def idle(loss: Loss, formulas: Iterable[Expr]) -> set[Any]:
    """The indices that neither the loss, its variable nor these formulas hold, as that of a second derivative."""
    held = {s for u in (loss.expression, loss.wrt, *formulas) for s in u.free_symbols}
    return {s for s, domain in loss.symbols.items() if isinstance(domain, Index) and s not in held}


def _places(question: Question, spot: Spot) -> list[Spot]:
    lasts = naming(question)
    ranges = [range(1, integer(last, spot.where) + 1) for last in lasts.values()]
    return [_with_indices(spot, dict(zip(lasts, values, strict=True))) for values in product(*ranges)]


def _with_indices(spot: Spot, values: dict[Any, int]) -> Spot:
    point: Point = replace(spot.point, numbers={**spot.point.numbers, **{k: fmpq(v) for k, v in values.items()}})
    return replace(spot, point=point, known={})


Row = tuple[Expr, Expr, Spot]


def _cross(of: Row, by: Row) -> Any:
    """The slope of one component of the claim by the variable of another."""
    key = key_of(by[0], by[2].scope())
    return slope(evaluate(of[1], of[2].scope().move(key)))


def _both_ways(one: Row, other: Row) -> tuple[Any, Any]:
    return _cross(one, other), _cross(other, one)


def _place(row: Row) -> Any:
    return key_of(row[0], row[2].where)
