"""How large a formula gets: between the places at which it changes, it is looked at piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import reduce
from typing import Any

from sympy import Abs, Dummy, Expr, Integer, Max, Min, Poly, Rational, Symbol, cancel, expand, fraction, together
from sympy.core.relational import Ge, Gt, Le, Lt

from derivations.evidence.curvature.bounds import extremes
from derivations.evidence.curvature.signs import DOWN, UP, Signs
from derivations.evidence.places import switches_in
from derivations.evidence.proof.proving import FAILURES as UNPROVED
from derivations.evidence.proof.slopes import slope
from derivations.evidence.properties.chords import PLACES, signs_at
from derivations.evidence.properties.leading import Unclear
from derivations.evidence.properties.least import root_of
from derivations.evidence.properties.subject import FAILURES, End, Subject, plain
from derivations.language.functions import (
    Branches,
    clip,
    held,
    largest,
    magnitude,
    otherwise,
    positive_part,
    sign,
    smallest,
    step,
)
from derivations.language.shapes import base_of, free_names

MOST_PLACES = 6
HOLDING = {Gt: (1,), Ge: (1,), Lt: (-1,), Le: (-1,)}  # by the sign of the difference, which is not 0 within a piece


def most(subject: Subject, u: Expr) -> Expr | None:
    """The least number that a formula of one variable never exceeds in size beside its seams; None if it is not found.

    On each piece the formula is constant, or a polynomial between two ends, or it rises or falls all the way: so it
    comes as close to this number as one likes.
    """
    with suppress(*FAILURES, *UNPROVED):
        return subject.size([_short(value) for piece in _pieces(subject, plain(u)) for value in piece.values()])
    return None


def _short(value: Expr) -> Expr:
    """With what cancels cancelled, if that is shorter."""
    return min(value, cancel(value), key=Expr.count_ops)


def _pieces(subject: Subject, u: Expr) -> list[_Piece]:
    """The formula on each piece.

    Raises:
        Unclear: it is not known where one ends.
    """
    ends = subject.ends
    if not ends or not isinstance(subject.w, Symbol) or u.has(held):
        raise Unclear
    inner = _in_order(subject, set(_seams(subject, u)))
    around = [subject.beside(place) for place in inner]
    lows, highs = [ends[0], *(above for _, above in around)], [*(below for below, _ in around), ends[1]]
    return [_Piece(subject, u, low, high) for low, high in zip(lows, highs, strict=True)]


def _seams(subject: Subject, u: Expr) -> Iterator[Expr]:
    """Where its switches are 0, those in others with either sign."""
    base = base_of(subject.w)
    for switch in switches_in(u):
        if base in free_names(switch.expression):
            for side in _opened(switch.expression):
                root = root_of(side, subject)
                if root is None or switch.binders:
                    raise Unclear
                yield root


def _opened(u: Expr) -> list[Expr]:
    """The straight formulas that a switch may be: |v| is v, or -v."""
    node = next((node for node in sorted(u.atoms(magnitude, Abs), key=str)), None)
    if node is None:
        return [u]
    return [opened for side in (1, -1) for opened in _opened(u.xreplace({node: side * node.args[0]}))]


def _in_order(subject: Subject, places: set[Expr]) -> list[Expr]:
    """From the least to the largest, without those that are the same.

    Raises:
        Unclear: it is not known which is less, or whether one is inside of the domain.
    """
    found: list[Expr] = []
    for place in sorted(places, key=str):
        signs = [_sign(subject, place - other) for other in found]
        if 0 not in signs:
            found.insert(signs.count(1), place)
    low, high = (end.place for end in subject.ends)
    inside = [p for p in found if not _is_beyond(subject, p, low, 1) and not _is_beyond(subject, p, high, -1)]
    if len(inside) > MOST_PLACES:
        raise Unclear
    return inside


def _is_beyond(subject: Subject, place: Expr, end: Expr, side: int) -> bool:
    return bool(end.is_finite) and _sign(subject, side * (place - end)) <= 0


def _sign(subject: Subject, u: Expr) -> int:
    signs = subject.signs.of(expand(u))
    if len(signs) != 1:
        raise Unclear
    return next(iter(signs))


class _Piece:
    """A formula between two ends, without its switches."""

    def __init__(self, subject: Subject, u: Expr, low: End, high: End) -> None:
        self.subject, self.low, self.high = subject, low, high
        self.formula = self._without_switches(u)

    def _without_switches(self, u: Any) -> Any:
        if not u.args or base_of(self.subject.w) not in free_names(u):
            return u
        if isinstance(u, Branches):
            return self._without_switches(next(v for v, condition in u.cases if self._holds(condition)))
        u = u.func(*map(self._without_switches, u.args))
        if isinstance(u, magnitude | Abs | positive_part | sign | step):
            side = self._side(u.args[0])
            up = {sign: side, step: int(side > 0)}.get(type(u))
            value = 0 if isinstance(u, positive_part) and side < 0 else side * u.args[0]
            return value if up is None else Integer(up)
        if isinstance(u, clip):
            inner, low, high = u.args
            return low if self._side(inner - low) < 0 else high if self._side(inner - high) > 0 else inner
        if isinstance(u, largest | Max | smallest | Min):
            wanted = 1 if isinstance(u, largest | Max) else -1
            return reduce(lambda one, two: one if self._side(one - two) in (0, wanted) else two, u.args)
        return u

    def _holds(self, condition: Any) -> bool:
        if condition == otherwise:
            return True
        if type(condition) not in HOLDING:
            raise Unclear
        return self._side(self._without_switches(condition.lhs - condition.rhs)) in HOLDING[type(condition)]

    def _side(self, u: Expr) -> int:
        """The sign on the piece of a formula that rises or falls all the way."""
        w = self.subject.w
        if base_of(w) not in free_names(u):
            return _sign(self.subject, u)
        root = root_of(u, self.subject)
        if root is None:
            raise Unclear
        rising = _sign(self.subject, slope(u, w))
        if self.low.place.is_finite and self.subject.signs.of(expand(self.low.place - root)) <= UP:
            return rising
        if self.high.place.is_finite and self.subject.signs.of(expand(self.high.place - root)) <= DOWN:
            return -rising
        raise Unclear

    def _is_seen_to_turn(self, rise: Expr) -> bool:
        """Has the slope of the formula both signs at simple points? Then no proof need be tried that it has one."""
        w, found = self.subject.w, set[int]()
        for numbers in self.subject.examples:
            low, high = (end.place.xreplace(dict(numbers)) for end in (self.low, self.high))
            inside = [Rational(place) for place in PLACES if low < Rational(place) < high]
            found |= set(signs_at(rise, w, numbers, inside))
        return {-1, 1} <= found

    def _signs(self) -> Signs:
        """What is known of signs on the piece."""
        w, given = self.subject.w, self.subject.signs.given
        ends = [side * (w - end.place) for end, side in ((self.low, 1), (self.high, -1)) if end.place.is_finite]
        return Signs(replace(given, facts=(*given.facts, *ends)))

    def values(self) -> list[Expr]:
        """Values of which the largest in size is that of the formula on the piece.

        Raises:
            Unclear: they are not found.
        """
        if base_of(self.subject.w) not in free_names(self.formula):
            return [self.formula]
        return self._of_polynomial() or self._of_monotone()

    def _of_polynomial(self) -> list[Expr]:
        """Between finite ends, of a multiple of a polynomial with rational numbers in the share of the way."""
        if not (self.low.place.is_finite and self.high.place.is_finite):
            return []
        share, low, high = Dummy("share"), self.low.place, self.high.place
        over, under = fraction(together(self.formula.xreplace({self.subject.w: low + (high - low) * share})))
        if under.has(share) or not over.is_polynomial(share):
            return []
        content, inner = Poly(expand(over), share).primitive()
        first = inner.LC()
        numbers = Poly.from_dict({power: together(number / first).cancel() for power, number in inner.terms()}, share)
        if not all(number.is_Rational for number in numbers.coeffs()):
            return []
        found = extremes(Poly(numbers.as_expr(), share), [Integer(0), Integer(1)])
        return [] if found is None else [expand(content * first) / under * end for end in (found.low, found.high)]

    def _of_monotone(self) -> list[Expr]:
        """The limits at both ends, of what rises or falls all the way."""
        subject, rise = self.subject, slope(self.formula, self.subject.w)
        rising = frozenset[int]() if self._is_seen_to_turn(rise) else self._signs().of(rise)
        if not rising or not (rising <= UP or rising <= DOWN):
            raise Unclear
        found = [one for end in (self.low, self.high) for one in subject.limits(self.formula, end)]
        if not all(one is not None and one[0] == 0 for one in found):
            raise Unclear
        return [one[1] for one in found if one is not None]
