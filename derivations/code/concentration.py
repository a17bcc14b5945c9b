"""Helpers for r = I_1(u)/I_0(u), the mean of cos(x) under the density exp(u cos(x))/(2 pi I_0(u)).

So 1 - r is the mean of c = 1 - cos(x), and the derivative of r is the variance of c: sums of positive terms. Below
GREAT the integrals are worked out by the trapezoidal rule, which for a periodic function has all digits with few nodes:
what it leaves out is as small as I_NODES(u)/I_0(u). From GREAT on both are asymptotic series in 1/u.
"""

from __future__ import annotations

from fractions import Fraction
from math import pi, sin

from sympy import Add, Expr, Rational, besseli, exp

from derivations.code.functions import bessel_ratio, bessel_ratio_less, bessel_ratio_slope, i0e, i1e
from derivations.code.helper import horner, table
from derivations.code.special import FALLING, GREAT, falling, x
from derivations.code.terms import product
from derivations.language.functions import Branches, Named, otherwise

NODES = 60  # half of them, as the other half has the same cosines
CS = [2 * sin(pi * (k + 0.5) / NODES) ** 2 for k in range(NODES // 2)]
I_0, I_1 = (besseli(n, x) for n in (0, 1))


def _nodes() -> list[tuple[Expr, Expr]]:
    """C at each node, and its weight."""
    exact = [Rational(*c.as_integer_ratio()) for c in CS]
    return [(c, exp(product(-c, x))) for c in exact]


def _mean() -> Expr:
    nodes = _nodes()
    return Add(*[product(c, weight) for c, weight in nodes]) / Add(*[weight for _, weight in nodes])


def _variance() -> Expr:
    nodes, mean = _nodes(), Named("m", _mean())
    return Add(*[product((c - mean) ** 2, weight) for c, weight in nodes]) / Add(*[weight for _, weight in nodes])


def _over(above: list[Fraction], below: list[Fraction]) -> list[Fraction]:
    """The quotient of two power series, the second of which begins with 1."""
    found: list[Fraction] = []
    for n, term in enumerate(above):
        found.append(term - sum((found[k] * below[n - k] for k in range(n)), Fraction(0)))
    return found


def _square(series: list[Fraction]) -> list[Fraction]:
    return [sum((series[k] * series[n - k] for k in range(n + 1)), Fraction(0)) for n in range(len(series))]


_ratio = _over(falling(1), falling(0))
_slope = [
    one - before - square
    for one, before, square in zip(
        [Fraction(1)] + [Fraction(0)] * (FALLING - 1), [Fraction(0), *_ratio], _square(_ratio), strict=False
    )
]

HELPERS = table(
    (
        (bessel_ratio, "bessel_ratio", (x,), i1e(x) / i0e(x), I_1 / I_0),
        (
            bessel_ratio_less,
            "bessel_ratio_less",
            (x,),
            Branches(_mean(), x < GREAT, -horner(_ratio[1:], 1 / x) / x, otherwise),
            1 - I_1 / I_0,
        ),
        (
            bessel_ratio_slope,
            "bessel_ratio_slope",
            (x,),
            Branches(_variance(), x < GREAT, horner(_slope[2:], 1 / x) / x / x, otherwise),
            1 - I_1 / I_0 / x - (I_1 / I_0) ** 2,
        ),
    )
)
