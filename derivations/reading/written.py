"""A text whose names are known, written out entry by entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from derivations.reading.axes import Axis, Value, misfit, names_in, number, shape_in_words, unread, unused_letters
from derivations.reading.entries import Entries
from derivations.reading.fixed import fixed_in, refuse_entry
from derivations.reading.kinds import Census
from derivations.reading.names import Names
from derivations.reading.sizes import axes_of, node_of
from derivations.reading.sorting import Parts, applied_below, defined_name
from derivations.reading.texts import Together
from derivations.reading.tree import Apply, Compare, Component, Entry, Equation, Name, Node

Places = Sequence[tuple[str, object]]  # of the entry that is wanted: each index with the size of its axis, or None


class ReaderLike(Protocol):
    """What is said of the reading as a whole."""

    remarks: list[str]
    indices: tuple[str, ...]
    turned: bool


class Written:
    """Writes a text out; its arguments are those of ``read``."""

    def __init__(self, parts: Parts, names: Names, beside: Together, at: Places | None, outer: Sequence[str]) -> None:
        self.parts, self.names, self.at = parts, names, at
        arrays = {full: axes_of(domain.shape) for full, domain in names.domains.items() if domain.shape}
        self.census = Census(parts.nodes(), names, parts.text, whole=True)
        self.entries = Entries(
            arrays,
            self.census,
            names.domains,
            {**beside.functions, **parts.functions},
            beside.vectors | parts.vectors,
            code=beside.code,
            taken=beside.taken | names_in(parts.nodes()),
        )
        self.entries.loose, self.entries.first = beside.loose, beside.first
        self.entries.strictly = True
        self.entries.outer, self.entries.fixed = list(outer), names.told.fixed
        self.said = list(beside.remarks)

    def out(self, reader: ReaderLike) -> Parts:
        """The parts without arrays.

        Raises:
            ShapeFault: something does not fit.
        """
        formulas = [self._formula(formula, reader) for formula in self.parts.formulas]
        definitions = [d for item in self.parts.definitions if (d := self._definition(item))]
        conditions = [self._condition(item) for item in self.parts.conditions]
        reader.remarks += [words for words in self.entries.remarks if words not in self.said]
        return replace(self.parts, formulas=formulas, definitions=definitions, conditions=conditions)

    def _condition(self, item: Compare) -> Compare:
        value = self.entries.lower(item)
        entry = value.entry(tuple(self._letters(value, item)))
        return entry if isinstance(entry, Compare) else item

    def _formula(self, formula: Node, reader: ReaderLike) -> Node:
        self.entries.fixed = self.names.told.fixed | (outside := fixed_in([formula]))
        value = self.entries.lower_as(len(self.at or ()), formula)
        if self.at and not value.rank and not outside:
            refuse_entry(self.entries.paired)
        if value.rank and self.at is None:
            what = shape_in_words(value.axes, row=value.row)
            misfit(f"this is {what}, and a number was expected: is a sum, a mean or a norm missing?", 0)
        if self.at and value.rank:
            return self._entry_at(value, self.at, reader)
        places = self._letters(value, formula)
        reader.indices = tuple(place.full for place in places)
        return value.entry(tuple(places))

    def _letters(self, value: Value, node: Node) -> list[Name]:
        used = {*self.entries.taken, *names_in([node]), *self.names.domains}
        free = unused_letters(used)
        return [Name(node.at, next(free)) for _ in value.axes]

    def _entry_at(self, value: Value, places: Places, reader: ReaderLike) -> Node:
        """The entry at a place that was given from outside."""
        wanted = [Axis(node_of(size), said=True) for _, size in places]
        letters = tuple(number(0, int(place)) if place.isdigit() else Name(0, place) for place, _ in places)
        reader.indices = tuple(letter for letter, _ in places)
        for axis, other in zip(value.axes, wanted, strict=False):
            if axis.root().size is None and not axis.single:
                axis.join(other, 0)  # of onehot(y) nothing says how many entries it has
        if value.rank == len(wanted) and all(a.is_same(b) for a, b in zip(value.axes, wanted, strict=True)):
            reader.turned = value.row
            return value.entry(letters)
        if value.rank == len(wanted) and all(a.is_same(b) for a, b in zip(value.axes[::-1], wanted, strict=True)):
            reader.turned = True
            return value.entry(letters[::-1])
        yours, theirs = shape_in_words(value.axes, row=value.row), shape_in_words(wanted)
        return misfit(f"this is {yours}, but the gradient is {theirs}", 0)

    def _definition(self, item: Equation) -> Equation | None:
        """The equation between entries; None for a function, which was put in wherever it is applied."""
        if isinstance(item.left, Apply):
            return None if defined_name(item.left) in self.entries.functions else item
        left = self._left(item.left)
        own = [index for index in left.indices if isinstance(index, Name)] if isinstance(left, Entry) else []
        kept = dict(self.entries.letters)
        around, self.entries.outer = self.entries.outer, [index.full for index in own]
        value = self.entries.lower(item.right)
        self.entries.letters, self.entries.outer = kept, around
        if not value.rank:
            return Equation(item.at, left, value.entry(()))
        places = tuple(self._letters(value, item))
        if not isinstance(left, Entry | Name):
            return unread("only a name can be defined as an array", item.at)
        base, before = (left.base, left.indices) if isinstance(left, Entry) else (left, ())
        return Equation(item.at, Entry(left.at, base, (*before, *places)), value.entry(places))

    def _left(self, left: Node) -> Node:
        if isinstance(left, Component) and (applied := applied_below(left)):
            return Entry(left.at, Name(left.at, applied.function.full), left.indices)
        arrays = self.entries.arrays
        is_entry = isinstance(left, Name) and left.below and left.letter in arrays and left.full not in arrays
        if isinstance(left, Name) and is_entry and (pieces := self.census.pieces(left)):
            return Entry(left.at, Name(left.at, left.letter), tuple(Name(left.at, piece) for piece in pieces))
        return left
