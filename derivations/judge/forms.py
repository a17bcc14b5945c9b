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
    exp,
    false,
    gamma,
    log,
    true,
)
from sympy.core.function import AppliedUndef

from derivations.errors import LossaryError
from derivations.language.cases import chosen
from derivations.language.functions import Branches, D, Named, Prime, components_of, model, sigma, softplus, step
from derivations.language.spelled import SPELLINGS as OURS

# 1/0 has a value nowhere: it stands where no branch of a function applies.
NOWHERE = Pow(Integer(0), Integer(-1), evaluate=False)
Names = Mapping[str, Symbol]
SPELLINGS: dict[str, Callable[..., Any]] = {
    **OURS,
    "factorial": lambda u: gamma(u + 1),
    "beta": lambda u, v: gamma(u) * gamma(v) / gamma(u + v),
}
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
        return model(node.func.__name__, components_of(node))(*[_settled(part, names) for part in node.args])
    name = type(node).__name__
    if name == "Derivative":
        return _derivative(node, names)
    if isinstance(node, Piecewise):
        return _by_cases([(_settled(value, names), condition) for value, condition in node.args], names)
    args = [_settled(part, names) for part in node.args]
    if name in SPELLINGS:
        return SPELLINGS[name](*args)
    if name == "Heaviside":  # whatever it is at 0
        return step(args[0])
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
    rest: tuple[Any, ...] = (NOWHERE, true)
    for value, condition in reversed(cases):
        rest = chosen(_condition(condition, names), value, rest)
    return Branches(*rest) if len(rest) > 2 else rest[0]  # noqa: PLR2004


def _condition(condition: Any, names: Names) -> Any:
    if condition in (true, false):
        return condition
    if isinstance(condition, And | Or | Not):
        kind: Any = type(condition)
        return kind(*[_condition(part, names) for part in condition.args])
    if not condition.is_Relational:
        msg = f"a condition must compare two expressions, such as x > 0, not {condition}"
        raise LossaryError(msg)
    return condition.func(_settled(condition.lhs, names), _settled(condition.rhs, names), evaluate=False)


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
