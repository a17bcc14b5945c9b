"""Where a gradient fails: kinks, jumps, seams and edges of the domain, found from the loss by one-sided limits.

A piecewise function is smooth between its switches, the expressions whose sign decides which formula holds. Beside a
switch every sign is known, so every formula is plain; its value at the switch is the one-sided limit. (Substituting
into the whole expression would give whatever convention the function has at the point itself.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sympy import Basic, Dummy, Eq, Expr, Gt, KroneckerDelta, Max, Min, Mul, S
from sympy.tensor.indexed import Indexed

from derivations.calculus.beside import Way, in_all_cases, put
from derivations.calculus.boundary import Boundaries, Boundary, Pair, left_open
from derivations.calculus.canon import expanded, factored, length, over_common_denominator, signs_as_written
from derivations.calculus.edges import bases_of, edges_of, is_safe
from derivations.calculus.granted import Known
from derivations.calculus.limits import differ, limits
from derivations.calculus.parts import (
    Part,
    at_component,
    derivative,
    entries_of,
    involves,
    moved_in,
    parts_of,
    regrouped,
    solved,
    variable_of,
)
from derivations.calculus.rules import depends, split_fraction
from derivations.calculus.sides import (
    MOST_SWITCHES,
    Binders,
    Signs,
    both_sides,
    both_signs,
    cells,
    nodes_within,
    on_one_side,
    switches_within,
)
from derivations.calculus.ties import ties_of
from derivations.calculus.tips import place_of, root_name, tip_of
from derivations.language.functions import Named, magnitude
from derivations.language.indices import rename_bound
from derivations.language.over import Extreme, Place


def find_boundaries(loss: Expr, w: Expr, known: Known | None = None) -> Boundaries:
    """Every boundary of a loss in the variable w, in the order in which its switches stand in the loss.

    Args:
        loss: what is differentiated.
        w: the variable.
        known: what is known of the symbols: what their domains exclude is no boundary.
    """
    known = known or Known()
    loss = rename_bound(loss, w.free_symbols)
    loss = regrouped(at_component(loss, w), w)
    found, harmless = [*edges_of(loss, w, known)], {*_standing(loss, w)}
    outside = {boundary.switch for boundary in found}
    parts = parts_of(loss, w)
    for part in parts:
        whole = len(parts) == 1 and not part.index and variable_of(loss, w) == variable_of(part.expression, w)
        analysis = _Analysis(loss if whole else part.expression, w, part, known, whole=whole)
        found += analysis.boundaries(outside)
        harmless |= analysis.harmless
    found += ties_of(loss, w, known)
    return Boundaries(tuple(distinct(found)), frozenset(harmless))


def _standing(loss: Expr, w: Expr) -> Iterator[Expr]:
    """The switches that w does not move, though it may occur there, as in max(y - w, t - w): no formula changes."""
    still = [switch for switch in switches_within(loss) if not depends(switch, w)]
    edges = {expanded(base) for base in bases_of(loss)} if still else set()
    yield from (switch for switch in still if not both_signs(switch) & edges)


def distinct(found: Iterable[Boundary]) -> Iterable[Boundary]:
    """Each once; of edges of the domain at one place the first: log(2 p) and 1/p end at the same p = 0."""
    once: dict[object, Boundary] = {}
    for boundary in found:
        at = (boundary.where, boundary.index, boundary.means) if boundary.kind == "outside" else boundary
        once.setdefault(at, boundary)
    return once.values()


class _Analysis:
    """The boundaries of one part of the loss (of the whole, if there is but one)."""

    def __init__(self, expression: Expr, w: Expr, part: Part, known: Known, *, whole: bool) -> None:
        self.expression, self.w, self.part, self.whole = expression, w, part, whole
        self.known = known.within(part.index)
        self.variable = moved_in(part, variable_of(expression, w), w)
        self.switches = [
            _rising(switch, self.variable)
            for switch, inner in part.switches.items()
            if not inner and not self.known.is_nonzero(switch)
        ]
        self.few = len(self.switches) <= MOST_SWITCHES
        self.harmless: set[Expr] = set()
        self.hollow: set[Expr] = set()  # variables in which a kink is not known to point down

    def boundaries(self, outside: set[Expr]) -> Iterator[Boundary]:
        """Those of the roots, then those of the switches, in the order in which they stand in the loss."""
        found = [boundary for switch in self.switches for boundary in self._beside(switch)]
        convex = {v: self.few and self._is_convex(v) for v in {self.variable, self.w}}
        for root, inner in self.part.roots.items():
            named, place = {root, root.base, root_name(root, self.expression)}, place_of(root, self.expression)
            excluded = self.known.is_positive(root.base) or self.known.is_nonzero(place) or outside & named
            if not (self._breaks_too(root) or excluded):
                yield self._open(place, inner) if inner else self._tip(root)
        for switch, inner in self.part.switches.items():
            if inner and not self.known.within(inner).is_nonzero(switch):
                yield self._open(switch, inner)
            yield from (self._claimed(b, convex) for b in found if b.switch in both_signs(switch) and not inner)

    def _breaks_too(self, root: Expr) -> bool:
        """Is it |u|^a? What happens where u = 0 is said of the switch u."""
        return isinstance(root.base, magnitude) and bool(both_signs(root.base.args[0]) & self.part.switches.keys())

    def _open(self, switch: Expr, inner: Binders = ()) -> Boundary:
        return left_open(switch, self.w, (*self.part.index, *inner))

    def _of_part(self, boundary: Boundary) -> Boundary:
        return boundary if self.whole else replace(boundary, index=self.part.index, part=self.expression)

    def _tip(self, root: Expr) -> Boundary:
        switch, tip = place_of(root, self.expression), tip_of(self.expression, root, self.w)
        if tip is None:
            return self._open(switch)
        convex = tip.convex and not self.part.switches
        kink = Boundary("kink", switch, self.w, Eq(switch, 0, evaluate=False), *tip.slopes, tip.slopes)
        kink = replace(kink, subdifferential=tip.slopes if convex else None, means=tip.means)
        return self._of_part(replace(kink, radius=tip.radius if convex else None))

    def _beside(self, switch: Expr) -> list[Boundary]:
        """The boundaries on which this switch is 0: one for each way in which the other switches can lie."""
        if switch.has(Place):
            return [self._open(switch)]  # what is moved there may be another one of the terms
        if self.few and self._is_tied(switch):
            return self._beside_a_tie(switch)
        ways = list(self._ways_beside(switch)) if self.few else [None]
        told = in_all_cases(way for way in ways if way is not None)
        if None in ways or told is None:
            self.hollow |= {self.variable, self.w}
            return [self._open(switch)]  # not to be solved, or not the same for all signs of the other switches
        found = [replace(boundary, given=given) for boundary, given in told]
        self.harmless |= set() if found else {switch}
        return [*map(self._of_part, found)]

    def _is_tied(self, switch: Expr) -> bool:
        """Is it 0 wherever the others have certain signs, as u - clip(u, a, b) is between the bounds?"""
        return any(expanded(on_one_side(switch, signs)) == 0 for signs in self._other_cells(switch))

    def _beside_a_tie(self, switch: Expr) -> list[Boundary]:
        """None of its own, if elsewhere it is 0 only where another switch is: of that one it is said what happens."""
        for signs in self._other_cells(switch):
            edge = expanded(on_one_side(switch, signs))
            value, pivot = solved(edge, self.variable, self.w) if edge != 0 else (None, self.variable)
            there = [on_one_side(other, signs) for other in signs]
            covered = value is not None and any(expanded(u.xreplace({pivot: value})) == 0 for u in there)
            if edge != 0 and not covered:
                self.hollow |= {self.variable, self.w}
                return [self._open(switch)]
        self.hollow |= {self.variable, self.w}
        self.harmless.add(switch)
        return []

    def _other_cells(self, switch: Expr) -> Iterator[Signs]:
        return self._cells([other for other in self.switches if other != switch])

    def _ways_beside(self, switch: Expr) -> Iterator[Way | None]:
        """For each way in which the other switches can lie, where the boundary is and what happens there, if anything.

        None for one that cannot be solved, or at which it cannot be told.
        """
        for signs in self._other_cells(switch):
            edge = on_one_side(switch, signs)
            if self.known.is_nonzero(edge) or not (involves(edge, self.variable) or involves(edge, self.w)):
                continue
            zeros = self._zeros(edge)
            if not zeros:
                yield (
                    (Eq(edge, 0, evaluate=False), None, frozenset())
                    if self._only_touches(edge, signs, switch)
                    else None
                )
            for value, pivot in zeros:
                yield from self._at(edge, signs, switch, value, pivot)

    def _at(self, edge: Expr, signs: Signs, switch: Expr, value: Expr, pivot: Expr) -> Iterator[Way | None]:
        """The same for one place at which the edge is 0, if the other switches can have these signs there."""
        beside = [expanded(side * put(on_one_side(other, signs), pivot, value)) for other, side in signs.items()]
        if not any(self.known.is_positive(-u) for u in beside):
            open_ = (u for u in beside if u != 0 and not depends(u, self.w) and not self.known.is_positive(u))
            given = frozenset(Gt(u, 0, evaluate=False) for u in open_)
            sides = both_sides(self.expression, switch, signs)
            if sides[0] == sides[1]:
                yield _equation(edge, pivot, value), None, given
            else:
                boundary = self._classified(sides, edge, switch, pivot, value)
                yield None if boundary is None else (boundary.where, boundary, given)

    def _only_touches(self, edge: Expr, signs: Signs, switch: Expr) -> bool:
        """Is what is added beyond the edge a power of the distance to it, as of max(0, u)^2? It has no slope there."""
        below, above = both_sides(self.expression, switch, signs)
        powers = [part.as_base_exp() for part in Mul.make_args(above - below)]
        return any(base in both_signs(edge) and exponent.is_integer and exponent > 1 for base, exponent in powers)

    def _cells(self, switches: list[Expr]) -> Iterator[Signs]:
        """Every choice of signs that the domains allow."""
        for signs in cells(switches):
            if not any(self.known.is_nonnegative(-side * on_one_side(u, signs)) for u, side in signs.items()):
                yield signs

    def _classified(
        self, sides: tuple[Basic, Basic], edge: Expr, switch: Expr, pivot: Expr, value: Expr
    ) -> Boundary | None:
        """What happens on this boundary; None if that cannot be told."""
        values = limits(sides, pivot, value, self.known)
        slopes, in_wrt = (
            limits([self._slope(side, v) for side in sides], pivot, value, self.known) for v in (self.variable, self.w)
        )
        if values is None or slopes is None or in_wrt is None:
            return None
        where = _equation(edge, pivot, value)
        named = {pivot.definition: value if where.lhs == pivot else pivot} if isinstance(pivot, Named) else {}
        slopes, in_wrt = (tuple(self._apart(u.xreplace(named), edge) for u in pair) for pair in (slopes, in_wrt))
        jumps, bends = differ(values, self.known), differ(slopes, self.known)
        if jumps is None or (bends is None and not jumps):
            return None
        for v, (below, above) in ((self.variable, slopes), (self.w, in_wrt)):
            rise = self._slope(edge, v).xreplace({pivot: value})
            if jumps or (bends and not self._is_nonnegative((above - below) * rise)):
                self.hollow.add(v)
        both = slopes if self.variable == self.w else (_shorter(in_wrt[0]), _shorter(in_wrt[1]))
        kind = "jump" if jumps else "kink" if bends else "seam"
        return Boundary(kind, switch, self.variable, where, *slopes, both)

    def _zeros(self, edge: Expr) -> list[tuple[Expr, Expr]]:
        """What a pivot is on the edge, and which; of a square, or a difference of squares, for each of its factors."""
        value, pivot = self._solved(edge)
        if value is not None:
            return [(value, pivot)]
        bases = [part.as_base_exp()[0] for part in Mul.make_args(over_common_denominator(edge))]
        found = [self._solved(base) for base in bases if involves(base, self.w)]
        zeros = [(value, pivot) for value, pivot in found if value is not None]
        return zeros if len(zeros) == len(found) else []

    def _solved(self, edge: Expr) -> tuple[Expr | None, Expr]:
        """What the pivot is on the edge; entries of the same array that cannot be the one that is moved stand still."""
        others = [u for u in entries_of(edge, self.w) if u != self.variable and self._are_apart(edge, u, self.variable)]
        still = {u: Dummy(real=True) for u in others}
        value, pivot = solved(edge.xreplace(still), self.variable, self.w)
        return (None if value is None else value.xreplace({letter: u for u, letter in still.items()})), pivot

    def _are_apart(self, edge: Expr, u: Expr, v: Expr) -> bool:
        """Are the indices of the two entries different ones wherever the edge is 0, as in m - s[y] + s[j] for m > 0?"""
        if not (isinstance(u, Indexed) and isinstance(v, Indexed) and u.base == v.base):
            return False
        return self._never_meets(edge, dict(zip(u.indices, v.indices, strict=True)))

    def _never_meets(self, edge: Expr, equal: Mapping[Basic, Basic]) -> bool:
        return self.known.is_nonzero(expanded(edge.xreplace(equal)))

    def _apart(self, slope: Expr, edge: Expr) -> Expr:
        """The slope, of pairs of indices that are different on this edge."""
        deltas = (delta for delta in slope.atoms(KroneckerDelta) if self._never_meets(edge, dict([delta.args])))
        return slope.xreplace(dict.fromkeys(deltas, S.Zero))

    def _is_convex(self, v: Expr) -> bool:
        """Is it known to be convex in v: on a line, bent upwards between the switches, and at each of them?"""
        if any(isinstance(node, Extreme) and depends(node, v) for node, _ in nodes_within(self.expression)):
            return False  # how it bends at a tie is not looked at here
        if v in self.hollow or any(depends(root, v) for root in self.part.roots):
            return False
        if any(inner and depends(switch, v) for switch, inner in self.part.switches.items()):
            return False
        formulas = {on_one_side(self.expression, signs) for signs in self._cells(self.switches)}
        bent = all(self._is_nonnegative(self._slope(self._slope(u, v), v)) for u in formulas)
        return bent and is_safe(self.expression, v, self.known)

    def _slope(self, u: Expr, v: Expr) -> Expr:
        return derivative(u, v, self.known.ranges)

    def _claimed(self, boundary: Boundary, convex: Mapping[Expr, bool]) -> Boundary:
        """The kink with its subdifferentials, where the loss is convex."""
        if boundary.kind != "kink" or boundary.slopes is None or boundary.below is None or boundary.above is None:
            return boundary
        own = self._ordered(boundary.below, boundary.above) if convex[boundary.variable] else None
        other = self._ordered(*boundary.slopes) if boundary.variable != self.w and convex[self.w] else None
        return replace(boundary, subdifferential=own, in_wrt=other)

    def _ordered(self, one: Expr, other: Expr) -> Pair:
        if self._is_nonnegative(other - one):
            return one, other
        if self._is_nonnegative(one - other):
            return other, one
        return Min(one, other, evaluate=False), Max(one, other, evaluate=False)

    def _is_nonnegative(self, u: Expr) -> bool:
        return any(map(self.known.is_nonnegative, (u, over_common_denominator(u))))


def _rising(switch: Expr, variable: Expr) -> Expr:
    """The switch or minus it, such that it rises with the variable, if that can be seen: below is left of it."""
    return expanded(-switch) if switch.coeff(variable).is_negative else switch


def _equation(edge: Expr, pivot: Expr, value: Expr) -> Basic:
    """The boundary solved for the pivot, if that needs no division; s = y - m rather than s = -(m - y)."""
    value = expanded(value) if (-value).is_Add else value
    return Eq(edge, 0, evaluate=False) if split_fraction(value)[1] != 1 else Eq(pivot, value, evaluate=False)


def _shorter(u: Expr) -> Expr:
    """With common factors taken out, if that makes it shorter."""
    return min(u, signs_as_written(factored(u), set()), key=length)
