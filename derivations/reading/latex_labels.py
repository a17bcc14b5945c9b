r"""What stands below a letter; and above it and is no power: the gt of w^{gt}, the 2 of W^{[2]}, a star."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NoReturn

from derivations.reading import limits
from derivations.reading.latex_signs import BEFORE_LEVEL, BELOW, GREEK_COMMANDS, LABEL, LEVEL, TURNED_LABEL
from derivations.reading.names import Names
from derivations.reading.plain_signs import is_alone
from derivations.reading.vocabulary import KNOWN


@dataclass(frozen=True)
class Label:
    """What is added to the name, and how much of the text it takes."""

    text: str = ""
    length: int = 0


INDEX = (
    r"_\s*(?:{0}(?![A-Za-z])|\{{[^{{}}]*(?<![A-Za-z\\]){0}(?![A-Za-z])[^{{}}]*\}})"  # the letter below a name or a sum
)
LEFT = re.compile(r"^\s*[lL](?:\s*\([^()]*\))?\s*=|(?<=\\partial)\s*[lL](?![A-Za-z])")  # a loss of that name


def levels_in(texts: Iterable[str]) -> set[str]:
    """The letters that are the number of a layer: the L of a^L and z^L, where it stands nowhere else.

    Above one name alone it may be a power or the number of an example, unless it stands in square brackets.
    """
    texts = [LEFT.sub("", TURNED_LABEL.sub(r"\1}", text)) for text in texts if len(text) <= limits.LENGTH]
    bases: dict[str, set[str]] = {}
    for found in (match for text in texts for match in BEFORE_LEVEL.finditer(text)):
        is_sure = re.search(r"\^\s*\{\s*\[", found[0])
        bases.setdefault(found["one"] or found["letter"], set()).update({found["base"], "sure" if is_sure else ""})
    rest = " , ".join(LEVEL.sub("", text) for text in texts)
    return {
        letter
        for letter, names in bases.items()
        if len(names - {""}) > 1 and not (is_alone(letter, rest) or re.search(INDEX.format(letter), rest))
    }


def below_at(plain: str, at: int) -> tuple[str, int]:
    """What stands below a letter that ends here, if it is one sign or one word, and where that ends."""
    found = BELOW.match(plain, at)
    below = found["group"] or found["word"] or found["one"] or "" if found else ""
    greek = found["greek"] or found["grouped"] if found else ""
    if found and (below or greek in GREEK_COMMANDS):
        return below or GREEK_COMMANDS[greek], found.end()
    return "", at


def label_above(letter: str, plain: str, at: int, names: Names, fail: Callable[[str], NoReturn]) -> Label:
    """The label of a letter that ends here; none, if what stands there may only be a power.

    Raises:
        ReadingError: it may be either.
    """
    level = LEVEL.match(plain, at)
    if level and letter not in KNOWN and (level["one"] or level["letter"]) in names.told.levels:
        one = level["one"] or level["letter"]
        step = f"{'plus' if level['sign'] == '+' else 'minus'}{level['step']}" if level["sign"] else ""
        above = f"{one}{level['sign'] or ''}{level['step'] or ''}"
        names.remarks.append(f"{letter}^{{{above}}} was read as a name with a label, not as a power")
        return Label(f"_{one}{step}", level.end() - at)
    found = None if letter in ("e", *KNOWN) else LABEL.match(plain, at)
    if found is None:
        return Label()
    letters = found["letters"] or found["level"] or ""
    known = set() if found["level"] else names.letters  # the letter above stands for itself there too
    alone = [one for one in dict.fromkeys(letters) if one in known or is_alone(one, plain)]
    if letters and len(alone) == len(set(letters)) and not found["level"]:
        return Label()
    if alone:
        fail(
            f"is {letters} above {letter} a label or an exponent? write {letter}_{{\\mathrm{{{letters}}}}} or "
            f"{letter}^{{{' '.join(letters)}}}"
        )
    if letters:
        names.remarks.append(f"{letter}^{{{letters}}} was read as a name with a label, not as a power")
    word = found["word"] or letters or ("" if found["layer"] else "star")
    return Label(f"_{word}" if word else found["layer"], found.end() - at)
