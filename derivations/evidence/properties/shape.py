"""Convex, strictly, strongly: from the second derivative, and from what it does at the ends of the domain."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.evidence.curvature import Witness
from derivations.evidence.properties.chords import above_a_chord
from derivations.evidence.properties.record import Property
from derivations.evidence.properties.subject import Numbers, Subject
from derivations.language.properties import CONCAVE, CONVEX, STRICTLY, STRONGLY

NEVER_NEGATIVE = "the second derivative is never negative"
NEVER_POSITIVE = "the second derivative is never positive"
POSITIVE = "the second derivative is positive"
NEVER_LESS = "the second derivative is never less than {0}"
NOT_CONVEX = "it is not convex"
STRAIGHT = "a piece of the loss is straight"
FALLS = "the second derivative falls to 0 as {0} goes to {1}"
AT_KINKS = ", and at a kink the slope jumps {}"


def shapes(subject: Subject) -> Iterator[Property]:
    """Those that are decided."""
    found = subject.curvature
    at_kinks = "" if found.smooth else AT_KINKS
    if found.convex:
        yield Property(CONVEX, holds=True, why=NEVER_NEGATIVE + at_kinks.format("up"))
    elif found.negative:
        yield _refuted(CONVEX, found.negative)
    elif chord := above_a_chord(subject):
        yield chord
        yield from _without(NOT_CONVEX)
    if found.concave:
        yield Property(CONCAVE, holds=True, why=NEVER_POSITIVE + at_kinks.format("down"))
    elif found.positive and not found.convex:
        yield _refuted(CONCAVE, found.positive)
    yield from _more(subject)


def _refuted(name: str, witness: Witness) -> Property:
    why = "the second derivative is {0}"
    return Property(name, holds=False, why=why, parts=(witness.value,), point=tuple(witness.numbers))


def _more(subject: Subject) -> Iterator[Property]:
    """Strictly, and strongly."""
    found = subject.curvature
    if found.negative:
        yield from _without(NOT_CONVEX)
    if not found.convex or subject.on_diagonal is None:
        return
    if found.strongly:
        yield Property(STRICTLY, holds=True, why=POSITIVE)
        constant = subject.least(found.low) if found.low is not None else None
        yield Property(STRONGLY, holds=True, value=constant, why=NEVER_LESS, parts=(constant,))
        return
    if subject.signs.of(subject.on_diagonal) == {1}:
        yield Property(STRICTLY, holds=True, why=POSITIVE)
        yield from _flat(subject)
        return
    numbers = _straight(subject)
    if numbers is not None:
        yield from (
            Property(name, holds=False, why=STRAIGHT, point=tuple(numbers.items())) for name in (STRICTLY, STRONGLY)
        )
    else:
        yield from _flat(subject)


def _without(why: str) -> Iterator[Property]:
    """Neither strictly nor strongly convex."""
    yield from (Property(name, holds=False, why=why) for name in (STRICTLY, STRONGLY))


def _straight(subject: Subject) -> Numbers | None:
    """What the other names are worth where the loss is straight towards an end; None if that is not known."""
    for numbers in ({}, *subject.examples):
        for end in subject.ends:
            if subject.on_diagonal is not None and subject.is_nothing(subject.on_diagonal, end, numbers):
                return numbers
    return None


def _flat(subject: Subject) -> Iterator[Property]:
    """Not strongly convex, as the second derivative comes down to 0."""
    for numbers in ({}, *subject.examples):
        for end in subject.ends:
            if subject.tends_to(subject.on_diagonal, end, numbers) == (0, 0):
                parts, point = (subject.w, end.place), tuple(numbers.items())
                yield Property(STRONGLY, holds=False, why=FALLS, parts=parts, point=point)
                return
