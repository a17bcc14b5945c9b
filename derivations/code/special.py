"""Helpers for derivatives of log-gamma and for scaled Bessel functions, of positive arguments.

Both by their series: of polygamma the asymptotic one in 1/u, from u = 10 on, and below it by the recurrence; of I_0 and
I_1 the power series below 30, whose terms are all positive, and above it the asymptotic one.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from sympy import Add, Expr, Integer, Symbol, bernoulli, besseli, exp, log, pi, polygamma, sqrt

from derivations.code.functions import digamma, i0e, i1e, log1p, log_i0, tetragamma, trigamma
from derivations.code.helper import horner, table
from derivations.code.terms import product
from derivations.language.functions import Branches, otherwise

FAR, TERMS = 10, 11  # from where on the asymptotic series of polygamma is used, and how long it is
GREAT, RISING, FALLING = 30, 50, 20  # from where on that of the Bessel functions is used; how long both series are
FEW, SHORT = 5, 22  # up to where log(I_0) is that of 1 and the rest of the series, and how long that is
x = Symbol("u", positive=True)


def bernoulli_number(n: int) -> Fraction:
    """As a fraction."""
    number = bernoulli(n)
    return Fraction(int(number.p), int(number.q))


def _polygamma(n: int) -> Expr:
    """The n-th derivative of digamma, up to the sign (-1)^(n - 1) for n > 0."""
    y = x + FAR
    first = [1 / (x + k) for k in range(FAR)]
    if n == 0:
        return Branches(_far(n, x), x >= FAR, Add(*[-one for one in first]) + _far(n, y), otherwise)
    before = product(Integer(factorial(n)), Add(*[one ** (n + 1) for one in first]))
    return Branches(_far(n, x), x >= FAR, before + _far(n, y), otherwise)


def _far(n: int, y: Expr) -> Expr:
    rest = polygamma_rest(n, y)
    if n == 0:
        return log(y) - 1 / (2 * y) - rest
    return Integer(factorial(n - 1)) / y**n + Integer(factorial(n)) / (2 * y ** (n + 1)) + rest


def _bessel(n: int) -> Expr:
    rising = [Fraction(1, factorial(k) * factorial(k + n)) for k in range(RISING)]
    series = product(exp(-x), (x / 2) ** n, horner(rising, x * x / 4))
    return Branches(series, x < GREAT, horner(falling(n), 1 / x) / sqrt(2 * pi * x), otherwise)


def falling(n: int) -> list[Fraction]:
    """The coefficients of sqrt(2 pi x) exp(-x) I_n(x) in powers of 1/x."""
    found, term = [], Fraction(1)
    for k in range(FALLING):
        found.append(term)
        term *= Fraction((2 * k + 1) ** 2 - 4 * n**2, 8 * (k + 1))
    return found


def polygamma_rest(n: int, y: Expr) -> Expr:
    """The terms of the asymptotic series from the second on."""
    signs = [bernoulli_number(2 * k) * factorial(2 * k + n - 1) / factorial(2 * k) for k in range(1, TERMS + 1)]
    return product(horner(signs, 1 / y**2), 1 / y ** (n + 2))


def _log_i0() -> Expr:
    near = [Fraction(1, factorial(k) ** 2) for k in range(1, SHORT)]
    return Branches(log1p(product(x * x / 4, horner(near, x * x / 4))), x < FEW, x + log(i0e(x)), otherwise)


HELPERS = table(
    (
        (digamma, "digamma", (x,), _polygamma(0), polygamma(0, x)),
        (trigamma, "trigamma", (x,), _polygamma(1), polygamma(1, x)),
        (tetragamma, "tetragamma", (x,), -_polygamma(2), polygamma(2, x)),
        (log_i0, "log_i0", (x,), _log_i0(), log(besseli(0, x))),
        (i0e, "i0e", (x,), _bessel(0), exp(-x) * besseli(0, x)),
        (i1e, "i1e", (x,), _bessel(1), exp(-x) * besseli(1, x)),
    )
)
