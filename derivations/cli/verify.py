"""What ``lossary verify`` says of the evidence for a loss, and of the answer to a question."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from sympy import Basic, Indexed
from sympy.core.relational import Relational

from derivations.catalogue import Entry
from derivations.catalogue.agreement import Agreement
from derivations.evidence import Failure, Point, Report, describe, in_words
from derivations.notation import tidy_relation, unicode_text

if TYPE_CHECKING:
    from derivations.judge.answers import Asked

CLAIM = 160  # characters of a claim that is shown; the address tells where the whole of it stands


def lines(entry: Entry) -> list[str]:
    """One line for a loss that stands; below it one for each claim that does not."""
    mark = "FAILED" if entry.failures else "ok"
    more = [agreed(entry.agreement)] if entry.agreement else []
    more += [bent(entry.second)] if entry.second else []
    figures = "; ".join([sentence(entry.report), *more])
    return [f"{mark:<6}  {entry.id}  {entry.slug}: {figures}", *(f"        {failure_text(f)}" for f in entry.failures)]


def answer_lines(asked: Asked, failures: tuple[str, ...]) -> list[str]:
    """One line for a question, and one for each claim on which script and judge differ."""
    mark = "FAILED" if failures else "ok"
    judged = f"{count(len(asked.answer.claims), 'claim')} judged"
    return [f"{mark:<6}  {asked.id}  {asked.slug}: {judged}", *(f"        {failure}" for failure in failures)]


def sentence(report: Report, write: Callable[[Basic], str] = unicode_text) -> str:
    """The figures of a run; formulas are written like this."""
    refused = f"{count(len(report.refutations), 'known mistake')} and {count(report.mutants, 'mutant')} refused"
    refused += f", {count(report.survived, 'mutant')} not told apart" if report.survived else ""
    proved = f"{report.proved} of {count(report.equations, 'equality', 'equalities')} proved"
    but = "" if report.gradient == "proved" else " (not the gradient)"
    compared = f"all compared at {count(report.points, 'exact point')} to {report.digits} digits"
    nowhere = in_words(report.unseen, lambda part: write(tidy_relation(part)))
    return f"{proved}{but}, {compared}{f'; {nowhere}' if nowhere else ''}; {refused}"


def agreed(agreement: Agreement) -> str:
    """The figures of the matrix form."""
    checked = f"{count(agreement.components, 'component')} at {count(agreement.points, 'point')}"
    return f"matrix form against index form: {checked} to {agreement.digits} digits"


def bent(second: Entry) -> str:
    """The figures of the second derivative, and what it says."""
    report, found = second.report, second.curvature
    words = ["strongly convex"] if found.strongly else ["convex"] if found.convex else []
    words += ["concave"] if found.concave else ["not convex"] if found.negative else []
    words += ["bounded"] if found.bounded else []
    is_of_one = isinstance(second.loss.wrt, Indexed) and (found.convex or found.concave or found.bounded)
    words += ["in each component"] if is_of_one else []
    proved = f"second derivative: {report.proved} of {count(report.equations, 'equality', 'equalities')} proved"
    return ", ".join([f"{proved}, {count(report.mutants, 'mutant')} refused", *words])


def count(number: int, one: str, several: str = "") -> str:
    """1 point, 2 points."""
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def point_text(point: Point) -> str:
    """The point for a reader: p = 1, t = 1/2."""
    return ", ".join(f"{unicode_text(name)} = {unicode_text(number)}" for name, number in describe(point))


def failure_text(failure: Failure) -> str:
    """What failed, and where."""
    sides = _sides(failure.left, failure.right)
    place = f" at {point_text(failure.point)}" if failure.point is not None else ""
    return f"{failure.address}: {failure.kind}{sides}{place} ({shorten(failure.told(_written), CLAIM)})"


def _written(formula: Basic) -> str:
    return unicode_text(tidy_relation(formula) if isinstance(formula, Relational) else formula)


def _sides(left: Any, right: Any) -> str:
    return "" if left is None else f": {left} against {right}".replace("-", "−")
