"""Products, sums and norms of arrays, written out entry by entry."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from fractions import Fraction

from derivations.reading.axes import (
    Axis,
    DecidedFault,
    Indices,
    ShapeFault,
    Value,
    misfit,
    names_in,
    number,
    renamed,
    shape_in_words,
    shown_size,
    size_node,
    unread,
    unused_letters,
    with_both_axes,
    without_single_axes,
)
from derivations.reading.tree import (
    Entry,
    Group,
    Inverse,
    Name,
    Node,
    Number,
    Plus,
    Times,
    Total,
    Transposed,
    applied,
)

FEW = 8  # terms of a sum that is written out
STAR = "the product or quotient of two vectors was read entry by entry"
STAR_OF_MATRICES = "the * of two matrices may go entry by entry or be their product: write X ⊙ Y, or X @ Y"
COLUMNS = "vectors were taken for columns, and their transposes for rows"
ROW_BY_COLUMN = "a row * a column is a matrix in a program and a number in a formula: write u @ v.T or u.T @ v"
TWO_COLUMNS = "two columns side by side: write w^T x for a number, or w * x in code for a product entry by entry"


class Products(ABC):
    """Multiplies and adds up.

    Args:
        code: is this code, where * multiplies entry by entry and a vector neither stands nor lies?
        taken: names that no new index may bear.
    """

    def __init__(self, *, code: bool, taken: set[str]) -> None:
        self.code, self.taken = code, taken
        self.loose = code  # is * a product entry by entry?
        self.flat = code  # does no vector lie, whatever stands transposed?
        self.strictly = False  # may axes of the loss not be joined any more?
        self.reduced: list[Axis] = []  # the axes over which something was added up
        self.means: list[Axis] = []  # those of them over which a mean was taken
        self.sums = 0
        self.unlike = 0  # how often a number stands where an array is expected
        self.spread = 0  # how often a number was added to a vector
        self.biases = 0  # how often one that people call a bias was added to a matrix

    @abstractmethod
    def remark(self, words: str) -> None:
        """Say how something was read."""

    @abstractmethod
    def lower(self, node: Node) -> Value:
        """The value of a part of the text."""

    def lower_as(self, rank: int, formula: Node) -> Value:
        """The value of a whole text that should have so many axes; in code with vectors that lie, if it fits only so.

        In a program x.T is x, and x @ x.T a number, which fits beside a matrix; who writes that has columns in mind.
        """
        before = self.spread
        try:
            value = without_single_axes(self.lower(formula), rank)
        except ShapeFault:
            lying = self._with_vectors_that_lie(rank, formula)
            if lying is None:
                raise
            self.remark(COLUMNS)
            return lying
        spread = self.spread - before
        if value.rank == rank and not spread:
            return value
        lying = self._with_vectors_that_lie(rank, formula, fits=value.rank == rank)
        if lying is None or (value.rank == rank and self.spread - before - spread >= spread):
            return value
        self.remark(COLUMNS)
        return lying

    def _with_vectors_that_lie(self, rank: int, formula: Node, *, fits: bool = False) -> Value | None:
        if not (self.code and any(isinstance(part, Transposed) for part in formula.walk())):
            return None
        self.flat = False
        try:
            value = without_single_axes(self.lower(formula), rank)
        except ShapeFault as fault:
            if isinstance(fault, DecidedFault) and not fits:
                raise
            return None
        finally:
            self.flat = self.code
        return value if value.rank == rank else None

    def join(self, one: Axis, other: Axis, at: int) -> None:
        if not (one.single or other.single):
            one.join(other, at, strictly=self.strictly)

    # -- entry by entry

    def entrywise(self, at: int, parts: Sequence[Value], make: Callable[[list[Node]], Node]) -> Value:
        """Numbers, vectors and matrices joined entry by entry; a number goes with every entry.

        Beside what has other axes, columns that stand are spread over the columns of a matrix, and rows over its rows.
        """
        arrays = [part for part in parts if part.rank]
        if self.code and not self.flat and len({(part.rank, part.row) for part in arrays}) > 1:
            parts = list(map(with_both_axes, parts))
            arrays = [part for part in parts if part.rank]
        rank = max((part.rank for part in arrays), default=0)
        if not self.code and {part.rank for part in arrays} == {1, 2}:
            self._fail_to_fit(arrays, at)
        if not self.code and len({part.row for part in arrays if part.rank == 1}) > 1:
            self._fail_to_fit(arrays, at)
        axes = [
            self._common([p.axes[p.rank - back] for p in arrays if p.rank >= back], at) for back in range(rank, 0, -1)
        ]

        def entry(indices: Indices) -> Node:
            return make([part.entry(indices[rank - part.rank :]) for part in parts])

        return Value(tuple(axes), entry, any(part.row for part in arrays))

    @staticmethod
    def _fail_to_fit(arrays: Sequence[Value], at: int) -> None:
        shapes = list(dict.fromkeys(shape_in_words(part.axes, row=part.row) for part in arrays))
        misfit(f"{' and '.join(shapes)} do not fit together", at)

    def _common(self, axes: Sequence[Axis], at: int) -> Axis:
        wide = [axis for axis in axes if not axis.single] or list(axes)
        for axis in wide[1:]:
            self.join(wide[0], axis, at)
        return wide[0]

    # -- products

    def multiply(self, left: Value, right: Value, at: int, sign: str = "") -> Value:
        """The product of two factors side by side, or with a "dot" or a "star" between them."""
        if not left.rank or not right.rank or self.loose_pair(left, right, at, sign):
            return self.entrywise(at, (left, right), lambda parts: flat_times(at, *parts))
        if left.rank == right.rank == 1 and left.row == right.row:
            if sign != "dot":
                misfit(TWO_COLUMNS, at)
            return self.contracted(left, right, at)
        return self.matrix_product(left, right, at)

    def loose_pair(self, left: Value, right: Value, at: int, sign: str = "") -> bool:
        """Is this a product entry by entry? A star between two columns, or a stroke, can mean nothing else."""
        are_alike = left.rank == right.rank == 1 and left.row == right.row
        if self.code and not sign and not are_alike:
            return False  # no program writes X w: beside an @, it is the product of a formula
        if self.code and left.row and not right.row and left.rank == right.rank == 1:
            raise DecidedFault(ROW_BY_COLUMN, at)
        if sign == "star" and self.loose and not self.code and left.rank == right.rank == 2:  # noqa: PLR2004
            raise DecidedFault(STAR_OF_MATRICES, at)
        if self.code or not are_alike or sign == "dot":
            return self.code
        if sign == "star" and not self.loose:
            self.spread += 1
            self.remark(STAR)
        return self.loose or sign == "star"

    def matrix_product(self, left: Value, right: Value, at: int) -> Value:
        """The product of matrices and vectors; in code a vector lies where it has to."""
        if not left.rank or not right.rank:
            misfit("a number cannot be a factor here: this sign joins vectors and matrices", at)
        if left.rank == 1 and not left.row and not (right.rank == 1 and right.row):
            if not self.code:
                shapes = f"{shape_in_words(left.axes)} times {shape_in_words(right.axes, row=right.row)}"
                misfit(f"{shapes} does not fit: is a transpose missing?", at)
            return self.contracted(left, right, at)
        if left.rank == 1 and not left.row:  # a column times a row
            return Value(
                (left.axes[0], right.axes[0]),
                lambda indices: flat_times(at, left.entry(indices[:1]), right.entry(indices[1:])),
            )
        if right.rank == 1 and right.row and not self.code:
            misfit(f"{shape_in_words(left.axes, row=left.row)} times a row does not fit: is a transpose missing?", at)
        return self.contracted(left, right, at)

    def contracted(self, left: Value, right: Value, at: int) -> Value:
        """The last axis of the left factor against the first one of the right."""
        inner, outer = left.axes[-1], right.axes[0]
        try:
            if inner.single != outer.single:
                misfit(f"{shown_size(inner)} entries here meet {shown_size(outer)} there", at)
            self.join(inner, outer, at)
        except ShapeFault as fault:
            shapes = f"{shape_in_words(left.axes, row=left.row)} times {shape_in_words(right.axes, row=right.row)}"
            misfit(f"{shapes}: this product does not fit, as {fault.message}", at)
        split = left.rank - 1

        def entry(indices: Indices) -> Node:
            def product(place: Node) -> Node:
                return flat_times(at, left.entry((*indices[:split], place)), right.entry((place, *indices[split:])))

            return product(number(at, 1)) if inner.single else self.added(at, inner, product)

        axes = (*left.axes[:-1], *right.axes[1:])
        return Value(axes, entry, left.rank == 1 and right.rank == 2 and not self.flat, dot=not axes)  # noqa: PLR2004

    # -- sums

    def added(self, at: int, axis: Axis, entry: Callable[[Node], Node]) -> Node:
        """The sum over an axis, with the first letter that is free; of a few terms, term by term."""
        size = axis.root().size
        if isinstance(size, Number) and size.value <= FEW:
            return Group(at, Plus(at, tuple(entry(number(at, place)) for place in range(1, int(size.value) + 1))))
        self.sums += 1
        here = f"@{self.sums}"  # until it has a letter
        body = entry(Name(at, here))
        index = Name(at, next(unused_letters(names_in([body]) | self.taken)))
        return Total(at, renamed(body, {here: index}), index, number(at, 1), size_node(axis, at))

    def total(self, value: Value, at: int, axes: Sequence[int] | None = None, *, keep: bool = False) -> Value:
        """The sum over some of the axes, or over all."""
        over = sorted(range(value.rank) if axes is None else axes)
        for axis in over:
            self.reduced.append(value.axes[axis])
        left = [axis for axis in range(value.rank) if axis not in over]

        def entry(indices: Indices) -> Node:
            places = dict(zip(range(value.rank) if keep else left, indices, strict=True))

            def inside(waiting: Sequence[int], known: dict[int, Node]) -> Node:
                if not waiting:
                    return value.entry(tuple(known[axis] for axis in range(value.rank)))
                first, *rest = waiting
                if value.axes[first].single:
                    return inside(rest, {**known, first: number(at, 1)})
                return self.added(at, value.axes[first], lambda place: inside(rest, {**known, first: place}))

            return inside(over, {axis: node for axis, node in places.items() if axis not in over})

        if keep:
            one = Axis(single=True)
            return Value(tuple(one if axis in over else value.axes[axis] for axis in range(value.rank)), entry)
        return Value(tuple(value.axes[axis] for axis in left), entry, not self.flat and self.code and left == [1])

    def count(self, axes: Sequence[Axis], at: int) -> Node:
        """How many entries there are along these axes together."""
        nodes = [number(at, 1) if axis.single else size_node(axis, at) for axis in axes]
        return nodes[0] if len(nodes) == 1 else Times(at, tuple(nodes))

    def averaged(self, value: Value, at: int, axes: Sequence[int] | None = None, *, keep: bool = False) -> Value:
        """The mean over some of the axes, or over all."""
        over = [value.axes[axis] for axis in (range(value.rank) if axes is None else axes)]
        if not over:
            unread("the mean of a number: of which entries?", at)
        return self.shared_out(self.total(value, at, axes, keep=keep), over, at)

    def shared_out(self, total: Value, over: Sequence[Axis], at: int) -> Value:
        """The mean, given the sum over these axes."""
        self.means += over

        def entry(indices: Indices) -> Node:
            return Times(at, (total.entry(indices), Inverse(at, self.count(over, at))))

        return Value(total.axes, entry, total.row)

    # -- inverses

    def inverse(self, value: Value, at: int) -> Value:
        """The inverse of a matrix that has a name."""
        if value.rank != 2:  # noqa: PLR2004
            misfit("the inverse of a matrix is read, not of a vector", at)
        self.join(value.axes[0], value.axes[1], at)

        def entry(indices: Indices) -> Node:
            place = value.entry(indices)
            while isinstance(place, Group):
                place = place.inner
            if not isinstance(place, Entry):
                unread("the inverse of a matrix is read where the matrix has a name: write S^-1, and define S", at)
            return applied(at, "inverse_entry", place)

        return Value(value.axes, entry)


def flat_times(at: int, *factors: Node) -> Times:
    """A product without products in it."""
    flat: list[Node] = []
    for factor in factors:
        flat += factor.factors if isinstance(factor, Times) else (factor,)
    return Times(at, tuple(flat))


def is_number(node: Node, value: int) -> bool:
    return isinstance(node, Number) and node.value == Fraction(value)
