"""Exact points where an expression is zero: by one coordinate, or by one for each of the squares that it adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from flint import fmpq
from sympy import (
    Add,
    Basic,
    Expr,
    Function,
    LambertW,
    Mul,
    Pow,
    Sum,
    acos,
    asin,
    cos,
    digamma,
    gamma,
    log,
    loggamma,
    polygamma,
    preorder_traversal,
    tan,
)

from derivations.evidence.constraints import Bound, exact_root, value_at
from derivations.evidence.points import Point
from derivations.evidence.scope import Binder, Key
from derivations.evidence.values import assignments, binders_of
from derivations.language.functions import Named, magnitude
from derivations.language.over import Extreme, Place

Factor = tuple[Expr, Bound]
OF_POSITIVE = log | gamma | loggamma | polygamma


def edges_in(node: Basic, binders: tuple[Binder, ...] = ()) -> Iterator[tuple[Expr, tuple[Binder, ...]]]:
    """Every argument of a logarithm, every denominator, all that a root is drawn of: where these are 0 it may fail.

    Likewise the ends of an arcsine, the poles of a tangent, and where a maximum over an index is taken twice.
    """
    binders = (*binders, *binders_of(node))
    if isinstance(node, Pow) and not (node.exp.is_Integer and node.exp.is_positive):
        yield node.base, binders
    if isinstance(node, OF_POSITIVE):
        yield node.args[-1], binders
    if isinstance(node, asin | acos):
        yield from ((1 + side * node.args[0], binders) for side in (-1, 1))
    if isinstance(node, tan):
        yield cos(node.args[0]), binders
    if isinstance(node, Extreme | Place):
        yield node.tie, binders
    for part in node.args:
        yield from edges_in(part, binders)


def positives_in(node: Basic, binders: tuple[Binder, ...] = ()) -> Iterator[tuple[Expr, tuple[Binder, ...]]]:
    """What must be positive for the expression to have a value and a slope, from the outside inwards."""
    binders = (*binders, *binders_of(node))
    if isinstance(node, OF_POSITIVE | digamma | LambertW):
        yield node.args[-1], binders
    elif isinstance(node, asin | acos):
        yield from ((1 + side * node.args[0], binders) for side in (-1, 1))
    elif isinstance(node, Pow) and not node.exp.is_Integer:
        yield node.base, binders
    for part in node.args:
        yield from positives_in(part, binders)


def vanishing(expression: Expr, base: Point, bound: Bound, keys: Sequence[Key]) -> Point | None:
    """The point with as few of these coordinates as possible changed, such that the expression is exactly zero."""
    single = _settled(expression, bound, base, keys, [])
    if single is not None:
        return single
    point, settled = base, list[Factor]()
    for factor, binders in _squared(expression):
        for scope in assignments(binders, base.scope(bound)):
            here = dict(scope.indices)
            moved = _settled(factor, here, point, keys, settled)
            if moved is None:
                return None
            point = moved
            settled.append((factor, here))
    return point if _is_zero(expression, point, bound) else None


def _settled(factor: Expr, bound: Bound, point: Point, keys: Sequence[Key], before: list[Factor]) -> Point | None:
    """The point with one coordinate changed such that the factor is zero, and those before it stay so."""
    value = value_at(factor, point.scope(bound))
    if value == fmpq(0):
        return point
    parts = [factor] if isinstance(value, fmpq) else list(dict.fromkeys(_inner_zeros(factor)))
    for key, part in product(keys, parts):
        root = exact_root(part, point, bound, key)
        moved = point if root is None else point.changed(key, root)
        if root is not None and all(_is_zero(other, moved, there) for other, there in (*before, (factor, bound))):
            return moved
    return None


def _inner_zeros(node: Basic) -> Iterator[Expr]:
    """What is zero where functions in it have simple values: at 0, of a logarithm at 1; nothing of a bound index."""
    if isinstance(node, Function):
        yield from (u - 1 if isinstance(node, log) else u for u in node.args if not u.is_number)
    for part in () if binders_of(node) else node.args:
        yield from _inner_zeros(part)


def _is_zero(expression: Expr, point: Point, bound: Bound) -> bool:
    return value_at(expression, point.scope(bound)) == fmpq(0)


def _squared(node: Basic, binders: tuple[Binder, ...] = ()) -> Iterator[tuple[Expr, tuple[Binder, ...]]]:
    """What is squared, or stands between bars, in a sum of such terms."""
    if isinstance(node, Named):
        yield from _squared(node.definition, binders)
    elif isinstance(node, Sum):
        yield from _squared(node.function, (*binders, *binders_of(node)))
    elif isinstance(node, Add | Mul):
        for part in node.args:
            yield from _squared(part, binders)
    elif isinstance(node, Pow) and not node.exp.is_Integer:
        yield from _squared(node.base, binders)
    elif isinstance(node, magnitude) or (isinstance(node, Pow) and node.exp.is_even):
        yield node.args[0], binders
    elif any(isinstance(part, Named | Sum) for part in preorder_traversal(node)):
        yield node, binders
