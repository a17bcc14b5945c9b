"""The sign of a polynomial by completing squares: x^2 + x + 1 is positive, as it has no real root."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Poly, Rational, Symbol

from derivations.evidence.proof.quotients import Polynomial, Ring, terms

MOST_TERMS, MOST_DEGREE = 8, 12
SQUARE = 2
Told = tuple[bool, bool]  # is it known to be positive; is it known not to be negative?


def by_squares(polynomial: Polynomial, ring: Ring, known: Told, above: Callable[[Polynomial], Told]) -> Told:
    """What is known of a polynomial, and what squares say beside: all atoms are real.

    Of a x^2 + b x + c for a positive a, 4 a times it is a square and 4 a c - b^2. In one atom alone it is enough that
    there is no root.

    Args:
        polynomial: the polynomial.
        ring: that of its atoms.
        known: what is known of it.
        above: what is known of another one.
    """
    degrees = polynomial.degrees()
    atoms = [atom for atom, degree in enumerate(degrees) if degree > 0]
    if len(polynomial) > MOST_TERMS or any(degrees[atom] > MOST_DEGREE for atom in atoms):
        return known
    if len(atoms) == 1:
        is_positive = degrees[atoms[0]] % 2 == 0 and _is_positive(polynomial)
        return known[0] or is_positive, known[1] or is_positive
    for atom in (atom for atom in atoms if degrees[atom] == SQUARE):
        a, b, c = _coefficients(polynomial, atom, ring)
        rest = 4 * a * c - b**SQUARE
        if above(a)[0]:
            strict, weak = above(rest) if not rest.is_zero() else (False, True)
            known = known[0] or strict, known[1] or weak
    return known


def _is_positive(polynomial: Polynomial) -> bool:
    """Is a polynomial in one atom positive wherever that is?"""
    numbers = {times[0][1] if times else 0: Rational(int(c.p), int(c.q)) for times, c in terms(polynomial)}
    alone = Poly.from_dict(numbers, Symbol("x"))
    return bool(alone.LC() > 0) and not alone.count_roots()


def _coefficients(polynomial: Polynomial, atom: int, ring: Ring) -> tuple[Polynomial, Polynomial, Polynomial]:
    """What the square of the atom is multiplied by, the atom itself, and what is left."""
    parts = [ring.context.constant(0) for _ in range(3)]
    for monomial, coefficient in terms(polynomial):
        others = tuple(pair for pair in monomial if pair[0] != atom)
        parts[SQUARE - dict(monomial).get(atom, 0)] += ring.monomial(others, coefficient)
    return parts[0], parts[1], parts[2]
