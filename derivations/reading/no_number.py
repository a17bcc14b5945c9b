"""Why a part of a text is no number, and what to write."""

from __future__ import annotations

from derivations.reading.tree import (
    Always,
    Compare,
    Infinity,
    Keyword,
    Listing,
    Logic,
    Node,
    Partial,
    Range,
    Word,
)

CONDITION = "a condition is no number: write where(condition, value, other) or [condition]"
ARGUMENT = "this argument is not read: write out what it does"
WHY: dict[type[Node], str] = {
    Compare: CONDITION,
    Logic: CONDITION,
    Always: CONDITION,
    Listing: "several things in brackets: give one formula for each component",
    Range: "a range such as 1..n belongs into sum(..., i=1..n)",
    Infinity: "infinity is no number: it is read as the order of a norm, and as a bound of clip",
    Word: ARGUMENT,
    Keyword: ARGUMENT,
    Partial: "a derivative to be taken is not read, except m'(w)",
}


def why_no_number(node: Node) -> str:
    return WHY.get(type(node), "an equation cannot stand here")
