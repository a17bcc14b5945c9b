"""Is one formula never less than another? Told term by term and factor by factor, where intervals do not see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sympy import Add, Basic, Expr, Max, Min, Mul
from sympy.core.relational import Ge, Gt, Le, Lt

from derivations.language.functions import Named, largest, smallest

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


def positive_sides(given: Iterable[Basic]) -> Iterator[tuple[bool, Expr]]:
    """Of each comparison what is positive, or (not strict) not negative."""
    for relation in given:
        if isinstance(relation, Gt | Ge):
            yield isinstance(relation, Gt), relation.lhs - relation.rhs
        elif isinstance(relation, Lt | Le):
            yield isinstance(relation, Lt), relation.rhs - relation.lhs
