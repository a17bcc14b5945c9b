"""Where a sum begins of which only the index is said: with x_{t-1} in it, at the second entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derivations.reading.tree import Entry, Minus, Name, Node, Number, Plus, without_brackets


def beginning(letter: str, low: Node, body: Node, remarks: list[str]) -> Node:
    """The first value of the index for which every entry of the body is there."""
    back = max((step for part in body.walk() if isinstance(part, Entry) for step in _steps(part, letter)), default=0)
    if not (letter and back and isinstance(low, Number) and low.value == 1):
        return low
    remarks.append(f"the sum over {letter} was taken from {letter} = {1 + back} on")
    return replace(low, value=low.value + back)


def _steps(entry: Entry, letter: str) -> Iterator[int]:
    """How far back it goes: of x_{t-1}, 1."""
    for index in map(without_brackets, entry.indices):
        match index:
            case Plus(terms=(Name(full=full), Minus(inner=Number(value=value)))) if full == letter:
                yield int(value)
