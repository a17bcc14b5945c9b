"""The slopes at a boundary as the gradient has them on its two sides, where that is shorter than a derivative anew.

And its value on the boundary itself, where the loss has one slope: as a formula it may have another, as the slope
[x < 0] + [x > 0] of min(x, 0) + max(x, 0) has at x = 0.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, S

from derivations.calculus.boundary import Boundaries, Boundary
from derivations.calculus.canon import length
from derivations.calculus.granted import Known
from derivations.calculus.limits import differ, limits
from derivations.calculus.parts import solved
from derivations.calculus.sides import both_sides, both_signs, switches_within


def with_gradient(seen: Boundaries, gradient: Expr, w: Expr, known: Known) -> Boundaries:
    """The boundaries of the loss itself, each with the shorter of its slopes in w and those of the gradient.

    A seam, or a switch without any boundary, at which the gradient has another value than its limits, is told apart.
    """
    found = [_shorter(boundary, gradient, w, known) for boundary in seen.found]
    own = {turned for switch in switches_within(gradient) for turned in both_signs(switch)}
    missed = {u for u in seen.harmless & own if _is_missed(gradient, u, *solved(u, w, w), known)}
    return replace(seen, found=tuple(_told(b, gradient, w, known) for b in found), harmless=seen.harmless - missed)


def _told(boundary: Boundary, gradient: Expr, w: Expr, known: Known) -> Boundary:
    """The boundary; of a seam, whether the gradient has another value there."""
    if boundary.kind != "seam" or boundary.index:
        return boundary
    there = solved(boundary.where.lhs - boundary.where.rhs, boundary.variable, w)
    return replace(boundary, missed=_is_missed(gradient, boundary.switch, *there, known))


def _is_missed(gradient: Expr, switch: Expr, value: Expr | None, pivot: Expr, known: Known) -> bool:
    """Is the gradient at pivot = value, where the switch is 0, another number than it tends to?"""
    pair = None if value is None else limits(both_sides(gradient, switch), pivot, value, known)
    if pair is None:
        return False
    here = gradient.xreplace({pivot: value})
    return here.has(S.NaN, S.ComplexInfinity) or differ((here, pair[1]), known) is True


def _shorter(boundary: Boundary, gradient: Expr, w: Expr, known: Known) -> Boundary:
    if boundary.kind not in ("kink", "seam") or boundary.means or boundary.slopes is None or boundary.variable == w:
        return boundary
    value, pivot = solved(boundary.where.lhs - boundary.where.rhs, boundary.variable, w)
    sides = both_sides(gradient, boundary.switch)
    if value is None or boundary.part is not None or any(switches_within(side) for side in sides):
        return boundary
    pair = limits(sides, pivot, value, known)
    if pair is None or sum(map(length, pair)) >= sum(map(length, boundary.slopes)):
        return boundary
    return replace(boundary, slopes=pair)
