"""The last step to code: functions of one exponential that stand together, as one function that works it out once."""

from __future__ import annotations

from sympy import Basic, Expr, Mul, tanh

from derivations.code.functions import sech, sech_softplus, sigma_slope, tanh_softplus
from derivations.code.stable import rebuilt
from derivations.code.terms import negative, product, seen
from derivations.language.functions import Named, sigma, softplus

OF_SOFTPLUS = {tanh: tanh_softplus, sech: sech_softplus}


def with_one_exponential(node: Basic) -> Expr:
    """The same, sigma(u) sigma(-u), and tanh and sech of softplus(u), as one function each."""
    if isinstance(node, Named):
        return Named(node.name, with_one_exponential(node.definition))
    if not node.args or not node.has(sigma, softplus):
        return node
    node = rebuilt(node, [with_one_exponential(part) for part in node.args])
    if type(node) in OF_SOFTPLUS and isinstance(inner := seen(node.args[0]), softplus):
        return OF_SOFTPLUS[type(node)](inner.args[0])
    return _slopes(node) if isinstance(node, Mul) else node


def _slopes(node: Mul) -> Expr:
    """sigma(u)^m sigma(-u)^n with the slope for each pair of them."""
    powers = dict(f.as_base_exp() for f in node.args)
    for base, m in powers.items():
        other = sigma(negative(base.args[0])) if isinstance(base, sigma) else None
        n = powers.get(other, 0)
        if m.is_Integer and m > 0 and n != 0 and n.is_Integer and n > 0:
            k = min(m, n)
            rest = [f for f in node.args if f.as_base_exp()[0] not in (base, other)]
            return product(*rest, base ** (m - k), other ** (n - k), sigma_slope(base.args[0]) ** k)
    return node
