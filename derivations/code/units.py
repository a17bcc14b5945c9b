"""Lengths that may be measured in any unit, in that of the largest of them: their products may overflow else.

Symbols have one unit if they are added to, or compared with, each other: the sides of boxes, say, but not their widths
and heights. Where a loss is divided by a sum of products of such sums, the sides of each unit are divided by the
largest of them. That changes neither which of them is larger, nor a quotient of areas; what has the unit itself is
multiplied by it at the end. Where all units meet in a product, the quotients of areas in it keep their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Basic, Dummy, Expr, Mul, Pow, S, Symbol
from sympy.core.relational import Relational

from derivations.code.functions import atan_gap, grouped, hypot, product_over
from derivations.code.terms import PAIR, product, seen
from derivations.language.functions import Branches, Named, largest, magnitude, positive_part, sign, smallest, step

SWITCHES = (sign, step, Relational)


def in_units(expression: Expr) -> Expr:
    """The same, the sides of each unit divided by the largest of them."""
    if not _has_area_below(expression):
        return expression
    if None not in _powers(expression, _groups(expression)):
        return _measured(expression, _groups(expression))
    if isinstance(expression, Add | Branches):
        return expression.func(*(in_units(part) if isinstance(part, Expr) else part for part in expression.args))
    ready: dict[Basic, Expr] = {}
    rest = _apart(expression, ready)
    return _measured(rest, [set().union(*_groups(rest)) - ready.keys()]).xreplace(ready)


def _has_area_below(expression: Basic) -> bool:
    return any(map(_is_area, _denominators(expression)))


def _powers(node: Basic, groups: list[set[Basic]]) -> list[Expr | None]:
    return [power_of(node, group) for group in groups]


def _measured(expression: Expr, groups: list[set[Basic]]) -> Expr:
    """The same, the sides of each group divided by the largest of them, if the whole has a power of their unit."""
    for group in groups:
        power = power_of(expression, group)
        if len(group) > 1 and power is not None and all(s.is_positive for s in group):
            unit = Named("unit", largest(*sorted(group, key=str)))
            measured: dict[Basic, Expr] = {side: side / unit for side in group}
            in_unit = _replaced(expression, measured)
            expression = product(grouped(_by_sides(in_unit)), unit**power) if power != 0 else in_unit
    return expression


def _by_sides(node: Basic) -> Basic:
    """The sides of an area that is divided for its name: the area itself may vanish."""
    if isinstance(node, Named):
        return Named(node.name, _by_sides(node.definition))
    if not node.args:
        return node
    args = [_by_sides(part) for part in node.args]
    if not isinstance(node, Mul):
        return node.func(*args)
    if any(f.as_base_exp()[1].is_negative for f in args):
        args = [f.definition if isinstance(f, Named) and _is_of_sides(f.definition) else f for f in args]
    return product(*args)


def _is_of_sides(area: Expr) -> bool:
    """Is it a product of two lengths?"""
    return isinstance(area, Mul) and len(area.args) == PAIR and all(isinstance(seen(f), Add) for f in area.args)


def _apart(node: Basic, ready: dict[Basic, Expr]) -> Basic:
    """The same, a letter for each part that has units of its own; what the letter stands for is put into `ready`."""
    is_ratio = isinstance(node, Mul) and _has_area_below(node) and None not in _powers(node, _groups(node))
    if is_ratio or isinstance(node, atan_gap):
        value = in_units(node) if is_ratio else atan_gap(*_in_own_unit(*node.args[:2]), *_in_own_unit(*node.args[2:]))
        return next((letter for letter, known in ready.items() if known == value), None) or _letter(value, ready)
    if isinstance(node, Named):
        return Named(node.name, _apart(node.definition, ready))
    return node.func(*(_apart(part, ready) for part in node.args)) if node.args else node


def _letter(value: Expr, ready: dict[Basic, Expr]) -> Basic:
    letter = Dummy(positive=value.is_positive)
    ready[letter] = value
    return letter


def _in_own_unit(*lengths: Expr) -> Iterator[Expr]:
    sides = sorted(set().union(*(length.free_symbols for length in lengths)), key=str)
    return (_replaced(length, {side: side / Named("unit", largest(*sides)) for side in sides}) for length in lengths)


def parts_of(node: Basic) -> tuple[Basic, ...]:
    """The parts of an expression, through its names."""
    return (node.definition,) if isinstance(node, Named) else node.args


def _denominators(node: Basic) -> Iterator[Expr]:
    if isinstance(node, Pow) and node.exp.is_negative:
        yield seen(node.base)
    for part in parts_of(node):
        yield from _denominators(part)


def _is_area(node: Expr) -> bool:
    """A sum of products of sums."""
    return isinstance(node, Add) and any(
        sum(n for f in Mul.make_args(t) for base, n in [f.as_base_exp()] if isinstance(seen(base), Add)) > 1
        for t in map(seen, node.args)
    )


def _groups(node: Basic) -> list[set[Basic]]:
    """Symbols that are added to each other, or compared."""
    groups: list[set[Basic]] = []

    def walk(part: Basic) -> None:
        if isinstance(part, Add | largest | smallest):
            alike = {s for t in part.args for s in (t.as_coeff_Mul()[1],) if isinstance(s, Symbol)}
            for t in part.args:
                if isinstance(t, largest | smallest):
                    alike |= {s for s in t.args if isinstance(s, Symbol)}
            if alike:
                met = [g for g in groups if g & alike]
                groups[:] = [g for g in groups if not g & alike] + [alike.union(*met)]
        for one in parts_of(part):
            walk(one)

    walk(node)
    return groups


def power_of(node: Basic, group: set[Basic]) -> Expr | None:
    """The power of the unit that an expression has; None if it has none."""
    if isinstance(node, Named):
        return power_of(node.definition, group)
    if node in group:
        return S.One
    if not node.has(*group):
        return S.Zero
    if isinstance(node, SWITCHES):
        return S.Zero if isinstance(node, Relational) or power_of(node.args[0], group) is not None else None
    if isinstance(node, grouped):
        return power_of(node.args[0], group)
    powers = [power_of(part, group) for part in node.args]
    if isinstance(node, product_over):
        u, v, w = powers
        return None if u is None or v is None or w is None else u + v - w
    if isinstance(node, Pow):
        return powers[0] * node.exp if powers[0] is not None and node.exp.is_number else None
    if any(power is None for power in powers):
        return None
    if isinstance(node, Mul):
        return Add(*powers)
    if isinstance(node, Add | hypot | largest | smallest | magnitude | positive_part):
        return powers[0] if len(set(powers)) == 1 else None
    return S.Zero if all(power == 0 for power in powers) else None


def _replaced(node: Basic, values: dict[Basic, Expr]) -> Basic:
    """The sides in their unit, but for switches: there rounding could make equal what is not."""
    if node in values:
        return values[node]
    if isinstance(node, Named):
        return Named(node.name, _replaced(node.definition, values))
    if not node.args or isinstance(node, SWITCHES):
        return node
    return node.func(*(_replaced(part, values) for part in node.args))
