"""The signs that a formula may have at the points of the domains: by its structure, and else cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from sympy import (
    Add,
    Basic,
    Expr,
    Gt,
    Indexed,
    Integer,
    Lt,
    Mul,
    Pow,
    Rational,
    Sum,
    Symbol,
    exp,
    expand,
    factor,
    fraction,
    tanh,
    together,
)

from derivations.evidence.proof.cells import Cell
from derivations.evidence.proof.defined import NO_NUMBERS
from derivations.evidence.proof.emptiness import everywhere, possible_signs
from derivations.evidence.proof.given import Given, within
from derivations.evidence.proof.proving import FAILURES
from derivations.evidence.proof.trees import apart, replaced
from derivations.evidence.proof.workspace import Workspace
from derivations.evidence.scope import Binder
from derivations.language.domains import Index, PositiveDefinite
from derivations.language.functions import Named, magnitude, positive_part, sigma, step
from derivations.language.shapes import base_of

ALL = frozenset({-1, 0, 1})
UP, DOWN = frozenset({0, 1}), frozenset({-1, 0})
GROWING = (exp, sigma, tanh)  # functions of all numbers
MOST_LABELLED = 8  # choices of labels, each a cell of its own


class Signs:
    """What is known of signs.

    Args:
        given: what the loss states, and what is known of the indices bound around.
        binders: these indices, each with its first and last value, the outermost first.
    """

    def __init__(self, given: Given, binders: tuple[Binder, ...] = ()) -> None:
        self.given, self.binders = given, binders
        self.known: dict[Basic, frozenset[int]] = {}

    def around(self, binders: Iterable[Binder]) -> Signs:
        """The same within a sum."""
        binders = tuple(binders)
        return Signs(within(self.given, binders), (*self.binders, *binders))

    def of(self, u: Any) -> frozenset[int]:
        """All signs that it is not known not to have."""
        if u not in self.known:
            found = self._of(u)
            is_told = len(found) == 1 or u.has(*NO_NUMBERS)
            self.known[u] = found if is_told else self._in_cells(u, found)
            if len(self.known[u]) > 1 and isinstance(u, Add):
                self.known[u] &= self._of_fraction(u)
        return self.known[u]

    def _of_fraction(self, u: Add) -> frozenset[int]:
        """That of a sum over one denominator, which is not multiplied out: its squares stay squares."""
        if not any(isinstance(node, Pow) and node.exp.is_negative and node.base.is_Add for node in u.atoms(Pow)):
            return ALL
        over, under = fraction(together(u))
        return ALL if under.is_Number else _product([self.of(expand(over)), self.of(under) - {0}])

    def is_up(self, u: Any) -> bool:
        """Is it never negative?"""
        return self.of(u) <= UP

    def _of(self, u: Any) -> frozenset[int]:
        if u.is_number and (u.is_positive or u.is_negative or u.is_zero):
            return frozenset({int(u.is_positive or False) - int(u.is_negative or False)})
        if u.has(*NO_NUMBERS):
            return ALL
        if isinstance(u, Named):
            return self.of(u.definition)
        if isinstance(u, Sum):
            return self._of_sum(u)
        if isinstance(u, Mul):
            return _product(map(self.of, u.args))
        if isinstance(u, Pow) and u.exp.is_Integer:
            base = self.of(u.base) - ({0} if u.exp.is_negative else set())
            return _product([base] * (2 if u.exp.is_even else 1)) & (UP if u.exp.is_even else ALL)
        if isinstance(u, Pow) and self.of(u.base) == {1}:
            return frozenset({1})
        if isinstance(u, Add):
            return (
                _total(map(self.of, u.args))
                & self._at_ends(u)
                & self._as_stated(u)
                & self._of_difference(u)
                & self._as_one_sum(u)
            )
        if isinstance(u, magnitude | positive_part | step):
            return UP
        if isinstance(u, Indexed) and self._is_on_diagonal(u):
            return frozenset({1})
        return ALL

    def _is_on_diagonal(self, u: Indexed) -> bool:
        """Of a positive definite matrix? It is the quadratic form of a basis vector."""
        return isinstance(self.given.loss.symbols.get(u.base), PositiveDefinite) and len(set(u.indices)) == 1

    def _as_stated(self, u: Add) -> frozenset[int]:
        """That of the difference of two sides that the loss states to be in order."""
        for relation in self.given.loss.relations:
            if isinstance(relation, Gt | Lt) and not relation.has(Indexed):
                gap = relation.gts - relation.lts
                for side in (1, -1):
                    if expand(u - side * gap) == 0:
                        return frozenset({side})
        return ALL

    def _of_difference(self, u: Add) -> frozenset[int]:
        """f(v) - f(w) has the sign of v - w if f grows: one sigmoid minus another."""
        if len(u.args) != 2:  # noqa: PLR2004
            return ALL
        minus, plus = sorted(u.args, key=lambda term: term.as_coeff_Mul()[0])
        if type(plus) not in GROWING or type(-minus) is not type(plus):
            return ALL
        return self.of(expand(plus.args[0] - (-minus).args[0]))

    def _at_ends(self, u: Add) -> frozenset[int]:
        """Along a straight line between two ends it has one of the signs that it has at the ends, or one between."""
        found = ALL
        cells = {node for node in u.atoms(Indexed) if node.base in self.given.ranges}
        for name in sorted(u.free_symbols & self.given.ranges.keys() | cells, key=str):
            within = self.given.ranges[base_of(name)]
            low, high = within.low, within.high
            if isinstance(low, Fraction) and isinstance(high, Fraction) and name not in self.given.whole:
                ends = _straight(u, name, (Rational(low), Rational(high)))
                signs = frozenset[int]().union(*map(self.of, ends)) if ends else ALL
                found &= signs if -1 not in signs or 1 not in signs else ALL
                if len(found) == 1:
                    break
        return found

    def _of_sum(self, u: Sum) -> frozenset[int]:
        """Of terms of one sign; there may be none, unless each index runs from 1 to a size."""
        own = self.around(u.limits).of(u.function)
        if own == {0} or (len(own) == 1 and all(low == 1 and self._is_counted(high) for _, low, high in u.limits)):
            return own
        return next((side for side in (UP, DOWN) if own <= side), ALL)

    def _is_counted(self, last: Any) -> bool:
        return last in self.given.whole and self.given.ranges[last].low >= 1

    def _as_one_sum(self, u: Add) -> frozenset[int]:
        """That of sums over the same indices as one: of its terms more may be known than of those of each."""
        terms: dict[Any, list[Expr]] = {}
        for part in map(without_names, u.args):
            sums = [node for node in Mul.make_args(part) if isinstance(node, Sum)]
            limits = sums[0].limits if len(sums) == 1 else ()
            terms.setdefault(limits, []).append(part / sums[0] * sums[0].function if limits else part)
        limits = next(iter(terms))
        return self._of_sum(Sum(Add(*terms[limits]), *limits)) if len(terms) == 1 and limits else ALL

    def _in_cells(self, u: Any, possible: frozenset[int]) -> frozenset[int]:
        """Those of the possible signs that it may have in some cell."""
        u = apart(u)
        given = replace(self.given, facts=(*self.given.facts, *self._shares(u)), shelf={})
        return frozenset(s for s in possible if not self._excludes(u, s, given))

    def _excludes(self, u: Expr, sign: int, given: Given) -> bool:
        def holds(cell: Cell, work: Workspace) -> bool:
            return sign not in possible_signs(cell.here(u), work)

        try:
            return everywhere(given, labelled(u, given), holds)
        except FAILURES:
            return False

    def _shares(self, u: Expr) -> Iterator[Expr]:
        """That no term of a sum is more than the sum, if none is negative: for the terms that are named."""
        written = without_names(u)
        for total in sorted(written.atoms(Sum), key=str):
            (index, low, high), *further = total.limits
            if further or low != 1:
                continue
            chosen = [i for i in sorted(written.free_symbols, key=str) if self._reaches(i, high)]
            if chosen and self.around(total.limits).is_up(total.function):
                yield from (total - replaced(total.function, {index: i}) for i in chosen)

    def _reaches(self, index: Basic, last: Basic) -> bool:
        """Does this free index run from 1 to the last one?"""
        around = [(low, high) for i, low, high in self.binders if i == index]
        if around:
            return around[-1] == (1, last)
        domain = self.given.loss.symbols.get(index)
        return isinstance(domain, Index) and domain.last == last


def labelled(u: Expr, given: Given) -> list[Cell]:
    """One cell for each choice of the labels, unless there are many."""
    values = {
        s: d.values for s, d in given.loss.symbols.items() if isinstance(s, Symbol) and s in u.free_symbols and d.values
    }
    choices = product(*values.values()) if prod(map(len, values.values())) <= MOST_LABELLED else [()]
    return [Cell(put=tuple({s: Integer(v)} for s, v in zip(values, choice, strict=False))) for choice in choices]


def without_names(u: Any) -> Any:
    return replaced(u, {name: without_names(name.definition) for name in u.atoms(Named)}) if u.has(Named) else u


def _straight(u: Add, name: Basic, ends: tuple[Expr, Expr]) -> list[Expr]:
    """The values at the ends, if it is straight in the name; factors are sought, as their signs are easier to tell."""
    written = expand(u)
    slope = written.coeff(name)
    rest = expand(written - name * slope)
    if slope.has(name) or rest.has(name) or u.has(Named, Sum):
        return []
    return [factor(rest + end * slope) for end in ends]


def _product(signs: Iterable[frozenset[int]]) -> frozenset[int]:
    found = frozenset({1})
    for own in signs:
        found = frozenset(one * other for one in found for other in own)
    return found


def _total(signs: Iterable[frozenset[int]]) -> frozenset[int]:
    every = list(signs)
    for side, strict in ((frozenset({0}), 0), (UP, 1), (DOWN, -1)):
        if all(own <= side for own in every):
            return frozenset({strict}) if any(own == {strict} for own in every) else side
    return ALL
