"""Helpers for sigmoids, their differences and slopes, and for softplus."""

from __future__ import annotations

from sympy import Integer, Rational, exp, log, tanh

from derivations.code.functions import (
    exp_sigma,
    exp_times,
    expm1,
    grouped,
    log1p,
    log1p_rest,
    sigma_curve_over_gap,
    sigma_distance_power,
    sigma_gap,
    sigma_slope_over_gap,
    sigma_times,
    softplus_rest,
    softplus_rest_sigma,
    softplus_times,
)
from derivations.code.helper import table, u, v, w
from derivations.language.functions import Branches, magnitude, otherwise, sigma, smallest, softplus

BIG, FAR = Integer(20), Integer(700)  # exp(-FAR) is within the range, and nothing beside 1
HALF = Rational(1, 2)
_decay = exp(-magnitude(u))
_plain_slope = Branches(
    sigma(u) / (sigma(v) * (exp(w) - 1)), v >= 0, sigma(-u) / (sigma(-v) * (1 - exp(-w))), otherwise
)
_near, _far = u + sigma(-v), grouped(1 - u) + sigma(v)  # 1 less u - sigma(v), and less its negative

HELPERS = table(
    (
        (
            sigma,
            "sigmoid",
            (u,),
            Branches(1 / (1 + _decay), u >= 0, _decay / (1 + _decay), otherwise),
            1 / (1 + exp(-u)),
        ),
        (
            softplus,
            "softplus",
            (u,),
            Branches(u + log1p(_decay), u > 0, log1p(_decay), otherwise),
            log(1 + exp(u)),
        ),
        (
            softplus_times,
            "softplus_times",
            (u, v),
            Branches(log1p(v * exp(u)), u + log(v) < BIG, u + log(v) + exp(-u) / v, otherwise),
            log(1 + v * exp(u)),
        ),
        (sigma_times, "sigmoid_times", (u, v), 1 / (1 + exp(-u) / v), v * exp(u) / (1 + v * exp(u))),
        (
            sigma_gap,
            "sigmoid_gap",
            (u, v, w),
            Branches(-expm1(-w) * sigma(u) * sigma(-v), w >= 0, expm1(w) * sigma(v) * sigma(-u), otherwise),
            Branches(sigma(u) * sigma(-v) * (1 - exp(-w)), w >= 0, sigma(v) * sigma(-u) * (exp(w) - 1), otherwise),
        ),
        (
            sigma_slope_over_gap,
            "sigmoid_slope_over_gap",
            (u, v, w),
            Branches(sigma(u) / (expm1(w) * sigma(v)), v >= 0, -sigma(-u) / (expm1(-w) * sigma(-v)), otherwise),
            _plain_slope,
        ),
        (
            sigma_curve_over_gap,
            "sigmoid_curve_over_gap",
            (u, v, w),
            Branches(
                sigma_slope_over_gap(u, v, w) + tanh(u / 2),
                u >= 0,
                -(sigma(u) / sigma(-v) - exp(-w) * tanh(u / 2) / sigma(-u)) / expm1(-w),
                otherwise,
            ),
            Branches(
                _plain_slope + tanh(u / 2),
                u >= 0,
                (sigma(u) / sigma(-v) - exp(-w) * tanh(u / 2) / sigma(-u)) / (1 - exp(-w)),
                otherwise,
            ),
        ),
        (
            exp_sigma,
            "exp_sigmoid",
            (u, v),
            Branches(exp_times(sigma(v), u), v > -FAR, exp(u + v), otherwise),
            exp(u) * sigma(v),
        ),
        (
            softplus_rest,
            "softplus_rest",
            (u,),
            Branches(log1p_rest(exp(u)), u < BIG, softplus(u) - exp(u), otherwise),
            log(1 + exp(u)) - exp(u),
        ),
        (
            softplus_rest_sigma,
            "softplus_rest_sigmoid",
            (u, v),
            Branches(softplus_rest(u) * sigma(v), u < FAR, u * sigma(v) - exp_sigma(u, v), otherwise),
            (log(1 + exp(u)) - exp(u)) * sigma(v),
        ),
        (
            sigma_distance_power,
            "sigmoid_distance_power",
            (u, v, w),
            Branches(
                exp(w * log1p(-_near)),
                _near < HALF,
                exp(w * log1p(-_far)),
                _far < HALF,
                magnitude(sigma(-v) - grouped(1 - u)) ** w,
                smallest(u, sigma(v)) > HALF,
                magnitude(u - sigma(v)) ** w,
                otherwise,
            ),
            magnitude(u - sigma(v)) ** w,
        ),
    )
)
