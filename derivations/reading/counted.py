"""Letters that nothing explains but that something has so many entries: the n of 1/n, where no sum says its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from derivations.language.domains import Size
from derivations.reading.axes import Axis
from derivations.reading.entries import Entries
from derivations.reading.names import BATCHES, SIZES, WIDTHS, Names
from derivations.reading.texts import Sketch, Together
from derivations.reading.tree import Minus, Name, Node, Number, Plus, Times, without_brackets

SLOPES = ("m", "M")  # which may be the factor of an array
MATRIX = 2


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

    def take_their_names(self) -> None:
        """A letter such as n, of which nothing else is said, is the size of what is averaged, or added up first."""
        told = {part.full for part in self._outside_claims() if isinstance(part, Name)}
        self._take_name([*SIZES, *(name for name in BATCHES if name not in told)], self._reduced())
        second = [axes[1] for axes in self.entries.arrays.values() if len(axes) == MATRIX]
        are_one = len({id(axis.root()) for axis in second}) == 1
        widths = [name for name in WIDTHS if name not in told]  # the C of a loss is a factor
        self._take_name(widths, [*self._reduced(), *(second if are_one else ())])

    def _take_name(self, names: Sequence[str], axes: Sequence[Axis]) -> None:
        """The one of these names that may be a size is that of the first of the axes of which nothing is said."""
        theirs = [name for name in names if self._may_count(name)]
        unnamed = [axis.root() for axis in axes if axis.root().size is None]
        if len(theirs) != 1 or not unnamed:
            return
        (name,), (axis, *_) = theirs, unnamed
        axis.size = Name(0, name)
        self.found.known[name] = Size("")
        arrays = [full for full, own in self.entries.arrays.items() if axis in [each.root() for each in own]]
        of = f" of {' and '.join(arrays)}" if arrays else ""
        self.found.remarks.append(f"{name} was read as the number of entries{of}")

    def _reduced(self) -> list[Axis]:
        """The axes over which a mean was taken, the rows of matrices first; then those of sums."""
        rows = {id(axes[0].root()) for axes in self.entries.arrays.values() if len(axes) == MATRIX}
        means = sorted(self.entries.means, key=lambda axis: id(axis.root()) not in rows)
        return [*means, *self.entries.reduced]

    def _may_count(self, name: str) -> bool:
        """May this name be the number of entries of something, since nothing else is said of it?"""
        nodes = [part for sketch in self.sketches for part in _parts_of(sketch)]
        mine = self._outside_claims()
        if any(isinstance(part, Plus) and name in _terms(part) for part in nodes):
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
