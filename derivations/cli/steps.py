"""A whole derivation of the asker's, line by line: which line is the first that is wrong?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from derivations.catalogue import Catalogue
from derivations.cli import claims as shown
from derivations.cli.typed import Typed, outside, sides
from derivations.cli.verdict import verdict_on
from derivations.errors import LossaryError
from derivations.judge import Judgement
from derivations.reading import ReadingError
from derivations.reading.files import text_of

MOST_BYTES, MOST_STEPS = 64 * 1024, 60
ENVIRONMENT = re.compile(
    r"\\(?:begin|end)\s*\{(?:align|aligned|equation|gather|split|eqnarray)\*?\}|\$\$?|(?<!\\)\\[\[\]]"
)
NUMBERING = re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])|\\(?:label|tag)\s*\{[^{}]*\}")
LINE = re.compile(r"\\\\(?:\s*\[[^\]]*\])?|\n")
# What a derivation begins with: dL/dw, \frac{\partial L}{\partial w}, \nabla L.
DERIVATIVE = re.compile(
    r"\s*(?:d[A-Za-z]*\s*/\s*d|∂|∇|grad|\\nabla|\\partial|\\[dt]?frac\s*\{\s*(?:\\partial|∂|d[ A-Z\\}]))"
)
ACCENT = r"(?:\\(?:hat|bar|tilde|mathbf|bm|boldsymbol)\s+)?"
NAME = ACCENT + r"\\?[^\W\d_]+\w*(?:_?\{[^{}]*\}|\[[^\[\]]*\])*(?:\^\{?[\[(]\w+[\])]\}?)?"
D = r"(?:d|∂|\\partial\b|\\mathrm\s*\{d\})\s*"
SLOPE = re.compile(  # of what, by what: dL/da, \frac{\partial L}{\partial a}, \nabla_a L
    rf"\s*(?:{D}(?P<of>{NAME})\s*/\s*{D}(?P<by>{NAME})"
    rf"|\\[dt]?frac\s*\{{\s*{D}(?P<above>{NAME})\s*\}}\s*\{{\s*{D}(?P<below>{NAME})\s*\}}"
    rf"|(?:∇|\\nabla\s*)_\{{?(?P<at>\\?\w+)\}}?\s*(?P<loss>{NAME})"
    r"|d(?P<course>(?:[A-Za-z]|\\[a-z]+)[0-9]*(?:[_^](?:\w|\{[^{}]*\}))*))\s*"  # dz, as courses call dL/dz
)
OF, BY = ("of", "above", "loss"), ("by", "below", "at", "course")  # its groups
ALONE = re.compile(r"\s*\\?[A-Za-z]+(?:[_^](?:\w|\\?[a-z]+|\{[^{}]*\}))*\s*")  # a name
LABEL = re.compile(r"\s*(?:[LJECfgF]|[Ll]oss|[Cc]ost)(?:_\w+|_\{\w+\})?'?\s*(?:\([^()]*\))?\s*")
# What leads over to a line, and what ends it.
LEADS = re.compile(
    r"\s*(?:(?:so|then|thus|hence|therefore|and|now|since|let|where|with|also|finally)(?=[\s,])"
    r"|[⇒⟹∴]|=>|\\(?:implies|Rightarrow|Longrightarrow|therefore)(?![A-Za-z]))[\s,]*",
    re.IGNORECASE,
)
ENDS = re.compile(r"[\s,;]+$|(?<![\d\s])\.\s*$")
EQUALS = re.compile(r"(?<![<>!=])=(?!=)")
NUMBERED = re.compile(r"\s*\(?([0-9]+)[.):]\s+")


Slope = tuple[str, str]  # of what, and by what, without spaces and signs of LaTeX


@dataclass(frozen=True)
class Line:
    """A formula of a derivation.

    Args:
        text: as it was typed.
        left: the slope that stands before it or before a line above it, such as dL/da; empty if there is none.
        where: what the derivation defines, such as u = w*x.
    """

    text: str
    left: str = ""
    where: tuple[str, ...] = ()

    @property
    def slope(self) -> Slope | None:
        """Of what by what, if `left` says it."""
        found = SLOPE.fullmatch(self.left)
        return _slope(found) if found else None

    def about(self, typed: Typed) -> Typed:
        """What the line says something of: the loss by its variable, or what `left` names in its place.

        It names an intermediate, as in dL/da and da/dz where a was defined, or another letter of the loss. What
        defines it stands in --where, behind the loss, or in the derivation itself.

        Raises:
            LossaryError: the derivation defines a name otherwise than the question.
        """
        beside = _items(typed.loss)[1:]
        before = {_plain(sides(text)[0]): text for text in (*typed.where, *beside) if sides(text)[1]}
        own = {_plain(sides(text)[0]): text for text in self.where}
        for name in own.keys() & before.keys():
            if _plain(own[name]) != _plain(before[name]):
                msg = f"it says {own[name].strip()}, but the question {before[name].strip()}: give one of the two"
                raise LossaryError(msg)
        added = tuple(text for name, text in own.items() if name not in before)
        typed, defined = replace(typed, where=(*typed.where, *added)), {**before, **own}
        if self.slope is None:
            return typed
        of, by = self.slope
        if of in defined:
            rest = tuple(text for text in (*typed.where, *beside) if text != defined[of])
            return replace(typed, loss=defined[of], wrt=(self._by,), where=rest)
        mine = {_stem(w) for w in typed.wrt}
        letters = set(re.findall(r"[^\W_]+", f"{typed.loss} {' '.join(typed.where)}"))
        is_other = len(mine) == 1 and _stem(by) not in mine and (by in defined or _stem(by) in letters)
        return replace(typed, wrt=(self._by,)) if is_other else typed

    @property
    def _by(self) -> str:
        found = SLOPE.fullmatch(self.left)
        return _group(found, BY) if found else ""


def _slope(found: re.Match[str]) -> Slope:
    return _plain(_group(found, OF)), _plain(_group(found, BY))


def _group(found: re.Match[str], names: Sequence[str]) -> str:
    return next(filter(None, found.group(*names)), "")


def _plain(name: str) -> str:
    return re.sub(r"[\s\\{}]", "", name)


def _items(text: str) -> list[str]:
    """What stands between the commas and semicolons outside brackets."""
    return _cut(text, [place for place, sign in outside(text) if sign in ",;" and text[place - 1 : place] != "\\"])


def _cut(text: str, places: Iterable[int]) -> list[str]:
    """The parts of a text without the signs at these places."""
    ends = [-1, *places, len(text)]
    return [text[start + 1 : end] for start, end in pairwise(ends)]


def _stem(name: str) -> str:
    """The letter without its indices."""
    return re.split(r"[_\[^]", _plain(name))[0]


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


def read_steps(path: Path) -> list[Line]:
    """The lines of a file.

    Raises:
        LossaryError: there is no such file, it is too large, or it holds no line.
    """
    found = steps_of(text_of(path, MOST_BYTES))
    if len(found) > MOST_STEPS:
        msg = f"{path}: more than {MOST_STEPS} lines: split the derivation"
        raise LossaryError(msg)
    if not found:
        msg = f"{path}: holds no line: write one formula a line, each equal to the one before"
        raise LossaryError(msg)
    return found


def steps_of(text: str) -> list[Line]:
    """The formulas of a derivation: everything between its equals signs, each with the slope that it is to be.

    What says the loss before it is differentiated, as in "L = (p - t)^2, dL/dp = 2(p - t)", is no part of it.
    """
    plain = NUMBERING.sub(" ", ENVIRONMENT.sub(" ", text))
    lines = [line for line in _lines(plain) if line.strip() and not line.lstrip().startswith("#")]
    rows = [[piece.strip(" \t\r&") for piece in _between_equals(line)] for line in _without_words(lines)]
    where = [row for place, row in enumerate(rows) if _is_definition(row, [*rows[:place], *rows[place + 1 :]])]
    rows = [row for row in rows if row not in where]
    kept = [piece for row in rows for piece in row if piece]
    is_named = bool(rows) and len(rows[0]) > 1 and LABEL.fullmatch(kept[0])
    taken = next((place for place, piece in enumerate(kept) if DERIVATIVE.match(piece)), 0)
    if is_named and taken:
        kept, is_named = kept[taken:], False
    left, found, beside = "", list[Line](), tuple(f"{name} = {value}" for name, value in where)
    for place, piece in enumerate(kept):
        if SLOPE.fullmatch(piece) or (place == 0 and DERIVATIVE.match(piece)):
            left = piece
        elif place or not is_named:
            found.append(Line(piece, left, beside))
    return found


def _without_words(lines: Sequence[str]) -> list[str]:
    """The lines without their numbers, "so", "hence", and without the point at the end."""
    numbers = [NUMBERED.match(line) for line in lines]
    if len(lines) > 1 and [int(n[1]) for n in numbers if n] == list(range(1, len(lines) + 1)):
        lines = [line[found.end() :] for line, found in zip(lines, numbers, strict=True) if found]
    cut = []
    for line in lines:
        start = 0
        while found := LEADS.match(line, start):
            start = found.end()
        cut.append(ENDS.sub("", line[start:]))
    return cut


def _is_definition(row: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Is it the u = w*x of a name that other lines use, rather than a line of the derivation?"""
    if len(row) != 2 or not all(row) or LABEL.fullmatch(row[0]) or not re.fullmatch(NAME, row[0]):  # noqa: PLR2004
        return False
    used = rf"(?:(?<![^\W\d_])|(?<=d)){re.escape(_stem(row[0]))}(?![^\W\d_])"
    return any(re.search(used, _plain(piece)) for other in others for piece in other)


