"""The operations of a figure's program in floating-point numbers; templates/assets/figure.js has the same table.

Where an operation has no value, or one too large, it is `nan` here; in the browser that or an infinity.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

NO_VALUE = math.nan
ROOT_TAU = math.sqrt(2 * math.pi)
FEW = 60  # terms of the series of a Bessel function: its arguments are small


def _sigma(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def _softplus(z: float) -> float:
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def _sign(u: float) -> float:
    return float((u > 0) - (u < 0))


def _digamma(x: float) -> float:
    """By the recurrence up to 8, and from there by its asymptotic series."""
    shift = 0.0
    while x < 8:  # noqa: PLR2004
        shift -= 1 / x
        x += 1
    square = 1 / (x * x)
    return shift + math.log(x) - 0.5 / x - square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))


def _trigamma(x: float) -> float:
    """Its slope, likewise."""
    shift = 0.0
    while x < 8:  # noqa: PLR2004
        shift += 1 / (x * x)
        x += 1
    square = 1 / (x * x)
    series = 1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - square * 5 / 66)))
    return shift + 1 / x + square / 2 + square / x * series


def _bessel(order: float, x: float) -> float:
    """The modified one of the first kind, of a whole order."""
    term = (x / 2) ** order / math.gamma(order + 1)
    total = term
    for k in range(1, FEW):
        term *= x * x / 4 / (k * (k + order))
        total += term
    return total


def _first(values: tuple[float, ...], best: Callable[[tuple[float, ...]], float]) -> float:
    """The place of the best, from 1; where several share it there is none."""
    top = best(values)
    return NO_VALUE if values.count(top) != 1 else float(values.index(top) + 1)


def _cases(*flat: float) -> float:
    """condition, value, condition, value, ..., value: the first of which the condition is not 0."""
    for condition, value in zip(flat[:-1:2], flat[1::2], strict=True):
        if condition:
            return value
    return flat[-1]


OPERATIONS: Mapping[str, Callable[..., float]] = {
    "+": lambda *u: math.fsum(u) if len(u) > 2 else u[0] + u[1],  # noqa: PLR2004
    "*": lambda *u: math.prod(u),
    "^": math.pow,
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "atan": math.atan,
    "acos": math.acos,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "abs": abs,
    "sign": _sign,
    "step": lambda u: float(u > 0),
    "pos": lambda u: max(u, 0.0),
    "max": max,
    "min": min,
    "clip": lambda u, low, high: min(max(u, low), high),
    "sigma": _sigma,
    "softplus": _softplus,
    "erf": math.erf,
    "Phi": lambda z: 0.5 * math.erfc(-z / math.sqrt(2)),
    "phi": lambda z: math.exp(-z * z / 2) / ROOT_TAU,
    "lgamma": math.lgamma,
    "digamma": _digamma,
    "trigamma": _trigamma,
    "besseli": _bessel,
    "<": lambda u, v: float(u < v),
    "<=": lambda u, v: float(u <= v),
    "==": lambda u, v: float(u == v),
    "?": _cases,
    "at": lambda place, *cells: cells[int(place) - 1],
    "argmax": lambda *u: _first(u, max),
    "argmin": lambda *u: _first(u, min),
}


def applied(name: str, *values: float) -> float:
    """The value of an operation at numbers; nan where it has none."""
    try:
        found = OPERATIONS[name](*values)
    except (ValueError, OverflowError, ZeroDivisionError, IndexError):
        return NO_VALUE
    return found if math.isfinite(found) else NO_VALUE
