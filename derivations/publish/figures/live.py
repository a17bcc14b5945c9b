"""What the script of a figure needs to move it: the program, and from where to where everything goes."""

from __future__ import annotations

import json
import math

from sympy import Symbol

from derivations.calculus.boundary import Boundary
from derivations.notation import unicode_text
from derivations.publish.figures.drawing import Drawing
from derivations.publish.figures.frame import Frame
from derivations.publish.figures.subject import sliders

RATES = ("alpha", "eta")  # letters for the rate of learning, the first that the loss does not use itself
FIRST, MOST = 0.12, 8  # how far the first step goes, as a share of the width; how many times that rate is offered
LONGEST = 2500  # characters of a program: what is longer stays as it is drawn


def live(of: Frame, made: Drawing) -> str:
    """The data as JSON; empty if the figure is to stay as it is."""
    program, values = of.of.program, of.of.values
    if len(program.text) > LONGEST:
        return ""
    start = made.point if made.point is not None else round(of.low + 0.8 * (of.high - of.low), 2)
    ranges = sliders(of.of)
    told = {
        "names": [unicode_text(of.of.setting.component), *(unicode_text(Symbol(name)) for name in values)],
        "loss": of.of.loss.name,
        "values": [start, *values.values()],
        "sliders": [[ranges[name].low, ranges[name].high, ranges[name].step] for name in values],
        "range": [of.low, of.high],
        "limits": [[_short(panel.low), _short(panel.high)] for panel in made.panels],
        "code": program.text,
        "out": list(program.outputs),
        "kinds": [_kind(boundary) for boundary in of.of.switched],
        "rate": _rate(of, start),
    }
    if of.of.flows:
        told["said"] = of.word
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def _kind(boundary: Boundary) -> str:
    """What may be there: the script looks what is, as other numbers may make a seam of a kink."""
    if boundary.kind == "seam":
        return "seam"
    convex = boundary.subdifferential or boundary.in_wrt or (boundary.active is not None and boundary.active.convex)
    return "convex" if convex else boundary.kind


def _rate(of: Frame, start: float) -> dict[str, float | str]:
    """A rate of learning whose first step is seen, and such larger ones that it jumps over."""
    slope = abs(of.at(start)[1])
    step = FIRST * (of.high - of.low) / slope if math.isfinite(slope) and slope > 0 else 1.0
    unit = 10.0 ** math.floor(math.log10(step))
    value = round(step / unit) * unit
    letter = next(name for name in RATES if name not in map(str, of.of.loss.all_symbols))
    return {
        "name": unicode_text(Symbol(letter)),
        "value": _short(value),
        "high": _short(MOST * value),
        "step": _short(value / 20),
    }
