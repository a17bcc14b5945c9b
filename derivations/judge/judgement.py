"""What the judge says: a verdict, a reason, and the evidence for both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sympy import Basic, Expr

from derivations.evidence.report import Level
from derivations.evidence.unseen import Unseen, in_words
from derivations.evidence.verdicts import Shown
from derivations.language.question import Verdict
from derivations.notation import sympy_text, tex, tidy_relation, unicode_text

SLOT = re.compile(r"\{\{|\}\}|\{(\d+)\}")  # and the braces that stand for themselves


@dataclass(frozen=True)
class Phrase:
    """A sentence with places {0}, {1} ... for formulas, so that text and page can each typeset them."""

    template: str
    parts: tuple[Basic, ...] = ()

    def __str__(self) -> str:
        return self.template.format(*map(unicode_text, self.parts))

    def in_tex(self) -> str:
        """With TeX between dollar signs."""
        return self.template.format(*(f"${tex(part)}$" for part in self.parts))

    def followed_by(self, other: Phrase) -> Phrase:
        """This and another, in one sentence."""
        return Phrase(f"{self.template}; {other.after(len(self.parts))}", (*self.parts, *other.parts))

    def after(self, count: int) -> str:
        """The template, where so many other formulas come before its own."""
        return SLOT.sub(lambda found: f"{{{count + int(found[1])}}}" if found[1] else found[0], self.template)


class Slots:
    """The formulas of a phrase that is being made: called with one, it gives the place for it in the template."""

    def __init__(self, parts: Iterable[Basic] = ()) -> None:
        self.parts: list[Basic] = [*parts]

    def __call__(self, part: Basic) -> str:
        self.parts.append(part)
        return f"{{{len(self.parts) - 1}}}"

    def phrase(self, template: str) -> Phrase:
        """The phrase with this template."""
        return Phrase(template, tuple(self.parts))


def literal(text: str) -> str:
    """Text that stands in the template of a phrase as it is."""
    return text.replace("{", "{{").replace("}", "}}")


@dataclass(frozen=True)
class Counterexample:
    """One point, and what claim and gradient are there.

    Args:
        point: names with their numbers.
        components: the variables, one for each component.
        claimed: the claim, component by component; None where it has no value.
        true: the slopes of the loss.
        angle: degrees between the two, if both point somewhere.
        spots: the point again for each component, to evaluate at.
    """

    point: tuple[tuple[Expr, Any], ...]
    components: tuple[Expr, ...]
    claimed: tuple[Shown | None, ...]
    true: tuple[Shown | None, ...]
    angle: float | None
    spots: tuple[Any, ...] = field(default=(), repr=False, compare=False)

    def __str__(self) -> str:
        point = ", ".join(f"{unicode_text(name)} = {number}" for name, number in self.point)
        claimed, true = (", ".join(map(str, numbers)) for numbers in (self.claimed, self.true))
        return f"at {point}: claimed {claimed}, true {true}"

    def data(self) -> dict[str, Any]:
        """For a program."""
        return {
            "point": {sympy_text(name): str(number) for name, number in self.point},
            "components": [sympy_text(name) for name in self.components],
            "claimed": [None if number is None else str(number) for number in self.claimed],
            "true": [None if number is None else str(number) for number in self.true],
            "angle_degrees": self.angle,
        }


@dataclass(frozen=True)
class Evidence:
    """What the verdict rests on: comparisons at exact points and, if the claim is proved, algebra.

    Args:
        points: how many there are.
        cells: in how many combinations of signs and labels they lie.
        digits: the fewest to which claim and gradient agree.
        level: is the claim proved?
        unseen: if it is not, the sides of switches on which no point was found.
    """

    points: int
    cells: int
    digits: int
    level: Level = "checked"
    unseen: tuple[Unseen, ...] = ()

    @property
    def nowhere(self) -> Phrase | None:
        """In words: no point was found where p < 1."""
        slot = Slots()
        words = in_words(self.unseen, lambda part: slot(tidy_relation(part)))
        return slot.phrase(words) if words else None

    def __str__(self) -> str:
        proved = "proved by algebra, in every case of every switch; also " if self.level == "proved" else ""
        cells = f" in {self.cells} cells (signs of switches and values of labels)" if self.cells > 1 else ""
        digits = f", to at least {self.digits} digits" if self.digits else ""
        return f"{proved}compared with the slope of the loss itself at {self.points} exact points{cells}{digits}"


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong with a claim.

    Args:
        kind: one word for the fault, such as ``factor-dropped``.
        phrase: the fault in a sentence.
        subject: the part of the loss or of its gradient that the fault is about.
    """

    kind: str
    phrase: Phrase
    subject: Expr | None = None


@dataclass(frozen=True)
class Judgement:
    """The verdict on a claim.

    Args:
        verdict: exact, positive-scale, negated, convention, wrong or undecided.
        reason: why, in one sentence.
        scale: k of claim = k gradient, where there is one: a decimal number, a formula, or what it depends on.
        factor: the same as an expression, if it was recognised.
        counterexample: for everything but exact, a point at which claim and gradient differ.
        evidence: what it rests on.
        diagnoses: what is wrong, most specific first.
        notes: what else a student should know.
        of: what is claimed: the gradient, a second derivative, a slope of an intermediate, or the loss itself.
    """

    verdict: Verdict
    reason: Phrase
    scale: str | None = None
    factor: Expr | None = None
    counterexample: Counterexample | None = None
    evidence: Evidence | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    notes: tuple[Phrase, ...] = field(default=())
    of: str = "gradient"

    def __str__(self) -> str:
        """For a person: the verdict, why, and the point that shows it."""
        told = f"{self.verdict}: {self.reason}"
        return told if self.counterexample is None else f"{told} ({self.counterexample})"

    def _repr_markdown_(self) -> str:
        """The same as a notebook shows it."""
        told = f"**{self.verdict}**: {self.reason.in_tex()}"
        return told if self.counterexample is None else f"{told} ({self.counterexample})"

    @property
    def level(self) -> Level | None:
        """Is a claim that is right, up to a constant, proved or checked? None for what is wrong or undecided."""
        is_right = self.verdict not in ("wrong", "undecided")
        return self.evidence.level if self.evidence is not None and is_right else None

    @property
    def subject(self) -> Expr | None:
        """The part that the first diagnosis is about."""
        return next((d.subject for d in self.diagnoses if d.subject is not None), None)

    def data(self) -> dict[str, Any]:
        """For a program."""
        return {
            "verdict": self.verdict,
            "scale": self.scale,
            "reason": str(self.reason),
            "diagnosis": [d.kind for d in self.diagnoses],
            "counterexample": None if self.counterexample is None else self.counterexample.data(),
            "notes": [str(note) for note in self.notes],
            "level": self.level,
            "evidence": None if self.evidence is None else str(self.evidence),
            "unseen": [sympy_text(tidy_relation(u.relation)) for u in self.evidence.unseen] if self.evidence else [],
        }
