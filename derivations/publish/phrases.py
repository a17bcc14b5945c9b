"""What the judge says, as prose with TeX between dollar signs; and its verdicts as words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sympy import Expr, Rational

from derivations.judge import Counterexample, Judgement, Phrase, times
from derivations.language.question import Verdict
from derivations.notation import tex
from derivations.publish.evidence import shown


@dataclass(frozen=True)
class VerdictView:
    """A verdict: the word, and the class that gives it glyph and colour."""

    word: str
    kind: str


@dataclass(frozen=True)
class ComponentView:
    """One component at a counterexample, as TeX."""

    name: str
    claimed: str
    true: str


@dataclass(frozen=True)
class CounterexampleView:
    """The point as prose, what claim and gradient are there, and what the angle between the two says."""

    point: str
    components: list[ComponentView]
    angle: str


VERDICTS: dict[Verdict, VerdictView] = {
    "exact": VerdictView("Right", "right"),
    "positive-scale": VerdictView("Scale only", "scale"),
    "negated": VerdictView("Sign turned", "turned"),
    "convention": VerdictView("Convention", "scale"),
    "wrong": VerdictView("Wrong", "wrong"),
    "undecided": VerdictView("Undecided", "open"),
}
MEANINGS = [
    (VERDICTS["exact"], "equal to the gradient; the page says whether that is proved"),
    (VERDICTS["positive-scale"], "a positive constant multiple: the same direction, another learning rate"),
    (VERDICTS["convention"], "right under a convention that must be stated"),
    (VERDICTS["negated"], "minus the gradient: the direction of descent"),
    (VERDICTS["wrong"], "there is a point where it points elsewhere; the page gives it"),
]
MOST_COMPONENTS, RIGHT_ANGLE = 6, 90


def surely(judgement: Judgement) -> str:
    """How sure a verdict is on a claim that is right, up to a constant; nothing on what is wrong or undecided."""
    if judgement.verdict == "exact" and judgement.level == "checked":
        nowhere = judgement.evidence.nowhere if judgement.evidence is not None else None
        return "agrees wherever it was tried" + ("" if nowhere is None else f"; {prose(nowhere)}")
    if judgement.level == "checked":
        return "so wherever it was tried"  # the reason says the rest
    return "proved by algebra" if judgement.level == "proved" else ""


def sentence(phrase: Phrase) -> str:
    """The phrase as a sentence of its own."""
    text = prose(phrase)
    first = text.split(" ", 1)[0]
    start = first.capitalize() if first.rstrip(",").isalpha() else first
    return start + text[len(first) :] + ("" if text.endswith(".") else ".")


def prose(phrase: Phrase) -> str:
    """The phrase with its formulas as TeX."""
    return phrase.in_tex()


def counterexample_view(example: Counterexample) -> CounterexampleView:
    """A counterexample for the page."""
    rows = zip(example.components, example.claimed, example.true, strict=True)
    return CounterexampleView(
        point(example),
        [ComponentView(tex(w), number(claimed), number(true)) for w, claimed, true in rows][:MOST_COMPONENTS],
        "" if example.angle is None or len(example.components) == 1 else direction(example.angle),
    )


def other_view(first: Counterexample, second: Counterexample) -> CounterexampleView:
    """A second point, at which the claim is another multiple of the gradient than at the first."""
    here, there = (f"{times(example):.3g}" for example in (second, first))
    said = f"Here the claim is {here} times the gradient, there it was {there} times: the factor between them varies."
    return replace(counterexample_view(second), angle=said)


def direction(angle: float) -> str:
    """What the angle between claim and gradient says of a step against the claim."""
    if angle == 0:
        return "Both vectors point the same way."
    between = f"Between the two vectors lies an angle of {angle:g}°"
    if angle < RIGHT_ANGLE:
        return f"{between}: a small step against the claim lowers the loss, but it is not the steepest way down."
    if angle == RIGHT_ANGLE:
        return f"{between}: a small step against the claim hardly changes the loss."
    return f"{between}: a step against the claim climbs, however small it is."


def point(example: Counterexample) -> str:
    """Where the counterexample is."""
    return ", ".join(f"${tex(name)}={number(value)}$" for name, value in example.point)


def number(value: Rational | Expr | str | None) -> str:
    """A number as TeX; a claim may have none."""
    if value is None:
        return r"\text{nothing}"
    return shown(value)
