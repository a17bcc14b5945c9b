"""Expressions as people write them, in the project's vocabulary: Abs is magnitude, 1/(1 + exp(-z)) is sigma(z)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from sympy import (
    And,
    Basic,
    Expr,
    Float,
    Function,
    Indexed,
    IndexedBase,
    Integer,
    Mul,
    Not,
    Or,
    Piecewise,
    Pow,
    Rational,
    Sum,
    Symbol,
    cos,
    cosh,
    exp,
    false,
    gamma,
    log,
    sin,
    sinh,
    sqrt,
    tanh,
    true,
)
from sympy.core.function import AppliedUndef

from derivations.errors import LossaryError
from derivations.language.functions import Branches, D, Named, Prime, magnitude, model, sigma, sign, softplus, step

# 1/0 has a value nowhere: it stands where no branch of a function applies.
NOWHERE = Pow(Integer(0), Integer(-1), evaluate=False)
Names = Mapping[str, Symbol]
ROUNDS = 5  # SymPy may bring Abs back while an expression is put together again


def in_vocabulary(expression: Expr, typed: Mapping[str, Symbol] | None = None, *, fold: bool = True) -> Expr:
    """The expression with symbols of the right kind, in functions that the referee can evaluate and a reader knows.

    Args:
        expression: what the user wrote.
        typed: for each name the symbol that it stands for.
        fold: write 1/(1 + exp(-z)) as sigma(z) and log(1 + exp(z)) as softplus(z).
    """
    names = typed or {}
    settled = expression
    for _ in range(ROUNDS):
        before, settled = settled, _settled(settled, names)
        settled = _all_folded(settled) if fold else settled
        if settled == before:
            break
    return settled


def _settled(node: Basic, names: Names) -> Any:
    if isinstance(node, Symbol):
        return names.get(node.name, node)
    if not node.args:
        return Rational(str(node)) if isinstance(node, Float) else node
    if isinstance(node, Indexed):
        return IndexedBase(node.base.label.name)[tuple(_settled(index, names) for index in node.indices)]
    if isinstance(node, Sum):
        limits = [tuple(_settled(part, names) for part in limit) for limit in node.limits]
        return Sum(_settled(node.function, names), *limits)
    if isinstance(node, Named):
        return Named(_settled(node.name, names), _settled(node.definition, names))
    if isinstance(node, AppliedUndef):  # a model may bear any name, also that of a function
        return model(node.func.__name__)(*[_settled(part, names) for part in node.args])
    name = type(node).__name__
    if name == "Derivative":
        return _derivative(node, names)
    if isinstance(node, Piecewise):
        return _by_cases([(_settled(value, names), condition) for value, condition in node.args], names)
    args = [_settled(part, names) for part in node.args]
    if name in SPELLINGS:
        return SPELLINGS[name](*args)
    return node if tuple(args) == node.args else _rebuilt(node, args)


def _rebuilt(node: Basic, args: list[Any]) -> Basic:
    return node.func(*args, evaluate=False) if isinstance(node, Function) and len(args) == 1 else node.func(*args)


def _derivative(node: Basic, names: Names) -> Expr:
    inner, *pairs = node.args
    inner = _settled(inner, names)
    variables = [_settled(variable, names) for variable, times in pairs for _ in range(int(times))]
    if isinstance(inner, AppliedUndef) and set(variables) <= set(inner.args):
        return Prime(inner, *[inner.args.index(variable) for variable in variables])
    return reduce(D, variables, inner)


def _by_cases(cases: list[tuple[Expr, Basic]], names: Names) -> Expr:
    """The cases one inside the other, each with one comparison."""
    if not cases:
        return NOWHERE
    (value, condition), *rest = cases
    return value if condition == true else _chosen(condition, value, _by_cases(rest, names), names)


def _chosen(condition: Basic, value: Expr, other: Expr, names: Names) -> Expr:
    if condition in (true, false):
        return value if condition == true else other
    if isinstance(condition, Not):
        return _chosen(condition.args[0], other, value, names)
    if isinstance(condition, And):
        return reduce(lambda inner, part: _chosen(part, inner, other, names), reversed(condition.args), value)
    if isinstance(condition, Or):
        return reduce(lambda inner, part: _chosen(part, value, inner, names), reversed(condition.args), other)
    if not condition.is_Relational:
        msg = f"a condition must compare two expressions, such as x > 0, not {condition}"
        raise LossaryError(msg)
    plain = condition.func(_settled(condition.lhs, names), _settled(condition.rhs, names), evaluate=False)
    if not isinstance(other, Branches):
        return Branches(value, plain, other, true)
    return Branches(value, plain, *other.args)


def _all_folded(node: Basic) -> Any:
    """The expression with every part of it folded, from the inside out."""
    if not node.args or isinstance(node, Indexed):
        return node
    if isinstance(node, Sum):
        return Sum(_all_folded(node.function), *node.limits)
    parts = [_all_folded(part) for part in node.args]
    return _folded(node if tuple(parts) == node.args else _rebuilt(node, parts))


def _folded(node: Basic) -> Basic:
    """1/(1 + exp(-z)) and exp(z)/(1 + exp(z)) as sigma(z), log(1 + exp(z)) as softplus(z)."""
    if isinstance(node, log):
        exponent = _one_plus_exp(node.args[0])
        return node if exponent is None else softplus(exponent)
    if isinstance(node, Pow) and node.exp == -1:
        exponent = _one_plus_exp(node.base)
        return node if exponent is None else sigma(-exponent)
    if isinstance(node, Mul):
        for factor in node.args:
            if isinstance(factor, sigma) and exp(-factor.args[0]) in node.args:
                return Mul(*[part for part in node.args if part not in (factor, exp(-factor.args[0]))],
                           sigma(-factor.args[0]))  # fmt: skip
    return node


def _one_plus_exp(node: Basic) -> Expr | None:
    """The z of 1 + exp(z)."""
    if node.is_Add and len(node.args) == 2 and Integer(1) in node.args:  # noqa: PLR2004
        other = next(part for part in node.args if part != 1)
        if isinstance(other, exp):
            return other.args[0]
    return None


def _heaviside(u: Expr, *_: Expr) -> Expr:
    return step(u)


SPELLINGS: dict[str, Callable[..., Any]] = {
    "Abs": magnitude,
    "sign": sign,
    "Heaviside": _heaviside,
    "cot": lambda u: cos(u) / sin(u),
    "sec": lambda u: 1 / cos(u),
    "csc": lambda u: 1 / sin(u),
    "sech": lambda u: 1 / cosh(u),
    "csch": lambda u: 1 / sinh(u),
    "coth": lambda u: 1 / tanh(u),
    "asinh": lambda u: log(u + sqrt(u**2 + 1)),
    "acosh": lambda u: log(u + sqrt(u**2 - 1)),
    "atanh": lambda u: log((1 + u) / (1 - u)) / 2,
    "factorial": lambda u: gamma(u + 1),
    "beta": lambda u, v: gamma(u) * gamma(v) / gamma(u + v),
}
