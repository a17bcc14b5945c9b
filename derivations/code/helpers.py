"""What each function that keeps its digits is equal to, declared once as an expression.

A language that has such a function calls it; another gets the definition that stands here, printed as a function.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sympy import Add, Eq, Expr, Integer, Rational, S, Symbol, besseli, cosh, erf, exp, log, pi, sin, sinh, sqrt, tanh

from derivations.code.functions import (
    damped,
    erfc,
    exp_rest,
    expm1,
    grouped,
    hypot,
    i0e,
    i1e,
    log1mexp,
    log1p,
    log1p_ratio,
    log1p_rest,
    log1p_square,
    log1p_square_over,
    log_cosh,
    log_exp_plus,
    log_Phi,
    log_ratio,
    phi_by_Phi,
    phi_by_Phi_rest,
    power_less,
    product_over,
    scaled_log1p_rest,
    scaled_log1p_square,
    scaled_sin,
    scaled_tanh,
    sech,
    sigma_times,
    softplus_times,
)
from derivations.code.mills import COEFFICIENTS
from derivations.code.terms import product
from derivations.language.functions import Branches, Phi, magnitude, otherwise, phi, sigma, softplus

u, v, w = (Symbol(name, real=True) for name in "uvw")


@dataclass(frozen=True)
class Helper:
    """What a function is called in code, and what equals it.

    Args:
        name: the name in code.
        arguments: its arguments.
        value: the stable expression.
        plain: the formula, in functions that the referee knows; the tests compare the two.
    """

    name: str
    arguments: tuple[Symbol, ...]
    value: Expr
    plain: Expr


def horner(coefficients: list[Fraction], x: Expr) -> Expr:
    """The polynomial with these coefficients, the constant one first, as nested products."""
    total: Expr = S.Zero
    for coefficient in reversed(coefficients):
        total = Add(Rational(coefficient.numerator, coefficient.denominator), product(x, total))
    return total


def _factorial_series(first: int, last: int) -> list[Fraction]:
    terms, value = [], Fraction(1)
    for n in range(1, last + 1):
        value /= n
        if n >= first:
            terms.append(value)
    return terms


SMALL, BIG = Rational(1, 2), Integer(20)
_decay = exp(-magnitude(u))
_ratio = u / (2 + u)
_x = -u
_mills = horner([Fraction(c) for c in COEFFICIENTS], (_x - 4) / (_x + 4)) / (_x + 2)  # phi(u)/Phi(u) + u for u < 0
LITTLE, MUCH, MOST, HUGE, LAST = (Integer(10) ** n for n in (9, 17, 18, 300, 308))  # 1 + 1/MUCH is 1 when it is rounded
_quotient = magnitude(u / v)

HELPERS: dict[str, Helper] = {
    kind.__name__: Helper(name, arguments, value, plain)
    for kind, name, arguments, value, plain in (
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
                product(u, u, horner(_factorial_series(2, 16), u)),
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
            2 * _decay / (1 + _decay**2),
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
            scaled_sin,
            "scaled_sin",
            (u, v),
            Branches(u, LITTLE * magnitude(u) < magnitude(v), v * sin(u / v), otherwise),
            v * sin(u / v),
        ),
        (
            product_over,
            "product_over",
            (u, v, w),
            Branches(grouped(u / w) * v, magnitude(u) > magnitude(v), grouped(v / w) * u, otherwise),
            u * v / w,
        ),
        (damped, "damped", (u, v), Branches(S.Zero, Eq(u, 0), u * v, otherwise), u * v),
        (
            power_less,
            "power_less",
            (u, v, w),
            Branches(
                u ** (v - w), 2 * v >= w, u ** (v - w), u > LAST, grouped(u ** grouped(v / w) / u) ** w, otherwise
            ),
            u ** (v - w),
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
            log_ratio,
            "log_ratio",
            (u, v),
            Branches(log(u) - log(v), u >= 2 * v, log(u) - log(v), v >= 2 * u, log1p((u - v) / v), otherwise),
            log(u / v),
        ),
        (
            log1p_ratio,
            "log1p_ratio",
            (u, v),
            Branches(
                log1p(u) - log1p(v),
                1 + u >= product(Integer(2), 1 + v),
                log1p(u) - log1p(v),
                1 + v >= product(Integer(2), 1 + u),
                log1p((u - v) / (1 + v)),
                otherwise,
            ),
            log((1 + u) / (1 + v)),
        ),
        (
            softplus_times,
            "softplus_times",
            (u, v),
            Branches(log1p(v * exp(u)), u + log(v) < BIG, u + log(v) + exp(-u) / v, otherwise),
            log(1 + v * exp(u)),
        ),
        (sigma_times, "sigmoid_times", (u, v), 1 / (1 + exp(-u) / v), v * exp(u) / (1 + v * exp(u))),
        (Phi, "Phi", (u,), erfc(-u / sqrt(2)) / 2, Phi(u)),
        (phi, "phi", (u,), exp(-(u**2) / 2) / sqrt(2 * pi), phi(u)),
        (
            log_Phi,
            "log_Phi",
            (u,),
            Branches(
                -(u**2) / 2 - log(sqrt(2 * pi) * phi_by_Phi(u)),
                u < 0,
                log1p(-erfc(u / sqrt(2)) / 2),
                otherwise,
            ),
            log(Phi(u)),
        ),
        (
            phi_by_Phi,
            "phi_by_Phi",
            (u,),
            Branches(_mills - u, u < 0, phi(u) / Phi(u), otherwise),
            phi(u) / Phi(u),
        ),
        (
            phi_by_Phi_rest,
            "phi_by_Phi_rest",
            (u,),
            Branches(_mills, u < 0, u + phi(u) / Phi(u), otherwise),
            u + phi(u) / Phi(u),
        ),
    )
}
PLAIN = {  # of the functions that every language has
    "log1p": Helper("log1p", (u,), log1p(u), log(1 + u)),
    "expm1": Helper("expm1", (u,), expm1(u), exp(u) - 1),
    "i0e": Helper("i0e", (u,), i0e(u), exp(-u) * besseli(0, u)),
    "i1e": Helper("i1e", (u,), i1e(u), exp(-u) * besseli(1, u)),
    "erfc": Helper("erfc", (u,), erfc(u), 1 - erf(u)),
    "grouped": Helper("grouped", (u,), grouped(u), u),
    "hypot": Helper("hypot", (u, v), hypot(u, v), sqrt(u**2 + v**2)),
}


def unfolded(expression: Expr) -> Expr:
    """The expression in functions that the referee knows."""
    if not expression.args:
        return expression
    args = [unfolded(part) for part in expression.args]
    known = {**HELPERS, **PLAIN}.get(type(expression).__name__)
    if known is None or isinstance(expression, sigma | softplus | Phi | phi):
        return expression.func(*args)
    return known.plain.xreplace(dict(zip(known.arguments, args, strict=True)))
