"""What each function that keeps its digits is equal to, declared once as an expression.

A language that has such a function calls it; another gets the definition that stands here, printed as a function.
"""

from __future__ import annotations

from sympy import Expr, erf, exp, log, sqrt

from derivations.code import concentration, gaps, growing, logistic, logistic_products, normal, ordered, ranged, special
from derivations.code.functions import erfc, expm1, fmod, grouped, hypot, log1p
from derivations.code.helper import Helper, u, v
from derivations.language.functions import Phi, phi, sigma, softplus

HELPERS: dict[str, Helper] = {
    **logistic.HELPERS,
    **logistic_products.HELPERS,
    **growing.HELPERS,
    **ranged.HELPERS,
    **ordered.HELPERS,
    **normal.HELPERS,
    **special.HELPERS,
    **gaps.HELPERS,
    **concentration.HELPERS,
}
PLAIN = {  # of the functions that every language has
    "log1p": Helper("log1p", (u,), log1p(u), log(1 + u)),
    "expm1": Helper("expm1", (u,), expm1(u), exp(u) - 1),
    "erfc": Helper("erfc", (u,), erfc(u), 1 - erf(u)),
    "grouped": Helper("grouped", (u,), grouped(u), u),
    "fmod": Helper("fmod", (u, v), fmod(u, v), u),  # in sines and cosines, whose turns v is a multiple of
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
