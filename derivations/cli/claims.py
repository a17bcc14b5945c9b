"""What the judge says, for the terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from textwrap import fill

from sympy import Expr, Indexed

from derivations.catalogue import Entry
from derivations.errors import LossaryError
from derivations.judge import Counterexample, Factor, Judgement, Match, Parting, Phrase, parting_lines
from derivations.notation import unicode_text

WIDTH = 100
MOST_TOLD, FIRST_TOLD = 24, 6  # entries of a point: so many are all told, of more the first
SUM = re.compile(r" [+-] ")
SIGNS = {"exact": "✓", "positive-scale": "∝", "negated": "−", "convention": "≈", "wrong": "✗", "undecided": "?"}
MEANING = {
    "exact": "equal to the gradient",
    "positive-scale": "equal up to one positive constant: the same direction, another learning rate",
    "negated": "the sign is turned",
    "convention": "right under a convention that should be stated",
    "wrong": "not this gradient",
    "undecided": "as it stands, it cannot be told",
}
TRIED = {  # the same of what is right, but not proved
    "exact": "agrees with the gradient wherever it was tried",
    "positive-scale": "equal up to one positive constant wherever it was tried: the same direction, another rate",
    "negated": "the sign is turned wherever it was tried",
    "convention": "right wherever it was tried, under a convention that should be stated",
}
SURELY = {"proved": " (proved)", "checked": " (not proved)", None: ""}


def as_text(judgement: Judgement, entry: Entry | None) -> str:
    """A judgement on one screen."""
    return "\n".join(_lines(judgement, entry))


def in_a_line(judgement: Judgement) -> str:
    """A judgement among many."""
    return f"{judgement.verdict}{SURELY[judgement.level]}: {judgement.reason}"


def as_json(judgement: Judgement) -> str:
    """A judgement for a program."""
    return json.dumps(judgement.data(), ensure_ascii=False, indent=2)


def _wrapped(text: str, indent: str = "") -> str:
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _lines(judgement: Judgement, entry: Entry | None) -> Iterator[str]:
    meaning = (TRIED if judgement.level == "checked" else MEANING)[judgement.verdict].replace("gradient", judgement.of)
    meaning = meaning if judgement.of == "gradient" else meaning.partition(":")[0]  # one descends by nothing else
    yield f"{SIGNS[judgement.verdict]} {judgement.verdict}: {meaning}{SURELY[judgement.level]}"
    yield ""
    yield _wrapped(_sentence(str(judgement.reason)))
    if judgement.scale is not None:
        scale = f"({judgement.scale})" if SUM.search(judgement.scale) else judgement.scale
        yield f"Scale: claim = {scale} × {judgement.of}"
    yield from note_lines(judgement.notes)
    if judgement.counterexample is not None and judgement.verdict != "exact":
        yield ""
        yield from _point(judgement.counterexample)
    place = _where_paths_part(judgement, entry) if entry is not None and judgement.evidence is not None else ""
    if place:
        yield ""
        yield _wrapped(place)
    if judgement.evidence is not None:
        yield ""
        yield _wrapped(_sentence(str(judgement.evidence)))


def note_lines(notes: Iterable[Phrase]) -> Iterator[str]:
    """What else there is to know, each once."""
    yield from (_wrapped(_sentence(words)) for words in dict.fromkeys(map(str, notes)))


def _sentence(text: str) -> str:
    """The text as a sentence; a symbol at its beginning stays small."""
    first = text.split(" ", 1)[0]
    start = first.capitalize() if first.isalpha() and (len(first) > 1 or first == "a") else first
    return start + text[len(first) :] + ("" if text.endswith((".", "?")) else ".")


def _point(example: Counterexample) -> Iterator[str]:
    point = [(isinstance(name, Indexed), f"{unicode_text(name)} = {number}") for name, number in example.point]
    entries, more = _first([text for is_entry, text in point if is_entry])
    kept = [text for is_entry, text in point if not is_entry or text in entries]
    yield _wrapped("At " + ", ".join(kept) + (f", and {more} more entries" if more else ""))
    slopes = zip(example.components, example.claimed, example.true, strict=False)
    lines = [f"  with respect to {unicode_text(w)}: claimed {_shown(c)}, true {_shown(t)}" for w, c, t in slopes]
    told, more = _first(lines)
    yield from [*told, *([f"  and {more} more"] if more else [])]
    if example.angle is not None and len(example.components) > 1:  # numbers point one way or the other
        yield f"  the angle between the two is {example.angle:g}°"


def _first(told: list[str]) -> tuple[list[str], int]:
    """The first of many, and how many more there are; all, if they are not many. A program is told all of them."""
    return (told, 0) if len(told) <= MOST_TOLD else (told[:FIRST_TOLD], len(told) - FIRST_TOLD)


def _shown(number: object) -> str:
    return "nothing" if number is None else str(number)


def _where_paths_part(judgement: Judgement, entry: Entry) -> str:
    """The two lines of the derivation between which the claim goes another way."""
    try:
        found = parting_lines(entry.derivation, judgement)
    except LossaryError:  # judged without a derivation: there is no rule for a part of the loss
        return ""
    return "" if found is None else _said_of(found, entry)


def _said_of(found: Parting, entry: Entry) -> str:
    rules = ", ".join(reason.rule.name for reason in found.line.named)
    where = f"`lossary show {entry.slug}`" if entry.id else "`lossary derive`"
    upper = "the left side" if found.before is None else f"line {entry.address(found.before.number)}"
    lower = f"line {entry.address(found.line.number)} ({rules})"
    return f"The paths part between {upper} and {lower} of the derivation: see {where}."


def audit_lines(variable: Expr, factors: tuple[Factor, ...], variables: int) -> Iterator[str]:
    """The audit of a gradient; of a loss by several variables it says by which."""
    yield from [f"With respect to {unicode_text(variable)}"] if variables > 1 else []
    yield from factor_lines(factors)


def factor_lines(factors: tuple[Factor, ...]) -> Iterator[str]:
    """The audit, factor by factor."""
    if not factors or factors[0].is_all:
        gradient = unicode_text(factors[0].expression) if factors else "1"
        yield _wrapped(f"The gradient is {gradient}: there is no factor to drop.")
        return
    for factor in factors:
        sign = "✓" if factor.absorbable else "✗"
        yield f"{sign} {unicode_text(factor.expression)}"
        yield f"    {'may go' if factor.absorbable else 'must stay'}"
        facts = {
            "constant in the variables": _yes(factor.constant),
            "positive": _yes(factor.sign == "positive"),
            "common to every component": _yes(factor.every_component),
            "common to every example": _in_examples(factor),
        }
        yield "    " + ", ".join(f"{name}: {answer}" for name, answer in facts.items())
        yield _wrapped(_sentence(str(factor.why)), "    ")
        yield from (_wrapped(_sentence(str(diagnosis.phrase)), "    ") for diagnosis in factor.without)
        yield from (_example(factor.counterexample) if factor.counterexample else ())


def _yes(is_so: bool) -> str:  # noqa: FBT001
    return "yes" if is_so else "no"


def _in_examples(factor: Factor) -> str:
    shared = ", ".join(map(unicode_text, factor.sharing))
    return f"if they share {shared}" if shared else _yes(factor.every_example)


def _example(example: Counterexample) -> Iterator[str]:
    point = ", ".join(f"{unicode_text(name)} = {number}" for name, number in example.point)
    rest, true = (", ".join(map(_shown, numbers)) for numbers in (example.claimed, example.true))
    yield _wrapped(f"At {point}: without it ({rest}), the gradient ({true}).", "    ")


def match_lines(matches: list[Match]) -> Iterator[str]:
    """The losses that were found, or that there are none."""
    if not matches:
        yield "No loss of the catalogue has this gradient, also up to names, a positive factor and the sign."
    for match in matches:
        yield f"{match.entry.id}  {match.entry.slug}{by(match.entry)}: {match.how}"


def by(entry: Entry) -> str:
    """The variable of an entry, where the loss has several."""
    return f", with respect to {unicode_text(entry.loss.wrt)}" if len(entry.page.parts) > 1 else ""
