"""Lipschitz and smooth: between which numbers the slope lies, and the second derivative."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Expr, Integer

from derivations.evidence.curvature.bounds import Bounding
from derivations.evidence.curvature.kinks import NO_JUMP
from derivations.evidence.properties.least import places
from derivations.evidence.properties.pieces import most
from derivations.evidence.properties.record import Property
from derivations.evidence.properties.subject import Subject, is_short
from derivations.language.properties import LIPSCHITZ, SMOOTH
from derivations.language.shapes import base_of, free_names

BOUNDED = "the slope is never more than {0} in size"
CURVED = "the second derivative is never more than {0} in size"
SOME = "the {0} has a bound that does not depend on what moves"
AT_ENDS = "the {0} is continuous, and has a limit at both ends"
KINK = "the slope jumps at a kink"
GROWS = "the {0} grows without bound as {1} goes to {2}"
SLOPE, SECOND = "slope", "second derivative"


def lipschitz(subject: Subject) -> Iterator[Property]:
    """Is the slope bounded?"""
    if subject.jumps is None:
        return
    bound = _bound_of_slope(subject)
    found = _bounded(subject, LIPSCHITZ, bound, subject.gradient)
    if found is not None:
        yield found
    elif subject.jumps == NO_JUMP and _has_limits(subject, subject.gradient):
        yield Property(LIPSCHITZ, holds=True, why=AT_ENDS, parts=(SLOPE,))
    else:
        yield from _unbounded(subject, subject.gradient, LIPSCHITZ, SLOPE)


def _bounded(subject: Subject, name: str, bound: Expr | None, u: Expr) -> Property | None:
    """With the constant, unless that is long; is it shown that there is none less? None if there is no bound."""
    why, what = (BOUNDED, SLOPE) if name == LIPSCHITZ else (CURVED, SECOND)
    is_least = bound is not None and _is_reached(subject, u, bound)
    if not is_least and (found := most(subject, u)) is not None and (bound is None or is_short(found)):
        bound, is_least = found, not subject.every_choice(found)[1:]
    if bound is None:
        return None
    if is_short(bound):
        return Property(name, True, bound, why, (bound,), least=is_least)  # noqa: FBT003
    return Property(name, holds=True, why=SOME, parts=(what,))


def _is_reached(subject: Subject, u: Expr, bound: Expr) -> bool:
    """Does the formula have this size somewhere, for some labels, or come as close to it as one likes?"""
    if base_of(subject.w) not in free_names(u):
        return True
    ways = (*subject.ends, *(end for place in places(subject) for end in subject.beside(place)))
    found = (subject.tends_to(u, end, labels) for labels in subject.every_choice(u) for end in ways)
    values = (one[1] for one in found if one is not None and not one[0])
    return any(subject.signs.of(bound - side * value) == {0} for value in values for side in (1, -1))


def _bound_of_slope(subject: Subject) -> Expr | None:
    """Of a convex loss or a concave one the slope only rises, or falls, from one end to the other."""
    found, gradient = subject.curvature, subject.gradient
    values = _at_ends(subject, gradient)
    if values is not None and (found.convex or found.concave):
        return subject.size(values)
    likely = Integer(0) if values is None else subject.size(values)
    if likely != 0 and subject.is_never_more(gradient, likely):
        return likely
    bounds = Bounding({base_of(subject.w)}, subject.signs).of(gradient)
    return None if bounds.low is None or bounds.high is None else subject.size([bounds.low, bounds.high])


def _at_ends(subject: Subject, u: Expr) -> list[Expr] | None:
    """The limits of a formula, if the ends are known, and there is one at each for all labels."""
    found = [one for end in subject.ends for one in subject.limits(u, end)]
    known = bool(found) and all(one and one[0] == 0 for one in found)
    return [one[1] for one in found if one is not None] if known else None


def _has_limits(subject: Subject, u: Expr) -> bool:
    return _at_ends(subject, u) is not None


def _unbounded(subject: Subject, u: Expr, name: str, what: str) -> Iterator[Property]:
    """Does it grow without bound at one of the ends, for some values of the other names?"""
    for numbers in ({}, *subject.examples):
        for end in subject.ends:
            tendency = subject.tends_to(u, end, numbers)
            if tendency is not None and tendency[0]:
                parts = (what, subject.w, end.place)
                yield Property(name, holds=False, why=GROWS, parts=parts, point=tuple(numbers.items()))
                return


def smooth(subject: Subject) -> Iterator[Property]:
    """Is the second derivative bounded, and has the slope no jumps?"""
    second, found = subject.on_diagonal, subject.curvature
    if subject.has_kink:
        yield Property(SMOOTH, holds=False, why=KINK)
    if second is None or subject.has_kink or subject.jumps != NO_JUMP:
        return
    bound = subject.size([found.low, found.high]) if found.low is not None and found.high is not None else None
    bounded = _bounded(subject, SMOOTH, bound, second)
    if bounded is not None:
        yield bounded
    elif subject.jumps_of_slope == NO_JUMP and _has_limits(subject, second):
        yield Property(SMOOTH, holds=True, why=AT_ENDS, parts=(SECOND,))
    else:
        yield from _unbounded(subject, second, SMOOTH, SECOND)
