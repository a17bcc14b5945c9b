"""The infimum of a loss, and where it is attained: at a place where the slope changes its sign, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sympy import Add, Basic, Eq, Expr, Indexed, Integer, Mul, Rational, Symbol, atan, exp, expand, log, pi, tan

from derivations.evidence.curvature.bounds import Bounding
from derivations.evidence.curvature.signs import DOWN, UP
from derivations.evidence.proof.quotients import Unproved
from derivations.evidence.proof.slopes import slope
from derivations.evidence.properties.record import Property
from derivations.evidence.properties.subject import FAILURES, End, Numbers, Subject, is_short, plain, settled
from derivations.language.properties import BELOW, INFIMUM, MINIMUM
from derivations.language.shapes import base_of, free_names

TURNS = "below {0} the slope is never positive, and above it never negative"
TENDS = "it falls all the way to one end, and tends to {0} there"
NEVER = "its terms cannot add up to less"
FALLS = "it falls without bound as {0} goes to {1}"
MOST_PLACES, MOST_TERMS = 6, 40
# Functions that rise, between which numbers they lie, and their inverses.
INVERSES: dict[Any, tuple[tuple[Expr | None, Expr | None], Any]] = {
    atan: ((-pi / 2, pi / 2), tan),
    exp: ((Integer(0), None), log),
    log: ((None, None), exp),
}
PLAIN = (Integer(0), Integer(1), Integer(-1))


def least(subject: Subject) -> Iterator[Property]:
    """The minimum, or else the infimum, or else a bound; of one component of many only a bound."""
    one = isinstance(subject.w, Symbol)
    if one and subject.ends and subject.jumps is not None:
        found = next(_minima(subject), None) or _infimum(subject)
        if found is not None:
            yield found
            return
    falls = _unbounded(subject) if one else None
    if falls is not None:
        yield falls
        return
    low = _low(subject)
    if low is not None and is_short(low) and not low.has(Indexed):
        yield Property(BELOW, holds=True, value=low, why=NEVER)


def _low(subject: Subject) -> Expr | None:
    """A number, or a formula of what stays, that the loss is never below."""
    loss = subject.loss.expression
    low = Bounding({base_of(subject.w)}, subject.signs).of(loss).low
    return Integer(0) if low is None and subject.signs.is_up(loss) else low


def _minima(subject: Subject) -> Iterator[Property]:
    """The minimum, at each place at which it is proved to be attained."""
    for place in places(subject):
        if _turns(subject, place):
            value = _value(subject, place)
            yield Property(MINIMUM, holds=True, value=value, why=TURNS, parts=(Eq(subject.w, place, evaluate=False),))


def _value(subject: Subject, place: Expr) -> Expr:
    value = plain(subject.loss.expression).xreplace({subject.w: place})
    if subject.signs.of(settled(value)) == {0}:
        return Integer(0)
    found = {settled(value.xreplace(dict(labels))) for labels in subject.choices(value)}
    return found.pop() if len(found) == 1 else settled(value)


def _turns(subject: Subject, place: Expr) -> bool:
    """Does the slope change its sign there, and nowhere else?"""
    if not subject.curvature.convex:
        return subject.signs.is_up(subject.gradient * (subject.w - place)) or _turns_with(subject, place)
    below, above = subject.beside(place)
    return _has_signs(subject, below, -1) and _has_signs(subject, above, 1)


def _turns_with(subject: Subject, place: Expr) -> bool:
    """Has the slope a factor that rises or falls all the way and is 0 there, and the rest the sign that fits?"""
    for factor in Mul.make_args(subject.gradient):
        with suppress(*FAILURES, Unproved):
            if isinstance(factor, Add) and root_of(factor, subject) == place:
                rising = subject.signs.of(slope(factor, subject.w))
                side = next(iter(rising)) if len(rising) == 1 else 0
                if side and subject.signs.is_up(side * subject.gradient / factor):
                    return True
    return False


def _has_signs(subject: Subject, end: End, side: int) -> bool:
    """Has the slope this sign on the way there, or does it tend to 0?"""
    found = list(subject.limits(subject.gradient, end))
    return all(one is not None and _is_on(subject, one, side) for one in found)


def _is_on(subject: Subject, tendency: tuple[int, Expr], side: int) -> bool:
    return tendency[0] == side if tendency[0] else subject.signs.is_up(side * tendency[1])


def places(subject: Subject) -> list[Expr]:
    """Where the minimum may be, or a slope be steepest: at a zero of a part that is straight in the variable."""
    sums = {node for u in (subject.loss.expression, subject.gradient) for node in u.atoms(Add)}
    roots = [root_of(node, subject) for node in sorted(sums, key=str)[:MOST_TERMS]]
    w = subject.w
    names = [s for s, d in subject.loss.symbols.items() if isinstance(s, Symbol) and type(d) is type(_domain(subject))]
    found = dict.fromkeys([*(root for root in roots if root is not None), *PLAIN, *(s for s in names if s != w)])
    return [place for place in found if _is_inside(subject, place)][:MOST_PLACES]


def _domain(subject: Subject) -> object:
    return subject.loss.symbols[base_of(subject.w)]


def root_of(node: Basic, subject: Subject) -> Expr | None:
    """Where it is zero."""
    w = subject.w
    with suppress(*FAILURES):
        written = expand(node)
        factor = written.coeff(w)
        rest = expand(written - factor * w)
        if (
            factor != 0
            and not {base_of(w)} & (free_names(factor) | free_names(rest))
            and 0 not in subject.signs.of(factor)
        ):
            return _straightened(-rest / factor, subject)
        if factor == 0:
            return _root_within(written, subject)
    return None


def _root_within(written: Expr, subject: Subject) -> Expr | None:
    """Where a multiple of f(v), less a number, is zero, for an f that rises and has an inverse."""
    moving = {base_of(subject.w)}
    parts = [part for part in Add.make_args(written) if moving & free_names(part)]
    factors = [factor for factor in Mul.make_args(parts[0]) if moving & free_names(factor)] if len(parts) == 1 else []
    if len(factors) != 1 or factors[0].func not in INVERSES:
        return None
    number = (parts[0] - written) / (parts[0] / factors[0])
    (low, high), inverse = INVERSES[factors[0].func]
    is_value = all(
        end is None or subject.signs.of(side * (number - end)) == {1} for end, side in ((low, 1), (high, -1))
    )
    return root_of(factors[0].args[0] - inverse(number), subject) if is_value else None


def _straightened(root: Expr, subject: Subject) -> Expr:
    """The inverse of a label of -1 or +1 is the label."""
    labels = {1 / s: s for s, d in subject.loss.symbols.items() if isinstance(s, Symbol) and set(d.values) == {-1, 1}}
    return root.xreplace(labels)


def _is_inside(subject: Subject, place: Expr) -> bool:
    """Is it a value of the variable, whatever the other names are worth?"""
    domain = subject.loss.symbols[base_of(subject.w)]
    (low, high), (with_low, with_high) = domain.interval, domain.ends
    signs = subject.signs.of
    above = low is None or signs(place - Rational(low)) <= (UP if with_low else {1})
    return above and (high is None or signs(Rational(high) - place) <= (UP if with_high else {1}))


def _infimum(subject: Subject) -> Property | None:
    """Of a loss whose slope has one sign, for each choice of the labels of -1 and +1: the same for all of them."""
    found = {_infimum_of(subject, numbers) for numbers in subject.choices(subject.loss.expression)}
    name, value = next(iter(found)) or ("", None) if len(found) == 1 else ("", None)
    return Property(name, holds=True, value=value, why=TENDS, parts=(value,)) if name else None


def _infimum_of(subject: Subject, numbers: Numbers) -> tuple[str, Expr] | None:
    loss, gradient = (u.xreplace(dict(numbers)) for u in (subject.loss.expression, subject.gradient))
    signs = subject.signs.of(gradient)
    for end, side in zip(subject.ends, (UP, DOWN), strict=True):
        tendency = subject.tends_to(loss, end) if signs <= side else None
        if tendency is None or tendency[0]:
            continue
        if end.belongs:
            return MINIMUM, tendency[1]
        if 0 not in signs or subject.signs.of(loss - tendency[1]) == {1}:
            return INFIMUM, tendency[1]
    return None


def _unbounded(subject: Subject) -> Property | None:
    """Does it fall without bound, for some values of the other names?"""
    for numbers in ({}, *subject.examples):
        for end in subject.ends:
            tendency = subject.tends_to(subject.loss.expression, end, numbers)
            if tendency is not None and tendency[0] < 0:
                parts = (subject.w, end.place)
                return Property(BELOW, holds=False, why=FALLS, parts=parts, point=tuple(numbers.items()))
    return None
