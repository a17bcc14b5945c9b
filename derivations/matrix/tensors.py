"""Arrays as nodes of a graph: variables, products summed over indices, sums, functions entry by entry.

An axis of a node has a place and a size, no letter; letters exist only inside a product, where equal letters are equal
indices and a letter that is not in ``out`` is summed over. Two nodes are equal if they are built alike, whatever the
order of their factors and terms.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sympy import IndexedBase, Rational, S

from derivations.errors import LossaryError

Letter = Hashable
Shape = tuple[Any, ...]
MATRIX = 2  # axes; a vector has one, a scalar none


class NoMatrixForm(LossaryError):  # noqa: N818  (a verdict about a loss, not a fault)
    """The loss cannot be written with matrices; the message says what stands in the way."""


class Node:
    """An array that depends on others. A scalar has the shape (), a vector (n,), a matrix (n, d)."""

    @property
    def shape(self) -> Shape:
        return ()

    @property
    def parts(self) -> tuple[Node, ...]:
        """The nodes that this one is built of."""
        return ()

    @cached_property
    def key(self) -> str:
        """What the node is, as text: equal nodes have equal keys."""
        raise NotImplementedError

    @property
    def symmetric(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _called(base: Any) -> str:
    """The name; that of an array z differs from that of a scalar z."""
    return f"{base}[]" if isinstance(base, IndexedBase) else str(base)


@dataclass(frozen=True, eq=False)
class Leaf(Node):
    """A node that stands for itself."""

    @cached_property
    def key(self) -> str:
        return repr(self)


@dataclass(frozen=True, eq=False)
class Variable(Leaf):
    """A scalar or an array whose value is given."""

    base: Any
    sizes: Shape = ()
    equals_transpose: bool = False

    @property
    def shape(self) -> Shape:
        return self.sizes

    @property
    def symmetric(self) -> bool:
        return self.equals_transpose

    @cached_property
    def key(self) -> str:
        return f"{_called(self.base)}{' symmetric' * self.equals_transpose}"


@dataclass(frozen=True, eq=False)
class Member(Leaf):
    """One array of a family, such as the weights W_l of a layer: given, or defined in terms of the members before it.

    Args:
        base: the family.
        label: which member: l, l - 1, or the last, L.
        sizes: the shape of one member.
    """

    base: Any
    label: Any
    sizes: Shape = ()

    @property
    def shape(self) -> Shape:
        return self.sizes

    @cached_property
    def key(self) -> str:
        return f"{_called(self.base)} of {self.label}"


@dataclass(frozen=True, eq=False)
class Number(Leaf):
    """A rational number."""

    value: Rational


@dataclass(frozen=True, eq=False)
class Ones(Leaf):
    """A vector of ones."""

    size: Any

    @property
    def shape(self) -> Shape:
        return (self.size,)


@dataclass(frozen=True, eq=False)
class Identity(Leaf):
    """The identity matrix: 1 where both indices are equal."""

    size: Any

    @property
    def shape(self) -> Shape:
        return (self.size, self.size)

    @property
    def symmetric(self) -> bool:
        return True


@dataclass(frozen=True, eq=False)
class Basis(Leaf):
    """The vector with a 1 at the given position, such as the true class, and zeros elsewhere."""

    size: Any
    position: Any

    @property
    def shape(self) -> Shape:
        return (self.size,)


@dataclass(frozen=True, eq=False)
class Alias(Node):
    """An intermediate with a name, such as r = Xw - y."""

    base: Any
    value: Node
    equals_transpose: bool = False

    @property
    def shape(self) -> Shape:
        return self.value.shape

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.value,)

    @property
    def symmetric(self) -> bool:
        return self.equals_transpose

    @cached_property
    def key(self) -> str:
        return f"Alias({_called(self.base)})"


@dataclass(frozen=True, eq=False)
class Apply(Node):
    """A function entry by entry; a model, such as an activation f, is a function of which nothing more is known."""

    function: str
    argument: Node
    model: bool = False

    @property
    def shape(self) -> Shape:
        return self.argument.shape

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.argument,)

    @cached_property
    def key(self) -> str:
        return f"{self.function}({self.argument.key})"


@dataclass(frozen=True, eq=False)
class Power(Node):
    """A rational power entry by entry."""

    base: Node
    exponent: Rational

    @property
    def shape(self) -> Shape:
        return self.base.shape

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.base,)

    @cached_property
    def key(self) -> str:
        return f"({self.base.key})**{self.exponent}"


@dataclass(frozen=True, eq=False)
class Slice(Node):
    """The entries of one axis from `first` on, `size` of them; positions begin at 0. Made by ``windows.sliced``."""

    array: Node
    axis: int
    first: int
    size: Any

    @property
    def shape(self) -> Shape:
        return (*self.array.shape[: self.axis], self.size, *self.array.shape[self.axis + 1 :])

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.array,)

    @cached_property
    def key(self) -> str:
        return f"{type(self).__name__}({self.array.key}, {self.axis}, {self.first}, {self.size})"


@dataclass(frozen=True, eq=False)
class Pad(Slice):
    """The array from `first` on along one axis of that `size`, zeros around it. Made by ``windows.padded``."""


@dataclass(frozen=True, eq=False)
class Inverse(Node):
    """The inverse of a square matrix."""

    matrix: Node

    @property
    def shape(self) -> Shape:
        return self.matrix.shape

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.matrix,)

    @property
    def symmetric(self) -> bool:
        return self.matrix.symmetric

    @cached_property
    def key(self) -> str:
        return f"Inverse({self.matrix.key})"


@dataclass(frozen=True, eq=False)
class LogDet(Node):
    """The logarithm of the determinant of a square matrix."""

    matrix: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.matrix,)

    @cached_property
    def key(self) -> str:
        return f"LogDet({self.matrix.key})"


@dataclass(frozen=True, eq=False)
class Plus(Node):
    """A sum of nodes of one shape; without terms it is zero."""

    terms: tuple[Node, ...]
    sizes: Shape

    @property
    def shape(self) -> Shape:
        return self.sizes

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.terms

    @cached_property
    def key(self) -> str:
        return f"({' + '.join(sorted(term.key for term in self.terms))} : {self.shape})"


@dataclass(frozen=True)
class Factor:
    """A node of a product, with one letter for each of its axes."""

    node: Node
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True, eq=False)
class Product(Node):
    """The product of a number and of factors, summed over every letter not in `out`. Made by ``algebra.product``."""

    coefficient: Rational
    factors: tuple[Factor, ...]
    out: tuple[Letter, ...]

    @property
    def shape(self) -> Shape:
        sizes = letter_sizes(self.factors)
        return tuple(sizes[letter] for letter in self.out)

    @property
    def parts(self) -> tuple[Node, ...]:
        return tuple(factor.node for factor in self.factors)

    @cached_property
    def key(self) -> str:
        """Factors in a fixed order, letters renamed in the order in which they come up."""
        names: dict[Letter, int] = {letter: place for place, letter in enumerate(self.out)}
        free = dict(names)
        order = sorted(self.factors, key=lambda f: (f.node.key, [free.get(letter, -1) for letter in f.letters]))
        texts = [f"{f.node.key}{[names.setdefault(letter, len(names)) for letter in f.letters]}" for f in order]
        return f"{self.coefficient} {' '.join(texts)} -> {len(self.out)}"


def letter_sizes(factors: Iterable[Factor]) -> dict[Letter, Any]:
    """The size that each letter runs to."""
    return {letter: size for f in factors for letter, size in zip(f.letters, f.node.shape, strict=True)}


def is_zero(node: Node) -> bool:
    return isinstance(node, Plus) and not node.terms


ONE = Number(S.One)
