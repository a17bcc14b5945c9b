"""Arrays without their numbers: along which axes they run, and what stands at each place."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain, count
from typing import NoReturn

from derivations.language.indices import INDEX_LETTERS
from derivations.reading.names import BIASES
from derivations.reading.tree import Group, Minus, Name, Node, Number, Plus, with_parts

Indices = tuple[Node, ...]
UNSIZED = "nothing tells how many entries there are: say up to where the index runs, as in sum_{i=1}^n or max_{a=1..K}"


class ShapeFault(Exception):  # noqa: N818  (caught where the text is known)
    """Shapes that do not fit: why, and where."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message, self.at = message, at


class UnreadFault(ShapeFault):
    """Something that is not read, whatever its shape."""


class DecidedFault(UnreadFault):
    """Something that is not read, or may mean two things, and that no other shape is looked for to get round."""


def unread(message: str, at: int) -> NoReturn:
    """Say that something is not read.

    Raises:
        UnreadFault: always.
    """
    raise UnreadFault(message, at)


def misfit(message: str, at: int) -> NoReturn:
    """Say that shapes do not fit.

    Raises:
        ShapeFault: always.
    """
    raise ShapeFault(message, at)


@dataclass(eq=False)
class Axis:
    """A direction of an array. Axes that are joined are one and the same, and have one size.

    Args:
        size: how many places there are; None if nobody has said so yet.
        said: is it an axis of the loss, so that a claim must take it as it is?
        single: does it have one place only, kept where a sum was taken?
    """

    size: Node | None = None
    said: bool = False
    single: bool = False
    _same: Axis | None = field(default=None, repr=False)

    def root(self) -> Axis:
        axis = self
        while axis._same is not None:
            axis = axis._same
        return axis

    def is_same(self, other: Axis) -> bool:
        one, two = self.root(), other.root()
        return one is two or (one.size is not None and one.size == two.size)

    def join(self, other: Axis, at: int, *, strictly: bool = False) -> None:
        """Make one axis of two.

        Raises:
            ShapeFault: they have two sizes; or, if strictly, both are axes of the loss.
        """
        one, two = self.root(), other.root()
        if one is two:
            return
        are_two = one.size is not None and two.size is not None and one.size != two.size
        is_open = one.size is None or one.size != two.size
        if are_two or (strictly and one.said and two.said and is_open):
            misfit(f"{shown_size(one)} entries here meet {shown_size(two)} there", at)
        two._same = one  # noqa: SLF001  (the same class)
        one.size, one.said = one.size or two.size, one.said or two.said


@dataclass(frozen=True)
class Value:
    """A number, a vector or a matrix.

    Args:
        axes: none, one or two.
        entry: what stands at a place; of as many indices as there are axes.
        row: is it a vector that lies?
        dot: is it a number that two vectors make?
    """

    axes: tuple[Axis, ...]
    entry: Callable[[Indices], Node]
    row: bool = False
    dot: bool = False

    @property
    def rank(self) -> int:
        return len(self.axes)


def number(at: int, value: int) -> Number:
    return Number(at, Fraction(value))


def index_of(at: int, piece: str) -> Node:
    """One of what stands below a name, as an index."""
    return number(at, int(piece)) if piece.isdigit() else Name(at, piece)


def scalar(node: Node) -> Value:
    return Value((), lambda _: node)


def size_node(axis: Axis, at: int) -> Node:
    """The number of places as it is written into the formula."""
    size = axis.root().size
    if size is None:
        unread(UNSIZED, at)
    return moved(size, at)


def moved(node: Node, at: int) -> Node:
    """The node as if it stood there."""
    return with_parts(node, lambda part: moved(part, at), at=at)


def shown_size(axis: Axis) -> str:
    size = axis.root().size
    return "1" if axis.single else "some" if size is None else written(size)


def written(size: Node) -> str:
    """A size in words."""
    match size:
        case Number(value=value):
            return str(value)
        case Name(full=full):
            return full
        case Plus(terms=(first, Minus(inner=second))):
            return f"{written(first)} - {written(second)}"
        case Plus(terms=terms):
            return " + ".join(map(written, terms))
    return "some"


def shape_in_words(axes: Sequence[Axis], *, row: bool = False) -> str:
    """A number, a vector of n entries, an n x d matrix."""
    if not axes:
        return "a number"
    sizes = list(map(shown_size, axes))
    if len(axes) == 1:
        return f"a {'row' if row else 'vector'} of {sizes[0]} entries"
    return f"a matrix of {sizes[0]} by {sizes[1]} entries"


def renamed(node: Node, names: dict[str, Node]) -> Node:
    """The node with other nodes for these names."""
    if isinstance(node, Name) and node.full in names:
        return names[node.full]
    return with_parts(node, lambda part: renamed(part, names))


def names_in(nodes: Iterable[Node]) -> set[str]:
    """Every name, and every letter below one."""
    names = [part for node in nodes for part in node.walk() if isinstance(part, Name)]
    return {full for name in names for full in (name.full, name.letter, *name.below)}


def unused_letters(used: Container[str]) -> Iterator[str]:
    """Letters for indices that are not used yet."""
    every = chain(INDEX_LETTERS, (f"i{place}" for place in count(1)))
    return (letter for letter in every if letter not in used)


def is_bias(term: Node, value: Value) -> bool:
    """Is it a number that people call a bias: b, b_1, b2?"""
    return isinstance(term, Name) and not value.rank and term.full.rstrip("_0123456789") in BIASES


def with_both_axes(value: Value) -> Value:
    """The vector as a matrix of one column, or of one row if it lies."""
    if value.rank != 1:
        return value
    one, row = Axis(single=True), value.row
    axes = (one, *value.axes) if row else (*value.axes, one)
    return Value(axes, lambda indices: value.entry(indices[1:] if row else indices[:1]))


def without_single_axes(value: Value, rank: int) -> Value:
    """The array without the axes of one place that sums kept, as with keepdims=True, if it has so many axes then."""
    left = [place for place, axis in enumerate(value.axes) if not axis.single]
    return squeezed(value, None, 0) if len(left) == rank < value.rank else value


def in_brackets(value: Value, at: int) -> Value:
    return replace(value, entry=lambda indices: Group(at, value.entry(indices)))


def turned(value: Value, *, flat: bool) -> Value:
    """The transpose; a vector that is flat neither stands nor lies."""
    if value.rank == 1:
        return Value(value.axes, value.entry, not value.row and not flat)
    return Value(value.axes[::-1], lambda indices: value.entry(indices[::-1]))


def squeezed(value: Value, axes: list[int] | None, at: int) -> Value:
    """The array without its axes of one place."""
    over = [place for place, axis in enumerate(value.axes) if axis.single] if axes is None else axes
    if not all(value.axes[place].single for place in over):
        unread("this axis has more than one place", at)
    left = [place for place in range(value.rank) if place not in over]

    def entry(indices: Indices) -> Node:
        places = dict(zip(left, indices, strict=True))
        return value.entry(tuple(places.get(place, number(at, 1)) for place in range(value.rank)))

    return Value(tuple(value.axes[place] for place in left), entry)
