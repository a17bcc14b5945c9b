"""The limit of a formula: from its leading term, or else part by part."""

from __future__ import annotations

from sympy import Add, Expr, Mul

from derivations.evidence.properties.growth import Growing
from derivations.evidence.properties.leading import Unclear


def tends_to(growing: Growing, u: Expr) -> tuple[int, Expr]:
    """What the formula tends to: 0 and the limit, or the sign of the infinity.

    The limit of a sum or a product is that of its parts, if each has one: also where leading terms cancel.

    Raises:
        Unclear: it is not known.
    """
    try:
        return growing.tends_to(u)
    except Unclear:
        if not isinstance(u, Add | Mul):
            raise
    found = [tends_to(growing, part) for part in u.args]
    if any(side for side, _ in found):
        raise Unclear
    return 0, u.func(*(end for _, end in found))
