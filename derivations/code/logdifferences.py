"""Rules for sums with logarithms whose terms cancel: log(u) - log(v), log(1 + u) - u, u/v - 1 - log(u/v)."""

from __future__ import annotations

from sympy import Add, Expr, S, expand, log, sqrt

from derivations.code.functions import (
    divergence,
    exp_rest,
    expm1,
    grouped,
    log1p,
    log1p_over,
    log1p_ratio,
    log1p_rest,
    log1p_square_over,
    log_hypot_over,
    log_ratio,
    logit,
    ratio_rest,
    square_ratio_rest,
)
from derivations.code.terms import Rule, negative, product, split
from derivations.language.functions import Branches, magnitude, otherwise, sigma, softplus


def _rests(node: Add) -> Expr | None:
    """exp(u) - 1 - u and log(1 + u) - u."""
    kinds = {expm1: exp_rest, log1p: log1p_rest, log1p_over: log1p_rest}
    for n, term in enumerate(node.args):
        for factor, c in split(term):
            kind = kinds.get(type(factor))
            if kind is None:
                continue
            u = factor.args[0] / factor.args[1] if isinstance(factor, log1p_over) else factor.args[0]
            others = {t for m, t in enumerate(node.args) if m != n}
            wanted = [product(S.NegativeOne, c, t) for t in Add.make_args(u)]
            if product(S.NegativeOne, c, u) in others:
                others.remove(product(S.NegativeOne, c, u))
                return Add(*others, product(c, kind(u)))
            if set(wanted) <= others:
                return Add(*(others - set(wanted)), product(c, kind(u)))
    return None


def _log_differences(node: Add) -> Expr | None:
    """log(u) - log(v), log(1 + u) - log(1 + v)."""
    found = [
        (n, factor, c) for n, t in enumerate(node.args) for factor, c in split(t) if isinstance(factor, log | log1p)
    ]
    for n, first, c in found:
        for m, second, d in found:
            if n == m or type(first) is not type(second) or c != -d or c.could_extract_minus_sign():
                continue
            (a,), (b,) = first.args, second.args
            both = log_ratio(a, b) if isinstance(first, log) else log1p_ratio(a, b)
            return Add(*[t for k, t in enumerate(node.args) if k not in (n, m)], product(c, both))
    return None


def _logit(node: Add) -> Expr | None:
    """log(u) - log(1 - u)."""
    for term in node.args:
        for factor, c in split(term):
            if isinstance(factor, log) and (other := product(S.NegativeOne, c, log1p(-factor.args[0]))) in node.args:
                return Add(*[t for t in node.args if t not in (term, other)], product(c, logit(factor.args[0])))
    return None


def _ratio_rest(node: Add) -> Expr | None:
    """u/v - 1 - log(u/v), and u^2/v^2 - 1 - 2 log(u/v)."""
    for term in node.args:
        for factor, d in split(term):
            if not isinstance(factor, log_ratio):
                continue
            for (u, v), c in ((factor.args, d), (reversed(factor.args), -d)):
                for n, kind in ((1, ratio_rest), (2, square_ratio_rest)):
                    others = [-c / n * (u / v) ** n, c / n]
                    if all(other in node.args for other in others):
                        rest = [t for t in node.args if t != term and t not in others]
                        return Add(*rest, product(S.NegativeOne, c / n, kind(u, v)))
    return None


def _divergence(node: Add) -> Expr | None:
    """C (u log(u/v) + (1 - u) log((1 - u)/(1 - v))), whose terms cancel where u is near v."""
    for term in node.args:
        for factor, c in split(term):
            if isinstance(factor, log_ratio):
                u, v = factor.args
                other = product(c / u, 1 - u, log1p_ratio(-u, -v))
                if other in node.args:
                    rest = [t for t in node.args if t not in (term, other)]
                    return Add(*rest, product(c / u, divergence(u, v)), product(c / u, divergence(1 - u, 1 - v)))
    return None


def _sigmoid_divergence(node: Add) -> Expr | None:
    """C (sigma(u) log(sigma(u)/(1 - q)) + sigma(-u) log(sigma(-u)/q)), of positive terms."""
    found = [(t, f, rest) for t in node.args for f, rest in split(t) if isinstance(f, sigma)]
    for term, one, rest in found:
        (u,) = one.args
        for other, two, more in found:
            if two != sigma(negative(u)) or not isinstance(rest, Add) or not isinstance(more, Add):
                continue
            for q in (f.args[0] for t in more.args for f in [-t] if isinstance(f, log)):
                if rest == -log1p(-q) - softplus(negative(u)) and more == -log(q) - softplus(u):
                    both = divergence(one, 1 - q) + divergence(two, q)
                    return Add(*[t for t in node.args if t not in (term, other)], both)
    return None


def _log_length(node: Add) -> Expr | None:
    """log(v) + (b + 1)/2 log(1 + u^2/(v^2 w)) = b/2 log(1 + u^2/(v^2 w)) + log(sqrt(v^2 + u^2/w)).

    Where u is the longer side, the two logarithms cancel; where v is, the last may be next to 0, and its digits lost.
    """
    for term in node.args:
        for factor, c in split(term):
            for other in node.args if isinstance(factor, log1p_square_over) else ():
                u, v, w = factor.args
                k = other / log(v)
                less = expand(c - k / 2)
                if k.is_Rational and len(Add.make_args(less)) < len(Add.make_args(expand(c))):
                    both = product(less, factor) + product(k, log_hypot_over(u, v, w))
                    cases = Branches(grouped(term + other), magnitude(u) < v * sqrt(w), grouped(both), otherwise)
                    return Add(*[t for t in node.args if t not in (term, other)], cases)
    return None


RULES: tuple[Rule, ...] = (_log_length, _rests, _log_differences, _logit, _ratio_rest, _divergence, _sigmoid_divergence)
