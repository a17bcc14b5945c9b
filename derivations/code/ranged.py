"""Helpers for what leaves the range of floating-point numbers on the way to a result that is within it."""

from __future__ import annotations

from sympy import Eq, Integer, Rational, S, atan, exp, log, sin, sqrt, symbols, tanh

from derivations.code.functions import (
    atan_gap,
    expm1_over,
    expm1_times,
    grouped,
    hypot,
    log1p,
    log1p_over,
    log1p_rest,
    log1p_square,
    log1p_square_over,
    log_hypot_over,
    log_times,
    power_less,
    power_less_over,
    scaled_expm1,
    scaled_log1p_rest,
    scaled_log1p_square,
    scaled_sin,
    scaled_tanh,
    softplus_over,
    softplus_times,
    square_less,
)
from derivations.code.helper import table, u, v, w
from derivations.code.terms import product
from derivations.language.functions import Branches, largest, magnitude, otherwise

LITTLE, MUCH, MOST, HUGE = (Integer(10) ** n for n in (9, 17, 18, 300))  # 1 + 1/MUCH is 1 when it is rounded
_quotient = magnitude(u / v)
_p, _q = symbols("u v", positive=True)
_a, _b = symbols("v w", positive=True)
_n, _y = symbols("x y", real=True)
_length = hypot(u, _a * sqrt(_b))
_root = grouped(sqrt(_length) / sqrt(_a) / _b ** Rational(1, 4)) ** _n  # the square of its square may overflow

_angle = symbols("u v x y", positive=True)
_one, _other = (largest(*pair) for pair in (_angle[:2], _angle[2:]))
_sides = (*(side / _one for side in _angle[:2]), *(side / _other for side in _angle[2:]))  # 1 is among either two
_sine, _cosine = _sides[0] * _sides[3] - _sides[2] * _sides[1], _sides[1] * _sides[3] + _sides[0] * _sides[2]

HELPERS = table(
    (
        (
            atan_gap,
            "atan_gap",
            _angle,
            atan(_sine / _cosine),
            atan(_angle[0] / _angle[1]) - atan(_angle[2] / _angle[3]),
        ),
        (
            log1p_over,
            "log1p_over",
            (u, v),
            Branches(log1p(u / v), u / v < HUGE, log(u) - log(v), otherwise),
            log(1 + u / v),
        ),
        (
            log1p_square,
            "log1p_square",
            (u, v),
            Branches(
                log1p((u / v) ** 2),
                (u / v) ** 2 < HUGE,
                product(Integer(2), log(_quotient)),
                _quotient < HUGE,
                product(Integer(2), log(magnitude(u)) - log(magnitude(v))),
                otherwise,
            ),
            log(1 + u**2 / v**2),
        ),
        (
            log1p_square_over,
            "log1p_square_over",
            (u, v, w),
            Branches(
                log1p((u / v) ** 2 / w),
                (u / v) ** 2 / w < HUGE,
                product(Integer(2), log(_quotient)) - log(w),
                _quotient < HUGE,
                product(Integer(2), log(magnitude(u)) - log(magnitude(v))) - log(w),
                otherwise,
            ),
            log(1 + u**2 / (v**2 * w)),
        ),
        (
            log_hypot_over,
            "log_hypot_over",
            (u, _a, _b),
            Branches(
                log(hypot(_a, u / sqrt(_b))),
                magnitude(u) / sqrt(_b) < HUGE,
                log(magnitude(u)) - log(_b) / 2,
                otherwise,
            ),
            log(sqrt(_a**2 + u**2 / _b)),
        ),
        (
            scaled_log1p_square,
            "scaled_log1p_square",
            (u, v),
            Branches(u**2, LITTLE * magnitude(u) < magnitude(v), v * log1p_square(u, v) * v, otherwise),
            v**2 * log(1 + u**2 / v**2),
        ),
        (
            scaled_log1p_rest,
            "scaled_log1p_rest",
            (u, v),
            Branches(
                -(u**2) / 2,
                MUCH * magnitude(u) < magnitude(v),
                -u * v,
                magnitude(u) > MOST * magnitude(v),
                v * log1p_rest(u / v) * v,
                otherwise,
            ),
            v**2 * (log(1 + u / v) - u / v),
        ),
        (
            scaled_tanh,
            "scaled_tanh",
            (u, v),
            Branches(u, LITTLE * magnitude(u) < magnitude(v), v * tanh(u / v), otherwise),
            v * tanh(u / v),
        ),
        (
            scaled_expm1,
            "scaled_expm1",
            (u, v),
            Branches(u, MUCH * magnitude(u) < magnitude(v), expm1_times(v, u / v), otherwise),
            v * (exp(u / v) - 1),
        ),
        (
            expm1_over,
            "expm1_over",
            (u, _a, w),
            Branches(u * w, MUCH * magnitude(u * _a) < 1, expm1_times(w / _a, u * _a), otherwise),
            w * (exp(u * _a) - 1) / _a,
        ),
        (
            scaled_sin,
            "scaled_sin",
            (u, v),
            Branches(u, LITTLE * magnitude(u) < magnitude(v), v * sin(u / v), otherwise),
            v * sin(u / v),
        ),
        (
            square_less,
            "square_less",
            (u, _a, _b),
            Branches(
                (u / _a * grouped(u / _a) * _b - 1) / _a / _a,
                grouped(u / _a) ** 2 < HUGE,
                grouped(u / _a) / _a * grouped(grouped(u / _a) / _a) * _b,
                otherwise,
            ),
            (_b * u**2 / _a**2 - 1) / _a**2,
        ),
        (
            softplus_over,
            "softplus_over",
            (u, _a, _b),
            Branches(
                softplus_times(u, _a / _b),
                _a / _b < HUGE,
                u + log(magnitude(_a)) - log(magnitude(_b)),
                otherwise,
            ),
            log(1 + _a * exp(u) / _b),
        ),
        (
            power_less_over,
            "power_less_over",
            (u, _a, _b, _n, _y),
            Branches(
                S.Zero,
                Eq(_y, 0),
                _y / _a * grouped(power_less(1 + (u / _a) ** 2 / _b, _n, S.One) / _a),
                (u / _a) ** 2 / _b < HUGE,
                grouped(_root * grouped(_y * _b / _length * _root)) * grouped(_root * grouped(_root / _length)),
                otherwise,
            ),
            _y * (1 + u**2 / (_a**2 * _b)) ** (_n - 1) / _a**2,
        ),
        (
            log_times,
            "log_times",
            (_p, _q),
            Branches(log(_p * _q), largest(_p * _q, 1 / (_p * _q)) < HUGE, log(_p) + log(_q), otherwise),
            log(_p * _q),
        ),
    )
)
