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

from derivations.calculus.graph import Graph, base_of, indices_of
from derivations.language.functions import (
    Adjoint,
    Branches,
    Named,
    Prime,
    clip,
    held,
    inverse_entry,
    largest,
    log_det,
    smallest,
)
from derivations.language.loss import Definition
from derivations.language.over import Extreme, Over, Place
from derivations.publish.figures.program import Builder
from derivations.publish.figures.setting import Curve

MOST = 900  # instructions of a program: a longer one is slow to draw, and heavy for a page
FUNCTIONS = {
    **{name: name for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "erf", "atan", "acos")},
    **{name: name for name in ("sigma", "softplus", "Phi", "phi", "sign", "step")},
    "magnitude": "abs",
    "positive_part": "pos",
    "loggamma": "lgamma",
}
POLYGAMMA = {0: "digamma", 1: "trigamma"}
COMPARED = {"<": ("<", False), "<=": ("<=", False), ">": ("<", True), ">=": ("<=", True)}


class Unsayable(Exception):  # noqa: N818  (a verdict about a formula, not a fault)
    """The formula holds something that a figure cannot evaluate."""


@dataclass
class Compiler:
    """Compiles formulas into one program.

    Args:
        builder: of the program.
        inputs: the place of each symbol and cell, (array, (1, 2)), that is an input.
        fixed: the number of every other symbol.
        cell: gives the number of a cell.
        models: what stands for each model.
        graph: of the loss, for the intermediates of one that is derived backwards.
        at_rest: the place of those inputs that are another one in what is held fixed.
    """

    builder: Builder
    inputs: Mapping[Any, int]
    fixed: Mapping[Any, float]
    cell: Callable[[Any, tuple[int, ...]], float]
    models: Mapping[Any, Curve]
    graph: Graph
    at_rest: Mapping[Any, int] = field(default_factory=dict)
    bound: dict[Any, int] = field(default_factory=dict)
    known: dict[Any, int] = field(default_factory=dict)
    given: dict[Any, float] = field(default_factory=dict)
    definitions: dict[Any, Definition] = field(init=False)

    def __post_init__(self) -> None:
        loss = self.graph.loss
        self.definitions = {each.base: each for each in loss.definitions} if loss.backward else {}

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
        around, self.bound = self.bound, {**self.bound, index: value}
        try:
            return self(node)
        finally:
            self.bound = around

    def symbol(self, node: Symbol) -> int:
        """An input, or a number."""
        if node in self.inputs:
            return self.inputs[node]
        if node in self.fixed:
            return self.builder.constant(self.fixed[node])
        if node in self.definitions:
            return self.at(node, ())
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
        """A cell by its numbers, or an intermediate; the row 0 of one that follows on itself is given."""
        if (array, indices) in self.inputs:
            return self.inputs[array, indices]
        if array not in self.definitions:
            return self.builder.constant(self.cell(array, indices))
        if 0 in indices:
            number = self.given[array, indices] = self.cell(array, indices)
            return self.builder.constant(number)
        definition = self.definitions[array]
        return self.apart((array, indices), definition.value, dict(zip(definition.indices, indices, strict=True)))

    def apart(self, key: Any, value: Basic, indices: dict[Any, int]) -> int:
        """The place of a value that is worked out once, with numbers for its own indices alone."""
        if key not in self.known:
            around, self.bound = self.bound, indices
            try:
                self.known[key] = self(value)
            finally:
                self.bound = around
        return self.known[key]

    def adjoint(self, node: Adjoint) -> int:
        """The slope of the whole loss by an intermediate: what its adjoint equation says."""
        definition = self.definitions[base_of(node.variable)]
        indices = dict(zip(definition.indices, map(self.whole, indices_of(node.variable)), strict=True))
        for case in self.graph.cases(definition.name):
            key = case.variable, *indices.values()
            if case.condition is None or self.builder.value(self.apart((*key, "?"), case.condition, indices)):
                return self.apart(key, case.root.result, indices)
        msg = f"{node} has no equation"
        raise Unsayable(msg)

    def held(self, node: held) -> int:
        """Its value where the variable is at rest."""
        around = self.inputs, self.known
        self.inputs, self.known = {**self.inputs, **self.at_rest}, {}
        try:
            return self(node.args[0])
        finally:
            self.inputs, self.known = around

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


def _polygamma(self: Compiler, node: Any) -> int:
    if node.args[0] not in POLYGAMMA:
        msg = f"{node} has no place in a figure"
        raise Unsayable(msg)
    return self.builder.apply(POLYGAMMA[node.args[0]], self(node.args[1]))


COMPILERS: dict[Any, Callable[[Compiler, Any], int]] = {
    Symbol: Compiler.symbol,
    Indexed: Compiler.indexed,
    Named: lambda self, node: self(node.definition),
    held: Compiler.held,
    Adjoint: Compiler.adjoint,
    Relational: Compiler.relation,
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
    polygamma: _polygamma,
    log_det: Compiler.matrix,
    inverse_entry: Compiler.matrix,
}
