"""Exact points: a rational for every symbol and cell, a polynomial for every unspecified model, in every size tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import product
from math import isqrt
from random import Random
from typing import Any

from flint import arb, fmpq
from sympy import Expr, Float, Integer, Rational

from derivations.evidence.balls import Value, precision
from derivations.evidence.matrices import is_positive_definite, made_definite
from derivations.evidence.scope import Key, Polynomial, Scope, Wavy
from derivations.evidence.settings import Setting
from derivations.evidence.values import evaluate
from derivations.language.domains import Domain, Index, PositiveDefinite, Real
from derivations.language.functions import Prime, components_of
from derivations.language.shapes import free_names

NICE = tuple(map(Fraction, ("1", "2", "3", "-1", "1/2", "-2", "0", "4", "1/4", "3/4", "1/5", "3/2")))

STEPS, ODD = 2**12, 997  # between the ends of an interval; between two of these
COUNTED = 40  # whole numbers from the least one
ENTIRE = 4  # the largest whole number of either sign
SHORT, FIGURES = 10**6, 6  # the longest fraction that is shown of a model; the digits shown of any other number
DESCRIBED = 128  # bits of what is shown
UNITS = 4  # so many values of one model are shown
EASY, DEGREE = 2, 7  # of the polynomials that stand for models: for a reader, and otherwise
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
        models = [function.identity for function in self.models.values()]
        return (*self.numbers.items(), *models)

    @cached_property
    def _scope(self) -> Scope:
        return Scope(self.numbers, self.models, self.setting.graph)

    def scope(self, bound: Mapping[Any, int] | None = None) -> Scope:
        """What every name means here, given the indices that are bound around. Values worked out there are kept."""
        return self._scope.inside(bound) if bound else self._scope

    def __getstate__(self) -> dict[str, Any]:
        """To another process it goes without the values that were kept."""
        return {name: value for name, value in vars(self).items() if name != "_scope"}

    def get(self, key: Key) -> fmpq:
        return _constant_term(self.models[key]) if key in self.models else self.numbers[key]

    def changed(self, key: Key, value: fmpq) -> Point:
        """The same point with one coordinate set."""
        if key in self.models:
            model = self.models[key]
            constant = (0,) * len(next(iter(model.coefficients)))
            function = replace(model, coefficients={**model.coefficients, constant: value})
            return replace(self, models={**self.models, key: function})
        return replace(self, numbers={**self.numbers, key: value})

    def towards(self, end: Point, share: fmpq) -> Point:
        """The point a share of the way to another; labels and the bends of models stay those of this one."""
        point = self
        for key, domain in self.setting.domains.items():
            if not domain.choices:
                point = point.changed(key, self.get(key) + share * (end.get(key) - self.get(key)))
        return point

    def is_inside(self) -> bool:
        """Is every coordinate in its domain?"""
        inside = all(contains(domain, self.get(key)) for key, domain in self.setting.domains.items())
        return inside and all(is_positive_definite(rows) for _, rows in definite_arrays(self.setting, self.numbers))


def definite_arrays(setting: Setting, numbers: Mapping[Key, fmpq]) -> Iterator[tuple[Any, list[list[fmpq]]]]:
    """Every array of the loss that shall be positive definite, with its rows."""
    for array, domain in setting.loss.symbols.items():
        if isinstance(domain, PositiveDefinite):
            size = range(1, isqrt(sum(isinstance(key, tuple) and key[0] == array for key in numbers)) + 1)
            yield array, [[numbers[array, i, j] for j in size] for i in size]


def _constant_term(polynomial: Polynomial) -> fmpq:
    return next(c for exponents, c in polynomial.coefficients.items() if not any(exponents))


def contains(domain: Domain, number: Fraction | fmpq) -> bool:
    """Is the number in the domain?"""
    if domain.interval == (None, None) and not domain.values:
        return True
    value = Fraction(int(number.numerator), int(number.denominator))
    return _is_in(value, domain.values, domain.interval, domain.ends) and (not domain.whole or value.denominator == 1)


def _is_in(
    value: Fraction,
    values: tuple[int, ...],
    interval: tuple[Fraction | None, Fraction | None],
    ends: tuple[bool, bool],
) -> bool:
    low, high = interval
    above = low is None or value > low or (ends[0] and value == low)
    below = high is None or value < high or (ends[1] and value == high)
    return value in values if values else above and below


def nice(rng: Random, domain: Domain) -> Fraction:
    """A number that a student can put in by hand."""
    known = _nice_in(domain.choices or domain.usual, domain.interval, domain.ends)
    return rng.choice(known) if known else plain(rng, domain)


@lru_cache(maxsize=64)
def _nice_in(
    values: tuple[int, ...], interval: tuple[Fraction | None, Fraction | None], ends: tuple[bool, bool]
) -> tuple[Fraction, ...]:
    return tuple(v for v in map(Fraction, values or NICE) if _is_in(v, values, interval, ends))


def plain(rng: Random, domain: Domain) -> Fraction:
    """An ordinary number of the domain."""
    if domain.choices:
        return Fraction(rng.choice(domain.choices))
    first, step, under = _ordinary(domain.interval)
    return Fraction(first + step * rng.randrange(1, STEPS), under)


@lru_cache(maxsize=64)
def _ordinary(interval: tuple[Fraction | None, Fraction | None]) -> tuple[int, int, int]:
    """The ordinary numbers of the interval are (first + step n)/under for n = 1, 2, ... below STEPS."""
    low, high = _window(interval, Fraction(3))
    common = low.denominator * high.denominator
    return int(low * common * STEPS), int((high - low) * common), common * STEPS


def stress(rng: Random, domain: Domain) -> Fraction:
    """A number that is large, tiny, or next to an end of the domain; an ordinary one, if an interval is too narrow."""
    if domain.choices:
        return Fraction(rng.choice(domain.choices))
    low, high = _window(domain.interval, Fraction(30))
    tiny = Fraction(rng.randrange(1, STEPS), STEPS) / rng.choice((10, 10**3, 10**6))
    known = [v for v in (low, low + tiny, tiny, high - tiny, high) if contains(domain, v)]
    return rng.choice(known) if known else plain(rng, domain)


def faint(rng: Random, domain: Domain) -> Fraction:
    """An ordinary number, or one many orders of magnitude closer to zero (or to the low end of the domain)."""
    number, low = plain(rng, domain), domain.interval[0] or Fraction(0)
    closer = low + (number - low) / 10 ** rng.choice((0, 3, 9, 12))
    return closer if contains(domain, closer) else number


def extreme(rng: Random, domain: Domain) -> Fraction:
    """An ordinary number, or one many orders of magnitude farther from zero, or closer to it still than a faint one."""
    number, low = plain(rng, domain), domain.interval[0] or Fraction(0)
    scaled = low + (number - low) * Fraction(10) ** rng.choice((0, 5, 12, -24))
    return scaled if contains(domain, scaled) else number


def odd(rng: Random, domain: Domain) -> Fraction:
    """An ordinary number, moved a little to one with an odd denominator: the others are multiples of a power of 2."""
    number = plain(rng, domain)
    moved = number + Fraction(rng.randrange(1, ODD), ODD * STEPS)
    return moved if contains(domain, moved) else number


def counted(rng: Random, domain: Domain) -> Fraction:
    """An ordinary number; of endlessly many whole ones not only one of the few that are tried as a rule."""
    low, high = domain.interval
    endless = domain.whole and low is not None and high is None
    return Fraction(int(low or 0) + rng.randrange(COUNTED)) if endless else plain(rng, domain)


def entire(rng: Random, domain: Domain) -> Fraction:
    """A small whole number of either sign, if the domain has such: with it above, what is negative has a power too."""
    number = Fraction(rng.randrange(-ENTIRE, ENTIRE + 1))
    return number if contains(domain, number) else plain(rng, domain)


def corner(rng: Random, domain: Domain) -> Fraction:
    """An end of the domain, if one belongs to it: of shares that add up to 1 often all but one are 0 then."""
    low, high = domain.interval
    ends = [end for end, belongs in zip((low, high), domain.ends, strict=True) if belongs and end is not None]
    return rng.choice(ends) if ends and not domain.choices else plain(rng, domain)


def curved(rng: Random, domain: Domain) -> Fraction:
    """An ordinary number; an unspecified model is no polynomial."""
    return plain(rng, domain)


def _window(interval: tuple[Fraction | None, Fraction | None], reach: Fraction) -> tuple[Fraction, Fraction]:
    low, high = interval
    first = low if low is not None else (high or Fraction(0)) - reach
    return first, high if high is not None else first + reach * (1 if low is not None else 2)


def draw(setting: Setting, rng: Random, how: Draw) -> Point:
    """A point of the setting. A model's arguments stay ordinary under stress: its value is what is stressed."""
    ordinary = plain if how is stress else how
    numbers = dict(setting.fixed)
    for key, domain in setting.domains.items():
        if key not in setting.models():
            inner = key in setting.hidden or (isinstance(key, tuple) and key[0] in setting.hidden)
            numbers[key] = exact(ordinary(rng, domain) if inner else how(rng, domain))
    for array, rows in list(definite_arrays(setting, numbers)):
        made = enumerate(made_definite(rows), start=1)
        numbers |= {(array, i, j): entry for i, row in made for j, entry in enumerate(row, start=1)}
    models = {model: _model(arity, rng, how, composed=setting.composed) for model, arity in setting.models().items()}
    return Point(setting, numbers, models, generic=how is not nice)


