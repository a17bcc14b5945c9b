"""Quotients of polynomials in atoms, by FLINT: the normal form in which a difference is zero or not.

An atom is whatever the algebra does not look into: a symbol, a cell, exp of something, a sum. Some satisfy an equation
of their own, such as R^2 = u for the root of u; a quotient is reduced by these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import Any

from flint import fmpq, fmpq_mpoly_ctx

Polynomial = Any  # fmpq_mpoly
Monomial = tuple[tuple[int, int], ...]  # (atom, exponent), the atoms in order
Factors = tuple[fmpq, tuple[tuple[Polynomial, int], ...]]  # a constant, and factors with their exponents
Key = tuple[Any, ...]

MOST_TERMS = 4000  # of one polynomial
MOST_FACTORED = 300  # terms of a polynomial that is split into factors
SIZES = 20, 40, 96  # atoms of one proof; FLINT is the slower the more there may be
NUMBERS = range(SIZES[-1])
ROUNDS = 200  # of lowering powers


class Unproved(Exception):  # noqa: N818  (an answer, not a fault)
    """No proof was found: this says nothing about whether there is one."""


class Larger(Exception):  # noqa: N818
    """There are more atoms than there is room for."""


class TooLong(Unproved):
    """A polynomial has more terms than there is time for."""


class NoValue(Unproved):
    """A division by zero."""


@dataclass(frozen=True)
class Quotient:
    """One polynomial over another, without common factors; the leading coefficient below is 1."""

    over: Polynomial
    under: Polynomial


class Ring:
    """Arithmetic of quotients; atoms are added as they come."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.context = fmpq_mpoly_ctx.get(tuple(f"a{number}" for number in range(size)), "lex")
        self.generators = self.context.gens()
        self.one = self.context.constant(1)
        self.equations: dict[int, tuple[int, Quotient]] = {}  # atom -> (d, u): its d-th power is u
        self._factors: dict[str, Factors] = {}  # what was split already
        self.used = 0

    def atom(self) -> int:
        """A new atom."""
        if self.used == self.size:
            raise Larger
        self.used += 1
        return self.used - 1

    def number(self, value: fmpq | int) -> Quotient:
        return Quotient(self.context.constant(value), self.one)

    def of_atom(self, atom: int, exponent: int = 1) -> Quotient:
        power = self.generators[atom] ** abs(exponent)
        return self.reduced(Quotient(power, self.one) if exponent >= 0 else Quotient(self.one, power))

    def monomial(self, monomial: Monomial, coefficient: fmpq | int = 1) -> Polynomial:
        exponents = [0] * self.size
        for atom, exponent in monomial:
            exponents[atom] = exponent
        return self.context.from_dict({tuple(exponents): coefficient})

    def add(self, u: Quotient, v: Quotient) -> Quotient:
        if u.under == v.under:
            return self._cancelled(u.over + v.over, u.under)
        return self._cancelled(u.over * v.under + v.over * u.under, u.under * v.under)

    def negative(self, u: Quotient) -> Quotient:
        return Quotient(-u.over, u.under)

    def multiply(self, u: Quotient, v: Quotient) -> Quotient:
        if len(u.over) * len(v.over) > MOST_TERMS or len(u.under) * len(v.under) > MOST_TERMS:
            msg = "a product of too many terms"
            raise TooLong(msg)
        return self.reduced(self._cancelled(u.over * v.over, u.under * v.under))

    def inverse(self, u: Quotient) -> Quotient:
        if u.over.is_zero():
            msg = "division by zero"
            raise NoValue(msg)
        return self._monic(u.under, u.over)

    def power(self, u: Quotient, exponent: int) -> Quotient:
        base, result = u if exponent >= 0 else self.inverse(u), self.number(1)
        for _ in range(abs(exponent)):
            result = self.multiply(result, base)
        return result

    def _cancelled(self, over: Polynomial, under: Polynomial) -> Quotient:
        if max(len(over), len(under)) > MOST_TERMS:
            msg = "a formula of too many terms"
            raise TooLong(msg)
        if under.is_constant():
            return self._monic(over, under)
        common = over.gcd(under)
        return self._monic(over, under) if common.is_one() else self._monic(over // common, under // common)

    def _monic(self, over: Polynomial, under: Polynomial) -> Quotient:
        lead = under.leading_coefficient()
        return Quotient(over, under) if lead == 1 else Quotient(over / lead, under / lead)

    def reduced(self, u: Quotient) -> Quotient:
        """The same value with every power of an atom lowered by its equation, from the last atom to the first."""
        for _ in range(ROUNDS):
            atom = self._too_high(u)
            if atom is None:
                return u
            above, below = self._lowered(u.over, atom), self._lowered(u.under, atom)
            if below.over.is_zero():
                msg = "division by zero"
                raise NoValue(msg)
            u = self._cancelled(above.over * below.under, above.under * below.over)
        msg = "equations that go in a circle"
        raise Unproved(msg)

    def _too_high(self, u: Quotient) -> int | None:
        """The last atom that stands there to a power that its equation lowers."""
        if not self.equations:
            return None
        over, under = u.over.degrees(), u.under.degrees()
        high = (a for a, (degree, _) in self.equations.items() if over[a] >= degree or under[a] >= degree)
        return max(high, default=None)

    def _lowered(self, polynomial: Polynomial, atom: int) -> Quotient:
        """By x^d = u: every x^(k d + r) becomes u^k x^r."""
        degree, value = self.equations[atom]
        highest = (0 if polynomial.is_constant() else polynomial.degrees()[atom]) // degree
        total = self.context.constant(0)
        for exponents, coefficient in polynomial.to_dict().items():
            times, rest = divmod(exponents[atom], degree)
            kept = self.context.from_dict({(*exponents[:atom], rest, *exponents[atom + 1 :]): coefficient})
            total += kept * value.over**times * value.under ** (highest - times)
        return Quotient(total, value.under**highest)

    def put(self, u: Quotient, values: Mapping[int, Quotient]) -> Quotient:
        """The quotient with some atoms replaced."""
        return self.multiply(self._put(u.over, values), self.inverse(self._put(u.under, values)))

    def _put(self, polynomial: Polynomial, values: Mapping[int, Quotient]) -> Quotient:
        total = self.number(0)
        for monomial, coefficient in terms(polynomial):
            rest = tuple((atom, exponent) for atom, exponent in monomial if atom not in values)
            term = self.reduced(Quotient(self.monomial(rest, coefficient), self.one))
            for atom, exponent in monomial:
                if atom in values:
                    term = self.multiply(term, self.power(values[atom], exponent))
            total = self.add(total, term)
        return self.reduced(total)

    def factors(self, polynomial: Polynomial) -> Factors:
        """A constant, and irreducible factors of leading coefficient 1 with their exponents."""
        if polynomial.is_constant():
            return polynomial.leading_coefficient() if not polynomial.is_zero() else fmpq(0), ()
        key = polynomial_key(polynomial)
        if key not in self._factors:
            self._factors[key] = self._split(polynomial)
        return self._factors[key]

    def _split(self, polynomial: Polynomial) -> Factors:
        if len(polynomial) > MOST_FACTORED:
            lead = polynomial.leading_coefficient()
            return lead, ((polynomial / lead, 1),)
        constant, found = polynomial.factor()
        monic = []
        for factor, exponent in found:
            lead = factor.leading_coefficient()
            constant *= lead**exponent
            monic.append((factor / lead, int(exponent)))
        return constant, tuple(sorted(monic, key=lambda pair: polynomial_key(pair[0])))


def terms(polynomial: Polynomial) -> Iterator[tuple[Monomial, fmpq]]:
    for exponents, coefficient in polynomial.to_dict().items():
        yield tuple(zip(compress(NUMBERS, exponents), map(int, filter(None, exponents)), strict=True)), coefficient


def atoms_in(polynomial: Polynomial) -> set[int]:
    return {atom for atom, degree in enumerate(polynomial.degrees()) if degree > 0}


def polynomial_key(polynomial: Polynomial) -> str:
    """The same for equal polynomials, and comparable: their text, since FLINT keeps the terms in order."""
    return str(polynomial)


def key_of(u: Quotient) -> Key:
    return polynomial_key(u.over), polynomial_key(u.under)


def rebuilt(polynomial: Polynomial, make: Callable[[Monomial, fmpq], Any], add: Callable[..., Any]) -> Any:
    """Something else made of the terms, in a fixed order."""
    return add(*(make(monomial, c) for monomial, c in sorted(terms(polynomial), key=lambda t: t[0])))
