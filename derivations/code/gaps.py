"""Helpers for differences of log-gamma, of digamma and of trigamma at positive arguments, which cancel.

From FAR on each of them is the difference of two asymptotic series, taken term by term: of two powers,
x^n - y^n = (x - y) (x^(n - 1) + ... + y^(n - 1)). Below it the recurrence adds terms that are all positive.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import Add, Expr, Integer, Rational, S, Symbol, log, loggamma, pi, polygamma

from derivations.code.functions import (
    beta_surprise,
    digamma,
    digamma_gap,
    digamma_less_log,
    divergence,
    gamma_surprise,
    grouped,
    log1p,
    log1p_rest,
    log_beta,
    log_gamma_rest,
    log_ratio,
    log_times,
    trigamma_gap,
)
from derivations.code.helper import horner, table
from derivations.code.special import FAR, TERMS, bernoulli_number, polygamma_rest
from derivations.code.terms import product
from derivations.language.functions import Branches, largest, otherwise, smallest

u, v, w = (Symbol(name, positive=True) for name in "uvw")
HALF, HUGE = Rational(1, 2), Integer(10) ** 300
_beyond = largest(v * w, 1 / (v * w))


def _part(x: Expr) -> Expr:
    """v/(x + v), which neither vanishes nor overflows where x or v is far from 1."""
    return grouped(v / (x + v))


def _divided(coefficients: list[Fraction], x: Expr, y: Expr) -> Expr:
    """(P(x) - P(y))/(x - y) of the polynomial with these coefficients, the constant one first."""
    total, slope = S.Zero, S.Zero
    for c in reversed(coefficients):
        total, slope = Add(product(x, total), Rational(c.numerator, c.denominator)), Add(product(y, slope), total)
    return slope


def _digamma_far(x: Expr) -> Expr:
    series = [bernoulli_number(2 * k) / (2 * k) for k in range(1, TERMS + 1)]
    one, other = 1 / x**2, 1 / (x + v) ** 2
    gap = grouped(_part(x) / x) * (1 / x + 1 / (x + v))  # one - other
    return log1p(v / x) + _part(x) / x / 2 + product(gap, _divided([Fraction(0), *series], one, other))


def _trigamma_far(x: Expr) -> Expr:
    series = [bernoulli_number(2 * k) for k in range(1, TERMS + 1)]
    one, other = 1 / x**2, 1 / (x + v) ** 2
    gap = grouped(_part(x) / x)
    squares = gap * (1 / x + 1 / (x + v))
    # P(one)/x - P(other)/(x + v), P without a constant term
    rest = product(gap, one, horner(series, one)) + product(
        squares, 1 / (x + v), _divided([Fraction(0), *series], one, other)
    )
    return gap + squares / 2 + rest


def _digamma_near() -> Expr:
    return Add(*[_part(u + k) / (u + k) for k in range(FAR)])


def _trigamma_near() -> Expr:
    return Add(*[grouped(_part(u + k) / (u + k)) * (1 / (u + k) + 1 / (u + k + v)) for k in range(FAR)])


def _rest(x: Expr) -> Expr:
    """What Stirling's formula leaves of log-gamma."""
    series = [bernoulli_number(2 * k) / (2 * k * (2 * k - 1)) for k in range(1, TERMS + 1)]
    return horner(series, 1 / x**2) / x


def _log_beta() -> Expr:
    p, q = smallest(u, v), largest(u, v)
    slow = log1p(p / q)
    both = _rest(p) + _rest(q) - _rest(p + q) + log(2 * pi / q) / 2 - (p - HALF) * log1p(q / p) - q * slow
    one = loggamma(p) + (_rest(q) - _rest(p + q)) - p * log(p + q) - q * log1p_rest(p / q) + slow / 2
    none = loggamma(p) + (loggamma(q) - loggamma(p + q))
    return Branches(both, p >= FAR, one, q >= FAR, none, otherwise)


def _log_gamma_rest() -> Expr:
    far = divergence(u, v * w) + log(2 * pi / u) / 2 + _rest(u)
    near = loggamma(u) - u * log_times(v, w) + v * w
    return Branches(near, u < FAR, near, _beyond > HUGE, far, otherwise)


def _gamma_surprise() -> Expr:
    near = log_ratio(w, u) + loggamma(1 + u) + v * w - u * log_times(v, w)  # gamma(u) is near 1/u
    return Branches(near, u < HALF, log_gamma_rest(u, v, w) + log(w), otherwise)


def _beta_surprise() -> Expr:
    total, rest = grouped(u + v), grouped(1 - w)
    logs = log(w) + log1p(-w)
    far = divergence(u, total * w) + divergence(v, total * rest) + log(2 * pi / u * total / v) / 2 + logs
    rests = _rest(u) + _rest(v) - _rest(u + v)
    first = log_ratio(w, u) + (log_beta(1 + u, v) + log(total)) - u * log(w) - (v - 1) * log1p(-w)
    second = log_ratio(rest, v) + (log_beta(1 + v, u) + log(total)) - (u - 1) * log(w) - v * log1p(-w)
    near = log_beta(u, v) - (u - 1) * log(w) - (v - 1) * log1p(-w)
    return Branches(first, u < HALF, second, v < HALF, near, smallest(u, v) < FAR, far + rests, otherwise)


def _digamma_less_log() -> Expr:
    far = log_ratio(u, v * w) - 1 / (2 * u) - polygamma_rest(0, u)
    near = digamma(u) - log_times(v, w)
    return Branches(near, u < FAR, near, _beyond > HUGE, far, otherwise)


HELPERS = table(
    (
        (log_gamma_rest, "log_gamma_rest", (u, v, w), _log_gamma_rest(), loggamma(u) - u * log(v * w) + v * w),
        (
            gamma_surprise,
            "gamma_surprise",
            (u, v, w),
            _gamma_surprise(),
            loggamma(u) - u * log(v * w) + v * w + log(w),
        ),
        (
            beta_surprise,
            "beta_surprise",
            (u, v, w),
            _beta_surprise(),
            loggamma(u) + loggamma(v) - loggamma(u + v) - (u - 1) * log(w) - (v - 1) * log(1 - w),
        ),
        (digamma_less_log, "digamma_less_log", (u, v, w), _digamma_less_log(), polygamma(0, u) - log(v * w)),
        (log_beta, "log_beta", (u, v), _log_beta(), loggamma(u) + loggamma(v) - loggamma(u + v)),
        (
            digamma_gap,
            "digamma_gap",
            (u, v),
            Branches(_digamma_far(u), u >= FAR, _digamma_near() + _digamma_far(u + FAR), otherwise),
            polygamma(0, u + v) - polygamma(0, u),
        ),
        (
            trigamma_gap,
            "trigamma_gap",
            (u, v),
            Branches(_trigamma_far(u), u >= FAR, _trigamma_near() + _trigamma_far(u + FAR), otherwise),
            polygamma(1, u) - polygamma(1, u + v),
        ),
    )
)
