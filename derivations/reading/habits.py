"""How the names of a program stand: as the parameters of a model, or as arrays whose entries are taken one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from derivations.reading.kinds import over_index
from derivations.reading.names import ENTRIES, MODEL, is_parameter
from derivations.reading.tree import (
    Apply,
    Component,
    Inverse,
    Joined,
    Minus,
    Name,
    Node,
    Plus,
    Power,
    Times,
    Total,
    Transposed,
    without_brackets,
)

PRODUCTS = {"dot", "matmul", "inner", "outer", "vdot", "transpose"}
SUMS = {"sum", "Sum", "mean", "average"}


class Habits:
    """Looks at a loss for how its names stand."""

    def __init__(self, nodes: Iterable[Node], *, code: bool) -> None:
        self.code = code
        self.parts = [part for node in nodes for part in node.walk()]

    def joins(self, name: str) -> bool:
        """Is it a factor of a product of arrays, as in M @ x and M.T?"""
        joined = [p for p in self.parts if isinstance(p, Joined | Transposed)]
        called = [p for p in self.parts if isinstance(p, Apply) and p.known and p.function.full in PRODUCTS]
        sides = [side for part in (*joined, *called) for side in part.parts]
        return any(isinstance(side := without_brackets(part), Name) and side.full == name for part in sides)

    def maps(self, name: str) -> bool:
        """Does it stand on the left of such a product, as a matrix does: the W of W @ x?"""
        left = [without_brackets(part.left) for part in self.parts if isinstance(part, Joined) and part.sign == "@"]
        return any(isinstance(side, Name) and side.full == name for side in left)

    def only_divides(self, name: str) -> bool:
        """Does it stand below fraction strokes and nowhere else, as a temperature or a scale does: the T of z/T?"""
        below = [_base(part.inner) for part in self.parts if isinstance(part, Inverse) and not part.by_entries]
        divisors = {id(base) for base in below}
        named = [part for part in self.parts if isinstance(part, Name) and part.full == name]
        return bool(named) and all(id(part) in divisors for part in named)

    def of(self, name: str) -> str:
        """How the variable stands: as the parameter of a model, which is a number; else entry by entry.

        A parameter is a factor of what is compared, as the w of w*x - t, or is added to such a product, as the b of
        w*x + b - t. The w of sum(w*x) is a factor too, but of a scalar product.
        """
        return MODEL if is_parameter(name) and (self._scales(name) or self._shifts(name)) else ENTRIES

    def _scales(self, name: str) -> bool:
        summed = {id(inner) for part in self.parts for body in _bodies(part) for inner in _signed(body)}
        products = [p for p in self.parts if isinstance(p, Times) and len(p.factors) > 1 and id(p) not in summed]
        return any(name in _factors(product) for product in products)

    def _shifts(self, name: str) -> bool:
        for part in self.parts:
            if isinstance(part, Plus):
                terms = list(_terms(part))
                alone = any(isinstance(term, Name) and term.full == name for term in terms)
                if alone and any(isinstance(t, Times | Joined) and len(_factors(t)) > 1 for t in terms):
                    return True
        return False


def _base(node: Node) -> Node:
    """What stands below a stroke, without its exponent."""
    inner = without_brackets(node)
    return without_brackets(inner.base) if isinstance(inner, Power) else inner


def _bodies(node: Node) -> Sequence[Node]:
    """What is added up."""
    if isinstance(node, Total):
        return (node.body,)
    is_sum = isinstance(node, Apply) and node.known and node.function.full in SUMS and not over_index(node)
    return node.arguments[:1] if is_sum and isinstance(node, Apply) else ()


def _signed(node: Node) -> Iterator[Node]:
    """The product itself, whatever brackets and signs stand before it."""
    inner = without_brackets(node)
    yield inner
    if isinstance(inner, Minus):
        yield from _signed(inner.inner)


def _factors(node: Node) -> set[str]:
    """The names that are factors, or below the stroke, or the base of such a power."""
    factors = node.factors if isinstance(node, Times) else node.parts
    found = set()
    for factor in factors:
        inner = without_brackets(factor)
        while isinstance(inner, Inverse | Power | Component | Transposed):
            inner = without_brackets(inner.base if isinstance(inner, Power) else inner.inner)
        found |= {inner.full} if isinstance(inner, Name) else _factors(inner) if isinstance(inner, Times) else set()
    return found


def _terms(node: Node) -> Iterator[Node]:
    """The terms of a sum, and of the sums among them."""
    inner = without_brackets(node)
    if isinstance(inner, Minus):
        yield from _terms(inner.inner)
    elif isinstance(inner, Plus):
        for term in inner.terms:
            yield from _terms(term)
    else:
        yield inner
