"""What the domains of the symbols already grant, so that no line repeats it as a condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sympy import Basic, Expr, Gt, Ne, S, oo

from derivations.language.domains import Domain
from derivations.language.functions import sigma


class Range(NamedTuple):
    """An interval that holds the value of an expression; `attained`: may the value lie at its ends?"""

    low: Expr
    high: Expr
    attained: bool = False


EVERYWHERE = Range(-oo, oo)


def _of_atom(u: Expr, domains: Mapping[Any, Domain]) -> Range:
    if u.is_Rational:
        return Range(u, u, attained=True)
    if isinstance(u, sigma):
        return Range(S.Zero, S.One)
    domain = domains.get(u)
    if domain is None or domain.values:
        return EVERYWHERE
    low, high = domain.interval
    return Range(-oo if low is None else S(low), oo if high is None else S(high), domain.closed)


def range_of(u: Expr, domains: Mapping[Any, Domain]) -> Range:
    """An interval that holds every value of u: exact for sums of numbers times single letters, else the whole line."""
    if u.is_Add:
        parts = [range_of(term, domains) for term in u.args]
        return Range(sum(p.low for p in parts), sum(p.high for p in parts), all(p.attained for p in parts))
    number, rest = u.as_coeff_Mul()
    inner = _of_atom(rest, domains)
    ends = (number * inner.low, number * inner.high)
    return Range(min(ends), max(ends), inner.attained) if number != 0 else Range(S.Zero, S.Zero, attained=True)


def is_granted(condition: Basic, domains: Mapping[Any, Domain]) -> bool:
    """Do the domains grant the condition u > 0 or u != 0?"""
    if not isinstance(condition, Gt | Ne) or condition.rhs != 0:
        return False
    reach = range_of(condition.lhs, domains)
    above = reach.low > 0 or (reach.low == 0 and not reach.attained)
    below = reach.high < 0 or (reach.high == 0 and not reach.attained)
    return bool(above or (below and isinstance(condition, Ne)))
