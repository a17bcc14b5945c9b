"""Rules for sums and products of sigmoids: their differences, and softplus beside half of its argument."""

from __future__ import annotations

from sympy import Add, Expr, Integer, Mul, S, exp, expand, factor_terms, log, tanh

from derivations.code.functions import (
    damped,
    expm1,
    log1mexp,
    log_cosh,
    sigma_curve_over_gap,
    sigma_gap,
    sigma_slope_over_gap,
    softplus_rest,
)
from derivations.code.terms import Rule, negative, product, seen, split
from derivations.language.functions import sigma, softplus


def _terms_with(node: Add, kind: type) -> list[tuple[Expr, Expr, Expr]]:
    """The terms with a factor of that kind: the term, the factor, and the rest."""
    return [(t, factor, c) for t in node.args for factor, c in split(t) if isinstance(factor, kind)]


def _gap(node: Expr) -> Expr | None:
    """C sigma(u) - c sigma(v)."""
    found = _terms_with(node, sigma)
    for n, (first, above, c) in enumerate(found):
        for second, below, d in found[n + 1 :]:
            if c == -d and above != below:
                rest = [t for t in node.args if t not in (first, second)]
                return Add(
                    *rest, _of_gap(c, above, below) if not c.could_extract_minus_sign() else _of_gap(d, below, above)
                )
    return None


def _of_gap(c: Expr, above: Expr, below: Expr) -> Expr:
    (u,), (v,) = above.args, below.args
    if v == negative(u):
        return product(c, tanh(u / 2))
    return product(c, sigma_gap(u, v, factor_terms(expand(u - v))))


def _slope(node: Expr) -> Expr | None:
    """C sigma(u) - c sigma(u)^2 = c sigma(u) sigma(-u)."""
    for term in node.args:
        for factor, c in split(term):
            base, n = factor.as_base_exp()
            if isinstance(base, sigma) and n == 2 and (other := product(S.NegativeOne, c, base)) in node.args:
                rest = [t for t in node.args if t not in (term, other)]
                return Add(*rest, product(S.NegativeOne, c, base, sigma(negative(base.args[0]))))
    return None


def _half(node: Expr) -> Expr | None:
    """2 c softplus(u) - c u - 2 c log(2) = 2 c log(cosh(u/2))."""
    for term, factor, c in _terms_with(node, softplus):
        (u,) = factor.args
        for others in ([product(-c / 2, u)], [product(-c / 2, part) for part in Add.make_args(u)]):
            if all(other in node.args for other in (*others, -c * log(2))):
                rest = [t for t in node.args if t not in (term, *others, -c * log(2))]
                return Add(*rest, product(c, log_cosh(u / 2)))
    return None


def _beside_exp(node: Expr) -> Expr | None:
    """C (softplus(u) - exp(u)), and c exp(u) - c sigma(u) = c exp(u) sigma(u), also with exp(u) - 1 + sigma(-u)."""
    for n, term in enumerate(node.args):
        others = node.args[:n] + node.args[n + 1 :]
        for factor, c in split(term):
            if isinstance(factor, exp | expm1):
                (u,), less = factor.args, negative(c)
                gone = product(less, sigma(u)) if isinstance(factor, exp) else product(c, sigma(negative(u)))
                known = {gone: product(c, exp(u), sigma(u))}
                if isinstance(factor, exp):
                    known[product(less, softplus(u))] = product(less, softplus_rest(u))
                for other, both in known.items():
                    if other in others:
                        return Add(*[t for t in others if t != other], both)
    return None


def _slope_over_gap(node: Expr) -> Expr | None:
    """sigma(u) sigma(-u)/(sigma(u) - sigma(v)), and with v for u in the numerator."""
    for factor, rest in split(node):
        base, n = factor.as_base_exp()
        gap = seen(base)
        if not (isinstance(gap, sigma_gap) and n.is_Integer and n < 0):
            continue
        u, v, w = gap.args
        for one, other, sign in ((u, v, S.One), (v, u, S.NegativeOne)):
            for above, remaining in split(rest):
                for more, last in split(remaining):
                    if (above, more) == (sigma(one), sigma(negative(one))):
                        ratio = sigma_slope_over_gap(one, other, w if sign == 1 else negative(w))
                        return product(sign, last, base ** (n + 1), ratio)
    return None


def _curve_over_gap(node: Expr) -> Expr | None:
    """(sigma(u) sigma(-u) + g tanh(u/2))/g with g = sigma(u) - sigma(v), also with g opened."""
    for factor, rest in split(node):
        base, n = factor.as_base_exp()
        gap = seen(base)
        if isinstance(gap, sigma_gap) and n.is_Integer and n < 0:
            u, v, _ = gap.args
            slope = {sigma(u) * sigma(negative(u)), base * tanh(u / 2)}
            opened = {sigma(u) ** 2, -sigma(v) * tanh(u / 2)}
            for other, remaining in split(rest):
                if isinstance(other, Add) and set(other.args) in (slope, opened):
                    return product(remaining, base ** (n + 1), sigma_curve_over_gap(*gap.args))
    return None


def _slope_over_scale(node: Expr) -> Expr | None:
    """sigma(-u/c) (a + sigma(u/c)/c) term by term: 1/c may be beyond the range, where the slope of sigma vanishes."""
    for factor, rest in split(node):
        for other, remaining in split(rest) if isinstance(factor, sigma) else ():
            falling = [factor, *(f for f in Mul.make_args(remaining) if isinstance(f, sigma))]
            if not isinstance(other, Add) or not (product(factor, remaining) / Mul(*falling)).is_number:
                continue
            slopes = [t for t in other.args if _is_slope(t, factor.args[0])]
            if slopes:
                rising = sigma(negative(factor.args[0]))
                damp = [damped(Mul(*falling, rising), t * remaining * factor / Mul(*falling, rising)) for t in slopes]
                return Add(*damp, *[product(factor, remaining, t) for t in other.args if t not in slopes])
    return None


def _is_slope(term: Expr, u: Expr) -> bool:
    """Is it sigma(-u) by what u is divided by?"""
    below = [f for f in Mul.make_args(u) if f.is_Pow and f.exp == -1]
    return any(f == sigma(negative(u)) and any(c in Mul.make_args(rest) for c in below) for f, rest in split(term))


def log_of_gap(gap: sigma_gap) -> Expr:
    """The logarithm of sigma(u) - sigma(v), which is positive."""
    u, v, w = gap.args
    return Add(log1mexp(negative(w)), product(S.NegativeOne, softplus(negative(u))), product(Integer(-1), softplus(v)))


RULES_SUM: tuple[Rule, ...] = (_gap, _slope, _half)
RULES_BESIDE: tuple[Rule, ...] = (_beside_exp,)  # before exp(u) - sigma(v) is looked at in general
RULES_PRODUCT: tuple[Rule, ...] = (_slope_over_gap, _curve_over_gap, _slope_over_scale)
