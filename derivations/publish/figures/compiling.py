"""From a formula of a loss to a program: sums are written out, names put in, models chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sympy import (
    Add,
    Basic,
    Expr,
    Indexed,
    KroneckerDelta,
    Mul,
    Pow,
    Sum,
    Symbol,
    besseli,
    polygamma,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from derivations.language.functions import Branches, Named, Prime, clip, held, inverse_entry, largest, log_det, smallest
from derivations.language.over import Extreme, Over, Place
from derivations.publish.figures.program import Builder

MOST = 900  # instructions of a program: a longer one is slow to draw, and heavy for a page
FUNCTIONS = {
    **{name: name for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "erf", "atan", "acos")},
    **{name: name for name in ("sigma", "softplus", "Phi", "phi", "sign", "step")},
    "magnitude": "abs",
    "positive_part": "pos",
    "loggamma": "lgamma",
}
COMPARED = {"<": ("<", False), "<=": ("<=", False), ">": ("<", True), ">=": ("<=", True)}


class Unsayable(Exception):  # noqa: N818  (a verdict about a formula, not a fault)
    """The formula holds something that a figure cannot evaluate."""


@dataclass(frozen=True)
class Curve:
    """What stands for an unspecified model of one argument: factor * u ** power."""

    factor: float
    power: int

    def derived(self, times: int) -> Curve:
        """Its derivative."""
        factor, power = self.factor, self.power
        for _ in range(times):
            factor, power = factor * power, max(power - 1, 0)
        return Curve(factor, power)


@dataclass
class Compiler:
    """Compiles formulas into one program.

    Args:
        builder: of the program.
        inputs: the place of each symbol and cell, (array, (1, 2)), that is an input.
        fixed: the number of every other symbol.
        cell: gives the number of a cell.
        models: what stands for each model.
    """

    builder: Builder
    inputs: Mapping[Any, int]
    fixed: Mapping[Any, float]
    cell: Callable[[Any, tuple[int, ...]], float]
    models: Mapping[Any, Curve]
    bound: dict[Any, int] = field(default_factory=dict)

    def __call__(self, node: Basic) -> int:
        """The place of its value.

        Raises:
            Unsayable: it holds something that a figure cannot evaluate.
        """
        if len(self.builder.instructions) > MOST:
            msg = "the formula is too long"
            raise Unsayable(msg)
        if node in self.bound:
            return self.builder.constant(self.bound[node])
        for kind in type(node).__mro__:
            if kind in COMPILERS:
                return COMPILERS[kind](self, node)
        name = FUNCTIONS.get(type(node).__name__)
        if name is not None and len(node.args) == 1:
            return self.builder.apply(name, self(node.args[0]))
        if isinstance(node, Expr) and node.is_number and node.is_extended_real:
            return self.builder.constant(float(node))
        msg = f"{type(node).__name__} has no place in a figure"
        raise Unsayable(msg)

    def whole(self, node: Basic) -> int:
        """The value of an index or a size."""
        value = self.builder.value(self(node))
        if value is None:
            msg = f"{node} is not fixed"
            raise Unsayable(msg)
        return round(value)

    def within(self, index: Basic, value: int, node: Basic) -> int:
        """The place of the value of the node for one value of an index."""
        former = self.bound.get(index)
        self.bound[index] = value
        try:
            return self(node)
        finally:
            if former is None:
                del self.bound[index]
            else:
                self.bound[index] = former

    def symbol(self, node: Symbol) -> int:
        """An input, or a number."""
        if node in self.inputs:
            return self.inputs[node]
        if node in self.fixed:
            return self.builder.constant(self.fixed[node])
        msg = f"{node} has no number"
        raise Unsayable(msg)

    def indexed(self, node: Indexed) -> int:
        """A cell; where the index is a place that moves, one of several."""
        places = [index for index in node.indices if index.has(Place)]
        if not places:
            return self.at(node.base, tuple(map(self.whole, node.indices)))
        place = places[0]
        if len(places) > 1 or not isinstance(place, Place):
            msg = f"{node} has a place that moves"
            raise Unsayable(msg)
        high = self.whole(place.ends[1])
        cells = [self.within(place, value, node) for value in range(1, high + 1)]
        return self.builder.apply("at", self(place), *cells)

    def at(self, array: Any, indices: tuple[int, ...]) -> int:
        """A cell by its numbers."""
        if (array, indices) in self.inputs:
            return self.inputs[array, indices]
        return self.builder.constant(self.cell(array, indices))

    def sum(self, node: Sum) -> int:
        """All terms, written out."""
        return self.builder.combine("+", list(self._terms(node.function, list(reversed(node.limits)))))

    def _terms(self, term: Basic, limits: list[Any]) -> list[int]:
        if not limits:
            return [self(term)]
        (index, low, high), *inner = limits
        found: list[int] = []
        for value in range(self.whole(low), self.whole(high) + 1):
            former = self.bound.get(index)
            self.bound[index] = value
            found += self._terms(term, inner)
            self.bound.pop(index)
            if former is not None:
                self.bound[index] = former
        return found

    def over(self, node: Over) -> int:
        """The best of several terms, or its place."""
        low, high = map(self.whole, node.ends)
        out = {self.whole(value) for value in node.but}
        kind = ("max" if node.side > 0 else "min") if isinstance(node, Extreme) else ""
        kind = ("argmax" if node.side > 0 else "argmin") if isinstance(node, Place) else kind
        if not kind:
            msg = f"{type(node).__name__} has no place in a figure"
            raise Unsayable(msg)
        values = [value for value in range(low, high + 1) if value not in out]
        best = self.builder.apply(kind, *[self.within(node.index, value, node.term) for value in values])
        if not isinstance(node, Place) or values == [*range(1, len(values) + 1)]:
            return best
        return self.builder.apply("at", best, *map(self.builder.constant, values))

    def branches(self, node: Branches) -> int:
        """The cases; one that an index decides is decided here, as the others need not have a value."""
        flat: list[int] = []
        for value, condition in node.cases:
            if not isinstance(condition, Relational):
                return self._cases(flat, self(value))
            test = self.relation(condition)
            known = self.builder.value(test)
            if known is None:
                flat += [test, self(value)]
            elif known:
                return self._cases(flat, self(value))
        msg = f"{node} has no last case"
        raise Unsayable(msg)

    def _cases(self, flat: list[int], last: int) -> int:
        return self.builder.apply("?", *flat, last) if flat else last

    def relation(self, node: Relational) -> int:
        """1 where it holds, else 0."""
        left, right = self(node.lhs), self(node.rhs)
        if node.rel_op in COMPARED:
            name, turned = COMPARED[node.rel_op]
            return self.builder.apply(name, *((right, left) if turned else (left, right)))
        equal = self.builder.apply("==", left, right)
        if node.rel_op == "==":
            return equal
        return self.builder.apply("==", equal, self.builder.constant(0))

    def model(self, node: AppliedUndef, times: int = 0) -> int:
        """The curve that stands for a model."""
        if node.func not in self.models or len(node.args) != 1:
            msg = f"{node} is no model of one argument"
            raise Unsayable(msg)
        curve = self.models[node.func].derived(times)
        power = self.builder.apply("^", self(node.args[0]), self.builder.constant(curve.power))
        parts = [power] if curve.power else []
        return self.builder.combine("*", [self.builder.constant(curve.factor), *parts])

    def power(self, node: Pow) -> int:
        """A power; a square root of a square keeps no sign."""
        return self.builder.apply("^", self(node.base), self(node.exp))

    def matrix(self, node: Any) -> int:
        """The determinant of a matrix of two rows, or an entry of its inverse."""
        build, array = self.builder, node.array
        a, b, c, d = (self.at(array, cell) for cell in ((1, 1), (1, 2), (2, 1), (2, 2)))
        minus = build.constant(-1)
        det = build.combine("+", [build.combine("*", [a, d]), build.combine("*", [minus, b, c])])
        if isinstance(node, log_det):
            return build.apply("log", det)
        row, column = map(self.whole, node.indices)
        own = d if row == column == 1 else a if row == column else build.combine("*", [minus, (b, c)[row - 1]])
        return build.combine("*", [own, build.apply("^", det, minus)])


def _many(name: str) -> Callable[[Compiler, Any], int]:
    return lambda self, node: self.builder.apply(name, *map(self, node.args))


def _order_zero(self: Compiler, node: Any) -> int:
    if node.args[0] != 0:
        msg = f"{node} has no place in a figure"
        raise Unsayable(msg)
    return self.builder.apply("digamma", self(node.args[1]))


COMPILERS: dict[Any, Callable[[Compiler, Any], int]] = {
    Symbol: Compiler.symbol,
    Indexed: Compiler.indexed,
    Named: lambda self, node: self(node.definition),
    held: lambda self, node: self(node.args[0]),
    Add: lambda self, node: self.builder.combine("+", [*map(self, node.args)]),
    Mul: lambda self, node: self.builder.combine("*", [*map(self, node.args)]),
    Pow: Compiler.power,
    Sum: Compiler.sum,
    Over: Compiler.over,
    Branches: Compiler.branches,
    KroneckerDelta: lambda self, node: self.builder.apply("==", *map(self, node.args)),
    largest: _many("max"),
    smallest: _many("min"),
    clip: _many("clip"),
    AppliedUndef: Compiler.model,
    Prime: lambda self, node: self.model(node.applied, len(node.positions)),
    besseli: _many("besseli"),
    polygamma: _order_zero,
    log_det: Compiler.matrix,
    inverse_entry: Compiler.matrix,
}
