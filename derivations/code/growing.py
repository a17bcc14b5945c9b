"""Helpers for exponentials, logarithms and powers whose terms cancel."""

from __future__ import annotations

from fractions import Fraction

from sympy import Add, Expr, Integer, Rational, S, cosh, exp, log, sinh

from derivations.code.functions import (
    damped,
    divergence,
    exp_rest,
    expm1,
    grouped,
    log1mexp,
    log1p,
    log1p_ratio,
    log1p_rest,
    log_cosh,
    log_exp_plus,
    log_mixture,
    log_ratio,
    power_gap,
    power_less,
    power_less_times,
    ratio_rest,
    sech,
    square_ratio_rest,
)
from derivations.code.helper import horner, table, u, v, w
from derivations.code.terms import product
from derivations.language.functions import Branches, largest, magnitude, otherwise

SMALL, HUGE, LAST = Rational(1, 2), Integer(10) ** 300, Integer(10) ** 308
_decay = exp(-magnitude(u))
_kept = grouped(_decay)  # whose square is its own, so that 2 d is never more than 1 + d^2
_ratio = u / (2 + u)
_larger = largest(u / v, v / u)
_above, _below = (u - v) / (1 + v), (v - u) / (1 + u)
# The gap between a power and its tangent: where w is near 1 or 0, its terms cancel, and parts that do not are left.
_log_ratio, _less = log_ratio(u, v), grouped(w - 1)
_near_1 = v**_less / w * (divergence(u, v) + u * exp_rest(_less * _log_ratio) / _less)
_near_0 = v**w / _less * (exp_rest(w * _log_ratio) / w - ratio_rest(u, v))


def _factorial_series(first: int, last: int) -> list[Fraction]:
    terms, value = [], Fraction(1)
    for n in range(1, last + 1):
        value /= n
        if n >= first:
            terms.append(value)
    return terms


def exp_rest_over_square(x: Expr) -> Expr:
    """(exp(x) - 1 - x)/x^2 for small x."""
    return horner(_factorial_series(2, 16), x)


HELPERS = table(
    (
        (
            log1mexp,
            "log1mexp",
            (u,),
            Branches(log(-expm1(u)), u > -log(2), log1p(-exp(u)), otherwise),
            log(1 - exp(u)),
        ),
        (
            exp_rest,
            "exp_rest",
            (u,),
            Branches(
                product(u, u, exp_rest_over_square(u)),
                magnitude(u) < SMALL,
                expm1(u) - u,
                otherwise,
            ),
            exp(u) - 1 - u,
        ),
        (
            log1p_rest,
            "log1p_rest",
            (u,),
            Branches(
                Add(
                    product(
                        Integer(2), _ratio, _ratio**2, horner([Fraction(1, 2 * n + 3) for n in range(13)], _ratio**2)
                    ),
                    -_ratio * u,
                ),
                magnitude(u) < SMALL,
                log1p(u) - u,
                otherwise,
            ),
            log(1 + u) - u,
        ),
        (
            sech,
            "sech",
            (u,),
            2 * _kept / (1 + _kept**2),
            1 / cosh(u),
        ),
        (
            log_cosh,
            "log_cosh",
            (u,),
            Branches(
                log1p(product(Integer(2), sinh(u / 2) ** 2)),
                magnitude(u) < 1,
                magnitude(u) + log1p(_decay**2) - log(2),
                otherwise,
            ),
            log(cosh(u)),
        ),
        (
            log_ratio,
            "log_ratio",
            (u, v),
            Branches(log1p((u - v) / v), _larger < 2, log(u / v), _larger < HUGE, log(u) - log(v), otherwise),
            log(u / v),
        ),
        (
            log1p_ratio,
            "log1p_ratio",
            (u, v),
            Branches(
                log1p(u) - log1p(v),
                largest(_above, _below) > HUGE,
                log1p(_above),
                u > v,
                -log1p(_below),
                otherwise,
            ),
            log((1 + u) / (1 + v)),
        ),
        (
            log_mixture,
            "log_mixture",
            (u, v),
            Branches(log1p((1 - v) * expm1(u)), u > -log(2), log(v + (1 - v) * exp(u)), otherwise),
            log(v + (1 - v) * exp(u)),
        ),
        (
            log_exp_plus,
            "log_exp_plus",
            (u, v),
            Branches(
                u + log1p(v * exp(-u)),
                u > 0,
                log1p(exp(u) + grouped(v - 1)),
                v > SMALL,
                log1p(expm1(u) + v),
                u > -log(2),
                log(exp(u) + v),
                otherwise,
            ),
            log(exp(u) + v),
        ),
        (
            ratio_rest,
            "ratio_rest",
            (u, v),
            Branches(exp_rest(_log_ratio), magnitude(_log_ratio) < 1, u / v - 1 - _log_ratio, otherwise),
            u / v - 1 - log(u / v),
        ),
        (
            divergence,
            "divergence",
            (u, v),
            Branches(u * exp_rest(-_log_ratio), magnitude(_log_ratio) < 1, v - u + damped(u, _log_ratio), otherwise),
            u * log(u / v) - u + v,
        ),
        (
            square_ratio_rest,
            "square_ratio_rest",
            (u, v),
            Branches(
                exp_rest(2 * _log_ratio), magnitude(_log_ratio) < SMALL, (u / v) ** 2 - 1 - 2 * _log_ratio, otherwise
            ),
            u**2 / v**2 - 1 - 2 * log(u / v),
        ),
        (
            power_gap,
            "power_gap",
            (u, v, w),
            Branches(
                _near_1,
                largest(magnitude(_less * _log_ratio), Rational(3, 2) - w) < 1,
                _near_0,
                magnitude(w * _log_ratio) < 1,
                power_less_times((1 + _less * (v / u) ** w - w * (v / u) ** _less) / w / _less, u, w, S.Zero),
                w * _log_ratio > 0,
                power_less_times(((u / v) ** w + _less - w * u / v) / w / _less, v, w, S.Zero),
                otherwise,
            ),
            (u**w + (w - 1) * v**w - w * u * v ** (w - 1)) / (w * (w - 1)),
        ),
        (
            power_less,
            "power_less",
            (u, v, w),
            Branches(
                u ** (v - w),
                2 * v >= w,
                u ** (v - w),
                v >= largest(1, w - 2),  # v - w is exact here as well
                u ** (v - w),
                u > LAST,
                grouped(u ** grouped(v / w) / u) ** w,
                otherwise,
            ),
            u ** (v - w),
        ),
    )
)
