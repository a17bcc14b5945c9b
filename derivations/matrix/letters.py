"""The letters of a product: which of them can go, and which factors they bind together."""

from __future__ import annotations

from typing import Any

from sympy import Integer, Rational, S, Symbol

from derivations.matrix.tensors import (
    Basis,
    Factor,
    Identity,
    Letter,
    Node,
    NoMatrixForm,
    Number,
    Ones,
    Product,
    Variable,
)


def lettered(coefficient: Rational, factors: list[Factor], out: tuple[Letter, ...]) -> Node:
    """The product with its letters numbered: those of `out` first."""
    if not factors:
        return Number(coefficient)
    if coefficient == 1 and len(factors) == 1 and factors[0].letters == out:
        return factors[0].node
    names: dict[Letter, int] = {}
    for letter in (*out, *(letter for f in factors for letter in f.letters)):
        names.setdefault(letter, len(names))
    renamed = tuple(Factor(f.node, tuple(names[letter] for letter in f.letters)) for f in factors)
    return Product(coefficient, renamed, tuple(range(len(out))))


def renamed(node: Product, letters: tuple[Letter, ...], place: int) -> list[Factor]:
    """The factors of the inner product, its summed letters renamed so that they meet no others."""
    names = dict(zip(node.out, letters, strict=True))
    return [Factor(f.node, tuple(names.get(x, ("inner", place, x)) for x in f.letters)) for f in node.factors]


def without_identities(factors: list[Factor], out: tuple[Letter, ...]) -> list[Factor]:
    """An identity matrix renames an index of all others; it goes, if that index was summed over or both are one."""
    for place, factor in enumerate(factors):
        if isinstance(factor.node, Identity):
            a, b = factor.letters
            gone, kept = (a, b) if a not in out else (b, a)
            others = [*factors[:place], *factors[place + 1 :]]
            if a == b or gone not in out:
                others.insert(place, Factor(Ones(factor.node.size), (kept,)))
                return without_identities(_joined(others, gone, kept), out)
            if any(gone in f.letters for f in others):
                joined = _joined(others, gone, kept)
                return without_identities([*joined[:place], factor, *joined[place:]], out)
    return factors


def _joined(factors: list[Factor], gone: Letter, kept: Letter) -> list[Factor]:
    return [Factor(f.node, tuple(kept if x == gone else x for x in f.letters)) for f in factors]


def closed(factors: list[Factor], out: tuple[Letter, ...]) -> list[Factor]:
    """Factors that are summed over with each other only are one number, so that it meets its own powers."""
    closed: list[Factor] = []
    left = list(factors)
    while left:
        group = _connected(left)
        left = [f for f in left if not any(f is each for each in group)]  # two may be equal, as the sizes in n n
        is_number = group[0].letters and not any(x in out for f in group for x in f.letters)
        closed += [Factor(lettered(S.One, group, ()))] if is_number else group
    return closed


def _connected(factors: list[Factor]) -> list[Factor]:
    """The first factor, and all that share letters with it or with each other."""
    letters, size = set(factors[0].letters), -1
    while len(letters) > size:
        size = len(letters)
        letters = letters.union(*(f.letters for f in factors if letters.intersection(f.letters)))
    return [f for f in factors if f is factors[0] or letters.intersection(f.letters)]


def without_ones(factors: list[Factor], out: tuple[Letter, ...]) -> list[Factor]:
    """Ones are needed only along a letter of `out` that no other factor has; summed alone, they are a size."""
    others = [f for f in factors if not isinstance(f.node, Ones)]
    covered = {letter for f in others for letter in f.letters}
    kept = [f for f in others if not (isinstance(f.node, Basis) and _is_alone(f, others, out))]  # its entries sum to 1
    for factor in factors:
        if isinstance(factor.node, Ones) and factor.letters[0] not in covered:
            covered.add(factor.letters[0])
            kept.append(factor if factor.letters[0] in out else Factor(_size(factor.node.size)))
    return kept


def _is_alone(factor: Factor, factors: list[Factor], out: tuple[Letter, ...]) -> bool:
    (letter,) = factor.letters
    return letter not in out and not any(letter in f.letters for f in factors if f is not factor)


def _size(size: Any) -> Node:
    if isinstance(size, Integer):
        return Number(size)
    if isinstance(size, Symbol):
        return Variable(size)
    msg = f"the size {size} is neither a number nor a letter"
    raise NoMatrixForm(msg)


def ones_along(factor: Factor) -> list[Factor]:
    """Ones with the letters of the factor, in its place."""
    return [Factor(Ones(size), (x,)) for x, size in zip(factor.letters, factor.node.shape, strict=True)]