def _model(arity: int, rng: Random, how: Draw, *, composed: bool) -> Polynomial:
    """A polynomial: easy to put in by hand if it shall be nice, else of such a degree that no few terms tell it all."""
    degree = _degree(arity, how, composed=composed)
    exponents = [e for e in product(range(degree + 1), repeat=arity) if sum(e) <= degree]
    shallow = plain if how is stress else how
    coefficients = {e: exact((shallow if any(e) else how)(rng, Real(""))) for e in exponents}
    if how is not curved:
        return Polynomial(coefficients)
    phase, *rates = (exact(plain(rng, Real(""))) for _ in range(1 + arity))
    return Wavy(coefficients, fmpq(1), tuple(rate + 1 if rate > 0 else rate - 1 for rate in rates), phase)


def _degree(arity: int, how: Draw, *, composed: bool) -> int:
    if how is curved:
        return 1
    return EASY if how is nice or composed else max(EASY, DEGREE - 2 * (arity - 1))


def exact(value: Fraction) -> fmpq:
    """The same number for the balls."""
    return fmpq(value.numerator, value.denominator)


def rational(value: Value) -> Rational:
    """The same number for SymPy."""
    return Rational(int(value.p), int(value.q))


def describe(point: Point) -> list[tuple[Expr, Rational | Float]]:
    """The point for a reader: names in the order of the script, models by their value and slopes."""
    return [(name_of(key), rational(v) if isinstance(v, fmpq) else v) for key, v in _described(point)]