def chain_of(claim: str, beside: str = "") -> list[Line]:
    """The formulas of a claim that is a chain of several; nothing for one formula, with its name before it or not.

    Its name may be any that does not occur `beside` it: the delta of "delta = (a - y) a (1 - a)".
    """
    found = steps_of(claim) if "," not in claim or "\\\\" in claim else []
    is_named = bool(found) and bool(ALONE.fullmatch(found[0].text)) and _plain(found[0].text) not in _plain(beside)
    found = found[1:] if is_named else found
    return found if len(found) > 1 else []


def _lines(text: str) -> Iterator[str]:
    """The lines, but not those of cases and matrices."""
    depth, start = 0, 0
    for found in re.finditer(rf"\\begin\s*\{{|\\end\s*\{{|{LINE.pattern}", text):
        if found[0].startswith("\\begin"):
            depth += 1
        elif found[0].startswith("\\end"):
            depth -= 1
        elif not depth:
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def _between_equals(line: str) -> Iterator[str]:
    *parts, last = _cut(line, [place for place, _ in outside(line) if EQUALS.match(line, place)])
    yield from (part.removesuffix(":") for part in parts)
    yield last


def judge_steps(typed: Typed, catalogue: Catalogue, steps: Sequence[Line], order: int = 1) -> list[Step]:
    """Each line up to the first that is wrong; what follows is not looked at."""
    found: list[Step] = []
    known: dict[Slope, str] = {}
    for number, line in enumerate(steps):
        text = line.text
        try:
            said = line.about(typed)
            text = line.text if (said.loss, said.wrt) == (typed.loss, typed.wrt) else f"{line.left} = {line.text}"
            judgement, _ = verdict_on(said, catalogue, [_with_slopes(line.text, known)], order)
        except LossaryError as error:
            if isinstance(error, ReadingError) and DERIVATIVE.search(line.text):
                found.append(Step(text, problem="holds a derivative that is not taken yet, so it was passed over"))
                continue
            within = LossaryError(f"line {number + 1} of the derivation: {error}")
            within.points = error.points
            raise within from error
        found.append(Step(text, judgement))
        if judgement.verdict != "exact":
            break
        if line.slope is not None:
            known.setdefault(line.slope, line.text)
    return found


