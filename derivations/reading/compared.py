"""Labels that a formula compares with the index of a sum and calculates nowhere with: the y of sum([y = k] log p_k)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derivations.reading.letters import WORD
from derivations.reading.tree import Apply, Compare, Component, Entry, Listing, Name, Node, Total, without_brackets

INDICES_OF = {"KroneckerDelta"}  # functions whose arguments are indices


def compared_in(formulas: Sequence[Node]) -> set[str]:
    """The labels, each y or, of an array y_i, by its letter: they are numbers of entries from one on."""
    nodes = [node for top in formulas for node in top.walk()]
    bound = {node.index.full for node in nodes if isinstance(node, Total)} | maximised(nodes)
    found = {label for node in nodes if (label := _label(node, bound))}
    return found - {name for top in formulas for name in _numbers(top, bound)} if found else found


def maximised(nodes: Sequence[Node]) -> set[str]:
    """The indices of maxima."""
    listings = [part for node in nodes if isinstance(node, Apply) and node.known for part in node.arguments[1:2]]
    first = [listing.items[0] for listing in listings if isinstance(listing, Listing) and listing.items]
    return {name.full for name in first if isinstance(name, Name)}


def sides_of(node: Node) -> tuple[Node, Node] | None:
    """Two things that are equal or not."""
    match node:
        case Compare(first=first, rest=(("==" | "!=", other),)):
            return without_brackets(first), without_brackets(other)
        case Apply(known=True, function=function, arguments=(first, other)) if function.full in INDICES_OF:
            return without_brackets(first), without_brackets(other)
    return None


def _label(node: Node, bound: set[str]) -> str:
    """What is compared with an index there; nothing, if none is."""
    sides = sides_of(node)
    for index, other in (sides, sides[::-1]) if sides else ():
        if isinstance(index, Name) and index.full in bound and isinstance(other, Name | Entry):
            name = _named(other, bound)
            return "" if name in bound else name
    return ""


def _named(node: Name | Entry, bound: set[str]) -> str:
    """The letter of an entry, or the whole name."""
    if isinstance(node, Entry):
        return node.base.full
    is_entry = 0 < len(node.below) < WORD and bool(bound & {*node.below})
    return node.letter if is_entry else node.full


def _numbers(node: Node, bound: set[str]) -> Iterator[str]:
    """The names that stand anywhere but below others and where they are compared with an index."""
    if _label(node, bound):
        return
    match node:
        case Name() | Entry():
            yield _named(node, bound)
            return
        case Component():
            yield from _numbers(node.inner, bound)
            return
        case Apply():
            parts: Sequence[Node] = node.arguments
        case _:
            parts = node.parts
    for part in parts:
        yield from _numbers(part, bound)
