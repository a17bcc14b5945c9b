"""Layers that share a letter: o_j of the outputs is made of z_j, and z_j of the o_i of the layer before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from derivations.reading.sorting import Parts
from derivations.reading.tree import Entry, Equation, Name, Node, with_parts

Place = tuple[str, str]  # a name, and the index below it
BEFORE = "before"  # what the values of the layer before are called: o_before


def layers_of(parts: Iterable[Parts]) -> set[Place]:
    """Names with an index that must be those of the layer before, as otherwise they would be made of themselves.

    Where z_j is made of o_i with other indices alone, and o_j of z_j, the o_i are those of the layer before.
    """
    definitions = [item for part in parts for item in part.definitions]
    made = {place[0]: (place[1], item) for item in definitions if (place := _place(item.left))}
    found: set[Place] = set()
    for base, (letter, item) in made.items():
        used = [place for part in item.right.walk() if (place := _place(part))]
        for other in {name for name, _ in used if name in made and base in _reached(name, made)}:
            letters = {index for name, index in used if name == other}
            found |= {(other, index) for index in letters if letter not in letters}
    return found


def _place(node: Node) -> Place | None:
    match node:
        case Name(letter=letter, below=below) if len(below) == 1:
            return letter, below
        case Entry(base=base, indices=(Name(full=full),)):
            return base.full, full
    return None


def _reached(base: str, made: dict[str, tuple[str, Equation]]) -> set[str]:
    """Every name that the definition of this one is made of, through all others; and itself."""
    found, waiting = {base}, [base]
    while waiting:
        for part in made[waiting.pop()][1].right.walk():
            place = _place(part)
            if place and place[0] in made and place[0] not in found:
                found.add(place[0])
                waiting.append(place[0])
    return found


def apart(parts: Parts, layers: set[Place]) -> Parts:
    """The parts with another name for what belongs to the layer before."""
    if not layers:
        return parts

    def change(node: Node) -> Node:
        place = _place(node)
        if place in layers and isinstance(node, Name):
            return replace(node, letter=f"{node.letter}_{BEFORE}")
        if place in layers and isinstance(node, Entry):
            return replace(node, base=replace(node.base, letter=f"{node.base.letter}_{BEFORE}"))
        return with_parts(node, change)

    return replace(
        parts,
        formulas=[change(node) for node in parts.formulas],
        definitions=[replace(item, right=change(item.right)) for item in parts.definitions],
        conditions=[condition for item in parts.conditions if isinstance(condition := change(item), type(item))],
    )


def in_words(layers: Sequence[Place]) -> list[str]:
    return [f"{base}_{letter} was read as the value in the layer before: {base}_{BEFORE}" for base, letter in layers]
