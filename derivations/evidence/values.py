"""The value of an expression at a point, in balls; a slope is the coefficient of eps at w + eps, not a rule of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import count
from random import Random
from typing import Any

from flint import arb, ctx, fmpq
from sympy import Add, Basic, EulerGamma, I, Mul, Pow, Rational, Sum, Symbol, besseli, nan, oo, pi, polygamma, zoo
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1

from derivations.errors import LossaryError
from derivations.evidence import balls, special
from derivations.evidence.balls import EPS, ZERO, Undefined, Value, whole
from derivations.evidence.names import NAMES, key_code, position
from derivations.evidence.scope import Binder, Code, CodeOf, Compiler, Key, Scope
from derivations.evidence.switching import SWITCHING
from derivations.language.functions import D, Prime
from derivations.language.over import Over

MOST_KNOWN = 2**14  # values that one scope keeps: of longer work it forgets the beginning
_numbers = count()


def evaluate(expression: Basic, scope: Scope) -> Value:
    """The value of the expression, at the precision that is in force.

    Raises:
        Undefined: it has none at this point.
        Undecided: more bits are needed to tell.
        LossaryError: it holds something that the referee cannot evaluate.
    """
    return code_of(expression)(scope)


@lru_cache(maxsize=2**15)
def code_of(node: Basic) -> Code:
    """The expression as a closure."""
    for kind in type(node).__mro__:
        if kind in COMPILERS:
            code = COMPILERS[kind](node, code_of)
            return code if kind in BRIEF else _kept(node, code)
    name = type(node).__name__
    if name in special.FUNCTIONS and len(node.args) == 1:
        function, inner = special.FUNCTIONS[name], code_of(node.args[0])
        return _kept(node, lambda scope: function(balls.ball(inner(scope))))
    msg = f"the referee cannot evaluate {name} in {node}: add it to FUNCTIONS in derivations/evidence/special.py"
    raise LossaryError(msg)


def _kept(node: Basic, code: Code) -> Code:
    """The code, but each value worked out once in a scope: lines and their mutants have most of their parts in common.

    What depends on an index that is bound around it is kept for each of its values, if it is a sum or holds one: a
    distance stands in many terms. Anything shorter is worked out again as fast as it would be looked up.
    """
    number, letters, long = next(_numbers), _letters(node), _is_long(node)
    bound: dict[int, tuple[Basic, ...]] = {0: ()}  # those that it depends on, by the frame of the scope

    def value(scope: Scope) -> Value:
        frame = scope.frame
        if frame not in bound:
            bound[frame] = tuple(index for index in scope.indices if index in letters)
        names = bound[frame]
        if names and not long:
            return code(scope)
        at = tuple(map(scope.indices.get, names)) if names else ()
        known, key = scope.known, (number, ctx.prec, ctx.cap, at)
        found = known.get(key)
        if found is None:
            found = code(scope)
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[key] = found
        return found

    return value


@lru_cache(maxsize=2**15)
def _is_long(node: Basic) -> bool:
    """Does it hold a sum, or a maximum over an index?"""
    return isinstance(node, Sum | Over) or any(map(_is_long, node.args))


@lru_cache(maxsize=2**15)
def _letters(node: Basic) -> frozenset[Basic]:
    """Every symbol in the expression, whether it is bound there or not."""
    return frozenset([node]) if isinstance(node, Symbol) else frozenset().union(*map(_letters, node.args))


def move(scope: Scope, thing: Basic, amount: Value = EPS, side: int = 0) -> Scope:
    """The scope in which `thing` (a symbol, a cell, a model value or a named value) is larger by `amount`."""
    return scope.move(key_of(thing, scope), amount, side)


def key_of(thing: Basic, scope: Scope) -> Key:
    """Where a scope keeps the number for it."""
    return key_code(thing, code_of)(scope)


def integer(expression: Basic, scope: Scope) -> int:
    """The value of an index or a size."""
    return whole(evaluate(expression, scope), expression)


def assignments(binders: tuple[Binder, ...], scope: Scope) -> Iterator[Scope]:
    """The scope with the bound indices set, in every way; the first binder is the outermost."""
    if not binders:
        yield scope
        return
    (index, low, high), *inner = binders
    for value in range(integer(low, scope), integer(high, scope) + 1):
        yield from assignments(tuple(inner), scope.bind(index, value))


def some_assignments(binders: tuple[Binder, ...], scope: Scope, most: int) -> list[Scope]:
    """All of them, or a seeded choice where there are many."""
    every = list(assignments(binders, scope))
    return every if len(every) <= most else Random(len(every)).sample(every, most)


def binders_of(node: Basic) -> tuple[Binder, ...]:
    """The indices that the node itself binds, outermost first: those of a sum, that of a maximum over an index."""
    if isinstance(node, Sum):
        return tuple(tuple(binder) for binder in reversed(node.limits))
    return ((node.index, *node.ends),) if isinstance(node, Over) else ()


def _number(node: Rational, _: CodeOf) -> Code:
    value = fmpq(int(node.p), int(node.q))
    return lambda _: value


def _constant(make: Callable[[], arb]) -> Compiler:
    return lambda *_: lambda _: make()


def _no_number(node: Basic, _: CodeOf) -> Code:
    """SymPy writes log(-1) as i pi, and 1/0 as its infinity: no real number, so that there is no value here."""

    def value(_: Scope) -> Value:
        msg = f"{node} is no real number"
        raise Undefined(msg)

    return value


def _fold(combine: Callable[[list[Value]], Value]) -> Compiler:
    def compiled(node: Basic, code_of: CodeOf) -> Code:
        parts = [code_of(part) for part in node.args]
        return lambda scope: combine([part(scope) for part in parts])

    return compiled


def _power(node: Pow, code_of: CodeOf) -> Code:
    base, exponent = map(code_of, node.args)
    return lambda scope: balls.power(base(scope), exponent(scope), scope.side)


def _ordered(function: Callable[[Value, Value], Value]) -> Compiler:
    """A function of an order, which is a whole number, and a variable."""

    def compiled(node: Basic, code_of: CodeOf) -> Code:
        order, inner = node.args[0], code_of(node.args[1])
        if not (order.is_Integer and order >= 0):
            msg = f"the referee cannot evaluate {node}: its order must be 0, 1, 2, ..."
            raise LossaryError(msg)
        return lambda scope: function(order, inner(scope))

    return compiled


Terms = Callable[[Scope], list[Value]]


def _sum(node: Sum, code_of: CodeOf) -> Code:
    terms = _alone(code_of(node.function))
    for index, low, high in node.limits:
        terms = _over(terms, index, position(low, code_of), position(high, code_of))
    return lambda scope: balls.total([ZERO, *terms(scope)])


def _alone(code: Code) -> Terms:
    return lambda scope: [code(scope)]


def _over(terms: Terms, index: Basic, low: Callable[[Scope], int], high: Callable[[Scope], int]) -> Terms:
    """The terms for each value of the index. They share a scope, which nobody keeps."""

    def every(scope: Scope) -> list[Value]:
        first, last, found = low(scope), high(scope), list[Value]()
        indices = {**scope.indices, index: first}
        inside = scope.inside(indices)
        for value in range(first, last + 1):
            indices[index] = value
            found += terms(inside)
        return found

    return every


COMPILERS: dict[Any, Compiler] = {
    **{type(node): _no_number for node in (I, nan, oo, -oo, zoo)},
    Rational: _number,
    type(pi): _constant(arb.pi),
    Exp1: _constant(arb.const_e),
    type(EulerGamma): _constant(arb.const_euler),
    Add: _fold(balls.total),
    Mul: _fold(balls.product),
    Pow: _power,
    polygamma: _ordered(special.polygamma),
    besseli: _ordered(special.besseli),
    Sum: _sum,
    **NAMES,
    **SWITCHING,
}
# Looked up as fast as they would be kept, or keeping their values themselves.
BRIEF = {*NAMES, Rational, *(type(node) for node in (I, nan, oo, -oo, zoo, pi, EulerGamma)), Exp1} - {
    AppliedUndef,
    Prime,
    D,
}
