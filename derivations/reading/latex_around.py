"""What stands around a formula in LaTeX and says nothing, and what only tells how its letters look."""

from __future__ import annotations

import re

from derivations.reading.latex_signs import (
    ACCENTED,
    AROUND,
    ARRAY,
    BEGIN,
    BOLD,
    DOLLARS,
    END,
    GREEK_COMMANDS,
    ONE_LETTER,
    TURNED_LABEL,
    WORDS_AND_CONDITION,
)


def without_bold(text: str) -> tuple[str, set[int]]:
    """Blanks in place of what makes letters bold, and where these letters are."""
    bold: set[int] = set()

    def blanked(found: re.Match[str]) -> str:
        start, end = found.span("group" if found["group"] else "one")
        bold.update(range(start, end))
        return " " * (start - found.start()) + found.string[start:end] + " " * (found.end() - end)

    return BOLD.sub(blanked, text), bold


def formula_alone(text: str) -> str:
    """Blanks in place of what stands around the formula, so that positions stay."""
    text = ARRAY.sub(
        lambda found: f"{BEGIN:<{len(found[1])}}{found[2]}{END:<{len(found[3])}}",
        text,
    )
    text = AROUND.sub(lambda found: " " * len(found[0]), text)
    text = WORDS_AND_CONDITION.sub(lambda found: f"{' ' * len(found[1])}{found[2]}{' ' * len(found[3])}", text)
    text = TURNED_LABEL.sub(lambda found: f"{found[1] + '}ᵀ':<{len(found[0])}}", text)
    match = DOLLARS.fullmatch(text)
    if not match:
        return text
    (a, b), (c, d) = match.span(1), match.span(2)
    return text[:a] + " " * (b - a) + text[b:c] + " " * (d - c) + text[d:]


def letter_below(text: str, at: int) -> tuple[str, str, int] | None:
    """The letter that an accent before it stands on, what is written below that letter, and where both end."""
    if inner := ACCENTED.match(text, at):
        written, below = inner[1], inner[2] or inner[3] or ""
    elif inner := ONE_LETTER.match(text, at):
        written, below = inner[1] or inner[2] or inner[3], ""
    else:
        return None
    letter = GREEK_COMMANDS.get(written[1:], "") if written.startswith("\\") else written
    return (letter, below, inner.end()) if letter else None
