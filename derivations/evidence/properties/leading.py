"""A leading term: how fast a formula grows, or falls to 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from sympy import Expr, Integer, Rational

ZERO, ONE = Integer(0), Integer(1)


class Unclear(Exception):  # noqa: N818  (an answer, not a fault)
    """These rules do not tell it."""


def unclear(*_: Any) -> NoReturn:
    raise Unclear


@dataclass(frozen=True)
class Growth:
    """The leading term factor * e^(rate x^order) * x^power * (log x)^logs.

    A factor of 0 says that nothing is left of it from some x on.

    Args:
        factor: what does not depend on x; where its sign is not known it may be 0, and this a bound only.
        power: the exponent of x.
        logs: that of log x.
        rate: of the exponential, 0 if there is none.
        order: the exponent within it.
        exact: is the factor right, and not only its sign?
        whole: is that all, from some x on, and no lower terms follow?
    """

    factor: Expr
    power: Rational = ZERO
    logs: Rational = ZERO
    rate: Expr = ZERO
    order: Rational = ZERO
    exact: bool = True
    whole: bool = False

    @property
    def is_nothing(self) -> bool:
        return bool(self.factor == 0)

    @property
    def is_constant(self) -> bool:
        """Is it free of x, from some x on?"""
        return self.exact and self.whole and self.shape == CONSTANT

    @property
    def shape(self) -> tuple[Any, ...]:
        """All but the factor."""
        return self.order, self.rate, self.power, self.logs


CONSTANT = Growth(ONE).shape
NOTHING = Growth(ZERO, whole=True)
