"""The largest and the smallest entry of an array, and its place: max(z), np.argmax(z), S.max(axis=1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derivations.reading.axes import Indices, Value, unread
from derivations.reading.kinds import OVER_INDEX
from derivations.reading.options import plain_of
from derivations.reading.products import Products
from derivations.reading.tree import Apply, Group, Listing, Node, Number, Plus, Total, applied
from derivations.reading.vocabulary import KNOWN

PLACES = ("argmax", "argmin")


class Extremes(Products):
    """Writes maxima over arrays as maxima over an index."""

    def extreme(self, node: Apply, value: Value, axes: Sequence[int] | None, *, keep: bool) -> Value:
        """The extreme entry along some of the axes, or along all, over the range that a sum would have."""
        name, at = KNOWN[node.function.full].names[0], node.at
        if not value.rank:
            unread(f"{node.function.full} of a number: of which entries?", at)
        if name in PLACES and len(range(value.rank) if axes is None else axes) > 1:
            unread(f"the place in a matrix has two indices: write {name}(A, axis=1) for one in each row", at)
        summed = self.total(value, at, axes, keep=keep)

        def entry(indices: Indices) -> Node:
            return _instead(summed.entry(indices), name)

        return replace(summed, entry=entry)

    @staticmethod
    def over_range(node: Apply, value: Value) -> Value:
        """A maximum over an index, or its place, over the range of this sum of the same."""

        def entry(indices: Indices) -> Node:
            found = value.entry(indices)
            parts = [part for part in (found.index, found.low, found.high) if part] if isinstance(found, Total) else []
            body = found.body if isinstance(found, Total) else found
            return replace(node, arguments=(body, Listing(node.at, tuple(parts)), *node.arguments[2:]))

        return replace(value, entry=entry)


def _instead(total: Node, name: str) -> Node:
    """The extreme of what is added up."""
    match total:
        case Total(body=body, index=index, low=low, high=high) if high is not None:
            listing = Listing(total.at, (index, low, high))
            return applied(total.at, name, _instead(body, name), listing)
        case Group(inner=Plus(terms=terms)) if name not in PLACES and len(terms) > 1:
            return applied(total.at, name, *(_instead(term, name) for term in terms))
        case Group(inner=Plus()):
            unread("the place of a maximum is read where the number of entries has a letter, such as n", total.at)
    return total


def extreme_of_entries(node: Node) -> bool:
    """Is it the extreme of all entries of one array?"""
    if not isinstance(node, Apply) or not node.known or node.function.full not in KNOWN:
        return False
    plain = plain_of(node)
    is_one = len(plain) == 1 and not isinstance(plain[0], Listing)
    return is_one and KNOWN[node.function.full].names[0] in OVER_INDEX


def refuse_axis(node: Apply, first: Value) -> None:
    """Is the 1 of np.max(z, 1) an axis or a number?"""
    name = node.function.full
    is_doubtful = name in ("max", "min") and len(node.arguments) > 1 and isinstance(node.arguments[1], Number)
    if is_doubtful and first.rank:
        unread(f"is the number an axis? write {name}imum(u, v) of two arrays, or {name}(u, axis=1)", node.at)
