"""The functions of analysis in balls, and as series in eps."""

from __future__ import annotations

from collections.abc import Callable
from math import comb, factorial
from typing import Any

from flint import arb, arb_series, ctx, fmpq

from derivations.evidence.balls import (
    ORDER,
    Undefined,
    Value,
    head,
    invert,
    is_series,
    number_sign,
    positive,
    slope,
)

HALF = fmpq(1, 2)


def polygamma(order: Value, v: Value) -> Value:
    """The derivatives of log Gamma, read off FLINT's own series of it."""
    n = int(order)
    former, ctx.cap = ctx.cap, n + 1 + ORDER
    try:
        outer = arb_series([arb(head(positive(v))), 1], prec=n + 1 + ORDER).lgamma()
        for _ in range(n + 1):
            outer = outer.derivative()
    finally:
        ctx.cap = former
    return outer(arb_series([0, slope(v)], prec=ORDER)) if is_series(v) else outer[0]


def besseli(order: Value, v: Value) -> Value:
    """The modified Bessel function I_n; FLINT has its values alone, from which its Taylor series follows.

    The derivative of I_n is half the sum of its neighbours, so the k-th is a sum over the k-th neighbours.
    """
    n, here = int(order), arb(head(v))
    if not is_series(v):
        return here.bessel_i(n)
    terms = [
        sum((comb(k, j) * here.bessel_i(n - k + 2 * j) for j in range(k + 1)), arb(0)) / (2**k * factorial(k))
        for k in range(v.prec)
    ]
    rest = arb_series([0, *(v[k] for k in range(1, v.prec))], prec=v.prec)  # a ball less itself would be no zero
    return arb_series(terms, prec=v.prec)(rest)


def _tanh(v: Any) -> Any:
    square = (v + v).exp()
    return 1 - 2 * invert(square + 1)


def _inside(v: Any) -> Any:
    """The value, if it lies between -1 and 1; as a series, which has a slope, strictly."""
    ends = [number_sign(1 + side * head(v)) for side in (-1, 1)]
    if min(ends) < (1 if is_series(v) else 0):
        msg = "the inverse of a sine beyond its ends, or its slope there"
        raise Undefined(msg)
    return v


FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "exp": lambda v: v.exp(),
    "log": lambda v: positive(v).log(),
    "sigma": lambda v: invert(1 + (-v).exp()),
    "softplus": lambda v: (1 + v.exp()).log(),
    "tanh": _tanh,
    "cosh": lambda v: (v.exp() + (-v).exp()) / 2,
    "sinh": lambda v: (v.exp() - (-v).exp()) / 2,
    "sin": lambda v: v.sin(),
    "cos": lambda v: v.cos(),
    "tan": lambda v: v.sin() * invert(v.cos()),
    "atan": lambda v: v.atan(),
    "asin": lambda v: _inside(v).asin(),
    "acos": lambda v: _inside(v).acos(),
    "erf": lambda v: v.erf(),
    "erfc": lambda v: v.erfc(),
    "Phi": lambda v: (-v / arb(2).sqrt()).erfc() / 2,
    "phi": lambda v: (-v * v / 2).exp() / (2 * arb.pi()).sqrt(),
    "zeta": lambda v: v.zeta(),  # SymPy writes the polygammas of 1 with it
    "gamma": lambda v: positive(v).gamma(),
    "loggamma": lambda v: positive(v).lgamma(),
    "LambertW": lambda v: positive(v).lambertw(),
}
