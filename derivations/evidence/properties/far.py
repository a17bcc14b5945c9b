"""What the slope does far out: it grows without bound, stays bounded, or falls back to 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sympy import Expr

from derivations.evidence.properties.subject import End, Subject

Course = Literal["grows", "bounded", "falls"]
STEEPEST: tuple[Course, ...] = ("grows", "bounded", "falls")


@dataclass(frozen=True)
class Far:
    """The end of the domain, and what the slope does on the way there: for some labels, and never more for others."""

    place: Expr
    course: Course


def far_out(subject: Subject) -> Iterator[Far]:
    """At each end of the domain at which it is known."""
    for end in subject.ends:
        course = _course(subject, end)
        if course is not None:
            yield Far(end.place, course)


def level_far_out(subject: Subject) -> Iterator[Far]:
    """Each end towards which the loss itself is constant from some place on: there its slope is 0, proved or not."""
    u = subject.loss.expression
    for end in subject.ends:
        if all(subject.is_constant(u, end, labels) for labels in subject.choices(u)):
            yield Far(end.place, "falls")


def _course(subject: Subject, end: End) -> Course | None:
    found = set[Course]()
    for tendency in subject.limits(subject.gradient, end):
        if tendency is None:
            return None
        found.add("grows" if tendency[0] else "falls" if tendency[1] == 0 else "bounded")
    return next(course for course in STEEPEST if course in found)
