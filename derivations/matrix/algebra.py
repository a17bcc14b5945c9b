"""Products, sums and powers in normal form, so that like terms and like factors find each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sympy import Rational, S, gcd

from derivations.matrix.letters import closed, lettered, ones_along, renamed, without_identities, without_ones
from derivations.matrix.tensors import (
    ONE,
    Apply,
    Basis,
    Factor,
    Identity,
    Letter,
    Node,
    Number,
    Ones,
    Plus,
    Power,
    Product,
    Shape,
    is_zero,
    letter_sizes,
)


def zero(shape: Shape) -> Node:
    return Number(S.Zero) if not shape else Plus((), shape)


def ones(shape: Shape) -> Node:
    return product([Factor(Ones(size), (axis,)) for axis, size in enumerate(shape)], tuple(range(len(shape))))


def scale(number: Any, node: Node) -> Node:
    return product([whole(node)], tuple(range(len(node.shape))), number)


def whole(node: Node) -> Factor:
    """The node as a factor whose letters are its axes."""
    return Factor(node, tuple(range(len(node.shape))))


def hadamard(*nodes: Node) -> Node:
    """The product entry by entry of nodes of one shape."""
    return product([whole(node) for node in nodes], whole(nodes[0]).letters)


def product(factors: Iterable[Factor], out: Sequence[Letter], coefficient: Any = S.One) -> Node:
    """The product of the factors, summed over every letter that is not in `out`."""
    factors, out = list(factors), tuple(out)
    sizes = letter_sizes(factors)
    coefficient, flat = opened(factors, Rational(coefficient))
    if coefficient == 0:
        return zero(tuple(sizes[letter] for letter in out))
    flat = without_ones(_merged(_picked(without_identities(flat, out), out)), out)
    return lettered(coefficient, _merged(closed(flat, out)), out)


def opened(factors: Iterable[Factor], coefficient: Rational = S.One) -> tuple[Rational, list[Factor]]:
    """Numbers taken out, and products inside the product opened."""
    flat: list[Factor] = []
    for place, factor in enumerate(factors):
        number, node = split(factor.node)
        coefficient *= number
        if isinstance(node, Product):
            flat += renamed(node, factor.letters, place)
        elif node != ONE:
            flat.append(Factor(node, factor.letters))
    return coefficient, flat


def split(node: Node) -> tuple[Rational, Node]:
    """The number in front of a node, and the node without it."""
    if isinstance(node, Number):
        return node.value, ONE
    if is_zero(node):
        return S.Zero, node
    if isinstance(node, Product) and node.coefficient != 1:
        return node.coefficient, lettered(S.One, list(node.factors), node.out)
    if isinstance(node, Plus):
        content = _content(node)
        if content != 1:
            return content, plus([scale(1 / content, term) for term in node.terms], node.shape)
    return S.One, node


def _content(node: Plus) -> Rational:
    """The common divisor of the numbers in a sum: negative if they all are."""
    numbers = [split(term)[0] for term in node.terms]
    divisor = gcd(numbers)
    return -divisor if all(number < 0 for number in numbers) else divisor


def _picked(factors: list[Factor], out: tuple[Letter, ...]) -> list[Factor]:
    """e_y[k] f[k] is e_y[k] f[y]: each factor beside a basis vector is summed over with its own copy of that vector."""
    for basis in [f for f in factors if isinstance(f.node, Basis)]:
        (letter,) = basis.letters
        beside = [f for f in factors if letter in f.letters and not isinstance(f.node, Basis | Ones)]
        if len(beside) > (letter not in out):
            factors = [f for f in factors if f not in beside and f != basis]
            factors += [basis] if letter in out else []
            factors += [
                f for copy, factor in enumerate(beside) for f in _entry(basis, factor, ("picked", letter, copy))
            ]
    return factors


def _entry(basis: Factor, factor: Factor, own: Letter) -> list[Factor]:
    """The factor beside a basis vector with its own letter; a power of an entry, rather than an entry of a power."""
    (letter,) = basis.letters
    base, exponent = as_power(factor.node)
    pair = [Factor(basis.node, (own,)), Factor(base, tuple(own if x == letter else x for x in factor.letters))]
    if exponent == 1:
        return pair
    out = tuple(x for x in factor.letters if x != letter)
    return [Factor(power(product(pair, out), exponent), out)]


def _merged(factors: list[Factor]) -> list[Factor]:
    """Powers of one base with the same letters become one power."""
    powers: dict[Factor, Rational] = {}
    for factor in factors:
        base, exponent = as_power(factor.node)
        letters = tuple(sorted(factor.letters, key=str)) if base.symmetric else factor.letters
        place = Factor(base, letters)
        powers[place] = powers.get(place, S.Zero) + exponent
    merged = []
    for place, exponent in powers.items():
        if _is_absorbed(place, powers):
            continue
        node = power(place.node, exponent)
        merged += [Factor(node, place.letters)] if exponent else ones_along(place)
    return merged


def _is_absorbed(place: Factor, powers: Mapping[Factor, Rational]) -> bool:
    """(u)_+ [u > 0] is (u)_+."""
    node = place.node
    if not (isinstance(node, Apply) and node.function == "step"):
        return False
    return powers.get(Factor(Apply("positive_part", node.argument), place.letters), S.Zero) > 0


def plus(terms: Iterable[Node], shape: Shape) -> Node:
    """The sum of nodes of one shape, like terms collected."""
    collected: dict[Node, Rational] = {}
    for term in terms:
        for number, node in _summands(term):
            collected[node] = collected.get(node, S.Zero) + number
    kept = [scale(number, node) for node, number in collected.items() if number]
    if len(kept) == 1:
        return kept[0]
    return Plus(tuple(kept), shape) if kept else zero(shape)


def _summands(term: Node) -> list[tuple[Rational, Node]]:
    if isinstance(term, Plus):
        return [summand for part in term.terms for summand in _summands(part)]
    number, node = split(term)
    if number == -1 and isinstance(node, Plus):
        return [(-inner, part) for inner, part in _summands(node)]
    return [(number, node)] if number else []


def as_power(node: Node) -> tuple[Node, Rational]:
    return (node.base, node.exponent) if isinstance(node, Power) else (node, S.One)


def power(base: Node, exponent: Rational) -> Node:
    """The power entry by entry; that of a product is the product of the powers where this holds for every sign."""
    if exponent == 1 or isinstance(base, Ones | Basis | Identity):
        return base
    if exponent == 0:
        return ones(base.shape)
    if isinstance(base, Number) and (base.value**exponent).is_Rational:
        return Number(base.value**exponent)
    if isinstance(base, Power) and exponent.is_Integer:
        return power(base.base, base.exponent * exponent)
    if isinstance(base, Product) and exponent.is_Integer and is_entrywise(base):
        powers = [Factor(power(f.node, exponent), f.letters) for f in base.factors]
        return product(powers, base.out, base.coefficient**exponent)
    return Power(base, exponent)


def apply(function: str, argument: Node, *, model: bool = False) -> Node:
    """The function entry by entry; of one entry f[y] of an array, it is the entry of the function."""
    if not (isinstance(argument, Product) and _is_entry(argument)):
        return Apply(function, argument, model)
    factors = [
        f if isinstance(f.node, Basis) else Factor(Apply(function, f.node, model), f.letters) for f in argument.factors
    ]
    return product(factors, argument.out)


def _is_entry(node: Product) -> bool:
    """Is it an array at one position of one axis, and nothing else?"""
    picking = [f.letters[0] for f in node.factors if isinstance(f.node, Basis)]
    summed = [x for x in letter_sizes(node.factors) if x not in node.out]
    return node.coefficient == 1 and len(node.factors) == 2 and len(picking) == 1 and summed == picking  # noqa: PLR2004


def is_entrywise(node: Product) -> bool:
    """Is nothing summed over?"""
    return all(letter in node.out for f in node.factors for letter in f.letters)
