"""Sums read as one sum, and what is linear in a letter: so that intervals see what the terms are together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from sympy import Add, Basic, Expr, Mul, Sum, Symbol, sift
from sympy.tensor.indexed import Indexed

from derivations.language.functions import Named
from derivations.language.indices import substitute

Multiple = tuple[Expr, Sum]  # a factor that the index of the sum does not meet, and the sum


@lru_cache(maxsize=2**12)
def one_sum(u: Add) -> Expr:
    """The terms that are sums over the same values of an index as one sum: of A + c B a sum of a_i + c b_i."""
    rest, groups = list[Expr](), dict[Basic, list[Multiple]]()
    for term in u.args:
        found = _multiple(term)
        if found is None:
            rest.append(term)
        else:
            groups.setdefault(found[1].limits[0][1:], []).append(found)
    return u if max(map(len, groups.values()), default=0) <= 1 else Add(*rest, *map(_joined, groups.values()))


def _multiple(term: Expr) -> Multiple | None:
    """The term as a multiple of a sum over a single index."""
    factors = [_defined(factor) for factor in Mul.make_args(term)]
    sums, others = sift(factors, lambda factor: isinstance(factor, Sum), binary=True)
    if len(sums) != 1 or len(sums[0].limits) != 1 or sums[0].limits[0][0] in Mul(*others).free_symbols:
        return None
    return Mul(*others), sums[0]


def _defined(factor: Expr) -> Expr:
    is_sum = isinstance(factor, Named) and isinstance(factor.definition, Sum)
    return factor.definition if is_sum else factor


def _joined(multiples: list[Multiple]) -> Expr:
    (index, low, high) = multiples[0][1].limits[0]
    inner = Symbol(f"{index}.", integer=True, positive=True)  # no script has such a name
    terms = [factor * substitute(total.function, {total.limits[0][0]: inner}) for factor, total in multiples]
    return Sum(Add(*terms), (inner, low, high))


def letters_met_again(u: Expr) -> list[Expr]:
    """The letters that stand in it more than once."""
    times = Counter(_letters(u))
    return sorted((letter for letter, number in times.items() if number > 1), key=str)


def _letters(u: Basic) -> Iterator[Expr]:
    if isinstance(u, Symbol | Indexed):
        yield u
    else:
        yield from chain.from_iterable(map(_letters, u.args))


def is_linear(u: Expr, letter: Expr) -> bool:
    """Is it linear in the letter, as it is written?"""
    if u == letter or not u.has(letter):
        return True
    if u.is_Add:
        return all(is_linear(term, letter) for term in u.args)
    met = [factor for factor in u.args if factor.has(letter)] if u.is_Mul else []
    return len(met) == 1 and is_linear(met[0], letter)
