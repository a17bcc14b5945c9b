"""The largest and the smallest of a term over an index, such as max_j s[j], and the place where it is.

The letter of the index is put away: inside, it is called by how many of these stand one in the other, by a name that no
script can give. So nothing that is put in is captured, and two that differ only in the letter are equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self

from sympy import Basic, Expr, Sum, Symbol, Tuple, sympify

from derivations.errors import LossaryError

# What to call an index where somebody reads it.
LETTERS = ("j", "i", "l", "r", "s", "p", "q", "a", "b", "c", *(f"j_{number}" for number in range(1, 100)))


def _letter(depth: int) -> Symbol:
    return Symbol(f"_{depth}", integer=True, positive=True)


class Over(Expr):
    """Something about the values that a term takes as an index runs from `low` to `high`, leaving out some."""

    is_commutative = True
    side: ClassVar[int] = 1  # 1: it is about the largest, -1: about the smallest

    def __new__(cls, term: Any, index: Any, low: Any, high: Any, *but: Any) -> Self:
        term = sympify(term, strict=True)
        own = _letter(1 + max((node.depth for node in term.atoms(Over)), default=0))
        term = term if index == own else term.xreplace({index: own})
        return Expr.__new__(cls, term, own, *[sympify(part, strict=True) for part in (low, high, *dict.fromkeys(but))])

    @property
    def term(self) -> Expr:
        return self.args[0]

    @property
    def index(self) -> Symbol:
        return self.args[1]

    @property
    def ends(self) -> tuple[Expr, Expr]:
        return self.args[2], self.args[3]

    @property
    def but(self) -> tuple[Expr, ...]:
        """The values of the index that are left out."""
        return self.args[4:]

    @property
    def depth(self) -> int:
        return int(self.index.name[1:])

    @property
    def free_symbols(self) -> set[Basic]:
        outside = set().union(*(part.free_symbols for part in self.args[2:]))
        return outside | {symbol for symbol in self.term.free_symbols if not symbol.has(self.index)}

    @property
    def place(self) -> Place:
        """The index at which the term is the largest (or the smallest)."""
        return (ArgLargest if self.side > 0 else ArgSmallest)(*self.args)

    @property
    def second(self) -> Second:
        return (SecondLargest if self.side > 0 else SecondSmallest)(*self.args)

    @property
    def extreme(self) -> Extreme:
        """The largest (or smallest) term."""
        return (LargestOver if self.side > 0 else SmallestOver)(*self.args)

    @property
    def tie(self) -> Expr:
        """By how far the best is from the second: 0 where it is taken twice."""
        return self.extreme - self.second

    def at(self, value: Expr) -> Expr:
        """The term for one value of the index; no sum in it may bind a letter that the value is written with."""
        term, letters = self.term, value.atoms(Symbol)
        for total in sorted(term.atoms(Sum), key=str):
            for index in sorted(letters & {limit[0] for limit in total.limits}, key=str):
                term = term.xreplace({total: total.xreplace({index: free_letter(term, value)})})
        return term.xreplace({self.index: value})

    def _eval_is_real(self) -> bool:
        return True


class Extreme(Over):
    """The value of the largest (or the smallest) term."""

    @property
    def best(self) -> Expr:
        """The same, as the term at the place where it is."""
        return self.at(self.place)


class LargestOver(Extreme):
    """max over j of a term."""


class SmallestOver(Extreme):
    """min over j of a term."""

    side = -1


class Place(Over):
    """The index of the largest (or the smallest) term; where several share it there is none."""

    @property
    def opposite(self) -> Place:
        """That of the smallest (or the largest)."""
        return (ArgSmallest if self.side > 0 else ArgLargest)(*self.args)

    def _eval_is_integer(self) -> bool:
        return True

    def _eval_is_positive(self) -> bool | None:
        return True if self.ends[0].is_positive else None


class ArgLargest(Place):
    """The index at which a term is the largest."""


class ArgSmallest(Place):
    """The index at which a term is the smallest."""

    side = -1


class Second(Over):
    """The second largest (or second smallest) term; equal to the first where that is taken twice."""

    @property
    def next_best(self) -> Expr:
        """The same, as the best of the others, where the first is taken once."""
        return self.extreme.func(*self.args, self.place).best


class SecondLargest(Second):
    """The second largest term."""


class SecondSmallest(Second):
    """The second smallest term."""

    side = -1


class Lettered(Expr):
    """One of these as it is printed, with a letter that nothing around it has: for ``notation``."""

    is_commutative = True

    @classmethod
    def of(cls, node: Over, *beside: Basic) -> Lettered:
        """The node with a letter that does not occur in it; or, if these are given, in what is printed of it."""
        letter = free_letter(*(beside or (node,)))
        return cls(Symbol(type(node).__name__), node.at(letter), letter, *node.args[2:])

    @property
    def kind(self) -> str:
        return str(self.args[0].name)

    @property
    def term(self) -> Expr:
        return self.args[1]

    @property
    def range(self) -> tuple[Basic, ...]:
        """The letter with its first and its last value."""
        return self.args[2:5]

    @property
    def but(self) -> tuple[Expr, ...]:
        return self.args[5:]


def over_index(kind: type[Over], name: str, args: tuple[Any, ...], but: Any = ()) -> Over:
    """What a script writes as ``largest(s[j], (j, 1, K), but=y)``.

    Args:
        kind: of what.
        name: how the script calls it.
        args: the term, and the index with its first and its last value.
        but: the value, or values, of the index to be left out.

    Raises:
        LossaryError: it was called in another way.
    """
    if len(args) != 2 or not is_range(args[1]):  # noqa: PLR2004
        msg = f"{name}(...) over an index takes a term and the range of a letter: write {name}(s[j], (j, 1, K))"
        raise LossaryError(msg)
    index, low, high = args[1]
    if not sympify(args[0], strict=True).has(index):
        msg = f"{name}({args[0]}, {tuple(args[1])}): the term does not depend on {index}"
        raise LossaryError(msg)
    return kind(args[0], index, low, high, *(but if isinstance(but, Iterable) else (but,)))


def free_letter(*nodes: Basic) -> Symbol:
    """A letter for an index that occurs in none of these."""
    taken = {symbol.name for node in nodes for symbol in node.atoms(Symbol)}
    return Symbol(next(name for name in LETTERS if name not in taken), integer=True, positive=True)


def is_range(thing: Any) -> bool:
    """Is it an index with its first and its last value?"""
    return isinstance(thing, tuple | Tuple) and len(thing) == 3 and isinstance(thing[0], Symbol)  # noqa: PLR2004


def arg_largest(*args: Any, but: Any = ()) -> Over:
    """The index at which a term is the largest: ``arg_largest(s[j], (j, 1, K))``."""
    return over_index(ArgLargest, "arg_largest", args, but)


def arg_smallest(*args: Any, but: Any = ()) -> Over:
    """The index at which a term is the smallest: ``arg_smallest(d[j], (j, 1, K))``."""
    return over_index(ArgSmallest, "arg_smallest", args, but)


def overs_in(node: Basic) -> Iterator[Over]:
    """Every one in an expression, outermost first."""
    if isinstance(node, Over):
        yield node
    for part in node.args:
        yield from overs_in(part)


def is_left_out(value: Basic, place: Basic) -> bool:
    """Is this value of the index one that the place leaves out?"""
    return isinstance(place, Place) and value in place.but
