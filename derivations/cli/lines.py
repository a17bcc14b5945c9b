"""The lines of a derivation as they were typed: its formulas, and what stands left of each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from derivations.cli.called import LOSS_NAMES
from derivations.cli.lefts import (
    ENVIRONMENT,
    EQUALS,
    NABLA,
    NAME,
    QUOTIENT,
    Spelled,
    check_no_update,
    is_same,
    label_of,
    left_of,
    spelled,
)
from derivations.cli.typed import ENDS, Typed, cut, items, outside, sides, without_comments
from derivations.errors import LossaryError
from derivations.reading.files import text_of

MOST_BYTES, MOST_STEPS = 64 * 1024, 60
NUMBERING = re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])|\\(?:label|tag)\s*\{[^{}]*\}")
LINE = re.compile(r"\\\\(?:\s*\[[^\]]*\])?|\n")
# What leads over to a line.
LEADS = re.compile(
    r"\s*(?:(?:so|then|thus|hence|therefore|and|now|since|let|where|with|also|finally"
    r"|(?:we|this|which|it)\s+(?:get|gives?|have|obtain|find|is|becomes|follows)(?:\s+that)?"
    r"|(?:(?:the|our|its|my)\s+)?(?:gradient|derivative|slope|answer|result)\s+(?:is|becomes))(?=[\s,:])"
    r"|[⇒⟹∴]|=>|\\(?:implies|Rightarrow|Longrightarrow|therefore)(?![A-Za-z]))[\s,:]*",
    re.IGNORECASE,
)
CHANGE = re.compile(
    rf"Δ|\\?Delta(?![a-z])|(?<![A-Za-z_\\])(?:d|∂|\\partial\s*)(?:{'|'.join(sorted(LOSS_NAMES))})(?![A-Za-z])"
)
NUMBERED = re.compile(r"\s*\(?([0-9]+)[.):]\s+")

Slope = tuple[Spelled, Spelled]  # of what, and by what


@dataclass(frozen=True)
class Line:
    """A formula of a derivation.

    Args:
        text: as it was typed.
        left: what stands left of the equals sign before it or before a line above it, such as dL/da.
        where: what the derivation defines, such as u = w*x.
        stated: what the derivation says that the loss is, as in L = (p - t)^2, or once more what a name stands for.
        starts: does it begin a row?
        is_open: does it begin a row of several formulas that does not say of what they are the slope?
        is_used: does the derivation calculate with what it is called, the dz of dz = a - y?
    """

    text: str
    left: str = ""
    where: tuple[str, ...] = ()
    stated: tuple[Line, ...] = ()
    starts: bool = False
    is_open: bool = False
    is_used: bool = False

    @property
    def slope(self) -> Slope | None:
        """Of what by what, if `left` says it."""
        left = left_of(self.left)
        is_first = left.kind == "course" or (left.kind == "slope" and left.order == 1 and not left.factor)
        return (spelled(left.of), spelled(left.by)) if is_first else None

    @property
    def claim(self) -> str:
        """The line with what stands left of it."""
        return f"{self.left} = {self.text}" if self.left else self.text

    def beside(self, typed: Typed) -> Typed:
        """The question, with what the derivation defines.

        Raises:
            LossaryError: the derivation defines a name otherwise than the question.
        """
        before = {_plain(sides(text)[0]): text for text in (*typed.where, *items(typed.loss)[1:]) if sides(text)[1]}
        own = {_plain(sides(text)[0]): text for text in self.where}
        for name in own.keys() & before.keys():
            if _plain(own[name]) != _plain(before[name]):
                msg = f"it says {own[name].strip()}, but the question {before[name].strip()}: give one of the two"
                raise LossaryError(msg)
        return replace(typed, where=(*typed.where, *(text for name, text in own.items() if name not in before)))


def _plain(name: str) -> str:
    return re.sub(r"[\s\\{}]", "", name)


def read_steps(path: Path, beside: str = "", *, latex: bool = False) -> list[Line]:
    """The lines of a file; `beside` is what is asked about.

    Raises:
        LossaryError: there is no such file, it is too large, or it holds no line.
    """
    found = steps_of(text_of(path, MOST_BYTES), beside, latex=latex)
    if len(found) > MOST_STEPS:
        msg = f"{path}: more than {MOST_STEPS} lines: split the derivation"
        raise LossaryError(msg)
    if not found:
        msg = f"{path}: holds no line: write one formula a line, each equal to the one before"
        raise LossaryError(msg)
    return found


def steps_of(text: str, beside: str = "", *, latex: bool = False) -> list[Line]:
    """The formulas of a derivation: everything between its equals signs, each with the slope that it is to be.

    What says the loss before it is differentiated, as in "L = (p - t)^2, dL/dp = 2(p - t)", stands beside them.
    """
    plain = NUMBERING.sub(" ", ENVIRONMENT.sub(" ", without_comments(text, latex=latex)))
    lines = [line for line in _lines(plain) if line.strip() and not line.lstrip().startswith("#")]
    rows = [[piece.strip(" \t\r&") for piece in _between_equals(line)] for line in _without_words(lines)]
    called = {spelled(said.of).letter for said in (left_of(row[0]) for row in rows) if said.kind == "slope"}
    where = [row for place, row in enumerate(rows) if _is_definition(row, [*rows[:place], *rows[place + 1 :]], called)]
    kept = [row for row in where if left_of(row[0]).kind == "course"]  # the dz that may be a slope, and is used as one
    rows = [row for row in rows if row not in where or row in kept]
    values: dict[str, list[str]] = {}
    for name, *said in where:
        values.setdefault(_plain(name), []).extend(f"{name} = {value}" for value in said)
    own = tuple(first for first, *_ in values.values())
    again = tuple(
        Line(value.strip(), name.strip(), own)
        for first, *said in values.values()
        for name, _, value in map(sides, said)
        if _plain(value) != _plain(sides(first)[2])
    )
    called -= {spelled(name).letter for name, *_ in where}
    left, found = "", list[Line]()
    for number, row in enumerate(rows):
        goes_on = len(row) == 1 and number + 1 < len(rows) and not rows[number + 1][0]
        above, is_first = left, bool(row[0])
        for place, piece in enumerate(row):
            is_before = place + 1 < len(row) or goes_on
            if (
                is_before
                and _is_left(piece, beside, called, is_first=place == 0 and len(row) > 1)
                and (left == above or _says_as_much(piece, left))
            ):
                left = piece
            elif piece:
                is_open = is_first and len(row) > 1 and (place == 0 or left_of(left).kind == "name")
                found.append(Line(piece, left, own, starts=is_first, is_open=is_open, is_used=row in kept))
                is_first = False
    losses = tuple(line for line in found if _is_name_of_loss(line.left, called))
    return [replace(line, stated=(*losses, *again)) for line in found if line not in losses] or found


def _is_left(piece: str, beside: str, called: Collection[str], *, is_first: bool) -> bool:
    """Does the piece say of what the next one is the value? First in its row it may be any left side."""
    left = left_of(piece)
    if left.kind in ("name", "loss") and is_first:
        is_label = left.kind == "loss" or spelled(left.of).letter in (label_of(beside).letter, *called)
        return is_label or (bool(re.fullmatch(NAME, piece)) and _plain(left.of) not in _plain(beside))
    is_slope = left.kind == "slope" and (is_first or bool(QUOTIENT.fullmatch(piece) or NABLA.fullmatch(piece)))
    return is_slope or (left.kind in ("course", "unnamed") and is_first)


def _says_as_much(piece: str, left: str) -> bool:
    """Is the dL/dp of L' = dL/dp = ... another way of writing what stands before it?"""
    one, other = left_of(piece), left_of(left)
    return not other.by or (is_same(one.by, other.by) and is_same(one.of, other.of))


