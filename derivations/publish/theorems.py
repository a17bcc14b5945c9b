"""What a page says of a theorem: the lines of its proof, each with how sure it is, and for which losses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Eq, Ge, Gt, Le, Lt, Ne

from derivations.catalogue import Entry
from derivations.evidence.report import Level
from derivations.judge.answers import Asked
from derivations.judge.theorems import Held, settled, weakest
from derivations.language.theorem import Statement, Theorem
from derivations.notation import tex

SIGNS = {Eq: "=", Ne: r"\ne ", Ge: r"\ge ", Gt: ">", Le: r"\le ", Lt: "<"}


@dataclass(frozen=True)
class StatementView:
    """One line of a proof."""

    tex: str
    why: str
    level: Level
    surely: str


@dataclass(frozen=True)
class TheoremView:
    """A theorem, its proof, and what the lines were checked for."""

    title: str
    says: str
    lines: list[StatementView]
    ends: str
    of: list[str]
    points: int


def theorem_views(asked: Asked) -> list[TheoremView]:
    """The theorems of a question.

    Raises:
        LossaryError: a line that does not hold; then nothing is published.
    """
    return [_view(theorem, asked) for theorem in asked.answer.theorems]


def _view(theorem: Theorem, asked: Asked) -> TheoremView:
    found, entries = settled(theorem, asked.entries), [asked.entries[slug] for slug in theorem.of]
    return TheoremView(
        theorem.title,
        theorem.says,
        [_line(line, held, entries) for line, held in zip(theorem.lines, found, strict=True)],
        theorem.ends,
        [entry.title for entry in entries],
        sum(held.points for line in found for held in line),
    )


def _line(line: Statement, found: Sequence[Held], entries: Sequence[Entry]) -> StatementView:
    left, right = map(tex, line.claim.args)
    return StatementView(f"{left}{SIGNS[type(line.claim)]}{right}", line.why, weakest(found), _surely(found, entries))


def _surely(found: Sequence[Held], entries: Sequence[Entry]) -> str:
    """How many are proved, and which are only checked."""
    checked = [entry.title for entry, held in zip(entries, found, strict=False) if held.level == "checked"]
    if weakest(found) == "proved":
        return "proved by algebra" + (f" for all {len(entries)}" if entries else ", whatever the numbers are")
    if not entries:
        return "checked at exact points"
    return f"proved by algebra for {len(found) - len(checked)}, checked at exact points for {' and '.join(checked)}"
