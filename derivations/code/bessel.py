"""Gamma, polygamma and Bessel functions in code: what the latter grow by cancels in quotients, and more in sums."""

from __future__ import annotations

from sympy import Add, Basic, Expr, Integer, S, besseli, cos, exp, expand, log, loggamma, polygamma, sin

from derivations.code.functions import (
    bessel_ratio,
    bessel_ratio_less,
    bessel_ratio_slope,
    beta_surprise,
    digamma,
    digamma_gap,
    digamma_less_log,
    gamma_surprise,
    grouped,
    i0e,
    i1e,
    log1p,
    log_beta,
    log_gamma_rest,
    log_i0,
    tetragamma,
    trigamma,
    trigamma_gap,
)
from derivations.code.terms import PAIR, Rule, product, split
from derivations.code.units import power_of
from derivations.language.functions import Branches, otherwise

POLYGAMMAS = {0: digamma, 1: trigamma, 2: tetragamma}
GAPS = {digamma: (digamma_gap, 1), trigamma: (trigamma_gap, -1)}


def slowly_growing(n: Expr, u: Expr) -> Expr | None:
    """exp(-u) I_n(u)."""
    known = {0: i0e(u), 1: i1e(u), 2: i0e(u) - product(Integer(2), i1e(u)) / u}
    return known.get(n)


def of_libraries(expression: Expr) -> Expr:
    """Polygamma and Bessel functions as the functions that libraries have."""
    known: dict[Basic, Expr] = {
        f: exp(f.args[1]) * slow for f in expression.atoms(besseli) if (slow := slowly_growing(*f.args))
    }
    known |= {f: POLYGAMMAS[int(f.args[0])](f.args[1]) for f in expression.atoms(polygamma) if f.args[0] in POLYGAMMAS}
    return expression.xreplace(known) if known else expression


def without_growth(expression: Expr) -> Expr:
    """The same, each I_n(u) over I_0(u), if that cancels."""
    found = expression.atoms(besseli)
    if not found or len({f.args[1] for f in found}) > 1 or power_of(expression, found) != 0:
        return expression
    u = next(iter(found)).args[1]
    ratio = bessel_ratio(u)
    known = {besseli(0, u): S.One, besseli(1, u): ratio, besseli(2, u): 1 - 2 * ratio / u}
    return expression.xreplace(known) if found <= known.keys() else expression


def _factors(node: Expr, *kinds: type) -> list[tuple[Expr, Expr, Expr]]:
    """Of each factor of these kinds in a sum: its term, itself, and the product of the others."""
    return [(term, factor, c) for term in node.args for factor, c in split(term) if isinstance(factor, kinds)]


def _ratio_slope(node: Expr) -> Expr | None:
    """1 - r/u - r^2 with r = I_1(u)/I_0(u)."""
    for term, ratio, c in _factors(node, bessel_ratio):
        others = [product(c, ratio.args[0], ratio**2), product(S.NegativeOne, c, ratio.args[0])]
        if all(other in node.args for other in others):
            rest = [t for t in node.args if t not in (term, *others)]
            return Add(*rest, product(S.NegativeOne, c, ratio.args[0], bessel_ratio_slope(*ratio.args)))
    return None


def _ratio_less_cosine(node: Expr) -> Expr | None:
    """I_1(u)/I_0(u) - cos(v), also where both are near 1."""
    for term, ratio, c in _factors(node, bessel_ratio):
        for other, cosine, d in _factors(node, cos):
            if d == -c:
                (u,), (v,) = ratio.args, cosine.args
                near = product(Integer(2), sin(v / 2) ** 2) - bessel_ratio_less(u)
                both = Branches(grouped(ratio - cosine), u < 1, grouped(near), otherwise)
                return Add(*[t for t in node.args if t not in (term, other)], product(c, both))
    return None


