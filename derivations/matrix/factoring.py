"""Common factors put in front: X'a + X'b becomes X'(a + b)."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Rational

from derivations.matrix.algebra import as_power, plus, power, product, split, whole
from derivations.matrix.tensors import MATRIX, Factor, Letter, Node, Plus, Product


@dataclass(frozen=True)
class Cut:
    """A term, cut into one of its factors and the rest. Terms with equal `front` and `out` can share the factor."""

    front: Factor
    out: tuple[Letter, ...]
    rest: Node


def factored(node: Plus) -> Node:
    """The sum with common factors in front: numbers that all its terms share, arrays that some of them do."""
    shared = _common_scalar(node)
    if shared:
        inner = plus([_divided(term, shared) for term in node.terms], node.shape)
        return product([*shared, whole(factored_all(inner))], whole(inner).letters)
    group = _largest_group(node)
    if not group:
        return node
    together = _joined(list(group.values()), node)
    first = min(group)
    terms = [term for place, term in enumerate(node.terms) if place not in group]
    return factored_all(plus([*terms[:first], together, *terms[first:]], node.shape))


def factored_all(node: Node) -> Node:
    return factored(node) if isinstance(node, Plus) else node


def _factors(term: Node) -> tuple[Factor, ...]:
    _, bare = split(term)
    return bare.factors if isinstance(bare, Product) else (whole(bare),)


def _common_scalar(node: Plus) -> list[Factor]:
    """The powers of scalars that every term has."""
    powers = [dict(as_power(f.node) for f in _factors(term) if not f.letters) for term in node.terms]
    if not powers:
        return []
    shared = []
    for base in powers[0]:
        exponents = [each[base] for each in powers if base in each]
        if len(exponents) == len(powers) and len({exponent > 0 for exponent in exponents}) == 1:
            shared.append(Factor(power(base, min(exponents, key=_size))))
    return shared


def _size(exponent: Rational) -> Rational:
    return abs(exponent)


def _divided(term: Node, by: list[Factor]) -> Node:
    inverses = [Factor(power(f.node, Rational(-1))) for f in by]
    return product([*inverses, whole(term)], whole(term).letters)


def _largest_group(node: Plus) -> dict[int, Cut]:
    """The most terms that share a factor; if several factors are shared as often, that with the most axes."""
    groups: dict[tuple[Factor, tuple[Letter, ...]], dict[int, Cut]] = {}
    for place, term in enumerate(node.terms):
        for cut in _cuts(term):
            groups.setdefault((cut.front, cut.out), {}).setdefault(place, cut)
    shared = [(group, key) for key, group in groups.items() if len(group) > 1 and len(key[1]) <= MATRIX]
    shared.sort(key=lambda item: (len(item[0]), len(item[1][0].letters)), reverse=True)
    return shared[0][0] if shared else {}


def _cuts(term: Node) -> list[Cut]:
    factors, axes = _factors(term), whole(term).letters
    number, _ = split(term)
    return [_cut(number, factors, place, axes) for place, factor in enumerate(factors) if factor.letters]


def _cut(number: Rational, factors: tuple[Factor, ...], place: int, axes: tuple[Letter, ...]) -> Cut:
    """Letters that are summed over are named by the axis of the front factor that they belong to."""
    names: dict[Letter, Letter] = {x: ("front", axis) for axis, x in enumerate(factors[place].letters) if x not in axes}
    renamed = [Factor(f.node, tuple(names.get(x, x) for x in f.letters)) for f in factors]
    front = renamed.pop(place)
    inside = {letter for f in renamed for letter in f.letters}
    out = tuple(x for x in (*axes, *names.values()) if x in inside)
    return Cut(front, out, product(renamed, out, number))


def _joined(cuts: list[Cut], node: Plus) -> Node:
    inner = factored_all(plus([cut.rest for cut in cuts], cuts[0].rest.shape))
    return product([cuts[0].front, Factor(inner, cuts[0].out)], whole(node).letters)
