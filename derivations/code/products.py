"""Rules for products of functions of which one grows and the other falls."""

from __future__ import annotations

from itertools import permutations

from sympy import Add, Expr, Mul, Pow, S, Sum, cosh, exp, sinh, tanh

from derivations.code.functions import expm1, phi_by_Phi, phi_by_Phi_rest, sigma_times
from derivations.code.powers import gap, into_sum, less_over, like_powers, same_powers
from derivations.code.terms import Rule, is_sum_below, negative, product, seen, split
from derivations.language.functions import Phi, phi, sigma
from derivations.language.over import LargestOver


def _exp_by_sigma(node: Expr) -> Expr | None:
    """exp(u) sigma(-u)^n = sigma(u) sigma(-u)^(n - 1), and exp(u)/(1 + c exp(u)) = 1/(exp(-u) + c)."""
    for factor, rest in split(node):
        found = _falling(factor)
        if found is None:
            continue
        u, once, less, rising = found
        for other, remaining in split(rest):
            if other == exp(u):
                return product(remaining, less, rising)
            if isinstance(other, Add) and (grown := _linear(other, u, once, rising)) is not None:
                return product(remaining, less, grown)
    return None


def _falling(factor: Expr) -> tuple[Expr, Expr, Expr, Expr] | None:
    """Of a power of 1/(1 + c exp(u)): u, 1/(1 + c exp(u)), the power with one less, exp(u)/(1 + c exp(u))."""
    base, n = factor.as_base_exp()
    if not n.is_Integer:
        return None
    if isinstance(base, sigma) and n > 0:
        u = negative(base.args[0])
        return u, base, base ** (n - 1), sigma(u)
    if isinstance(base, Add) and n < 0 and len(base.args) == 2 and S.One in base.args:
        (rest,) = [t for t in base.args if t != 1]
        for part, c in split(rest):
            if isinstance(part, exp) and c.is_positive:
                u = part.args[0]
                return u, 1 / base, base ** (n + 1), 1 / (exp(negative(u)) + c)
    return None


def _linear(total: Add, u: Expr, once: Expr, rising: Expr) -> Expr | None:
    """A sum with a term c exp(u), times 1/(1 + exp(u)): the exponential may overflow, the product does not."""
    terms, found = [], False
    for term in total.args:
        for factor, c in split(term):
            if factor in (exp(u), expm1(u)):
                terms.append(product(c, rising))
                if factor == expm1(u):
                    terms.append(product(S.NegativeOne, c, once))
                found = True
                break
        else:
            terms.append(product(term, once))
    return Add(*terms) if found else None


def _over_odds(node: Expr) -> Expr | None:
    """(1 + t v)/(v + exp(-u)) = 1/(v + exp(-u)) + t v exp(u)/(1 + v exp(u)): t v may be beyond the range."""
    for factor, rest in split(node):
        if not (isinstance(factor, Pow) and factor.exp == -1 and isinstance(factor.base, Add)):
            continue
        for v, other in permutations(factor.base.args, 2):
            if isinstance(other, exp) and v.is_Symbol and v.is_positive and factor.base == v + other:
                for total, remaining in split(rest):
                    if _is_sum_with(total, v):
                        odds = sigma_times(negative(other.args[0]), v)
                        return Add(*[product(remaining, *_without(t, v, factor, odds)) for t in total.args])
    return None


def _is_sum_with(total: Expr, v: Expr) -> bool:
    """Is it a sum of terms that are not negative, one of which has v and another factor?"""
    return (
        isinstance(total, Add)
        and all(t.is_nonnegative for t in total.args)
        and any(t.is_Mul and v in t.args for t in total.args)
    )


def _without(term: Expr, v: Expr, below: Expr, odds: Expr) -> tuple[Expr, Expr]:
    return (term / v, odds) if v in Mul.make_args(term) else (term, below)


def _shifted(node: Expr) -> Expr | None:
    """exp(u) by a sum of exponentials: both less by the largest exponent."""
    for factor, rest in split(node):
        if not is_sum_below(factor):
            continue
        total = seen(factor.base)
        term = seen(total.function)
        if not isinstance(term, exp) or len(total.limits) != 1 or term.has(LargestOver):
            continue
        most = LargestOver(term.args[0], *total.limits[0])
        for other, remaining in split(rest):
            above = seen(other)
            if isinstance(above, exp):
                below = Sum(exp(term.args[0] - most), *total.limits)
                return product(remaining, exp(above.args[0] - most), 1 / below)
    return None


def _quotients(node: Expr) -> Expr | None:
    """sinh/cosh and phi/Phi."""
    for factor, rest in split(node):
        base, n = factor.as_base_exp()
        if not (isinstance(base, cosh | Phi) and n.is_Integer and n < 0):
            continue
        other, whole = (sinh, tanh) if isinstance(base, cosh) else (phi, phi_by_Phi)
        for above, remaining in split(rest):
            u = base.args[0]
            if isinstance(base, Phi) and isinstance(above, Add) and set(above.args) == {u * Phi(u), phi(u)}:
                return product(remaining, phi_by_Phi_rest(u), base ** (n + 1))
            root, m = above.as_base_exp()
            if root == other(base.args[0]) and m.is_Integer and m > 0:
                return product(remaining, whole(base.args[0]), root ** (m - 1), base ** (n + 1))
            if isinstance(root, phi) and isinstance(base, Phi) and root.args[0] ** 2 == base.args[0] ** 2:
                return product(remaining, whole(base.args[0]), root ** (m - 1), base ** (n + 1))
    return None


RULES: tuple[Rule, ...] = (
    gap,
    less_over,
    _exp_by_sigma,
    _over_odds,
    _shifted,
    _quotients,
    into_sum,
    same_powers,
    like_powers,
)
