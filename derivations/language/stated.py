"""What a script states beside the loss: wrong answers, last lines, and what the gradient tends to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Expr, false, oo, true

from derivations.errors import LossaryError

FORM = [False, False, False, True]  # of the four parts the last is text


@dataclass(frozen=True)
class Mistake:
    """A wrong gradient that people write, and why it is wrong."""

    claim: Expr
    why: str


@dataclass(frozen=True)
class Closing:
    """A line that the author states: an equal form of the line above, and the reason why it is equal."""

    expression: Expr
    reason: str


@dataclass(frozen=True)
class LimitLine:
    """What the gradient tends to as a parameter goes to a value where its formula has none, and what that is."""

    parameter: Expr
    value: Expr
    expression: Expr
    reason: str

    def settled(self, settle: Callable[[Any], Expr], read: Callable[[Any], Expr]) -> LimitLine:
        """The same in the symbols of the loss."""
        return LimitLine(settle(self.parameter), settle(self.value), read(self.expression), self.reason)


def limit_lines(stated: Iterable[Any]) -> Iterator[LimitLine]:
    """The limits of a script.

    Raises:
        LossaryError: an item of another form.
    """
    for item in stated:
        if isinstance(item, LimitLine):
            yield item
        elif isinstance(item, tuple) and [isinstance(part, str) for part in item] == FORM:
            yield LimitLine(*item)
        else:
            msg = f"limits must hold (parameter, value, expression, what it is), not {item!r}"
            raise LossaryError(msg)


def check_limits(limits: Iterable[LimitLine], symbols: Collection[Any], wrt: Basic) -> None:
    """Is each of a scalar parameter, at a number, and without that parameter?

    Raises:
        LossaryError: one is not.
    """
    for limit in limits:
        what = f"limits: {limit.parameter} to {limit.value}"
        if limit.parameter not in symbols or limit.parameter == wrt:
            msg = f"{what}: {limit.parameter} must be a scalar in symbols other than wrt"
        elif not (limit.value.is_Rational or limit.value in (oo, -oo)):
            msg = f"{what}: the value must be a whole number, a fraction, oo or -oo"
        elif limit.expression.has(limit.parameter):
            msg = f"{what}: the limit {limit.expression} still holds {limit.parameter}: put its value in"
        else:
            continue
        raise LossaryError(msg)


def granted_apart(relations: Iterable[Basic]) -> Iterator[Basic]:
    """Those that the domains do not grant already.

    Raises:
        LossaryError: one that the domains exclude.
    """
    for relation in relations:
        if relation == false:
            msg = "constraints: an inequality that the domains of its symbols exclude: are the domains right?"
            raise LossaryError(msg)
        if relation != true:
            yield relation
