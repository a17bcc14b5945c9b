"""What texts that belong together tell before any of them is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import pairwise

from derivations.reading import limits
from derivations.reading.cursor import left_side
from derivations.reading.errors import ReadingError
from derivations.reading.factors import is_function_letter
from derivations.reading.given import part_by_bars
from derivations.reading.latex_tokens import latex_tokens_of
from derivations.reading.letters import WORD
from derivations.reading.names import Names
from derivations.reading.plain_signs import WORDS_READ, labels_in
from derivations.reading.sorting import told_by
from derivations.reading.texts import Role
from derivations.reading.tokens import Token, tokens_of

ARGUMENT, LENGTH = ["(", "^", "{", "(", ")", "}", ")"], 9  # what stands around the x and the i of (x^{(i)})
LETTER = re.compile(r"(?<![A-Za-z_\\])[A-Za-z](?![A-Za-z])")
PAIR = re.compile(r"(?<![A-Za-z_\\.])[A-Za-z]{2}(?![A-Za-z0-9_(]|\s*=)")


def letters_in(texts: Iterable[str]) -> set[str]:
    """The letters that stand for themselves in any of the texts."""
    return {letter for text in texts if len(text) <= limits.LENGTH for letter in LETTER.findall(text)}


def letters_together(texts: Sequence[tuple[Role, str]]) -> set[str]:
    """The same of texts that belong together; and those of the wx of a loss by w, in which w stands nowhere else."""
    found = letters_in(text for _, text in texts)
    own = [text for role, text in texts if role in ("loss", "beside") and len(text) <= limits.LENGTH]
    varied = {text.strip() for role, text in texts if role == "variable"} - letters_in(own)
    pairs = {pair for text in own for pair in PAIR.findall(text) if pair not in WORDS_READ}
    return found.union(*(pair for pair in pairs if varied & {*pair}))


def tokens_in(text: str, names: Names, *, latex: bool) -> list[Token]:
    tokens = latex_tokens_of(text, names) if latex else tokens_of(text, names)
    part_by_bars(tokens, names)
    return tokens


def look_ahead(texts: Sequence[tuple[Role, str]], known: Names, *, latex: bool) -> None:
    """What the texts define, before any is read: f(...) is applied if one of them says f(x) = ..."""
    applied, bare = set[str](), set[str]()
    known.told.above |= labels_in(text for _, text in texts)
    for role, text in texts:
        with suppress(ReadingError):
            tokens = tokens_in(text, known, latex=latex)
            functions, values = told_by(tokens, beside=role in ("loss", "beside"))
            known.told.functions |= functions
            known.told.values |= values
            known.told.summed |= _summed(tokens) if latex else set()
            if role in ("loss", "beside"):
                following = [*pairwise(tokens)][left_side(tokens) :]
                applied |= {one.full for one, after in following if one.is_name and after.text == "("}
                bare |= {one.full for one, after in following if one.is_name and after.text != "("}
            if role == "variable":
                indices = {letter for token in tokens if token.is_name for letter in _indices_of(token, tokens)}
                known.told.varied |= indices
                named = tokens[:1] if tokens[0].is_name and tokens[1].text != "(" else []
                named = [] if is_function_letter(tokens[0].full) and tokens[0].full in applied - bare else named
                known.told.values |= {name for token in named for name in (token.text, token.full)}


def _summed(tokens: Sequence[Token]) -> set[str]:
    """The letters below the signs of sums and products, and the i of an argument x^{(i)}."""
    below = [
        tokens[place + 1 + (after.text == "{")]
        for place, (sign, after) in enumerate(pairwise(tokens[1:-1]), 1)
        if sign.text == "_" and tokens[place - 1].text in ("sum", "prod")
    ]
    signs = [token.text for token in tokens]
    for place in range(len(tokens) - LENGTH):
        around = signs[place : place + LENGTH]
        below += [tokens[place + 5]] if [*around[:1], *around[2:5], *around[6:]] == ARGUMENT else []
    return {token.full for token in below if token.is_name}


def _indices_of(token: Token, tokens: Sequence[Token]) -> str:
    """The letters below a name, and those of w[j, k] and w_{j, k}."""
    if token is tokens[0]:
        return token.below if len(token.below) < WORD else ""
    return token.text if len(token.text) == 1 else ""
