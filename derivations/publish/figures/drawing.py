"""A figure as a drawing: the loss above, its gradient below, as paths with their coordinates for a template."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from derivations.notation import unicode_text
from derivations.publish.diagram import ITALIC
from derivations.publish.figures.beside import beside
from derivations.publish.figures.frame import Frame, Mark
from derivations.publish.figures.wording import number

WIDTH, HEIGHT = 560, 392  # of the drawing, in its own units
LEFT, RIGHT = 56, 546  # of both panels
UPPER, LOWER = (30, 204), (244, 338)  # top and bottom of the loss, and of the gradient
TICK, SPARE = 5, 0.07  # how far the mark of a number stands out; what stays free above and below a curve
# Of the points those that may run away; how far beyond the others, in their own spread; how far all of them may spread.
CUT, BEYOND, PEAK = 0.1, 0.5, 2.5
ACROSS = 7  # numbers along the variable, at most
APART = 58  # labels closer than this would run into each other
PLAIN = 0.08  # how far a straight piece may be from the points that it stands for
TANGENT = 84  # half the length of a tangent
LETTER = 7  # the width of a letter in the label of a slope
POINTS = (0.8, 0.74, 0.68, 0.24, 0.3, 0.18, 0.6, 0.4, 0.5)  # where a tangent may be drawn, as shares of the width


@dataclass(frozen=True)
class Run:
    """A piece of a label: text, a letter of mathematics, or its subscript."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Label:
    """A text, where it stands, and which end of it stands there."""

    runs: tuple[Run, ...]
    x: float
    y: float
    anchor: str = "middle"
    kind: str = "axis"


@dataclass(frozen=True)
class Panel:
    """One of the two parts: where it is, which values it shows, and what is drawn in it."""

    top: int
    bottom: int
    low: float
    high: float
    curve: str
    axes: str
    tangent: str
    rings: list[tuple[float, float]]
    bars: str
    dot: tuple[float, float] | None


@dataclass(frozen=True)
class Drawing:
    """All that the template writes.

    Args:
        panels: the loss and the gradient.
        guides: lines through both at kinks and jumps.
        seams: the same at seams.
        foot: from the point on the loss down to the axis.
        labels: all texts.
        low, high: the range of the variable.
        point: where the tangent is.
    """

    panels: tuple[Panel, Panel]
    guides: str
    seams: str
    foot: str
    labels: list[Label]
    low: float
    high: float
    point: float | None
    width: int = field(default=WIDTH)
    height: int = field(default=HEIGHT)
    left: int = field(default=LEFT)
    right: int = field(default=RIGHT)


@dataclass(frozen=True)
class Scale:
    """From numbers to places in a panel."""

    low: float
    high: float
    bottom: float
    top: float
    ends: tuple[int, int]

    def x(self, u: float) -> float:
        return round(LEFT + (u - self.low) / (self.high - self.low) * (RIGHT - LEFT), 1)

    def y(self, v: float) -> float:
        above, below = self.ends
        return round(below - (v - self.bottom) / (self.top - self.bottom) * (below - above), 1)

    def holds(self, v: float) -> bool:
        return math.isfinite(v) and self.bottom <= v <= self.top


def drawing(of: Frame) -> Drawing:
    """The drawing of a loss and its gradient."""
    loss, gradient = of.columns
    over = (of.low, of.high)
    scales = Scale(*over, *limits(loss), UPPER), Scale(*over, *limits(gradient, zero=True), LOWER)
    upper, lower = scales
    point = _point(of, scales)
    value, slope = of.at(point) if point is not None else (0.0, 0.0)
    kinks = [mark for mark in of.marks if mark.kind != "seam"]
    panels = (
        Panel(
            *UPPER,
            upper.bottom,
            upper.top,
            curve(of.xs, loss, upper, [mark.at for mark in of.marks if mark.kind == "jump"]),
            axes(upper),
            "" if point is None else tangent(upper, point, value, slope),
            [ring for mark in kinks for ring in _rings(upper, mark.at, mark.value)],
            "",
            None if point is None else (upper.x(point), upper.y(value)),
        ),
        Panel(
            *LOWER,
            lower.bottom,
            lower.top,
            curve(of.xs, gradient, lower, [mark.at for mark in kinks]),
            axes(lower),
            "",
            [ring for mark in kinks if not of.flows_through(mark) for ring in _rings(lower, mark.at, mark.slopes)],
            "".join(_bar(lower, mark) for mark in kinks if mark.filled),
            None if point is None else (lower.x(point), lower.y(slope)),
        ),
    )
    return Drawing(
        panels=panels,
        guides="".join(f"M{upper.x(mark.at):g} {UPPER[0]}V{LOWER[1]}" for mark in kinks),
        seams="".join(f"M{upper.x(mark.at):g} {UPPER[0]}V{LOWER[1]}" for mark in of.marks if mark.kind == "seam"),
        foot="" if point is None else f"M{upper.x(point):g} {upper.y(value):g}V{lower.y(slope):g}",
        labels=[*_numbers(scales), *_names(of), *_kinds(upper, of.marks), *_slope(of, lower, point)],
        low=of.low,
        high=of.high,
        point=point,
    )


