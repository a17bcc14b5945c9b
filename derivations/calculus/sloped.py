"""The slopes at a boundary as the gradient has them on its two sides, where that is shorter than a derivative anew."""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr

from derivations.calculus.boundary import Boundaries, Boundary
from derivations.calculus.canon import length
from derivations.calculus.granted import Known
from derivations.calculus.limits import limits
from derivations.calculus.parts import solved
from derivations.calculus.sides import both_sides, switches_within


def with_gradient(seen: Boundaries, gradient: Expr, w: Expr, known: Known) -> Boundaries:
    """The boundaries of the loss itself, each with the shorter of its slopes in w and those of the gradient."""
    return replace(seen, found=tuple(_shorter(boundary, gradient, w, known) for boundary in seen.found))


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
