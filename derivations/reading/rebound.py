"""Sums within sums over one letter: in sum_i p_i g_i/(sum_i p_i + sum_i g_i) the inner i is another index."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from derivations.reading.axes import index_of, names_in, unused_letters
from derivations.reading.errors import ReadingError
from derivations.reading.kinds import PIECE
from derivations.reading.sorting import Parts
from derivations.reading.tree import Entry, Inverse, Name, Node, Times, Total, with_parts

BELOW = "does this sum still belong below the fraction stroke? write a/(b*c) or (a/b)*c"


def rebound(parts: Parts, taken: Collection[str]) -> tuple[Parts, list[str]]:
    """The parts with a letter of its own for every sum, and what is to be said of it.

    Args:
        parts: of a text.
        taken: letters that mean something in this text or beside it.

    Raises:
        ReadingError: nothing tells where a sum in a denominator ends.
    """
    remarks: list[str] = []

    def apart(node: Node, around: frozenset[str]) -> Node:
        if isinstance(node, Inverse):
            _check_end(node.inner, parts.text)
        if not isinstance(node, Total) or not node.index.full:
            return with_parts(node, lambda part: apart(part, around))
        index, body, old = node.index, node.body, node.index.full
        if old in around:
            index = Name(index.at, next(unused_letters({*taken, *around, *names_in([node])})))
            body = with_letter(body, old, index.full)
            remarks.append(f"the {old} of a sum within a sum over {old} was read as another index")
        low, high = apart(node.low, around), node.high and apart(node.high, around)
        own = frozenset({index.full}) if _uses(body, index.full) else frozenset[str]()
        return replace(node, body=apart(body, around | own), index=index, low=low, high=high)

    return parts.changed(lambda node: apart(node, frozenset())), list(dict.fromkeys(remarks))


def _uses(node: Node, index: str) -> bool:
    """Does the index stand anywhere but in a sum over the same letter? Else it was bound twice by mistake."""
    if isinstance(node, Total) and node.index.full == index:
        return False
    if isinstance(node, Name):
        return node.full == index or index in PIECE.findall(node.below)
    return any(_uses(part, index) for part in node.parts)


def _check_end(below: Node, text: str) -> None:
    """A denominator that is a sum, with another one over its letter among its factors, as in a/sum_i b_i*sum_i c_i."""
    if isinstance(below, Total) and isinstance(below.body, Times):
        again = [u for u in below.body.factors if isinstance(u, Total) and u.index.full == below.index.full]
        if again and below.index.full:
            raise ReadingError(BELOW, text, again[0].at)


def with_letter(node: Node, old: str, new: str) -> Node:
    """The node with another letter for an index, but for what binds it anew."""
    if old == new:
        return node
    match node:
        case Name(full=full) if full == old:
            return Name(node.at, new)
        case Name(letter=letter, below=below) if below and old in PIECE.findall(below):
            pieces = [new if piece == old else piece for piece in PIECE.findall(below)]
            return Entry(node.at, Name(node.at, letter), tuple(index_of(node.at, piece) for piece in pieces))
        case Total(index=index) if index.full == old:
            return node
    return with_parts(node, lambda part: with_letter(part, old, new))
