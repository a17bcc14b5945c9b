"""What a script declares of its loss: confirmed by what was found or by a proof of its own, refuted, or not decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from random import Random

from sympy import Dummy, Expr, Symbol

from derivations.evidence.balls import precision
from derivations.evidence.certain import to_be_tried
from derivations.evidence.controls import simple_points
from derivations.evidence.curvature.kinks import NO_JUMP
from derivations.evidence.places import BITS
from derivations.evidence.points import Point, stress
from derivations.evidence.properties.record import Properties, Property
from derivations.evidence.properties.subject import Subject, plain
from derivations.evidence.report import Failure
from derivations.evidence.sampling import sample, sign_at
from derivations.evidence.settings import settings_of
from derivations.language.properties import (
    BELOW,
    INFIMUM,
    LIPSCHITZ,
    MINIMUM,
    ORDER,
    SMOOTH,
    STRONGLY,
    Declared,
)
from derivations.language.shapes import base_of

FAR = 40  # points at the edges of the domains at which a constant is tried
EXCEEDED = "the constant is exceeded"
UNDECIDED = "no proof was found, and no point that refutes it: leave it out"
FOUND = "the referee finds {}"
STATED = "so much is declared, and proved"


def confirmed(subject: Subject, found: Properties) -> Properties:
    """What was found, with the constants that the script states, and with what of it is not confirmed."""
    failures = list[Failure]()
    for stated in subject.loss.properties:
        found, failure = _confirm(stated, found, subject)
        failures += [failure] if failure else []
    return replace(found, failures=tuple(failures))


def _confirm(stated: Declared, found: Properties, subject: Subject) -> tuple[Properties, Failure | None]:
    if _agrees(stated, found, subject):
        return found, None
    if stated.value is not None and stated.name in PROOFS and stated.holds:
        if PROOFS[stated.name](subject, stated.value):
            return found.with_one(Property(stated.name, holds=True, value=stated.value, why=STATED)), None
        point = next(_exceeding(subject, stated), None)
        if point is not None:
            return found, _failure(subject, stated, "refuted", EXCEEDED, point)
    against = _against(stated, found)
    return found, _failure(
        subject, stated, *(("refuted", FOUND.format(against)) if against else ("undecided", UNDECIDED))
    )


def _failure(subject: Subject, stated: Declared, kind: str, why: str, point: Point | None = None) -> Failure:
    return Failure(subject.loss.called("property"), kind, f"{stated}: {why}", point)  # type: ignore[arg-type]


def _agrees(stated: Declared, found: Properties, subject: Subject) -> bool:
    """Was the same found?"""
    one = found.get(stated.name)
    if stated.name == BELOW and stated.holds and one is None:
        one = found.get(MINIMUM) or found.get(INFIMUM)
    if one is None or one.holds != stated.holds:
        return False
    if stated.value is None or one.value == stated.value:
        return True
    if one.value is None or stated.name == ORDER:
        return False
    return subject.signs.of(one.value - stated.value) <= _allowed(stated.name)


def _allowed(name: str) -> set[int]:
    """The signs that what was found less what is declared may have: a bound may be less sharp than that found."""
    return {0, 1} if name in (STRONGLY, BELOW) else {-1, 0} if name in (LIPSCHITZ, SMOOTH) else {0}


def _against(stated: Declared, found: Properties) -> str:
    """What was found that excludes it; empty, if nothing was."""
    names = (BELOW, INFIMUM, MINIMUM) if stated.name in (BELOW, INFIMUM, MINIMUM) else (stated.name,)
    known = [one for name in names if (one := found.get(name)) is not None]
    return next((told(one) for one in known if _excludes(one, stated)), "")


def _excludes(one: Property, stated: Declared) -> bool:
    if one.name != stated.name:  # one of infimum, minimum and bound against another
        return BELOW not in (one.name, stated.name) or one.holds != stated.holds
    is_other = stated.name not in PROOFS and one.value != stated.value
    return one.holds != stated.holds or is_other


def told(one: Property) -> str:
    """The property in plain text."""
    value = "" if one.value is None else f" {one.value}"
    where = ", ".join(f"{name} = {number}" for name, number in one.point)
    return (
        f"{'' if one.holds else 'not '}{one.name}{value}: {one.why.format(*one.parts)}{f' at {where}' if where else ''}"
    )


def _is_lipschitz(subject: Subject, constant: Expr) -> bool:
    return subject.jumps is not None and _is_never_more(subject, subject.gradient, constant)


def _is_smooth(subject: Subject, constant: Expr) -> bool:
    second = subject.on_diagonal
    return second is not None and subject.jumps == NO_JUMP and _is_never_more(subject, second, constant)


def _is_never_more(subject: Subject, u: Expr, bound: Expr) -> bool:
    """Is the size of a formula at most this? Also as a formula of the distance of the variable from another name."""
    if subject.is_never_more(u, bound):
        return True
    distance, w, symbols = Dummy("distance", real=True), subject.w, subject.loss.symbols
    partners = [s for s in symbols if isinstance(s, Symbol) and s != w and symbols[s].name == symbols[base_of(w)].name]
    moved = [plain(u).xreplace({w: name + distance}) for name in partners]
    return any(
        name not in v.free_symbols and subject.is_never_more(v, bound) for name, v in zip(partners, moved, strict=True)
    )


def _is_strongly_convex(subject: Subject, constant: Expr) -> bool:
    second = subject.on_diagonal
    is_convex = second is not None and subject.curvature.convex and subject.signs.of(constant) == {1}
    return is_convex and subject.signs.is_up(second - constant)


def _is_below_by(subject: Subject, bound: Expr) -> bool:
    return subject.signs.is_up(subject.loss.expression - bound)


PROOFS: dict[str, Callable[[Subject, Expr], bool]] = {
    LIPSCHITZ: _is_lipschitz,
    SMOOTH: _is_smooth,
    STRONGLY: _is_strongly_convex,
    BELOW: _is_below_by,
}


def _exceeding(subject: Subject, stated: Declared) -> Iterator[Point]:
    """Points at which the constant does not hold."""
    u, value = _measured(subject, stated.name), stated.value
    if u is None or value is None:
        return
    for point in chain(simple_points(subject.loss), _far(subject)):
        excess = value - u if stated.name in (STRONGLY, BELOW) else u**2 - value**2
        with precision(BITS):
            if sign_at(excess, point.scope()) == 1:
                yield point


def _measured(subject: Subject, name: str) -> Expr | None:
    return {LIPSCHITZ: subject.gradient, BELOW: subject.loss.expression}.get(name, subject.on_diagonal)


def _far(subject: Subject) -> Iterator[Point]:
    rng, hole = Random(0), to_be_tried(subject.loss)
    for setting in settings_of(subject.loss):
        for _ in range(FAR):
            with precision(BITS):
                yield sample(setting, hole, rng, stress)
