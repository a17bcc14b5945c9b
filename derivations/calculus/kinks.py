"""Where a gradient fails: kinks, jumps, seams and edges of the domain, found from the loss by one-sided limits.

A piecewise function is smooth between its switches, the expressions whose sign decides which formula holds. Beside a
switch every sign is known, so every formula is plain; its value at the switch is the one-sided limit. (Substituting
into the whole expression would give whatever convention the function has at the point itself.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sympy import Basic, Dummy, Eq, Expr, Gt, Max, Min, Ne, S, Symbol, log, oo
from sympy.core.function import AppliedUndef, Function

from derivations.calculus.canon import expanded, factored, length, over_common_denominator, signs_as_written
from derivations.calculus.granted import is_granted
from derivations.calculus.parts import (
    Part,
    at_component,
    derivative,
    involves,
    never_negative,
    parts_of,
    solved,
    variable_of,
    written_out,
)
from derivations.calculus.rules import is_nonnegative, is_positive, split_fraction
from derivations.calculus.sides import (
    MOST_SWITCHES,
    Binders,
    Signs,
    both_signs,
    cells,
    named_in,
    nodes_within,
    on_one_side,
    switches_within,
)
from derivations.calculus.tips import Everywhere, place_of, root_name, tip_of, zeros_of
from derivations.language.functions import Prime, clip, magnitude, positive_part, sign, step
from derivations.language.indices import rename_bound

Pair = tuple[Expr, Expr]


@dataclass(frozen=True)
class Boundary:
    """A place where the formula changes.

    Args:
        kind: "kink" (one-sided slopes differ), "seam" (value and slope agree: C1), "jump" (the value differs),
            "outside" (the edge of the domain) or "open" (what happens there is not known).
        switch: the boundary lies where this is 0.
        variable: what is moved across it: the variable of the gradient, or the value of a model or an intermediate.
        where: the boundary as an equation.
        below, above: the slope in `variable` as the switch goes to 0 from below, from above. (A root has no values
            below 0: there, as the variable comes from below, from above.)
        slopes: the same two in the variable of the gradient.
        subdifferential: its lowest and highest element, where the loss is convex in `variable`.
        in_wrt: the same in the variable of the gradient, if that is another one.
        index: the indices in the switch that a sum binds, outermost first: it is enough that one value of them makes
            the switch 0.
        part: the term of the loss, for these indices, whose slopes are given; None for the loss itself. The slopes of
            the loss are those of all its terms together.
        means: of what is never negative, such as a root, what is 0 where it is 0: equations, each with the indices for
            every value of which it holds.
        radius: of a root, the subdifferential by the whole array is the ball around 0 of this radius.
    """

    kind: str
    switch: Expr
    variable: Expr
    where: Basic
    below: Expr | None = None
    above: Expr | None = None
    slopes: Pair | None = None
    subdifferential: Pair | None = None
    in_wrt: Pair | None = None
    index: Binders = ()
    part: Expr | None = None
    means: Everywhere = ()
    radius: Expr | None = None


@dataclass(frozen=True)
class Boundaries:
    """Every boundary of a loss, and the switches at which there is none, whatever a rule that met them assumed."""

    found: tuple[Boundary, ...]
    harmless: frozenset[Expr]

    def is_needless(self, condition: Basic) -> bool:
        """Is the condition u != 0 on a switch where nothing happens, such as |r| in a branch out of reach of r = 0?"""
        return isinstance(condition, Ne) and bool(both_signs(condition.lhs) & self.harmless)

    def is_seam(self, condition: Basic) -> bool:
        """Is the condition u != 0 on a seam, where value and slope agree on both sides?"""
        return {b.kind for b in self.found if isinstance(condition, Ne) and b.switch in both_signs(condition.lhs)} == {
            "seam"
        }


def find_boundaries(loss: Expr, w: Expr, hidden: Iterable[tuple[Expr, Expr, Binders]] = ()) -> Boundaries:
    """Every boundary of a loss in the variable w, in the order in which its switches stand in the loss.

    Args:
        loss: what is differentiated.
        w: the variable.
        hidden: of intermediates that stand in the loss without their definition, the value, the same with all others
            put in, and the indices that it is meant for. A boundary that lies in one of them is left open.
    """
    loss = at_component(rename_bound(loss, w.free_symbols), w)
    found, harmless = [*_edges(loss, w)], set[Expr]()
    outside = {boundary.switch for boundary in found}
    parts = parts_of(loss, w)
    for part in parts:
        whole = len(parts) == 1 and not part.index and variable_of(loss, w) == variable_of(part.expression, w)
        analysis = _Analysis(loss if whole else part.expression, w, part, whole=whole)
        found += analysis.boundaries(outside)
        harmless |= analysis.harmless
    found += [boundary for value, written, index in hidden for boundary in _hidden(value, written, index, w)]
    return Boundaries(tuple(dict.fromkeys(found)), frozenset(harmless))


def _open(switch: Expr, w: Expr, index: Binders) -> Boundary:
    return Boundary("open", switch, w, Eq(switch, 0, evaluate=False), index=named_in(switch, index))


def _hidden(value: Expr, written: Expr, index: Binders, w: Expr) -> Iterator[Boundary]:
    """What is left open of an intermediate: its switches, and what must not be 0."""
    if involves(written, w):
        for switch, inner in switches_within(value).items():
            yield _open(switch, w, (*index, *inner))
    if any(True for _ in _edges(written, w)):
        for edge in _edges(value, w):
            yield _open(edge.switch, w, (*index, *edge.index))


def _edges(loss: Expr, w: Expr) -> Iterator[Boundary]:
    """Where the argument of a logarithm, a denominator or the base of a broken power becomes 0."""
    free = {w: Dummy(real=True)} if isinstance(w, Symbol) else {}  # that the domain ends there is what is to be said
    for node, binders in nodes_within(loss):
        base = node.args[0] if isinstance(node, log) else node.base if _needs_base(node) else None
        if base is not None and not _is_granted(base.xreplace(free)):
            value, pivot = solved(base, variable_of(base, w), w)
            if value is None or not _is_algebraic(base):
                yield _open(base, w, binders)
            else:
                edge = Boundary("outside", base, w, Eq(pivot, value, evaluate=False), index=named_in(base, binders))
                zeros = tuple(zeros_of(base)) if never_negative(base) else ()
                yield edge if zeros == ((Eq(base, 0, evaluate=False), ()),) else replace(edge, means=zeros)


def _is_granted(base: Expr) -> bool:
    return is_positive(base) or is_granted(Gt(base, 0, evaluate=False), {})


def _needs_base(node: Basic) -> bool:
    """Is it a power that needs a base other than 0? A root of what is never negative has a tip, and no edge."""
    if not node.is_Pow or node.exp.is_negative:
        return bool(node.is_Pow)
    return not node.exp.is_Integer and not never_negative(node.base)


def _is_algebraic(u: Expr) -> bool:
    """Has u exact zeros among the rationals? Those of exp(p) - 2 cannot be put in."""
    kinds = AppliedUndef | magnitude | sign | positive_part | step | clip
    return not any(
        isinstance(node, Function) and not isinstance(node, kinds) for node, _ in nodes_within(written_out(u))
    )


class _Analysis:
    """The boundaries of one part of the loss (of the whole, if there is but one)."""

    def __init__(self, expression: Expr, w: Expr, part: Part, *, whole: bool) -> None:
        self.expression, self.w, self.part, self.whole = expression, w, part, whole
        self.variable = variable_of(expression, w)
        self.switches = [_rising(switch, self.variable) for switch, inner in part.switches.items() if not inner]
        self.harmless: set[Expr] = set()
        few = len(self.switches) <= MOST_SWITCHES
        self.convex = {v: few and self._is_convex(v) for v in {self.variable, w}}

    def boundaries(self, outside: set[Expr]) -> Iterator[Boundary]:
        """Those of the roots, then those of the switches, in the order in which they stand in the loss."""
        for root, inner in self.part.roots.items():
            if not outside & {root, root.base, root_name(root, self.expression)}:
                yield self._open(place_of(root, self.expression), inner) if inner else self._tip(root)
        for switch, inner in self.part.switches.items():
            yield from [self._open(switch, inner)] if inner else self._beside(_rising(switch, self.variable))

    def _open(self, switch: Expr, inner: Binders = ()) -> Boundary:
        return _open(switch, self.w, (*self.part.index, *inner))

    def _of_part(self, boundary: Boundary) -> Boundary:
        return boundary if self.whole else replace(boundary, index=self.part.index, part=self.expression)

    def _tip(self, root: Expr) -> Boundary:
        switch, tip = place_of(root, self.expression), tip_of(self.expression, root, self.w)
        if tip is None:
            return self._open(switch)
        where = Eq(switch, 0, evaluate=False)
        kink = Boundary("kink", switch, self.w, where, *tip.slopes, tip.slopes, tip.slopes if tip.convex else None)
        return self._of_part(replace(kink, means=tip.means, radius=tip.radius))

    def _beside(self, switch: Expr) -> list[Boundary]:
        """The boundaries on which this switch is 0: one for each way in which the other switches can lie."""
        ways = list(self._ways_beside(switch)) if len(self.switches) <= MOST_SWITCHES else [None]
        distinct = dict.fromkeys(way for way in ways if way is not None)
        if None in ways or len({where for where, _ in distinct}) < len(distinct):
            return [self._open(switch)]  # not to be solved, or not the same for all signs of the other switches
        found = [boundary for _, boundary in distinct if boundary is not None]
        self.harmless |= set() if found else {switch}
        return [*map(self._of_part, found)]

    def _ways_beside(self, switch: Expr) -> Iterator[tuple[Basic, Boundary | None] | None]:
        """For each way in which the other switches can lie, where the boundary is and what happens there, if anything.

        None for one that cannot be solved.
        """
        for signs in cells([other for other in self.switches if other != switch]):
            edge = on_one_side(switch, signs)
            value, pivot = solved(edge, self.variable, self.w)
            if value is None or not _is_algebraic(edge):
                yield None
            elif all(_can_be(other, side, signs, pivot, value) for other, side in signs.items()):
                sides = [on_one_side(self.expression, {**signs, switch: side}) for side in (-1, 1)]
                differ = sides[0] != sides[1]
                boundary = self._classified(sides, edge, switch, pivot, value) if differ else None
                yield _equation(edge, pivot, value), boundary

    def _classified(self, sides: list[Basic], edge: Expr, switch: Expr, pivot: Expr, value: Expr) -> Boundary:
        def limits(expressions: Iterable[Expr]) -> Pair:
            below, above = (_limit(expression, pivot, value) for expression in expressions)
            return below, above

        def interval(v: Expr, pair: Pair) -> Pair | None:
            upward = (pair[1] - pair[0]) * derivative(edge, v)
            return _ordered(*pair) if self.convex[v] and _is_nonnegative(upward) else None

        where = _equation(edge, pivot, value)
        slopes = limits(derivative(side, self.variable) for side in sides)
        below, above = limits(derivative(side, self.w) for side in sides)
        in_wrt = slopes if self.variable == self.w else (_shorter(below), _shorter(above))
        boundary = Boundary("kink", switch, self.variable, where, *slopes, in_wrt)
        if _differ(*limits(sides)):
            return replace(boundary, kind="jump")
        if not _differ(*slopes):
            return replace(boundary, kind="seam")
        other = interval(self.w, in_wrt) if self.variable != self.w else None
        return replace(boundary, subdifferential=interval(self.variable, slopes), in_wrt=other)

    def _is_convex(self, variable: Expr) -> bool:
        """Is the second derivative known to be nowhere negative between the switches? Kinks are judged apart."""
        formulas = {on_one_side(self.expression, signs) for signs in cells(self.switches)}
        return all(_is_nonnegative(derivative(derivative(u, variable), variable)) for u in formulas)


def _rising(switch: Expr, variable: Expr) -> Expr:
    """The switch or minus it, such that it rises with the variable, if that can be seen: below is left of it."""
    return expanded(-switch) if switch.coeff(variable).is_negative else switch


def _can_be(other: Expr, side: int, signs: Signs, pivot: Expr, value: Expr) -> bool:
    """Can the other switch have this sign on the boundary?"""
    there = expanded(on_one_side(other, signs).xreplace({pivot: value}))
    return not (there * side).is_negative


def _equation(edge: Expr, pivot: Expr, value: Expr) -> Basic:
    """The boundary solved for the pivot, if that needs no division."""
    return Eq(edge, 0, evaluate=False) if split_fraction(value)[1] != 1 else Eq(pivot, value, evaluate=False)


def _limit(expression: Expr, pivot: Expr, value: Expr) -> Expr:
    """The limit at pivot = value of a formula without switches; the slopes of a model do not move with its value."""
    slopes = {prime: Dummy(real=True) for prime in sorted(expression.atoms(Prime), key=str)}
    letter = Dummy(real=True)
    plain = expression.xreplace(slopes).xreplace({pivot: letter})
    there = plain.xreplace({letter: value})
    if there.has(S.NaN, S.ComplexInfinity, oo, -oo):
        there = plain.limit(letter, value)
    return there.xreplace({dummy: prime for prime, dummy in slopes.items()})


def _differ(one: Expr, other: Expr) -> bool:
    return bool(over_common_denominator(one - other) != 0)


def _shorter(u: Expr) -> Expr:
    """With common factors taken out, if that makes it shorter."""
    return min(u, signs_as_written(factored(u), set()), key=length)


def _ordered(one: Expr, other: Expr) -> Pair:
    if _is_nonnegative(other - one):
        return one, other
    if _is_nonnegative(one - other):
        return other, one
    return Min(one, other, evaluate=False), Max(one, other, evaluate=False)


def _is_nonnegative(u: Expr) -> bool:
    return is_nonnegative(over_common_denominator(u))