def _is_name_of_loss(left: str, called: Collection[str]) -> bool:
    """Is it the L of L = (p - t)^2, or the g(p) of g(p) = ... where a line says g'(p)?"""
    said = left_of(left)
    return said.kind == "loss" or (said.kind == "name" and spelled(said.of).letter in called)


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


def _is_definition(row: Sequence[str], others: Sequence[Sequence[str]], called: Collection[str]) -> bool:
    """Is it the u = w*x of a name that other lines use, rather than a line of the derivation?

    The name of a loss is one only if the derivation differentiates something else: the E of L = E^2.
    """
    if len(row) < 2 or not all(row) or not re.fullmatch(NAME, row[0]):  # noqa: PLR2004
        return False
    left, letter = left_of(row[0]), spelled(row[0]).letter
    is_differential = left.kind == "course" and spelled(left.by).letter in LOSS_NAMES
    if left.kind == "slope" or is_differential or (left.kind == "loss" and (letter in called or not called)):
        return False
    before = r"(?<![^\W\d_])" if left.kind == "loss" else r"(?:(?<![^\W\d_])|(?<=d))"
    used = rf"{before}{re.escape(letter)}(?![^\W\d_']|'*\()"
    return any(re.search(used, _plain(piece)) for other in others for piece in other)


def chain_of(claim: str, beside: str = "", *, latex: bool = False) -> list[Line]:
    """The formulas of a claim that is a chain of several, or says what the loss is; nothing for one formula alone.

    The name before that may be any that does not occur `beside` it: the delta of "delta = (a - y) a (1 - a)".
    """
    if len(items(claim)) > 1 and "\\\\" not in claim:
        return []
    found = steps_of(claim, beside, latex=latex)
    if found and not found[0].left and left_of(found[0].text).kind == "formula":
        found = [replace(line, left=found[0].text) for line in found[1:]]
    return found if len(found) > 1 or any(line.stated for line in found) else []


def speaks_of_change(line: str, beside: str) -> bool:
    """Does it speak of a change or of the differential of the loss, as Δp and dL/(2dp) do, and the loss of none?"""
    return CHANGE.search(line) is not None and CHANGE.search(beside) is None


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
    check_no_update(line)
    *parts, last = cut(line, [place for place, _ in outside(line) if EQUALS.match(line, place)])
    yield from (part.removesuffix(":") for part in parts)
    yield last
