"""Normal forms of elementary functions: what can be is written with exp, and logarithms and roots of factors.

exp of a sum is a product, the logarithm of a product a sum, and the power of a product a product of powers, the last
two for factors that are known to be positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from flint import fmpq, fmpz
from sympy import Pow, exp, log, root

from derivations.evidence.proof.quotients import (
    Polynomial,
    Quotient,
    Unproved,
    atoms_in,
    key_of,
    polynomial_key,
    terms,
)
from derivations.evidence.proof.ranges import NONNEGATIVE, POSITIVE, REAL, Range
from derivations.evidence.proof.switches import SIGN, sign_form
from derivations.evidence.proof.workspace import MOST_UNITS, Atom, Nowhere, Split, Workspace

MOST_EXPONENT = 60  # of exp, in units: FLINT's polynomials become slow beyond
MOST_POWER = 40  # a whole one, to which a quotient is raised
MOST_NUMBER = 10**12  # a larger one is not split into primes
NEGATIVE = Range(high=Fraction(0))
AT_LEAST_ONE = Range(low=Fraction(1), with_low=True)


def exponential(u: Quotient, work: Workspace) -> Quotient:
    """Exp of each term, multiplied."""
    result = work.number(1)
    for monomial, coefficient in terms(u.over):
        term = work.ring.multiply(
            Quotient(work.ring.monomial(monomial), work.ring.one), Quotient(work.ring.one, u.under)
        )
        result = work.ring.multiply(result, _exp_of_term(term, coefficient, work))
    return result


def _exp_of_term(term: Quotient, coefficient: fmpq, work: Workspace) -> Quotient:
    alone = work.single(term.over) if term.under.is_one() else None
    atom = None if alone is None else work.atoms[alone]
    if atom is not None and atom.kind == "log":
        return factor_power(atom.inside, Fraction(int(coefficient.p), int(coefficient.q)), work)
    if atom is not None and atom.kind == "LambertW" and coefficient.q == 1:  # exp(W(u)) = u/W(u)
        ratio = work.ring.multiply(atom.inside, work.ring.inverse(term))
        return work.ring.power(ratio, int(coefficient.p))
    times = coefficient * work.unit
    if times.q != 1 and lcm(work.unit, int(coefficient.q)) <= MOST_UNITS:
        work.finer(int(coefficient.q))
    if abs(times) > MOST_EXPONENT or times.q != 1:  # an atom of its own, of which no root or power is known
        term, times = work.ring.multiply(work.number(abs(times)), term), fmpq(1 if times > 0 else -1)
    key = ("exp", key_of(term))
    node = exp(work.expression(term) / work.unit)
    place = work.atom(key, lambda: Atom("exp", node, work.letters_of(node), _around(term, work), term))
    return work.ring.of_atom(place, int(times.p))


def _around(term: Quotient, work: Workspace) -> Range:
    """Where the exponential lies. A power is written as one of a logarithm: that of zero may be zero, and so on."""
    inside = [work.atoms[atom].inside for atom in atoms_in(term.over) if work.atoms[atom].kind == "log"]
    return POSITIVE if all(u.is_constant() or work.factor_sign(u) == 1 for u in inside) else NONNEGATIVE


@dataclass(frozen=True)
class Product:
    """A positive number, and powers of factors that are positive wherever the whole is."""

    constant: Fraction
    factors: tuple[tuple[Polynomial, int], ...]


def product(u: Quotient, work: Workspace) -> Product:
    """The quotient as a product of positive factors.

    Raises:
        Split: the sign of a factor is needed.
        Nowhere: it is known not to be positive.
    """
    known: list[tuple[Polynomial, int]] = []
    unknown: list[tuple[Polynomial, int]] = []
    constant = fmpq(1)
    for polynomial, side in ((u.over, 1), (u.under, -1)):
        number, factors = work.ring.factors(polynomial)
        constant = constant * number if side > 0 else constant / number
        for factor, exponent in factors:
            sign = work.factor_sign(factor)
            if sign == 0:
                raise Nowhere
            if sign is None:
                unknown.append((factor, side * exponent))
            else:
                known.append((sign * factor, side * exponent))
                constant = constant if exponent % 2 == 0 else sign * constant
    if constant == 0:
        raise Nowhere
    sign = 1 if constant > 0 else -1
    if unknown:
        known += _presumed(unknown, sign, work)
    elif sign < 0:
        raise Nowhere
    number = abs(constant)
    return Product(Fraction(int(number.p), int(number.q)), tuple(known))


def _presumed(unknown: list[tuple[Polynomial, int]], sign: int, work: Workspace) -> list[tuple[Polynomial, int]]:
    """What must be positive if the whole is."""
    if len(unknown) == 1 and unknown[0][1] % 2:
        return [(sign * unknown[0][0], unknown[0][1])]
    free = next((factor for factor, _ in unknown if not work.letters_in(factor)), None)
    if free is not None:
        raise Split(work.expression(Quotient(free, work.ring.one)))
    whole, squares = work.ring.context.constant(sign), list[tuple[Polynomial, int]]()
    for factor, exponent in unknown:
        whole *= factor ** abs(exponent)
        squares += [(factor**2, exponent)] if exponent < 0 else []  # u/v as (u v)/v^2
    return [(whole, 1), *squares]


def logarithm(u: Quotient, work: Workspace) -> Quotient:
    """The logarithms of all factors, added up."""
    parts = product(u, work)
    result = work.number(0)
    for number, side in ((parts.constant.numerator, 1), (parts.constant.denominator, -1)):
        for prime, exponent in _primes(number):
            one = _log_of_factor(work.ring.context.constant(prime), work)
            result = work.ring.add(result, work.ring.multiply(work.number(side * exponent), one))
    for factor, exponent in parts.factors:
        one = _log_of_factor(factor, work)
        result = work.ring.add(result, work.ring.multiply(work.number(exponent), one))
    return result


def _primes(number: int) -> list[tuple[int, int]]:
    if number > MOST_NUMBER:
        return [(number, 1)]
    return [(int(p), int(e)) for p, e in fmpz(number).factor()] if number > 1 else []


def _log_of_factor(factor: Polynomial, work: Workspace) -> Quotient:
    alone = work.single(factor)
    atom = None if alone is None else work.atoms[alone]
    if atom is not None and atom.kind == "exp":
        return work.ring.multiply(work.number(fmpq(1, work.unit)), atom.inside)
    if atom is not None and atom.kind == "root":
        return work.ring.multiply(work.number(fmpq(1, work.unit)), _log_of_factor(atom.inside, work))
    key, node = ("log", polynomial_key(factor)), log(work.expression(Quotient(factor, work.ring.one)))
    around = REAL
    if key not in work.index:
        above, below = work.is_nonnegative(factor - 1), work.is_nonnegative(1 - factor)
        strictly = work.sign_of(factor - 1) if above or below else None
        around = (POSITIVE if strictly else NONNEGATIVE) if above else NEGATIVE if strictly else REAL
    return work.plain(key, "log", node, around, factor)


def power(base: Quotient, exponent: Quotient, work: Workspace) -> Quotient:
    """Base to a power: for a fraction factor by factor, if it is not fixed exp(exponent log(base)).

    A power that is not fixed may be a whole number, for which what is negative has a value too: where the sign of the
    base is not known, it is an atom of its own.
    """
    if exponent.over.is_constant() and exponent.under.is_one():
        number = exponent.over.leading_coefficient() if not exponent.over.is_zero() else fmpq(0)
        return _rational_power(base, Fraction(int(number.p), int(number.q)), work)
    if base.over.is_zero():
        return _power_of_zero(exponent, work)
    signs = {work.sign_of(part) for part in (base.over, base.under)}
    if signs == {1, -1}:
        size = exponential(work.ring.multiply(exponent, logarithm(work.ring.negative(base), work)), work)
        return work.ring.multiply(_power_of_minus_one(exponent, work), size)
    if signs in ({1}, {-1}) or (work.sign_of(base.under) == 1 and work.is_nonnegative(base.over)):
        return exponential(work.ring.multiply(exponent, logarithm(base, work)), work)
    return _power_of_any(base, exponent, work)


def _power_of_any(base: Quotient, exponent: Quotient, work: Workspace) -> Quotient:
    """A power of what may be negative. (x^a)^(1/a) need not be x, nor is x^(2 a) a square where x^a has no value."""
    whole, rest, side = _parts_of(exponent, work)
    node = Pow(work.expression(base), work.expression(rest), evaluate=False)
    if not work.letters_of(node):
        work.unsettled.append(work.expression(base))
    place = work.atom(("power", key_of(base), key_of(rest)), lambda: Atom("power", node, work.letters_of(node), REAL))
    return work.ring.multiply(work.ring.power(base, whole), work.ring.of_atom(place, side))


def _power_of_minus_one(exponent: Quotient, work: Workspace) -> Quotient:
    """(-1) to a power that is not fixed: it has a value where that is whole, and is a sign then."""
    whole, rest, _ = _parts_of(exponent, work)
    node = Pow(-1, work.expression(rest), evaluate=False)
    place = work.atom(("power of -1", key_of(rest)), lambda: Atom("sign", node, work.letters_of(node), SIGN, None))
    work.ring.equations[place] = (2, work.number(1))
    return work.ring.multiply(work.number(-1 if whole % 2 else 1), work.ring.of_atom(place))


def _parts_of(exponent: Quotient, work: Workspace) -> tuple[int, Quotient, int]:
    """The whole number that is added in it, and the rest as one that begins with a plus and its sign."""
    found = [number for monomial, number in terms(exponent.over) if not monomial] if exponent.under.is_one() else []
    whole = int(found[0]) if found and found[0].q == 1 else 0
    rest = work.ring.add(exponent, work.number(-whole))
    side = 1 if rest.over.leading_coefficient() > 0 else -1
    return whole, rest if side > 0 else work.ring.negative(rest), side


def _power_of_zero(exponent: Quotient, work: Workspace) -> Quotient:
    """0 to a power that is not fixed: 0 or 1, as the power is positive or zero, and no value if it is negative."""
    side = sign_form(exponent, work)
    if not side.over.is_constant():
        msg = "a power of zero within a sum"
        raise Unproved(msg)
    if side.over.is_zero() or side.over.leading_coefficient() > 0:
        return work.number(int(side.over.is_zero()))
    raise Nowhere


def _rational_power(base: Quotient, exponent: Fraction, work: Workspace) -> Quotient:
    if exponent.denominator == 1:
        if abs(exponent) > MOST_POWER:
            msg = "a large power"
            raise Unproved(msg)
        return work.ring.power(base, int(exponent))
    if _is_zero(base, work):
        if exponent < 0:
            raise Nowhere
        return work.number(0)
    parts = product(base, work)
    result = work.number(1)
    for number, side in ((parts.constant.numerator, 1), (parts.constant.denominator, -1)):
        for prime, times in _primes(number):
            one = factor_power(work.ring.context.constant(prime), side * times * exponent, work)
            result = work.ring.multiply(result, one)
    for factor, times in parts.factors:
        result = work.ring.multiply(result, factor_power(factor, times * exponent, work))
    return result


def _is_zero(u: Quotient, work: Workspace) -> bool:
    """Is it known to be 0 in this cell?"""
    if any(work.factor_sign(factor) == 0 for factor, _ in work.ring.factors(u.under)[1]):
        raise Nowhere
    return bool(u.over.is_zero()) or any(work.factor_sign(factor) == 0 for factor, _ in work.ring.factors(u.over)[1])


def factor_power(factor: Polynomial, exponent: Fraction, work: Workspace) -> Quotient:
    """A positive polynomial to a rational power."""
    alone = work.single(factor)
    if alone is not None and work.atoms[alone].kind in ("exp", "root"):
        if exponent.denominator != 1:
            work.finer(work.unit * exponent.denominator)
        return work.ring.of_atom(alone, int(exponent))
    if exponent.denominator == 1:
        return work.ring.power(Quotient(factor, work.ring.one), int(exponent))
    times = exponent * work.unit
    if times.denominator != 1:
        work.finer(exponent.denominator)
    key, value = ("root", polynomial_key(factor)), Quotient(factor, work.ring.one)
    node = root(work.expression(value), work.unit)
    around = POSITIVE if factor.is_constant() or work.factor_sign(factor) == 1 else NONNEGATIVE
    place = work.atom(key, lambda: Atom("root", node, work.letters_of(node), around, factor))
    work.ring.equations[place] = (work.unit, value)
    return work.ring.of_atom(place, int(times))
