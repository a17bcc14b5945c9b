"""What was typed, as a tree, before any of it is an expression."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Node:
    """A part of the text; `at` is its first character."""

    at: int

    @cached_property
    def parts(self) -> tuple[Node, ...]:
        """The nodes right below this one."""
        return tuple(part for field in fields(self) for part in _nodes(getattr(self, field.name)))

    def walk(self) -> Iterator[Node]:
        """This node and all below it, each before its parts."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.parts)


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


@dataclass(frozen=True)
class Number(Node):
    """An exact number."""

    value: Fraction


@dataclass(frozen=True)
class Name(Node):
    """A letter or a word, with what is written below it: w_jk is w and jk; bold, if it is printed so."""

    letter: str
    below: str = ""
    bold: bool = False

    @property
    def full(self) -> str:
        return f"{self.letter}_{self.below}" if self.below else self.letter


@dataclass(frozen=True)
class Entry(Node):
    """An entry of an array with its indices spelled out: w[j, k]."""

    base: Name
    indices: tuple[Node, ...]


@dataclass(frozen=True)
class Apply(Node):
    """A function of its arguments, ours (`known`) or unspecified; primes as in m'(w)."""

    function: Name
    arguments: tuple[Node, ...]
    primes: int = 0
    known: bool = False


@dataclass(frozen=True)
class Group(Node):
    """What stands in brackets, so that it is not taken for a part of what is around it."""

    inner: Node


@dataclass(frozen=True)
class Listing(Node):
    """Several things in brackets: a pair of Piecewise, the limits of a sum."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Plus(Node):
    """A sum of terms."""

    terms: tuple[Node, ...]


@dataclass(frozen=True)
class Minus(Node):
    """The negative."""

    inner: Node


@dataclass(frozen=True)
class Times(Node):
    """A product of factors; a divisor is an Inverse. `dots` and `stars` say which have such a sign before them.

    `chosen`: is it x[y > 0], which in a program are the entries of x where that holds?
    """

    factors: tuple[Node, ...]
    dots: frozenset[int] = frozenset()
    stars: frozenset[int] = frozenset()
    chosen: bool = False


@dataclass(frozen=True)
class Inverse(Node):
    """One over; with a stroke behind a point, as in a ./ b, entry by entry."""

    inner: Node
    by_entries: bool = False


@dataclass(frozen=True)
class Power(Node):
    """A base to an exponent; with two stars or a point, as in programs, that of an array is taken entry by entry."""

    base: Node
    exponent: Node
    by_entries: bool = False


@dataclass(frozen=True)
class Transposed(Node):
    """A matrix or a vector, turned."""

    inner: Node


@dataclass(frozen=True)
class Keyword(Node):
    """An argument with its name, such as axis=0."""

    name: str
    value: Node


@dataclass(frozen=True)
class Word(Node):
    """A word between quotes, as in reduction='mean'."""

    text: str


@dataclass(frozen=True)
class Infinity(Node):
    """The sign of infinity, as the order of a norm and the bound of a cut."""


@dataclass(frozen=True)
class Norm(Node):
    """The length of a vector or of a matrix; the order is what is written below it: 1, 2, F, inf or nothing."""

    inner: Node
    order: str = ""


@dataclass(frozen=True)
class Joined(Node):
    """Two arrays joined by a sign that says how: @ as matrices, `odot` entry by entry, `.*` numbers too."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Component(Node):
    """An entry of what stands in the brackets: (Xw)_i."""

    inner: Node
    indices: tuple[Node, ...]


@dataclass(frozen=True)
class Grid(Node):
    """A matrix written out, row by row."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True)
class Slice(Node):
    """All entries from one on, counted from 0 as in code: the 1: of theta[1:]."""

    low: Node | None
    high: Node | None


@dataclass(frozen=True)
class Compare(Node):
    """A chain of comparisons: first, then each sign with what follows it."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class Logic(Node):
    """Conditions joined by `and` or by `or`, or one with `not` before it."""

    word: str
    conditions: tuple[Node, ...]


@dataclass(frozen=True)
class Always(Node):
    """The condition that holds always (or never)."""

    holds: bool = True


@dataclass(frozen=True)
class Cases(Node):
    """Values, each with its condition; the last may have none."""

    pairs: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True)
class Total(Node):
    """A sum over an index; `high` is missing where it is not written, and `index` too where nothing is said."""

    body: Node
    index: Name
    low: Node
    high: Node | None


@dataclass(frozen=True)
class Range(Node):
    """From low to high: 1..n."""

    low: Node
    high: Node


@dataclass(frozen=True)
class Partial(Node):
    """The sign of a derivative before a name, read only on the left of an equals sign."""

    inner: Node


@dataclass(frozen=True)
class Equation(Node):
    """left = right, between commas."""

    left: Node
    right: Node


def with_parts(node: Node, change: Callable[[Node], Node], at: int | None = None) -> Node:
    """The node with each of the nodes right below it changed, and in another place if that is said."""
    changed = {field.name: _changed(getattr(node, field.name), change) for field in fields(node)}
    return replace(node, **{**changed, "at": node.at if at is None else at})


def _changed(value: Any, change: Callable[[Node], Node]) -> Any:
    if isinstance(value, Node):
        return change(value)
    return tuple(_changed(item, change) for item in value) if isinstance(value, tuple) else value


def is_new_axis(index: Node) -> bool:
    """Is it the None of e[:, None]?"""
    return isinstance(index, Name) and index.full in ("None", "newaxis")


def applied(at: int, name: str, *arguments: Node) -> Apply:
    """A known function of these arguments."""
    return Apply(at, Name(at, name), arguments, known=True)


def without_brackets(node: Node) -> Node:
    return without_brackets(node.inner) if isinstance(node, Group) else node


def is_differential(node: Node) -> bool:
    """Is it dL, d L or a partial one?"""
    match without_brackets(node):
        case Name(letter=letter):
            return letter.startswith("d") and len(letter) > 1 and not letter.startswith("delta")
        case Times(factors=(Name(letter="d", below=""), Name() | Apply())) | Partial():
            return True
    return False


def is_derivative(node: Node) -> bool:
    """Is it dL/dw, d L/dw or d/dw?"""
    match without_brackets(node):
        case Times(factors=(Name(letter="d", below=""), Inverse(inner=bottom))):
            return is_differential(bottom)
        case Times(factors=(*tops, Inverse(inner=bottom))):
            top = tops[0] if len(tops) == 1 else Times(node.at, tuple(tops))
            return is_differential(top) and is_differential(bottom)
    return False


def iverson(condition: Node) -> Cases:
    """1 where the condition holds, else 0."""
    one, zero = Number(condition.at, Fraction(1)), Number(condition.at, Fraction(0))
    return Cases(condition.at, ((one, condition), (zero, Always(condition.at))))
