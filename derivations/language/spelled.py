"""SymPy's own functions, and floats, in our words, where it is plain what they mean; else what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import (
    Basic,
    Expr,
    Float,
    Heaviside,
    Piecewise,
    Product,
    Rational,
    cos,
    cosh,
    erf,
    exp,
    log,
    loggamma,
    sin,
    sinh,
    sqrt,
    tanh,
    true,
)
from sympy.tensor.indexed import Indexed

from derivations.errors import LossaryError
from derivations.language.cases import branches
from derivations.language.functions import magnitude, maximum, minimum, otherwise, sign, step

SHORT = 12  # digits of a decimal that somebody typed; more come of computing with floats

# By the names of SymPy's classes.
SPELLINGS: dict[str, Callable[..., Any]] = {
    "Abs": magnitude,
    "sign": sign,
    "Max": maximum,
    "Min": minimum,
    "cot": lambda u: cos(u) / sin(u),
    "sec": lambda u: 1 / cos(u),
    "csc": lambda u: 1 / sin(u),
    "sech": lambda u: 1 / cosh(u),
    "csch": lambda u: 1 / sinh(u),
    "coth": lambda u: 1 / tanh(u),
    "asinh": lambda u: log(u + sqrt(u**2 + 1)),
    "acosh": lambda u: log(u + sqrt(u**2 - 1)),
    "atanh": lambda u: log((1 + u) / (1 - u)) / 2,
    "erfc": lambda u: 1 - erf(u),
    "gamma": lambda u: exp(loggamma(u)),
}


def in_our_words(where: str, node: Any) -> Any:
    """The expression without SymPy's own switches and floats.

    Raises:
        LossaryError: one of them does not say plainly what it means.
    """
    if isinstance(node, Float):
        return _exact(where, node)
    if isinstance(node, Product):
        cure = "write exp(Sum(log(...), ...)) if its factors are positive"
        msg = f"{where}: a Product over an index is not supported: {cure}"
        raise LossaryError(msg)
    if not isinstance(node, Basic) or not node.args or isinstance(node, Indexed):
        return node
    if isinstance(node, Piecewise):
        return _by_cases(where, node)
    parts = [in_our_words(where, part) for part in node.args]
    if isinstance(node, Heaviside):
        return _heaviside(where, *parts)
    name = type(node).__name__
    if name in SPELLINGS and (type(node).__module__ or "").startswith("sympy."):
        return SPELLINGS[name](*parts)
    return node if tuple(parts) == node.args else node.func(*parts)


def _exact(where: str, number: Float) -> Rational:
    text = repr(float(number))
    if len(text.partition("e")[0].replace(".", "").replace("-", "").lstrip("0")) > SHORT:
        msg = f"{where}: the float {text} is not exact: write it as a fraction, such as Rational(1, 3)"
        raise LossaryError(msg)
    return Rational(text)


def _heaviside(where: str, u: Expr, at_zero: Expr) -> Expr:
    if at_zero == 0:
        return step(u)
    if at_zero == 1:
        return branches((1, u >= 0), (0, otherwise))
    msg = f"{where}: Heaviside({u}) is {at_zero} at 0: write step({u}), which is 0 there, or branches(...)"
    raise LossaryError(msg)


def _by_cases(where: str, node: Piecewise) -> Expr:
    cases = [(in_our_words(where, value), in_our_words(where, condition)) for value, condition in node.args]
    if cases[-1][1] != true:
        msg = f"{where}: a Piecewise without a last case (value, True) has no value elsewhere: add one"
        raise LossaryError(msg)
    return branches(*cases)
