"""What does not hold may hold for one value of a setting: a bent line whose two slopes are alike there has no kink."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from sympy import Expr, Rational

from derivations.errors import LossaryError
from derivations.evidence.curvature import curvature_of
from derivations.evidence.curvature.kinks import NO_JUMP
from derivations.evidence.points import contains
from derivations.evidence.properties.record import Property
from derivations.evidence.properties.subject import Numbers, Subject, plain
from derivations.language.domains import Domain
from derivations.language.properties import CONCAVE, CONVEX, ORDER, STRICTLY, STRONGLY

MOST_SETTINGS = 3
Decide = Callable[[Subject], list[Property]]


def with_exceptions(subject: Subject, found: list[Property], decide: Decide) -> list[Property]:
    """The same properties; with the value of a setting for which one is proved that does not hold for all."""
    for numbers in _special(subject):
        there = _with(subject, numbers) if any(_may_hold(one, numbers, found) for one in found) else None
        if there is None:
            continue
        better = {one.name: one for one in decide(there)}
        found = [
            replace(one, elsewhere=tuple(numbers.items())) if _is_better(one, better.get(one.name), there) else one
            for one in found
        ]
    return found


def _may_hold(one: Property, numbers: Numbers, found: list[Property]) -> bool:
    """Is it worth a look? Not if the point that refutes it has this value, or if more than it is lacking."""
    weaker = {STRICTLY: CONVEX, STRONGLY: STRICTLY}.get(one.name)
    follows = any(other.name == weaker and not other.holds for other in found)
    return _is_lacking(one) and not (follows or one.name == CONCAVE or numbers.items() <= dict(one.point).items())


def _is_lacking(one: Property) -> bool:
    return not one.elsewhere and (one.value in (0, 1) if one.name == ORDER else not one.holds)


def _is_better(one: Property, other: Property | None, there: Subject) -> bool:
    """Is it proved there, or are there more derivatives?"""
    if one.name == ORDER and one.value == 0:
        return there.jumps == NO_JUMP
    is_lacking = _is_lacking(one) and other is not None and other.holds
    return is_lacking and (one.name != ORDER or bool(other.value > one.value))  # type: ignore[union-attr,operator]


def _special(subject: Subject) -> Iterator[Numbers]:
    """A plain value of each setting, one at a time: the middle of an interval, its end, or 1."""
    stated = {s for relation in subject.loss.stated for s in relation.free_symbols}
    used = subject.loss.expression.free_symbols
    settings = [s for s, d in subject.loss.symbols.items() if s in used - stated and _is_setting(d) and s != subject.w]
    for name in settings[:MOST_SETTINGS]:
        domain = subject.loss.symbols[name]
        low, high = domain.interval
        middle = Fraction(1) if low is None or high is None else (low + high) / 2
        end = low if domain.ends[0] else None
        value = middle if end is None or high is not None else end
        if contains(domain, value):
            yield {name: Rational(value)}


def _is_setting(domain: Domain) -> bool:
    return (
        domain.interval != (None, None)
        and not (domain.shape or domain.varies or domain.choices or domain.whole)
        and not domain.usual
    )


def _with(subject: Subject, numbers: Numbers) -> Subject | None:
    """The loss for this value; None if that is none, or as it is for any other."""

    def put(u: Expr) -> Expr:
        return plain(u).xreplace(dict(numbers))

    first = subject.loss
    try:
        loss = replace(first.sloped(put(first.expression)), wrt=first.wrt, second=first.second, definitions=())
        gradient, second = put(subject.gradient), None if subject.second is None else put(subject.second)
        curvature = subject.curvature if second is None else curvature_of(loss, gradient, second, proved=True)
    except LossaryError:
        return None
    return Subject(loss, gradient, second, curvature, subject.kinks, subject.seams)
