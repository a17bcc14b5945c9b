"""Functions whose formula depends on a sign, as closures."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from typing import Any

from flint import fmpq
from sympy import Abs, Basic, Max, Min
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne, Relational

from derivations.evidence import balls
from derivations.evidence.balls import ZERO, Value
from derivations.evidence.scope import Code, CodeOf, Compiler, Scope
from derivations.language.functions import Branches, clip, largest, magnitude, positive_part, sign, smallest, step

HOLDS: dict[Any, Callable[[int, int], bool]] = {
    Lt: operator.lt, Le: operator.le, Gt: operator.gt, Ge: operator.ge, Eq: operator.eq, Ne: operator.ne,
}  # fmt: skip


def _by_sign(choose: Callable[[Value, int], Value], *, vanishes: bool) -> Compiler:
    """The function of u that is choose(u, its sign); `vanishes`: it is zero to first order where u is."""

    def compiled(node: Basic, code_of: CodeOf) -> Code:
        inner = code_of(node.args[0])

        def value(scope: Scope) -> Value:
            u = inner(scope)
            if vanishes and balls.is_still_zero(u):
                return balls.to_first_order(u)
            return choose(u, balls.sign_of(u, scope.side))

        return value

    return compiled


def _extreme(wanted: int) -> Compiler:
    """The largest (1) or smallest (-1) argument."""

    def compiled(node: Basic, code_of: CodeOf) -> Code:
        parts = [code_of(part) for part in node.args]

        def value(scope: Scope) -> Value:
            return reduce(lambda u, v: _better(u, v, wanted, scope.side), [part(scope) for part in parts])

        return value

    return compiled


def _better(u: Value, v: Value, wanted: int, side: int) -> Value:
    gap = balls.add(u, -v)
    if balls.is_still_zero(gap):
        return balls.to_first_order(u)
    return u if balls.sign_of(gap, side) == wanted else v


def _clip(node: clip, code_of: CodeOf) -> Code:
    u, low, high = map(code_of, node.args)
    return lambda scope: _better(_better(u(scope), low(scope), 1, scope.side), high(scope), -1, scope.side)


def _branches(node: Branches, code_of: CodeOf) -> Code:
    cases = [(code_of(value), _condition(condition, code_of)) for value, condition in node.cases]

    def value(scope: Scope) -> Value:
        return next(branch for branch, holds in cases if holds(scope))(scope)

    return value


def _condition(condition: Basic, code_of: CodeOf) -> Callable[[Scope], bool]:
    if not isinstance(condition, Relational):
        return lambda _: bool(condition)
    left, right, holds = code_of(condition.lhs), code_of(condition.rhs), HOLDS[type(condition)]
    return lambda scope: holds(balls.sign_of(balls.add(left(scope), -right(scope)), scope.side), 0)


_magnitude = _by_sign(lambda u, s: u if s > 0 else -u, vanishes=True)
SWITCHING: dict[Any, Compiler] = {
    magnitude: _magnitude,
    Abs: _magnitude,  # what SymPy makes of sqrt(u**2)
    positive_part: _by_sign(lambda u, s: u if s > 0 else ZERO, vanishes=True),
    sign: _by_sign(lambda _, s: fmpq(s), vanishes=False),
    step: _by_sign(lambda _, s: fmpq(s > 0), vanishes=False),
    Max: _extreme(1),
    Min: _extreme(-1),
    largest: _extreme(1),
    smallest: _extreme(-1),
    clip: _clip,
    Branches: _branches,
}
