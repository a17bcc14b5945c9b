"""Plain text cut into tokens. Whatever is not listed here is refused, so nothing else has to be on its guard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from keyword import iskeyword

from derivations.reading import limits
from derivations.reading import plain_signs as signs
from derivations.reading.errors import ReadingError
from derivations.reading.letters import (
    ACCENTED,
    FRACTIONS,
    GREEK,
    GREEK_NAMES,
    INFINITY,
    SIGNS,
    SPACES,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    WORDS,
    described,
    normal,
)
from derivations.reading.names import Names
from derivations.reading.numbers import exact
from derivations.reading.vocabulary import KNOWN


@dataclass
class Token:
    """A piece of the text.

    Args:
        kind: number, name (a word), letter (Greek, so rarely a function), op, infinity, quoted (a word between quotes),
            text (words in LaTeX), command (of LaTeX) or end.
        text: the sign itself, the letter without what stands below it, or the word.
        at: where it starts; `end`: where it ends.
        spaced: is there a space before it?
        below: what stands below a letter; of a product sign "dot", if it is one.
        value: of a number.
        bold: is the letter printed bold, as vectors are?
    """

    kind: str
    text: str
    at: int
    end: int
    spaced: bool = False
    below: str = ""
    value: Fraction = Fraction(0)
    bold: bool = False

    @property
    def is_name(self) -> bool:
        return self.kind in ("name", "letter")

    @property
    def full(self) -> str:
        return f"{self.text}_{self.below}" if self.below else self.text

    @property
    def is_op(self) -> bool:
        return self.kind == "op"


def refuse_size(text: str) -> None:
    """A text too long is not even looked at."""
    if not isinstance(text, str):
        msg = f"a formula is text, not {type(text).__name__}"
        raise TypeError(msg)
    if len(text) > limits.LENGTH:
        msg = f"this is too long for a formula: {len(text):,} characters, at most {limits.LENGTH:,} are read"
        raise ReadingError(msg, text[: limits.LENGTH], limits.LENGTH)


def tokens_of(text: str, names: Names) -> list[Token]:
    """The tokens of a plain formula, the last of kind `end`; `names` tells which words are products of letters.

    Raises:
        ReadingError: a sign that no formula holds, a number or a name too long, or too many tokens.
    """
    refuse_size(text)
    return collected(text, _Scanner(text, names).tokens())


def collected(text: str, tokens: Iterator[Token]) -> list[Token]:
    """The tokens as a list, closed by one of kind `end`."""
    found: list[Token] = []
    for token in tokens:
        if len(found) >= limits.TOKENS:
            msg = f"this is too long for a formula: more than {limits.TOKENS:,} numbers, names and signs"
            raise ReadingError(msg, text, token.at)
        found.append(token)
    return [*found, Token("end", "", len(text), len(text))]


class _Scanner:
    def __init__(self, text: str, names: Names) -> None:
        self.text, self.names = text, names
        self.plain = "".join(map(normal, text))  # character for character, so that positions stay
        self.at = 0
        self.spaced = False

    def tokens(self) -> Iterator[Token]:
        while self.at < len(self.plain):
            character = self.plain[self.at]
            if quoted := signs.QUOTED.match(self.plain, self.at):
                yield self._token("quoted", quoted[2], quoted.end() - self.at)
                continue
            found = signs.TRANSPOSED.match(self.plain, self.at) or signs.TURNED_INVERSE.match(self.plain, self.at)
            if found and self._is_sign(found):
                yield from self._turned(found)
                continue
            if character in SPACES:
                self.at, self.spaced = self.at + 1, True
                continue
            yield from self._next(character)
            self.spaced = False

    def _next(self, character: str) -> Iterator[Token]:
        if character in SUPERSCRIPTS:
            yield from self._superscript()
        elif character in FRACTIONS:
            yield self._token("number", character, 1, value=Fraction(*FRACTIONS[character]))
        elif number := signs.NUMBER.match(self.plain, self.at):
            yield self._token("number", number[0], len(number[0]), value=exact(number[0], self.text, self.at))
        elif library := signs.LIBRARY.match(self.plain, self.at):
            yield from self._of_library(library)
        elif character == "Σ" and self._is_matrix():
            yield self._below("letter", "Sigma", 1)
        elif character in ACCENTED or character in GREEK or signs.WORD.match(character):
            yield from self._name(character)
        elif character in WORDS:
            yield self._below("name", WORDS[character], 1)
        elif character in signs.ALONE:
            yield self._token(*signs.ALONE[character], length=1)
        elif character in SUBSCRIPTS and self.plain[: self.at][-1:] in signs.BRACKETS_BEFORE:
            yield from self._subscript()
        elif character in SIGNS:
            kind = "infinity" if character == INFINITY else "op"
            yield self._token(kind, SIGNS[character], 1, "dot" if character in signs.DOTS else "")
        elif operator := signs.LONGER.match(self.plain, self.at) or signs.OPERATOR.match(self.plain, self.at):
            yield self._sign(signs.spelled(operator[0]), len(operator[0]))
        else:
            msg = f"{described(self.text[self.at])} has no meaning in a formula{signs.HINTS.get(character, '')}"
            raise ReadingError(msg, self.text, self.at)

    def _of_library(self, library: re.Match[str]) -> Iterator[Token]:
        """The np. of np.exp says nothing; that of np.var by which number it divides."""
        self.at = library.end()
        if spread := signs.SPREAD.match(self.plain, self.at):
            by = "sample_" if "torch" in library[0] else ""
            yield self._token("name", f"{by}{signs.SPREADS[spread[0]]}", len(spread[0]))

    def _token(self, kind: str, text: str, length: int, below: str = "", value: Fraction = Fraction(0)) -> Token:
        token = Token(kind, text, self.at, self.at + length, self.spaced, below, value)
        self.at += length
        return token

    def _sign(self, sign: str, length: int) -> Token:
        return self._token("op", sign, length)

    def _is_sign(self, found: re.Match[str]) -> bool:
        """Is this T the sign of a transpose? That above a sum is where it ends."""
        is_limit = signs.SUM_BEFORE.search(self.plain[: self.at]) is not None
        return not is_limit and signs.is_transpose(self.plain, self.at, found.end(), self.names)

    def _turned(self, found: re.Match[str]) -> Iterator[Token]:
        """The sign of a transpose; of an inverse too, if a minus stands before it."""
        start, self.at = self.at, found.end()
        yield Token("op", "ᵀ", start, self.at)
        if "-" in found[0]:
            yield from (self._made(sign, start) for sign in ("^", "(", "-", "1", ")"))

    def _is_matrix(self) -> bool:
        """Is this Σ a letter, as in Σ⁻¹, rather than the sign of a sum?"""
        after = self.plain[self.at + 1 :].lstrip()
        return after[:1] in {"", "⁻", "ᵀ", ")", "*", "+", "-", "=", ","} or after.startswith(("^-", "^{-", "^T", "^(-"))

    def _superscript(self) -> Iterator[Token]:
        """x² as x^(2): bracketed, because nothing else can belong to it."""
        start, written = self.at, ""
        while self.at < len(self.plain) and self.plain[self.at] in SUPERSCRIPTS:
            written += SUPERSCRIPTS[self.plain[self.at]]
            self.at += 1
        match = re.fullmatch(r"([+-]?)([0-9]+|n)", written)
        if not match:
            msg = "this superscript is no exponent: write ^(...)"
            raise ReadingError(msg, self.text, start)
        made = ["^", "(", *match[1], match[2], ")"]
        yield from (self._made(sign, start) for sign in made)

    def _subscript(self) -> Iterator[Token]:
        """What stands below a bracket or a norm: the 1 of ‖w‖₁."""
        start, written = self.at, self._sunk()
        value = exact(written, self.text, start) if written.isdigit() else Fraction(0)
        yield Token("op", "_", start, self.at)
        yield Token("number" if written.isdigit() else "name", written, start, self.at, value=value)

    def _made(self, sign: str, start: int) -> Token:
        kind = "number" if sign.isdigit() else "name" if sign == "n" else "op"
        value = exact(sign, self.text, start) if kind == "number" else Fraction(0)
        return Token(kind, sign, start, self.at, value=value)

    def _name(self, character: str) -> Iterator[Token]:
        if character in GREEK:
            yield self._below("letter", GREEK[character], 1)
            return
        if character in ACCENTED:
            yield self._below("letter", ACCENTED[character], 1)
            return
        match = signs.WORD.match(self.plain, self.at)
        word = match[0] if match else character
        if word in signs.LOGIC:
            yield self._sign(word, len(word))
        elif word in signs.ENDLESS | signs.NO_NUMBER and not self.names.is_known(word):
            yield self._token("infinity", word, len(word))
        elif word in signs.LITERALS:
            yield self._sign(signs.LITERALS[word], len(word))
        elif not self._is_read(word) and self.plain[: self.at][-1:] != "_" and self.names.is_product(word):
            self.names.remarks.append(f"'{word}' was read as the product {' '.join(word)}")
            yield from (self._token("name", letter, 1) for letter in word[:-1])
            yield self._below("name", word[-1], 1)
        else:
            yield self._below("name", word, len(word))

    def _is_read(self, word: str) -> bool:
        """Is it a word that means something, perhaps with what stands below it, as nll_loss or pos_weight=?"""
        start = len(self.plain[: self.at].rstrip())
        if signs.NAME_OF_ARGUMENT.match(self.plain, start):
            return True
        whole = signs.WHOLE_NAME.match(self.plain, self.at)
        return word in signs.WORDS_READ or (whole is not None and whole[0] in KNOWN)

    def _below(self, kind: str, letter: str, length: int) -> Token:
        """The name with what is written below it."""
        start, spaced = self.at, self.spaced
        self.at += length
        letter += self._sign_of_label(letter)
        attached, below = [*self._attached()], [*self._subscripts()]
        own = signs.words_first(below)  # the hat of y_hat^(i) stands before its i
        pieces = [*below[:own], *self._attached(), *attached, *below[own:]]
        letter += self._sign_of_label(letter)
        words = signs.words_of(pieces)
        token = Token(kind, "_".join([letter, *pieces[:words]]), start, self.at, spaced, "_".join(pieces[words:]))
        refuse_name(token, self.text)
        return token

    def _attached(self) -> Iterator[str]:
        """What stands right behind or above a letter and belongs below it: the 1 of λ1, the i of y⁽ⁱ⁾."""
        while found := signs.attached(self.plain, self.at, self.names.told.above):
            self.at = found.end()
            yield signs.label_of(found)

    def _sign_of_label(self, letter: str) -> str:
        found = signs.LABEL_SIGN.match(self.plain, self.at) if letter in self.names.told.signed else None
        self.at = found.end() if found else self.at
        return f"_{signs.sign_of(found.groups())}" if found else ""

    def _subscripts(self) -> Iterator[str]:
        while self.at < len(self.plain):
            below = signs.BELOW.match(self.plain, self.at)
            next_two = self.plain[self.at : self.at + 2]
            if below and (one := self._one_below(below)):
                self.at = one.end()
                yield one[0] if one.re is signs.NUMBER_BELOW else one[1]
                return
            if below:
                self.at = below.end()
                yield below[1] or below[2]
            elif re.match(r"_(?![A-Za-z0-9{(_+])", self.plain[self.at :]) and next_two[1:] not in {
                *GREEK,
                *SUBSCRIPTS,
            }:
                self.at += 1  # as in lambda_, which Python would not take without the stroke
                return
            elif next_two[0] == "_" and next_two[1:] in GREEK:
                self.at += 2
                yield GREEK[next_two[1]]
            elif next_two[0] in SUBSCRIPTS:
                yield self._sunk()
            else:
                return

    def _one_below(self, below: re.Match[str]) -> re.Match[str] | None:
        """The part that stands below, if what follows it is a factor of its own."""
        start = below.start(1)
        return (
            (signs.NUMBER_BELOW.match(self.plain, start) or signs.SAME_BELOW.match(self.plain, start))
            if below[1]
            else None
        )

    def _sunk(self) -> str:
        written = ""
        while self.at < len(self.plain) and self.plain[self.at] in SUBSCRIPTS:
            written += SUBSCRIPTS[self.plain[self.at]]
            self.at += 1
        return written


def refuse_name(token: Token, text: str) -> None:
    """Only short names of letters and digits go on from here, and none that is a word of Python."""
    if len(token.full) > limits.NAME and token.full not in KNOWN:
        msg = f"this name is too long: at most {limits.NAME} characters are read"
        raise ReadingError(msg, text, token.at)
    if iskeyword(token.full) and token.full not in GREEK_NAMES and token.full != signs.LEFT_OUT:
        cure = signs.IN_PLACE_OF.get(token.full, "use another letter")
        msg = f"'{token.full}' is a word of Python and cannot be a name here: {cure}"
        raise ReadingError(msg, text, token.at)


def shown(token: Token) -> str:
    """What to call a token in a message."""
    if token.kind == "end":
        return "the end of the formula"
    is_bar = "|" in token.text or "‖" in token.text
    return f"'{token.full if token.is_name else token.text.strip('()') if is_bar else token.text}'"
