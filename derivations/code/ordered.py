"""Helpers for products: of factors of which one alone, or a product of some, may be beyond the range."""

from __future__ import annotations

from sympy import Eq, Integer, S, exp, log, symbols

from derivations.code.functions import (
    damped,
    exp_rest,
    exp_rest_product,
    exp_rest_times,
    exp_times,
    exp_times_both,
    expm1,
    expm1_times,
    expm1_times_both,
    grouped,
    power_less,
    power_less_times,
    product_over,
    product_over_square,
    ratio_power,
    ratio_rest,
    ratio_rest_times,
    softplus_product,
    square_and_product,
    square_over,
    times,
    times_over,
)
from derivations.code.growing import SMALL, exp_rest_over_square
from derivations.code.helper import table, u, v, w
from derivations.code.terms import product
from derivations.language.functions import Branches, largest, magnitude, otherwise, softplus

FAR, HUGE, LAST = (Integer(10) ** n for n in (160, 300, 308))
FARTHEST = Integer(700)  # an exponent whose exponential is within the range
GONE = Integer(-1500)  # one whose exponential leaves nothing, not even of a product of two numbers
_p, _q = symbols("u v", positive=True)
_a, _b = symbols("v w", positive=True)
_n = symbols("x", real=True)
_plain_power, _half_power = power_less(_a, _b, _n), power_less(_a, _b / 2, _n / 2)
_squared = grouped(grouped(u / FAR) ** 2)

HELPERS = table(
    (
        (
            product_over,
            "product_over",
            (u, v, w),
            Branches(grouped(u / w) * v, magnitude(u) > magnitude(v), grouped(v / w) * u, otherwise),
            u * v / w,
        ),
        (
            times,
            "times",
            (u, v, w),
            Branches(
                grouped(u * v) * w,
                (magnitude(u) - 1) * (magnitude(w) - magnitude(v)) >= 0,
                grouped(u * w) * v,
                otherwise,
            ),
            u * v * w,
        ),
        (
            product_over_square,
            "product_over_square",
            (u, v, w),
            Branches(
                damped(u / w, v / w),
                (magnitude(u) - 1) * (magnitude(v) - 1) > 0,
                grouped(u * v) / w / w,
                magnitude(u * v) > 1 / HUGE,
                damped(u / w, v / w),
                otherwise,
            ),
            u * v / w**2,
        ),
        (
            square_and_product,
            "square_and_product",
            (u, v, w),
            Branches(
                u**2 + v * w,
                largest(u**2, magnitude(v * w)) < LAST,
                product(grouped(product(grouped(_squared + grouped(v / FAR) * grouped(w / FAR)), FAR)), FAR),
                otherwise,
            ),
            u**2 + v * w,
        ),
        (
            exp_times_both,
            "exp_times_both",
            (u, v, w),
            Branches(
                times(u, v, exp(w)),
                magnitude(w) < FARTHEST,
                S.Zero,
                Eq(u, 0),
                S.Zero,
                Eq(v, 0),
                S.Zero,
                w < GONE,
                grouped(u * exp(w / 2)) * grouped(v * exp(w / 2)),
                (magnitude(u) - 1) * (magnitude(v) - 1) >= 0,
                grouped(grouped(u * v) * exp(w / 2)) * exp(w / 2),
                otherwise,
            ),
            u * v * exp(w),
        ),
        (
            ratio_power,
            "ratio_power",
            (_p, _q, _b),
            Branches(
                grouped(_p / _q) ** _b,
                largest(_p / _q, _q / _p) < HUGE,
                exp(_b * grouped(log(_p) - log(_q))),
                otherwise,
            ),
            (_p / _q) ** _b,
        ),
        (
            times_over,
            "times_over",
            (u, v, w),
            Branches(
                grouped(u * v) / w,
                (magnitude(u) - 1) * (magnitude(v) - 1) <= 0,
                grouped(u * v) / w,
                largest(magnitude(u * v), 1 / magnitude(u * v)) < HUGE,
                grouped(u / w) * v,
                otherwise,
            ),
            u * v / w,
        ),
        (
            ratio_rest_times,
            "ratio_rest_times",
            (u, _a, _b),
            Branches(u * ratio_rest(_a, _b), _a / _b < HUGE, times_over(u, _a, _b), otherwise),
            u * (_a / _b - 1 - log(_a / _b)),
        ),
        (
            power_less_times,
            "power_less_times",
            (u, _a, _b, _n),
            Branches(
                u * _plain_power,
                largest(_plain_power, 1 / _plain_power) < HUGE,
                S.Zero,
                Eq(u, 0),
                S.Zero,
                Eq(_half_power, 0),
                grouped(u * _half_power) * _half_power,
                otherwise,
            ),
            u * _a ** (_b - _n),
        ),
        (damped, "damped", (u, v), Branches(S.Zero, Eq(u, 0), S.Zero, Eq(v, 0), u * v, otherwise), u * v),
        (
            exp_times,
            "exp_times",
            (u, v),
            Branches(
                u * exp(v),
                magnitude(v) < FARTHEST,
                u,
                Eq(u, 0),
                S.Zero,
                v < GONE,
                grouped(u * exp(v / 2)) * exp(v / 2),
                otherwise,
            ),
            u * exp(v),
        ),
        (
            expm1_times,
            "expm1_times",
            (u, v),
            Branches(u * expm1(v), v < FARTHEST, exp_times(u, v), otherwise),
            u * (exp(v) - 1),
        ),
        (
            expm1_times_both,
            "expm1_times_both",
            (u, v, w),
            Branches(
                times(u, v, expm1(w)),
                magnitude(w) < FARTHEST,
                exp_times_both(u, v, w),
                w > 0,
                -u * v,
                otherwise,
            ),
            u * v * (exp(w) - 1),
        ),
        (
            softplus_product,
            "softplus_product",
            (u, v, w),
            Branches(u * softplus(v * w), v * w < LAST, times(u, v, w), otherwise),
            u * log(1 + exp(v * w)),
        ),
        (
            square_over,
            "square_over",
            (u, v, w),
            Branches(grouped(grouped(u / v) * w) * u, magnitude(u / v) < HUGE, grouped(u**2 * w) / v, otherwise),
            u**2 / v * w,
        ),
        (
            exp_rest_times,
            "exp_rest_times",
            (u, v),
            Branches(
                product(u, v, exp_rest_over_square(v), v),
                magnitude(v) < SMALL,
                u * exp_rest(v),
                v < FARTHEST,
                exp_times(u, v),
                otherwise,
            ),
            u * (exp(v) - 1 - v),
        ),
        (
            exp_rest_product,
            "exp_rest_product",
            (u, v, w),
            Branches(exp_rest_times(u, v * w), v * w > -LAST, -grouped(u * v) * w, otherwise),
            u * (exp(v * w) - 1 - v * w),
        ),
    )
)
