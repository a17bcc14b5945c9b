"""The network of a loss as a drawing: shapes and paths with their coordinates, for the template to write as SVG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from sympy import Basic

from derivations.language.loss import Loss
from derivations.notation import tex, unicode_text
from derivations.publish.network import REST, fans, network_of, told
from derivations.publish.placing import Plan, plan

HEIGHT, ROW, GAP, MARGIN = 34, 54, 32, 2  # of a shape, from row to row, between columns, around all
INNER = re.compile(r"_\{?(\w+)\}?")  # a subscript within a subscript
LETTER, SCRIPT, PADDING = 12, 8, 20  # widths of a letter and of one in a subscript, and of the space beside them
HIGHEST = 600  # one that is higher is a tangle, in which nobody finds the way
LEAD = 26  # of a line that comes from a layer that is not drawn
ITALIC = {
    **{chr(ord("A") + n): chr(0x1D434 + n) for n in range(26)},
    **{chr(ord("a") + n): chr(0x1D44E + n) for n in range(26)},
    **{chr(ord("α") + n): chr(0x1D6FC + n) for n in range(25)},
    "h": "ℎ",
}


@dataclass(frozen=True)
class Label:
    """A symbol: its letter, and its subscript."""

    letter: str
    script: str

    @property
    def width(self) -> int:
        return LETTER * len(self.letter) + SCRIPT * len(self.script)


@dataclass(frozen=True)
class Shape:
    """A vertex by its number: `kind` is given, computed or none; `note` is what flows back through it."""

    number: int
    kind: str
    x: int
    y: int
    width: int
    label: Label
    highlighted: bool
    note: Label | None


@dataclass(frozen=True)
class Stroke:
    """A line as the data of an SVG path; `kind` is plain, hi (on the way) or back; an edge knows its ends."""

    kind: str
    data: str
    ends: str = ""


@dataclass(frozen=True)
class Diagram:
    """The drawing, what to read in its place, and what to say below it."""

    width: int
    height: int
    shapes: list[Shape]
    strokes: list[Stroke]
    text: str
    caption: str


def diagram(loss: Loss) -> Diagram | None:
    """The drawing of a loss, None if it names no intermediates, or if they are too many to be drawn."""
    network = network_of(loss)
    drawn = None if network is None else _Drawing(plan(network), loss).diagram()
    return None if drawn is None or drawn.height > HIGHEST else drawn


def label(vertex: Basic) -> Label:
    """The symbol in the letters of mathematics; below it there is one level only, so of an entry it says u[l]."""
    letter, _, script = unicode_text(vertex).partition("_")
    return Label(_italic(letter), _italic(INNER.sub(r"[\1]", script.removeprefix("{").removesuffix("}"))))


def _italic(text: str) -> str:
    return "".join(ITALIC.get(character, character) for character in text)


class _Drawing:
    def __init__(self, where: Plan, loss: Loss) -> None:
        self.plan, self.network, self.loss = where, where.network, loss
        self.lead = LEAD if self.network.before is not None else 0
        widths = [max(self.width(vertex) for vertex in self.column(c)) for c in range(len(where.columns))]
        starts = [MARGIN + self.lead + sum(widths[:c]) + GAP * c for c in range(len(widths))]
        self.spans = list(zip(starts, widths, strict=True))
        self.top = min(where.rows.values())
        self.back = ROW * 3 // 4 if self.network.adjoints else 0

    def column(self, number: int) -> list[Basic]:
        return [vertex for vertex in self.network.vertices if self.network.depth(vertex) == number]

    def width(self, vertex: Basic) -> int:
        return max(HEIGHT, label(vertex).width + PADDING)

    def y(self, row: int) -> int:
        return MARGIN + HEIGHT // 2 + (row - self.top) * ROW

    def x(self, vertex: Basic) -> int:
        start, width = self.spans[self.network.depth(vertex)]
        return start + width // 2

    def diagram(self) -> Diagram:
        last, width = self.spans[-1]
        rows = max(self.plan.rows.values()) - self.top
        return Diagram(
            width=last + width + MARGIN,
            height=2 * MARGIN + HEIGHT + rows * ROW + self.back,
            shapes=[self.shape(vertex) for vertex in self.network.vertices],
            strokes=[*self.plain_first(), *self.from_before(), *self.flow_back()],
            text=told(self.network),
            caption=self.caption(),
        )

    def shape(self, vertex: Basic) -> Shape:
        kind = "none" if vertex == REST else "computed" if vertex in self.network.uses else "given"
        if vertex == self.network.before:
            kind = "computed"
        note = self.network.adjoints.get(vertex)
        y = self.y(self.plan.of(vertex)[1])
        highlighted = vertex in self.network.path
        number = self.network.vertices.index(vertex)
        return Shape(
            number, kind, self.x(vertex), y, self.width(vertex), label(vertex), highlighted, note and label(note)
        )

    def plain_first(self) -> list[Stroke]:
        """The edges, highlighted ones on top."""
        strokes = [self.edge(edge) for edge in self.network.edges]
        return sorted(strokes, key=lambda stroke: stroke.kind == "hi")

    def edge(self, edge: tuple[Basic, Basic]) -> Stroke:
        """From the right of one shape to the left of the next; level where it passes a column."""
        way = self.plan.way(edge)
        start = self.x(edge[0]) + self.width(edge[0]) // 2
        end = self.x(edge[1]) - self.width(edge[1]) // 2
        points = [(start, self.y(way[0][1]))]
        for column, row in way[1:-1]:
            left, width = self.spans[column]
            points += [(left, self.y(row)), (left + width, self.y(row))]
        points.append((end, self.y(way[-1][1])))
        ends = " ".join(str(self.network.vertices.index(vertex)) for vertex in edge)
        return Stroke("hi" if edge[0] in self.network.path else "plain", _curve(points) + _head(*points[-1]), ends)

    def from_before(self) -> list[Stroke]:
        before = self.network.before
        if before is None:
            return []
        end, y = self.x(before) - self.width(before) // 2, self.y(self.plan.of(before)[1])
        return [Stroke("plain", f"M{MARGIN} {y}H{end}" + _head(end, y))]

    def flow_back(self) -> list[Stroke]:
        """From the loss to each vertex with an adjoint, the last first, and on to the start."""
        if not self.network.adjoints:
            return []
        stops = [self.network.end, *reversed(list(self.network.adjoints)), self.network.start]
        low = self.y(0) + HEIGHT // 2
        strokes = [_arc(self.x(a), self.x(b), low) for a, b in pairwise(stops)]
        return [Stroke("back", stroke) for stroke in strokes]

    def caption(self) -> str:
        start, end = f"${tex(self.network.start)}$", f"${tex(self.network.end)}$"
        if self.network.is_simple():
            every = " and ".join(f"every ${tex(index)}$" for index in fans(self.network, self.loss))
            ways = "by the coloured way only" + (f", and through {every}" if every else "")
        else:
            ways = "by all the coloured ways, and their slopes add"
        text = f"Boxes are given, rounded shapes computed. A change of {start} reaches {end} {ways}."
        if self.network.adjoints:
            back = ", then ".join(f"${tex(adjoint)}$" for adjoint in reversed(list(self.network.adjoints.values())))
            text += f" The dashed lines lead back, from the loss to the weight: {back}."
        return text


def _curve(points: list[tuple[int, int]]) -> str:
    """A line through the points that is level at each of them."""
    first, *_ = points
    pieces = [f"M{first[0]} {first[1]}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = (x + to_x) // 2
        pieces.append(f"H{to_x}" if y == to_y else f"C{middle} {y} {middle} {to_y} {to_x} {to_y}")
    return "".join(pieces)


def _head(x: int, y: int) -> str:
    return f"M{x - 6} {y - 4}L{x} {y}L{x - 6} {y + 4}"


def _arc(start: int, end: int, y: int) -> str:
    """From one shape to an earlier one, below the row."""
    start, end, dip = start - 4, end + 4, y + ROW // 2
    return f"M{start} {y + 2}C{start} {dip} {end} {dip} {end} {y + 3}M{end - 4} {y + 9}L{end} {y + 3}L{end + 5} {y + 8}"
