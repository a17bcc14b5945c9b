"""Steps of gradient descent with the gradient and with a claim, in exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flint import fmpq
from sympy import Expr, Rational, Symbol
from sympy.core.function import UndefinedFunction

from derivations.errors import LossaryError
from derivations.evidence.balls import Undecided, Undefined, precision
from derivations.evidence.scope import Graph, Polynomial, Scope
from derivations.evidence.values import evaluate
from derivations.judge.vectors import as_float
from derivations.language.loss import Loss
from derivations.language.theorem import Descent

BITS = 256
SAMPLES = 240  # of the curve
ROOM = fmpq(1, 6)  # beside the outermost steps, as a share of the way between them


@dataclass(frozen=True)
class Walk:
    """What is to be drawn: points (weight, loss) of both ways from the first to the last, and of the curve."""

    true: tuple[tuple[float, float], ...]
    claimed: tuple[tuple[float, float], ...]
    curve: tuple[tuple[float, float], ...]


def walk(loss: Loss, gradient: Expr, claim: Expr, of: Descent) -> Walk:
    """Both ways.

    Raises:
        LossaryError: the loss is not one of a model of one weight, a symbol has no number, or a formula has no value.
    """
    here = _Here(loss, of)
    true, claimed = here.steps(gradient), here.steps(claim)
    low, high = min(true + claimed), max(true + claimed)
    low, high = low - ROOM * (high - low), high + ROOM * (high - low)
    curve = [low + (high - low) * fmpq(i, SAMPLES) for i in range(SAMPLES + 1)]
    return Walk(here.drawn(true), here.drawn(claimed), here.drawn(curve))


class _Here:
    """The loss with the numbers and the model of a descent."""

    def __init__(self, loss: Loss, of: Descent) -> None:
        self.loss, self.of = loss, of
        models = [symbol for symbol in loss.symbols if isinstance(symbol, UndefinedFunction)]
        given = {symbol.name: number for symbol, number in of.at.items()}
        missing = [str(s) for s in loss.symbols if s not in (*models, loss.wrt) and str(s) not in given]
        if len(models) != 1 or not isinstance(loss.wrt, Symbol) or missing:
            lacks = f"; no number is given for {', '.join(missing)}" if missing else ""
            msg = f"descent: drawn is a loss of one model of one weight{lacks}"
            raise LossaryError(msg)
        powers: dict[tuple[int, ...], fmpq] = {(n,): _exact(number) for n, number in enumerate(of.model)}
        self.models = {models[0]: Polynomial(powers)}
        self.numbers: Mapping[Any, Any] = {s: _exact(given[str(s)]) for s in loss.symbols if str(s) in given}

    def value(self, formula: Expr, w: fmpq) -> Any:
        scope = Scope({**self.numbers, self.loss.wrt: w}, self.models, Graph(self.loss.expression, {}))
        with precision(BITS):
            try:
                return evaluate(formula, scope)
            except (Undefined, Undecided) as error:
                msg = f"descent: {formula} has no value at {self.loss.wrt} = {w}"
                raise LossaryError(msg) from error

    def drawn(self, weights: Iterable[fmpq]) -> tuple[tuple[float, float], ...]:
        """Each weight with the loss there."""
        return tuple((as_float(w), as_float(self.value(self.loss.expression, w))) for w in weights)

    def steps(self, slope: Expr) -> list[fmpq]:
        """The weights, the first one included: exact, for these models are polynomials."""
        weights, rate = [_exact(self.of.start)], _exact(self.of.rate)
        for _ in range(self.of.steps):
            weights.append(weights[-1] - rate * self.value(slope, weights[-1]))
        return weights


def _exact(number: Rational | int) -> fmpq:
    rational = Rational(number)
    return fmpq(int(rational.p), int(rational.q))
