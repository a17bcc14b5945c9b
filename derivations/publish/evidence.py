"""What a page says of the evidence: the figures of the run."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic

from derivations.catalogue import Entry
from derivations.errors import LossaryError
from derivations.evidence import Point, describe, in_words
from derivations.notation import tex, tidy_relation


@dataclass(frozen=True)
class Count:
    """A number, or one of another, and what was counted."""

    number: str
    of: str


@dataclass(frozen=True)
class EvidenceView:
    """The figures of one loss, or of several together. Lines are those shown and those of the full tree.

    Args:
        lines: how many there are.
        proved: how many of them are proved.
        gradients: how many there are.
        gradients_proved: how many of them are proved.
        points: at how many exact points they were compared.
        digits: how many digits agree, at the least.
        mistakes: known mistakes that were refused.
        mutants: spoiled gradients that were refused.
        nowhere: sides of switches on which no point was found that tries what is not proved, as prose.
    """

    lines: int
    proved: int
    gradients: int
    gradients_proved: int
    points: int
    digits: int
    mistakes: int
    mutants: int
    nowhere: str = ""

    @property
    def refused(self) -> int:
        return self.mistakes + self.mutants

    @property
    def counts(self) -> list[Count]:
        """The figures in words."""
        refused = f"wrong answers refused: {self.mistakes} that people give, {self.mutants} spoiled lines and gradients"
        return [
            Count(f"{self.proved} of {self.lines}", "lines proved by algebra: those shown, and those of the full tree"),
            Count(str(self.points), "exact points, on every branch and both sides of every boundary"),
            Count(str(self.digits), "digits of agreement, at the least"),
            Count(str(self.refused), refused),
        ]

    @property
    def proves_gradients(self) -> bool:
        """Is every gradient proved?"""
        return self.gradients_proved == self.gradients

    @property
    def all_proved(self) -> bool:
        """Is nothing left that is only checked?"""
        return self.proved == self.lines and self.proves_gradients

    @property
    def share(self) -> str:
        """How much of it is proved, in a sentence."""
        lines, gradients = _several(self.lines, "line"), _several(self.gradients, "gradient")
        if self.all_proved:
            return f"All of it is proved by algebra: {lines} and {gradients}."
        parts = f"{self.proved} of {lines} and {self.gradients_proved} of {gradients}"
        return f"Proved by algebra are {parts}; the rest is checked at exact points."


def evidence_view(entry: Entry) -> EvidenceView:
    """The figures of a loss by one variable; the lines of the second derivative, and this itself, are lines too.

    Raises:
        LossaryError: if a check failed; what is not confirmed is not published.
    """
    report = entry.report
    if entry.failures:
        msg = f"{entry.path}: {entry.failures[0]}: `lossary verify {entry.slug}` tells more"
        raise LossaryError(msg)
    gradient_proved = int(report.gradient == "proved")
    reports = [report, entry.second.report] if entry.second else [report]
    return EvidenceView(
        lines=sum(each.equations for each in reports) - 1,
        proved=sum(each.proved for each in reports) - gradient_proved,
        gradients=1,
        gradients_proved=gradient_proved,
        points=report.points,
        digits=min(each.digits for each in reports),
        mistakes=len(report.refutations),
        mutants=sum(each.mutants for each in reports),
        nowhere=in_words(report.unseen, lambda part: f"${tex(tidy_relation(part))}$"),
    )


def evidence_of_page(entry: Entry) -> EvidenceView:
    """The figures of a loss by all of its variables."""
    views = list(map(evidence_view, entry.parts))
    nowhere = dict.fromkeys(view.nowhere for view in views if view.nowhere)
    return replace(total(views), nowhere="; ".join(nowhere))


def total(views: list[EvidenceView]) -> EvidenceView:
    """The figures of several losses together."""
    return EvidenceView(
        lines=sum(view.lines for view in views),
        proved=sum(view.proved for view in views),
        gradients=sum(view.gradients for view in views),
        gradients_proved=sum(view.gradients_proved for view in views),
        points=sum(view.points for view in views),
        digits=min((view.digits for view in views), default=0),
        mistakes=sum(view.mistakes for view in views),
        mutants=sum(view.mutants for view in views),
    )


def _several(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def shown(value: Basic | str) -> str:
    """A value as TeX: exact, or a decimal that the referee has written."""
    if not isinstance(value, str):
        return tex(value)
    digits, e, exponent = value.partition("e")
    return rf"{digits}\times10^{{{int(exponent)}}}" if e else digits


def place(point: Point, idle: Container[Any] = ()) -> str:
    """The point as prose, without these names."""
    return "at " + ", ".join(f"${tex(name)}={tex(value)}$" for name, value in describe(point) if name not in idle)
