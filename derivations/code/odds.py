"""Rules for the sigmoid and softplus of log-odds: the exponential of a logarithm is worked out without either."""

from __future__ import annotations

from sympy import Add, Expr, Mul

from derivations.code.functions import expm1, log1mexp, sigma_times, softplus_times
from derivations.code.terms import Rule, negative, seen


def _odds(u: Expr) -> tuple[Expr, Expr] | None:
    """Of a sum with terms +-log(1 - exp(a)) the rest, and what its exponential is multiplied by."""
    rest, factors = [], []
    for term in [part for named in Add.make_args(u) for part in Add.make_args(_spread(named))]:
        sign, inner = (-1, -term) if term.could_extract_minus_sign() else (1, term)
        if isinstance(inner, log1mexp):
            factors.append(expm1(inner.args[0]) ** sign)
        else:
            rest.append(term)
    # a quotient of two of them: the signs of expm1 cancel
    return (Add(*rest), Mul(*factors)) if factors and len(factors) % 2 == 0 else None


def _spread(term: Expr) -> Expr:
    """A named sum, or its negative, term by term."""
    sign, inner = (-1, -term) if term.could_extract_minus_sign() else (1, term)
    value = seen(inner)
    return (value if sign > 0 else negative(value)) if isinstance(value, Add) else term


def _sigma(node: Expr) -> Expr | None:
    """sigma(u + log(v)) = v exp(u)/(1 + v exp(u))."""
    found = _odds(node.args[0])
    return sigma_times(*found) if found else None


def _softplus(node: Expr) -> Expr | None:
    """softplus(u + log(v)) = log(1 + v exp(u))."""
    found = _odds(node.args[0])
    return softplus_times(*found) if found else None


RULES_SIGMA: tuple[Rule, ...] = (_sigma,)
RULES_SOFTPLUS: tuple[Rule, ...] = (_softplus,)
