"""Formulas in floating point, for a first look: what is far apart here need not be compared in balls."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from operator import mul
from typing import Any

from flint import arb
from sympy import Add, Expr, Mul, Number, NumberSymbol, Pow, Symbol, cos, cosh, exp, log, sin, sinh, tanh

from derivations.language.functions import magnitude, positive_part, sigma, sign, softplus, step

Floats = Sequence[float]
Code = Callable[[Floats], float]
FAR, TINY = 1e-3, 1e-9  # relative to numbers that are no smaller: rounding alone is many orders of magnitude less
FUNCTIONS: dict[Any, Callable[[float], float]] = {
    exp: math.exp,
    log: math.log,
    sigma: lambda u: 1 / (1 + math.exp(-u)),
    softplus: lambda u: math.log1p(math.exp(u)),
    tanh: math.tanh,
    sinh: math.sinh,
    cosh: math.cosh,
    sin: math.sin,
    cos: math.cos,
    magnitude: abs,
    sign: lambda u: math.copysign(1, u) if abs(u) > TINY else math.nan,
    step: lambda u: float(u > 0) if abs(u) > TINY else math.nan,
    positive_part: lambda u: max(u, 0.0) if abs(u) > TINY else math.nan,
}


def rough_code(formula: Expr, places: Mapping[Expr, int]) -> Code:
    """The formula as a function of the numbers of its letters, in these places; nan where nothing is known."""
    code = _code(formula, places)

    def value(numbers: Floats) -> float:
        try:
            return float(code(numbers))
        except (ArithmeticError, ValueError, TypeError):  # the last for a complex power
            return math.nan

    return value


def _code(node: Expr, places: Mapping[Expr, int]) -> Code:
    if isinstance(node, Number | NumberSymbol):
        number = float(node)
        return lambda _: number
    if isinstance(node, Symbol):
        place = places[node]
        return lambda numbers: numbers[place]
    parts = [_code(part, places) for part in node.args] if isinstance(node, Add | Mul | Pow) else []
    if isinstance(node, Add):
        return lambda numbers: sum(part(numbers) for part in parts)
    if isinstance(node, Mul):
        return lambda numbers: reduce(mul, (part(numbers) for part in parts))
    if isinstance(node, Pow):
        return lambda numbers: parts[0](numbers) ** parts[1](numbers)
    if type(node) in FUNCTIONS:
        function, inner = FUNCTIONS[type(node)], _code(node.args[0], places)
        return lambda numbers: function(inner(numbers))
    return lambda _: math.nan


def rough(number: Any) -> float:
    """A number or ball as a float; nan for none."""
    return math.nan if number is None else float(arb(number).mid())


def far_apart(pairs: Iterable[tuple[float, float]]) -> bool:
    """Are these pairs, of which each next one should be a multiple of the last, clearly not in one ratio?"""
    known = (pair for pair in pairs if all(TINY < abs(number) < 1 / TINY for number in pair))
    return any(_differ(u * t, v * s) for (u, s), (v, t) in pairwise(known))


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > FAR * max(abs(one), abs(other))
