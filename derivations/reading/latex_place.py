"""A place in a formula in LaTeX, and what is cut off there whatever stands around it: names, labels, transposes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NoReturn

from derivations.reading.errors import ReadingError
from derivations.reading.latex_around import formula_alone, without_bold
from derivations.reading.latex_labels import below_at, label_above
from derivations.reading.latex_signs import TRANSPOSED
from derivations.reading.letters import normal
from derivations.reading.names import Names
from derivations.reading.plain_signs import LABEL_SIGN, SUM_BEFORE, is_transpose, sign_of
from derivations.reading.tokens import Token, refuse_name


class Place:
    """Where one stands in the text; what is cut off moves it on."""

    def __init__(self, text: str, names: Names) -> None:
        self.text, self.names = text, names
        self.plain, self.bold = without_bold(formula_alone("".join(map(normal, text))))
        self.at = 0
        self.remarks = names.remarks
        self.spaced = False  # has a space been set on purpose, as between factors?
        self.before = ""  # the token before: after ^ and _ a letter stands for itself

    def fail(self, message: str, at: int | None = None) -> NoReturn:
        raise ReadingError(message, self.text, self.at if at is None else at)

    def _token(self, kind: str, text: str, length: int, value: Fraction = Fraction(0), below: str = "") -> Token:
        bold = kind == "name" and self.at in self.bold
        token = Token(kind, text, self.at, self.at + length, value=value, below=below, bold=bold)
        self.at += length
        return token

    def _transpose(self) -> re.Match[str] | None:
        """The sign of a transpose, if one stands here; the T above a sum is where it ends."""
        found = TRANSPOSED.match(self.plain, self.at)
        if found is None or SUM_BEFORE.search(self.plain[: self.at]):
            return None
        is_sign = "\\" in found[0] or is_transpose(self.plain, self.at, found.end(), self.names)
        return found if is_sign else None

    def _turned(self, found: re.Match[str]) -> Iterator[Token]:
        """The sign of a transpose; of an inverse too, if a minus stands before it."""
        start, self.at = self.at, found.end()
        yield Token("op", "ᵀ", start, self.at)
        if found["minus"]:
            one = Token("number", "1", start, self.at, value=Fraction(1))
            yield from (Token("op", "^", start, self.at), Token("op", "{", start, self.at))
            yield from (Token("op", "-", start, self.at), one, Token("op", "}", start, self.at))

    def _name(self, kind: str, letter: str, start: int, end: int) -> Token:
        """The name with what stands below it, if that is one sign or one word."""
        self.at = end
        below, self.at = below_at(self.plain, self.at)
        letter += self._label(letter)
        if not below:
            below, self.at = below_at(self.plain, self.at)
        bold = any(place in self.bold for place in range(start, end))
        token = Token(kind, letter, start, self.at, below=below, bold=bold)
        refuse_name(token, self.text)
        return token

    def _label(self, letter: str) -> str:
        """What stands above a letter and belongs to its name."""
        if letter in self.names.told.signed and (sign := LABEL_SIGN.match(self.plain, self.at)):
            self.at = sign.end()
            return f"_{sign_of(sign.groups())}"
        found = label_above(letter, self.plain, self.at, self.names, self.fail)
        self.at += found.length
        return found.text
