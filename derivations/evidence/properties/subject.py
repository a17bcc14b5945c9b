"""What properties are decided of: a loss as one variable moves, and what its formulas do at the ends of the domain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product
from random import Random
from typing import Any

from sympy import (
    Basic,
    Dummy,
    Expr,
    Indexed,
    Integer,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    Symbol,
    expand_mul,
    factor,
    oo,
    true,
)
from sympy.core.function import AppliedUndef

from derivations.evidence.curvature.bounds import Bounding
from derivations.evidence.curvature.deciding import Curvature, is_narrowed
from derivations.evidence.curvature.kinks import NO_JUMP, Jumps, Unknown, jumps_of
from derivations.evidence.curvature.signs import DOWN, UP, Signs
from derivations.evidence.points import NICE, contains
from derivations.evidence.points import plain as plain_number
from derivations.evidence.proof.given import given_by
from derivations.evidence.properties.growth import Growing
from derivations.evidence.properties.leading import Growth, Unclear
from derivations.evidence.properties.limits import tends_to
from derivations.language.cases import decided
from derivations.language.domains import ClosedSimplex, Label01, LabelSign
from derivations.language.functions import Named, clip, largest, magnitude, smallest, takes_any_exponent
from derivations.language.indices import substitute
from derivations.language.loss import Loss
from derivations.language.shapes import base_of, free_names

LABELS = Label01 | LabelSign | ClosedSimplex  # a constant must not depend on them
TRIED, MOST_LABELS = 3, 2
LONGEST = 12  # operations in a bound that is told
FAILURES = (Unclear, TypeError, ValueError, ArithmeticError, RecursionError)  # SymPy raises the others
Numbers = Mapping[Basic, Expr]


@dataclass(frozen=True)
class End:
    """An end of what the variable may be.

    Args:
        place: the number, or an infinity.
        put: the variable, for an x that grows beyond all bounds.
        belongs: is it a value of the variable itself?
    """

    place: Expr
    put: Expr
    belongs: bool = False


@dataclass(frozen=True, eq=False)
class Subject:
    """A loss as one variable moves, or one component of it, and all else stays.

    Args:
        loss: the loss.
        gradient: its gradient, which is proved.
        second: the derivative of that by the same variable; None if it is not proved.
        curvature: what that says.
        kinks: was a place found and tried at which the slope jumps?
        seams: was one found at which the second derivative does?
    """

    loss: Loss
    gradient: Expr
    second: Expr | None
    curvature: Curvature
    kinks: bool = False
    seams: bool = False
    x: Dummy = field(default_factory=lambda: Dummy("x", positive=True))

    @property
    def w(self) -> Expr:
        return self.loss.wrt

    @cached_property
    def signs(self) -> Signs:
        return Signs(given_by(self.loss))

    @cached_property
    def growing(self) -> Growing:
        return Growing(self.x, self.signs)

    @cached_property
    def on_diagonal(self) -> Expr | None:
        """The second derivative, by the same component as the first."""
        one, other = self.loss.wrt, self.loss.second
        if self.second is not None and isinstance(one, Indexed) and isinstance(other, Indexed):
            return substitute(self.second, dict(zip(other.indices, one.indices, strict=True)))
        return self.second

    @cached_property
    def jumps(self) -> Jumps | None:
        """The signs that jumps of the slope may have; None if the loss may itself jump, or too little is known."""
        return self._jumps(self.loss.expression) if self.curvature.jumps is None else self.curvature.jumps

    @property
    def has_kink(self) -> bool:
        """Does the slope jump somewhere, for sure?"""
        return self.kinks and self.jumps != NO_JUMP

    @cached_property
    def jumps_of_slope(self) -> Jumps | None:
        """The same of the gradient."""
        return self._jumps(self.gradient)

    def _jumps(self, u: Expr) -> Jumps | None:
        with suppress(Unknown):
            return jumps_of(u, self.w, self.signs, {base_of(self.w)})
        return None

    @cached_property
    def ends(self) -> tuple[()] | tuple[End, End]:
        """The lower and the upper end of the domain; none, if an inequality makes it narrower."""
        if is_narrowed(self.loss):
            return ()
        domain = self.loss.symbols[base_of(self.w)]
        (low, high), (with_low, with_high) = domain.interval, domain.ends
        below = End(-oo, -self.x) if low is None else End(Rational(low), Rational(low) + 1 / self.x, with_low)
        above = End(oo, self.x) if high is None else End(Rational(high), Rational(high) - 1 / self.x, with_high)
        return below, above

    def beside(self, place: Expr) -> tuple[End, End]:
        """A number from below and from above."""
        return End(place, place - 1 / self.x), End(place, place + 1 / self.x)

    def tends_to(self, u: Expr, end: End, numbers: Numbers | None = None) -> tuple[int, Expr] | None:
        """What a formula tends to there: 0 and the limit, or the sign of the infinity; None if that is not known."""
        with suppress(*FAILURES):
            return tends_to(self.growing, self._put(u, end, numbers or {}))
        return None

    def _put(self, u: Expr, end: End, numbers: Numbers) -> Expr:
        """The formula on the way to the end.

        Raises:
            Unclear: the variable is hidden in a sum, as one component of many; or the formula may have no value there.
        """
        put = {**numbers, self.w: end.put.xreplace(dict(numbers))}
        found = settled(u.xreplace(put))
        powers = (node for node in plain(u).atoms(Pow) if takes_any_exponent(node))  # (-x)^3 has a value, (-x)^a none
        if base_of(self.w) in free_names(found) or any(
            self.growing.sign(self.growing.of(power.base.xreplace(put))) < 0 for power in powers
        ):
            raise Unclear
        return found

    def is_nothing(self, u: Expr, end: End, numbers: Numbers) -> bool:
        """Is it 0 from some place on, on the way to the end?"""
        found = self._leading(u, end, numbers)
        return found is not None and found.is_nothing

    def is_constant(self, u: Expr, end: End, numbers: Numbers) -> bool:
        """Is it one and the same from some place on, on the way to the end?"""
        found = self._leading(u, end, numbers)
        return found is not None and found.is_constant

    def _leading(self, u: Expr, end: End, numbers: Numbers) -> Growth | None:
        """The leading term on the way to the end, if it is known."""
        with suppress(*FAILURES):
            return self.growing.of(self._put(u, end, numbers))
        return None

    def limits(self, u: Expr, end: End) -> Iterator[tuple[int, Expr] | None]:
        """The same for each choice of the labels of -1 and +1 in it."""
        yield from (self.tends_to(u, end, choice) for choice in self.choices(u))

    def choices(self, u: Expr) -> list[Numbers]:
        """The values of the labels of -1 and +1, in every way."""
        labels = sorted((s for s in u.free_symbols if isinstance(self.loss.symbols.get(s), LabelSign)), key=str)
        labels = labels[:MOST_LABELS]
        return [dict(zip(labels, map(Integer, found), strict=True)) for found in product((-1, 1), repeat=len(labels))]

    def every_choice(self, u: Expr) -> list[Numbers]:
        """The same for the labels of 0 and 1 as well."""
        labels = sorted(
            (s for s in u.free_symbols if isinstance(self.loss.symbols.get(s), LabelSign | Label01)), key=str
        )
        values = [sorted(self.loss.symbols[label].values) for label in labels[:MOST_LABELS]]
        return [dict(zip(labels, map(Integer, found), strict=False)) for found in product(*values)]

    @cached_property
    def examples(self) -> list[Numbers]:
        """Simple numbers for all other names, where there are only such names; they keep what the loss states."""
        others = [s for s in self.loss.symbols if s in self.loss.expression.free_symbols and s != self.w]
        if not all(isinstance(s, Symbol) for s in free_names(self.loss.expression) - {base_of(self.w)}):
            return []
        if self.loss.expression.has(AppliedUndef) or self.loss.constraints:
            return []
        found = [{s: self._nice(s, n + 2 * k) for k, s in enumerate(others)} for n in range(TRIED + 1)]
        kept = [numbers for numbers in found if all(r.xreplace(numbers) == true for r in self.loss.relations)]
        return list({tuple(numbers.items()): numbers for numbers in kept}.values())

    def _nice(self, name: Symbol, number: int) -> Expr:
        domain = self.loss.symbols[name]
        possible = [v for v in map(Fraction, domain.choices or domain.usual or NICE) if contains(domain, v)]
        return (
            Rational(possible[number % len(possible)]) if possible else Rational(plain_number(Random(number), domain))
        )

    def size(self, values: list[Expr]) -> Expr:
        """The least number that none of these exceeds in size, for all labels."""
        free = [end for value in values for each in _without_deltas(value) for end in self._without_labels(each)]
        return self._extreme([self._size(value) for value in free], largest, 1)

    def least(self, value: Expr) -> Expr:
        """The least that it may be, whatever indices are equal."""
        return self._extreme(list(_without_deltas(value)), smallest, -1)

    def _extreme(self, values: list[Expr], function: Any, side: int) -> Expr:
        """The largest of them, or the smallest."""
        kept = list(dict.fromkeys(values))
        for one in tuple(kept):  # without those that another one exceeds
            if any(other != one and self.signs.is_up(side * (other - one)) for other in kept):
                kept.remove(one)
        return kept[0] if len(kept) == 1 else function(*kept)

    def _without_labels(self, value: Expr) -> tuple[Expr, ...]:
        """The ends between which it lies, whatever the labels are; itself, if it holds none."""
        labels = {name for name in free_names(value) if isinstance(self.loss.symbols.get(name), LABELS)}
        if not labels:
            return (value,)
        found = Bounding(labels, self.signs).of(expand_mul(value))
        return (value,) if found.low is None or found.high is None else (found.low, found.high)

    def _size(self, value: Expr) -> Expr:
        signs = self.signs.of(value)
        opposite: Expr = expand_mul(-value, deep=False)
        return value if signs <= UP else opposite if signs <= DOWN else magnitude(value)

    def is_never_more(self, u: Expr, bound: Expr) -> bool:
        """Is it proved that the size of a formula is at most this?"""
        rest = Mul(*(part for part in Mul.make_args(u) if not self._is_at_most_one(part)))
        return any(self._is_between(part, bound) for part in dict.fromkeys((u, rest)))

    def _is_between(self, u: Expr, bound: Expr) -> bool:
        return all(self.signs.is_up(gap) or self.signs.is_up(factor(gap)) for gap in (bound - u, bound + u))

    def _is_at_most_one(self, u: Expr) -> bool:
        """Is it a power of 1 or more, with an exponent of 0 or less?"""
        return isinstance(u, Pow) and self.signs.is_up(u.base - 1) and self.signs.of(u.exp) <= DOWN


def _without_deltas(value: Expr) -> Iterator[Expr]:
    """What it is worth where the Kronecker deltas in it are 0, and where they are 1."""
    deltas = sorted(value.atoms(KroneckerDelta), key=str)[:MOST_LABELS]
    for found in product((0, 1), repeat=len(deltas)):
        yield value.xreplace(dict(zip(deltas, map(Integer, found), strict=True)))


def plain(u: Expr) -> Expr:
    """The formula with what its named parts stand for, worked out."""
    return u.xreplace({name: plain(name.definition) for name in u.atoms(Named)})


def is_short(u: Expr) -> bool:
    """Is it worth telling?"""
    return int(u.count_ops()) <= LONGEST


def settled(u: Expr) -> Expr:
    """The formula without branches of which it is plain that they are not taken, and with each clip of numbers done."""
    chosen = decided(u)
    done = {node: Min(Max(*node.args[:2]), node.args[2]) for node in chosen.atoms(clip)}
    return chosen.xreplace({node: number for node, number in done.items() if number.is_number})
