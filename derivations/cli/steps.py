"""A whole derivation of the asker's, line by line: which line is the first that is wrong?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from derivations.catalogue import Catalogue
from derivations.cli import claims as shown
from derivations.cli.called import BARE, IN_TIME, LOSS_NAMES
from derivations.cli.heard import heard
from derivations.cli.lefts import OPERATOR, QUOTIENT, Left, applied_in, left_of, slopes_in, spelled
from derivations.cli.lines import Line, Slope, speaks_of_change
from derivations.cli.restated import ITSELF, THE_LOSS, VALUE, is_loss, restated
from derivations.cli.taken import with_slopes_taken
from derivations.cli.typed import Typed, entry_meant, sides
from derivations.cli.verdict import MISFIT, UNBOUND, verdict_as_heard
from derivations.errors import LossaryError
from derivations.judge import Judgement
from derivations.reading import ReadingError

DERIVATIVE = re.compile(  # one that is still to be taken: d/dw, \frac{\partial L}{\partial w}, \nabla L
    r"\bd[A-Za-z]*\s*/\s*d|\bd\s*\([^()]*\)\s*/\s*d|∂|∇|grad|\\nabla|\\partial"
    r"|\\[dt]?frac\s*\{\s*(?:\\partial|∂|d[ A-Z\\}(])"
)
LOSS = "is the loss itself, before its derivative is taken"  # why a line is not judged
UNTOLD = "says what {0} is, and could not be compared with it"
UNTAKEN = "holds a derivative that is not taken yet, so it was passed over"
UNSAID = "nothing says what it is: leave it out, or write before it of what it is the slope, as in dL/dw = ..."
TAKEN = "was taken as it stands: it was not found to be a slope of the loss"
ASIDE = "is no slope of the loss: what it equals was judged as what it says"


@dataclass(frozen=True)
class Step:
    """One line, and what was found.

    Args:
        text: as it was typed, with the slope that it says if that is not the gradient.
        judgement: the verdict on it as the gradient; None if it could not be read, or came after a wrong one.
        problem: why there is none.
    """

    text: str
    judgement: Judgement | None = None
    problem: str = ""

    @property
    def is_right(self) -> bool:
        return self.judgement is not None and self.judgement.verdict == "exact"

    def data(self) -> dict[str, Any]:
        """For a program."""
        found = self.judgement.data() if self.judgement else {"verdict": None, "reason": self.problem}
        return {"line": self.text, **found}


def judge_steps(typed: Typed, catalogue: Catalogue, steps: Sequence[Line], order: int = 1) -> list[Step]:
    """Each line up to the first that is wrong; what follows is not looked at, nor anything beside another loss."""
    stated, found = _stated(typed, catalogue, steps[0].stated), list[Step]()
    if any(step.judgement for step in stated):
        return stated
    derivation = _Derivation(typed, catalogue, steps, order)
    for number, line in enumerate(steps, 1):
        found.append(derivation.step(number, line))
        if not found[-1].is_right and found[-1].judgement is not None:
            return found
    return found + stated


class _Derivation:
    """Judges lines in turn, each with what was learnt from those before it."""

    def __init__(self, typed: Typed, catalogue: Catalogue, steps: Sequence[Line], order: int) -> None:
        self.typed, self.catalogue, self.order = typed, catalogue, order
        self.says_slopes = any(line.slope is not None for line in steps)
        self.known: dict[Slope, str] = {}
        self.aside: Left | None = None  # the derivative of another formula that the row is about
        self.is_begun = False  # was a line judged?

    def step(self, number: int, line: Line) -> Step:
        """The line with its number, judged or passed over.

        Raises:
            LossaryError: it cannot be read, or nothing says what it is.
        """
        self.aside = None if line.starts else self.aside
        if line.is_used:
            return _used(line, self.typed, self.catalogue)
        line = line if self.aside is None else replace(line, left="")
        text = line.text
        try:
            meant, question = self._meant(line)
            said = heard(question, self.catalogue, [meant.claim], left_of(line.left).order or self.order)
            text = line.claim if said.instead else line.text
            judgement, _ = verdict_as_heard(said, self.catalogue)
        except LossaryError as error:
            return _unread(number, line, text, self.typed, error)
        problem = self._passed_over(number, line, meant, judgement)
        if problem:
            return Step(text, problem=problem)
        self.is_begun = True
        if line.slope is not None:
            self.known.setdefault(line.slope, line.text)
        return Step(text, judgement)

    def _meant(self, line: Line) -> tuple[Line, Typed]:
        """The line with the slopes put in that are known, and what it is to be judged beside."""
        question = line.beside(self.typed)
        if self.aside is not None:
            question = replace(question, loss=self.aside.of, wrt=(self.aside.by,), intermediate=True)
        text = with_slopes_taken(_with_slopes(line.text, self.known), question, self.catalogue)
        return replace(line, text=text), question

    def _passed_over(self, number: int, line: Line, meant: Line, judgement: Judgement) -> str:
        """Why this is no line to be judged as a slope of the loss; nothing, if it is one."""
        if is_loss(judgement) and not self.is_begun:
            return LOSS
        if _has_no_shape(judgement) and DERIVATIVE.search(meant.text) and _is_passed_over(meant.text, self.typed):
            return UNTAKEN
        if judgement.verdict != "wrong" or not line.is_open or not self.says_slopes:
            return ""
        own = left_of(line.text)
        if own.kind == "formula" and own.order == 1 and entry_meant(self.typed, self.catalogue) is None:
            self.aside = own
            return ASIDE
        msg = f"line {number} of the derivation: {line.text} is no slope of the loss, and {UNSAID}"
        raise LossaryError(msg)


def _unread(number: int, line: Line, text: str, typed: Typed, error: LossaryError) -> Step:
    """The line as one that is passed over, if all that is not read in it is a derivative still to be taken.

    Raises:
        LossaryError: it cannot be judged.
    """
    holds_slope = DERIVATIVE.search(line.text)
    is_change = not holds_slope and speaks_of_change(line.text, typed.beside)
    is_unread = isinstance(error, ReadingError) and (holds_slope or IN_TIME.search(line.text))
    if is_change or is_unread:
        if is_change or IN_TIME.search(line.text) or not _is_passed_over(line.text, typed):
            cure = "leave it out, or write it as a slope left of its equals sign, dL/dw = ..."
            msg = f"line {number} of the derivation: what {line.text} says is not read: {cure}"
            raise LossaryError(msg) from error
        return Step(text, problem=UNTAKEN)
    within = LossaryError(f"line {number} of the derivation: {error}")
    within.points = error.points
    raise within from error


def _used(line: Line, typed: Typed, catalogue: Catalogue) -> Step:
    """A dz with which the derivation calculates: it may be the slope of the loss, or only a name."""
    where = tuple(text for text in line.where if sides(text)[0].strip() != line.left)
    with suppress(LossaryError):
        said = heard(replace(line, where=where).beside(typed), catalogue, [line.claim])
        judgement, _ = verdict_as_heard(said, catalogue)
        if judgement.verdict == "exact":
            return Step(line.claim, judgement)
    return Step(line.claim, problem=TAKEN)


def _has_no_shape(judgement: Judgement) -> bool:
    """Was it refuted by its shape alone, as what is no formula at all may be?"""
    return any(diagnosis.kind in (MISFIT, UNBOUND) for diagnosis in judgement.diagnoses)


def _is_passed_over(text: str, typed: Typed) -> bool:
    """Is every derivative in the line one that is still to be taken?

    Not so where it holds the slope that it should be, as dL/dp + 1 does, or is one: then it says nothing of it. Nor
    where something else is said with the sign of a derivative, as in dL/d(2p) and ||nabla L||.
    """
    own, slopes = {spelled(w) for w in typed.wrt}, [slope for _, slope in slopes_in(text)]
    speaks = any(by in own and of.letter in {"", *LOSS_NAMES} for of, by in slopes)
    if QUOTIENT.fullmatch(text) or speaks or any({of.whole, by.whole} & BARE for of, by in slopes):
        return False
    taken = [*(one.span for one in applied_in(text)), *(found.span() for found in QUOTIENT.finditer(text))]
    for start, end in sorted(taken, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    rest = OPERATOR.sub(" ", text)
    return not DERIVATIVE.search(rest) and not any(by.letter in LOSS_NAMES for _, (_, by) in slopes_in(rest))


def _stated(typed: Typed, catalogue: Catalogue, lines: Sequence[Line]) -> list[Step]:
    """What a derivation says that the loss is, or a name, if that is another thing; and what cannot be compared."""
    found: list[Step] = []
    for line in lines:
        question, name = line.beside(typed), THE_LOSS
        values = {name.strip(): value.strip() for name, _, value in map(sides, line.where)}
        if line.left in values:
            name = line.left
            where = tuple(text for text in question.where if sides(text)[0].strip() != name)
            question = replace(question, loss=values[name], where=where)
        try:
            judgement = restated(question, catalogue, line.text, name)
        except LossaryError as error:
            within = LossaryError(f"{line.claim}: {error}")
            within.points = error.points
            raise within from error
        if judgement is None:
            found.append(Step(line.claim, problem=UNTOLD.format(name)))
        elif judgement.verdict == "wrong":
            return [Step(line.claim, judgement)]
    return found


def _with_slopes(text: str, known: Mapping[Slope, str]) -> str:
    """The dL/da * da/dz with what the lines before found for each."""
    for (start, end), slope in sorted(slopes_in(text), reverse=True):
        if slope in known:
            text = f"{text[:start]}({known[slope]}){text[end:]}"
    return text


def _before(wrong: int, found: Sequence[Step]) -> str:
    """What is known of the lines before the first wrong one."""
    right = next((number for number in range(wrong - 1, 0, -1) if found[number - 1].judgement), 0)
    known = right or sum(step.problem == LOSS for step in found)
    between = f"line {wrong - 1}" if known == wrong - 2 else f"lines {known + 1} to {wrong - 1}"
    passed = "" if known == wrong - 1 else f"{between} could not be judged, so that the mistake may be made there"
    return "; ".join(filter(None, (f"line {right} is still right" if right else "", passed)))


def as_text(steps: Sequence[Line], found: Sequence[Step]) -> str:
    return "\n".join(_text(steps, found))


def _text(steps: Sequence[Line], found: Sequence[Step]) -> Iterator[str]:
    last = found[-1]
    if last.judgement is not None and last.judgement.of in (ITSELF, VALUE):
        what = "the loss" if last.judgement.of == ITSELF else "what was said before"
        yield from (f"✗ {last.text} is not {what}", "", shown.as_text(last.judgement, None))
        yield from ("", "The derivation beside it was not looked at.")
        return
    wrong = next((number for number, step in enumerate(found, 1) if step.judgement and not step.is_right), None)
    judged = sum(step.judgement is not None for step in found)
    of = next((step.judgement.of for step in found if step.judgement), "gradient")
    word = "right" if len({line.left for line in steps}) > 1 else f"the {of}"
    first = steps[0].left if QUOTIENT.fullmatch(steps[0].left) else f"the {of}"
    if not judged:
        yield "· no line could be judged"
    elif wrong is None:
        which = "every line" if judged == len(found) else "every line that could be judged"
        yield f"✓ {which} is {word} ({judged} of {len(found)})"
    else:
        told = f"✗ line {wrong} {'is the first that ' if judged > 1 else ''}is wrong"
        if last.judgement is not None and last.judgement.verdict == "convention":
            told = f"≈ line {wrong} holds under a convention only"
        elif wrong == 1:
            told = f"✗ the first line is not {first}"
        yield ": ".join(filter(None, (told, _before(wrong, found) if wrong > 1 else "")))
    yield ""
    for number, step in enumerate(found, 1):
        sign = shown.SIGNS[step.judgement.verdict] if step.judgement else "·"
        yield f"{sign} {number}  {step.text}"
        if step.problem:
            yield f"     {step.problem}"
    notes = [note for step in found if step.judgement and wrong is None for note in step.judgement.notes]
    yield from ["", *shown.note_lines(notes)] if notes else []
    if wrong is not None and last.judgement is not None:
        yield ""
        yield shown.as_text(last.judgement, None)
        after = len(steps) - len(found)
        if after:
            yield ""
            yield f"The {after} lines after it were not looked at." if after > 1 else "The last line was not looked at."


def as_json(found: Sequence[Step]) -> str:
    return json.dumps([step.data() for step in found], ensure_ascii=False, indent=2)
