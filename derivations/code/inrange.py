"""The last step to code: products with an exponential that alone may be beyond the range."""

from __future__ import annotations

from sympy import Basic, Expr, Mul, Sum, exp
from sympy.tensor.indexed import Indexed

from derivations.code.functions import exp_times
from derivations.code.stable import rebuilt
from derivations.code.terms import product, split
from derivations.language.functions import Named


def in_range(expression: Expr) -> Expr:
    """The same, every product u exp(v) as a function that does not work out exp(v) if that is beyond the range."""
    if not expression.has(exp):
        return expression
    return _in_range(expression)


def _in_range(node: Basic) -> Basic:
    if isinstance(node, Named):
        return Named(node.name, _in_range(node.definition))
    if not node.args or not node.has(exp) or isinstance(node, Sum | Indexed):
        return node
    if isinstance(node, Mul):
        for factor, rest in split(node):
            if isinstance(factor, exp) and not factor.args[0].is_nonpositive and not rest.is_number:
                one = next(f for f in Mul.make_args(rest) if not f.is_number)
                one = one.base if one.is_Pow and one.exp.is_positive else one
                return product(_in_range(rest / one), exp_times(_in_range(one), _in_range(factor.args[0])))
    return rebuilt(node, [_in_range(part) for part in node.args])
