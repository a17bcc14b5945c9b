"""Unit vectors, and the numbers of classes that claims calculate with as if they were such vectors."""

from __future__ import annotations

from collections.abc import Sequence

from derivations.reading.names import Names
from derivations.reading.tree import Apply, Component, Entry, Name, Node
from derivations.reading.whole import KINDS_OF_LOSS, OF_LABELS

UNIT = "e"


def units(own: Sequence[Node], claimed: Sequence[Name]) -> set[str]:
    """The e of p - e_y, where y stands below names of the loss or is its label, and e nowhere in it."""
    mine = [name for name in own if isinstance(name, Name)]
    below = {name.below for name in mine if name.below} | {
        part.full
        for e in own
        if isinstance(e, Entry | Component)
        for index in e.indices
        for part in index.walk()
        if isinstance(part, Name)
    }
    calls = [node for node in own if isinstance(node, Apply) and node.known]
    labelled = [call for call in calls if KINDS_OF_LOSS.get(call.function.full) in OF_LABELS]
    below |= {part.full for call in labelled for part in call.arguments[1:2] if isinstance(part, Name)}
    used = [name for name in claimed if name.letter == UNIT and not any(name is other for other in mine)]
    is_unit = bool(used) and all(name.below in below for name in used)
    return {UNIT} if is_unit and UNIT not in {name.letter for name in mine} else set()


def units_of(nodes: Sequence[Node], names: Names) -> set[str]:
    """The same in a claim on a loss that is known, with a y that is an index there."""
    used = [node for node in nodes if isinstance(node, Name) and node.letter == UNIT]
    return {UNIT} if used and all(names.is_index(name.below) for name in used) else set()


def classes(
    own: Sequence[Node], bound: set[str], defined: set[str], variables: Sequence[Node], names: Names
) -> set[str]:
    """The y of -log p_y: it counts entries, no sum, no definition and no variable runs over it, and it is no number."""
    entries = [node for node in own if isinstance(node, Entry | Component)]
    inner = [part for entry in entries for index in entry.indices for part in index.walk() if isinstance(part, Name)]
    bases = {id(entry.base) for entry in entries if isinstance(entry, Entry)}
    mine = [node for node in own if isinstance(node, Name) and id(node) not in bases]
    below = {name.below for name in mine if name.below} | {name.full for name in inner}
    compared = names.told.compared or set()
    numbers = {name.full for name in mine if not any(name is part for part in inner)} - compared
    running = {letter for variable in variables for letter in letters_below(variable)}
    running |= {letter for full in defined for letter in full.partition("_")[2]} | bound | numbers
    return {
        y for y in (below | compared) - running if y.isalpha() and (names.is_index(y) or is_free(y, defined, names))
    }


def is_free(full: str, defined: set[str], names: Names) -> bool:
    return full not in defined and not names.is_known(full)


def letters_below(node: Node) -> list[str]:
    match node:
        case Name(below=below):
            return list(below)
        case Entry(indices=indices):
            return [part.full for index in indices for part in index.walk() if isinstance(part, Name)]
    return []
