"""Rules for logarithms: of 1 + u, of a sum of exponentials, of a quotient, of a function that underflows."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow, S, Sum, Symbol, cosh, exp, log
from sympy.tensor.indexed import Indexed

from derivations.code.functions import (
    expm1,
    i0e,
    log1mexp,
    log1p,
    log1p_over,
    log1p_square,
    log1p_square_over,
    log_cosh,
    log_i0,
    log_mixture,
    log_Phi,
    log_ratio,
    log_sigma_plus,
    log_times,
    sigma_gap,
    sigma_times,
    softplus_times,
)
from derivations.code.sigmoids import log_of_gap
from derivations.code.terms import PAIR, Rule, is_sum_below, negative, product, seen, split
from derivations.language.functions import Phi, sigma, softplus
from derivations.language.over import LargestOver


def _log(node: Expr) -> Expr | None:
    u = node.args[0]
    inner = seen(u)
    match inner:
        case sigma(args=(w,)):
            return -softplus(negative(w))
        case sigma_times(args=(w, scale)):
            return -softplus_times(negative(w), 1 / scale)
        case sigma_gap():
            return log_of_gap(inner)
        case exp(args=(w,)):
            return w
        case Phi(args=(w,)):
            return log_Phi(w)
        case cosh(args=(w,)):
            return log_cosh(w)
        case Sum():
            return _log_sum(inner)
        case Mul():
            return _log_product(inner)
        case Pow(base=base, exp=S.NegativeOne) if not base.has(Sum):
            return -log(base)
        case Pow(base=base, exp=n) if base.is_positive and not base.has(Sum):
            return product(n, log(base))
        case Add():
            return _log_mixture(inner) or _log_one_more(inner) or _log_sigma_plus(inner)
    return None


def _log_mixture(total: Add) -> Expr | None:
    """The logarithm of exp(u) - v (exp(u) - 1) = v + (1 - v) exp(u)."""
    for term in total.args:
        for factor, c in split(term):
            if isinstance(factor, expm1) and exp(*factor.args) + term == total:
                return log_mixture(factor.args[0], -c)
    return None


def _log_one_more(total: Add) -> Expr | None:
    if S.One not in total.args:
        return None
    rest = Add(*[t for t in total.args if t != 1])
    if isinstance(rest, exp):
        return softplus(rest.args[0])
    if isinstance(-rest, exp):
        return log1mexp((-rest).args[0])
    for factor, c in split(rest):
        if isinstance(factor, exp) and c.is_positive:
            return softplus(factor.args[0]) if c == 1 else softplus_times(factor.args[0], c)
    return log1p(rest)


def _log_sigma_plus(total: Add) -> Expr | None:
    """The logarithm of sigma(u) + v, which may be near 1."""
    for term in total.args:
        if isinstance(term, sigma):
            return log_sigma_plus(term.args[0], total - term)
    return None


def _log_sum(total: Sum) -> Expr | None:
    """The logarithm of a sum of exponentials, shifted by the largest exponent."""
    term = seen(total.function)
    if not isinstance(term, exp) or len(total.limits) != 1 or term.has(LargestOver):
        return None
    most = LargestOver(term.args[0], *total.limits[0])
    return most + log(Sum(exp(term.args[0] - most), *total.limits))


def _log_product(inner: Mul) -> Expr | None:
    """Of a quotient of exponentials and their sum the difference; of a plain quotient a form that knows 1."""
    known = {log_i0(*f.args): exp(*f.args) * f for f in inner.args if isinstance(f, i0e)}
    for whole, scaled in known.items():
        if inner == scaled:
            return whole
    if isinstance(-inner, expm1):
        return log1mexp((-inner).args[0])
    if all(isinstance(seen(f), exp) or is_sum_below(f) for f in inner.args):
        return Add(*[_log_factor(f) for f in inner.args])
    for factor, rest in split(inner):
        if isinstance(seen(factor), sigma | Phi | exp):
            return log(factor) + log(rest)
    above, below = inner.as_numer_denom()
    if any(not part.is_positive or part.has(Sum, Indexed) for part in (above, below)):
        return None
    if below == 1 and len(inner.args) == PAIR:
        return log_times(*inner.args)
    return log_ratio(above, below) if 1 not in (above, below) else None


def _log_factor(factor: Expr) -> Expr:
    return -log(factor.base) if isinstance(factor, Pow) else seen(factor).args[0]


def _log1p(node: Expr) -> Expr | None:
    u = node.args[0]
    if isinstance(-u, exp):
        return log1mexp((-u).args[0])
    if isinstance(u, exp):
        return softplus(u.args[0])
    if isinstance(u, Pow) and u.exp == 2:
        return log1p_square(u.base, S.One)
    if isinstance(u, Mul):
        above, below = u.as_numer_denom()
        if isinstance(below, Symbol):
            return log1p_over(above, below)
        parts = [f.as_base_exp() for f in u.args]
        above, below = Mul(*[base ** (n / 2) for base, n in parts if n in (2, -2)]).as_numer_denom()
        rest = Mul(*[base**-n for base, n in parts if n not in (2, -2)])
        if rest == 1:
            return log1p_square(above, below)
        if above != 1 and below != 1 and not rest.is_number:
            return log1p_square_over(above, below, rest)
    return None


RULES: tuple[Rule, ...] = (_log,)
RULES_LOG1P: tuple[Rule, ...] = (_log1p,)
