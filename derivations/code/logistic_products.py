"""Helpers for sigmoids, and what falls like them, times what may be large."""

from __future__ import annotations

from sympy import Integer, cosh, exp

from derivations.code.functions import (
    exp_sigma,
    exp_times,
    exp_times_both,
    sech,
    sech_square_by,
    sigma_beside,
    sigma_by,
    sigma_slope,
    slope_beside,
    slope_by,
    times,
)
from derivations.code.helper import table, u, v, w
from derivations.code.logistic import FAR
from derivations.code.terms import product
from derivations.language.functions import Branches, magnitude, otherwise, sigma

HELPERS = table(
    (
        (
            exp_sigma,
            "exp_sigmoid",
            (u, v),
            Branches(exp_times(sigma(v), u), v > -FAR, exp(u + v), otherwise),
            exp(u) * sigma(v),
        ),
        (
            sigma_by,
            "sigmoid_by",
            (u, v),
            Branches(u * sigma(v), v > -FAR, exp_times(u, v), otherwise),
            u * sigma(v),
        ),
        (
            slope_by,
            "sigmoid_slope_by",
            (u, v),
            Branches(u * sigma_slope(v), magnitude(v) < FAR, exp_times(u, -magnitude(v)), otherwise),
            u * sigma(v) * sigma(-v),
        ),
        (
            sech_square_by,
            "sech_square_by",
            (u, v),
            Branches(
                u * sech(v) ** 2,
                2 * magnitude(v) < FAR,
                product(Integer(4), exp_times(u, -2 * magnitude(v))),
                otherwise,
            ),
            u / cosh(v) ** 2,
        ),
        (
            sigma_beside,
            "sigmoid_beside",
            (u, v, w),
            Branches(times(u, v, sigma(w)), w > -FAR, exp_times_both(u, v, w), otherwise),
            u * v * sigma(w),
        ),
        (
            slope_beside,
            "sigmoid_slope_beside",
            (u, v, w),
            Branches(times(u, v, sigma_slope(w)), magnitude(w) < FAR, exp_times_both(u, v, -magnitude(w)), otherwise),
            u * v * sigma(w) * sigma(-w),
        ),
    )
)
