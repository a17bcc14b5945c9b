"""Where a gradient changes or fails, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sympy import Basic

from derivations.notation import sympy_text, tidy_relation

if TYPE_CHECKING:
    from derivations.calculus.boundary import Boundary

Ranges = dict[Basic, Basic]  # for an index its last value; its first is 1


def as_text(ranges: Mapping[Basic, Basic]) -> dict[str, str]:
    """The values of indices, such as 1..n."""
    return {sympy_text(index): f"1..{sympy_text(last)}" for index, last in ranges.items()}


def boundary_data(boundary: Boundary) -> dict[str, Any]:
    """All that is said of a boundary."""

    def pair(ends: tuple[Basic, Basic] | None) -> list[str] | None:
        return [sympy_text(end) for end in ends] if ends else None

    return {
        "kind": boundary.kind,
        "where": sympy_text(tidy_relation(boundary.where)),
        "variable": sympy_text(boundary.variable),
        "slopes": pair((boundary.below, boundary.above) if boundary.below is not None else None),
        "slopes_in_wrt": pair(boundary.slopes),
        "subdifferential": pair(boundary.subdifferential),
        "subdifferential_in_wrt": pair(boundary.in_wrt),
        "active": None if boundary.active is None else sympy_text(boundary.active.term),
        "ball": None if boundary.radius is None else sympy_text(boundary.radius),
        "for_some": as_text({index: last for index, _, last in boundary.index}),
        "term": None if boundary.part is None else sympy_text(boundary.part),
        "zero": [
            {"equation": sympy_text(tidy_relation(zero)), "for_every": as_text({i: n for i, _, n in index})}
            for zero, index in boundary.means
        ],
    }
