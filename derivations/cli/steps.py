"""A whole derivation of the asker's, line by line: which line is the first that is wrong?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from derivations.catalogue import Catalogue
from derivations.cli import claims as shown
from derivations.cli.heard import heard
from derivations.cli.lefts import LOSS_NAMES, QUOTIENT, left_of, slopes_in, spelled
from derivations.cli.lines import Line, Slope
from derivations.cli.taken import with_slopes_taken
from derivations.cli.typed import Typed
from derivations.cli.verdict import verdict_as_heard
from derivations.errors import LossaryError
from derivations.judge import Judgement
from derivations.reading import ReadingError

DERIVATIVE = re.compile(  # one that is still to be taken: d/dw, \frac{\partial L}{\partial w}, \nabla L
    r"\bd[A-Za-z]*\s*/\s*d|\bd\s*\([^()]*\)\s*/\s*d|∂|∇|grad|\\nabla|\\partial"
    r"|\\[dt]?frac\s*\{\s*(?:\\partial|∂|d[ A-Z\\}(])"
)
LOSS = "is the loss itself, before its derivative is taken"  # why a line is not judged


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
    """Each line up to the first that is wrong; what follows is not looked at."""
    found: list[Step] = []
    known: dict[Slope, str] = {}
    for number, line in enumerate(steps):
        text = line.text
        try:
            question = line.beside(typed)
            order_here = left_of(line.left).order or order
            meant = replace(line, text=with_slopes_taken(_with_slopes(line.text, known), question, catalogue))
            said = heard(question, catalogue, [meant.claim], order_here)
            text = line.claim if said.instead else line.text
            judgement, _ = verdict_as_heard(said, catalogue)
        except LossaryError as error:
            if isinstance(error, ReadingError) and DERIVATIVE.search(line.text):
                if _speaks_of_itself(line.text, typed):
                    msg = f"line {number + 1} of the derivation: write {line.text} as a slope left of its equals sign"
                    raise LossaryError(msg) from error
                found.append(Step(text, problem="holds a derivative that is not taken yet, so it was passed over"))
                continue
            within = LossaryError(f"line {number + 1} of the derivation: {error}")
            within.points = error.points
            raise within from error
        if _is_loss(judgement) and all(step.judgement is None for step in found):
            found.append(Step(text, problem=LOSS))
            continue
        found.append(Step(text, judgement))
        if judgement.verdict != "exact":
            break
        if line.slope is not None:
            known.setdefault(line.slope, line.text)
    return found


def _speaks_of_itself(text: str, typed: Typed) -> bool:
    """Does the line hold the slope that it should be, as dL/dp + 1 does, or is it one? Then it says nothing of it."""
    if QUOTIENT.fullmatch(text):
        return True
    own = {spelled(w) for w in typed.wrt}
    return any(by in own and of.letter in {"", *LOSS_NAMES} for _, (of, by) in slopes_in(text))


def _is_loss(judgement: Judgement) -> bool:
    return any(diagnosis.kind == "not-differentiated" for diagnosis in judgement.diagnoses)


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
    wrong = next((number for number, step in enumerate(found, 1) if step.judgement and not step.is_right), None)
    judged = sum(step.judgement is not None for step in found)
    word = "right" if len({line.left for line in steps}) > 1 else "the gradient"
    first = steps[0].left if QUOTIENT.fullmatch(steps[0].left) else "the gradient"
    if not judged:
        yield "· no line could be judged"
    elif wrong is None:
        which = "every line" if judged == len(steps) else "every line that could be judged"
        yield f"✓ {which} is {word} ({judged} of {len(steps)})"
    elif wrong == 1:
        yield f"✗ the first line is not {first}"
    else:
        told = f"✗ line {wrong} {'is the first that ' if judged > 1 else ''}is wrong"
        if last.judgement is not None and last.judgement.verdict == "convention":
            told = f"≈ line {wrong} holds under a convention only"
        yield ": ".join(filter(None, (told, _before(wrong, found))))
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
