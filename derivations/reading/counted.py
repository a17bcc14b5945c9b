"""Letters that nothing explains but that something has so many entries: the n of 1/n, where no sum says its end.

What such a letter of a claim counts is told by the loss and by habit, never by the claim: n counts what is averaged,
of a matrix its rows; d counts columns, which people call features; K those that are averaged, which they call classes.
Where a letter may count several things, the other readings are noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from derivations.language.domains import Size
from derivations.reading.axes import Axis, shown_size
from derivations.reading.entries import Entries
from derivations.reading.names import BATCHES, CLASSES, DATA, FEATURES, FRESH, SIZES, Names
from derivations.reading.texts import Doubt, Sketch, Together
from derivations.reading.tree import Minus, Name, Node, Number, Plus, Times, without_brackets

SLOPES = ("m", "M")  # which may be the factor of an array
MATRIX = 2
NUMBERS = ("n", "N")  # which nobody calls a margin
MOST = 4  # readings of the letters of a claim that are tried
Meaning = dict[str, Axis]


class SearchLike(Protocol):
    """The search that a trial is a part of."""

    names: Names
    variables: list[Node]


class TrialLike(Protocol):
    """What this needs of a trial."""

    entries: Entries
    names: set[str]
    found: Together
    sketches: Sequence[Sketch]

    @property
    def search(self) -> SearchLike: ...


class Counted:
    """Finds which letters are sizes, and of what."""

    def __init__(self, trial: TrialLike) -> None:
        self.entries, self.names, self.found, self.sketches = trial.entries, trial.names, trial.found, trial.sketches
        self.known, self.variables = trial.search.names, trial.search.variables
        self.meant: Meaning = {}  # what the letters of the claims count
        self.others: list[Meaning] = []  # and what they may count as well

    def take_their_names(self) -> None:
        """Give what letters count these names; first those of the loss, then those that claims alone hold."""
        told = {part.full for part in self._outside_claims() if isinstance(part, Name)}
        sized = {size.full for axis in self.entries.reduced if isinstance(size := axis.root().size, Name)}
        own = [name for name in SIZES if name in told - sized and self._may_count(name)]
        told |= {str(size) for domain in self.known.domains.values() for size in domain.shape}
        if len(own) == 1 and (axes := _unnamed(self._reduced())):
            self._take({own[0]: axes[0]})
        free = [name for name in (*SIZES, *BATCHES, *CLASSES, *FEATURES) if name not in told and self._may_count(name)]
        examples = [] if own else [name for name in free if name in (*SIZES, *BATCHES)]
        self.meant, *others = islice(
            self._meanings(examples, [name for name in free if name not in SIZES + BATCHES]), MOST
        )
        told_of = self._axes()
        self.others = [m for m in others if m.keys() == self.meant.keys() and all(a in told_of for a in m.values())]
        self._take(self.meant)

    def _take(self, meaning: Meaning) -> None:
        for name, axis in meaning.items():
            axis.size = Name(0, name)
            self.found.known[name] = Size("")
            self.found.remarks.append(f"{name} was read as {self._in_words(axis)}")

    def doubts(self) -> Iterator[Doubt]:
        """The other readings of the letters of the claims, once every axis has its size."""
        for other in self.others:
            changed = [name for name, axis in other.items() if axis is not self.meant[name]]
            here, there = (
                " and ".join(f"{name} is {self._in_words(meaning[name])}" for name in changed)
                for meaning in (self.meant, other)
            )
            yield Doubt(here, there, self._stated(self.meant), self._stated(other))

    def _stated(self, meaning: Meaning) -> tuple[str, ...]:
        """Statements of the shapes of arrays that say what the letters count."""
        names = {axis: name for name, axis in meaning.items()}
        taken = self.found.taken | {*meaning, *self.meant} | {*map(shown_size, self._axes())}
        fresh = (name for name in FRESH if name not in taken)
        for axis in self._axes():
            size = shown_size(axis)
            names.setdefault(axis, next(fresh, "n_0") if size in meaning or not size.isalnum() else size)
        found = dict[str, None]()
        for axis in meaning.values():
            full, own = next((full, axes) for full, axes in self._arrays() if axis in axes)
            kind = "matrix" if len(own) == MATRIX else "vector"
            found[f"{full}:{kind}({','.join(names[each] for each in own)})"] = None
        return tuple(found)

    def _axes(self) -> list[Axis]:
        return [axis for _, axes in self._arrays() for axis in axes]

    def _arrays(self) -> list[tuple[str, list[Axis]]]:
        """The arrays whose shape can be stated."""
        arrays = self.entries.arrays.items()
        return [(full, [axis.root() for axis in axes]) for full, axes in arrays if 0 < len(axes) <= MATRIX]

    def _in_words(self, axis: Axis) -> str:
        """What a letter is the number of, if it is the size of this axis."""
        arrays = {full: [each.root() for each in own] for full, own in self.entries.arrays.items()}
        of = " and ".join(full for full, own in arrays.items() if axis in own)
        sides = [
            f"the {side} of {' and '.join(found)}"
            for side, place in (("rows", 0), ("columns", 1))
            if (found := [full for full, own in arrays.items() if len(own) == MATRIX and own[place] is axis])
        ]
        which = f" ({', '.join(sides)})" if sides else ""
        return f"the number of entries{f' of {of}' if of else ''}{which}"

    # -- what a letter may count

    def _meanings(self, examples: Sequence[str], widths: Sequence[str]) -> Iterator[Meaning]:
        """What letters that only claims hold may count, each another thing; the likeliest first."""
        for counted in self._of_examples(examples):
            yield from self._of_widths([name for name in (*CLASSES, *FEATURES) if name in widths], counted)

    def _of_examples(self, names: Sequence[str]) -> Iterator[Meaning]:
        """Of n, N, m and B: the rows of what is averaged, or added up; of two of them, its rows and its columns."""
        reduced = list(dict.fromkeys(axis.root() for axis in self._reduced()))
        first = reduced[0] if reduced and reduced[0].size is None else None
        if first is None or not names or len(names) > MATRIX:
            yield {}
        elif len(names) == 1:
            yield {names[0]: first}
            rows, _ = self._sides()
            yield from ({names[0]: axis} for axis in (rows if first not in rows else ()))
        else:
            averaged = [axis for axis in _unnamed(self.entries.means) if axis is not first]
            seconds = averaged or [axis for axis in self._sides()[1] if axis is not first]
            yield from (
                dict(zip(order, (first, axis), strict=True)) for axis in seconds for order in (names, names[::-1])
            )
            yield from () if seconds else ({},)

    def _of_widths(self, names: Sequence[str], counted: Meaning) -> Iterator[Meaning]:
        """Of K, C, d and D: columns; where there is no matrix, whatever is left."""
        if not names:
            yield counted
            return
        name, *others = names
        options = [axis for axis in self._widths(name) if axis not in counted.values()]
        for axis in options:
            yield from self._of_widths(others, {**counted, name: axis})
        if not options:
            yield from self._of_widths(others, counted)

    def _widths(self, name: str) -> list[Axis]:
        _, columns = self._sides()
        averaged = _unnamed(self.entries.means or self.entries.reduced)
        if not columns:  # numbers of a vector: rather of one that is not averaged
            every = _unnamed([*self.entries.reduced, *(axis for own in self.entries.arrays.values() for axis in own)])
            return sorted(every, key=lambda axis: axis in averaged)
        if name in CLASSES:
            return [axis for axis in columns if axis in averaged][:1] or columns
        data = [own[1].root() for full, own in self.entries.arrays.items() if full in DATA and len(own) == MATRIX]
        return sorted(columns, key=lambda axis: (axis not in data, axis not in averaged))

    def _sides(self) -> tuple[list[Axis], list[Axis]]:
        """The rows of matrices, and their columns, of which nothing is said."""
        matrices = [own for own in self.entries.arrays.values() if len(own) == MATRIX]
        return _unnamed(own[0] for own in matrices), _unnamed(own[1] for own in matrices)

    def _reduced(self) -> list[Axis]:
        """The axes over which a mean was taken, the rows of matrices first; then those of sums."""
        rows = {id(axes[0].root()) for axes in self.entries.arrays.values() if len(axes) == MATRIX}
        means = sorted(self.entries.means, key=lambda axis: id(axis.root()) not in rows)
        return [*means, *self.entries.reduced]

    # -- what may be a size

    def _may_count(self, name: str) -> bool:
        """May this name be the number of entries of something, since nothing else is said of it?"""
        nodes = [part for sketch in self.sketches for part in _parts_of(sketch)]
        mine = self._outside_claims()
        is_number = name in NUMBERS and not any(isinstance(part, Name) and part.full == name for part in mine)
        if not is_number and any(isinstance(part, Plus) and name in _terms(part) for part in nodes):
            return False  # a margin
        is_slope = any(isinstance(part, Name) and part.full == name for part in mine) or name in SLOPES
        if any(isinstance(part, Times) and self._scales(name, part) for part in (nodes if is_slope else ())):
            return False  # the slope of m x
        is_free = name in self.names and name not in self.entries.arrays and not self.known.is_known(name)
        return is_free and not any(isinstance(v, Name) and v.full == name for v in self.variables)

    def _outside_claims(self) -> list[Node]:
        return [part for sketch in self.sketches if sketch.role != "claim" for part in _parts_of(sketch)]

    def _scales(self, name: str, product: Times) -> bool:
        """Is the name a factor of an array?"""
        full = [factor.full for factor in product.factors if isinstance(factor, Name)]
        letters = [factor.letter for factor in product.factors if isinstance(factor, Name)]
        return name in full and any(each in self.entries.arrays for each in (*full, *letters))


def _parts_of(sketch: Sketch) -> Iterator[Node]:
    for node in sketch.parts.nodes():
        yield from node.walk()


def _terms(total: Plus) -> set[str]:
    """The names that are added to anything but a number."""
    inner = [without_brackets(term.inner if isinstance(term, Minus) else term) for term in total.terms]
    is_count = all(isinstance(term, Name | Number) for term in inner)
    return set() if is_count else {term.full for term in inner if isinstance(term, Name)}


def _unnamed(axes: Iterable[Axis]) -> list[Axis]:
    """Those of which nothing is said, each once."""
    return [axis for axis in dict.fromkeys(axis.root() for axis in axes) if axis.size is None and not axis.single]
