"""A loss of two numbers as lines of equal loss, with steps of gradient descent across them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sympy import Symbol

from derivations.calculus.boundary import Boundary
from derivations.catalogue import Entry
from derivations.notation import tex, unicode_text
from derivations.publish.entries import sort
from derivations.publish.figures.compiling import Unsayable
from derivations.publish.figures.drawing import (
    LEFT,
    RIGHT,
    Label,
    Scale,
    axes,
    marked,
    named,
    path,
    thinned,
)
from derivations.publish.figures.frame import Frame, frame_of
from derivations.publish.figures.program import Program
from derivations.publish.figures.subject import compiler_of, parameters
from derivations.publish.figures.wording import number

SQUARE = (30, 330)  # top and bottom of the drawing
HEIGHT = 382
CELLS, LINES = 36, 9  # to each side of the grid; lines of equal loss
STEPS, FIRST = 12, 0.1  # of the walk, and how far its first one goes, as a share of the drawing
STARTS = ((0.85, 0.8), (0.15, 0.8), (0.8, 0.2), (0.2, 0.2), (0.7, 0.6))
ROUND = 0.3  # how far a straight piece may be from the line

Edge = tuple[int, int, int]  # of the grid: column, row, and 0 if it is level or 1 if it is upright
Spot = tuple[float, float]


@dataclass(frozen=True)
class Contour:
    """The drawing: a path for each level from the lowest on, and the walk.

    Args:
        over: what the script needs that moves it with the sliders of the figure: the second variable, and its range.
    """

    levels: list[str]
    walk: str
    dots: list[Spot]
    axes: str
    labels: list[Label]
    title: str
    description: str
    caption: str
    over: str
    width: int = field(default=RIGHT + 14)
    height: int = field(default=HEIGHT)


def contour(entry: Entry, boundaries: Sequence[Boundary], first: Frame) -> Contour | None:
    """The drawing of a loss by its first two variables; None if these are not two numbers, or do not lead down it.

    Args:
        entry: the loss by its first variable.
        boundaries: where its formula by the second changes.
        first: how it is drawn by the first.
    """
    if len(entry.parts) < 2 or not all(isinstance(part.loss.wrt, Symbol) for part in entry.parts[:2]):  # noqa: PLR2004
        return None
    other = entry.parts[1]
    try:
        second = frame_of(other, boundaries)
        if first.of.flows or second.of.flows:
            return None
        return _Contour(first, second).drawing()
    except Unsayable:
        return None


class _Contour:
    def __init__(self, first: Frame, second: Frame) -> None:
        self.first, self.second = first, second
        entry, other = first.of.entry, second.of.entry
        compiler = compiler_of(entry.loss, first.of.setting, first.of.model)
        formulas = entry.loss.expression, entry.derivation.gradient, other.derivation.gradient
        self.program: Program = compiler.builder.program(*map(compiler, formulas))
        self.x, self.y = self.program.inputs[0], str(other.loss.wrt)
        self.scale = Scale(first.low, first.high, second.low, second.high, SQUARE)

    def drawing(self) -> Contour:
        grid = self.grid()
        walk = self.walk()
        places = [(self.scale.x(u), self.scale.y(v)) for u, v in walk]
        across, up = (frame.of.setting.component for frame in (self.first, self.second))
        return Contour(
            levels=[self.line(grid, level) for level in _levels(grid)],
            walk=path(places) if len(places) > 1 else "",
            dots=places,
            axes=axes(self.scale),
            labels=[
                *marked(self.scale),
                Label(named(across), (LEFT + RIGHT) / 2, HEIGHT - 10),
                Label(named(up), LEFT - 6, SQUARE[0] - 10, "start"),
            ],
            title=f"{self.first.of.loss.name} over {unicode_text(across)} and {unicode_text(up)}",
            description=self.description(grid, walk),
            caption=self.caption(),
            over=json.dumps([unicode_text(self.second.of.loss.wrt), self.second.low, self.second.high]),
        )

    def values(self, xs: list[float], ys: list[float]) -> list[list[float]]:
        """The loss and both slopes at points."""
        found = self.program.run({**self.first.of.values, self.x: xs, self.y: ys})
        return [column if isinstance(column, list) else [column] * len(xs) for column in found]

    def grid(self) -> list[list[float]]:
        """The loss row by row."""
        us = [self.first.low + (self.first.high - self.first.low) * i / CELLS for i in range(CELLS + 1)]
        vs = [self.second.low + (self.second.high - self.second.low) * i / CELLS for i in range(CELLS + 1)]
        run = self.program.only(0).run(
            {**self.first.of.values, self.x: us * len(vs), self.y: [v for v in vs for _ in us]}
        )
        column = run[0]
        if not isinstance(column, list) or not any(map(math.isfinite, column)):
            msg = "the loss does not move"
            raise Unsayable(msg)
        return [column[start : start + len(us)] for start in range(0, len(column), len(us))]

    def line(self, grid: list[list[float]], level: float) -> str:
        """The lines on which the loss is this much."""
        pieces = []
        for chain in _chains(list(_segments(grid, level))):
            spots = [_crossing(grid, edge, level) for edge in chain]
            pieces.append([(self.column(i), self.row(j)) for i, j in spots])
        return "".join(path(thinned(piece, ROUND)) for piece in pieces)

    def column(self, i: float) -> float:
        return round(LEFT + i / CELLS * (RIGHT - LEFT), 1)

    def row(self, j: float) -> float:
        return round(SQUARE[1] - j / CELLS * (SQUARE[1] - SQUARE[0]), 1)

    def walk(self) -> list[Spot]:
        """Steps of gradient descent, as far as they stay in the drawing and lead down; the rate suits the first."""
        wide, tall = self.first.high - self.first.low, self.second.high - self.second.low
        for share, rise in STARTS:
            u, v = round(self.first.low + share * wide, 2), round(self.second.low + rise * tall, 2)
            _, (slope,), (other,) = self.values([u], [v])
            length = math.hypot(slope / wide, other / tall)
            if math.isfinite(length) and length > 0:
                return list(self.steps((u, v), FIRST / length))
        return []

    def steps(self, start: Spot, rate: float) -> Iterator[Spot]:
        (u, v), before = start, math.inf
        for _ in range(STEPS + 1):
            (value,), (slope,), (other,) = self.values([u], [v])
            inside = self.first.low <= u <= self.first.high and self.second.low <= v <= self.second.high
            if not inside or value >= before or not all(map(math.isfinite, (value, slope, other))):
                return
            yield u, v
            before = value
            u, v = u - rate * slope, v - rate * other

    def description(self, grid: list[list[float]], walk: list[Spot]) -> str:
        """Where it is low, and where the walk leads."""
        across, up = (unicode_text(frame.of.setting.component) for frame in (self.first, self.second))
        known = [(v, i, j) for j, row in enumerate(grid) for i, v in enumerate(row) if math.isfinite(v)]
        least, i, j = min(known)
        u = self.first.low + (self.first.high - self.first.low) * i / CELLS
        v = self.second.low + (self.second.high - self.second.low) * j / CELLS
        place = f"{across} = {number(u)} and {up} = {number(v)}"
        said = f"Of {(CELLS + 1) ** 2} points the {self.noun} is least, {number(least)}, at {place}."
        if len(walk) < 2:  # noqa: PLR2004
            return said
        before, after = self.values(*map(list, zip(walk[0], walk[-1], strict=True)))[0]
        steps = "A step leads" if len(walk) == 2 else f"{len(walk) - 1} steps lead"  # noqa: PLR2004
        return f"{said} {steps} from {number(before)} to {number(after)}, by gradient descent."

    @property
    def noun(self) -> str:
        return sort(self.first.of.entry).lower()

    def caption(self) -> str:
        across, up = (tex(frame.of.setting.component) for frame in (self.first, self.second))
        held = [
            f"${tex(symbol)}={self.first.of.values[name]:g}$"
            for symbol, name in parameters(self.first.of.loss).items()
            if name != self.y
        ]
        given = f", for {' and '.join(held)}" if held else ""
        value = "value" if self.noun == "function" else self.noun
        drawn = f"Lines of equal {value} over ${across}$ and ${up}$, fainter where it is higher{given}."
        return f"{drawn} The steps are those of gradient descent in both at once."


def _levels(grid: list[list[float]]) -> list[float]:
    """Values that cut the drawing into parts of about the same size."""
    known = sorted(v for row in grid for v in row if math.isfinite(v))
    found = [known[int((n + 0.5) / LINES * (len(known) - 1))] for n in range(LINES)]
    return sorted(set(found))


def _segments(grid: list[list[float]], level: float) -> Iterator[tuple[Edge, Edge]]:
    """Between which edges of which cells the line runs."""
    for j in range(CELLS):
        for i in range(CELLS):
            corners = grid[j][i], grid[j][i + 1], grid[j + 1][i + 1], grid[j + 1][i]
            if not all(map(math.isfinite, corners)):
                continue
            above = [v > level for v in corners]
            edges: list[Edge] = [(i, j, 0), (i + 1, j, 1), (i, j + 1, 0), (i, j, 1)]
            crossed = [edge for n, edge in enumerate(edges) if above[n] != above[(n + 1) % 4]]
            middle = sum(corners) / 4 > level
            if len(crossed) == len(edges) and above[0] != middle:  # a saddle: the corners are cut off two by two
                crossed = [crossed[3], *crossed[:3]]
            yield from zip(crossed[::2], crossed[1::2], strict=True)


def _chains(segments: list[tuple[Edge, Edge]]) -> Iterator[list[Edge]]:
    """The segments put together, each end to the next one's beginning."""
    at: dict[Edge, list[int]] = {}
    for n, ends in enumerate(segments):
        for edge in ends:
            at.setdefault(edge, []).append(n)
    left = dict.fromkeys(range(len(segments)))
    while left:
        loose = (n for n in left if any(len(at[edge]) == 1 for edge in segments[n]))
        start = next(loose, next(iter(left)))
        one, two = segments[start]
        chain = [one, two] if len(at[one]) == 1 or len(at[two]) != 1 else [two, one]
        del left[start]
        while (onward := next((n for n in at[chain[-1]] if n in left), None)) is not None:
            one, two = segments[onward]
            chain.append(two if one == chain[-1] else one)
            del left[onward]
        yield chain


def _crossing(grid: list[list[float]], edge: Edge, level: float) -> Spot:
    """Where the line crosses an edge, in cells."""
    i, j, upright = edge
    here, there = grid[j][i], grid[j + 1][i] if upright else grid[j][i + 1]
    share = (level - here) / (there - here)
    return (i, j + share) if upright else (i + share, j)
