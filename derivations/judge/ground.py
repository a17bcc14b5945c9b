"""What the spots of a question depend on: many claims about one loss are tried at the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import Basic, Expr

from derivations.evidence.places import Switch
from derivations.judge.question import Question, Role
from derivations.judge.vectors import Vector
from derivations.language.loss import Loss


@dataclass(frozen=True)
class Ground:
    """Everything but the claims, of which the switches alone matter; see ``Question`` and ``survey``.

    The question is one of those that have this ground, to look for its spots.
    """

    loss: Loss
    truth: Vector
    roles: tuple[tuple[Any, Role], ...]
    computed: tuple[tuple[Any, Expr], ...]
    given: tuple[Basic, ...]
    needs: tuple[Expr, ...]
    switches: tuple[Switch, ...]
    brief: bool
    question: Question = field(compare=False)


def ground_of(question: Question, truth: Vector, switches: Sequence[Switch], *, brief: bool) -> Ground:
    """The ground of a question whose loss and claims have these switches."""
    return Ground(
        question.loss,
        truth,
        tuple(question.roles.items()),
        tuple(question.computed.items()),
        question.given,
        question.loss_needs,
        tuple(switches),
        brief,
        question,
    )
