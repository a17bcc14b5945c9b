"""Functions of an index alone: the p(x) of a sum over x is an entry of p, and so it is read wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from derivations.reading.names import Names
from derivations.reading.sorting import Parts
from derivations.reading.tree import Apply, Entry, Name, Node, Total, with_parts

LETTERS_BELOW = 2  # more of them are a word
Tables = dict[str, tuple[int, ...]]  # which of the arguments of a function are the indices of an array


def tables_of(parts: Sequence[Parts], names: Names) -> Tables:
    """The names that are applied to indices and to nothing else, or whose definition has its arguments as indices."""
    nodes = [node for part in parts for top in part.nodes() for node in top.walk()]
    bound = {node.index.full for node in nodes if isinstance(node, Total)}
    applied: dict[str, list[Apply]] = {}
    for node in nodes:
        if isinstance(node, Apply) and not node.known:
            applied.setdefault(node.function.full, []).append(node)
    vectors = {name for part in parts for name in part.vectors}
    defined = {
        left.function.full: (left, item.right)
        for part in parts
        for item in part.definitions
        if isinstance(left := item.left, Apply)
    }
    found: Tables = {}
    for name, calls in applied.items():
        if name in vectors or names.is_known(name):
            continue
        if places := _indices_of(*defined[name], calls) if name in defined else ():
            found[name] = places
        elif all(_is_entry(call, bound) for call in calls):
            found[name] = tuple(range(max(len(call.arguments) for call in calls)))
    return found


def _indices_of(left: Apply, right: Node, calls: Sequence[Apply]) -> tuple[int, ...]:
    """Which parameters of p(a|s) = e^{z_a} / ... are indices, if the others do nothing: the a."""
    own = [part.full if isinstance(part, Name) else "" for part in left.arguments]
    indices, values = _used(right)
    places = tuple(place for place, name in enumerate(own) if name in indices - values)
    is_whole = not {name for place, name in enumerate(own) if place not in places} & (indices | values)
    is_alike = all(len(call.arguments) == len(own) and not call.primes for call in calls)
    are_letters = is_alike and all(isinstance(call.arguments[place], Name) for call in calls for place in places)
    return places if is_whole and are_letters else ()


def _used(node: Node) -> tuple[set[str], set[str]]:
    """The letters that stand below names, and those that stand for themselves."""
    if isinstance(node, Name):
        return set(node.below) if len(node.below) <= LETTERS_BELOW else {node.below}, {node.full}
    if isinstance(node, Entry):
        return {part.full for index in node.indices for part in index.walk() if isinstance(part, Name)}, set()
    found = [_used(part) for part in node.parts]
    return set().union(*(one for one, _ in found)), set().union(*(other for _, other in found))


def _is_entry(call: Apply, bound: set[str]) -> bool:
    return (
        bool(call.arguments)
        and not call.primes
        and all(isinstance(part, Name) and part.full in bound for part in call.arguments)
    )


def tabled(parts: Parts, tables: Tables) -> Parts:
    """The parts with an entry in place of each such function."""
    if not tables:
        return parts

    def change(node: Node) -> Node:
        if isinstance(node, Apply) and not node.known and node.function.full in tables:
            kept = tables[node.function.full]
            return Entry(node.at, node.function, tuple(a for i, a in enumerate(node.arguments) if i in kept))
        return with_parts(node, change)

    return parts.changed(change)


def in_words(tables: Iterable[str]) -> list[str]:
    """How they were read."""
    return [f"{', '.join(sorted(tables))}: applied to indices alone, so read as an array"] if tables else []
