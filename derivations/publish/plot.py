"""A counterexample as an SVG with axes: the loss along one variable, its tangent, and a line with the claimed slope."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from derivations.judge import Picture
from derivations.notation import tex, unicode_text

WIDTH, HEIGHT = 560, 256  # of the drawing, in its own units
LEFT, RIGHT, TOP, BOTTOM = 52, 550, 26, 206  # of the curve, and of the axes
TICK = 5  # how far the mark of a number stands out of an axis
NUMBERS = 4  # on an axis, or a few more
HALF_LINE, EDGE = 92, 12  # how far a tangent goes to either side; how far beyond the curve
STEEPEST = 4.0  # times the larger of the two slopes: a curve that runs away further is cut
LETTER, TALL = 9, 15  # how wide a letter of a label is, and how high, at most
LOOKS = 40  # at how many places of a line one looks whether it runs into a label


@dataclass(frozen=True)
class Label:
    """A text, where it stands, and which end of it stands there; before it a symbol, as letter and index, if any."""

    text: str
    x: int
    y: int
    anchor: str
    kind: str
    letter: str = ""
    script: str = ""


@dataclass(frozen=True)
class Plot:
    """The drawing: paths as SVG writes them, and what it shows in words."""

    width: int
    height: int
    curve: str
    true: str
    claimed: str
    foot: str
    axes: str
    dot: tuple[float, float]
    labels: list[Label]
    text: str
    caption: str


def plot(of: Picture, name: str = "L", sort: str = "loss") -> Plot:
    """The drawing of a counterexample: of a loss, or of a function, of this name."""
    scale = _Scale(of)
    true, claimed = scale.line(of.true), None if of.claimed is None else scale.line(of.claimed)
    x, y = scale.point(of.at, of.value)
    along = unicode_text(of.variable)
    claims = "the claim has no value there" if of.claimed is None else f"the claim says {_number(of.claimed)}"
    return Plot(
        width=WIDTH,
        height=HEIGHT,
        curve=scale.curve(),
        true=_path([true]),
        claimed="" if claimed is None else _path([claimed]),
        foot=f"M{x} {TOP}V{BOTTOM}",
        axes=scale.axes(),
        dot=(x, y),
        labels=[
            *scale.numbers(),
            Label(f" = {_number(of.at)}", round(x), BOTTOM + 42, "middle", "axis", *_split(along)),
            Label("", LEFT, TOP - 10, "middle", "axis", *_split(name)),
            *_ends(of, true, claimed),
        ],
        text=f"The {sort} along {along}. At {along} = {_number(of.at)} its slope is {_number(of.true)}; {claims}.",
        caption=_caption(of, sort),
    )


def _caption(of: Picture, sort: str) -> str:
    drawn = f"The {sort} along ${tex(of.variable)}$, all else as at that point."
    claim = "the claim has no value here" if of.claimed is None else "the dashed one has the claimed slope"
    return f"{drawn} The blue line has the slope of the {sort} and touches the curve; {claim}."


class _Scale:
    """From the numbers of a picture to places in the drawing."""

    def __init__(self, of: Picture) -> None:
        self.of = of
        self.low, self.high = of.curve[0][0], of.curve[-1][0]
        reach = STEEPEST * max(abs(of.true), abs(of.claimed or 0), 1e-9) * (self.high - self.low)
        inside = [v for _, v in of.curve if v is not None and abs(v - of.value) <= reach]
        self.bottom, self.top = min(inside), max(inside)
        spare = max(self.top - self.bottom, 1e-9) * 0.06
        self.bottom, self.top = self.bottom - spare, self.top + spare

    def ticks(self) -> tuple[list[float], list[float]]:
        """The numbers on the two axes."""
        return _ticks(self.low, self.high), _ticks(self.bottom, self.top)

    def axes(self) -> str:
        """Both axes with their marks."""
        across, up = self.ticks()
        marks = [f"M{self.point(u, self.bottom)[0]:g} {BOTTOM}v{TICK}" for u in across]
        marks += [f"M{LEFT} {self.point(self.low, v)[1]:g}h{-TICK}" for v in up]
        return f"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}" + "".join(marks)

    def numbers(self) -> Iterator[Label]:
        """What stands at the marks."""
        across, up = self.ticks()
        for u in across:
            yield Label(_number(u), round(self.point(u, self.bottom)[0]), BOTTOM + 20, "middle", "axis")
        for v in up:
            yield Label(_number(v), LEFT - TICK - 4, round(self.point(self.low, v)[1]) + 5, "end", "axis")

    def point(self, u: float, v: float) -> tuple[float, float]:
        x = LEFT + (u - self.low) / (self.high - self.low) * (RIGHT - LEFT)
        return round(x, 1), round(BOTTOM - (v - self.bottom) / (self.top - self.bottom) * (BOTTOM - TOP), 1)

    def curve(self) -> str:
        """Its pieces: it breaks where the loss has no value, or leaves the drawing."""
        pieces: list[list[tuple[float, float]]] = [[]]
        for u, v in self.of.curve:
            if v is not None and self.bottom <= v <= self.top:
                pieces[-1].append(self.point(u, v))
            elif pieces[-1]:
                pieces.append([])
        return "".join(_path([piece]) for piece in pieces if len(piece) > 1)

    def line(self, slope: float) -> list[tuple[float, float]]:
        """A piece of the line through the point with this slope."""
        x, y = self.point(self.of.at, self.of.value)
        across, down = self.point(self.of.at + 1, self.of.value + slope)
        dx, dy = across - x, down - y
        room = min(y - TOP, BOTTOM - y) + EDGE
        share = min(HALF_LINE / max((dx * dx + dy * dy) ** 0.5, 1e-9), room / max(abs(dy), 1e-9))
        return [(round(x + s * share * dx, 1), round(y + s * share * dy, 1)) for s in (-1, 1)]


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers between two: a few, evenly spaced."""
    rough = (high - low) / NUMBERS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough * (1 - 1e-9))
    return [round(k * step, 12) + 0.0 for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _split(name: str) -> tuple[str, str]:
    """A symbol as its letter and its index: w and 12 for w_12."""
    letter, _, script = name.partition("_")
    return letter, script.strip("{}")


def _path(pieces: list[list[tuple[float, float]]]) -> str:
    return "".join("M" + " ".join(f"{x:g} {y:g}" for x, y in piece) for piece in pieces)


def _ends(of: Picture, true: list[tuple[float, float]], claimed: list[tuple[float, float]] | None) -> Iterator[Label]:
    """What each line is, at its right end; the claimed one where neither the other line nor its label is in the way."""
    first = _label(f"slope {_number(of.true)}", true[1], "true")
    yield first
    if claimed is None or of.claimed is None:
        return
    text = f"claimed {_number(of.claimed)}"
    start, end = claimed
    spots = [_label(text, end, "claimed"), _label(text, start, "claimed", left=True), _label(text, start, "claimed")]
    yield next((spot for spot in spots if _is_free(spot, first, true)), spots[1])


def _is_free(label: Label, other: Label, line: list[tuple[float, float]]) -> bool:
    """Does a label stand clear of another, and of a line?"""
    (x, y), (u, v) = line
    shares = [n / LOOKS for n in range(LOOKS + 1)]
    left, top, right, bottom = _box(label)
    crossed = any(left < x + s * (u - x) < right and top < y + s * (v - y) < bottom for s in shares)
    one, two, three, four = _box(other)
    return not (crossed or (left < three and one < right and top < four and two < bottom))


def _box(label: Label) -> tuple[float, float, float, float]:
    """Where a label stands: left, top, right and bottom."""
    wide = LETTER * len(label.text)
    left = label.x - (wide if label.anchor == "end" else 0)
    return left, label.y - TALL, left + wide, label.y + TALL / 3


def _label(text: str, end: tuple[float, float], kind: str, *, left: bool = False) -> Label:
    """Beside the end of a line, and inside the drawing."""
    wide = LETTER * len(text)
    to_the_left = (left and end[0] > wide) or end[0] > WIDTH - wide
    x = end[0] + (-7 if to_the_left else 7)
    y = min(max(end[1] + 5, TOP), BOTTOM + 4)
    return Label(text, round(x), round(y), "end" if to_the_left else "start", kind)


def _number(value: float) -> str:
    """At most three digits, with a proper minus."""
    return f"{value:.3g}".replace("-", "−")
