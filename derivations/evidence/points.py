"""Exact points: a rational for every symbol and cell, a polynomial for every unspecified model, in every size tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from flint import fmpq
from sympy import Expr, IndexedBase, Rational

from derivations.evidence.balls import Value
from derivations.evidence.scope import Key, Polynomial, Scope
from derivations.evidence.settings import Setting
from derivations.evidence.values import evaluate
from derivations.language.domains import Domain, Real
from derivations.language.functions import Prime
from derivations.language.shapes import free_names

NICE = tuple(map(Fraction, ("1", "2", "3", "-1", "1/2", "-2", "0", "4", "1/4", "3/4", "1/5", "3/2")))

Draw = Callable[[Random, Domain], Fraction]


@dataclass(frozen=True)
class Point:
    """Where a check is made."""

    setting: Setting = field(repr=False)
    numbers: Mapping[Key, fmpq]
    models: Mapping[Any, Polynomial]
    generic: bool = True  # drawn at random, so away from coincidences

    @property
    def identity(self) -> tuple[Any, ...]:
        """Equal for equal points of one loss."""
        models = [tuple(polynomial.coefficients.values()) for polynomial in self.models.values()]
        return (*self.numbers.items(), *models)

    def scope(self, bound: Mapping[Any, int] | None = None) -> Scope:
        """What every name means here, given the indices that are bound around."""
        return Scope(self.numbers, self.models, self.setting.graph, bound or {})

    def get(self, key: Key) -> fmpq:
        return _constant_term(self.models[key]) if key in self.models else self.numbers[key]

    def changed(self, key: Key, value: fmpq) -> Point:
        """The same point with one coordinate set."""
        if key in self.models:
            model = self.models[key]
            constant = (0,) * len(next(iter(model.coefficients)))
            polynomial = Polynomial({**model.coefficients, constant: value})
            return replace(self, models={**self.models, key: polynomial})
        return replace(self, numbers={**self.numbers, key: value})

    def towards(self, end: Point, share: fmpq) -> Point:
        """The point a share of the way to another; labels and the bends of models stay those of this one."""
        point = self
        for key, domain in self.setting.domains.items():
            if not domain.values:
                point = point.changed(key, self.get(key) + share * (end.get(key) - self.get(key)))
        return point

    def is_inside(self) -> bool:
        """Is every coordinate in its domain?"""
        return all(contains(domain, self.get(key)) for key, domain in self.setting.domains.items())


def _constant_term(polynomial: Polynomial) -> fmpq:
    return next(c for exponents, c in polynomial.coefficients.items() if not any(exponents))


def contains(domain: Domain, number: Fraction | fmpq) -> bool:
    """Is the number in the domain?"""
    value = Fraction(int(number.numerator), int(number.denominator))
    low, high = domain.interval
    above = low is None or value > low or (domain.closed and value == low)
    below = high is None or value < high or (domain.closed and value == high)
    return value in domain.values if domain.values else above and below


def nice(rng: Random, domain: Domain) -> Fraction:
    """A number that a student can put in by hand."""
    known = [value for value in map(Fraction, domain.values or NICE) if contains(domain, value)]
    return rng.choice(known) if known else plain(rng, domain)


def plain(rng: Random, domain: Domain) -> Fraction:
    """An ordinary number of the domain."""
    if domain.values:
        return Fraction(rng.choice(domain.values))
    low, high = _window(domain, Fraction(3))
    return low + (high - low) * Fraction(rng.randrange(1, 2**12), 2**12)


def stress(rng: Random, domain: Domain) -> Fraction:
    """A number that is large, tiny, or next to an end of the domain; an ordinary one, if an interval is too narrow."""
    if domain.values:
        return Fraction(rng.choice(domain.values))
    low, high = _window(domain, Fraction(30))
    tiny = Fraction(rng.randrange(1, 2**12), 2**12) / rng.choice((10, 10**3, 10**6))
    known = [v for v in (low, low + tiny, tiny, high - tiny, high) if contains(domain, v)]
    return rng.choice(known) if known else plain(rng, domain)


def faint(rng: Random, domain: Domain) -> Fraction:
    """An ordinary number, or one many orders of magnitude closer to zero (or to the low end of the domain)."""
    number, low = plain(rng, domain), domain.interval[0] or Fraction(0)
    closer = low + (number - low) / 10 ** rng.choice((0, 3, 9, 12))
    return closer if contains(domain, closer) else number


def _window(domain: Domain, reach: Fraction) -> tuple[Fraction, Fraction]:
    low, high = domain.interval
    first = low if low is not None else (high or Fraction(0)) - reach
    return first, high if high is not None else first + reach * (1 if low is not None else 2)


def draw(setting: Setting, rng: Random, how: Draw) -> Point:
    """A point of the setting. A model's arguments stay ordinary under stress: its value is what is stressed."""
    ordinary = plain if how is stress else how
    numbers = dict(setting.fixed)
    for key, domain in setting.domains.items():
        if key not in setting.models():
            inner = key in setting.hidden or (isinstance(key, tuple) and key[0] in setting.hidden)
            numbers[key] = _exact(ordinary(rng, domain) if inner else how(rng, domain))
    models = {model: _polynomial(arity, rng, how) for model, arity in setting.models().items()}
    return Point(setting, numbers, models, generic=how is not nice)


def _polynomial(arity: int, rng: Random, how: Draw) -> Polynomial:
    exponents = [e for e in product(range(3), repeat=arity) if sum(e) <= 2]  # noqa: PLR2004
    shallow = plain if how is stress else how
    return Polynomial({e: _exact((shallow if any(e) else how)(rng, Real(""))) for e in exponents})


def _exact(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def rational(value: Value) -> Rational:
    """The same number for SymPy."""
    return Rational(int(value.p), int(value.q))


def describe(point: Point) -> list[tuple[Expr, Rational]]:
    """The point for a reader: names in the order of the script, models by their value and slopes."""
    rows: list[tuple[Expr, Rational]] = []
    for symbol in point.setting.loss.symbols:
        if symbol in point.models:
            rows += _described_model(point, symbol)
        elif symbol in point.setting.hidden:
            continue
        elif isinstance(symbol, IndexedBase):
            rows += [(symbol[key[1:]], rational(v)) for key, v in point.numbers.items() if _is_cell(key, symbol)]
        elif symbol in point.numbers:
            rows.append((symbol, rational(point.numbers[symbol])))
    return rows


def _is_cell(key: Key, array: IndexedBase) -> bool:
    return isinstance(key, tuple) and key[0] == array


def _described_model(point: Point, model: Any) -> list[tuple[Expr, Rational]]:
    rows: list[tuple[Expr, Rational]] = []
    for node in point.setting.applied:
        if node.func == model and free_names(node) <= set(point.setting.loss.symbols):
            scope, polynomial = point.scope(), point.models[model]
            arguments = [evaluate(argument, scope) for argument in node.args]
            rows.append((node, rational(polynomial.at(arguments))))
            rows += [(Prime(node, i), rational(polynomial.at(arguments, (i,)))) for i in range(len(node.args))]
    return rows
