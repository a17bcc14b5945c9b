"""The numbers to compute with: floats, or any that have methods exp, log and so on, such as balls."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import methodcaller
from typing import Any

from sympy import Rational


@dataclass(frozen=True)
class Numbers:
    """An arithmetic: how a rational becomes one of its numbers, rational powers, functions of one number."""

    number: Callable[[Rational], Any]
    power: Callable[[Any, Rational], Any]
    functions: Mapping[str, Callable[[Any], Any]]


def _sign(v: Any) -> int:
    if v > 0 or v < 0 or v == 0:
        return bool(v > 0) - bool(v < 0)
    msg = "the sign of a ball around zero: more bits may help"
    raise ArithmeticError(msg)


ELEMENTARY = ("exp", "log", "sin", "cos", "sinh", "cosh", "tanh")
FOLDED: dict[str, Callable[[Any], Any]] = {
    "magnitude": lambda v: _sign(v) * v,
    "sign": lambda v: _sign(v) + 0 * v,
    "step": lambda v: (_sign(v) > 0) + 0 * v,
    "positive_part": lambda v: (_sign(v) > 0) * v,
}
FLOATS = Numbers(
    number=float,
    power=lambda v, e: v ** (int(e) if e.is_Integer else float(e)),
    functions={
        **{name: getattr(math, name) for name in ELEMENTARY},
        "sigma": lambda v: 1 / (1 + math.exp(-v)),
        "softplus": lambda v: math.log1p(math.exp(v)),
        **FOLDED,
    },
)


def _repeated(v: Any, times: int) -> Any:
    """A whole power; the ** of balls knows none of a ball around zero."""
    return math.prod([v] * times) if times > 0 else 1 / math.prod([v] * -times)


def numbers_with_methods(number: Callable[[Rational], Any]) -> Numbers:
    """The arithmetic of numbers that have methods exp, log and so on, such as the balls of python-flint."""
    return Numbers(
        number=number,
        power=lambda v, e: _repeated(v, int(e)) if e.is_Integer else v ** number(e),
        functions={
            **{name: methodcaller(name) for name in ELEMENTARY},
            "sigma": lambda v: 1 / (1 + (-v).exp()),
            "softplus": lambda v: (1 + v.exp()).log(),
            **FOLDED,
        },
    )
