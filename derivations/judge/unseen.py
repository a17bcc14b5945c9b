"""What a claim that is not proved was not tried for: sides of switches on which no spot was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Basic, Expr, Indexed, Mul, Symbol, expand, factor
from sympy.core.function import AppliedUndef

from derivations.evidence.balls import precision
from derivations.evidence.places import BITS, Switch, distinct, signs_at
from derivations.evidence.scope import Binder, Scope
from derivations.evidence.unseen import Unseen, unseen_sides, with_zeros
from derivations.evidence.values import assignments
from derivations.evidence.zeros import vanishing
from derivations.judge.defined import belongs
from derivations.judge.proofs import is_empty
from derivations.judge.question import Question
from derivations.judge.relation import compare_at
from derivations.judge.spots import Field, formulas_of
from derivations.judge.vectors import Spot, Vector

MET = 6  # spots from which a place without a slope is looked for


def unseen_of(question: Question, claim: Vector, truth: Vector, field: Field) -> tuple[Unseen, ...]:
    """The sides of the switches of loss and claims on which no spot lies, though there may be points."""
    scopes = [spot.scope() for spot in field.spots]

    def is_met(switch: Switch) -> bool:
        return any(_is_settled(question, claim, truth, spot, switch) for spot in field.spots[:MET])

    formulas: Sequence[tuple[Basic, tuple[Binder, ...]]] = formulas_of(question)
    found = unseen_sides(field.switches, formulas, scopes, is_met, lambda side: is_empty(question, side))
    told = {unseen.expression for unseen in found if not unseen.side}
    alone = [s for s in with_zeros(distinct(field.switches), formulas) if s.expression not in told and not s.binders]
    return found + tuple(part for switch in alone for part in _other_zeros(question, switch, scopes))


def _other_zeros(question: Question, switch: Switch, scopes: Sequence[Scope]) -> Iterator[Unseen]:
    """The parts of where a switch is zero on which no point lies: where sin(x) = 0, x may be other than 0."""
    factors = [u for u in Mul.make_args(factor(switch.expression)) if not u.is_number]
    factors = [u.base if u.is_Pow and u.exp.is_positive else u for u in factors]
    for part in (Switch(u, ()) for u in factors):
        with precision(BITS):
            is_met = bool(signs_at(part, scopes, {0}) & {0})
        is_whole = is_met and _is_graph(part.expression)
        if not is_whole and (is_met or len(factors) > 1) and not is_empty(question, (part, 0)):
            yield Unseen(part.expression, 0, partly=is_met)


def _is_graph(expression: Expr) -> bool:
    """Is there a name of which one value, whatever the others are, makes it zero?"""
    expanded = expand(expression)
    slopes = {name: expanded.coeff(name) for name in expanded.atoms(Symbol, Indexed, AppliedUndef)}
    return any(
        slope.is_number and slope != 0 and not expand(expanded - slope * name).has(name)
        for name, slope in slopes.items()
    )


def _is_settled(question: Question, claim: Vector, truth: Vector, spot: Spot, switch: Switch) -> bool:
    """Is the switch zero at a point near the spot at which the loss has no slope, or the claim its value?"""
    for scope in assignments(switch.binders, spot.scope()):
        keys = list(spot.point.setting.domains)
        point = vanishing(switch.expression, spot.point, dict(scope.indices), keys)
        there = None if point is None else Spot(point, question.computed)
        if there is not None and belongs(question, there):
            return all(
                compare_at(*pair, there).kind in ("agree", "undefined") for pair in zip(claim, truth, strict=True)
            )
    return False
