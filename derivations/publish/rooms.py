r"""The room that a formula has on a screen of 1280 pixels: widths and sizes of letters as the style sheets have them.

A template writes ``\room{line}`` before a formula. It is broken into rows to fit; a line of a derivation that cannot be
broken so far takes the margin too, and its reason goes below. What fits nowhere is an error, not a formula that is cut
off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from derivations.errors import LossaryError
from derivations.publish.breaking import broken

CONTENT, LABEL, MARGIN = 46.0, 4.6, 14.9  # rem: the text, the labels of a card, the reasons beside a derivation
BODY, TABLE = 0.82, 0.76  # rem: the sizes of letters
SURE = 0.97  # what we call full: widths are estimated to about 2 in 100
PREFIX = re.compile(r"\\room\{(\w+)(?::(\d+))?\}")


@dataclass(frozen=True)
class Room:
    """A width, and that with the margin, in rem; the size of letters there; and how far they may shrink.

    Where they may, what is wider even so scrolls.
    """

    width: float
    size: float
    whole: float = 0.0
    tight: float = 0.0

    def less(self, indent: float) -> Room:
        """The room that is left of it."""
        return replace(self, width=self.width - indent, whole=self.whole and self.whole - indent)


CARD = CONTENT - LABEL
HALF = 0.5 * (CONTENT - 1.6)  # of the card of a rule; see rules.css
ROOMS = {
    "line": Room(CONTENT - MARGIN - 1.6, 1.22 * BODY, CONTENT - 1.6),
    "tree": Room(CONTENT - MARGIN - 0.2, 1.1 * TABLE, CONTENT - 0.2),
    "left": Room(CONTENT - 1.6, 1.22 * BODY),
    "alone": Room(CONTENT, 1.22 * BODY),
    "loss": Room(CARD, 1.4 * BODY),
    "gradient": Room(CARD, 1.7 * BODY),
    "name": Room(CARD, 1.2 * BODY),
    "claim": Room(27.0, 1.2 * TABLE),
    "factor": Room(20.0, 1.2 * TABLE),
    "rule": Room(HALF, 1.1 * BODY),
    "example": Room(HALF - 3.4, 0.72),
    "cell": Room(0.34 * CONTENT - 0.8, 1.12 * 0.72, tight=0.95 * 0.72),  # see catalogue.css
    "sheet": Room(0.73 * CONTENT - 0.8, 1.12 * 0.72, tight=0.95 * 0.72),  # see sheet.css
}
STEP = 0.8  # rem: how far the tree is set in for each level; see derivation.css
DEEPEST = 12  # levels that it is set in


def room_of(tex: str) -> tuple[Room | None, str]:
    """The room that is written before a formula, and the formula."""
    found = PREFIX.match(tex)
    if not found:
        return None, tex
    depth = min(int(found[2] or 0), DEEPEST)
    return ROOMS[found[1]].less(STEP * depth), tex[found.end() :]


def fitted(formula: ET.Element, room: Room | None, tex: str, *, display: bool) -> tuple[list[ET.Element], str]:
    """The parts of the formula, in rows if need be, and the attribute that says whether it takes more room than usual.

    Raises:
        LossaryError: if it is too wide even so.
    """
    if room is None:
        return list(formula), ""
    whole = room.whole or room.width
    for wide, fractions in ((room.width, False), (whole, False), (whole, True)):
        row = broken(formula, SURE * wide / room.size, display=display, fractions=fractions)
        if row is not None:
            return list(row) if row is formula else [row], "" if wide == room.width else ' class="lg-long"'
    if room.tight:
        row = broken(formula, SURE * room.width / room.tight, display=display)
        return (list(formula) if row is None or row is formula else [row]), ' class="lg-tight"'
    msg = f"the formula ${tex}$ is wider than the page and cannot be broken: name a part of it, or give a closing line"
    raise LossaryError(msg)
