"""Where a gradient fails: kinks, jumps, seams and edges of the domain, found from the loss by one-sided limits.

A piecewise function is smooth between its switches, the expressions whose sign decides which formula holds. Beside a
switch every sign is known, so every formula is plain; its value at the switch is the one-sided limit. (Substituting
into the whole expression would give whatever convention the function has at the point itself.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from sympy import Add, Basic, Dummy, Eq, Expr, Max, Min, Ne, S, Sum, log, oo, preorder_traversal
from sympy.core.function import AppliedUndef
from sympy.core.relational import GreaterThan, Relational, StrictGreaterThan
from sympy.tensor.indexed import Indexed

from derivations.calculus.canon import expanded, over_common_denominator
from derivations.calculus.rules import depends, is_nonnegative, is_positive, split_fraction
from derivations.calculus.trace import differentiate
from derivations.functions import Branches, Named, Prime, clip, magnitude, positive_part, sign, step, switches_of
from derivations.indices import substitute

MOST_SWITCHES = 6  # every sign of every switch is tried: 2**6 cells

Signs = Mapping[Expr, int]


@dataclass(frozen=True)
class Boundary:
    """A place where the formula changes.

    Args:
        kind: "kink" (one-sided slopes differ), "seam" (value and slope agree: C1), "jump" (the value differs) or
            "outside" (the edge of the domain).
        switch: the boundary lies where this is 0.
        variable: what is moved across it: the variable of the gradient, or the value of the model.
        where: the boundary as an equation.
        below, above: the slope in `variable` as the switch goes to 0 from below, from above.
        slopes: the same two in the variable of the gradient.
        subdifferential: its lowest and highest element, where the loss is convex in `variable`.
    """

    kind: str
    switch: Expr
    variable: Expr
    where: Basic
    below: Expr | None = None
    above: Expr | None = None
    slopes: tuple[Expr, Expr] | None = None
    subdifferential: tuple[Expr, Expr] | None = None


@dataclass(frozen=True)
class Boundaries:
    """Every boundary of a loss, and the switches at which there is none, whatever a rule that met them assumed."""

    found: tuple[Boundary, ...]
    harmless: frozenset[Expr]

    def is_needless(self, condition: Basic) -> bool:
        """Is the condition u != 0 on a switch where nothing happens, such as |r| in a branch out of reach of r = 0?"""
        return isinstance(condition, Ne) and bool(_both_signs(condition.lhs) & self.harmless)

    def is_seam(self, condition: Basic) -> bool:
        """Is the condition u != 0 on a seam, where value and slope agree on both sides?"""
        return {b.kind for b in self.found if isinstance(condition, Ne) and b.switch in _both_signs(condition.lhs)} == {
            "seam"
        }


def find_boundaries(loss: Expr, w: Expr) -> Boundaries:
    """Every boundary of a loss in the variable w, in the order in which its switches stand in the loss."""
    loss = at_component(loss, w)
    variable = _variable(loss, w)
    found, harmless = [*_edges(loss, variable)], set()
    switches = _switches(loss, variable)
    if 0 < len(switches) <= MOST_SWITCHES:
        convex = _is_convex(loss, variable, switches)
        for switch in switches:
            beside = _beside(loss, w, variable, switch, switches, convex=convex)
            found += beside or []
            harmless |= {switch} if beside == [] else set()
    return Boundaries(tuple(dict.fromkeys(found)), frozenset(harmless))


def _both_signs(u: Expr) -> set[Expr]:
    return {expanded(u), expanded(-u)}


def _variable(loss: Expr, w: Expr) -> Expr:
    """The value of the model or the intermediate, if w enters the loss through it alone; else w."""
    ways = sorted(_ways(loss, w), key=str)
    if len(ways) == 1 and not depends(loss.xreplace({ways[0]: Dummy()}), w):
        return ways[0]
    return w


def _ways(node: Basic, w: Expr) -> set[Expr]:
    """The outermost model values and intermediates that depend on w and stand under no sum."""
    if isinstance(node, AppliedUndef | Named) and depends(node, w):
        return {node}
    if isinstance(node, Sum | Indexed):
        return set()
    return set().union(*[_ways(part, w) for part in node.args])


def at_component(expression: Basic, w: Expr) -> Basic:
    """The expression with only those terms of its sums that depend on the component w, where that can be told.

    sum_j |w[j]| depends on w[k] by |w[k]| alone; the other terms are constants and drop out.
    """
    if not isinstance(w, Indexed) or isinstance(expression, Indexed | Named) or not expression.args:
        return expression
    if isinstance(expression, Sum) and len(expression.limits) == 1:
        terms = terms_with(expression.function, expression.limits[0][0], w)
        if terms is not None:
            return Add(*[at_component(substitute(expression.function, {expression.limits[0][0]: t}), w) for t in terms])
    return expression.func(*[at_component(part, w) for part in expression.args])


def terms_with(term: Basic, index: Basic, w: Indexed) -> list[Expr] | None:
    """The values of the index for which the term depends on w; None if that cannot be told from the indices alone."""
    found: dict[Expr, None] = {}
    for node in _array_nodes(term, w):
        solutions = {
            _solve(own - wanted, index) for own, wanted in zip(node.indices, w.indices, strict=True) if own.has(index)
        }
        if len(solutions) != 1 or None in solutions:
            return None
        found.setdefault(solutions.pop())
    return list(found) or None


def _array_nodes(term: Basic, w: Indexed) -> list[Indexed]:
    """Every component of the array of w in the term, those of intermediates among them."""
    nodes = {node for node in preorder_traversal(term) if isinstance(node, Indexed) and node.base == w.base}
    return sorted(nodes, key=str)


def _switches(loss: Expr, variable: Expr) -> list[Expr]:
    """The expressions whose sign decides on a formula, each once, up to its sign."""
    found: dict[Expr, None] = {}
    for node in preorder_traversal(loss):
        for switch in switches_of(node):
            if depends(switch, variable) and not _both_signs(switch) & found.keys():
                found.setdefault(_rising(expanded(switch), variable))
    return list(found)


def _rising(switch: Expr, variable: Expr) -> Expr:
    """The switch or minus it, such that it rises with the variable, if that can be seen: below is left of it."""
    return expanded(-switch) if switch.coeff(variable).is_negative else switch


def _edges(loss: Expr, variable: Expr) -> Iterator[Boundary]:
    """Where the argument of a logarithm, a denominator or the base of a broken power becomes 0."""
    for node in preorder_traversal(loss):
        base = node.args[0] if isinstance(node, log) else node.base if _needs_base(node) else None
        if base is not None and depends(base, variable) and not is_positive(base):
            value = _solve(base, variable)
            if value is not None:
                yield Boundary("outside", base, variable, Eq(variable, value, evaluate=False))


def _needs_base(node: Basic) -> bool:
    return bool(node.is_Pow and (not node.exp.is_Integer or node.exp.is_negative))


def sign_of(u: Expr, signs: Signs) -> int | None:
    """The sign of u, where the signs of the switches tell."""
    u, turned = expanded(u), expanded(-u)
    return signs[u] if u in signs else -signs[turned] if turned in signs else None


def _holds(condition: Basic, signs: Signs) -> bool | None:
    if not isinstance(condition, Relational):
        return bool(condition)
    side = sign_of(condition.lhs - condition.rhs, signs)
    upper = isinstance(condition, GreaterThan | StrictGreaterThan)
    return None if side is None else (side > 0) == upper


def _plain(node: Basic, signs: Signs) -> Basic:
    """The formula that the function `node` uses under these signs; the node itself where they do not tell."""
    if isinstance(node, Branches):
        for value, condition in node.cases:
            held = _holds(condition, signs)
            if held is None:
                return node
            if held:
                return value
    if isinstance(node, clip):
        u, low, high = node.args
        over, under = sign_of(u - high, signs), sign_of(u - low, signs)
        return node if over is None or under is None else high if over > 0 else low if under < 0 else u
    if isinstance(node, magnitude | sign | positive_part | step):
        side = sign_of(node.args[0], signs)
        return node if side is None else _one_sided(node, side)
    return node


def _one_sided(node: Basic, side: int) -> Expr:
    u = node.args[0]
    if isinstance(node, magnitude):
        return side * u
    if isinstance(node, sign):
        return S(side)
    return S.Zero if side < 0 else u if isinstance(node, positive_part) else S.One


def on_one_side(expression: Basic, signs: Signs) -> Basic:
    """The expression with every switch decided by `signs`."""
    if isinstance(expression, Indexed) or not expression.args:
        return expression
    decided = _plain(expression, signs)
    if decided is not expression:
        return on_one_side(decided, signs)
    parts = [on_one_side(part, signs) for part in expression.args]
    return expression if tuple(parts) == expression.args else expression.func(*parts)


def _solve(u: Expr, variable: Expr) -> Expr | None:
    """The value of the variable at which u is 0, for u of first degree in it."""
    letter = Dummy(real=True)
    plain = expanded(u.xreplace({variable: letter}))
    slope = plain.coeff(letter)
    rest = expanded(plain - slope * letter)
    if slope == 0 or slope.has(letter) or rest.has(letter) or depends(rest, variable):
        return None
    return over_common_denominator(-rest / slope)


def _cells(switches: list[Expr]) -> Iterator[Signs]:
    for choice in product((-1, 1), repeat=len(switches)):
        yield dict(zip(switches, choice, strict=True))


def _beside(
    loss: Expr, w: Expr, variable: Expr, switch: Expr, switches: list[Expr], *, convex: bool
) -> list[Boundary] | None:
    """The boundaries on which this switch is 0: one for each way in which the other switches can lie.

    None if some of them could not be solved for the variable, so that nothing is known of them.
    """
    found = []
    for signs in _cells([other for other in switches if other != switch]):
        edge = on_one_side(switch, signs)
        value = _solve(edge, variable)
        if value is None:
            return None
        if all(_can_be(other, side, signs, variable, value) for other, side in signs.items()):
            sides = [on_one_side(loss, {**signs, switch: side}) for side in (-1, 1)]
            if sides[0] != sides[1]:
                found.append(_classified(sides, edge, switch, w, variable, value, convex=convex))
    return found


def _can_be(other: Expr, side: int, signs: Signs, variable: Expr, value: Expr) -> bool:
    """Can the other switch have this sign on the boundary?"""
    there = expanded(on_one_side(other, signs).xreplace({variable: value}))
    return not (there * side).is_negative


def _classified(
    sides: list[Basic], edge: Expr, switch: Expr, w: Expr, variable: Expr, value: Expr, *, convex: bool
) -> Boundary:
    def limit(expression: Expr) -> Expr:
        return _limit(expression, variable, value)

    where = _equation(edge, variable, value)
    below, above = (limit(_slope(side, variable)) for side in sides)
    values = [limit(side) for side in sides]
    slopes = tuple(limit(differentiate(side, w).result) for side in sides)
    if _differ(*values):
        return Boundary("jump", switch, variable, where, below, above, slopes)
    if not _differ(below, above):
        return Boundary("seam", switch, variable, where, below, above, slopes)
    upward = (above - below) * _slope(edge, variable)
    interval = _ordered(below, above) if convex and _is_nonnegative(upward) else None
    return Boundary("kink", switch, variable, where, below, above, slopes, interval)


def _equation(edge: Expr, variable: Expr, value: Expr) -> Basic:
    """The boundary solved for the variable, if that needs no division."""
    return Eq(edge, 0, evaluate=False) if split_fraction(value)[1] != 1 else Eq(variable, value, evaluate=False)


def _limit(expression: Expr, variable: Expr, value: Expr) -> Expr:
    """The limit at variable = value of a formula without switches; the slopes of a model do not move with its value."""
    slopes = {prime: Dummy(real=True) for prime in expression.atoms(Prime)}
    letter = Dummy(real=True)
    plain = expression.xreplace(slopes).xreplace({variable: letter})
    there = plain.xreplace({letter: value})
    if there.has(S.NaN, S.ComplexInfinity, oo, -oo):
        there = plain.limit(letter, value)
    return there.xreplace({dummy: prime for prime, dummy in slopes.items()})


def _slope(expression: Basic, variable: Expr) -> Expr:
    """The slope in the variable, which may be the value of a model or an intermediate."""
    if isinstance(variable, Indexed):
        return differentiate(expression, variable).result
    letter = Dummy(real=True)
    return differentiate(expression.xreplace({variable: letter}), letter).result.xreplace({letter: variable})


def _differ(one: Expr, other: Expr) -> bool:
    return bool(over_common_denominator(one - other) != 0)


def _ordered(one: Expr, other: Expr) -> tuple[Expr, Expr]:
    if _is_nonnegative(other - one):
        return one, other
    if _is_nonnegative(one - other):
        return other, one
    return Min(one, other, evaluate=False), Max(one, other, evaluate=False)


def _is_convex(loss: Expr, variable: Expr, switches: list[Expr]) -> bool:
    """Whether the second derivative is known to be nowhere negative between the switches; kinks are judged apart."""
    formulas = {on_one_side(loss, signs) for signs in _cells(switches)}
    return all(_is_nonnegative(_slope(_slope(u, variable), variable)) for u in formulas)


def _is_nonnegative(u: Expr) -> bool:
    return is_nonnegative(over_common_denominator(u))