def limits(values: Sequence[float], *, zero: bool = False) -> tuple[float, float]:
    """The lowest and the highest value that is drawn: a curve that runs away is cut, one that has a peak is not."""
    known = sorted(filter(math.isfinite, values))
    few = int(CUT * len(known))
    low, high = known[few], known[-1 - few]
    beyond = BEYOND * (high - low) if known[-1] - known[0] > PEAK * (high - low) else 0.0
    low, high = (max(known[0], low - beyond), min(known[-1], high + beyond)) if beyond else (known[0], known[-1])
    if (zero or 0 < low < 0.3 * high) and low <= high:
        low, high = min(low, 0.0), max(high, 0.0)
    spare = SPARE * (high - low) if high > low else 0.5 * abs(high) or 1.0
    return low - spare, high + spare


def curve(xs: Sequence[float], values: Sequence[float], scale: Scale, breaks: Sequence[float] = ()) -> str:
    """The path: it breaks at jumps and where there is no value, and ends where it leaves the panel."""
    pieces: list[list[tuple[float, float]]] = [[]]
    points = list(zip(xs, values, strict=True))
    for (x, u), (y, v) in pairwise(points):
        cut = any(x < at < y for at in breaks)
        if cut or not (math.isfinite(u) and math.isfinite(v)):
            pieces.append([])
            continue
        spots = _inside(scale, (x, u), (y, v))
        if not spots:
            pieces.append([])
            continue
        if not pieces[-1] or pieces[-1][-1] != spots[0]:
            pieces.append([spots[0]])
        pieces[-1].append(spots[1])
    places = ([(_place(scale, spot)) for spot in piece] for piece in pieces if len(piece) > 1)
    return "".join(path(thinned(piece)) for piece in places)


def _place(scale: Scale, spot: tuple[float, float]) -> tuple[float, float]:
    return scale.x(spot[0]), scale.y(spot[1])


def _inside(scale: Scale, one: tuple[float, float], two: tuple[float, float]) -> list[tuple[float, float]]:
    """The part of a piece that lies in the panel."""
    (x, u), (y, v) = one, two
    low, high = scale.bottom, scale.top
    if max(u, v) < low or min(u, v) > high:
        return []

    def cut(a: float, b: float) -> tuple[float, float]:
        """The end at which the value is a, moved into the panel on the way to b."""
        edge = min(max(a, low), high)
        share = 0.0 if a == edge else (edge - a) / (b - a)
        return share, edge

    share, start = cut(u, v)
    back, end = cut(v, u)
    return [(x + share * (y - x), start), (y + back * (x - y), end)]


def thinned(points: list[tuple[float, float]], plain: float = PLAIN) -> list[tuple[float, float]]:
    """Without points that lie on the line between others (Douglas and Peucker)."""
    if len(points) < 3:  # noqa: PLR2004
        return points
    (x, y), (u, v) = points[0], points[-1]
    length = math.hypot(u - x, v - y)  # 0 of a ring, of which one point alone says nothing
    gaps = [
        abs((u - x) * (y - q) - (x - p) * (v - y)) / length if length else math.hypot(p - x, q - y) for p, q in points
    ]
    worst = max(range(len(points)), key=gaps.__getitem__)
    if gaps[worst] <= plain:
        return [points[0], points[-1]]
    return [*thinned(points[: worst + 1], plain)[:-1], *thinned(points[worst:], plain)]


def path(points: Sequence[tuple[float, float]]) -> str:
    """A line through points."""
    return "M" + " ".join(f"{x:g} {y:g}" for x, y in points)


def tangent(scale: Scale, at: float, value: float, slope: float) -> str:
    """A piece of the line through a point of the loss with its slope, within the panel."""
    x, y = scale.x(at), scale.y(value)
    dx, dy = 1.0, scale.y(value + slope * (scale.high - scale.low) / (RIGHT - LEFT)) - y
    if abs(dy) < 1e-9:  # noqa: PLR2004
        dy = 0.0
    top, bottom = scale.ends
    room = min(y - top, bottom - y) + 10
    share = min(TANGENT / math.hypot(dx, dy), room / max(abs(dy), 1e-9))
    share = min(share, x - LEFT + 8, RIGHT - x + 8)
    return path([(round(x - share * dx, 1), round(y - share * dy, 1)), (round(x + share, 1), round(y + share * dy, 1))])