def _log_less_cosine(node: Expr) -> Expr | None:
    """log(I_0(u)) - u cos(v), also where cos(v) is near 1."""
    for term, whole, c in _factors(node, log_i0):
        for other, cosine, d in _factors(node, cos):
            if d == product(S.NegativeOne, c, whole.args[0]):
                (u,), (v,) = whole.args, cosine.args
                near = product(Integer(2), u, sin(v / 2) ** 2) + log(i0e(u))
                both = Branches(grouped(whole - u * cosine), u < 1, grouped(near), otherwise)
                return Add(*[t for t in node.args if t not in (term, other)], product(c, both))
    return None


def _gaps(node: Expr) -> Expr | None:
    """The digamma, and the trigamma, of u + v less that of u, for positive v."""
    found = _factors(node, *GAPS)
    for term, first, c in found:
        for other, second, d in found:
            v = Add(first.args[0], product(S.NegativeOne, second.args[0]))
            if type(first) is type(second) and d == -c and v.is_positive:
                kind, sign = GAPS[type(first)]
                rest = [t for t in node.args if t not in (term, other)]
                return Add(*rest, product(Integer(sign), c, kind(second.args[0], v)))
    return None


def _log_beta(node: Expr) -> Expr | None:
    """The logarithm of gamma(u) gamma(v)/gamma(u + v)."""
    found = _factors(node, loggamma)
    for last, whole, d in found:
        for n, (one, first, c) in enumerate(found):
            for other, second, e in found[n + 1 :]:
                if c == e == -d and first.args[0] + second.args[0] == whole.args[0]:
                    rest = [t for t in node.args if t not in (one, other, last)]
                    return Add(*rest, product(c, log_beta(*first.args, *second.args)))
    return None


def _beta_less_logs(node: Expr) -> Expr | None:
    """log(beta(u, v)) - (u - 1) log(w) - (v - 1) log(1 - w)."""
    for term, factor, c in _factors(node, log_beta):
        for one, first, d in _factors(node, log):
            other = log1p(-first.args[0])
            for u, v in (factor.args, factor.args[::-1]):
                last = next(
                    (t for t, f, e in _factors(node, log1p) if f == other and expand(e - c * (1 - v)) == 0), None
                )
                if last is not None and expand(d - c * (1 - u)) == 0:
                    rest = [t for t in node.args if t not in (term, one, last)]
                    return Add(*rest, product(c, beta_surprise(u, v, first.args[0])))
    return None


def _gamma_less_logs(node: Expr) -> Expr | None:
    """log(gamma(u)) - u log(v w) + v w, and digamma(u) - log(v w)."""
    for term, factor, c in _factors(node, loggamma, digamma):
        (u,) = factor.args
        wanted = product(S.NegativeOne, c, u) if isinstance(factor, loggamma) else -c
        logs = [(t, f, d) for t, f, d in _factors(node, log) if wanted in Add.make_args(expand(d))]
        if not 1 <= len(logs) <= PAIR:
            continue
        inside = [f.args[0] for _, f, _ in logs]
        given = [*inside, S.One][:PAIR]
        left = [product(expand(d - wanted), f) for _, f, d in logs]
        whole = product(c, *inside)
        rest = [t for t in node.args if t != term and t not in [t for t, _, _ in logs]]
        if isinstance(factor, digamma):
            return Add(*rest, *left, product(c, digamma_less_log(u, *given)))
        if whole in rest:
            rest.remove(whole)
            for w in inside if len(inside) == PAIR else []:
                if product(c, log(w)) in left:
                    left.remove(product(c, log(w)))
                    (v,) = [x for x in inside if x != w]
                    return Add(*rest, *left, product(c, gamma_surprise(u, v, w)))
            return Add(*rest, *left, product(c, log_gamma_rest(u, *given)))
    return None


RULES_SUM: tuple[Rule, ...] = (
    _ratio_slope,
    _ratio_less_cosine,
    _log_less_cosine,
    _gaps,
    _log_beta,
    _beta_less_logs,
    _gamma_less_logs,
)
