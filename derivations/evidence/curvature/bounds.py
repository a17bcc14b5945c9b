"""Between what a formula lies while a variable moves: bounds that do not depend on it, by interval arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Indexed,
    Integer,
    Mul,
    Poly,
    Pow,
    Rational,
    Sum,
    Symbol,
    atan,
    cos,
    cosh,
    erf,
    exp,
    expand,
    log,
    pi,
    preorder_traversal,
    radsimp,
    sin,
    sqrt,
    tanh,
)

from derivations.evidence.curvature.signs import DOWN, UP, Signs
from derivations.language.functions import (
    Branches,
    Named,
    Phi,
    magnitude,
    phi,
    positive_part,
    sigma,
    sign,
    softplus,
    step,
)
from derivations.language.shapes import base_of, free_names

MOST_DEGREE, DIGITS = 8, 50
ZERO, ONE, QUARTER = Integer(0), Integer(1), Rational(1, 4)


@dataclass(frozen=True)
class Bounds:
    """A formula is never below `low` and never above `high`; None where none was found."""

    low: Expr | None = None
    high: Expr | None = None

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(*(None if None in pair else Add(*pair) for pair in self.beside(other)))

    def beside(self, other: Bounds) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
        """The two lower bounds, and the two upper ones."""
        return (self.low, other.low), (self.high, other.high)


NONE = Bounds()
# What is known of the values of a function, whatever its argument.
RANGES: dict[Any, Bounds] = {
    exp: Bounds(ZERO),
    cosh: Bounds(ONE),
    softplus: Bounds(ZERO),
    positive_part: Bounds(ZERO),
    magnitude: Bounds(ZERO),
    Abs: Bounds(ZERO),
    sigma: Bounds(ZERO, ONE),
    tanh: Bounds(-ONE, ONE),
    sin: Bounds(-ONE, ONE),
    cos: Bounds(-ONE, ONE),
    erf: Bounds(-ONE, ONE),
    atan: Bounds(-pi / 2, pi / 2),
    sign: Bounds(-ONE, ONE),
    step: Bounds(ZERO, ONE),
    Phi: Bounds(ZERO, ONE),
    phi: Bounds(ZERO, 1 / sqrt(2 * pi)),
}


ATOMS = Named | sigma | tanh  # parts that a polynomial may be one of


class Bounding:
    """Finds bounds.

    Args:
        moving: the names that a bound must not hold.
        signs: what is known of signs.
    """

    def __init__(self, moving: set[Any], signs: Signs) -> None:
        self.moving, self.signs = moving, signs

    def of(self, u: Any) -> Bounds:
        """The bounds of a formula."""
        if self.is_fixed(u):
            return Bounds(u, u)
        if isinstance(u, Named):
            return self._at_most_one(u, self.of(u.definition))
        for kind, bounds in KINDS.items():
            if isinstance(u, kind):
                return self._of_polynomial(u) or bounds(self, u)
        return self._of_name(u) if isinstance(u, Symbol | Indexed) else RANGES.get(u.func, NONE)

    def _of_name(self, u: Symbol | Indexed) -> Bounds:
        """The ends of its domain, as far as they are finite."""
        within = self.signs.given.ranges.get(base_of(u))
        ends = (within.low, within.high) if within else ()
        return Bounds(*(Rational(end) if isinstance(end, Fraction) else None for end in ends))

    def is_fixed(self, u: Any) -> bool:
        """Does it stay while the variable moves?"""
        return free_names(u).isdisjoint(self.moving)

    def _at_most_one(self, u: Named, found: Bounds) -> Bounds:
        """Of a quotient such as the softmax, 1 is a bound that its parts do not show."""
        if found.high is None and found.low is not None and u.definition.has(Sum) and self.signs.is_up(1 - u):
            return Bounds(found.low, ONE)
        return found

    def _of_polynomial(self, u: Expr) -> Bounds | None:
        """Of a polynomial in one part that lies between numbers, such as s (1 - s)^2 for a sigmoid s: its extremes."""
        part = next(
            (node for node in preorder_traversal(u) if isinstance(node, ATOMS) and not self.is_fixed(node)), None
        )
        if part is None or not isinstance(u, Add | Mul | Pow):
            return None
        letter, within = Dummy(), self.of(part)
        mirrored = {node: 1 - letter for node in u.atoms(sigma) if isinstance(part, sigma) and _are_shares(part, node)}
        written = u.xreplace({**mirrored, part: letter})
        ends = [end for end in (within.low, within.high) if isinstance(end, Rational)]
        if len(ends) != 2 or written.free_symbols != {letter} or not written.is_polynomial(letter):  # noqa: PLR2004
            return None
        return extremes(Poly(written, letter), ends)

    def add(self, u: Add) -> Bounds:
        return reduce(Bounds.__add__, map(self.of, u.args))

    def sum(self, u: Sum) -> Bounds:
        inner = Bounding(self.moving, self.signs.around(u.limits)).of(u.function)
        return Bounds(*(None if end is None else self._total(end, u.limits) for end in (inner.low, inner.high)))

    def _total(self, end: Expr, limits: Iterable[Any]) -> Expr:
        """The sum of the bounds of its terms: so many times the bound, if this is the same for all."""
        for index, low, high in limits:
            is_same = low == 1 and not end.has(index) and self.signs.is_up(high)
            end = Integer(0) if end == 0 else end * high if is_same else Sum(end, (index, low, high))
        return end

    def mul(self, u: Mul) -> Bounds:
        fixed = Mul(*(part for part in u.args if self.is_fixed(part)))
        moving = [part for part in u.args if not self.is_fixed(part)]
        found = (self._of_polynomial(Mul(*moving)) if fixed != 1 else None) or self._of_factors(moving)
        signs = self.signs.of(fixed)
        ends = [None if end is None else fixed * end for end in (found.low, found.high)]
        return Bounds(*ends) if signs <= UP else Bounds(*reversed(ends)) if signs <= DOWN else NONE

    def _of_factors(self, factors: list[Expr]) -> Bounds:
        first, *others = self._grouped(factors)
        return reduce(self._times, (first, *others), Bounds(ONE, ONE)) if others else first

    def _grouped(self, parts: list[Expr]) -> Iterable[Bounds]:
        """Those of the factors; x (1 - x) is never more than 1/4, and so is a sigmoid times that of minus."""
        parts = list(parts)
        for x in parts:
            rest = next((part for part in parts if part - 1 + x == 0 or _are_shares(part, x)), None)
            if rest is not None:
                parts = [part for part in parts if part not in (x, rest)]
                both = self._times(self.of(x), self.of(rest))
                return [Bounds(both.low, QUARTER), *self._grouped(parts)]
        return map(self.of, parts)

    def _times(self, one: Bounds, other: Bounds) -> Bounds:
        """Of factors that are not negative."""
        lows, highs = one.beside(other)
        if None in lows or not all(map(self.signs.is_up, lows)):
            return NONE
        return Bounds(Mul(*lows), None if None in highs else Mul(*highs))

    def power(self, u: Pow) -> Bounds:
        if not u.exp.is_Rational:
            return NONE
        base = self.of(u.base)
        if u.exp.is_negative:
            return self._times(Bounds(ONE, ONE), self._inverse(self.of(Pow(u.base, -u.exp))))
        if base.low is not None and self.signs.is_up(base.low):
            return Bounds(base.low**u.exp, None if base.high is None else base.high**u.exp)
        if not (u.exp.is_Integer and u.exp.is_even):
            return NONE
        within = base.low is not None and base.high is not None and self.signs.of(base.low + base.high) == {0}
        return Bounds(ZERO, base.high**u.exp if within and base.high is not None else None)

    def log(self, u: Any) -> Bounds:
        """It rises; what it has no value of says nothing."""
        inner = self.of(u.args[0])
        return Bounds(
            *(None if end is None or self.signs.of(end) != {1} else log(end) for end in (inner.low, inner.high))
        )

    def _inverse(self, found: Bounds) -> Bounds:
        """Of 1/u for a u that is not negative: where it is 0 there is no value."""
        if found.low is None or not self.signs.is_up(found.low):
            return NONE
        above = 1 / found.low if self.signs.of(found.low) == {1} else None
        return Bounds(1 / found.high if found.high is not None and self.signs.of(found.high) == {1} else ZERO, above)

    def branches(self, u: Branches) -> Bounds:
        found = [self.of(value) for value, _ in u.cases]
        return Bounds(self._least([b.low for b in found], 1), self._least([b.high for b in found], -1))

    def _least(self, ends: list[Expr | None], side: int) -> Expr | None:
        """The one that is below all others (above, if the side is -1)."""
        known = [end for end in dict.fromkeys(ends) if end is not None]
        if None in ends:
            return None
        return next((e for e in known if all(e == o or self.signs.is_up(side * (o - e)) for o in known)), None)


def extremes(polynomial: Poly, ends: list[Rational]) -> Bounds | None:
    """The least and the largest value between the ends: it is taken there, or where the slope is 0."""
    slope = {(power - 1,): power * number for (power,), number in polynomial.terms() if power}
    _, factors = Poly.from_dict(slope, polynomial.gen).factor_list()
    if polynomial.degree() > MOST_DEGREE or any(factor.degree() > 2 for factor, _ in factors):  # noqa: PLR2004
        return None
    roots = (root for factor, _ in factors for root in factor.real_roots())
    values = [radsimp(expand(polynomial.eval(x))) for x in (*ends, *roots) if ends[0] <= x <= ends[1]]
    return Bounds(*(find(values, key=lambda value: value.evalf(DIGITS)) for find in (min, max)))


def _are_shares(one: Expr, other: Expr) -> bool:
    """Are they the sigmoid of something and of minus that, which sum to one?"""
    return isinstance(one, sigma) and isinstance(other, sigma) and expand(one.args[0] + other.args[0]) == 0


KINDS: dict[Any, Callable[[Bounding, Any], Bounds]] = {
    Add: Bounding.add,
    Mul: Bounding.mul,
    Pow: Bounding.power,
    Sum: Bounding.sum,
    log: Bounding.log,
    Branches: Bounding.branches,
}
