"""The losses of a family laid over one another: those of the same variable, at the same scale, in drawings of a few."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from sympy import Symbol

from derivations.catalogue import Entry
from derivations.notation import tex
from derivations.publish.entries import page_url
from derivations.publish.figures.compiling import Unsayable
from derivations.publish.figures.drawing import (
    LEFT,
    RIGHT,
    UPPER,
    Label,
    Run,
    Scale,
    axes,
    curve,
    letters,
    marked,
    named,
)
from derivations.publish.figures.setting import Setting
from derivations.publish.figures.subject import compiler_of, parameters
from derivations.publish.figures.wording import number

REACH, POINTS = 4.0, 160  # how far to either side of 0, and in how many steps
TARGET = "t"
FEW, TOGETHER = 2, 6  # losses that are worth a drawing; at most so many lie over one another
BEYOND = 1.25  # times the middle one of all highest values: what goes further is cut
HEIGHT = 254


@dataclass(frozen=True)
class Sample:
    """A loss of one number as a curve.

    Args:
        title: its name.
        url: its page, from the root of the site.
        given: the numbers of its parameters, as prose.
        name: what it is called in formulas.
        variable: its variable; with `less` the target is taken from it.
        less: the target, which is 0 here, if it has one.
        low, high: the range.
        values: the loss at evenly spaced places of it; nan where it has none.
    """

    title: str
    url: str
    given: str
    name: str
    variable: Symbol
    less: str
    low: float
    high: float
    values: tuple[float, ...]

    @property
    def axis(self) -> tuple[str, str, float, float]:
        """Equal for losses that can be laid over one another."""
        return str(self.variable), self.less, self.low, self.high


def sample(entry: Entry) -> Sample | None:
    """The curve of a loss; None if it is none of one number, or a figure cannot show it."""
    loss = entry.loss
    others = parameters(loss)
    target = next((s for s in others if s.name == TARGET and loss.all_symbols[s].interval == (None, None)), None)
    setting = Setting(loss, {} if target is None else {target: 0.0})
    if not isinstance(loss.wrt, Symbol) or setting.arrays or setting.models:
        return None
    ends = loss.all_symbols[loss.wrt].interval
    low, high = (side * REACH if end is None else float(end) for side, end in zip((-1, 1), ends, strict=True))
    xs = [low + (high - low) * i / POINTS for i in range(POINTS + 1)]
    compiler = compiler_of(loss, setting)
    try:
        program = compiler.builder.program(compiler(loss.expression))
    except Unsayable:
        return None
    numbers = {name: setting.scalars[s] for s, name in others.items()}
    values = tuple(round(v, 5) for v in program.over(xs, numbers)[0])
    given = [f"${tex(s)}={setting.scalars[s]:g}$" for s in others if s != target]
    less = "" if target is None else target.name
    return Sample(entry.title, page_url(entry), ", ".join(given), loss.name, loss.wrt, less, low, high, values)


@dataclass(frozen=True)
class Line:
    """One loss in a drawing: its path, and its place in the legend."""

    path: str
    title: str
    url: str
    given: str


@dataclass(frozen=True)
class Group:
    """A few losses over one another."""

    lines: list[Line]
    axes: str
    labels: list[Label]
    title: str
    description: str
    width: int = field(default=RIGHT + 14)
    height: int = field(default=HEIGHT)


@dataclass(frozen=True)
class Overlay:
    """The drawings of a family, and what they show."""

    groups: list[Group]
    caption: str


def overlay(samples: Sequence[Sample | None]) -> Overlay | None:
    """The losses of a family that share their variable with most others; None if these are too few."""
    known = [one for one in samples if one is not None and sum(map(math.isfinite, one.values)) > POINTS // 2]
    if not known:
        return None
    axis = max((one.axis for one in known), key=[one.axis for one in known].count)
    members = [one for one in known if one.axis == axis]
    if len(members) < FEW:
        return None
    count = -(-len(members) // TOGETHER)
    size = -(-len(members) // count)
    low, high = _limits(members)
    parts = [members[start : start + size] for start in range(0, len(members), size)]
    scale = Scale(members[0].low, members[0].high, low, high, UPPER)
    return Overlay(
        [_group(part, scale, n if count > 1 else 0) for n, part in enumerate(parts, start=1)], _caption(members[0])
    )


def _limits(members: Sequence[Sample]) -> tuple[float, float]:
    """The same for all: as high as most of them go."""
    known = [list(filter(math.isfinite, one.values)) for one in members]
    high = min(max(map(max, known)), BEYOND * median(map(max, known)))
    low = max(min(map(min, known)), high - 3 * (high - median(map(min, known))))
    spare = 0.04 * (high - low) or 1.0
    return low - spare, high + spare


def _caption(one: Sample) -> str:
    if one.less:
        return f"The losses over ${tex(one.variable)}-{one.less}$, all at the same scale."
    return f"Over ${tex(one.variable)}$, all at the same scale."


def _group(members: Sequence[Sample], scale: Scale, count: int) -> Group:
    one = members[0]
    xs = [one.low + (one.high - one.low) * i / POINTS for i in range(POINTS + 1)]
    across = (*named(one.variable), *((Run("−"), Run(letters(one.less), "letter")) if one.less else ()))
    names = {member.name for member in members}
    up = (Run(letters(names.pop()), "letter"),) if len(names) == 1 else ()
    where = f"{one.variable} − {one.less}" if one.less else str(one.variable)
    lines = [Line(curve(xs, member.values, scale), member.title, member.url, member.given) for member in members]
    return Group(
        lines=lines,
        axes=axes(scale),
        labels=[
            *marked(scale),
            Label(up, LEFT - 6, UPPER[0] - 10, "start"),
            Label(across, (LEFT + RIGHT) / 2, HEIGHT - 10),
        ],
        title=f"{len(members)} losses over {where}" + (f", drawing {count}" if count else ""),
        description=" ".join(_said(member, where) for member in members),
    )


def _said(one: Sample, where: str) -> str:
    """A loss in words: at both ends and at its least."""
    known = [(v, i) for i, v in enumerate(one.values) if math.isfinite(v)]
    least, place = min(known)
    at = one.low + (one.high - one.low) * place / POINTS
    ends = f"{number(known[0][0])} on the left, {number(known[-1][0])} on the right"
    return f"{one.title}: {ends}, least {number(least)} at {where} = {number(at)}."
