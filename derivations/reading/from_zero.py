"""Sums from 0 whose index also counts, as in sum(gamma^t r_t, t=0..T): their entries are counted from 1.

The first entry r_0 becomes r_1, and wherever t stands for a number, t - 1 is written for it. A sum from 0 whose index
does nothing but tell entries apart needs none of this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeGuard

from derivations.reading.axes import index_of, names_in
from derivations.reading.compared import INDICES_OF
from derivations.reading.kinds import PIECE
from derivations.reading.sizes import one_more
from derivations.reading.sorting import Parts
from derivations.reading.tree import (
    Apply,
    Compare,
    Component,
    Entry,
    Group,
    Infinity,
    Minus,
    Name,
    Node,
    Number,
    Plus,
    Total,
    with_parts,
    without_brackets,
)

Places = frozenset[tuple[str, int]]  # of an array, which of its indices


@dataclass(frozen=True)
class FromZero:
    """What is counted from 0.

    Args:
        letters: indices.
        places: what they stand below.
    """

    letters: frozenset[str] = frozenset()
    places: Places = frozenset()

    @property
    def remarks(self) -> list[str]:
        """How it was read."""
        arrays = " and ".join(sorted({base for base, _ in self.places}))
        counted = f"entries of {arrays} were counted from 1, so that {arrays.partition(' ')[0]}_0 is the first"
        letters = f"the number {min(self.letters)} of a sum from 0 was written as one less" if self.letters else ""
        return [f"{letters}: {counted}" if arrays else letters] if letters else []

    def counted(self, parts: Parts) -> Parts:
        """The parts with all of it counted from 1."""
        return parts.changed(self._change) if self.letters else parts

    def _change(self, node: Node) -> Node:
        match node:
            case Total(index=index, low=low, high=high) if index.full in self.letters:
                end = high if high is None or isinstance(high, Infinity) else self._position(high)
                return replace(node, body=self._change(node.body), low=self._position(low), high=end)
            case Entry(base=base):
                return replace(node, indices=self._moved(base.full, node.indices))
            case Component(inner=inner, indices=indices):
                return replace(node, inner=self._change(inner), indices=tuple(map(self._position, indices)))
            case Name(letter=letter, below=below) if below:
                indices = _indices(node)
                moved = self._moved(letter, indices)
                return node if moved == indices else Entry(node.at, Name(node.at, letter), moved)
            case Name(full=full) if full in self.letters:
                return Group(node.at, Plus(node.at, (node, Minus(node.at, Number(node.at, Fraction(1))))))
            case Compare(first=first, rest=((_, other),)) if self._tells(first) and self._tells(other):
                return node
            case Apply(known=True, function=function, arguments=arguments) if function.full in INDICES_OF:
                is_counted = any(map(self._tells, arguments))
                return replace(node, arguments=tuple(map(self._position, arguments))) if is_counted else node
            case Apply(arguments=arguments):
                return replace(node, arguments=tuple(map(self._change, arguments)))
        return with_parts(node, self._change)

    def _tells(self, node: Node) -> bool:
        return isinstance(inner := without_brackets(node), Name) and inner.full in self.letters

    def _moved(self, base: str, indices: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(self._position(i) if (base, at) in self.places else self._less(i) for at, i in enumerate(indices))

    def _less(self, index: Node) -> Node:
        """The t of r_{t+1}, of which nothing is counted from 0: there is no r_0."""
        inner = without_brackets(index)
        match inner:
            case Plus(terms=(letter, Number(value=value))) if self._tells(letter):
                return letter if value == 1 else replace(inner, terms=(letter, Number(inner.at, value - 1)))
        return self._change(index) if self._tells(index) else index

    def _position(self, index: Node) -> Node:
        """The same place counted from 1: of a letter that counts from 0 nothing is to be said."""
        return index if _holds(index, self.letters) else one_more(index) or index


def from_zero(texts: Sequence[Parts], claims: Sequence[Parts] = ()) -> FromZero:
    """What the texts count from 0, in which a sum does so whose index does more than tell entries apart."""
    own = [node for parts in texts for top in parts.nodes() for node in top.walk()]
    every = [*own, *(node for parts in claims for top in parts.nodes() for node in top.walk())]
    sums = [node for node in own if _begins_at_zero(node)]
    letters = {total.index.full for total in sums}
    places = _below(own, letters)
    if not (any(counts(total.body, total.index.full) for total in sums) or _is_told(own, letters, places)):
        return FromZero()
    highs = [node.high for node in own if isinstance(node, Total) and node.high]
    ends = {part.full for high in highs for part in high.walk() if isinstance(part, Name)}
    for _ in range(2):
        below = [index for base, at, index in _entries(every) if (base, at) in places]
        letters |= {index.full for index in below if isinstance(index, Name)} - ends
        places |= _below(every, letters)
    letters |= {node.index.full for node in every if _begins_at_zero(node)}
    return FromZero(frozenset(letters), frozenset(places))


def _is_told(nodes: Sequence[Node], letters: set[str], places: set[tuple[str, int]]) -> bool:
    """Has an entry there a number, as w_0, or is one beside another, as r_{t+1}?"""
    found = list(_entries(nodes))
    is_numbered = any((base, at) in places and isinstance(index, Number) for base, at, index in found)
    return is_numbered or any(_is_ahead(index) and _holds(index, letters) for *_, index in found)


def _begins_at_zero(node: Node) -> TypeGuard[Total]:
    return isinstance(node, Total) and isinstance(node.low, Number) and not node.low.value and bool(node.index.full)


def _indices(name: Name) -> tuple[Node, ...]:
    """What stands below it, if that may be indices."""
    pieces = PIECE.findall(name.below)
    if "".join(pieces) != name.below.replace("_", "") or len(pieces) > 2:  # noqa: PLR2004
        return ()
    return tuple(index_of(name.at, piece) for piece in pieces)


def _entries(nodes: Sequence[Node]) -> Iterator[tuple[str, int, Node]]:
    """Every index below a name: of which array, which of its indices, and the index."""
    for node in nodes:
        match node:
            case Entry(base=base, indices=indices):
                yield from ((base.full, at, without_brackets(index)) for at, index in enumerate(indices))
            case Name(letter=letter, below=below) if below:
                yield from ((letter, at, index) for at, index in enumerate(_indices(node)))


def _below(nodes: Sequence[Node], letters: set[str]) -> set[tuple[str, int]]:
    """The places at which one of the letters stands."""
    found = _entries(nodes)
    return {(base, at) for base, at, index in found if not _is_ahead(index) and _holds(index, letters)}


def _holds(index: Node, letters: Collection[str]) -> bool:
    return any(isinstance(part, Name) and part.full in letters for part in index.walk())


def _is_ahead(index: Node) -> bool:
    """Is it the t + 1 of r_{t+1}?"""
    return isinstance(index, Plus) and isinstance(index.terms[-1], Number)


def counts(node: Node, index: str, *, strictly: bool = False) -> bool:
    """Does the index stand anywhere as a number, not below a name? Strictly, the i + 1 of x_{i+1} is one too."""
    match node:
        case Name():
            return node.full == index
        case Entry():
            return strictly and any(not isinstance(i, Name) and index in names_in([i]) for i in node.indices)
        case Apply(known=True, function=function) if function.full in INDICES_OF and not strictly:
            return False
    return any(counts(part, index, strictly=strictly) for part in _inner_parts(node))


def _inner_parts(node: Node) -> Sequence[Node]:
    return node.inner.parts if isinstance(node, Component) else node.parts
