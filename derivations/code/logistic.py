"""Helpers for sigmoids, their differences and slopes, and for softplus."""

from __future__ import annotations

from sympy import Integer, exp, log, tanh

from derivations.code.functions import (
    expm1,
    log1p,
    sigma_curve_over_gap,
    sigma_gap,
    sigma_slope_over_gap,
    sigma_times,
    softplus_times,
)
from derivations.code.helper import table, u, v, w
from derivations.language.functions import Branches, magnitude, otherwise, sigma, softplus

BIG = Integer(20)
_decay = exp(-magnitude(u))
_plain_slope = Branches(
    sigma(u) / (sigma(v) * (exp(w) - 1)), v >= 0, sigma(-u) / (sigma(-v) * (1 - exp(-w))), otherwise
)

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
    )
)
