"""Functions of an index alone: the p(x) of a sum over x is an entry of p, and so it is read wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from derivations.reading.names import Names
from derivations.reading.sorting import Parts
from derivations.reading.tree import Apply, Compare, Entry, Equation, Name, Node, Total, with_parts


def tables_of(parts: Sequence[Parts], names: Names) -> set[str]:
    """The names that are applied to indices of sums and to nothing else."""
    nodes = [node for part in parts for top in part.nodes() for node in top.walk()]
    bound = {node.index.full for node in nodes if isinstance(node, Total)}
    applied: dict[str, list[Apply]] = {}
    for node in nodes:
        if isinstance(node, Apply) and not node.known:
            applied.setdefault(node.function.full, []).append(node)
    vectors = {name for part in parts for name in part.vectors}
    return {
        name
        for name, calls in applied.items()
        if not (name in vectors or names.is_known(name)) and all(_is_entry(call, bound) for call in calls)
    }


def _is_entry(call: Apply, bound: set[str]) -> bool:
    return (
        bool(call.arguments)
        and not call.primes
        and all(isinstance(part, Name) and part.full in bound for part in call.arguments)
    )


def tabled(parts: Parts, tables: set[str]) -> Parts:
    """The parts with an entry in place of each such function."""
    if not tables:
        return parts

    def change(node: Node) -> Node:
        if isinstance(node, Apply) and not node.known and node.function.full in tables:
            return Entry(node.at, node.function, node.arguments)
        return with_parts(node, change)

    def both(item: Equation) -> Equation:
        return replace(item, left=change(item.left), right=change(item.right))

    return replace(
        parts,
        formulas=list(map(change, parts.formulas)),
        definitions=list(map(both, parts.definitions)),
        constraints=list(map(both, parts.constraints)),
        conditions=[condition for item in parts.conditions if isinstance(condition := change(item), Compare)],
    )


def in_words(tables: Iterable[str]) -> list[str]:
    """How they were read."""
    return [f"{', '.join(sorted(tables))}: applied to indices alone, so read as an array"] if tables else []
