"""The numbers that a node stands for, in any arithmetic: floats, or balls that hold the true value."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import product as tuples
from operator import getitem
from typing import Any

from sympy import Basic, Expr, Integer, Symbol

from derivations.errors import LossaryError
from derivations.language.domains import Size
from derivations.language.loss import Loss
from derivations.matrix.arithmetic import FLOATS, Numbers
from derivations.matrix.elimination import determinant, inverse
from derivations.matrix.layers import NONE, Families
from derivations.matrix.tensors import (
    Alias,
    Apply,
    Basis,
    Identity,
    Inverse,
    Leaf,
    LogDet,
    Member,
    Node,
    Number,
    Ones,
    Pad,
    Plus,
    Power,
    Product,
    Slice,
    Variable,
    letter_sizes,
)

Entries = dict[tuple[int, ...], Any]  # the numbers of an array by their indices, which begin at 0
# Nested lists for arrays, numbers for scalars and, if wanted, for sizes. Of an intermediate that every layer has, what
# comes before the first: {0: inputs}.
Env = Mapping[Basic, Any]


def value(node: Node, loss: Loss, env: Env, numbers: Numbers = FLOATS, families: Families = NONE) -> Any:
    """The value of a node of this loss, as nested lists (a number, if it is a scalar).

    Args:
        node: what is evaluated.
        loss: of which it is a part.
        env: the values of what is given.
        numbers: the arithmetic.
        families: what the arrays of each layer are.

    Raises:
        LossaryError: a symbol without a value, or arrays whose sizes do not fit together.
    """
    return Point(env, measured(loss, env), numbers, families).nested(node)


def values_in_layers(node: Node, loss: Loss, env: Env, numbers: Numbers, families: Families) -> list[Any]:
    """The values of a node that is meant for one layer, in each of them; see `value`."""
    point = Point(env, measured(loss, env), numbers, families)
    return [point.at(layer).nested(node) for layer in range(1, point.length(families.depth) + 1)]


def measured(loss: Loss, env: Env) -> dict[Symbol, int]:
    """What each size is: as it is given, and in the arrays that are."""
    sizes: dict[Symbol, int] = {
        s: env[s] for s, domain in loss.symbols.items() if isinstance(domain, Size) and s in env
    }
    origin: dict[Symbol, Any] = {}
    for symbol, domain in loss.symbols.items():
        if domain.shape and symbol in env:
            for size, length in _measures(symbol, env[symbol], domain.shape):
                constant, letter = size.as_coeff_Add()
                expected = int(constant + (sizes.setdefault(letter, length - int(constant)) if letter else 0))
                if length != expected:
                    reason = f"but {origin[letter]} makes it {expected}" if letter in origin else f"not {expected}"
                    msg = f"{symbol} in {_place(loss, symbol)}: {size} is {length} in its value, {reason}"
                    raise LossaryError(msg)
                origin.setdefault(letter, symbol)
    return sizes


def _measures(symbol: Basic, given: Any, shape: tuple[Any, ...]) -> list[tuple[Any, int]]:
    """Each size in the shape of an array, with the length that it has there."""
    if isinstance(given, Mapping):
        return [pair for member in given.values() for pair in _measures(symbol, member, shape[1:])]
    return list(zip(shape, _lengths(symbol, given, len(shape)), strict=True))


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
    families: Families = NONE
    layer: int | None = None  # which layer a label l means
    known: dict[Node, Entries] = field(default_factory=dict)
    layers: dict[int, Point] = field(default_factory=dict)  # the same point for each layer, shared by all of these

    def at(self, layer: int) -> Point:
        """The point for one layer."""
        if layer not in self.layers:
            self.layers[layer] = replace(self, layer=layer, known={})
        return self.layers[layer]

    def nested(self, node: Node) -> Any:
        """The value as nested lists."""
        return _nested(self.entries(node), [self.length(size) for size in node.shape])

    def length(self, size: Expr) -> int:
        return int(size.subs(self.sizes))

    def entries(self, node: Node) -> Entries:
        if node not in self.known:
            self.known[node] = self._entries(node)
        return self.known[node]

    def _places(self, node: Node) -> Iterator[tuple[int, ...]]:
        return tuples(*(range(self.length(size)) for size in node.shape))

    def _entries(self, node: Node) -> Entries:
        match node:
            case Leaf():
                return self._leaf(node)
            case Alias():
                return self.entries(node.value)
            case Pad():
                return self._padded(node)
            case Slice():
                return self._sliced(node)
            case Plus():
                return {place: sum(self.entries(term)[place] for term in node.terms) for place in self._places(node)}
            case Apply():
                function = self.numbers.functions[node.function]
                return {place: function(v) for place, v in self.entries(node.argument).items()}
            case Power():
                return {place: self.numbers.power(v, node.exponent) for place, v in self.entries(node.base).items()}
            case Inverse():
                return inverse(self.entries(node.matrix))
            case LogDet():
                return {(): self.numbers.functions["log"](determinant(self.entries(node.matrix)))}
            case Product():
                return self._product(node)
        raise NotImplementedError(node)

    def _leaf(self, node: Leaf) -> Entries:
        match node:
            case Number():
                return {(): self.numbers.number(node.value)}
            case Variable():
                return self._as_given(node, self._given(node.base))
            case Member():
                return self._member(node)
            case Ones():
                return dict.fromkeys(self._places(node), self._number(1))
            case Identity():
                return {(i, j): self._number(int(i == j)) for i, j in self._places(node)}
            case Basis():
                first, letter = node.position.as_coeff_Add()
                place = int(first) + self._given(letter)
                return {(i,): self._number(int(i + 1 == place)) for (i,) in self._places(node)}
        raise NotImplementedError(node)

    def _as_given(self, node: Node, given: Any) -> Entries:
        return {place: self._number(reduce(getitem, place, given)) for place in self._places(node)}

    def _member(self, node: Member) -> Entries:
        """The array of a layer: as its rule for that layer says, or as it is given."""
        layer = int(self._with_layer(node.label))
        if layer >= 1 and node.base in self.families.rules:
            there = self.at(layer)
            return there.entries(next(r.value for r in self.families.rules[node.base] if there.holds(r.condition)))
        given = self._given(node.base)
        return self._as_given(node, given[layer] if isinstance(given, Mapping) else given[layer - 1])

    def holds(self, condition: Basic | None) -> bool:
        """Does the condition on the layer hold in this one?"""
        return condition is None or bool(self._with_layer(condition))

    def _with_layer(self, expression: Basic) -> Basic:
        here = {} if self.layer is None else {self.families.layer: self.layer}
        return expression.subs({**self.sizes, **here})

    def _padded(self, node: Pad) -> Entries:
        found = dict.fromkeys(self._places(node), self._number(0))
        return found | {_moved(place, node): v for place, v in self.entries(node.array).items()}

    def _sliced(self, node: Slice) -> Entries:
        entries = self.entries(node.array)
        return {place: entries[_moved(place, node)] for place in self._places(node)}

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


def _moved(place: tuple[int, ...], node: Slice) -> tuple[int, ...]:
    """Where a place of the slice is in the array; for padding, the other way round."""
    return (*place[: node.axis], place[node.axis] + node.first, *place[node.axis + 1 :])


def _nested(entries: Entries, shape: list[int], place: tuple[int, ...] = ()) -> Any:
    if len(place) == len(shape):
        return entries[place]
    return [_nested(entries, shape, (*place, index)) for index in range(shape[len(place)])]