def numbers_shown(point: Point) -> list[fmpq | Float]:
    """The numbers of such a description; to make the names takes much longer."""
    return [number for _, number in _described(point)]


def _described(point: Point) -> list[tuple[Key, fmpq | Float]]:
    rows: list[tuple[Key, fmpq | Float]] = []
    cells: dict[Any, list[tuple[Key, fmpq]]] = {}
    for key, number in point.numbers.items():
        cells.setdefault(key[0] if isinstance(key, tuple) else key, []).append((key, number))
    for symbol in point.setting.loss.symbols:
        if symbol in point.models:
            rows += _described_model(point, symbol)
        elif symbol not in point.setting.hidden:
            rows += cells.get(symbol, [])
    return rows


def name_of(key: Key) -> Expr:
    """The name of a coordinate, as an expression."""
    return key[0][key[1:]] if isinstance(key, tuple) else key


def _described_model(point: Point, model: Any) -> list[tuple[Key, fmpq | Float]]:
    rows: list[tuple[Key, fmpq | Float]] = []
    nodes = [part for node in point.setting.applied if node.func == model for part in _components(node, point)]
    for node in dict.fromkeys(nodes):
        if free_names(node) <= set(point.setting.loss.symbols):
            for place in _at_each_place(node, point):
                names = (place, *(Prime(place, i) for i in range(components_of(node), len(node.args))))
                with precision(DESCRIBED):
                    rows += [(name, _in_short(evaluate(name, point.scope()))) for name in names]
    return rows


def _at_each_place(node: Expr, point: Point) -> list[Expr]:
    """The applied model for every unit that its indices can name, f(z[1, 2]); for one alone, if there are many."""
    domains = point.setting.loss.symbols
    lasts = {s: domain.last for s, domain in domains.items() if isinstance(domain, Index) and s in node.free_symbols}
    ranges = [range(1, int(evaluate(last, point.scope()).p) + 1) for last in lasts.values()]
    found = [node.xreplace(dict(zip(lasts, map(Integer, values), strict=True))) for values in product(*ranges)]
    here = {index: Integer(int(point.numbers[index].p)) for index in lasts}
    return list(dict.fromkeys(found)) if len(found) <= UNITS else [node.xreplace(here)]


def _components(node: Expr, point: Point) -> list[Expr]:
    """The applied model; of one with components each of them."""
    count = components_of(node)
    sizes = [int(evaluate(size, point.scope()).p) for size in point.setting.loss.symbols[node.func].shape]
    choices = product(*[range(1, size + 1) for size in sizes])
    return [node.func(*map(Integer, choice), *node.args[count:]) for choice in choices] if count else [node]


def _in_short(number: Value) -> fmpq | Float:
    """The number itself; a decimal, if it is irrational or too long to be read."""
    if isinstance(number, fmpq) and max(abs(int(number.p)), int(number.q)) <= SHORT:
        return number
    return Float(arb(number).mid().str(FIGURES, radius=False), FIGURES)
