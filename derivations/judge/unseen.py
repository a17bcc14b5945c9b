"""What a claim that is not proved was not tried for: sides of switches on which no spot was found."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Basic

from derivations.evidence.places import Switch
from derivations.evidence.scope import Binder
from derivations.evidence.unseen import Unseen, unseen_sides
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
    return unseen_sides(field.switches, formulas, scopes, is_met, lambda side: is_empty(question, side))


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
