"""Which part of a loss is drawn: so that minimum, kinks and seams are in it, and a curve that runs away is cut."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from derivations.calculus.boundary import Boundary
from derivations.catalogue import Entry
from derivations.publish.figures.compiling import Unsayable
from derivations.publish.figures.program import Program
from derivations.publish.figures.setting import BENT, STRAIGHT, Curve, Setting, others
from derivations.publish.figures.subject import AT_REST, Subject, parameters, subject

FAR, WIDE, BESIDE = 8.0, 4.0, 2.0  # how far one looks, draws at least to either side, and beside what is seen
SCAN, FINE = 128, 160  # points of a first look, and of the curve
NEAR = 1e-6  # from a kink, as a share of the drawing, where its one-sided slopes are read off
SAME = 1e-3  # two slopes that differ by less of the height of the drawing are one
AGREE = 1e-3  # how well the gradient must agree with the loss
STEP = 2e-5  # to either side, where that is tried


@dataclass(frozen=True)
class Mark:
    """A place where the formula changes, as it is drawn.

    Args:
        at: the place.
        kind: kink, seam or jump.
        value: the loss there, from the left and from the right.
        slopes: the gradient on both sides.
        filled: are the slopes between subgradients?
    """

    at: float
    kind: str
    value: tuple[float, float]
    slopes: tuple[float, float]
    filled: bool


@dataclass(frozen=True)
class Frame:
    """A loss in a range of its variable.

    Args:
        of: what is shown.
        low, high: the range.
        marks: where the formula changes, from left to right.
        least: where the loss is least within the range, and its value; None if that is at an end.
    """

    of: Subject
    low: float
    high: float
    marks: tuple[Mark, ...]
    least: tuple[float, float] | None

    @cached_property
    def xs(self) -> list[float]:
        """The places at which the curve is known: on both sides of each mark."""
        width = self.high - self.low
        spots = {self.low + width * i / FINE for i in range(FINE + 1)}
        for mark in self.marks:
            spots -= {x for x in spots if abs(x - mark.at) <= NEAR * width}
            spots |= {mark.at - NEAR * width, mark.at + NEAR * width}
        return sorted(x for x in spots if self.low <= x <= self.high)

    @cached_property
    def columns(self) -> tuple[list[float], list[float]]:
        """The loss and the gradient there."""
        loss, gradient = self.of.program.only(0, 1).over(self.xs, self.of.values)
        return loss, gradient

    @property
    def is_straight(self) -> bool:
        """Is the gradient the same everywhere?"""
        known = list(filter(math.isfinite, self.columns[1]))
        return max(known) - min(known) < 1e-9  # noqa: PLR2004

    @property
    def word(self) -> str:
        """What a number of the gradient is called at a point of the loss."""
        return "gradient" if self.of.flows else "slope"

    def flows_through(self, mark: Mark) -> bool:
        """Is there a gradient at a mark, although the loss jumps?"""
        return self.of.flows and mark.slopes[0] == mark.slopes[1]

    def at(self, x: float) -> tuple[float, float]:
        """Loss and gradient at one place."""
        loss, gradient = self.of.program.only(0, 1).over([x], self.of.values)
        return loss[0], gradient[0]


def frame(made: Subject) -> Frame:
    """What is to be drawn of it.

    Raises:
        Unsayable: nothing is to be seen, or the gradient is not the slope of the loss along this variable alone.
    """
    start, end, bounded = _reach(made)
    xs = [start + (end - start) * (i + 0.5) / SCAN for i in range(SCAN)]
    loss, gradient, *switches = made.program.over(xs, made.values)
    valid = [x for x, v, g in zip(xs, loss, gradient, strict=True) if math.isfinite(v) and math.isfinite(g)]
    if len(valid) < SCAN // 8:
        msg = "the loss has no values to be drawn"
        raise Unsayable(msg)
    seen = [x for column in (gradient, *switches) for x in _crossings(xs, column)]
    low, high = _range(seen, (start, end), bounded)
    half = (end - start) / SCAN
    low = max(low, valid[0] - half if valid[0] - half > start + half else low)
    high = min(high, valid[-1] + half if valid[-1] + half < end - half else high)
    found = Frame(made, low, high, (), None)
    marks = tuple(_marks(found, xs, switches))
    found = Frame(made, low, high, marks, None)
    _check(found)
    return Frame(made, low, high, marks, _least(found))


def _reach(of: Subject) -> tuple[float, float, bool]:
    """How far one looks, and is that all there is?"""
    low, high = (None if end is None else float(end) for end in of.domain.interval)
    if low is not None and high is not None:
        return low, high, True
    if low is not None:
        return low, low + FAR, False
    return (-FAR, FAR, False) if high is None else (high - FAR, high, False)


def _crossings(xs: Sequence[float], column: Sequence[float]) -> Iterator[float]:
    """Roughly where it changes its sign."""
    for (x, u), (y, v) in pairwise(zip(xs, column, strict=True)):
        if u * v < 0 or (u == 0 and v != 0):
            yield x if u == 0 else (x + y) / 2


def _range(seen: list[float], ends: tuple[float, float], bounded: bool) -> tuple[float, float]:  # noqa: FBT001
    """Around all that is to be seen, in halves; all of it if it has two ends."""
    if bounded:
        return ends
    low, high = (min(seen), max(seen)) if seen else (0.0, 0.0)
    beside = max(BESIDE, (WIDE if not seen else 3.0) - (high - low) / 2, 0.4 * (high - low))
    low, high = _half(low - beside), _half(high + beside)
    return max(low, ends[0]), min(max(high, low + 2), ends[1]) if high > ends[0] else ends[1]


def _half(x: float) -> float:
    return round(2 * x) / 2


def _marks(of: Frame, xs: list[float], switches: list[list[float]]) -> Iterator[Mark]:
    """The marks in the range, from left to right."""
    found: dict[float, Boundary] = {}
    for number, (column, boundary) in enumerate(zip(switches, of.of.switched, strict=True)):
        program = of.of.program.only(2 + number)
        for (x, u), (y, v) in pairwise(zip(xs, column, strict=True)):
            if u * v < 0 or u == 0:
                found.setdefault(_zero(program, of.of.values, x, y if u else x), boundary)
    for at in sorted(at for at in found if of.low < at < of.high):
        mark = _mark(of, at, found[at])
        if mark:
            yield mark


def _zero(program: Program, values: dict[str, float], x: float, y: float) -> float:
    """The place between two where a switch changes its sign, by halving, as a tidy number."""
    left = program.over([x], values)[0][0]
    for _ in range(50):
        middle = (x + y) / 2
        here = program.over([middle], values)[0][0]
        x, y = (middle, y) if here * left > 0 else (x, middle)
    return round(y, 9) + 0.0


def _mark(of: Frame, at: float, boundary: Boundary) -> Mark | None:
    """What happens at a boundary; None if one cannot see anything there."""
    width = of.high - of.low
    before, after = (of.at(at + side * NEAR * width) for side in (-1, 1))
    if not all(map(math.isfinite, (*before, *after))):
        return None
    gap = after[1] - before[1]
    tall, steep = (_spread(column) for column in of.columns)
    kind = "jump" if abs(after[0] - before[0]) > SAME * tall else "kink" if abs(gap) > SAME * steep else "seam"
    if kind == "seam" and boundary.kind != "seam":
        return None
    convex = bool(boundary.subdifferential or boundary.in_wrt or (boundary.active and boundary.active.convex))
    filled = kind == "kink" and convex and gap > 0 and not of.of.flows
    return Mark(at, kind, (before[0], after[0]), (before[1], after[1]), filled)


def _spread(column: list[float]) -> float:
    """How far a curve goes up and down, but for the tenth of it that goes furthest."""
    known = sorted(filter(math.isfinite, column))
    rest = len(known) // 20
    return known[-1 - rest] - known[rest] or max(map(abs, known), default=0) or 1.0


def _check(of: Frame) -> None:
    """Is the gradient the slope of the loss, away from the marks, as long as what is held fixed is at rest?"""
    width = of.high - of.low
    step = STEP * width
    spots = [of.low + width * (i + 0.37) / 9 for i in range(9)]
    spots = [x for x in spots if all(abs(x - mark.at) > 3 * step for mark in of.marks)]
    slopes = of.of.program.only(1).over(spots, of.of.values)[0]
    rest: dict[str, Any] = {**of.of.values, AT_REST: spots}
    before, after = (of.of.held.over([x + shift for x in spots], rest)[0] for shift in (-step, step))
    tried = 0
    for left, right, slope in zip(before, after, slopes, strict=True):
        if all(map(math.isfinite, (left, right, slope))):
            tried += 1
            found = (right - left) / (2 * step)
            if abs(found - slope) > AGREE * max(1.0, abs(slope)):
                msg = f"along this variable alone the slope is {found:.4g}, not {slope:.4g}"
                raise Unsayable(msg)
    loss = [v for v in of.columns[0] if math.isfinite(v)]
    if not tried or max(loss) - min(loss) < 1e-9:  # noqa: PLR2004
        msg = "the loss does not move"
        raise Unsayable(msg)


def _least(of: Frame) -> tuple[float, float] | None:
    """Where the loss is least, if that is inside: at a mark, or where the gradient changes its sign."""
    loss, gradient = of.columns
    spots = [(x, v) for x, v in zip(of.xs, loss, strict=True) if math.isfinite(v)]
    best = min(v for _, v in spots)
    places = [mark.at for mark in of.marks if mark.slopes[0] <= 0 <= mark.slopes[1]]
    slope = of.of.program.only(1)
    for (x, u), (y, v) in pairwise(zip(of.xs, gradient, strict=True)):
        if u < 0 <= v and not any(x <= mark.at <= y for mark in of.marks):
            places.append(_zero(slope, of.of.values, x, y))
    found = [(of.at(x)[0], x) for x in places]
    found = [(v, x) for v, x in found if math.isfinite(v) and v <= best + 1e-9 + 1e-6 * abs(best)]
    if not found or spots[0][1] <= min(found)[0] or spots[-1][1] <= min(found)[0]:
        return None
    value, at = min(found)
    return at, value


def frame_of(entry: Entry, boundaries: Sequence[Boundary]) -> Frame:
    """The drawing of an entry, with numbers that show a kink of it, if it has one, and a model that shows a curve.

    Args:
        entry: the loss.
        boundaries: where its formula changes.

    Raises:
        Unsayable: a figure cannot show it.
    """
    wanted = any(boundary.kind == "kink" for boundary in boundaries)
    best: Frame | None = None
    trouble = Unsayable("nothing to be drawn")
    for setting, model in _settings(entry):
        try:
            found = frame(subject(entry, boundaries, setting, model))
        except Unsayable as error:
            trouble = trouble if best else error
            continue
        best = best or found
        if not (found.of.setting.models and found.is_straight) and (
            not wanted or any(mark.kind == "kink" for mark in found.marks)
        ):
            return found
    if best is None:
        raise trouble
    return best


def _settings(entry: Entry) -> Iterator[tuple[Setting, Curve]]:
    """The usual numbers, then each time one other, at last others in arrays; first with a straight model."""
    loss = entry.loss
    models = (STRAIGHT, BENT) if Setting(loss).models else (STRAIGHT,)
    for model in models:
        yield Setting(loss), model
    for symbol in parameters(loss):
        for number in others(loss.all_symbols[symbol]):
            yield Setting(loss, {symbol: number}), models[0]
    yield Setting(loss, mixed=True), models[0]
