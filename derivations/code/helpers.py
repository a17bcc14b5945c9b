"""What each function that keeps its digits is equal to, declared once as an expression.

A language that has such a function calls it; another gets the definition that stands here, printed as a function.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sympy import Add, Expr, Integer, Rational, S, Symbol, besseli, cosh, erf, exp, log, pi, sinh, sqrt

from derivations.code.functions import (
    erfc,
    exp_rest,
    expm1,
    hypot,
    i0e,
    i1e,
    log1mexp,
    log1p,
    log1p_ratio,
    log1p_rest,
    log1p_square,
    log_cosh,
    log_Phi,
    log_ratio,
    phi_by_Phi,
    phi_by_Phi_rest,
    sech,
    softplus_times,
)
from derivations.code.terms import product
from derivations.language.functions import Branches, Phi, magnitude, otherwise, phi, sigma, softplus

u, v = Symbol("u", real=True), Symbol("v", real=True)


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


SMALL, LARGE, BIG = Rational(1, 2), Integer(10) ** 8, Integer(20)
_decay = exp(-magnitude(u))
_ratio = u / (2 + u)
_asymptotic = [Fraction(1)]
for _n in range(1, 21):
    _asymptotic.append(-_asymptotic[-1] * (2 * _n - 1))
_next = horner(_asymptotic[1:], 1 / u**2)
_tail = horner(_asymptotic, 1 / u**2)  # Phi(u) is phi(u)/(-u) times this for u far below 0
FAR = -12  # where the last terms of it fall below a rounding error

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
                magnitude(u / v) < LARGE,
                product(Integer(2), log(magnitude(u)) - log(magnitude(v))),
                otherwise,
            ),
            log(1 + u**2 / v**2),
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
        (Phi, "Phi", (u,), erfc(-u / sqrt(2)) / 2, Phi(u)),
        (phi, "phi", (u,), exp(-(u**2) / 2) / sqrt(2 * pi), phi(u)),
        (
            log_Phi,
            "log_Phi",
            (u,),
            Branches(
                -(u**2) / 2 - log(-u * sqrt(2 * pi)) + log(_tail),
                u < FAR,
                log(erfc(-u / sqrt(2)) / 2),
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
            Branches(-u / _tail, u < FAR, phi(u) / Phi(u), otherwise),
            phi(u) / Phi(u),
        ),
        (
            phi_by_Phi_rest,
            "phi_by_Phi_rest",
            (u,),
            Branches(_next / (u * _tail), u < FAR, u + phi(u) / Phi(u), otherwise),
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
