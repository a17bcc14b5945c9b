"""Every line of a theorem, put in for each loss that it speaks of: proved by algebra or checked at exact points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from random import Random
from typing import Any

from sympy import Add, Basic, Eq, Expr, Ge, Gt, Le, Lt, Ne, Symbol
from sympy.core.function import AppliedUndef

from derivations.catalogue import Entry
from derivations.errors import LossaryError
from derivations.evidence import Level, Point, describe, settings_of
from derivations.evidence.balls import head
from derivations.evidence.curvature.signs import Signs
from derivations.evidence.points import nice, plain, stress
from derivations.evidence.proof import Prover
from derivations.evidence.proof.given import given_by
from derivations.evidence.sampling import sample
from derivations.evidence.values import evaluate
from derivations.evidence.verdicts import compare, sign_of
from derivations.language.domains import Real
from derivations.language.functions import Named
from derivations.language.loss import ANONYMOUS, Loss
from derivations.language.theorem import Statement, Theorem
from derivations.notation import unicode_text

LOSS, GRADIENT = "L", "g"  # what a line calls them
NOTHING = Symbol("nothing")  # a loss must depend on something, and both sides of a line may be numbers
ALLOWED = {Ge: {0, 1}, Gt: {1}, Le: {-1, 0}, Lt: {-1}, Ne: {-1, 1}}  # signs of the left side minus the right one
POINTS = 12  # of each kind: such as a student puts in, ordinary ones, and large, tiny or next to an end


@dataclass(frozen=True)
class Held:
    """That a line holds for one loss: how sure that is, and at how many points it was tried."""

    level: Level
    points: int


def settled(theorem: Theorem, entries: Mapping[str, Entry]) -> list[list[Held]]:
    """For each line, what was found for each loss; for lines that speak of none, as they stand.

    Raises:
        LossaryError: a line that fails for a loss; it names a point.
    """
    about: list[Entry | None] = [entries[slug] for slug in theorem.of] or [None]
    return [[_held(theorem, line, entry) for entry in about] for line in theorem.lines]


def _held(theorem: Theorem, line: Statement, entry: Entry | None) -> Held:
    left, right = (_put_in(side, theorem, entry) for side in line.claim.args)
    loss = _about(left - right, theorem, entry)
    left, right = (side.xreplace(_typed(loss)) for side in (left, right))
    points = list(_points(loss))
    for point in points:
        if not _holds(line.claim, left, right, point):
            of = "" if entry is None else f" for {entry.slug}"
            at = ", ".join(f"{unicode_text(name)} = {number}" for name, number in describe(point))
            msg = f"theorems: {line.claim} does not hold{of} at {at}"
            raise LossaryError(msg)
    return Held("proved" if _is_proved(line.claim, left, right, loss) else "checked", len(points))


def _put_in(side: Expr, theorem: Theorem, entry: Entry | None) -> Expr:
    """The side of a line with the loss for L and its gradient for g."""
    if entry is None:
        return side
    formulas = {LOSS: entry.loss.expression, GRADIENT: entry.derivation.gradient}
    places = [symbol for place in theorem.places for symbol in entry.loss.symbols if str(symbol) == place.name]
    if len(places) != len(theorem.places):
        msg = f"theorems: {entry.slug} has not all of the symbols {', '.join(map(str, theorem.places))}"
        raise LossaryError(msg)
    calls = sorted(side.atoms(AppliedUndef), key=str)
    put = {
        call: _plain(formulas[call.func.__name__]).xreplace(dict(zip(places, call.args, strict=True)))
        for call in calls
        if call.func.__name__ in formulas
    }
    return side.xreplace(put)


def _plain(formula: Expr) -> Expr:
    """The formula without names for parts of it."""
    return reduce(lambda u, name: u.xreplace({name: _plain(name.definition)}), formula.atoms(Named), formula)


def _about(difference: Expr, theorem: Theorem, entry: Entry | None) -> Loss:
    """The difference of two sides as a loss, by which the referee knows the domains."""
    own = {} if entry is None else dict(entry.loss.symbols)
    placed = {place.name for place in theorem.places}
    domains: dict[Any, Any] = {s: d for s, d in own.items() if str(s) not in placed} | dict(theorem.symbols)
    return Loss(
        id=ANONYMOUS, expression=difference + NOTHING, wrt=NOTHING, symbols=domains | {NOTHING: Real("")}, source=()
    )


def _typed(loss: Loss) -> dict[Basic, Basic]:
    return {Symbol(s.name): s for s in loss.symbols if isinstance(s, Symbol)}


def _points(loss: Loss) -> Iterator[Point]:
    for setting in settings_of(loss):
        for how in (nice, plain, stress):
            rng = Random(1)
            yield from (sample(setting, loss.expression, rng, how) for _ in range(POINTS))


def _holds(claim: Basic, left: Expr, right: Expr, point: Point) -> bool:
    """Do rigorous bounds say so at this point?"""
    if isinstance(claim, Eq):
        return compare(left, right, point.scope()).kind == "agree"
    return sign_of(lambda: head(evaluate(left - right, point.scope()))) in ALLOWED[type(claim)]


def _is_proved(claim: Basic, left: Expr, right: Expr, loss: Loss) -> bool:
    if isinstance(claim, Eq):
        return Prover(loss).equation(left, right).proved
    return Signs(given_by(loss)).of(Add(left, -right)) <= ALLOWED[type(claim)]


def weakest(found: Sequence[Held]) -> Level:
    """Proved for all, or only checked for some."""
    return "proved" if all(held.level == "proved" for held in found) else "checked"
