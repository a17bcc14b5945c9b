"""Carrying out sums over Kronecker deltas.

SymPy's own summation is not used: evaluating a sum over a delta, it adds conditions on the range that the derivation
has stated. Where the range of j does not see to it that it lies in that of the sum, a bracket is left,
sum_i delta(i, j) f(i) = f(j) [j <= n]; and a bracket on the index of a sum leaves a sum over fewer terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Add, Basic, Dummy, Expr, Ge, KroneckerDelta, Le, Mul, S, Sum, expand
from sympy.tensor.indexed import Indexed

from derivations.language.domains import Index, Indices
from derivations.language.functions import Bracket, Named, bracket
from derivations.language.indices import substitute
from derivations.language.loss import Loss
from derivations.language.over import Place

Ranges = Mapping[Basic, tuple[Expr, Expr]]  # the first and the last value of each index, the outermost first
Limits = list[Any]


def contract(expression: Expr, ranges: Ranges | None = None) -> Expr:
    """Carry out every sum over a Kronecker delta: sum_i delta(i + c, j) f(i) = f(j - c); take constants out of sums.

    Without ranges of the free indices, these are taken to lie in the range of the sum.
    """
    if isinstance(expression, Indexed | Named) or not expression.has(Sum):
        return expression
    inner = within(ranges, expression.limits) if isinstance(expression, Sum) else ranges
    expression = expression.func(*[contract(part, inner) for part in expression.args])
    return _contract_sum(expression, ranges) if isinstance(expression, Sum) else expression


def within(ranges: Ranges | None, limits: Any) -> Ranges | None:
    """The ranges inside a sum."""
    return None if ranges is None else {**ranges, **{index: (low, high) for index, low, high in reversed(limits)}}


def ranges_of(loss: Loss) -> Ranges:
    """Those of the free indices of a loss, of the indices of its intermediates, and of the entries of index arrays."""
    named = [(i, size) for d in loss.definitions for i, size in zip(d.indices, loss.symbols[d.base].shape, strict=True)]
    free = [(symbol, domain.last) for symbol, domain in loss.symbols.items() if isinstance(domain, Index | Indices)]
    return {index: (S.One, last) for index, last in (*named, *free)}


def bracketed(value: Expr, conditions: list[Expr], ranges: Ranges | None) -> Expr:
    """The value where all of these are >= 0, else 0; without what the ranges see to."""
    if ranges is None:
        return value
    for condition in dict.fromkeys(map(expand, conditions)):
        if not _holds(condition, ranges):
            if _bound(-condition, ranges).is_positive:
                return S.Zero
            number, rest = value.as_coeff_Mul()
            value = number * bracket(rest, _relation(condition, ranges)) if value != 0 else value
    return value


def _contract_sum(total: Sum, ranges: Ranges | None) -> Expr:
    term, limits = _multiplied_out(total.function), list(total.limits)
    if term.is_Add and (term.has(KroneckerDelta) or any(_peeled(part)[1] for part in term.args)):
        return Add(*[_contract_sum(Sum(part, *limits), ranges) for part in term.args])
    value, conditions = _peeled(term)
    for limit in limits:
        for delta in sorted(_delta_factors(value), key=str):
            place = _solve(delta, limit[0])
            if place is not None:
                rest, *others = (substitute(u, {limit[0]: place}) for u in (value / delta, *conditions))
                left = [(o[0], *(end.xreplace({limit[0]: place}) for end in o[1:])) for o in limits if o is not limit]
                here = bracketed(rest, [*others, place - limit[1], limit[2] - place], within(ranges, left))
                return _contract_sum(Sum(here, *left), ranges) if left else here
    return S.Zero if value == 0 else _over_fewer_terms(value, conditions, limits, ranges)


def _over_fewer_terms(value: Expr, conditions: list[Expr], limits: Limits, ranges: Ranges | None) -> Expr:
    """The sum, with brackets before it that do not depend on its indices, and others put into their ranges."""
    outside = [g for g in conditions if not any(g.has(limit[0]) for limit in limits)]
    inside = []
    for condition in conditions:
        narrower = _narrowed(limits, condition, ranges)
        inside += [condition] if narrower is None and condition not in outside else []
        limits = narrower or limits
    total = _constants_out(bracketed(value, inside, within(ranges or {}, limits)), limits)
    return bracketed(total, outside, ranges or {})


def _narrowed(limits: Limits, condition: Expr, ranges: Ranges | None) -> Limits | None:
    """The limits that keep to the condition by themselves."""
    known = within(ranges or {}, limits) or {}
    for place, (index, low, high) in enumerate(limits):
        slope = condition.coeff(index)
        end = expand(index - slope * condition)
        if slope not in (1, -1) or any(end.has(limit[0]) for limit in limits[: place + 1]):
            continue
        new, old = (slope * end, slope * (low if slope == 1 else high))
        if _holds(new - old, known):
            limit = (index, end, high) if slope == 1 else (index, low, end)
            return [*limits[:place], limit, *limits[place + 1 :]]
    return None


def _holds(g: Expr, ranges: Ranges) -> bool:
    """Is g >= 0 for all values of the indices?"""
    return bool(_bound(g, ranges).is_nonnegative)


def _bound(g: Expr, ranges: Ranges) -> Expr:
    """What g, of first degree, is at least."""
    known = {place: place.ends for place in g.atoms(Place)}
    known |= {entry: ranges[entry.base] for entry in g.atoms(Indexed) if entry.base in ranges}
    letters = {index: Dummy(integer=True, positive=True) for index in known}
    ranges = {**ranges, **{letters[index]: ends for index, ends in known.items()}}
    g = expand(g.xreplace(letters))
    for index, (low, high) in reversed([*ranges.items()]):
        if g.has(index):
            g = expand(g.xreplace({index: high if g.coeff(index).is_negative else low}))
    return g


def _relation(condition: Expr, ranges: Ranges) -> Basic:
    """The condition g >= 0, solved for an index."""
    letters = sorted(condition.free_symbols, key=lambda letter: (letter not in ranges, str(letter)))
    index = next((letter for letter in letters if condition.coeff(letter) in (1, -1)), letters[0])
    slope = condition.coeff(index)
    relation = Ge if slope == 1 else Le
    return relation(index, expand(index - slope * condition), evaluate=False)


def _peeled(term: Expr) -> tuple[Expr, list[Expr]]:
    """The term without its brackets; and what must be >= 0 for each."""
    factors, conditions = [], list[Expr]()
    for factor in Mul.make_args(term):
        if isinstance(factor, Bracket):
            inner, further = _peeled(factor.value)
            factors.append(inner)
            conditions += [factor.condition.gts - factor.condition.lts, *further]
        else:
            factors.append(factor)
    return Mul(*factors), conditions


def _constants_out(term: Expr, limits: Limits) -> Expr:
    """The sum with every factor before the innermost sum that can stand there."""
    constant, rest = term.as_independent(*[limit[0] for limit in limits], as_Add=False)
    if len(limits) > 1:
        outer, inner = rest.as_independent(limits[0][0], as_Add=False)
        if outer != 1 and inner != 1:
            return constant * Sum(outer * Sum(inner, limits[0]), *limits[1:])
    return constant * Sum(rest, *limits)


def _multiplied_out(term: Expr) -> Expr:
    """The term multiplied out where a delta, or a bracket with its condition, stands inside a bracket."""
    for factor in Mul.make_args(term):
        if factor.is_Add and factor != term and any(u.has(KroneckerDelta) or _peeled(u)[1] for u in factor.args):
            return Add(*[_multiplied_out(term / factor * part) for part in factor.args])
    return term


def _delta_factors(term: Expr) -> list[Expr]:
    return [factor for factor in Mul.make_args(term) if isinstance(factor, KroneckerDelta)]


def _solve(delta: KroneckerDelta, index: Basic) -> Expr | None:
    """The value of the index at which the delta is 1, if the delta fixes it."""
    difference = expand(delta.args[0] - delta.args[1])
    slope = difference.coeff(index)
    rest = expand(difference - slope * index)
    return expand(-rest * slope) if slope in (1, -1) and not rest.has(index) else None
