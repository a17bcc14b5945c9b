"""The points at which calls of libraries are compared with a loss, and what the loss itself says there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import numpy as np
from flint import fmpq
from framework_calls import Arrays, python_name
from sympy import Expr, Symbol
from sympy.tensor.indexed import Indexed

from derivations.calculus.boundary import Boundary
from derivations.catalogue import Entry
from derivations.errors import LossaryError
from derivations.evidence.balls import Undecided, Undefined, precision
from derivations.evidence.points import Point, nice, plain
from derivations.evidence.sampling import sample
from derivations.evidence.scope import Key
from derivations.evidence.settings import Setting, settings_of
from derivations.evidence.values import evaluate
from derivations.evidence.zeros import vanishing
from derivations.language.domains import Adjoints, Domain, Index, Indices, Intermediate, Label01, Size
from derivations.language.loss import Loss
from derivations.language.shapes import base_of

BITS, MANY_BITS = 256, 4096  # the second where the first do not tell, as of log(1 - s(z)) far out
SETTINGS, EACH = 4, 6  # sizes that are tried, and points in each
NICE = 60  # simple points among which one is looked for at which another loss differs
FAR, FARTHER = fmpq(30), fmpq(1000)  # where an exponential is very small, and where it has no double any more
TINY = fmpq(1, 10**8)
BESIDE = fmpq(1, 2**20)  # how far beside a kink one looks
TRIES = 200  # points from which an exact one on a kink is looked for


@dataclass(frozen=True)
class Spot:
    """An exact point, and its numbers for a call."""

    point: Point
    arrays: Arrays


def name_of(variable: Expr) -> str:
    """The name in a call of what is differentiated by."""
    return python_name(base_of(variable))


def spot(point: Point) -> Spot:
    """Numbers and arrays by name. What counts from 1 on a page counts from 0 in code."""
    return Spot(point, {python_name(symbol): _array(point, symbol) for symbol in _given(point.setting.loss)})


def _given(loss: Loss) -> list[Any]:
    """The symbols that a call may name: not what is defined by others, and not where a gradient is looked at."""
    defined = {symbol for symbol, domain in loss.symbols.items() if isinstance(domain, Intermediate | Adjoints)}
    free = set(loss.wrt.indices) if isinstance(loss.wrt, Indexed) else set()
    return [symbol for symbol in loss.symbols if symbol not in defined | free]


def _array(point: Point, symbol: Any) -> Any:
    domain = point.setting.loss.symbols[symbol]
    first = 1 if isinstance(domain, Index | Indices) else 0
    cells = {key[1:]: value for key, value in point.numbers.items() if isinstance(key, tuple) and key[0] == symbol}
    if not cells:
        number = point.numbers[symbol]
        return int(number) if isinstance(domain, Size) else np.asarray(int(number) - 1 if first else as_float(number))
    sizes = [max(places) for places in zip(*cells, strict=True)]
    values = [cells[cell] for cell in product(*(range(1, size + 1) for size in sizes))]
    flat = [int(value) - 1 for value in values] if first else [as_float(value) for value in values]
    return np.array(flat).reshape(sizes)


def as_float(number: fmpq) -> float:
    return int(number.numerator) / int(number.denominator)


def number_at(expression: Expr, point: Point) -> float:
    """The value of an expression; not a number where it has none."""
    for bits in (BITS, MANY_BITS):
        with suppress(Undefined, Undecided), precision(bits):
            value: Any = evaluate(expression, point.scope())
            return as_float(value) if isinstance(value, fmpq) else float(value)
    return float("nan")


def slopes_at(part: Entry, point: Point) -> Any:
    """The gradient by all entries of the variable."""
    wrt, gradient = part.loss.wrt, part.derivation.gradient
    if not isinstance(wrt, Indexed):
        return np.asarray(number_at(gradient, point))
    if not all(index.is_Symbol for index in wrt.indices):
        msg = f"{part.slug}: a gradient by {wrt} is not that by every entry: leave its in_code out"
        raise LossaryError(msg)
    shape = np.shape(_array(point, wrt.base))
    found = np.empty(shape)
    for cell in product(*map(range, shape)):
        here = point
        for index, place in zip(wrt.indices, cell, strict=True):
            here = here.changed(index, fmpq(place + 1))
        found[cell] = number_at(gradient, here)
    return found


def spots(entry: Entry, *, whole_labels: bool = False) -> list[list[Spot]]:
    """Ordinary points, those in the same sizes together; in every other one, or in all, labels are no soft ones."""
    rng, loss, settings = Random(11), entry.loss, _roomy(entry.loss)
    each = EACH * SETTINGS // len(settings)
    drawn = [[sample(setting, loss.expression, rng, plain) for _ in range(each)] for setting in settings]
    return [[spot(hardened(p) if whole_labels or n % 2 else p) for n, p in enumerate(points)] for points in drawn]


def hardened(point: Point) -> Point:
    """The point with 0 or 1 for every soft label, in turn; with the labels as they are, if these are bound to a sum."""
    labels = [key for key, domain in point.setting.domains.items() if isinstance(domain, Label01)]
    for number, key in enumerate(() if point.setting.loss.constraints else labels):
        point = point.changed(key, fmpq(number % 2 if len(labels) > 1 else round(as_float(point.get(key)))))
    return point


def _roomy(loss: Loss) -> list[Setting]:
    """A few choices of sizes, of arrays with several entries. Which index a gradient is by makes no difference."""
    found: dict[Any, Setting] = {}
    for setting in settings_of(loss):
        sizes = tuple(setting.fixed[s] for s, domain in loss.symbols.items() if isinstance(domain, Size))
        if not setting.cramped[0]:
            found.setdefault(sizes, setting)
    return list(found.values())[:SETTINGS]


def nice_spots(entry: Entry) -> Iterator[Spot]:
    """Points that a student can put in by hand, in the smallest size."""
    rng, setting = Random(7), _roomy(entry.loss)[0]
    yield from (spot(_nice(entry, setting, rng)) for _ in range(NICE))


def edges(part: Entry) -> Iterator[Spot]:
    """Points next to the ends of the domain, and at them with every label; far out, where it has no ends."""
    base, wrt = _nice(part, _roomy(part.loss)[0], Random(3)), part.loss.wrt
    moved: Key = (wrt.base, *(1 for _ in wrt.indices)) if isinstance(wrt, Indexed) else wrt
    domains = {key: domain for key, domain in base.setting.domains.items() if isinstance(key, Symbol)}
    labels = {key: numbers for key, domain in domains.items() if key != moved and (numbers := _labels(domain))}
    low, high = base.setting.domains[moved].interval
    for near in (-FAR if low is None else exactly(low) + TINY, FAR if high is None else exactly(high) - TINY):
        yield spot(base.changed(moved, near))
    for end in (-FARTHER if low is None else exactly(low), FARTHER if high is None else exactly(high)):
        for numbers in product(*labels.values()):
            point = base.changed(moved, end)
            for key, number in zip(labels, numbers, strict=True):
                point = point.changed(key, number)
            yield spot(point)


def _labels(domain: Domain) -> tuple[fmpq, ...]:
    """The labels of a domain, or its ends if it has two; none of an index, which is no number."""
    low, high = domain.interval
    if domain.values and not domain.whole:
        return tuple(map(fmpq, domain.values))
    return () if low is None or high is None or domain.whole else (exactly(low), exactly(high))


def exactly(number: Fraction) -> fmpq:
    return fmpq(number.numerator, number.denominator)


def _nice(part: Entry, setting: Setting, rng: Random) -> Point:
    """A point of which every number is a double."""
    while True:
        point = sample(setting, part.loss.expression, rng, nice)
        if all(_is_double(number) for number in point.numbers.values()):
            return point


def _is_double(number: fmpq) -> bool:
    denominator = int(number.denominator)
    return denominator & (denominator - 1) == 0


def spot_on(part: Entry, boundary: Boundary) -> Spot | None:
    """An exact point on a kink, of which every number is a double; None if none was found."""
    rng, settings = Random(5), _roomy(part.loss)
    bound = {index: 1 for index, *_ in boundary.index}
    for number in range(TRIES):
        setting = settings[number * len(settings) // TRIES]  # the smallest first
        base = _nice(part, setting, rng)
        with precision(BITS):
            found = vanishing(boundary.switch, base, bound, _movable(setting))
        exact = found is not None and found.is_inside() and all(map(_is_double, found.numbers.values()))
        if found is not None and exact and _bends(part, found):
            return spot(found)
    return None


def _bends(part: Entry, point: Point) -> bool:
    """Does the gradient change there along any coordinate? A tie that the loss does not see is none."""
    for key in _movable(point.setting):
        before, after = (slopes_at(part, point.changed(key, point.get(key) + step)) for step in (-BESIDE, BESIDE))
        if not np.allclose(before, after, atol=float(BESIDE) ** 0.5, equal_nan=True):
            return True
    return False


def _movable(setting: Setting) -> list[Key]:
    """The coordinates to move, the variable first."""
    first = base_of(setting.loss.wrt)
    keys = [key for key, domain in setting.domains.items() if not domain.choices]
    return sorted(keys, key=lambda key: (key[0] if isinstance(key, tuple) else key) != first)
