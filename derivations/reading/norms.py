"""Norms of vectors along any axis, and of matrices that of their entries in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derivations.reading.axes import Axis, DecidedFault, UnreadFault, Value, number, scalar, unread
from derivations.reading.extremes import Extremes
from derivations.reading.tree import Group, Name, Node, Power, applied

MATRIX = 2
OF_ENTRIES = {"1": "sum(|X|)", "2": "||X||_F", "inf": "max(|X|)"}


class Norms(Extremes):
    """Writes norms out."""

    arrays: dict[str, tuple[Axis, ...]]

    def squared_length(self, value: Value, at: int, axes: Sequence[int] | None = None, *, keep: bool = False) -> Value:
        two = number(at, 2)
        self.unlike += not value.rank
        squares = Value(value.axes, lambda indices: Power(at, Group(at, value.entry(indices)), two))
        return self.total(squares, at, axes, keep=keep)

    def length(
        self, value: Value, at: int, order: str, axes: Sequence[int] | None = None, *, keep: bool = False
    ) -> Value:
        """A norm; of a matrix the root of the sum of the squares, and no other."""
        if not value.rank and self.code:
            unread("the norm of a number: write its absolute value, abs(u)", at)
        if not value.rank:
            self.unlike += 1
            return scalar(applied(at, "abs", value.entry(())))
        if order in ("1", "inf"):
            sizes = Value(value.axes, lambda i: applied(at, "abs", value.entry(i)))
            if order == "1":
                return self.total(sizes, at, axes, keep=keep)
            return self.extreme(applied(at, "max"), sizes, axes, keep=keep)
        squared = self.squared_length(value, at, axes, keep=keep)
        return replace(squared, entry=lambda i: applied(at, "sqrt", squared.entry(i)))

    def check_order(self, inner: Node, value: Value, order: str, axes: Sequence[int] | None = None) -> None:
        """Refuse another norm of a matrix than the root of the sum of squares.

        Raises:
            UnreadFault: what it is of is a matrix in this reading, whatever it may be in others.
            DecidedFault: as all that it is made of are arrays, no other reading is meant.
        """
        if order not in OF_ENTRIES or (value.rank if axes is None else len(axes)) < MATRIX:
            return
        names = [part for part in inner.walk() if isinstance(part, Name)]
        fault = DecidedFault if all({name.full, name.letter} & self.arrays.keys() for name in names) else UnreadFault
        of_entries = f"write {OF_ENTRIES[order]} for that of the entries of a matrix X"
        msg = f"the norm of order {order} of a matrix may be another than that of its entries: {of_entries}"
        raise fault(msg, inner.at)
