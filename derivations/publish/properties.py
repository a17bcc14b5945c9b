"""The properties of a loss in words: for its card, for its page and the terminal, and for the table of its family."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Eq, Expr, Symbol, oo

from derivations.catalogue import Entry
from derivations.evidence import Properties, Property
from derivations.language.properties import (
    BELOW,
    CALIBRATED,
    CONCAVE,
    CONVEX,
    INFIMUM,
    LIPSCHITZ,
    MINIMUM,
    ORDER,
    STRICTLY,
    STRONGLY,
    SYMMETRIC,
)
from derivations.notation import tex
from derivations.publish.boundaries import in_page
from derivations.publish.curvature import in_general

Inline = Callable[[Any], str]
ORDERS = {
    0: "continuous, with kinks",
    1: "once continuously differentiable",
    2: "twice continuously differentiable, or more often",
    oo: "differentiable as often as one likes",
}
COURSES = {"grows": "grows", "bounded": "bounded", "falls": "falls back to 0"}
ON_THE_CARD = {CONVEX, LIPSCHITZ, BELOW, CALIBRATED}  # of those that do not hold
IN_EACH = " in each component"
UNKNOWN = "–"


@dataclass(frozen=True)
class PropertyView:
    """A property: what it is, and what decided it, in a sentence."""

    text: str
    why: str


def property_views(entry: Entry, inline: Inline = in_page) -> list[PropertyView]:
    """All that is decided of a loss by one variable."""
    told = ((in_general(entry, one)(_words(one, inline)), _why(one, inline)) for one in _told(entry.properties))
    return [PropertyView(_capital(words), why) for words, why in told]


def on_the_card(entry: Entry, inline: Inline = in_page) -> str:
    """What is worth knowing at a glance, on a line; empty if nothing is known."""
    found = entry.properties
    shown = [one for one in _told(found) if (one.holds or one.name in ON_THE_CARD) and not _is_weaker(one, found)]
    return _capital("; ".join(in_general(entry, one)(_words(one, inline)) for one in shown))


def _told(found: Properties) -> Iterator[Property]:
    """Without what does not hold as something weaker does not; of what is not concave that is nothing to tell."""
    for one in found.found:
        weaker = {STRICTLY: CONVEX, STRONGLY: STRICTLY}.get(one.name)
        follows = weaker is not None and found.lacks(weaker)
        if one.holds or not (follows or one.name == CONCAVE):
            yield one


def _is_weaker(one: Property, found: Properties) -> bool:
    """Does another one say more?"""
    stronger = {CONVEX: (STRICTLY, STRONGLY), STRICTLY: (STRONGLY,)}.get(one.name, ())
    return one.holds and any(map(found.has, stronger))


def _words(one: Property, inline: Inline) -> str:
    if one.name == ORDER:
        return ORDERS[one.value]
    if one.name in (MINIMUM, INFIMUM):
        return f"{one.name} {inline(one.value)}{_where(one, inline)}"
    if one.name == SYMMETRIC:
        return f"{'' if one.holds else 'not '}symmetric in {' and '.join(map(inline, one.parts[-2:]))}"
    link = " by" if one.name == BELOW else ", with constant" if one.least else ", with constant at most"
    value = "" if one.value is None else f"{link} {inline(one.value)}"
    return f"{'' if one.holds else 'not '}{one.name}{IN_EACH if one.componentwise else ''}{value}"


def _where(one: Property, inline: Inline) -> str:
    """Where a minimum is attained, as far as that is a place."""
    if one.name == INFIMUM:
        return ", not attained"
    return "".join(f" at {inline(part)}" for part in one.parts if isinstance(part, Eq))


def _why(one: Property, inline: Inline) -> str:
    """What decided it, as a sentence; with the point, if there is one."""
    text = one.why.format(*(_shown(part, inline) for part in one.parts))
    point = ", ".join(inline(Eq(name, number, evaluate=False)) for name, number in one.point)
    elsewhere = " and ".join(inline(Eq(name, number, evaluate=False)) for name, number in one.elsewhere)
    more = "there are more derivatives" if one.name == ORDER else f"it is {one.name}"
    return f"{_capital(text)}{f', at {point}' if point else ''}.{f' Where {elsewhere} {more}.' if elsewhere else ''}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shown(part: Any, inline: Inline) -> str:
    return inline(part) if isinstance(part, Basic) else str(part).replace("-", "\N{MINUS SIGN}")


def in_a_word(entry: Entry) -> str:
    """The curvature, for a table."""
    found = entry.properties
    shapes = (STRONGLY, STRICTLY, CONVEX, CONCAVE)
    held = next((name for name in shapes if found.has(name)), "not convex" if found.lacks(CONVEX) else "")
    straight = "straight" if found.has(CONVEX) and found.has(CONCAVE) else held
    straight += IN_EACH if any(one.componentwise for one in map(found.get, shapes) if one) else ""
    kinks = "with kinks" if (order := found.get(ORDER)) is not None and order.value == 0 else ""
    return in_general(entry, found.get(CONVEX))(", ".join(filter(None, (straight, kinks)))) or UNKNOWN


def far_out(entry: Entry) -> str:
    """What the slope does towards the ends of the domain, for a table: of one number, and if it is known for both."""
    found = entry.properties.far
    if len(found) < 2 or not isinstance(entry.loss.wrt, Symbol):  # noqa: PLR2004
        return UNKNOWN
    if len({far.course for far in found}) == 1:
        return COURSES[found[0].course]
    return ", ".join(f"{COURSES[far.course]} as {_arrow(entry.loss.wrt, far.place)}" for far in found)


def _arrow(variable: Expr, place: Expr) -> str:
    return rf"${tex(variable)}\to {tex(place)}$"
