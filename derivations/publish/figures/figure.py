"""The figure of a loss, as plain data for its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derivations.calculus.boundary import Boundary
from derivations.catalogue import Entry
from derivations.publish.figures.compiling import Unsayable
from derivations.publish.figures.drawing import Drawing, drawing
from derivations.publish.figures.frame import frame_of
from derivations.publish.figures.live import live
from derivations.publish.figures.wording import caption, description, title


@dataclass(frozen=True)
class Figure:
    """A drawing with its words, and the data of the script that moves it, if it can be moved."""

    drawing: Drawing
    title: str
    description: str
    caption: str
    live: str


def figure(entry: Entry, boundaries: Sequence[Boundary]) -> Figure | None:
    """The figure of a loss by its variable; None of what a figure cannot show.

    Args:
        entry: the loss.
        boundaries: where its formula changes.
    """
    try:
        found = frame_of(entry, boundaries)
    except Unsayable:
        return None
    made = drawing(found)
    return Figure(made, title(found), description(found), caption(found), live(found, made))
