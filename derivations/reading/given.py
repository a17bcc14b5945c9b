"""The bar in p(y|x), and the two in KL(p||q): they part the arguments of a function, as a comma does."""

from __future__ import annotations

from itertools import pairwise

from derivations.reading.cursor import CLOSING, left_side
from derivations.reading.names import Names
from derivations.reading.tokens import Token
from derivations.reading.tree import Apply, Name, Node, applied
from derivations.reading.unread import NOT_READ
from derivations.reading.vocabulary import KNOWN

BARS = ("|", "‖")
SPREADS = {"sigma", "sd", "std"}  # what most take for a standard deviation
DENSITY, OF_DENSITY = "N", 3  # of x, given its mean and variance


def part_by_bars(tokens: list[Token], names: Names) -> None:
    """Make a comma of the bar of each p(y|x): a bar alone within a bracket is no absolute value."""
    starts = left_side(tokens)
    for place, (name, opened) in enumerate(pairwise(tokens)):
        is_call = name.is_name and name.full not in KNOWN and opened.is_op and opened.text == "("
        bars = _bars_inside(tokens, place + 2) if is_call else []
        if bars and bars[-1] - bars[0] == len(bars) - 1 and _has_neighbours(tokens, bars):
            tokens[bars[0]].text = ","
            del tokens[bars[0] + 1 : bars[-1] + 1]
            if place >= starts and name.full not in (*NOT_READ, DENSITY):
                names.told.functions.add(name.full)
                names.remarks.append(f"{name.full}(...|...) was read as {name.full}(..., ...), a function of both")


def _bars_inside(tokens: list[Token], start: int) -> list[int]:
    """Where bars stand in a bracket that opens before `start`; none if they are more than one sign."""
    depth, found = 1, list[int]()
    for place in range(start, len(tokens)):
        token = tokens[place]
        depth += token.is_op and (token.text in CLOSING) - (token.text in CLOSING.values())
        if not depth:
            break
        if token.is_op and token.text in BARS and depth == 1:
            found.append(place)
    is_one = len(found) == 1 or (len(found) == 2 and all(tokens[p].text == "|" for p in found))  # noqa: PLR2004
    return found if is_one else []


def _has_neighbours(tokens: list[Token], bars: list[int]) -> bool:
    """Does an argument stand on either side?"""
    before, after = tokens[bars[0] - 1], tokens[bars[-1] + 1]
    ends = not before.is_op or before.text in CLOSING.values()
    return ends and (not after.is_op or after.text in CLOSING)


def density(name: Name, arguments: tuple[Node, ...], remarks: list[str]) -> Apply:
    """The N(x|m, v) that nothing says to be another function."""
    remark = "N(x|m, v) was read as the density of the normal distribution with mean m and variance v"
    spread = arguments[-1]
    if isinstance(spread, Name) and spread.letter in SPREADS:
        remark += f": {spread.full} was taken as the variance; write {spread.full}^2 if it is the standard deviation"
    remarks.append(remark)
    return applied(name.at, "normal_density", *arguments)