def _with_slopes(text: str, known: Mapping[Slope, str]) -> str:
    """The dL/da * da/dz with what the lines before found for each."""
    return SLOPE.sub(lambda found: f"({known[_slope(found)]})" if _slope(found) in known else found[0], text)


def _before(wrong: int, found: Sequence[Step]) -> str:
    """What is known of the lines before the first wrong one."""
    right = next((number for number in range(wrong - 1, 0, -1) if found[number - 1].judgement), 0)
    between = f"line {wrong - 1}" if right == wrong - 2 else f"lines {right + 1} to {wrong - 1}"
    passed = "" if right == wrong - 1 else f"{between} could not be judged, so that the mistake may be made there"
    return "; ".join(filter(None, (f"line {right} is still right" if right else "", passed)))


def as_text(steps: Sequence[Line], found: Sequence[Step]) -> str:
    return "\n".join(_text(steps, found))


def _text(steps: Sequence[Line], found: Sequence[Step]) -> Iterator[str]:
    last = found[-1]
    wrong = next((number for number, step in enumerate(found, 1) if step.judgement and not step.is_right), None)
    judged = sum(step.judgement is not None for step in found)
    word = "right" if len({line.left for line in steps}) > 1 else "the gradient"
    first = steps[0].left if SLOPE.fullmatch(steps[0].left) else "the gradient"
    if wrong is None:
        which = "every line" if judged == len(steps) else "every line that could be judged"
        yield f"✓ {which} is {word} ({judged} of {len(steps)})"
    elif wrong == 1:
        yield f"✗ the first line is not {first}"
    elif last.judgement is not None and last.judgement.verdict == "convention":
        yield f"≈ line {wrong} holds under a convention only: {_before(wrong, found)}"
    else:
        yield f"✗ line {wrong} {'is the first that ' if judged > 1 else ''}is wrong: {_before(wrong, found)}"
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
