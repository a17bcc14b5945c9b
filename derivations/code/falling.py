"""An exponential beside a sigmoid that falls as it grows: what it is multiplied by, in powers of the sigmoid.

With m = sigma(x/c) the factor of exp(-x) may be m (1 - (1 - m)/c) + ...: where m vanishes, its terms cancel but for
m (1 - 1/c)^2, which no sum of rounded terms finds. Where m is large it is the powers of m that would cancel.
"""

from __future__ import annotations

from sympy import Add, Basic, Dummy, Expr, Poly, Sum, exp, expand, factor
from sympy.polys.polyerrors import PolynomialError
from sympy.tensor.indexed import Indexed

from derivations.code.terms import product, seen
from derivations.language.functions import Branches, Named, otherwise, sigma


def by_falling(expression: Expr) -> Expr:
    """The same, where an exponential is above e in powers of a sigmoid that falls; else as it is."""
    if not isinstance(expression, Add) or expression.has(Sum, Indexed, Branches):
        return expression
    for growing in sorted(expression.atoms(exp), key=str):
        for falling in sorted(expression.atoms(Named, sigma), key=str):
            if _falls_along(falling, growing) and (found := _collected(expression, growing, falling)) is not None:
                return Branches(found, growing.args[0] > 1, expression, otherwise)
    return expression


def _falls_along(falling: Basic, growing: Expr) -> bool:
    """Is it sigma(v) with v a multiple of -u, beside exp(u)?"""
    if not isinstance(seen(falling), sigma):
        return False
    ratio, u = seen(falling).args[0] / growing.args[0], growing.args[0]
    return bool(ratio.is_negative and not ratio.is_number and ratio.free_symbols.isdisjoint(u.free_symbols))


def _collected(expression: Expr, growing: Expr, falling: Basic) -> Expr | None:
    """What has no exponential, and the exponential times a polynomial in the sigmoid, each coefficient factored."""
    e, m = Dummy(), Dummy()
    total = expression.xreplace({growing: e, falling: m})
    slope = expand(total.diff(e))
    if slope.has(e):
        return None
    try:
        terms = Poly(slope, m).terms()
    except PolynomialError:
        return None
    least = min(n for (n,), _ in terms)
    if least < 1 or len(terms) == 1 or any(c.has(sigma) for _, c in terms):
        return None
    powers = Add(*[product(factor(c), falling ** (n - least)) for (n,), c in terms])
    return Add(total.xreplace({e: 0, m: falling}), product(growing, falling**least, powers))