def _point(of: Frame, scales: tuple[Scale, Scale]) -> float | None:
    """Where to draw the tangent: away from kinks, within both panels, and where there is a slope."""
    upper, lower = scales
    steep = max(abs(lower.bottom), abs(lower.top))
    width = of.high - of.low
    for share in POINTS:
        x = round(of.low + share * width, 2)
        value, slope = of.at(x)
        clear = all(abs(x - mark.at) > 0.04 * width for mark in of.marks)
        room = upper.ends[0] + 6 < upper.y(value) if math.isfinite(value) else False
        if clear and room and upper.holds(value) and lower.holds(slope) and abs(slope) > 0.08 * steep:
            return x
    return None


def axes(scale: Scale) -> str:
    """Both axes with their marks, and a line at 0."""
    top, bottom = scale.ends
    marks = [f"M{scale.x(u):g} {bottom}v{TICK}" for u in ticks(scale.low, scale.high, ACROSS)]
    marks += [f"M{LEFT} {scale.y(v):g}h{-TICK}" for v in ticks(scale.bottom, scale.top, _few(scale))]
    return f"M{LEFT} {top}V{bottom}H{RIGHT}" + "".join(marks)


def _few(scale: Scale) -> int:
    return 4 if scale.ends == LOWER else 5


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers between two, evenly spaced, as many as there may be."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (power, 2 * power, 5 * power, 10 * power):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            break
    return [round(k * step, 12) + 0.0 for k in range(first, last + 1)]


def _numbers(scales: tuple[Scale, Scale]) -> Iterator[Label]:
    """What stands at the marks of the axes: the variable below both."""
    upper, lower = scales
    yield from (label for label in marked(upper) if label.anchor == "end")
    yield from marked(lower)


def marked(scale: Scale) -> Iterator[Label]:
    """What stands at the marks of both axes."""
    for v in ticks(scale.bottom, scale.top, _few(scale)):
        yield Label((Run(number(v)),), LEFT - TICK - 4, round(scale.y(v) + 4.5, 1), "end")
    for u in ticks(scale.low, scale.high, ACROSS):
        yield Label((Run(number(u)),), scale.x(u), scale.ends[1] + 21)


def _names(of: Frame) -> Iterator[Label]:
    """What the axes show."""
    name, loss = of.of.setting.component, Run(letters(of.of.loss.name), "letter")
    yield Label((loss,), LEFT - 6, UPPER[0] - 10, "start")
    slope = (Run("∂", "letter"), loss, Run("/∂", "letter"), *named(name))
    yield Label(slope, LEFT - 6, LOWER[0] - 11, "start")
    yield Label(named(name), (LEFT + RIGHT) / 2, HEIGHT - 10)


def named(symbol: Any) -> tuple[Run, ...]:
    """A symbol as its letter and its subscript."""
    letter, _, script = unicode_text(symbol).partition("_")
    script = script.strip("{}()").replace(",", ", ").replace("  ", " ")
    head = Run(letters(letter), "letter")
    return (head, Run(script, "script")) if script else (head,)


def letters(text: str) -> str:
    """In the italics of formulas, if it is one letter."""
    return ITALIC.get(text, text)


def _kinds(scale: Scale, marks: Sequence[Mark]) -> Iterator[Label]:
    """What happens at a mark, above it, where there is room."""
    last = LEFT + 10.0
    for mark in marks:
        if scale.x(mark.at) - last >= APART / 2:
            yield Label((Run(mark.kind),), scale.x(mark.at), UPPER[0] - 10, kind="mark")
            last = scale.x(mark.at) + APART / 2


def _slope(of: Frame, scale: Scale, at: float | None) -> Iterator[Label]:
    """The slope, beside its point below."""
    if at is None:
        return
    slope = of.at(at)[1]
    text = f"{of.word} {number(slope)}"
    drawn = [(scale.x(u), scale.y(v)) for u, v in zip(of.xs, of.columns[1], strict=True) if math.isfinite(v)]
    place = beside((scale.x(at), scale.y(slope)), LETTER * len(text), (LEFT, RIGHT), scale.ends, drawn)
    yield Label((Run(text),), *place, "true")


def _rings(scale: Scale, at: float, values: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """An open circle for each end."""
    places = [(scale.x(at), scale.y(v)) for v in values if scale.holds(v)]
    yield from dict.fromkeys(places)


def _bar(scale: Scale, mark: Mark) -> str:
    """All slopes between, as far as they are in the panel, and clear of the circles."""
    low, high = (min(max(v, scale.bottom), scale.top) for v in mark.slopes)
    return f"M{scale.x(mark.at):g} {scale.y(low):g}V{scale.y(high):g}"
