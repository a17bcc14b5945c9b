"""What each name of a formula is: a number, an array, a model, an index or a size; told by how it is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from derivations.language.domains import Domain, Index, Indices, Model, Real, Size
from derivations.reading.compared import INDICES_OF, compared_in
from derivations.reading.errors import ReadingError
from derivations.reading.names import Names
from derivations.reading.tree import Apply, Component, Entry, Listing, Name, Node, Total, is_new_axis, without_brackets

ARRAY_OF = {"log_det"}  # functions whose argument is a square array
OVER_INDEX = {"max", "min", "argmax", "argmin"}  # functions that may take the range of an index
COUNTS = {"integer": True, "positive": True}  # what is assumed of indices and sizes
PIECE = re.compile(r"[A-Za-z]|[0-9]+")


def is_total_of_all(node: Node) -> bool:
    """Is it a sum or a mean that does not say over which index: sum(x_i y_i)?"""
    match node:
        case Total(index=index):
            return not index.full
        case Apply(known=True, function=Name(full="sum" | "Sum" | "mean" | "average"), arguments=(_,)):
            return True
    return False


def over_index(node: Apply) -> Total | None:
    """The term of max(u, (j, 1, n)) as what a sum over that range would be; None of anything else."""
    match node.arguments:
        case (body, Listing(items=(Name() as index, low, high)), *_) if node.function.full in OVER_INDEX:
            return Total(node.at, body, index, low, high)
        case (body, Listing(items=(Name() as index, low)), *_) if node.function.full in OVER_INDEX:
            return Total(node.at, body, index, low, None)
    return None


@dataclass(frozen=True)
class Kind:
    """What a name is.

    Args:
        kind: scalar, array, labels (an array of indices, as in w_{y_i}), model, index, size or defined (a name that the
            text itself defines).
        symbol: the symbol, array or function that stands for it in the expression.
        indices: of an array, how many it takes.
        shape: of an array, its sizes as far as the sums tell; None for one that they do not.
    """

    kind: str
    symbol: Any
    indices: int = 0
    shape: tuple[Any, ...] = ()

    def domain(self, meaning: str = "") -> Domain:
        """The widest domain for a name of this kind."""
        match self.kind:
            case "model":
                return Model(meaning)
            case "size":
                return Size(meaning)
            case "index":
                return Index(meaning, last=self.shape[0] if self.shape else None)
            case "labels":
                return Indices(meaning, shape=self.shape)
        return Real(meaning, shape=self.shape)


class Census:
    """A first look at the whole text, before any of it is built."""

    def __init__(self, nodes: Iterable[Node], names: Names, text: str, *, whole: bool = False) -> None:
        self.names, self.text = names, text
        self.whole = whole  # may an array stand with fewer indices than it has axes?
        self.arrays: dict[str, int] = {}
        self.models: set[str] = set()
        self.bound: set[str] = set()
        self.sizes: set[str] = set()
        self.indices: set[str] = set()
        self.labels: set[str] = set()  # arrays of indices
        self._places: list[Name] = []
        self._below: list[Name] = []  # what stands where an index does, with something below it
        nodes = list(nodes)
        for node in nodes:
            self._look(node)
        self._look_at_compared(nodes)
        for name in self._below:
            self._look_at_label(name)
        for _ in range(2):  # an array makes indices of what stands below it, and they make arrays of others
            for place in self._places:
                self._look_below(place)

    def _look_at_compared(self, nodes: Sequence[Node]) -> None:
        """The y and the y_i that are compared with the index of a sum are indices too."""
        told = self.names.told.compared
        full = {part.full for node in nodes for part in node.walk() if isinstance(part, Name)}
        for label in (compared_in(nodes) if told is None else told) - self.names.domains.keys():
            (self.labels if label in self.arrays or label not in full else self.indices).add(label)

    def is_index(self, full: str) -> bool:
        return full in self.bound or full in self.indices or self.names.is_index(full)

    def _look(self, node: Node) -> None:
        match node:
            case Total():
                self.bound |= {node.index.full} - {""}
                self.sizes |= {
                    n.full for part in (node.low, node.high) if part for n in part.walk() if isinstance(n, Name)
                }
                self._look(node.body)
            case Entry():
                places = [index for index in node.indices if not is_new_axis(index)]
                self._array(node.base, len(places))
                for index in map(without_brackets, places):
                    self._look_at_index(index)
            case Component():
                places = [index for index in node.indices if not is_new_axis(index)]
                self.indices |= {n.full for index in places for n in index.walk() if isinstance(n, Name)}
                self._look(node.inner)
                self._look_at_vector(without_brackets(node.inner), len(places))
            case Apply():
                self._look_at_function(node)
            case Name():
                self._places.append(node)
            case _:
                for part in node.parts:
                    self._look(part)

    def _look_at_index(self, index: Node) -> None:
        match index:
            case Entry() if not self.names.is_known(index.base.full):
                self.labels.add(index.base.full)
                self._look(index)
            case Name() if index.below and not self.names.is_known(index.full):
                self._below.append(index)
            case _:
                self.indices |= {n.full for n in index.walk() if isinstance(n, Name)}

    def _look_at_label(self, name: Name) -> None:
        """The y_i of w_{y_i}, if i is an index."""
        if not (self.pieces(name) and all(map(self.is_index, self.pieces(name)))):
            self.indices.add(name.full)
            return
        if not self.names.is_known(name.letter):
            self.labels.add(name.letter)
        self._array(name, len(self.pieces(name)))

    def _look_at_vector(self, applied: Node, count: int) -> None:
        """[S(y)]_k makes an array of S."""
        if isinstance(applied, Apply) and not applied.known:
            self.arrays.setdefault(applied.function.full, count)

    def _look_at_function(self, node: Apply) -> None:
        if not node.known:
            self.models.add(node.function.full)
        total = over_index(node)
        if total is not None:
            self._look(total)
            self.indices |= {n.full for left_out in node.arguments[2:] for n in left_out.walk() if isinstance(n, Name)}
            return
        for argument in node.arguments:
            if node.known and node.function.full in INDICES_OF and isinstance(argument, Entry):
                self._look_at_index(argument)
            elif node.known and node.function.full in INDICES_OF and not isinstance(argument, Apply):
                self.indices |= {n.full for n in argument.walk() if isinstance(n, Name)}
            elif node.known and node.function.full in ARRAY_OF and isinstance(argument, Name):
                self._array(argument, 2)
            else:
                self._look(argument)

    def _look_below(self, name: Name) -> None:
        if not name.below or self.names.is_known(name.full):
            return
        base = name.letter
        is_array = base in self.arrays or self.names.is_array(base)
        pieces = self.pieces(name)
        if is_array or any(map(self.is_index, pieces)):
            if not pieces and not all(map(self.is_index, name.below)):
                return  # a word, which makes a name of its own: the y_pred beside y
            if not pieces:
                msg = f"{name.full}: expected indices below the array {base}, such as {base}_i or {base}[i, j]"
                raise ReadingError(msg, self.text, name.at)
            self._array(name, len(pieces))
            self.indices |= {piece for piece in pieces if piece.isalpha()}

    def pieces(self, name: Name) -> list[str]:
        """What stands below a name, as indices: jk is j and k; empty if it is a word."""
        count = len(self.names.shape(name.letter)) or self.arrays.get(name.letter, 0)
        if count == 1 and self.is_index(name.below):
            return [name.below]
        pieces = PIECE.findall(name.below)
        if name.below.isdigit() and count != 1 and len(name.below) == count:
            return list(name.below)
        return pieces if "".join(pieces) == name.below.replace("_", "") and len(pieces) < 4 else []  # noqa: PLR2004

    def _array(self, name: Name, count: int) -> None:
        base = name.letter if name.below and not self.names.is_array(name.full) else name.full
        if self.names.is_known(base) and not self.names.is_array(base):
            raise ReadingError(self.names.no_array(base), self.text, name.at)
        known = len(self.names.shape(base))
        before = known or self.arrays.setdefault(base, count)
        if self.whole and not known:  # fewer indices than elsewhere: a row
            before = self.arrays[base] = max(before, count)
        if before != count and not (self.whole and count < before):
            msg = f"{base} takes {before} {'index' if before == 1 else 'indices'}, here it has {count}"
            raise ReadingError(msg, self.text, name.at)
