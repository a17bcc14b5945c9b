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
from derivations.evidence.balls import ZERO, Undefined, Value, whole
from derivations.evidence.scope import Code, CodeOf, Compiler, Scope
from derivations.language.functions import Branches, clip, largest, magnitude, positive_part, sign, smallest, step
from derivations.language.over import Extreme, Over, Place, Second

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


def _over(node: Extreme, code_of: CodeOf) -> Code:
    """The largest (or smallest) term."""
    tops = _tops(node, code_of)
    return lambda scope: reduce(lambda u, v: _better(u, v, node.side, scope.side), [u for _, u in tops(scope)[0]])


def _place(node: Place, code_of: CodeOf) -> Code:
    """Where it is; where several share it, the side from which eps comes may tell."""
    tops = _tops(node, code_of)

    def value(scope: Scope) -> Value:
        (at, top), *others = tops(scope)[0]
        for place, u in others:
            ahead = node.side * balls.sign_of(balls.add(u, -top), scope.side)
            if not ahead:
                msg = f"{node} where several share it"
                raise Undefined(msg)
            at, top = (place, u) if ahead > 0 else (at, top)
        return fmpq(at)

    return value


def _second(node: Second, code_of: CodeOf) -> Code:
    """The best of the others, or one that is as good as the best."""
    tops = _tops(node, code_of)

    def value(scope: Scope) -> Value:
        best, others = tops(scope)
        if len(best) > 1:
            return _worst([u for _, u in best], node.side, scope.side)
        if not others:
            msg = f"{node} of one term alone"
            raise Undefined(msg)
        return reduce(lambda u, v: _better(u, v, node.side, scope.side), others)

    return value


def _worst(values: list[Value], wanted: int, side: int) -> Value:
    return reduce(lambda u, v: _better(u, v, -wanted, side), values)


Tops = tuple[list[tuple[int, Value]], list[Value]]


def _tops(node: Over, code_of: CodeOf) -> Callable[[Scope], Tops]:
    """The places and terms that are the best at eps = 0, and the terms that are not."""
    inner, low, high = map(code_of, (node.term, *node.ends))
    left_out = [code_of(value) for value in node.but]

    def value(scope: Scope) -> Tops:
        without = {whole(code(scope), node) for code in left_out}
        best, others = list[tuple[int, Value]](), list[Value]()
        for at in range(whole(low(scope), node), whole(high(scope), node) + 1):
            if at in without:
                continue
            u = inner(scope.bind(node.index, at))
            ahead = node.side * balls.number_sign(balls.head(balls.add(u, -best[0][1]))) if best else 0
            if ahead > 0:
                others += [top for _, top in best]
                best = []
            if ahead >= 0:
                best.append((at, u))
            else:
                others.append(u)
        if not best:
            msg = f"{node} of no terms"
            raise Undefined(msg)
        return best, others

    return value


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
    Extreme: _over,
    Place: _place,
    Second: _second,
}
