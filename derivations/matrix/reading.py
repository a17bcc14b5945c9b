"""A loss in index notation, read as arrays: sums, brackets and functions become nodes with axes in place of indices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sympy import Abs, Add, Basic, Expr, Function, KroneckerDelta, Mul, Pow, Rational, Sum, Symbol
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed

from derivations.functions import Named, inverse_entry, log_det
from derivations.loss import Definition, Loss
from derivations.matrix.algebra import apply, plus, power, product
from derivations.matrix.tensors import (
    Alias,
    Basis,
    Factor,
    Identity,
    Inverse,
    LogDet,
    Node,
    NoMatrixForm,
    Number,
    Ones,
    Variable,
)

Sizes = Mapping[Basic, Any]


def from_indices(loss: Loss) -> Node:
    """The loss as a node; the intermediates that it names are nodes with a name."""
    return Reader(loss).read(loss.expression)


class Reader:
    """Reads the expressions of one loss. In between, a node goes with one index for each of its axes: a ``Factor``."""

    def __init__(self, loss: Loss) -> None:
        self.symbols = loss.symbols
        self.indices = _bound_indices(loss) | loss.free_indices
        self.definitions = {definition.base: definition for definition in loss.definitions}
        self.aliases: dict[Basic, Alias] = {}
        self.begun: list[Definition] = []

    def read(self, expression: Expr, free: Sizes | None = None, where: str = "expression") -> Node:
        """The expression as an array with one axis for each free index, in their order."""
        free = free or {}
        factor = Scope(self, where, free).read(expression)
        return aligned(factor, free)

    def array(self, base: Basic) -> Node:
        """The node of a symbol or an array."""
        if base in self.definitions and base not in self.aliases:
            self.aliases[base] = self._alias(self.definitions[base])
        return self.aliases.get(base) or Variable(base, self.symbols[base].shape)

    def _alias(self, definition: Definition) -> Alias:
        where = f"the definition of {definition.name}"
        if definition in self.begun:
            msg = f"no matrix form: {where} leads back to itself, in another layer"
            raise NoMatrixForm(msg)
        self.begun.append(definition)
        free = dict(zip(definition.indices, self.symbols[definition.base].shape, strict=True))
        return Alias(definition.base, self.read(definition.value, free, where))


def aligned(factor: Factor, indices: Sizes) -> Node:
    """The node with an axis for each of the indices, in their order; repeated along those that it does not have."""
    along = [Factor(Ones(size), (index,)) for index, size in indices.items() if index not in factor.letters]
    return product([factor, *along], tuple(indices))


class Scope:
    """One expression of the loss: `sizes` are those of the indices that are bound or free at this place."""

    def __init__(self, reader: Reader, where: str, sizes: Sizes) -> None:
        self.reader, self.where, self.sizes = reader, where, sizes

    def read(self, expression: Basic) -> Factor:
        match expression:
            case Rational():
                return Factor(Number(expression))
            case Symbol():
                return self._symbol(expression)
            case Indexed():
                return self._entry(expression, self.reader.array(expression.base), expression.indices)
            case Mul():
                return self._product(list(map(self.read, expression.args)))
            case Add():
                return self._plus(list(map(self.read, expression.args)))
            case Sum():
                return self._sum(expression)
            case Pow():
                return self._power(expression)
            case KroneckerDelta():
                return self._delta(*expression.args)
            case log_det():
                return Factor(LogDet(self.reader.array(expression.array)))
            case inverse_entry():
                return self._entry(expression, Inverse(self.reader.array(expression.array)), expression.indices)
            case Named():
                return self._named(expression)
            case Function() if len(expression.args) == 1:
                return self._function(expression)
        raise self._refusal(expression, "is no sum, product or function of one argument")

    def _refusal(self, thing: Any, reason: str) -> NoMatrixForm:
        return NoMatrixForm(f"no matrix form: {thing} in {self.where} {reason}")

    def _named(self, named: Named) -> Factor:
        """By its name if the script defines it, else by what it stands for."""
        base = getattr(named.name, "base", named.name)
        return self.read(named.name if base in self.reader.definitions else named.definition)

    def _symbol(self, symbol: Symbol) -> Factor:
        if symbol in self.sizes:
            raise self._refusal(symbol, "is an index, used as a number")
        return Factor(self.reader.array(symbol))

    def _entry(self, entry: Expr, array: Node, indices: tuple[Basic, ...]) -> Factor:
        """X[i, j]. An index that nothing binds, such as a true class, is a fixed position."""
        letters: list[Basic] = []
        fixed: list[Factor] = []
        for axis, (index, size) in enumerate(zip(indices, array.shape, strict=True)):
            if index in self.sizes:
                self._check_size(entry, index, size)
                letters.append(index)
            else:
                letters.append(Symbol(f"axis {axis}"))
                fixed.append(Factor(self._basis(index, size), (letters[-1],)))
        out = _in_order([letter for letter in letters if letter in self.sizes])
        return Factor(product([Factor(array, tuple(letters)), *fixed], out), out)

    def _basis(self, index: Basic, size: Any) -> Basis:
        if not isinstance(index, Symbol):
            raise self._refusal(index, "is an index that is not a letter")
        return Basis(size, index)

    def _check_size(self, entry: Expr, index: Basic, size: Any) -> None:
        if self.sizes[index] != size:
            raise self._refusal(
                entry, f"has an index that runs to {self.sizes[index]}, where the array has {size} entries"
            )

    def _product(self, factors: list[Factor]) -> Factor:
        out = _in_order(index for factor in factors for index in factor.letters)
        return Factor(product(factors, out), out)

    def _plus(self, terms: list[Factor]) -> Factor:
        out = _in_order(index for term in terms for index in term.letters)
        sizes = {index: self.sizes[index] for index in out}
        return Factor(plus([aligned(term, sizes) for term in terms], tuple(sizes.values())), out)

    def _sum(self, total: Sum) -> Factor:
        bound = {index: self._last(index, low, high) for index, low, high in total.limits}
        inner = Scope(self.reader, self.where, {**self.sizes, **bound}).read(total.function)
        along = [Factor(Ones(size), (index,)) for index, size in bound.items()]
        out = tuple(index for index in inner.letters if index not in bound)
        return Factor(product([inner, *along], out), out)

    def _last(self, index: Basic, low: Basic, high: Basic) -> Basic:
        if low != 1:
            raise self._refusal(index, f"begins at {low}, not at 1")
        if high.free_symbols & self.reader.indices:
            raise self._refusal(index, f"runs to {high}, which is not one size")
        return high

    def _power(self, expression: Pow) -> Factor:
        if not isinstance(expression.exp, Rational):
            raise self._refusal(expression, "has an exponent that is not a number")
        base = self.read(expression.base)
        return Factor(power(base.node, expression.exp), base.letters)

    def _delta(self, first: Basic, second: Basic) -> Factor:
        bound = [index for index in (first, second) if index in self.sizes]
        if len(bound) == 1:
            other = second if bound[0] == first else first
            return Factor(self._basis(other, self.sizes[bound[0]]), (bound[0],))
        if not bound or self.sizes[first] != self.sizes[second]:
            delta = KroneckerDelta(first, second)
            raise self._refusal(delta, "does not compare the two indices of a square matrix")
        return Factor(Identity(self.sizes[first]), (first, second))

    def _function(self, applied: Function) -> Factor:
        argument = self.read(applied.args[0])
        name = "magnitude" if isinstance(applied, Abs) else type(applied).__name__
        return Factor(apply(name, argument.node, model=isinstance(applied, AppliedUndef)), argument.letters)


def _bound_indices(loss: Loss) -> set[Basic]:
    sums = [node for _, expression in loss.expressions() for node in expression.atoms(Sum)]
    return {limit[0] for node in sums for limit in node.limits}


def _in_order(indices: Iterable[Any]) -> tuple[Any, ...]:
    """Each index once, in the order in which they come up."""
    return tuple(dict.fromkeys(indices))
