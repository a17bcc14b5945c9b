"""Names given back to what they stand for, and what is known put to use: sigma(z) becomes h, S' becomes S."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Rational, S, Symbol
from sympy.tensor.indexed import Indexed

from derivations.language.domains import PositiveDefinite
from derivations.language.loss import Loss
from derivations.matrix.algebra import as_power, is_entrywise, opened, power, product, whole
from derivations.matrix.reading import Reader
from derivations.matrix.tensors import ONE, Alias, Apply, Factor, Letter, Node, Power, Product, Shape, Variable

Letters = dict[Letter, Letter]


@dataclass(frozen=True)
class Fold:
    """An array, and the shorter one that it equals."""

    long: Node
    short: Node


def named(loss: Loss) -> Iterator[Fold]:
    """The intermediates of the loss, used by it or not, each with its definition."""
    reader = Reader(loss)
    pairs: list[tuple[Node, Node]] = [(v, reader.member(base, reader.layer)) for base, v in reader.families().items()]
    aliases = [reader.array(d.base) for d in loss.definitions if not reader.is_family(d.base)]
    pairs += [(alias.value, alias) for alias in aliases if isinstance(alias, Alias)]
    for value, name in pairs:
        if isinstance(value, Apply | Power | Product):
            yield Fold(value, name)


def known(loss: Loss) -> Iterator[Fold]:
    """What is symmetric by its domain, and the constraints from left to right: sum_k Y[i, k] = 1, S[i, j] = S[j, i]."""
    reader = Reader(loss)
    yield from (_symmetric(s, d.shape) for s, d in loss.symbols.items() if isinstance(d, PositiveDefinite))
    for left, right in loss.constraints:
        if isinstance(left, Indexed) and isinstance(right, Indexed) and left.indices == right.indices[::-1]:
            yield _symmetric(left.base, loss.symbols[left.base].shape)
        else:
            free = _free_indices(loss, left, reader)
            yield Fold(reader.read(left, free, "a constraint"), reader.read(right, free, "a constraint"))


def _symmetric(base: Any, shape: Shape) -> Fold:
    return Fold(Variable(base, shape), Variable(base, shape, equals_transpose=True))


def _free_indices(loss: Loss, expression: Expr, reader: Reader) -> dict[Symbol, object]:
    """The indices that no sum binds, in the order in which they come up, each with its size; but for the layer."""
    places = sorted(expression.atoms(Indexed), key=str)
    sizes = {
        index: size
        for place in places
        for index, size in zip(place.indices, loss.symbols[place.base].shape, strict=True)
    }
    return {index: size for index, size in sizes.items() if index in expression.free_symbols - {reader.layer}}


def fold(node: Node, folds: Sequence[Fold]) -> Node:
    """The node with the short form of whatever it is, or has among its factors."""
    for each in folds:
        if node == each.long:
            return each.short
        if isinstance(node, Product):
            folded = _fold_product(node, each)
            if folded is not node:
                return fold(folded, folds)
    return node


def _fold_product(node: Product, each: Fold) -> Node:
    pattern = (
        each.long if isinstance(each.long, Product) else Product(S.One, (whole(each.long),), whole(each.long).letters)
    )
    _, factors = opened(node.factors)
    signs = (S.One, S.NegativeOne) if is_entrywise(pattern) else (S.One,)
    for sign in signs:
        for found in _matches(opened(pattern.factors)[1], factors, {}, sign):
            letters, rest = found
            if _is_closed(pattern, letters, rest, node.out):
                short = Factor(power(each.short, sign), tuple(letters[letter] for letter in pattern.out))
                place = _first_taken(factors, rest)
                kept = [*rest[:place], short, *rest[place:]]
                return product(
                    [f for f in kept if f.node != ONE], node.out, node.coefficient / pattern.coefficient**sign
                )
    return node


def _first_taken(before: Sequence[Factor], after: Sequence[Factor]) -> int:
    return next(place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new)


def _matches(
    pattern: Sequence[Factor], factors: Sequence[Factor], letters: Letters, sign: Rational
) -> Iterator[tuple[Letters, list[Factor]]]:
    """The ways to find the pattern among the factors: what its letters are there, and what is left of the factors."""
    if not pattern:
        yield letters, list(factors)
        return
    first, *others = pattern
    for place, factor in enumerate(factors):
        left = _left_of(factor, first, sign, alone=not others and not letters)
        paired = _paired(first.letters, factor.letters, letters) if left else None
        if left and paired is not None:
            rest = [*factors[:place], left, *factors[place + 1 :]]
            yield from _matches(others, rest, paired, sign)


def _left_of(factor: Factor, wanted: Factor, sign: Rational, *, alone: bool) -> Factor | None:
    """What is left of a factor without the wanted power. A root alone is not taken out of a whole power."""
    base, has = as_power(factor.node)
    wanted_base, takes = as_power(wanted.node)
    takes *= sign
    if base != wanted_base or has / takes < 1 or (alone and has.q != takes.q):
        return None
    return Factor(ONE) if has == takes else Factor(power(base, has - takes), factor.letters)


def _paired(wanted: tuple[Letter, ...], has: tuple[Letter, ...], letters: Letters) -> Letters | None:
    """The letters of the pattern with those of a factor joined on."""
    paired = dict(letters)
    for mine, yours in zip(wanted, has, strict=True):
        if paired.setdefault(mine, yours) != yours:
            return None
    return paired


def _is_closed(pattern: Product, letters: Letters, rest: Sequence[Factor], out: tuple[Letter, ...]) -> bool:
    """Are the letters that the pattern sums over summed over here, each by itself, and nowhere else?

    Two of the others may be one: the entries p[i, i] are folded as all p[i, j] are.
    """
    used = {letter for factor in rest for letter in factor.letters} | set(out)
    used |= {letters[letter] for letter in pattern.out}
    summed = [letters[letter] for letter in letters if letter not in pattern.out]
    return used.isdisjoint(summed) and len(set(summed)) == len(summed)
