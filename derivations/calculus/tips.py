"""The tip of a root: sqrt(q) where q, never negative, is 0, such as the length of a vector at the zero vector.

There q has its least value, so q = q'' w^2/2 near it, and the root is sqrt(q''/2) |w|: its slopes are -sqrt(q''/2) and
sqrt(q''/2), and those of a function f of the root are f'(0) times these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Basic, Dummy, Eq, Expr, KroneckerDelta, Mul, Rational, S, Sum, nan, oo, sqrt, zoo
from sympy.tensor.indexed import Indexed

from derivations.calculus.canon import expanded, over_common_denominator, signs_as_written
from derivations.calculus.parts import derivative, involves, never_negative
from derivations.calculus.rules import depends, is_nonnegative, is_positive
from derivations.calculus.sides import (
    MOST_SWITCHES,
    Binders,
    binders_of,
    cells,
    nodes_within,
    on_one_side,
    switches_within,
)
from derivations.language.functions import Named, magnitude

Everywhere = tuple[tuple[Basic, Binders], ...]


@dataclass(frozen=True)
class Tip:
    """A root at 0.

    Args:
        means: the components that are 0 there: equations, each with the indices for all of which it holds.
        slopes: in the variable, from below and from above.
        convex: is the loss known to be convex in the variable?
        radius: that of the ball that is the subdifferential by the whole array, where it is one.
    """

    means: Everywhere
    slopes: tuple[Expr, Expr]
    convex: bool
    radius: Expr | None


def root_name(root: Expr, expression: Expr) -> Expr:
    """The intermediate that the root is called by in the expression; else the root itself."""
    return next(
        (node for node, _ in nodes_within(expression) if isinstance(node, Named) and node.definition == root), root
    )


def place_of(root: Expr, expression: Expr) -> Expr:
    """What to call 0 where the root is 0: what is under it if that has a name, else the root if it has one."""
    name = root_name(root, expression)
    return name if isinstance(name, Named) and not isinstance(root.base, Named) else root.base


def tip_of(expression: Expr, root: Expr, w: Expr) -> Tip | None:
    """The tip of this root in the expression; None if that cannot be worked out here."""
    steepness = _steepness(root, w)
    letter = Dummy(nonnegative=True)
    plain = expression.xreplace({root_name(root, expression): letter})
    formulas = set(_near(plain, letter))
    if steepness is None or len(formulas) != 1 or plain.has(root.base):
        return None
    formula = formulas.pop()
    outer, rest = (_at_zero(derivative(formula, v), letter) for v in (letter, w))
    if (outer + rest).has(nan, zoo, oo, -oo) or outer == 0:
        return None
    slopes = _as_written(rest - outer * steepness), _as_written(rest + outer * steepness)
    convex = is_nonnegative(outer) and _is_convex(formula, letter, w)
    radius = outer * steepness if convex and rest == 0 and _is_round(root.base, w) else None
    return Tip(tuple(zeros_of(root.base)), slopes, convex, radius)


def _steepness(root: Expr, w: Expr) -> Expr | None:
    """The slope of the root in w just above its zero, if what is under it is of second degree in w."""
    if root.exp != Rational(1, 2):
        return None
    bend = expanded(_second(root.base, w, w))
    return None if bend == 0 or involves(bend, w) else sqrt(over_common_denominator(bend / 2))


def _second(u: Expr, v: Expr, w: Expr) -> Expr:
    return derivative(derivative(u, v), w)


def _near(plain: Expr, letter: Expr) -> Iterator[Expr]:
    """The formulas that hold where the letter is small; several if the signs of other switches are open."""
    switches = [switch for switch in switches_within(plain) if depends(switch, letter)]
    for signs in cells(switches) if len(switches) <= MOST_SWITCHES else ():
        if not any((expanded(u.xreplace({letter: S.Zero})) * side).is_negative for u, side in signs.items()):
            yield on_one_side(plain, signs)


def _at_zero(u: Expr, letter: Expr) -> Expr:
    there = over_common_denominator(u).xreplace({letter: S.Zero})
    return there if there.has(nan, zoo, oo, -oo) else over_common_denominator(there)


def _as_written(u: Expr) -> Expr:
    """Brackets such as 1 - y, never y - 1."""
    return signs_as_written(u, set())


def _is_convex(formula: Expr, letter: Expr, w: Expr) -> bool:
    """In the root and in the variable each, with nothing that mixes the two."""
    bends = [over_common_denominator(_second(formula, v, v)) for v in (letter, w)]
    return all(map(is_nonnegative, bends)) and over_common_denominator(_second(formula, letter, w)) == 0


def _is_round(q: Expr, w: Expr) -> bool:
    """Is q the same multiple of the square of every component, for an array with one index?"""
    if not isinstance(w, Indexed) or len(w.indices) != 1:
        return False
    (own,), other = w.indices, Dummy(integer=True, positive=True)
    bend = expanded(_second(q, w, w))
    mixed = expanded(_second(q, w, w.base[other]))
    return not bend.has(own) and expanded(mixed - bend * KroneckerDelta(own, other)) == 0


def zeros_of(q: Expr, index: Binders = ()) -> Iterator[tuple[Basic, Binders]]:
    """What must be 0, for every value of the indices, where a sum of what is never negative is 0."""
    if isinstance(q, magnitude) or (q.is_Pow and q.exp.is_positive):
        yield from zeros_of(q.args[0], index)
    elif not never_negative(q):
        yield Eq(q, 0, evaluate=False), index
    elif isinstance(q, Named):
        yield from zeros_of(q.definition, index)
    elif isinstance(q, Sum):
        yield from zeros_of(q.function, (*index, *binders_of(q)))
    elif q.is_Add:
        for term in q.args:
            yield from zeros_of(term, index)
    else:
        factors = [factor for factor in Mul.make_args(q) if not is_positive(factor)]
        yield from (
            zeros_of(factors[0], index) if len(factors) == 1 < len(q.args) else [(Eq(q, 0, evaluate=False), index)]
        )
