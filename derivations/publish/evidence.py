"""What a page says of the evidence: figures of the run, and the mistakes with the point that refutes each."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Basic

from derivations.catalogue import Entry
from derivations.errors import LossaryError
from derivations.evidence import Point, describe
from derivations.notation import tex
from derivations.publish.entries import in_a_row


@dataclass(frozen=True)
class Count:
    """A number, and what was counted."""

    number: int
    of: str


@dataclass(frozen=True)
class EvidenceView:
    """The figures of one loss, or of several together."""

    lines: int
    points: int
    digits: int
    mistakes: int
    mutants: int

    @property
    def refused(self) -> int:
        return self.mistakes + self.mutants

    @property
    def counts(self) -> list[Count]:
        """The figures in words."""
        return [
            Count(
                self.lines,
                "lines checked: those shown, those of the full tree, and the gradient against the loss itself",
            ),
            Count(self.points, "exact points, on every branch and both sides of every boundary"),
            Count(self.digits, "digits of agreement, at the least"),
            Count(
                self.refused,
                f"wrong answers refused: {self.mistakes} that people give, {self.mutants} spoiled gradients",
            ),
        ]


@dataclass(frozen=True)
class MistakeView:
    """A wrong answer at a point, as TeX, and why it is wrong."""

    claim: str
    claimed: str
    true: str
    point: str
    why: str


def evidence_view(entry: Entry) -> EvidenceView:
    """The figures of one loss.

    Raises:
        LossaryError: if a check failed; what is not confirmed is not published.
    """
    report = entry.report
    if entry.failures:
        msg = f"{entry.path}: {entry.failures[0]}: `lossary verify {entry.slug}` tells more"
        raise LossaryError(msg)
    return EvidenceView(report.equations, report.points, report.digits, len(report.refutations), report.mutants)


def total(views: list[EvidenceView]) -> EvidenceView:
    """The figures of several losses together."""
    return EvidenceView(
        lines=sum(view.lines for view in views),
        points=sum(view.points for view in views),
        digits=min((view.digits for view in views), default=0),
        mistakes=sum(view.mistakes for view in views),
        mutants=sum(view.mutants for view in views),
    )


def mistake_views(entry: Entry) -> list[MistakeView]:
    """The known mistakes, each with the point that refutes it."""
    order = entry.derivation.order
    return [
        MistakeView(
            in_a_row(tex(found.claim, order)), shown(found.claimed), shown(found.true), place(found.point), found.why
        )
        for found in entry.report.refutations
    ]


def shown(value: Basic | str) -> str:
    """A value as TeX: exact, or a decimal that the referee has written."""
    if not isinstance(value, str):
        return tex(value)
    digits, e, exponent = value.partition("e")
    return rf"{digits}\times10^{{{int(exponent)}}}" if e else digits


def place(point: Point) -> str:
    """The point as prose."""
    return "at " + ", ".join(f"${tex(name)}={tex(value)}$" for name, value in describe(point))
