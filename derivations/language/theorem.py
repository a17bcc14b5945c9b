"""What a question may hold beside claims: a theorem with its proof, and steps of gradient descent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Eq, Ge, Gt, Le, Lt, Ne, Rational, Symbol
from sympy.core.relational import Relational

from derivations.errors import LossaryError
from derivations.language.domains import Domain

RELATIONS = (Eq, Ne, Ge, Gt, Le, Lt)
MOST_STEPS = 40


@dataclass(frozen=True)
class Statement:
    """One line of a proof.

    Args:
        claim: an equation or an inequality; ``L(a, b)`` and ``g(a, b)`` in it stand for a loss and its gradient.
        why: the sentence that leads to it.

    Raises:
        LossaryError: a claim that is no relation.
    """

    claim: Relational
    why: str

    def __post_init__(self) -> None:
        if not isinstance(self.claim, RELATIONS):
            msg = f"theorems: {self.claim!r} is no relation such as Ge(L(p, t), 0)"
            raise LossaryError(msg)


@dataclass(frozen=True, kw_only=True)
class Theorem:
    """A statement with its proof.

    Args:
        title: the heading.
        says: what is proved, as Markdown with formulas.
        symbols: the domain of each symbol of the lines.
        lines: the proof.
        of: slugs of the losses for each of which every line is checked; none, if the lines speak of no loss.
        places: the symbols of these losses for which the arguments of ``L`` and ``g`` are put in, in their order.
        ends: what follows.

    Raises:
        LossaryError: a theorem without lines, or about losses without places.
    """

    title: str
    says: str
    symbols: Mapping[Any, Domain]
    lines: Sequence[Statement]
    of: Sequence[str] = ()
    places: Sequence[Symbol] = ()
    ends: str = ""

    def __post_init__(self) -> None:
        if not self.lines or bool(self.of) != bool(self.places):
            msg = f"theorems: {self.title!r} needs lines, and both `of` and `places` if it is about losses"
            raise LossaryError(msg)


@dataclass(frozen=True, kw_only=True)
class Descent:
    """Steps of gradient descent, w <- w - rate * slope, with the gradient and with the first claim.

    Args:
        model: what the model of the loss is here: the coefficients of a polynomial in the weight, constant first.
        at: a number for every other symbol of the loss.
        start: the weight at which both begin.
        rate: the learning rate.
        steps: how many.
        says: what one sees, as Markdown with formulas.

    Raises:
        LossaryError: no steps, or more than can be drawn.
    """

    model: Sequence[Rational | int]
    at: Mapping[Symbol, Rational | int]
    start: Rational | int
    rate: Rational
    steps: int
    says: str

    def __post_init__(self) -> None:
        if not 0 < self.steps <= MOST_STEPS:
            msg = f"descent: {self.steps} steps cannot be drawn; write 1 to {MOST_STEPS}"
            raise LossaryError(msg)
