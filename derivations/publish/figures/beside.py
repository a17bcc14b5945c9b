"""Where a label stands beside its point: where the curve does not cross it. assets/figure.js does the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

DOWN = (-8, 18, -24, 34, -40, 50)  # how far below its point its baseline may be, the best first
APART = 8  # how far to the side it begins
ABOVE, BELOW = 13, 4  # what it takes above and below its baseline
Spot = tuple[float, float]


def beside(
    point: Spot, width: float, sides: tuple[float, float], ends: tuple[float, float], drawn: Sequence[Spot]
) -> tuple[float, float, str]:
    """Where a label stands, and which end of it stands there: of the nearest places the first that is free.

    Args:
        point: what it belongs to, in the units of the drawing, y downwards.
        width: that of the label.
        sides: left and right of the panel.
        ends: its top and bottom.
        drawn: the curve, from left to right.
    """
    (x, y), (left, right) = point, sides

    def is_free(side: int, down: int) -> bool:
        begin, end = sorted((x + APART * side, x + (APART + width) * side))
        top, bottom = y + down - ABOVE, y + down + BELOW
        if begin < left or end > right or top < ends[0] - BELOW or bottom > ends[1]:
            return False
        near = (pair for pair in pairwise(drawn) if pair[1][0] > begin and pair[0][0] < end)
        return all(max(a[1], b[1]) <= top or min(a[1], b[1]) >= bottom for a, b in near)

    free = ((side, down) for down, side in product(DOWN, (1, -1)) if is_free(side, down))
    side, down = next(free, (1 if x + APART + width <= right else -1, DOWN[0]))
    return x + APART * side, round(y + down, 1), "start" if side > 0 else "end"
