"""Not convex, by a chord: halfway between two places a convex function is never more than the mean of its values there.

It sees what a second derivative does not: that the slope drops at a kink, or the loss at a jump.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import combinations

from flint import arb, fmpq
from sympy import Basic, Expr, Integer, Rational, Symbol

from derivations.evidence.balls import Undecided, Undefined, Value, precision
from derivations.evidence.curvature.kinks import WANTED
from derivations.evidence.curvature.signs import without_names
from derivations.evidence.places import BITS
from derivations.evidence.points import contains
from derivations.evidence.proof.defined import needs
from derivations.evidence.properties.record import Property
from derivations.evidence.properties.subject import Numbers, Subject
from derivations.evidence.scope import Graph, Scope
from derivations.evidence.values import evaluate
from derivations.evidence.verdicts import shown
from derivations.language.functions import held
from derivations.language.properties import CONVEX

PLACES = tuple(Fraction(n, 4) for n in (0, 4, -4, 8, -8, 16, -16, 2, 1, 3))  # simple ones first
ABOVE = "halfway between {0} and {1} it is {2}, more than {3}, the mean of its values there"
PIECES = 16  # into which a chord is cut, to see that the loss has a value on each
NO_NAMES = Graph(Integer(0), {})


def above_a_chord(subject: Subject) -> Property | None:
    """That the loss of one number is not convex, if a chord shows it at simple numbers."""
    loss, w = subject.loss, subject.w
    if not (isinstance(w, Symbol) and subject.ends) or loss.expression.has(held):
        return None
    places, formula = [place for place in PLACES if contains(loss.symbols[w], place)], without_names(loss.expression)
    with precision(BITS):
        for numbers in subject.examples:
            known = {name: _number(value) for name, value in numbers.items()}
            for parts in _chords(formula, w, known, places):
                return Property(CONVEX, holds=False, why=ABOVE, parts=parts, point=tuple(numbers.items()))
    return None


def _chords(
    formula: Expr, w: Symbol, known: dict[Basic, fmpq], places: list[Fraction]
) -> Iterator[tuple[Expr | str, ...]]:
    """The ends of the chords below the loss, its value halfway between, and the mean of those at the ends."""
    for one, other in map(sorted, combinations(places, 2)):
        if not _has_values(formula, w, known, (one, other)):
            continue
        with suppress(Undefined, Undecided):
            left, middle, right = (
                evaluate(formula, Scope({**known, w: _number(place)}, {}, NO_NAMES))
                for place in (one, (one + other) / 2, other)
            )
            mean = (left + right) / 2
            if middle - mean > 0:
                yield Rational(one), Rational(other), shown(middle), shown(mean)


def signs_at(u: Expr, w: Expr, numbers: Numbers, places: Iterable[Expr]) -> Iterator[int]:
    """Of a formula, the signs of its values at these places: of those that can be told."""
    known, formula = {name: _number(value) for name, value in numbers.items()}, without_names(u)
    with precision(BITS):
        for place in places:
            with suppress(Undefined, Undecided):
                value = evaluate(formula, Scope({**known, w: _number(place)}, {}, NO_NAMES))
                yield (value > 0) - (value < 0)


def _has_values(formula: Expr, w: Symbol, known: dict[Basic, fmpq], ends: tuple[Fraction, Fraction]) -> bool:
    """Has the loss a value all the way? A convex function is one on an interval: 1/x^2 has two arms."""
    wanted = [(node, WANTED[kind]) for node, kind in needs(formula, None)]
    if any(node.free_symbols - {w, *known} for node, _ in wanted):
        return False
    half = (ends[1] - ends[0]) / (2 * PIECES)
    try:
        for piece in range(PIECES if wanted else 0):
            here = arb(_number(ends[0] + (2 * piece + 1) * half), _number(half))
            scope = Scope({**known, w: here}, {}, NO_NAMES)
            if not all(_is_among(evaluate(node, scope), signs) for node, signs in wanted):
                return False
    except (Undefined, Undecided):
        return False
    return True


def _is_among(value: Value, signs: frozenset[int]) -> bool:
    """Has all that the ball holds one of these signs?"""
    return value > 0 or (-1 in signs and value < 0) or (0 in signs and value >= 0)


def _number(value: Expr | Fraction) -> fmpq:
    return fmpq(int(value.numerator), int(value.denominator))
