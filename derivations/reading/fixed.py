"""The indices that a formula leaves free, over which no sum in it runs that names none: the y of -log p_y."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from derivations.reading.axes import unread
from derivations.reading.compared import maximised
from derivations.reading.kinds import is_total_of_all
from derivations.reading.letters import WORD
from derivations.reading.sums import PAIRED
from derivations.reading.tree import Compare, Component, Entry, Name, Node, Total


def fixed_in(formulas: Sequence[Node]) -> set[str]:
    """The letters that count entries in them and that nothing binds: the y of -s_y + log(sum(exp(s_j)))."""
    nodes = [node for top in formulas for node in top.walk()]
    bound = {node.index.full for node in nodes if isinstance(node, Total)} | maximised(nodes)
    found = {letter for top in formulas for letter in _letters_outside(top)}
    return {letter for letter in found if letter.isalpha()} - bound


def _letters_outside(node: Node) -> Iterator[str]:
    """The letters below names, but for those in sums that name no index."""
    if is_total_of_all(node):
        return
    match node:
        case Name(below=below):
            yield from below if len(below) < WORD else ()
        case Entry(indices=indices) | Component(indices=indices):
            yield from (part.full for index in indices for part in index.walk() if isinstance(part, Name))
        case Compare(first=first, rest=rest):
            sides = [first, *(side for _, side in rest)]
            yield from (side.full for side in sides if isinstance(side, Name) and not side.below)
    for part in node.parts:
        yield from _letters_outside(part)


def outside_sums(node: Node) -> Iterator[Node]:
    """The parts of a text, without those of sums in it that name no index."""
    yield node
    if not is_total_of_all(node):
        for part in node.parts:
            yield from outside_sums(part)


def paired_in(entries: Iterable[tuple[str, Sequence[str]]], free: Sequence[str]) -> list[set[str]]:
    """Which of the letters count the same places of an array: the j and k of exp(z_j - z_k)."""
    places: dict[tuple[str, int], set[str]] = {}
    for base, pieces in entries:
        for place, piece in enumerate(pieces):
            places.setdefault((base, place), set()).update({piece} & {*free})
    return [letters for letters in places.values() if len(letters) > 1]


def refuse_label(paired: Iterable[set[str]], at: int) -> None:
    """Refuse a sum over what may be a label: the y of sum(exp(s_j - s_y)), which nothing else tells."""
    for letters in paired:
        running = letters & {*PAIRED}
        for letter in letters - running if running else ():
            unread(f"does this sum run over {letter} too? Say its index, as in sum_{{{min(running)}=1}}^n", at)


def refuse_entry(paired: Mapping[str, int]) -> None:
    """Refuse the sum over j and k of 1/sum(exp(z_j - z_k)), which is meant as an entry of a gradient by z."""
    for letter, at in paired.items():
        unread(f"does this sum run over {letter} too? Ask for one entry, as in --wrt z_{letter}", at)
