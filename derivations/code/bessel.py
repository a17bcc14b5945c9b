"""Polygamma and Bessel functions in code; in quotients of the latter, what they grow by cancels."""

from __future__ import annotations

from sympy import Basic, Expr, Integer, besseli, exp, polygamma

from derivations.code.functions import digamma, i0e, i1e, tetragamma, trigamma
from derivations.code.terms import product
from derivations.code.units import power_of

POLYGAMMAS = {0: digamma, 1: trigamma, 2: tetragamma}


def slowly_growing(n: Expr, u: Expr) -> Expr | None:
    """exp(-u) I_n(u)."""
    known = {0: i0e(u), 1: i1e(u), 2: i0e(u) - product(Integer(2), i1e(u)) / u}
    return known.get(n)


def of_libraries(expression: Expr) -> Expr:
    """Polygamma and Bessel functions as the functions that libraries have."""
    known: dict[Basic, Expr] = {
        f: exp(f.args[1]) * slow for f in expression.atoms(besseli) if (slow := slowly_growing(*f.args))
    }
    known |= {f: POLYGAMMAS[int(f.args[0])](f.args[1]) for f in expression.atoms(polygamma) if f.args[0] in POLYGAMMAS}
    return expression.xreplace(known) if known else expression


def without_growth(expression: Expr) -> Expr:
    """The same, each I_n(u) without its growth exp(u), if that cancels."""
    found = expression.atoms(besseli)
    if not found or len({f.args[1] for f in found}) > 1 or power_of(expression, found) != 0:
        return expression
    scaled: dict[Basic, Expr | None] = {f: slowly_growing(*f.args) for f in found}
    return expression if None in scaled.values() else expression.xreplace(scaled)
