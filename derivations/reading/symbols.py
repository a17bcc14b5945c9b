"""The symbols, arrays and indices of one text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NoReturn

from sympy import Add, Basic, E, Expr, IndexedBase, Integer, KroneckerDelta, Rational, Symbol, pi

from derivations.reading import limits
from derivations.reading.errors import ReadingError
from derivations.reading.kinds import COUNTS, Census, Kind
from derivations.reading.measure import Measure
from derivations.reading.names import Names
from derivations.reading.needs import own_needs
from derivations.reading.plain_signs import LEFT_OUT
from derivations.reading.tree import Group, Minus, Name, Node, Number, Plus
from derivations.reading.vocabulary import KNOWN, LETTERS

CONSTANTS = {"pi": pi, "e": E}


class Symbols(ABC):
    """Knows what each name of a text stands for, and keeps a list of them.

    Args:
        text: as it was typed, for messages.
        names: what is known beforehand.
        census: what the text tells of its names.
        defined: names that the text itself defines.
        closed: refuse a name that is neither known nor defined.
    """

    def __init__(self, text: str, names: Names, census: Census, defined: Iterable[str], *, closed: bool) -> None:
        self.text, self.names, self.census = text, names, census
        self.defined, self.closed = set(defined), closed
        self.symbols: dict[str, Kind] = {}
        self.remarks: list[str] = []
        self.measure = Measure()
        self.spans: list[tuple[str, int]] = []  # the sums around here: index, and how many terms as far as known
        self.tower = 0  # how many exponents we are in
        self.ends: dict[Basic, Expr] = {}  # up to where their indices run
        self.needs: list[Expr] = []  # what must have a value, for what was typed to have one

    @abstractmethod
    def build(self, node: Node) -> Expr:
        """The expression that a node stands for."""

    def apart(self, node: Node) -> tuple[Expr, list[Expr]]:
        """The expression that a node stands for, and its needs, which are not added to those of what is around it."""
        around, self.needs = self.needs, []
        built, needs = self.build(node), self.needs
        self.needs = around
        return built, needs

    def fail(self, message: str, at: int) -> NoReturn:
        raise ReadingError(message, self.text, at)

    def is_name(self, full: str) -> bool:
        return self.names.is_known(full) or full in self.defined or self.census.is_index(full)

    def name(self, node: Name) -> Expr:
        """A number, an index, or the entry of an array whose indices stand below it."""
        full = node.full
        is_entry = self._is_array(node.letter) and bool(node.below) and not self.names.is_known(full)
        if is_entry and (pieces := self.census.pieces(node)):
            return self.entry(Name(node.at, node.letter), [self._index_named(piece, node.at) for piece in pieces])
        if self._is_array(full):
            self.fail(f"{full} is an array here: give it an index, such as {full}_i or {full}[i]", node.at)
        if self.names.is_model(full) or full in self.census.models:
            self.fail(f"{full} is a function here: give it its argument, as in {full}(w)", node.at)
        if full == LEFT_OUT:
            self.fail(f"{full} is no number: it is read where an option is left out, as in axis={full}", node.at)
        if not self.is_name(full):
            if full in CONSTANTS:
                return CONSTANTS[full]
            if full == "E" and self.closed:  # SymPy's name; where names need not be declared, it may be any other
                return E
            self._check_unknown(full, node.at)
        return self._scalar(full)

    def _is_array(self, full: str) -> bool:
        return self.names.is_array(full) or (full in self.census.arrays and not self.names.is_known(full))

    def _check_unknown(self, full: str, at: int) -> None:
        function = KNOWN.get(full)
        if function and full not in LETTERS and function.bare:
            self.fail(f"{full} is a function: write {function.form}", at)
        if self.closed and full not in self.census.sizes:
            self.fail(f"{full} is not known here: {self.names.like(full, self.defined)}", at)

    def _scalar(self, full: str) -> Expr:
        if self.names.is_known(full):
            kind = "index" if self.names.is_index(full) else "scalar"
            return self._kept(full, Kind(kind, self.names.object(full)))
        if self.census.is_index(full) or full in self.census.sizes:
            kind = "index" if self.census.is_index(full) else "size"
            return self._kept(full, Kind(kind, Symbol(full, **COUNTS)))
        return self._kept(full, Kind("defined" if full in self.defined else "scalar", Symbol(full, real=True)))

    def _kept(self, full: str, kind: Kind) -> Any:
        if full not in {index for index, _ in self.spans}:  # a bound index is no name of the formula
            self.symbols.setdefault(full, kind)
        return kind.symbol

    # -- arrays

    def entry(self, base: Name, indices: list[Expr]) -> Expr:
        """An entry of an array."""
        full = base.full
        known = self.names.is_known(full)
        if not known and self.closed and full not in self.defined:
            self.fail(f"{full} is not known here: {self.names.like(full, self.defined)}", base.at)
        if full == "delta" and not known and full not in self.defined and len(indices) == 2:  # noqa: PLR2004
            first, second = indices
            self.remarks.append(f"delta with the indices {first} and {second} was read as 1 if these are equal, else 0")
            return KroneckerDelta(first, second)
        array = self.names.object(full) if known else IndexedBase(full)
        if not isinstance(array, IndexedBase):
            self.fail(self.names.no_array(full), base.at)
        called = "labels" if full in self.census.labels else "array"
        kind = Kind(called, array, len(indices), self._shape(full, indices))
        before = self.symbols.get(full)
        self.symbols[full] = kind if before is None else _with_more(before, kind)
        cell = array[tuple(indices)]
        self.needs += own_needs(cell)
        return cell

    def _shape(self, full: str, indices: list[Expr]) -> tuple[Any, ...]:
        if self.names.is_known(full):
            return self.names.shape(full)
        return tuple(self.ends.get(index) for index in indices)

    def index(self, node: Node) -> Expr:
        """An index or the end of a sum: a letter, a whole number, or one of these more or less than another."""
        match node:
            case Number():
                return self._index_number(Rational(node.value.numerator, node.value.denominator), node.at)
            case Name() if not node.below or self.names.is_known(node.full):
                return self._index_named(node.full, node.at)
            case Group():
                return self.index(node.inner)
            case Minus():
                return -self.index(node.inner)
            case Plus():
                return Add(*map(self.index, node.terms))
        return self.fail("an index is a letter or a number, such as i, 1 or i+1", node.at)

    def _index_number(self, number: Rational, at: int) -> Expr:
        if not isinstance(number, Integer) or number > limits.INDEX:
            self.fail(f"an index is a whole number, at most {limits.INDEX}", at)
        return number

    def _index_named(self, full: str, at: int) -> Expr:
        if full.isdigit():
            return self._index_number(Integer(int(full)), at)
        if self.names.is_model(full) or self.names.is_array(full):
            self.fail(f"{full} is {'a function' if self.names.is_model(full) else 'an array'} here, not an index", at)
        if self.names.is_known(full):
            return self._scalar(full)
        if full in self.defined:
            self.fail(f"{full} is a number here, not an index", at)
        if self.closed and not (full in self.census.bound or full in self.census.sizes):
            self.fail(f"the index {full} is not known here: {self.names.like(full)}", at)
        kind = "size" if full in self.census.sizes and not self.census.is_index(full) else "index"
        return self._kept(full, Kind(kind, Symbol(full, **COUNTS), shape=()))


def _with_more(one: Kind, other: Kind) -> Kind:
    """The same array, with every size that either use of it tells."""
    shape = tuple(a if a is not None else b for a, b in zip(one.shape, other.shape, strict=False))
    return replace(one, shape=shape)
