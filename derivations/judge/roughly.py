"""Formulas in floating point, for a first look: what is far apart here need not be compared in balls."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

from flint import arb
from sympy import (
    Add,
    Basic,
    Expr,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Symbol,
    cos,
    cosh,
    exp,
    log,
    polygamma,
    sin,
    sinh,
    tanh,
)
from sympy.core.relational import Relational

from derivations.evidence import special
from derivations.evidence.balls import Undecided, Undefined
from derivations.evidence.switching import HOLDS
from derivations.language.functions import (
    Branches,
    held,
    largest,
    magnitude,
    positive_part,
    sigma,
    sign,
    smallest,
    softplus,
    step,
)

Floats = Sequence[float]
Code = Callable[[Floats], float]
KEPT = 2**10  # values of a function
FAR, TINY = 1e-3, 1e-9  # relative to numbers that are no smaller: rounding alone is many orders of magnitude less
NOTHING = 1e-13  # what is no more beside a number above FAR is a zero, whose rounding shows


def _no_value(u: float) -> float:
    """Of the logarithm of a number that is clearly negative."""
    if math.isnan(u):
        return u
    raise Valueless


def _power(base: float, exponent: float) -> float:
    """None of a number that is clearly negative, unless the exponent may be whole."""
    if base < -TINY and abs(exponent - round(exponent)) > TINY:
        raise Valueless
    return float(base**exponent)


FUNCTIONS: dict[Any, Callable[[float], float]] = {
    exp: math.exp,
    log: lambda u: math.log(u) if u > -TINY else _no_value(u),
    sigma: lambda u: 1 / (1 + math.exp(-u)),
    softplus: lambda u: math.log1p(math.exp(u)),
    tanh: math.tanh,
    sinh: math.sinh,
    cosh: math.cosh,
    sin: math.sin,
    cos: math.cos,
    held: float,
    magnitude: abs,
    sign: lambda u: math.copysign(1, u) if abs(u) > TINY else math.nan,
    step: lambda u: float(u > 0) if abs(u) > TINY else math.nan,
    positive_part: lambda u: max(u, 0.0) if abs(u) > TINY else math.nan,
}


class Valueless(Exception):  # noqa: N818
    """The formula certainly has no value here."""


def rough_code(formula: Expr, places: Mapping[Expr, int]) -> Callable[[Floats], float | None]:
    """The formula as a function of the numbers of its letters, in these places.

    It is nan where nothing is known, and None where there is certainly no value.
    """
    code = _code(formula, places)

    def value(numbers: Floats) -> float | None:
        try:
            return float(code(numbers))
        except Valueless:
            return None
        except (ArithmeticError, ValueError, TypeError, Undefined, Undecided):  # a complex power is a TypeError
            return math.nan

    return value


def _code(node: Expr, places: Mapping[Expr, int]) -> Code:
    if isinstance(node, Number | NumberSymbol):
        number = float(node)
        return lambda _: number
    if isinstance(node, Symbol):
        return itemgetter(places[node])
    if isinstance(node, Branches):
        return _branches(node, places)
    if type(node) is polygamma and node.args[0].is_Integer:
        return _in_balls(partial(special.polygamma, int(node.args[0])), _code(node.args[1], places))
    name = type(node).__name__
    arithmetic = isinstance(node, Add | Mul | Pow | largest | smallest)
    known = arithmetic or type(node) in FUNCTIONS or name in special.FUNCTIONS
    parts = [_code(part, places) for part in node.args] if known else []  # a sum over an index has letters of its own
    if isinstance(node, Add | Mul):
        return _of_two(node, *parts) if len(parts) == 2 else _of_many(node, parts)  # noqa: PLR2004
    if isinstance(node, Pow):
        return _power_of(parts[0], float(node.exp)) if node.exp.is_Integer else _powers(*parts)
    if isinstance(node, largest | smallest):
        choose: Any = node.choose
        return lambda numbers: choose([part(numbers) for part in parts])
    if type(node) in FUNCTIONS:
        function, inner = FUNCTIONS[type(node)], parts[0]
        return lambda numbers: function(inner(numbers))
    if name in special.FUNCTIONS and len(parts) == 1:
        return _in_balls(special.FUNCTIONS[name], parts[0])
    return lambda _: math.nan


def _of_two(node: Expr, one: Code, other: Code) -> Code:
    """A sum or a product of two, as most are: this is what takes the time."""
    if isinstance(node, Add):
        return lambda numbers: one(numbers) + other(numbers)
    if isinstance(node.args[0], Number):
        scale = float(node.args[0])
        return lambda numbers: scale * other(numbers)
    return lambda numbers: one(numbers) * other(numbers)


def _of_many(node: Expr, parts: Sequence[Code]) -> Code:
    combine: Callable[[list[float]], float] = sum if isinstance(node, Add) else math.prod
    return lambda numbers: combine([part(numbers) for part in parts])


def _power_of(base: Code, exponent: float) -> Code:
    return lambda numbers: base(numbers) ** exponent


def _powers(base: Code, exponent: Code) -> Code:
    return lambda numbers: _power(base(numbers), exponent(numbers))


def _in_balls(function: Callable[[Any], Any], inner: Code) -> Code:
    """A function that floats have not: its value at the float, of which few come up, as letters change places."""
    value = lru_cache(maxsize=KEPT)(lambda number: rough(function(arb(number))))
    return lambda numbers: value(inner(numbers))


def _branches(node: Branches, places: Mapping[Expr, int]) -> Code:
    """By the first condition that holds; nan if that is not clear."""
    cases = [(_code(value, places), _condition(condition, places)) for value, condition in node.cases]

    def value(numbers: Floats) -> float:
        for branch, gap_in in cases:
            holds = gap_in(numbers)
            if holds is None:
                return math.nan
            if holds:
                return branch(numbers)
        return math.nan

    return value


def _condition(condition: Basic, places: Mapping[Expr, int]) -> Callable[[Floats], bool | None]:
    if not isinstance(condition, Relational):
        return lambda _: bool(condition)
    left, right, holds = _code(condition.lhs, places), _code(condition.rhs, places), HOLDS[type(condition)]

    def value(numbers: Floats) -> bool | None:
        gap = left(numbers) - right(numbers)
        return holds(-1 if gap < 0 else 1, 0) if abs(gap) > TINY else None

    return value


def rough(number: Any) -> float:
    """A number or ball as a float; nan for none."""
    return math.nan if number is None else float(arb(number).mid())


def far_apart(pairs: Iterable[tuple[float | None, float]]) -> bool:
    """Are these pairs, of which each next one should be a multiple of the last, clearly not in one ratio?

    So they are if one of them is certainly no pair of numbers, or a number beside nothing.
    """
    before: tuple[float, float] | None = None
    for one, other in pairs:
        if one is None or (0 in (one, other) and abs(one - other) > FAR):
            return True
        if _is_clear(one, other):
            if before is not None and _differ(one * before[1], before[0] * other):
                return True
            before = one, other
    return False


def _is_clear(one: float, other: float) -> bool:
    """Neither is huge, and each is either zero or clearly not; one of them is not."""
    small, large = sorted((abs(one), abs(other)))
    return (small > TINY or (small < NOTHING and large > FAR)) and large < 1 / TINY


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > FAR * max(abs(one), abs(other))
