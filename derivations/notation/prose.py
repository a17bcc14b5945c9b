"""TeX between dollar signs of prose, in Unicode for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from derivations.notation.names import GREEK

SUPERSCRIPTS = str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
LETTERS = {rf"\{word}": letter for word, letter in GREEK.items()} | {
    r"\varepsilon": "ε", r"\varphi": "φ", r"\infty": "∞", r"\partial": "∂", r"\nabla": "∇", r"\ldots": "…",
}  # fmt: skip
RELATIONS = {
    "=": "=", "<": "<", ">": ">", r"\ne": "≠", r"\le": "≤", r"\ge": "≥", r"\in": "∈", r"\to": "→",
    r"\leftarrow": "←", r"\approx": "≈",
}  # fmt: skip
SIGNS = {
    "-": "−", "'": "′", r"\prime": "′", r"\cdot": "·", r"\pm": "±", r"\times": "×", r"\{": "{", r"\}": "}",
    r"\,": " ", r"\;": " ", r"\ ": " ", r"\|": "‖", r"\top": "ᵀ",
}  # fmt: skip
UPRIGHT = (r"\text", r"\operatorname", r"\mathrm")
DOUBLED = {"R": "ℝ"}
TO_THE_RIGHT = ("∂", "∇", "±")  # signs of what follows: TeX needs a space after their names, a reader none
# What a piece is to its neighbours.
LETTER, WORD, FRACTION, OPENING, CLOSING, SIGN = "letter", "word", "fraction", "opening", "closing", "sign"
ONE = re.compile(r"[\d.]+|[^\W\d](?:[_^](?:\w+|\{[^{}]*\}|\([^()]*\))|[′⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀ])*")


def unicode_prose(text: str) -> str:
    """Prose that holds TeX between dollar signs, for the terminal."""
    return re.sub(r"\$([^$]+)\$", lambda found: unicode_tex(found[1]), text)


def unicode_tex(text: str) -> str:
    r"""TeX in one line: fractions with a slash, in brackets what a brace has held together.

    Args:
        text: as a script writes it: letters, signs, scripts, \frac and \sqrt, and functions by their names.
    """
    return _Line(list(TOKEN.findall(text))).text()


@dataclass
class _Line:
    """A formula as it is written from the left: its tokens, how far they are read, and the pieces so far."""

    tokens: list[str]
    at: int = 0
    pieces: list[tuple[str, str]] = field(default_factory=list)
    bars: list[str] = field(default_factory=list)

    def text(self) -> str:
        while self.at < len(self.tokens):
            self._next()
        parts = [part for number, piece in enumerate(self.pieces) for part in (self._gap(number), piece[0])]
        return re.sub(r" {2,}", " ", "".join(parts)).strip()

    def _gap(self, number: int) -> str:
        """What keeps a piece apart from the one before it: a name in words from letters, a fraction from factors."""
        if not number:
            return ""
        (before, left), (_, right) = self.pieces[number - 1 : number + 1]
        if left == FRACTION and right in (LETTER, WORD, OPENING):
            return " · "
        is_scripted = re.search(r"[_^][^⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀ]*$", before) is not None
        if right == WORD:
            return " " if left in (LETTER, WORD, CLOSING) else ""
        return " " if right == LETTER and (left == WORD or is_scripted) else ""

    def _next(self) -> None:
        part = self._take()
        if part in ("_", "^"):
            self._script(part)
        elif part in RELATIONS:
            self._add(f" {RELATIONS[part]} ", SIGN)
        elif part in (r"\|", "|"):
            self._bar(SIGNS.get(part, part))
        elif part in ("{", "}") or part in (r"\bigl", r"\bigr", r"\Bigl", r"\Bigr", r"\left", r"\right"):
            pass
        elif part in UPRIGHT:
            word = self._argument(is_tex=False)
            self._add(word, LETTER if len(word) == 1 else WORD)
        elif part in (r"\frac", r"\tfrac", r"\dfrac"):
            above, below = self._argument(), self._argument()
            self._add(f"{_held(above, is_above=True)}/{_held(below)}", FRACTION)
        elif part == r"\sqrt":
            inside = self._argument()
            self._add(f"√{inside}" if len(inside) == 1 else f"√({inside})", LETTER)
        elif part == r"\mathbb":
            name = self._argument()
            self._add(DOUBLED.get(name, name), LETTER)
        else:
            self._sign(part)

    def _sign(self, part: str) -> None:
        """A letter, a number, a sign, a space, or a function by its name."""
        if part == r"\sum":
            self._add("Σ", WORD)
        elif part in LETTERS:
            self._add(LETTERS[part], SIGN if part in (r"\partial", r"\nabla") else LETTER)
        elif part.isspace():
            self._add("" if self.pieces and self.pieces[-1][0] in TO_THE_RIGHT else " ", SIGN)
        elif part not in SIGNS and part[1:].isalpha():
            self._add(part[1:], WORD)
        else:
            sign = SIGNS.get(part, part.lstrip("\\"))
            kind = OPENING if sign in "([{" else CLOSING if sign in ")]}" else LETTER if sign.isalnum() else SIGN
            self._attach(sign) if sign in "′ᵀ" else self._add(sign, kind)

    def _script(self, sign: str) -> None:
        """A subscript or superscript, set apart by brackets where it is more than one letter or number."""
        inside = self._argument()
        raised = inside.translate(SUPERSCRIPTS)
        if sign == "^" and re.fullmatch(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]*[⁰¹²³⁴⁵⁶⁷⁸⁹]|[′ᵀ]+", raised):
            self._attach(raised)
        elif sign == "^":
            self._attach(f"^{inside}" if len(inside) == 1 or _is_in_brackets(inside) else f"^({inside})")
        else:
            tight = inside.replace(" ", "")
            self._attach(f"_{tight}" if tight.isalnum() else f"_{{{tight}}}")

    def _bar(self, sign: str) -> None:
        """A bar of |u|, which closes the one that is open."""
        if self.bars[-1:] == [sign]:
            self.bars.pop()
            self._add(sign, CLOSING)
        else:
            self.bars.append(sign)
            self._add(sign, OPENING)

    def _argument(self, *, is_tex: bool = True) -> str:
        """What stands in the braces that come next, or the one token."""
        while self.tokens[self.at : self.at + 1] and self.tokens[self.at].isspace():
            self.at += 1
        inside = list(self._in_braces()) if self.tokens[self.at : self.at + 1] == ["{"] else [self._take()]
        return _Line(inside).text() if is_tex else "".join(inside)

    def _in_braces(self) -> Iterator[str]:
        depth = 0
        while self.at < len(self.tokens):
            token = self._take()
            depth += {"{": 1, "}": -1}.get(token, 0)
            if not depth:
                return
            if (token, depth) != ("{", 1):
                yield token

    def _take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def _add(self, text: str, kind: str) -> None:
        self.pieces.append((text, kind))

    def _attach(self, text: str) -> None:
        """Something that belongs to the piece before it."""
        before, kind = self.pieces.pop() if self.pieces else ("", LETTER)
        self._add(before + text, kind)


def _held(text: str, *, is_above: bool = False) -> str:
    """A side of a fraction, in brackets unless it holds together by itself."""
    if ONE.fullmatch(text) or _is_in_brackets(text):
        return text
    outside = re.sub(r"\([^()]*\)|\{[^{}]*\}", "", text)
    return text if is_above and not re.search(r"[\s+/]|(?<!^)−", outside) else f"({text})"


def _is_in_brackets(text: str) -> bool:
    """Is it one bracket as a whole?"""
    return re.fullmatch(r"\([^()]*\)|\|[^|]*\|", text) is not None
