"""What a second derivative says of its loss, in words: on a page, or in the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from sympy import Eq, Indexed

from derivations.catalogue import Entry
from derivations.evidence import Curvature, Property, Witness
from derivations.language.domains import Model
from derivations.language.properties import CONVEX, ORDER
from derivations.publish.boundaries import in_page
from derivations.publish.entries import sort

Inline = Callable[[Any], str]
KINK = (
    "At a kink there is no second derivative; but the slope jumps up there, so that the {sort} is convex all the same."
)
STRAIGHT = "Between its kinks the {sort} is straight."
COMPONENT = "This is said of one component, while all others stay; of all of them together it says nothing."
VARIABLE = "This is said of one variable, while the others stay; of all of them together it says nothing."


def curvature_words(entry: Entry, inline: Inline = in_page) -> list[str]:
    """The sentences about a loss by one variable; none, if nothing is known. The first is the shortest answer."""
    if entry.second is None:
        return []
    found, variable = entry.second.curvature, inline(entry.loss.wrt)
    kinks = [words.format(sort=sort(entry).lower()) for words in _kinks(found)]
    general = in_general(entry, entry.properties.get(CONVEX))
    said = [*map(general, _shape(found, variable, inline)), *_bounds(found, inline), *kinks]
    return [*said, *_of_one(entry)] if found.convex or found.concave or found.bounded else said


def in_general(entry: Entry, one: Property | None = None) -> Callable[[str], str]:
    """Adds that what does not hold is said of no certain model: of some it may hold, or for a value of a setting."""
    is_of_model = any(isinstance(domain, Model) for domain in entry.loss.symbols.values())
    if one is not None and one.elsewhere and one.name == ORDER:
        return "{} in general".format
    if not (is_of_model or (one is not None and one.elsewhere)):
        return str
    return lambda said: re.sub(r"^(?:([Nn]ot|Neither) [^,:.]*)", lambda found: f"{found[0]} in general", said)


def _of_one(entry: Entry) -> list[str]:
    """What to add where not all moves that the loss is about."""
    if isinstance(entry.loss.wrt, Indexed):
        return [COMPONENT]
    return [VARIABLE] if len(entry.page.parts) > 1 else []


def _shape(found: Curvature, variable: str, inline: Inline) -> Iterator[str]:
    if found.convex and found.concave:
        yield f"Straight in {variable}."
    elif found.strongly:
        yield f"Strongly convex in {variable}, with constant {inline(found.low)}."
    elif found.convex or found.concave:
        yield f"{'Convex' if found.convex else 'Concave'} in {variable}."
    elif found.negative and found.positive:
        values = f"{_value(found.negative, inline)}, and {_value(found.positive, inline)}"
        yield f"Neither convex nor concave in {variable}: the second derivative is {values}."
    elif found.negative:
        yield f"Not convex in {variable}: the second derivative is {_value(found.negative, inline)}."


def _bounds(found: Curvature, inline: Inline) -> Iterator[str]:
    """How fast the slope changes at most: of a loss without kinks."""
    if not found.bounded or (found.convex and found.concave):
        return
    if found.low == found.high:
        yield "The curvature is the same everywhere."
    elif found.convex:
        yield f"The curvature is bounded: it is never more than {inline(found.high)}."
    else:
        yield f"The curvature is bounded: it lies between {inline(found.low)} and {inline(found.high)}."


def _kinks(found: Curvature) -> Iterator[str]:
    if found.convex and not found.smooth:
        yield from [STRAIGHT] if found.low == found.high == 0 else []
        yield KINK


def _value(witness: Witness, inline: Inline) -> str:
    """The value, and the point."""
    shown = witness.value
    value = inline(shown) if not isinstance(shown, str) else shown.replace("-", "\N{MINUS SIGN}")
    point = ", ".join(inline(Eq(name, number, evaluate=False)) for name, number in witness.numbers)
    return f"{value} at {point}"
