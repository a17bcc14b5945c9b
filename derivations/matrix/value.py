"""The numbers that a node stands for, in any arithmetic: floats, or balls that hold the true value."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import product as tuples
from operator import getitem
from typing import Any

from sympy import Basic, Expr, Integer, Symbol

from derivations.errors import LossaryError
from derivations.loss import Loss
from derivations.matrix.arithmetic import FLOATS, Numbers
from derivations.matrix.elimination import determinant, inverse
from derivations.matrix.tensors import (
    Alias,
    Apply,
    Basis,
    Identity,
    Inverse,
    LogDet,
    Node,
    Number,
    Ones,
    Plus,
    Power,
    Product,
    Variable,
    letter_sizes,
)

Entries = dict[tuple[int, ...], Any]  # the numbers of an array by their indices, which begin at 0
Env = Mapping[Basic, Any]  # nested lists for arrays, numbers for scalars and, if wanted, for sizes


def value(node: Node, loss: Loss, env: Env, numbers: Numbers = FLOATS) -> Any:
    """The value of a node of this loss, as nested lists (a number, if it is a scalar).

    Raises:
        LossaryError: a symbol without a value, or arrays whose sizes do not fit together.
    """
    point = Point(env, measured(loss, env), numbers)
    shape = [point.length(size) for size in node.shape]
    return _nested(point.entries(node), shape)


def measured(loss: Loss, env: Env) -> dict[Symbol, int]:
    """What each size is in the arrays that are given."""
    sizes: dict[Symbol, int] = {}
    origin: dict[Symbol, Any] = {}
    for symbol, domain in loss.symbols.items():
        if domain.shape and symbol in env:
            lengths = _lengths(symbol, env[symbol], len(domain.shape))
            for size, length in zip(domain.shape, lengths, strict=True):
                expected = sizes.setdefault(size, length) if isinstance(size, Symbol) else size.subs(sizes)
                if length != expected:
                    reason = f"but {origin[size]} makes it {expected}" if size in origin else f"not {expected}"
                    msg = f"{symbol} in {_place(loss, symbol)}: {size} is {length} in its value, {reason}"
                    raise LossaryError(msg)
                origin.setdefault(size, symbol)
    return sizes


def _place(loss: Loss, symbol: Basic) -> str:
    """The definition in which the symbol comes up first, or the expression."""
    definitions = (f"the definition of {d.name}" for d in loss.definitions if d.value.has(symbol))
    return next(definitions, "expression")


def _lengths(symbol: Basic, nested: Any, axes: int) -> list[int]:
    if axes == 0:
        return []
    if not isinstance(nested, list) or not nested:
        msg = f"the value of {symbol} must be a list with a list for each of its axes"
        raise LossaryError(msg)
    inner = [_lengths(symbol, part, axes - 1) for part in nested]
    if any(other != inner[0] for other in inner):
        msg = f"the rows in the value of {symbol} are not of one length"
        raise LossaryError(msg)
    return [len(nested), *inner[0]]


@dataclass
class Point:
    """Values of nodes at one point, each worked out once."""

    env: Env
    sizes: Mapping[Symbol, int]
    numbers: Numbers
    known: dict[Node, Entries] = field(default_factory=dict)

    def length(self, size: Expr) -> int:
        return int(size.subs(self.sizes))

    def entries(self, node: Node) -> Entries:
        if node not in self.known:
            self.known[node] = self._entries(node)
        return self.known[node]

    def scalar(self, node: Node) -> Any:
        return self.entries(node)[()]

    def _places(self, node: Node) -> Iterator[tuple[int, ...]]:
        return tuples(*(range(self.length(size)) for size in node.shape))

    def _entries(self, node: Node) -> Entries:
        match node:
            case Number():
                return {(): self.numbers.number(node.value)}
            case Variable():
                given = self._given(node.base)
                return {place: self._number(reduce(getitem, place, given)) for place in self._places(node)}
            case Alias():
                return self.entries(node.value)
            case Ones():
                return dict.fromkeys(self._places(node), self._number(1))
            case Identity():
                return {(i, j): self._number(int(i == j)) for i, j in self._places(node)}
            case Basis():
                return {(i,): self._number(int(i + 1 == self._given(node.position))) for (i,) in self._places(node)}
            case Plus():
                return {place: sum(self.entries(term)[place] for term in node.terms) for place in self._places(node)}
            case Apply():
                return {
                    place: self.numbers.functions[node.function](v) for place, v in self.entries(node.argument).items()
                }
            case Power():
                return {place: self.numbers.power(v, node.exponent) for place, v in self.entries(node.base).items()}
            case Inverse():
                return inverse(self.entries(node.matrix))
            case LogDet():
                return {(): self.numbers.functions["log"](determinant(self.entries(node.matrix)))}
            case Product():
                return self._product(node)
        raise NotImplementedError(node)

    def _number(self, v: Any) -> Any:
        return self.numbers.number(Integer(v)) if isinstance(v, int) else v

    def _given(self, base: Any) -> Any:
        if base in self.env:
            return self.env[base]
        if base in self.sizes:
            return self.sizes[base]
        msg = f"{base} has no value: add {base} to the point"
        raise LossaryError(msg)

    def _product(self, node: Product) -> Entries:
        """The sum over all values of the letters that are not in `out`."""
        sizes = letter_sizes(node.factors)
        summed = [letter for letter in sizes if letter not in node.out]
        letters = [*node.out, *summed]
        factors = [(self.entries(f.node), [letters.index(letter) for letter in f.letters]) for f in node.factors]
        total: Entries = dict.fromkeys(self._places(node), 0)
        for place in tuples(*(range(self.length(sizes[letter])) for letter in letters)):
            term = math.prod(entries[tuple(place[axis] for axis in axes)] for entries, axes in factors)
            total[place[: len(node.out)]] += term
        number = self.numbers.number(node.coefficient)
        return {place: number * v for place, v in total.items()}


def _nested(entries: Entries, shape: list[int], place: tuple[int, ...] = ()) -> Any:
    if len(place) == len(shape):
        return entries[place]
    return [_nested(entries, shape, (*place, index)) for index in range(shape[len(place)])]
