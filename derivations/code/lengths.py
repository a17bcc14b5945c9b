"""The last step to code: what depends on lengths whose hypotenuse, or whose difference, may be beyond the range.

Where they are that far, all of them are made smaller by the same power of 2, by which nothing is rounded; a power of it
comes back at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Add, Basic, Expr, Integer, Mul, Pow, Rational, S, Sum, Symbol
from sympy.tensor.indexed import Indexed

from derivations.code.functions import grouped, hypot, power_less_times
from derivations.code.stable import rebuilt
from derivations.code.terms import PAIR, product, replaced, seen
from derivations.code.units import parts_of, power_of
from derivations.language.functions import Branches, Named, largest, magnitude, otherwise

FAR, LARGE = Integer(10) ** 307, Integer(10) ** 290  # what twice, and what many times, is within the range
QUARTER, LITTLE, LEAST = (Rational(1, 2**n) for n in (2, 60, 520))  # the last for a product with a root


def in_shorter_lengths(expression: Expr, bounded: frozenset[Any]) -> Expr:
    """The same, such lengths made smaller where they are far beyond others.

    Args:
        expression: what is left but for this.
        bounded: the symbols that are never beyond 1 and -1.
    """
    if expression.has(Sum, Indexed):
        return expression
    found = _sums_of_powers(expression)
    return _of_hypot(found) or _beside_a_sum(found, bounded) or found


def _beside_a_sum(expression: Expr, bounded: frozenset[Any]) -> Expr | None:
    """A product with a sum of which two terms may be beyond the range, and a third brings it back."""
    if not isinstance(expression, Mul):
        return None
    sums = [f for f in expression.args if isinstance(seen(f), Add) and len(seen(f).args) > PAIR]
    if len(sums) != 1 or all(f.is_number for f in expression.args if f not in sums):
        return None
    group = _linear(seen(sums[0])) - bounded
    return _shortened(expression, group, group, QUARTER)


def _of_hypot(expression: Expr) -> Expr | None:
    """What depends on one hypotenuse, of a difference or a product."""
    lengths = _atoms(expression)
    if len(lengths) != 1 or expression in lengths:
        return None
    (sides,) = (length.args for length in lengths)
    if not any(len(side.free_symbols) >= PAIR for side in sides):
        return None
    group = {symbol for side in sides for symbol in _linear(side)}
    far = [side for side in sides if isinstance(side, Mul) and len(side.free_symbols) >= PAIR]
    return _shortened(expression, group, sides, QUARTER, far)


def _atoms(node: Basic) -> set[hypot]:
    found = {node} if isinstance(node, hypot) else set()
    return found.union(*map(_atoms, parts_of(node)))


def _linear(side: Expr) -> set[Basic]:
    """The symbols of a side that have its unit."""
    return {f for t in Add.make_args(side) for f in Mul.make_args(t) if isinstance(f, Symbol)}


def _sums_of_powers(node: Basic) -> Basic:
    """U v^w with a sum u: v and what is in the sum; and |u|^w."""
    if isinstance(node, power_less_times) and len(node.args[0].free_symbols - node.args[2].free_symbols) >= PAIR:
        total, base, *powers = node.args
        group = total.free_symbols - set().union(*(power.free_symbols for power in powers))
        short = _shortened(total, group, group, LITTLE)
        return node if short is None else _outside(short, base, powers)
    if isinstance(node, Pow) and isinstance(node.base, magnitude) and not node.exp.is_number:
        short = _shortened(node.base, group := node.base.free_symbols - node.exp.free_symbols, group, QUARTER)
        factors = Mul.make_args(short) if len(group) >= PAIR and short is not None else ()
        return product(*[f**node.exp for f in factors]) if factors else node
    if isinstance(node, Named):
        return Named(node.name, _sums_of_powers(node.definition))
    return rebuilt(node, [_sums_of_powers(part) for part in node.args]) if node.args else node


def _outside(short: Expr, base: Expr, powers: Iterable[Expr]) -> Expr:
    """The scale of the sum after the power, which may bring it back."""
    scales = [f for f in Mul.make_args(short) if isinstance(f.as_base_exp()[0], Named)]
    return product(power_less_times(short / Mul(*scales), base, *powers), *scales)


def _shortened(
    expression: Expr, group: set[Basic], sides: Iterable[Expr], little: Expr, far: Sequence[Expr] = ()
) -> Expr | None:
    """With the lengths of the group in a shorter unit where one of the sides is far.

    Args:
        expression: what depends on the lengths.
        group: the lengths.
        sides: what may be beyond the range.
        little: what the lengths are multiplied by there.
        far: sides that may be very far beyond it.
    """
    cases = expression.args[::2] if isinstance(expression, Branches) else (expression,)
    power, *others = {power_of(case, group) for case in cases}
    if power is None or others:
        return None
    sizes = {side: side if side.is_positive else magnitude(side) for side in sorted(sides, key=str)}
    beyond = [part for side in far for part in (LEAST, sizes.pop(side) > FAR)]
    if sizes:
        most = largest(*sizes.values()) if len(sizes) > 1 else next(iter(sizes.values()))
        beyond += [little, most > (LARGE if little == LITTLE else FAR)]
    unit = Named("unit", Branches(*beyond, S.One, otherwise))
    short = replaced(expression, {symbol: grouped(symbol * unit) for symbol in group})
    return product(grouped(short), unit**-power) if power != 0 else short
