"""Names, entries and slices of arrays: what stands at a place."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from derivations.reading.axes import (
    Axis,
    Indices,
    Value,
    index_of,
    misfit,
    names_in,
    number,
    scalar,
    shape_in_words,
    unread,
)
from derivations.reading.names import IDENTITY
from derivations.reading.slices import Shorter, ends_of, shifted
from derivations.reading.sums import PAIRED, place_of_extreme
from derivations.reading.tree import (
    Always,
    Apply,
    Cases,
    Compare,
    Component,
    Entry,
    Grid,
    Group,
    Name,
    Node,
    Number,
    Slice,
    Times,
    is_new_axis,
    with_parts,
    without_brackets,
)
from derivations.reading.unnamed import Unnamed

DELTA = "delta"  # Kronecker's


class CensusLike(Protocol):
    """What this needs of the first look at the text."""

    def pieces(self, name: Name) -> list[str]: ...

    def is_index(self, full: str) -> bool: ...

    @property
    def labels(self) -> set[str]: ...


class Places(Unnamed):
    """Knows the arrays and indices of a text, and writes their entries out.

    Args:
        arrays: the axes of every array.
        census: which indices stand below a name, and what is an index.
        numbers: names that are known, which are no entries whatever stands below them.
        functions: functions that the text defines, with their parameters: h(x) = a + b x.
        vectors: functions whose entries it defines: [S(y)]_k = ...
        code: see ``Products``.
        taken: see ``Products``.
    """

    def __init__(
        self,
        arrays: Mapping[str, tuple[Axis, ...]],
        census: CensusLike,
        numbers: Container[str],
        functions: Mapping[str, tuple[tuple[str, ...], Node]],
        vectors: Iterable[str],
        *,
        code: bool,
        taken: set[str],
    ) -> None:
        super().__init__(code=code, taken=taken)
        self.arrays, self.pieces, self.numbers = dict(arrays), census.pieces, numbers
        self.is_index, self.labels = census.is_index, census.labels
        self.first = False  # is there an entry with the number 0 between brackets, so that all are counted from 0?
        self.functions, self.vectors = functions, set(vectors)
        self.letters: dict[str, Axis] = {}  # along which axis each index runs
        self.labelled: dict[str, Axis] = {}  # and each array of indices: the y of w_{y_i}
        self.bound: list[str] = []
        self.outer: list[str] = []  # the indices of the entry that the text is: the k of o_k = sum(w_kj x_j)
        self.paired: dict[str, int] = {}  # where a sum that names no index runs over two for the same places: the last
        self.fixed: set[str] = set()  # the indices that the loss leaves free: the y of -log p_y
        self.arguments: dict[str, Value] = {}  # what stands for the parameters of the function that is applied
        self.applying: list[str] = []
        self.remarks: list[str] = []

    def remark(self, words: str) -> None:
        if words not in self.remarks:
            self.remarks.append(words)

    # -- names

    def _name(self, node: Name) -> Value:
        if node.full in self.arguments:
            return self.arguments[node.full]
        if node.letter == "ones" and node.bold and "ones" not in self.arrays:
            return Value((Axis(),), lambda _: number(node.at, 1))
        if node.full == IDENTITY and len(self.arrays.get(IDENTITY, ())) == 2:  # noqa: PLR2004
            return self._identity(node.at)
        if node.full in self.arrays:
            return self._array(Name(node.at, node.full), (), self.arrays[node.full])
        if self._is_entry(node) and node.full not in self.numbers:
            places = tuple(index_of(node.at, piece) for piece in self.pieces(node))
            return self._array(Name(node.at, node.letter), places, self.arrays[node.letter])
        if node.letter == DELTA:
            self.check_count(index_of(node.at, piece) for piece in self.pieces(node))
        return scalar(replace(node, bold=False))

    def _identity(self, at: int) -> Value:
        one, other = self.arrays[IDENTITY]
        self.join(one, other, at)
        self.remark("I was read as the identity matrix")
        delta = Name(at, "KroneckerDelta")
        return Value((one, other), lambda indices: Apply(at, delta, (indices[0], indices[1]), known=True))

    def _array(self, base: Name, places: Indices, axes: tuple[Axis, ...]) -> Value:
        """An entry of an array; what has too few indices is a vector or a matrix itself."""
        if len(places) > len(axes):
            misfit(
                f"{base.full} takes {len(axes)} {'index' if len(axes) == 1 else 'indices'}, here it has {len(places)}",
                base.at,
            )
        for place, axis in zip(places, axes, strict=False):
            if isinstance(place, Name):
                self._run(place.full, axis, base.at)
            elif isinstance(place, Entry):
                self.join(self.labelled.setdefault(place.base.full, axis), axis, base.at)
        return Value(axes[len(places) :], lambda indices: Entry(base.at, base, (*places, *indices)))

    def _run(self, letter: str, axis: Axis, at: int) -> None:
        """The index runs along the axis, or along a part of it, if both sizes are said."""
        own = self.letters.get(letter)
        if own is not None:
            if own.root().size is None or axis.root().size is None:
                self.join(own, axis, at)
        else:
            self.letters[letter] = axis

    def _entry(self, node: Entry) -> Value:
        axes = self.arrays.get(node.base.full)
        if axes is None:
            self.check_count(node.indices)
            return scalar(with_parts(node, self._placed))
        if any(map(is_new_axis, node.indices)):
            return self._widened(self._array(Name(node.at, node.base.full), (), axes), node)
        cuts = [(place, index) for place, index in enumerate(node.indices) if isinstance(index, Slice)]
        if cuts:
            return self._cut(node, axes)
        return self._array(Name(node.at, node.base.full), tuple(map(self._counted, node.indices)), axes)

    def _placed(self, index: Node) -> Node:
        is_made = (isinstance(index, Name) and index.full in self.arguments) or place_of_extreme(index)
        return self.lower(index).entry(()) if is_made else index

    def _counted(self, index: Node) -> Node:
        index = self._placed(index)
        if isinstance(index, Name) and self._is_entry(index):  # the y_i of w_{y_i}
            index = self.lower(index).entry(())
        if (self.code or self.first) and isinstance(index, Number):
            self.remark("entries in code are counted from 0: x[0] was read as the first one")
            return replace(index, value=index.value + 1)
        return without_brackets(index)

    def is_part(self, high: Node | None) -> bool:
        """Does a sum end at an index, so that it says nothing of a size: that over j up to i?"""
        ends = names_in([] if high is None else [high])
        return bool(ends & {*self.bound, *self.outer}) or any(map(self.is_index, ends & {*PAIRED}))

    def check_count(self, sides: Iterable[Node]) -> None:
        """Refuse [k = 0] and delta_k0 where entries are counted from 0, as the index k itself is counted from 1."""
        known = list(map(without_brackets, sides))
        is_index = any(isinstance(side, Name) and side.full in self.letters for side in known)
        for side in known:
            if is_index and isinstance(side, Number) and (self.first or (self.code and not side.value)):
                msg = f"entries are counted from 0 here: is {side.value} the number of one? write onehot({side.value})"
                unread(f"{msg}, or count them from 1, as in x_1", side.at)

    def _cut(self, node: Entry, axes: tuple[Axis, ...]) -> Value:
        """theta[1:], x[:-1] and X[:, 0]: the entries from one on or up to one, with as many fewer places."""
        left: list[Axis] = []
        moves: list[Callable[[Node], Node] | None] = []  # of a slice, from its own place to that in the array
        fixed: list[Node] = []
        for axis, index in zip(axes, node.indices, strict=False):
            if isinstance(index, Slice):
                low, cut = ends_of(index)
                left.append(self._shorter(axis, low + cut) if low + cut else axis)
                moves.append(shifted(low))
            else:
                fixed.append(self._counted(index))
                moves.append(None)

        def entry(indices: Indices) -> Node:
            own, given = iter(fixed), iter(indices)
            places = [next(own) if move is None else move(next(given)) for move in moves]
            return Entry(node.at, Name(node.at, node.base.full), (*places, *given))

        return Value((*left, *axes[len(node.indices) :]), entry)

    def _widened(self, value: Value, node: Entry | Component) -> Value:
        """e[:, None]: an axis of one place more, along which everything is the same."""
        if not all(is_new_axis(i) or (isinstance(i, Slice) and i.low is i.high is None) for i in node.indices):
            unread("beside None, of slices only : is read, as in e[:, None]", node.at)
        if self.code and not self.flat and value.rank == 1:
            misfit("a vector that stands or lies has no axis to add", node.at)
        own = iter(range(value.rank))
        kept = [None if is_new_axis(index) else next(own, None) for index in node.indices]
        if sum(place is not None for place in kept) != sum(isinstance(index, Slice) for index in node.indices):
            misfit(f"{shape_in_words(value.axes)} has fewer axes than that", node.at)
        kept += own
        axes = tuple(Axis(single=True) if place is None else value.axes[place] for place in kept)

        def entry(indices: Indices) -> Node:
            return Group(node.at, value.entry(tuple(i for i, p in zip(indices, kept, strict=True) if p is not None)))

        return Value(axes, entry)

    def _shorter(self, axis: Axis, by: int) -> Axis:
        return self._cuts.setdefault((id(axis.root()), by), Shorter(axis, by))

    @property
    def _cuts(self) -> dict[tuple[int, int], Axis]:
        return self.__dict__.setdefault("_cut_axes", {})

    def _component(self, node: Component) -> Value:
        """(Xw)_i, softmax(z)_k, [S(y)]_k."""
        pieces = (piece for index in node.indices for piece in _pieces_of(index))
        places = tuple(self._counted(piece) if isinstance(piece, Number) else piece for piece in pieces)
        inner = without_brackets(node.inner)
        if isinstance(inner, Apply) and inner.function.full in self.vectors:
            return self._array(Name(node.at, inner.function.full), places, self.arrays[inner.function.full])
        value = self.lower(node.inner)
        if any(map(is_new_axis, node.indices)):
            return self._widened(value, node)
        if any(isinstance(index, Slice) for index in node.indices):
            unread("a slice of a bracket is not read: give it a name, as in e[1:]", node.at)
        if len(places) == 1 and isinstance(places[0], Name) and value.rank == len(places[0].full):
            places = tuple(index_of(node.at, letter) for letter in places[0].full)  # the ij of (S^-1)_ij
        if len(places) > value.rank:
            misfit(f"{shape_in_words(value.axes)} has no entry with {len(places)} indices", node.at)
        for place, axis in zip(places, value.axes, strict=False):
            if isinstance(place, Name):
                self._run(place.full, axis, node.at)
        return Value(value.axes[len(places) :], lambda indices: Group(node.at, value.entry((*places, *indices))))

    def _grid(self, node: Grid) -> Value:
        """A matrix written out; of one column, a vector."""
        rows = [[self.lower(cell) for cell in row] for row in node.rows]
        if any(cell.rank for row in rows for cell in row):
            unread("the entries of a matrix are numbers: matrices made up of matrices are not read", node.at)
        tall, wide = Axis(number(0, len(rows))), Axis(number(0, len(rows[0])))
        cells = [[cell.entry(()) for cell in row] for row in rows]
        if len(rows[0]) == 1 or len(rows) == 1:
            line = [cell for row in cells for cell in row]
            return Value((tall if len(rows[0]) == 1 else wide,), lambda i: _chosen(i[0], line), len(rows[0]) > 1)
        return Value((tall, wide), lambda i: _chosen(i[0], [_chosen(i[1], row) for row in cells]))


def _pieces_of(index: Node) -> list[Node]:
    """The j and k of a jk below a bracket."""
    index = without_brackets(index)
    if isinstance(index, Times) and all(isinstance(factor, Name | Number) for factor in index.factors):
        return list(index.factors)
    return [index]


def _chosen(place: Node, cells: list[Node]) -> Node:
    """The cell with this number."""
    if isinstance(place, Number):
        return cells[int(place.value) - 1]
    *most, last = cells
    pairs = [(cell, Compare(place.at, place, (("==", number(place.at, row)),))) for row, cell in enumerate(most, 1)]
    return Cases(place.at, (*pairs, (last, Always(place.at)))) if pairs else last
