"""Is one formula never less than another? Told term by term and factor by factor, where intervals do not see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from sympy import Add, Basic, Expr, Max, Min, Mul, Poly, S, degree
from sympy.core.relational import Ge, Gt, Le, Lt

from derivations.calculus.canon import expanded, over_common_denominator, with_letters
from derivations.language.functions import Named, largest, magnitude, positive_part, smallest

MOST_DEGREE = 12
IsNonnegative = Callable[[Expr], bool]


def left_over(u: Expr, is_nonnegative: IsNonnegative) -> Expr | None:
    """Of a sum, positive terms that are never more than it: each term that is taken away is paired with one no less.

    So x y + v w - min(x, v) min(y, w) is never less than v w. None if nothing is taken away, or not all is paired.
    """
    taken = [-term for term in u.args if term.as_coeff_Mul()[0].is_negative]
    rest = [term for term in u.args if not term.as_coeff_Mul()[0].is_negative]
    for less in taken:
        more = next((term for term in rest if is_at_least(term, less, is_nonnegative)), None)
        if more is None:
            return None
        rest.remove(more)
    return Add(*rest) if taken else None


def is_at_least(u: Basic, v: Basic, is_nonnegative: IsNonnegative) -> bool:
    """Is u >= v, because a minimum is no more than any of its parts, and sums and products of such keep the order?"""
    if u == v:
        return True
    if isinstance(u, Named) or isinstance(v, Named):
        u, v = (part.definition if isinstance(part, Named) else part for part in (u, v))
        return is_at_least(u, v, is_nonnegative)
    if isinstance(v, smallest | Min):
        return any(is_at_least(u, part, is_nonnegative) for part in v.args)
    if isinstance(u, largest | Max):
        return any(is_at_least(part, v, is_nonnegative) for part in u.args)
    if type(u) is not type(v) or not isinstance(u, Add | Mul) or len(u.args) != len(v.args):
        return False
    if isinstance(u, Mul) and not all(map(is_nonnegative, (*u.args, *v.args))):
        return False
    return _are_paired(u.args, v.args, is_nonnegative)


def _are_paired(more: Sequence[Basic], less: Sequence[Basic], is_nonnegative: IsNonnegative) -> bool:
    """Is each of the first at least another one of the second?"""
    if not more:
        return True
    first, *others = more
    return any(
        is_at_least(first, part, is_nonnegative) and _are_paired(others, [*less[:i], *less[i + 1 :]], is_nonnegative)
        for i, part in enumerate(less)
    )


def one_formula(u: Basic, is_nonnegative: IsNonnegative) -> Expr | None:
    """What a maximum, a minimum or an absolute value is throughout; None if another formula may take over somewhere.

    So max(x^2, 2 x - 1) is x^2, as the difference (x - 1)^2 is never negative.
    """

    def is_at_least(one: Expr, other: Expr) -> bool:
        gap = expanded(one - other)
        return is_nonnegative(gap) or is_nonnegative(over_common_denominator(gap))

    if isinstance(u, magnitude | positive_part):
        (inner,) = u.args
        below = -inner if isinstance(u, magnitude) else S.Zero
        return inner if is_at_least(inner, S.Zero) else below if is_at_least(S.Zero, inner) else None
    if not isinstance(u, largest | smallest):
        return None
    side = 1 if isinstance(u, largest) else -1
    ahead = (part for part in u.args if all(is_at_least(side * part, side * v) for v in u.args if v != part))
    return next(ahead, None)


@lru_cache(maxsize=2**12)
def least_sign(u: Expr) -> int | None:
    """Of a polynomial in one letter 1 if it is positive for all numbers, as x^2 + x + 1 is, and 0 if never negative."""
    plain, letters = with_letters(u)
    if len(letters) != 1 or not u.is_Add or not plain.is_polynomial(*letters) or degree(plain, *letters) > MOST_DEGREE:
        return None
    polynomial = Poly(plain, *letters)
    if not all(c.is_Rational for c in polynomial.all_coeffs()) or not polynomial.LC().is_positive:
        return None
    roots = [power for part, power in polynomial.sqf_list()[1] if part.count_roots()]
    return 1 if not roots else None if any(power % 2 for power in roots) else 0


def positive_sides(given: Iterable[Basic]) -> Iterator[tuple[bool, Expr]]:
    """Of each comparison what is positive, or (not strict) not negative."""
    for relation in given:
        if isinstance(relation, Gt | Ge):
            yield isinstance(relation, Gt), relation.lhs - relation.rhs
        elif isinstance(relation, Lt | Le):
            yield isinstance(relation, Lt), relation.rhs - relation.lhs
