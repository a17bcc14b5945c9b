"""A loss in index notation, read as arrays: sums, brackets and functions become nodes with axes in place of indices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sympy import Abs, Add, Basic, Expr, Function, Integer, KroneckerDelta, Mul, Pow, Rational, Sum, Symbol, expand
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed

from derivations.language.domains import Layers
from derivations.language.functions import Named, inverse_entry, log_det
from derivations.language.loss import Definition, Loss
from derivations.matrix.algebra import apply, plus, power, product
from derivations.matrix.tensors import (
    MATRIX,
    Alias,
    Basis,
    Factor,
    Identity,
    Inverse,
    LogDet,
    Member,
    Node,
    NoMatrixForm,
    Number,
    Ones,
    Variable,
)
from derivations.matrix.windows import sliced

Sizes = Mapping[Basic, Any]


class Reader:
    """Reads the expressions of one loss. In between, a node goes with one index for each of its axes: a ``Factor``."""

    def __init__(self, loss: Loss) -> None:
        self.symbols = loss.symbols
        self.indices = _bound_indices(loss) | loss.free_indices
        self.definitions = {definition.base: definition for definition in loss.definitions}
        self.aliases: dict[Basic, Alias] = {}
        self.begun: list[Definition] = []
        self.layer, self.depth = _layer(loss), _depth(loss)

    def read(self, expression: Expr, free: Sizes | None = None, where: str = "expression") -> Node:
        """The expression as an array with one axis for each free index, in their order."""
        free = free or {}
        factor = Scope(self, where, free).read(expression)
        return aligned(factor, free)

    def array(self, base: Basic) -> Node:
        """The node of a symbol or an array."""
        if self.is_family(base):
            msg = f"no matrix form: {base} is an array for each layer, and is used without its layer"
            raise NoMatrixForm(msg)
        if base in self.definitions and base not in self.aliases:
            self.aliases[base] = self._alias(self.definitions[base])
        return self.aliases.get(base) or Variable(base, self.symbols[base].shape)

    def _alias(self, definition: Definition) -> Alias:
        where = f"the definition of {definition.name}"
        if definition in self.begun:
            cure = "if it counts layers, give their number the domain Layers"
            msg = f"no matrix form: {where} leads back to itself: {cure}"
            raise NoMatrixForm(msg)
        self.begun.append(definition)
        free = dict(zip(definition.indices, self.symbols[definition.base].shape, strict=True))
        return Alias(definition.base, self.read(definition.value, free, where), _equals_transpose(definition, free))

    def is_family(self, base: Basic) -> bool:
        """Has the array a layer as its first index? Then it is a family of arrays, one for each layer."""
        return self.depth is not None and self.depth in self.symbols[base].shape[:1]

    def member(self, base: Basic, label: Basic) -> Member:
        """The array of one layer."""
        return Member(base, label, self.symbols[base].shape[1:])

    def variable(self, base: Basic) -> Node:
        """A symbol or an array as something given; that of layer l, if there is one for each."""
        return self.member(base, self.layer) if self.is_family(base) else Variable(base, self.symbols[base].shape)

    def families(self) -> dict[Basic, Node]:
        """What the intermediates of layer l are, for every family of them; members of other families stay closed."""
        return {base: self._member_value(d) for base, d in self.definitions.items() if self.is_family(base)}

    def _member_value(self, definition: Definition) -> Node:
        free = dict(zip(definition.indices[1:], self.symbols[definition.base].shape[1:], strict=True))
        value = definition.at(definition.base[self.layer, *definition.indices[1:]])
        return self.read(value, free, f"the definition of {definition.name}")


def _equals_transpose(definition: Definition, sizes: Sizes) -> bool:
    """Does a square intermediate stay the same as its two indices change places, as (x_i - x_j)^2 does?"""
    if len(definition.indices) != MATRIX or len(set(sizes.values())) > 1:
        return False
    first, second = definition.indices
    turned = definition.value.subs({first: second, second: first}, simultaneous=True)
    return expand(turned, power_exp=False) == expand(definition.value, power_exp=False)


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
                return self._entry(expression, *self._array(expression))
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
        if symbol in self.sizes or symbol == self.reader.layer:
            raise self._refusal(symbol, "is an index, used as a number")
        return Factor(self.reader.array(symbol))

    def _array(self, entry: Indexed) -> tuple[Node, tuple[Basic, ...]]:
        """The array, and its indices without that of the layer."""
        if not self.reader.is_family(entry.base):
            return self.reader.array(entry.base), entry.indices
        label, *indices = entry.indices
        constant, letter = label.as_coeff_Add()
        is_known = label == self.reader.depth or (letter == self.reader.layer and constant.is_Integer)
        if not is_known or letter in self.sizes:
            raise self._refusal(entry, f"is of layer {label}, which is neither the last nor next to a given one")
        return self.reader.member(entry.base, label), tuple(indices)

    def _entry(self, entry: Expr, array: Node, indices: tuple[Basic, ...]) -> Factor:
        """X[i, j]; x[i + 1] is a slice. An index that nothing binds, such as a true class, is a fixed position."""
        letters: list[Basic] = []
        fixed: list[Factor] = []
        for axis, (index, size) in enumerate(zip(indices, array.shape, strict=True)):
            first, letter = index.as_coeff_Add()
            if letter in self.sizes:
                self._check_range(entry, first, self.sizes[letter], size)
                array = sliced(array, axis, int(first), self.sizes[letter])
                letters.append(letter)
            else:
                letters.append(Symbol(f"axis {axis}"))
                fixed.append(Factor(self._basis(index, size), (letters[-1],)))
        out = _in_order([letter for letter in letters if letter in self.sizes])
        return Factor(product([Factor(array, tuple(letters)), *fixed], out), out)

    def _basis(self, index: Basic, size: Any) -> Basis:
        first, letter = index.as_coeff_Add()
        if not (isinstance(letter, Symbol) and first.is_Integer) or letter in self.sizes:
            raise self._refusal(index, "is an index that is not a letter, nor one plus a number")
        if letter == self.reader.layer:
            raise self._refusal(index, "names a layer, but is not the first index")
        return Basis(size, index)

    def _check_range(self, entry: Expr, first: Expr, length: Any, size: Any) -> None:
        last = expand(first + length)
        if not isinstance(first, Integer) or first < 0 or not expand(size - last).is_nonnegative:
            reason = f"has an index that runs from {1 + first} to {last}, where the array has {size} entries"
            raise self._refusal(entry, reason)

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


def _layer(loss: Loss) -> Basic | None:
    """The letter that stands for a layer: as the variable of the loss has it, else its first definition in layers."""
    depth = _depth(loss)
    names = [loss.wrt, *(definition.name for definition in loss.definitions)]
    labels = [n.indices[0] for n in names if isinstance(n, Indexed) and loss.symbols[n.base].shape[0] == depth]
    return next((label for label in labels if isinstance(label, Symbol)), None)


def _depth(loss: Loss) -> Basic | None:
    """The number of layers; as a label, it names the last."""
    depths = [symbol for symbol, domain in loss.symbols.items() if isinstance(domain, Layers)]
    if len(depths) > 1:
        msg = f"no matrix form: {' and '.join(map(str, depths))} are two numbers of layers"
        raise NoMatrixForm(msg)
    return depths[0] if depths else None


def _in_order(indices: Iterable[Any]) -> tuple[Any, ...]:
    """Each index once, in the order in which they come up."""
    return tuple(dict.fromkeys(indices))
