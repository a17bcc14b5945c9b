"""What the domains of the symbols already grant, so that no line repeats it as a condition.

The reasoning is that of intervals, with five facts beside it that intervals do not see: a term of a sum of positive
terms is a share of it, as in a softmax, and less than the sum where there are others; a rising function keeps the order
of its arguments; a step or a sign takes no values between its own; and what is linear in a letter lies between its
values at the ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain
from math import prod
from random import Random
from typing import Any

from sympy import Basic, Expr, Ge, Gt, Integer, KroneckerDelta, Max, Min, Mul, Ne, NumberSymbol, Rational, Sum, Symbol
from sympy.tensor.indexed import Indexed

from derivations.calculus.canon import expanded, factored
from derivations.calculus.cases import cases
from derivations.calculus.comparing import least_sign, left_over, positive_sides
from derivations.calculus.ranges import (
    EVERYWHERE,
    FUNCTIONS,
    INFINITE,
    ONE,
    ORDERED,
    RISING,
    ZERO,
    Range,
    assumed,
    between,
    between_ends,
    highest,
    hull_of,
    point,
)
from derivations.calculus.summed import is_linear, letters_met_again, one_sum
from derivations.language.domains import Domain, Index, Indices
from derivations.language.functions import Branches, Named, clip, largest, magnitude, smallest
from derivations.language.over import Over, Place

FEW = 3  # letters from one of whose ends to the other something is linear
Binders = Iterable[tuple[Basic, ...]]


@dataclass(frozen=True)
class Known:
    """What is known of the symbols of a loss.

    Args:
        domains: of symbols and arrays; of others, what SymPy was told of the symbol.
        values: of plain intermediates, which do not carry their definition, where they lie.
        bound: of an index of a sum, the first and the last value that it takes.
        stated: the inequalities between symbols that hold as well.
    """

    domains: Mapping[Any, Domain] = field(default_factory=dict)
    values: Mapping[Any, Range] = field(default_factory=dict)
    bound: Mapping[Basic, tuple[Any, Any]] = field(default_factory=dict)
    stated: tuple[Basic, ...] = ()

    def within(self, binders: Binders) -> Known:
        """What is known inside these sums."""
        ends = {index: (low, high) for index, low, high in binders}
        return replace(self, bound={**self.bound, **ends}) if ends else self

    def stating(self, relations: Iterable[Basic]) -> Known:
        """What is known where these hold as well."""
        return replace(self, stated=(*self.stated, *relations))

    @property
    def ranges(self) -> Mapping[Basic, tuple[Any, Any]] | None:
        """Those of the indices; None where no domains are known."""
        indices = {name: domain for name, domain in self.domains.items() if isinstance(domain, Index | Indices)}
        free = {name: (1, domain.last) for name, domain in indices.items()}
        return {**free, **self.bound} if self.domains else None

    def grants(self, condition: Basic, given: Iterable[Basic] = ()) -> bool:
        """Does the condition u > 0, u >= 0 or u != 0 hold for all values of the symbols for which those given hold?"""
        if not isinstance(condition, Gt | Ge | Ne):
            return False
        u = condition.lhs - condition.rhs
        if isinstance(condition, Ge) and self.is_nonnegative(u):
            return True
        if isinstance(condition, Ne):
            return self.is_nonzero(u) or any(self._follows(v, given) for v in (u, -u, magnitude(u)))
        return self.is_positive(u) or self._follows(u, given)

    def is_end_of(self, value: Expr, w: Expr) -> bool:
        """Is this one of the ends of the domain of w?"""
        reach = self.range(w)
        return bool(value.is_Rational) and Fraction(int(value.p), int(value.q)) in (reach.low, reach.high)

    def some_value(self, u: Expr, rng: Random) -> Rational:
        """A number that u may be."""
        domain = self.domains.get(u.base if isinstance(u, Indexed) else u)
        if domain is not None and domain.choices:
            return Rational(rng.choice(domain.choices))
        reach, share = self.range(u), Fraction(rng.randrange(1, 100), 100)
        if reach.low == -INFINITE:
            low, high = (-3, 3) if reach.high == INFINITE else (reach.high - 3, reach.high)
        else:
            low, high = reach.low, reach.low + 3 if reach.high == INFINITE else reach.high
        value = Fraction(low) + (Fraction(high) - Fraction(low)) * share
        return Rational(value.numerator, value.denominator)

    def _follows(self, u: Expr, given: Iterable[Basic]) -> bool:
        """Is u > 0, because it is no less than something positive?"""
        for strict, d in positive_sides(given):
            left = self.range(expanded(u - d))
            if left.is_positive or (strict and left.is_nonnegative):
                return True
        return False

    def is_positive(self, u: Expr) -> bool:
        """Is u > 0?"""
        if self._follows(u, self.stated):
            return True
        if least_sign(u) == 1:
            return True
        return all(self.range(case).is_positive or self.range(factored(case)).is_positive for case in cases(u))

    def is_nonnegative(self, u: Expr) -> bool:
        """Is u >= 0?"""
        if any(self.range(expanded(u - d)).is_nonnegative for _, d in positive_sides(self.stated)):
            return True
        if least_sign(u) is not None:
            return True
        return all(self.range(case).is_nonnegative or self.range(factored(case)).is_nonnegative for case in cases(u))

    def is_nonzero(self, u: Expr) -> bool:
        """Is u never 0?"""
        if self._follows(u, self.stated) or self._follows(-u, self.stated):
            return True
        if any(isinstance(other, Ne) and expanded(u - other.lhs + other.rhs) == 0 for other in self.stated):
            return True
        if 1 in (least_sign(u), least_sign(-u)):
            return True
        return all(self.range(case).is_nonzero or self.range(factored(case)).is_nonzero for case in cases(u))

    def range(self, u: Basic) -> Range:
        """An interval that holds every value of u, wherever it has one."""
        if u.is_Rational:
            return point(Fraction(int(u.p), int(u.q)))
        if isinstance(u, Symbol | Indexed):
            return self._of_name(u)
        if isinstance(u, Named):
            return self.range(u.definition)
        if u.is_Add:
            return self._of_terms(u)
        if u.is_Mul:
            return self._of_product(u)
        if u.is_Pow:
            return self._of_power(self.range(u.base), u.exp)
        if isinstance(u, Sum):
            return self._of_sum(u)
        return self._of_function(u)

    def _of_name(self, u: Expr) -> Range:
        reach = self._of_domain(u)
        is_stated = self.stated and {Ne(u, 0), Ne(magnitude(u), 0)} & {*self.stated}
        return replace(reach, never_zero=True) if is_stated else reach

    def _of_domain(self, u: Expr) -> Range:
        name = u.base if isinstance(u, Indexed) else u
        if name in self.values:
            return self.values[name]
        domain = self.domains.get(name)
        if domain is None:
            first, _ = self.bound.get(u, (None, None))
            return Range(Fraction(int(first)), low_met=True) if first is not None and _is_whole(first) else assumed(u)
        if domain.values:
            return replace(
                hull_of(point(Fraction(value)) for value in domain.values), never_zero=0 not in domain.values
            )
        first, last = domain.interval
        low, high = -INFINITE if first is None else first, INFINITE if last is None else last
        return Range(low, high, domain.ends[0] and low != -INFINITE, domain.ends[1] and high != INFINITE)

    def _of_terms(self, u: Expr) -> Range:
        reach = self._of_each_term(u)
        if reach.is_nonzero:
            return reach
        together = one_sum(u)
        found = self._from_end_to_end(u) if together == u else self.range(together)
        return found if found.is_nonzero or found.is_nonnegative else reach

    def _from_end_to_end(self, u: Expr) -> Range:
        """That of what is linear in a letter, which runs from one number to another: between those at its ends."""
        letters = [letter for letter in letters_met_again(u) if is_linear(u, letter)]
        found = list[Range]()
        for letter in letters if len(letters) <= FEW else ():
            reach = self._of_domain(letter)
            numbers = [Rational(end) for end in (reach.low, reach.high) if isinstance(end, Fraction)]
            if len(numbers) == 2:  # noqa: PLR2004
                there = [self.range(u.xreplace({letter: number})) for number in numbers]
                found.append(between_ends(there, [reach.low_met, reach.high_met]))
        told = (reach for reach in found if reach.is_nonzero), (reach for reach in found if reach.is_nonnegative)
        return next(chain(*told), EVERYWHERE)

    def _of_each_term(self, u: Expr) -> Range:
        reach = sum((self.range(term) for term in u.args[1:]), self.range(u.args[0]))
        if reach.low <= 0 and len(u.args) == 2 and any(self._exceeds(v, -w) for v, w in (u.args, u.args[::-1])):  # noqa: PLR2004
            return replace(reach, low=ZERO, low_met=False)
        rest = left_over(u, self.is_nonnegative) if reach.low < 0 else None
        least = reach if rest is None else self.range(rest)
        return reach if rest is None or least.low < 0 else replace(reach, low=least.low, low_met=least.low_met)

    def _exceeds(self, u: Expr, v: Expr) -> bool:
        """Is u > v, as a rising function of something larger, or as a sum of positive terms of which v is but one?"""
        u, v = (part.definition if isinstance(part, Named) else part for part in (u, v))
        if isinstance(u, RISING) and type(u) is type(v):
            return self.is_positive(expanded(u.args[0] - v.args[0]))
        return isinstance(u, Sum) and self._least_number(u) > 1 and self._is_term(v, u)

    def _of_product(self, u: Expr) -> Range:
        for factor in u.args:
            if factor.is_Pow and factor.exp == -1:
                rest = Mul(*[other for other in u.args if other != factor])
                for part in dict.fromkeys((rest, *rest.args) if rest.is_Mul else (rest,)):
                    share = self._of_share(part, factor.base)
                    if share is not None:
                        return share * self.range(rest / part)
        return prod((self.range(factor) for factor in u.args[1:]), start=self.range(u.args[0]))

    def _of_share(self, part: Expr, whole: Expr) -> Range | None:
        """That of f_k / sum_j f_j for positive f, or of x / (x + y) for positive x and y: between 0 and 1."""
        whole = whole.definition if isinstance(whole, Named) else whole
        if isinstance(whole, Sum) and self._is_term(part, whole):
            return Range(ZERO, ONE, high_met=self._least_number(whole) <= 1)
        if whole.is_Add and part in whole.args and self.is_nonnegative(part):
            others, low_met = self.range(whole - part), not self.is_positive(part)
            if others.is_positive or (others.is_nonnegative and not low_met):
                return Range(ZERO, ONE, low_met, high_met=not others.is_positive)
        return None

    def _is_term(self, u: Expr, total: Sum) -> bool:
        """Is u one of the terms of the sum, all of which are positive?"""
        if len(total.limits) != 1:
            return False
        ((index, low, high),) = total.limits
        here = [s for s in u.free_symbols if low == 1 and high != 1 and self._last(s) == high]
        same = any(total.function.xreplace({index: letter}) == u for letter in here)
        return same and self.within(total.limits).is_positive(total.function)

    def _last(self, index: Basic) -> Basic | None:
        domain = self.domains.get(index)
        return domain.last if isinstance(domain, Index) else self.bound.get(index, (None, None))[1]

    def _least_number(self, total: Sum) -> Fraction | float:
        """At least how many terms has the sum?"""
        inside = self.within(total.limits)
        return min(inside.least(high - low + 1) for _, low, high in total.limits)

    def least(self, count: Expr) -> Fraction | float:
        """What the number of values of an index is at least; another index counts as its last value at most."""
        for index in sorted(count.free_symbols, key=str):
            last = self._last(index)
            if last is not None and count.coeff(index).is_negative:
                count = expanded(count.xreplace({index: last}))
        return self.range(count).low

    def _of_sum(self, total: Sum) -> Range:
        inner = self.within(total.limits).range(total.function)
        known = self._least_number(total) >= 1
        low = inner.low if known and inner.low >= 0 else ZERO if inner.low >= 0 else -INFINITE
        high = inner.high if known and inner.high <= 0 else ZERO if inner.high <= 0 else INFINITE
        low_met, high_met = inner.low_met or not known, inner.high_met or not known
        one_sided = inner.is_nonnegative or inner.high <= 0
        never_zero = known and one_sided and inner.is_nonzero
        return Range(low, high, low_met and low != -INFINITE, high_met and high != INFINITE, never_zero)

    def _of_power(self, base: Range, exponent: Expr) -> Range:
        if exponent.is_Integer:
            power = base.power(abs(int(exponent))) if exponent != 0 else point(ONE)
            return power if exponent >= 0 else power.inverse()
        return base.broken_power(self.range(exponent)) if exponent.is_Rational or base.is_nonnegative else EVERYWHERE

    def _of_function(self, u: Basic) -> Range:
        if type(u) in FUNCTIONS:
            return FUNCTIONS[type(u)](self.range(u.args[0]))
        if type(u) in ORDERED and u.args[0].is_Integer and u.args[0] >= 0:
            return ORDERED[type(u)](u.args[0], self.range(u.args[1]))
        if isinstance(u, clip):
            _, low, high = map(self.range, u.args)
            return Range(low.low, high.high, low.low_met, high.high_met)
        if isinstance(u, Branches):
            return hull_of(self.range(value) for value, _ in u.cases)
        if isinstance(u, Max | Min | largest | smallest):
            rises = isinstance(u, Max | largest)
            return highest(map(self.range, u.args)) if rises else -highest(-self.range(v) for v in u.args)
        if isinstance(u, Place):
            return Range(ONE, INFINITE, low_met=True)
        if isinstance(u, Over):
            return self.within([(u.index, *u.ends)]).range(u.term)
        if isinstance(u, KroneckerDelta):
            return Range(ZERO, ONE, low_met=True, high_met=True)
        if isinstance(u, NumberSymbol):
            low, high = u.approximation_interval(Integer)
            return between(Fraction(int(low)), Fraction(int(high)))
        return EVERYWHERE


def _is_whole(end: Any) -> bool:
    return isinstance(end, int | Integer)
