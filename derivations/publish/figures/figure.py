"""The figure of a loss, as plain data for its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derivations.calculus.boundary import Boundary
from derivations.catalogue import Entry
from derivations.publish.figures.compiling import Unsayable
from derivations.publish.figures.contour import Contour, contour
from derivations.publish.figures.drawing import Drawing, drawing
from derivations.publish.figures.frame import frame_of
from derivations.publish.figures.live import live
from derivations.publish.figures.wording import caption, description, title


@dataclass(frozen=True)
class Figure:
    """A drawing with its words; the data of the script that moves it, if it can be; and a contour, if any."""

    drawing: Drawing
    title: str
    description: str
    caption: str
    live: str
    contour: Contour | None


def figure(entry: Entry, boundaries: Sequence[Boundary], others: Sequence[Boundary] = ()) -> Figure | None:
    """The figure of a loss by its variable; None of what a figure cannot show.

    Args:
        entry: the loss.
        boundaries: where its formula changes.
        others: the same of that by its second variable, if it has one.
    """
    try:
        found = frame_of(entry, boundaries)
    except Unsayable:
        return None
    made = drawing(found)
    return Figure(
        made, title(found), description(found), caption(found), live(found, made), contour(entry, others, found)
    )
