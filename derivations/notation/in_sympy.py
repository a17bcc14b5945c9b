"""A formula in SymPy's own functions, to compute with: our own keep the form that an author wrote, and no value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Abs, Basic, Derivative, Expr, Max, Min, Piecewise, Pow, Symbol, erf, exp, log, pi, sqrt
from sympy import sign as sympy_sign
from sympy.tensor.indexed import Indexed

from derivations.language.functions import (
    Branches,
    Phi,
    Prime,
    clip,
    largest,
    magnitude,
    phi,
    positive_part,
    sigma,
    sign,
    smallest,
    softplus,
    step,
)
from derivations.notation.standard import defined

IN_SYMPY: dict[Any, Callable[..., Expr]] = {
    magnitude: Abs,
    sign: sympy_sign,
    largest: Max,
    smallest: Min,
    positive_part: lambda u: Max(0, u),
    step: lambda u: Piecewise((1, u > 0), (0, True)),
    clip: lambda u, low, high: Max(low, Min(u, high)),
    sigma: lambda u: Pow(1 + exp(-u), -1),
    softplus: lambda u: log(1 + exp(u)),
    Phi: lambda u: (1 + erf(u / sqrt(2))) / 2,
    phi: lambda u: exp(-(u**2) / 2) / sqrt(2 * pi),
}


def in_sympy(expression: Any) -> Any:
    """The expression in SymPy's own functions, its named intermediates put in; so it takes numbers by `subs`.

    What SymPy has no function for stays as it is: a maximum over an index, an entry of an inverse, the logarithm of a
    determinant, the adjoint of a network.
    """
    return _rebuilt(defined(expression))


def _rebuilt(node: Any) -> Any:
    if not isinstance(node, Basic) or not node.args or isinstance(node, Indexed):
        return node
    if isinstance(node, Prime):
        return _slope(node)
    parts = [_rebuilt(part) for part in node.args]
    if isinstance(node, Branches):
        return Piecewise(*zip(parts[::2], parts[1::2], strict=True))
    made = IN_SYMPY.get(node.func)
    return made(*parts) if made else node if parts == list(node.args) else node.func(*parts)


def _slope(prime: Prime) -> Expr:
    """The slope of a model; SymPy takes it by a name or a component only."""
    variables = [prime.applied.args[int(position)] for position in prime.positions]
    if not all(isinstance(variable, Symbol | Indexed) for variable in variables):
        return prime
    return Derivative(_rebuilt(prime.applied), *variables)
