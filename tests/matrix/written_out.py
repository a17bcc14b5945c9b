"""Losses in index notation as numbers, and their slopes from differences: nothing of arrays or gradients."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from mpmath import mp, mpf
from sympy import Add, Basic, Expr, IndexedBase, KroneckerDelta, Mul, Pow, Rational, Sum, Symbol
from sympy.tensor.indexed import Indexed

from derivations.language.domains import Index, Intermediate, Label01, LabelSign, Positive, Probability, Size
from derivations.language.functions import Named, inverse_entry, log_det
from derivations.language.loss import Loss

DIGITS, STEP, AGREED = 70, mpf(10) ** -22, mpf(10) ** -36  # a difference is wrong by about STEP squared
FUNCTIONS = {
    "exp": mp.exp, "log": mp.log, "sin": mp.sin, "cos": mp.cos, "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh,
    "sigma": lambda v: 1 / (1 + mp.exp(-v)),
    "softplus": lambda v: mp.log(1 + mp.exp(v)),
    "magnitude": abs,
    "sign": mp.sign,
    "positive_part": lambda v: max(v, mpf(0)),
    "step": lambda v: mpf(v > 0),
    "f": mp.sin,
}  # fmt: skip
Env = dict[Basic, Any]


class Numeric:
    """The value of expressions of a loss at a point, by what they say."""

    def __init__(self, loss: Loss, env: Env) -> None:
        self.env = env
        self.definitions = {definition.base: definition for definition in loss.definitions}

    def __call__(self, u: Basic, at: Env) -> Any:
        match u:
            case Rational():
                return mpf(u.p) / u.q
            case Named() if getattr(u.name, "base", u.name) not in self.env:
                return self(u.definition, at)
            case Named():
                return self(u.name, at)
            case Indexed():
                return self.entry(u, tuple(self(index, at) for index in u.indices))
            case Symbol():
                return at[u] if u in at else self.env[u] if u in self.env else self(self.definitions[u].value, {})
            case Add():
                return mp.fsum(self(part, at) for part in u.args)
            case Mul():
                return mp.fprod(self(part, at) for part in u.args)
            case Pow():
                return self(u.base, at) ** self(u.exp, at)
            case KroneckerDelta():
                return mpf(self(u.args[0], at) == self(u.args[1], at))
            case Sum():
                return self.total(u.function, list(u.limits), at)
            case log_det():
                return mp.log(mp.det(mp.matrix(self.env[u.array])))
            case inverse_entry():
                row, column = (int(self(index, at)) - 1 for index in u.indices)
                return (mp.matrix(self.env[u.array]) ** -1)[row, column]
        return FUNCTIONS[type(u).__name__](self(u.args[0], at))

    def total(self, term: Expr, limits: list[Any], at: Env) -> Any:
        if not limits:
            return self(term, at)
        *rest, (index, low, high) = limits
        numbers = range(int(low), int(self(high, at)) + 1)
        return mp.fsum(self.total(term, rest, {**at, index: number}) for number in numbers)

    def entry(self, u: Indexed, place: tuple[Any, ...]) -> Any:
        if u.base not in self.env:
            definition = self.definitions[u.base]
            return self(definition.value, dict(zip(definition.indices, place, strict=True)))
        value = self.env[u.base]
        for index in place:
            value = value[int(index) - 1]
        return value


def point_of(loss: Loss, sizes: Env, seed: int) -> Env:
    """Seeded fractions for every symbol, in its domain and under the constraints."""
    dice = random.Random(seed)
    env: Env = dict(sizes)
    for symbol, domain in loss.symbols.items():
        if isinstance(domain, Index):
            env[symbol] = dice.randint(1, int(domain.last.subs(sizes)))
        elif isinstance(symbol, IndexedBase | Symbol) and not isinstance(domain, Size | Intermediate):
            shape = [int(size.subs(sizes)) for size in domain.shape]
            env[symbol] = _filled(shape, lambda domain=domain: _drawn(domain, dice))
    for left, right in loss.constraints:
        _obey(left, right, env)
    for symbol in env:
        if str(symbol) == "S":  # has an inverse
            env[symbol] = [[v + 9 * (i == j) for j, v in enumerate(row)] for i, row in enumerate(env[symbol])]
    return env


def _drawn(domain: Any, dice: random.Random) -> Fraction:
    if isinstance(domain, LabelSign):
        return Fraction(dice.choice([-1, 1]))
    if isinstance(domain, Positive | Probability | Label01):
        return Fraction(dice.randint(1, 96), 97)
    return Fraction(dice.choice([-1, 1]) * dice.randint(1, 190), 97)


def _filled(shape: list[int], draw: Any) -> Any:
    return [_filled(shape[1:], draw) for _ in range(shape[0])] if shape else draw()


def _obey(left: Expr, right: Expr, env: Env) -> None:
    """Symmetric, or entries that sum to 1 along the last axis."""
    if isinstance(left, Sum) and right == 1:
        base = left.function.base
        env[base] = _normalised(env[base])
    elif isinstance(left, Indexed) and left.base == right.base:
        matrix = env[left.base]
        env[left.base] = [[matrix[min(i, j)][max(i, j)] for j in range(len(matrix))] for i in range(len(matrix))]


def _normalised(nested: Any) -> Any:
    if isinstance(nested[0], list):
        return [_normalised(row) for row in nested]
    weights = [abs(v) for v in nested]
    return [v / sum(weights) for v in weights]


def exact(nested: Any, number: Any) -> Any:
    return [exact(part, number) for part in nested] if isinstance(nested, list) else number(nested)


def to_mpf(v: Any) -> Any:
    return mpf(v.numerator) / v.denominator


def places(nested: Any) -> Iterator[tuple[int, ...]]:
    if not isinstance(nested, list):
        yield ()
        return
    for index, part in enumerate(nested):
        yield from ((index, *rest) for rest in places(part))


def moved(nested: Any, place: tuple[int, ...], by: Any) -> Any:
    if not place:
        return nested + by
    return [moved(part, place[1:], by) if index == place[0] else part for index, part in enumerate(nested)]


def slopes(loss: Loss, env: Env) -> dict[tuple[int, ...], Any]:
    """The slope of the loss in every component of the array that it is differentiated by, from central differences."""
    with mp.workdps(DIGITS):
        values = {symbol: exact(value, to_mpf) for symbol, value in env.items()}
        base = loss.wrt.base
        if base not in values:  # an intermediate: moved on its own
            values[base] = _intermediate(loss, values, base)

        def at(place: tuple[int, ...], by: Any) -> Any:
            return Numeric(loss, {**values, base: moved(values[base], place, by)})(loss.expression, {})

        return {place: (at(place, STEP) - at(place, -STEP)) / (2 * STEP) for place in places(values[base])}


def _intermediate(loss: Loss, values: Env, base: Basic) -> Any:
    definition = next(definition for definition in loss.definitions if definition.base == base)
    lengths = [int(values[size]) for size in loss.symbols[base].shape]
    numeric = Numeric(loss, values)
    found = {
        place: numeric(definition.value, {index: at + 1 for index, at in zip(definition.indices, place, strict=True)})
        for place in product(*map(range, lengths))
    }

    def nested(place: tuple[int, ...]) -> Any:
        if len(place) == len(lengths):
            return found[place]
        return [nested((*place, index)) for index in range(lengths[len(place)])]

    return nested(())
