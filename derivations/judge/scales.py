"""What a constant factor is called: 1/2, log 10, exp(delta), or 'depends on c'."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product
from math import isfinite
from typing import Any

from flint import arb
from sympy import Add, Expr, Integer, Rational, exp, log, pi, preorder_traversal, sqrt

from derivations.errors import LossaryError
from derivations.evidence.balls import Number, Undecided, Undefined, precision
from derivations.evidence.points import exact
from derivations.evidence.scope import Graph, Scope
from derivations.evidence.values import evaluate
from derivations.judge.question import Question
from derivations.judge.vectors import Group, Spot, as_decimal, as_float
from derivations.language.shapes import free_names

BITS = 256
DIGITS = (20, 30, 40, 60)  # with which a number is told from another
DENOMINATOR = 10**6
ROOTS = (sqrt(2), sqrt(3), sqrt(pi), sqrt(2 * pi))
WELL_KNOWN = (Integer(1), *ROOTS, *(u for c in (log(2), log(10), pi, exp(1)) for u in (c, 1 / c)))
EXPONENTS = (0, 1, -1, 2, -2, Rational(1, 2), Rational(-1, 2))
MOST_SYMBOLS, MOST_FORMS = 3, 600
NO_NAMES = Scope({}, {}, Graph(Integer(0), {}))


@dataclass(frozen=True)
class Scale:
    """The k of claim = k gradient.

    Args:
        sign: 1 or -1; 0 if it is not the same for all hyper-parameters.
        formula: k as an expression, where it was recognised.
        depends: the hyper-parameters and sizes that k may depend on.
        sized: does it depend on a size?
        number: k as a decimal number, if it is the same everywhere.
    """

    sign: int
    formula: Expr | None
    depends: tuple[Any, ...] = ()
    sized: bool = False
    number: float | Decimal | None = None

    @property
    def text(self) -> str:
        """For a program: a decimal number, a formula, or what it depends on."""
        if self.formula is None:
            return (
                str(self.number).lower()
                if self.number is not None
                else f"depends on {', '.join(map(str, self.depends))}"
            )
        return repr(float(self.formula)) if self.formula.is_number else str(self.formula)


def name_scale(question: Question, scales: Mapping[Group, Number], spots: Sequence[Spot]) -> Scale:
    """What is constant about the scale, and what it depends on."""
    with precision(BITS):
        return _named(question, scales, spots)


def _named(question: Question, scales: Mapping[Group, Number], spots: Sequence[Spot]) -> Scale:
    signs = {1 if scale > 0 else -1 for scale in scales.values()}
    sign = signs.pop() if len(signs) == 1 else 0
    first = next(iter(scales.values()))
    if all(_meet(scale, first) for scale in scales.values()):
        return Scale(sign, recognised(first), number=_decimal(first))
    places = {spot.group: spot for spot in reversed(spots)}
    for form in islice(_forms(question), MOST_FORMS):
        factor = _constant_ratio(form, scales, places)
        if factor is not None:
            formula = _without_minus(factor, form) if sign > 0 else factor * form
            names = tuple(sorted(free_names(formula), key=str))
            return Scale(sign, formula, names, sized=bool(set(names) & question.sizes))
    return Scale(sign, None, tuple(question.constants), sized=_varies_with_size(question, scales))


def _decimal(scale: Number) -> float | Decimal:
    """The number that is no simple one, with as many digits as tell it from the simple one beside it."""
    short = as_decimal(scale)
    if not isinstance(short, float) or Decimal(f"{short:.6g}") != Decimal(repr(short)):
        return short
    longer = (Decimal(arb(scale).mid().str(digits, radius=False)) for digits in DIGITS)
    return next((number for number in longer if number != Decimal(repr(short))), short)


def _without_minus(factor: Expr, form: Expr) -> Expr:
    """What is positive, where it may be: a - 1 for -(1 - a)."""
    bracket, exponent = form.as_base_exp()
    if factor.is_negative and bracket.is_Add and abs(exponent) == 1:
        return -factor * Add(*[-term for term in bracket.args]) ** exponent
    return factor * form


def _meet(one: Number, other: Number) -> bool:
    gap = arb(one) - arb(other)
    return bool(gap.contains(0))


def recognised(number: Number) -> Expr | None:
    """A rational number, or one times a well-known constant, that lies in the ball."""
    for known in WELL_KNOWN:
        ratio = arb(number) if known == 1 else arb(number) / arb(evaluate(known, NO_NAMES))
        near = as_float(ratio)
        if not (ratio.is_finite() and isfinite(near)):
            return None
        guess = Fraction(near).limit_denominator(DENOMINATOR)
        if guess and ratio.contains(exact(guess)):
            return Rational(guess.numerator, guess.denominator) * known
    return None


def _constant_ratio(form: Expr, scales: Mapping[Group, Number], places: Mapping[Group, Spot]) -> Expr | None:
    """The number q with k = q form in every group."""
    ratios = []
    for group, scale in scales.items():
        try:
            ratios.append(scale / evaluate(form, places[group].scope()))
        except (Undefined, Undecided, ZeroDivisionError, LossaryError):
            return None
        if not _meet(ratios[0], ratios[-1]):
            return None
    return recognised(ratios[0])


def _forms(question: Question) -> Iterator[Expr]:
    """What a constant may be made of: parts of the formulas, then products of powers of the constants."""
    names = [s for s in question.constants if s in question.loss.symbols][:MOST_SYMBOLS]
    for symbol in names:
        yield from (f for u in (symbol, symbol + 1, 1 - symbol) for f in (u, 1 / u))
    for symbol in names:
        yield from (exp(symbol), exp(-symbol), log(symbol), 1 / log(symbol))
    known, within = set(question.constants), dict[Expr, None]()
    for u in (question.loss.expression, *question.claims):
        for node in preorder_traversal(u):
            if isinstance(node, Expr) and node.args and free_names(node) and free_names(node) <= known:
                within[node] = None
                yield from (node, 1 / node)
    for powers in product(EXPONENTS, repeat=len(names)):
        form = Integer(1)
        for symbol, power in zip(names, powers, strict=True):
            form *= symbol**power
        if form != 1:
            yield form
    for node, symbol, power in product(within, names, (-1, 1)):
        yield from (node * symbol**power, symbol**power / node)


def _varies_with_size(question: Question, scales: Mapping[Group, Number]) -> bool:
    """Do two groups that differ in sizes alone have different scales?"""
    sizes = set(map(str, question.sizes))
    by_rest: dict[Any, list[Number]] = {}
    for group, scale in scales.items():
        by_rest.setdefault(tuple(pair for pair in group if pair[0] not in sizes), []).append(scale)
    return any(not _meet(row[0], other) for row in by_rest.values() for other in row)
