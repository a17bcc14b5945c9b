"""Symbols, cells, models, intermediates and their slopes, as closures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import ctx, fmpq
from sympy import Basic, Indexed, Integer, KroneckerDelta, Symbol
from sympy.core.function import AppliedUndef

from derivations.errors import LossaryError
from derivations.evidence import balls
from derivations.evidence.balls import EPS, ZERO, Undefined, Value, whole
from derivations.evidence.matrices import determinant_and_inverse, square
from derivations.evidence.scope import Code, CodeOf, Compiler, Key, Polynomial, Scope, one_of_equals
from derivations.language.functions import Adjoint, D, Named, Prime, held, inverse_entry, log_det
from derivations.language.shapes import free_names


def key_code(thing: Basic, code_of: CodeOf) -> Callable[[Scope], Key]:
    """Where a scope keeps the number for a symbol, a cell, a model value or a named value."""
    if not isinstance(thing, Indexed):
        return lambda _: thing
    base, indices = one_of_equals(thing.base), [position(index, code_of) for index in thing.indices]
    return lambda scope: (base, *[index(scope) for index in indices])


def position(index: Basic, code_of: CodeOf) -> Callable[[Scope], int]:
    """An index as an integer; numbers and bound ones, of which there are many, by the short way."""
    code = code_of(index)
    if isinstance(index, Integer):
        number = int(index)
        return lambda _: number

    def value(scope: Scope) -> int:
        bound = scope.indices.get(index)
        return whole(code(scope), index) if bound is None else bound

    return value


def _symbol(node: Symbol, code_of: CodeOf) -> Code:
    def value(scope: Scope) -> Value:
        bound = scope.indices.get(node) if scope.indices else None
        if bound is not None:
            return fmpq(bound)
        found = None if scope.graph.definitions else scope.numbers.get(node)
        return _lookup(node, (node,), node, scope, code_of) if found is None else found

    return value


def _cell(node: Indexed, code_of: CodeOf) -> Code:
    base, key_in = one_of_equals(node.base), key_code(node, code_of)

    def value(scope: Scope) -> Value:
        key = key_in(scope)
        found = None if scope.graph.definitions else scope.numbers.get(key)
        return _lookup(base, key, node, scope, code_of) if found is None else found

    return value


def _lookup(base: Basic, key: Any, node: Basic, scope: Scope, code_of: CodeOf) -> Value:
    if base in scope.graph.definitions and all(index >= 1 for index in key[1:]):
        return _intermediate(base, key, scope, code_of)
    found = scope.numbers.get(key if len(key) > 1 else node)
    if found is not None:
        return found
    if scope.graph.definitions or any(other[0] == base for other in scope.numbers if isinstance(other, tuple)):
        msg = f"{node} is beyond the first or the last of its array"
        raise Undefined(msg)
    msg = f"the referee has no value for {node}: add it to symbols, with a shape that holds every index it is used with"
    raise LossaryError(msg)


def _intermediate(base: Basic, key: Any, scope: Scope, code_of: CodeOf) -> Value:
    definition, sizes = scope.graph.definitions[base]
    cell, own = key[1:], key if sizes else base
    if any(index > size for index, size in zip(cell, sizes, strict=True)):
        msg = f"{base} is beyond the last layer"
        raise Undefined(msg)

    def compute() -> Value:
        inside = (scope.still or scope).inside(dict(zip(definition.indices, cell, strict=True)))
        return _moved(code_of(definition.value)(inside), own, scope)

    return _once((own, ctx.prec), scope, compute)


def _moved(plain: Value, key: Key, scope: Scope) -> Value:
    """A value that is not drawn but computed, and may have been moved."""
    return balls.add(plain, scope.numbers[key]) if key in scope.numbers else plain


def _once(key: Any, scope: Scope, compute: Callable[[], Any]) -> Any:
    """A value that stands in many terms of a sum."""
    if key not in scope.known:
        scope.known[key] = compute()
    return scope.known[key]


def _delta(node: KroneckerDelta, code_of: CodeOf) -> Code:
    first, second = (position(index, code_of) for index in node.args[:2])
    return lambda scope: fmpq(first(scope) == second(scope))


def _log_det(node: log_det, code_of: CodeOf) -> Code:
    return lambda scope: balls.logarithm(_inverted(node.array, scope, code_of)[0])


def _inverse_entry(node: inverse_entry, code_of: CodeOf) -> Code:
    row, column = (position(index, code_of) for index in node.indices)

    def value(scope: Scope) -> Value:
        rows, place = _inverted(node.array, scope, code_of)[1], (row(scope), column(scope))
        if not all(1 <= at <= len(rows) for at in place):
            msg = f"{node} is beyond the first or the last of its array"
            raise Undefined(msg)
        return rows[place[0] - 1][place[1] - 1]

    return value


def _inverted(array: Any, scope: Scope, code_of: CodeOf) -> tuple[Value, list[list[Value]]]:
    return _once((array, ctx.prec), scope, lambda: determinant_and_inverse(square(array, scope, code_of)))


def _model(node: AppliedUndef, code_of: CodeOf) -> Code:
    arguments = [code_of(argument) for argument in node.args]

    def value(scope: Scope) -> Value:
        return _moved(_polynomial(node.func, scope).at([argument(scope) for argument in arguments]), node, scope)

    return value


def _polynomial(function: Any, scope: Scope) -> Polynomial:
    if function not in scope.models:
        msg = f"the referee has no values for the model {function}: does the loss itself use it?"
        raise LossaryError(msg)
    return scope.models[function]


def _prime(node: Prime, code_of: CodeOf) -> Code:
    arguments, function, positions = [code_of(u) for u in node.applied.args], node.applied.func, node.positions
    return lambda scope: _polynomial(function, scope).at([argument(scope) for argument in arguments], positions)


def _named(node: Named, code_of: CodeOf) -> Code:
    definition = code_of(node.definition)
    letters = sorted((name for name in free_names(node.definition) if isinstance(name, Symbol)), key=str)

    def value(scope: Scope) -> Value:
        bound = tuple(map(scope.indices.get, letters)) if scope.frame else ()
        known, key = scope.known, (value, bound, ctx.prec)
        found = known.get(key)
        if found is None:
            found = known[key] = _moved(definition(scope), node, scope)
        return found

    return value


def _held(node: held, code_of: CodeOf) -> Code:
    inner = code_of(node.args[0])
    return lambda scope: inner(scope.at_rest)


def _hole(node: D, code_of: CodeOf) -> Code:
    inner, key_in = code_of(node.inner), key_code(node.wrt, code_of)

    def value(scope: Scope) -> Value:
        key = key_in(scope)
        if scope.moved is None:
            return balls.slope(inner(scope.move(key, EPS, scope.side, still=scope)))
        if key != scope.moved:
            msg = f"two things cannot be moved at once: {node}"
            raise Undefined(msg)
        u = inner(scope)
        return u.derivative() if balls.is_series(u) else ZERO  # known to one order less, and it knows that

    return value


def _adjoint(node: Adjoint, code_of: CodeOf) -> Code:
    """The slope of the whole loss; everything that comes after the variable follows it."""
    variable, key_in = code_of(node.variable), key_code(node.variable, code_of)

    def value(scope: Scope) -> Value:
        if scope.moved is not None:
            msg = f"two things cannot be moved at once: {node}"
            raise Undefined(msg)
        variable(scope)  # does this layer exist?
        key, loss = key_in(scope), code_of(scope.graph.loss)
        return _once((D, key, ctx.prec), scope, lambda: balls.slope(loss(scope.move(key, EPS, scope.side))))

    return value


NAMES: dict[Any, Compiler] = {
    Symbol: _symbol,
    Indexed: _cell,
    KroneckerDelta: _delta,
    log_det: _log_det,
    inverse_entry: _inverse_entry,
    AppliedUndef: _model,
    Prime: _prime,
    Named: _named,
    held: _held,
    D: _hole,
    Adjoint: _adjoint,
}
