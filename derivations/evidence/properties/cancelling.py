"""Sums of which the leading terms cancel, written so that they do not."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Expr, Integer, Pow, cosh, tanh

from derivations.language.functions import Phi, sigma, softplus

ONE, TWO = Integer(1), Integer(2)


def _opened(u: Expr) -> Expr:
    """A number times a sum as a sum, the parts of which may cancel with others."""
    number, rest = u.as_coeff_Mul()
    return Add(*(number * part for part in rest.args)) if isinstance(rest, Add) else u


def without_what_cancels(u: Add) -> Expr:
    """The same sum: 1 - sigma(v) as sigma(-v), softplus(v) - v as softplus(-v), 1 - tanh(v)^2 as 1/cosh(v)^2."""
    u = Add(*map(_opened, u.args))
    for part in Add.make_args(u):
        for inner, other in _partners(part):
            rest = u - part + other
            if len(Add.make_args(rest)) < len(Add.make_args(u)):
                return rest + inner
    return u


def _partners(part: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Pairs of which the sum is this term."""
    for side, node in ((ONE, part), (-ONE, -part)):
        if isinstance(node, sigma | Phi):
            yield -side * node.func(-node.args[0]), side
        elif isinstance(node, tanh):
            yield -2 * side * sigma(-2 * node.args[0]), side
            yield 2 * side * sigma(2 * node.args[0]), -side
        elif isinstance(node, Pow) and isinstance(node.base, tanh) and node.exp == TWO:
            yield -side * cosh(node.base.args[0]) ** -2, side
    if isinstance(part, softplus):
        yield softplus(-part.args[0]), part.args[0]
