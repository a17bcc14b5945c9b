"""A typeset expression, and how it gets on with its neighbours."""

from __future__ import annotations

from dataclasses import dataclass

# How tightly a piece holds together: a place that needs more puts brackets around it.
RELATION, SUM, REACH, PRODUCT, POWER, ATOM = range(6)  # REACH: takes in what stands to its right, such as log p
LETTER, NUMBER, BRACKET, CALL, BLOCK = "letter", "number", "bracket", "call", "block"


@dataclass(frozen=True)
class Piece:
    """A typeset expression.

    Args:
        text: the text.
        level: how tightly it holds together.
        tall: 0 flat, 1 with brackets in it, 2 with a fraction or sum, 3 taller.
        kind: what it looks like to its neighbours in a product.
    """

    text: str
    level: int = ATOM
    tall: int = 0
    kind: str = BLOCK
