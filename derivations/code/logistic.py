"""Helpers for sigmoids, their differences and slopes, and for softplus."""

from __future__ import annotations

from sympy import Integer, Rational, cosh, exp, log, symbols, tanh

from derivations.code.functions import (
    exp_sigma,
    exp_times,
    expm1,
    grouped,
    log1p,
    log1p_rest,
    log_sigma_plus,
    logit,
    sech_softplus,
    sigma_curve_over_gap,
    sigma_distance_power,
    sigma_gap,
    sigma_less,
    sigma_slope,
    sigma_slope_over_gap,
    sigma_times,
    sigma_times_over,
    softplus_rest,
    softplus_rest_sigma,
    softplus_times,
    softplus_times_by,
    tanh_softplus,
)
from derivations.code.helper import table, u, v, w
from derivations.language.functions import Branches, magnitude, otherwise, sigma, smallest, softplus

BIG, FAR = Integer(20), Integer(700)  # exp(-FAR) is within the range, and nothing beside 1
HALF, LITTLE = Rational(1, 2), Rational(1, 10**17)
_decay = exp(-magnitude(u))
_twice = 2 * _decay * (1 + _decay)
_square = _decay * (2 + _decay)  # (1 + exp(u))^2 - 1 for u < 0
_plain_slope = Branches(
    sigma(u) / (sigma(v) * (exp(w) - 1)), v >= 0, sigma(-u) / (sigma(-v) * (1 - exp(-w))), otherwise
)
_near, _far = u + sigma(-v), grouped(1 - u) + sigma(v)  # 1 less u - sigma(v), and less its negative
_v, _w = symbols("v w", positive=True)
_beyond_root = log(_w / (_v - _w)) - u

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
        (sigma_slope, "sigmoid_slope", (u,), _decay / (1 + _decay) ** 2, sigma(u) * sigma(-u)),
        (
            tanh_softplus,
            "tanh_softplus",
            (u,),
            Branches((1 + 2 * _decay) / (1 + _twice), u > 0, _square / (2 + _square), otherwise),
            tanh(softplus(u)),
        ),
        (
            sech_softplus,
            "sech_softplus",
            (u,),
            Branches(
                _twice / (1 + _twice),
                u > 0,
                2 * (1 + _decay) / (2 + _square),
                otherwise,
            ),
            1 / cosh(softplus(u)),
        ),
        (
            logit,
            "logit",
            (u,),
            Branches(log1p((2 * u - 1) / (1 - u)), magnitude(2 * u - 1) < HALF, log(u) - log1p(-u), otherwise),
            log(u / (1 - u)),
        ),
        (
            softplus_times,
            "softplus_times",
            (u, v),
            Branches(log1p(v * exp(u)), u + log(v) < BIG, u + log(v) + exp(-u) / v, otherwise),
            log(1 + v * exp(u)),
        ),
        (
            softplus_times_by,
            "softplus_times_by",
            (u, _v),
            Branches(exp(u), _v * exp(u) < LITTLE, softplus_times(u, _v) / _v, otherwise),
            log(1 + _v * exp(u)) / _v,
        ),
        (
            sigma_times,
            "sigmoid_times",
            (u, v),
            Branches(exp_times(v, u) / (1 + exp_times(v, u)), u < 0, 1 / (1 + exp(-u) / v), otherwise),
            v * exp(u) / (1 + v * exp(u)),
        ),
        (
            sigma_times_over,
            "sigmoid_times_over",
            (u, _v, _w),
            Branches(
                1 / (_v + _w * exp(-u)),
                u >= 0,
                exp(u) / (_w + _v * exp(u)),
                u > -FAR,
                grouped(exp(u / 2) / (_w + _v * exp(u))) * exp(u / 2),
                otherwise,
            ),
            exp(u) / (_w + _v * exp(u)),
        ),
        (
            sigma_gap,
            "sigmoid_gap",
            (u, v, w),
            Branches(-expm1(-w) * sigma(u) * sigma(-v), w >= 0, expm1(w) * sigma(v) * sigma(-u), otherwise),
            Branches(sigma(u) * sigma(-v) * (1 - exp(-w)), w >= 0, sigma(v) * sigma(-u) * (exp(w) - 1), otherwise),
        ),
        (
            sigma_less,
            "sigmoid_less",
            (u, _v, _w),
            Branches(
                -grouped(_v - _w) * sigma(u) * expm1(_beyond_root),
                magnitude(_beyond_root) < 1,
                _v * sigma(u) - _w,
                otherwise,
            ),
            _v * sigma(u) - _w,
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
            log_sigma_plus,
            "log_sigmoid_plus",
            (u, v),
            Branches(log(sigma(u) + v), sigma(u) + v < HALF, log1p(v - sigma(-u)), otherwise),
            log(sigma(u) + v),
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
