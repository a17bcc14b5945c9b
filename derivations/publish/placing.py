"""Where the vertices of a network stand: columns by depth, and rows such that its edges are short and do not cross."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations
from math import perm

from sympy import Basic

from derivations.publish.network import Network

SWEEPS = 4
MOST_CHOICES = 5000  # of the rows of a column
CROSSING, BELOW = 5, 0.5  # what a crossing costs, and a row below the middle, in squares of rows
Place = tuple[int, Basic | tuple[Basic, Basic]]  # a column, and the vertex or the long edge that passes through it
Rows = dict[Place, int]


@dataclass(frozen=True)
class Plan:
    """Rows are counted from the middle, upwards negative; long edges pass through a place in each column between."""

    network: Network
    columns: list[list[Place]]
    rows: Rows

    def of(self, vertex: Basic) -> tuple[int, int]:
        column = self.network.depth(vertex)
        return column, self.rows[column, vertex]

    def way(self, edge: tuple[Basic, Basic]) -> list[tuple[int, int]]:
        """The column and row of every place that an edge passes, its ends included."""
        return [(place[0], self.rows[place]) for place in _places(self.network, edge)]


def plan(network: Network) -> Plan:
    """The longest way from the start to the loss is a straight line in the middle; the rest lies above and below it."""
    ways = [_places(network, edge) for edge in network.edges]
    steps = list(dict.fromkeys(step for way in ways for step in pairwise(way)))
    places = dict.fromkeys(place for vertex in network.vertices for place in [(network.depth(vertex), vertex)])
    places |= dict.fromkeys(place for way in ways for place in way)
    columns: list[list[Place]] = [[p for p in places if p[0] == c] for c in range(network.depth(network.end) + 1)]
    middle = set(_middle(network))
    rows: Rows = dict.fromkeys(middle, 0)
    free = [[place for place in column if place not in middle] for column in columns]
    for column in free:
        rows |= dict(zip(column, _candidates(len(column), network), strict=False))
    for _ in range(SWEEPS):
        for column in free:
            rows |= _best(column, rows, steps, network)
    return Plan(network, columns, rows)


def _places(network: Network, edge: tuple[Basic, Basic]) -> list[Place]:
    start, end = (network.depth(vertex) for vertex in edge)
    return [(start, edge[0]), *((column, edge) for column in range(start + 1, end)), (end, edge[1])]


def _middle(network: Network) -> Iterator[Place]:
    """The places of the way from the start to the loss that has the most stages."""
    vertex = network.end
    yield network.depth(vertex), vertex
    while vertex != network.start:
        before = max((used for used in network.uses[vertex] if used in network.path), key=network.depth)
        yield from _places(network, (before, vertex))[:-1]
        vertex = before


def _candidates(number: int, network: Network) -> list[int]:
    """Rows to choose from, the nearest first; what flows back has the rows below for itself."""
    above = [-row for row in range(1, number + 2)]
    return above if network.adjoints else [row for pair in ((row, -row) for row in above) for row in pair]


def _best(column: list[Place], rows: Rows, steps: list[tuple[Place, Place]], network: Network) -> Rows:
    """The rows for one column that cost least, the others being as they are."""
    near = [step for step in steps if any(place[0] == each[0] for place in column[:1] for each in step)]
    candidates = _candidates(len(column), network)
    if perm(len(candidates), len(column)) > MOST_CHOICES:
        return _improved(column, candidates, rows, near)
    tried = (dict(zip(column, choice, strict=True)) for choice in permutations(candidates, len(column)))
    return min(tried, key=lambda choice: _cost(near, rows | choice, choice.values())) if column else {}


def _improved(column: list[Place], candidates: list[int], rows: Rows, near: list[tuple[Place, Place]]) -> Rows:
    """Better rows for a long column: each place in turn takes its best, or changes with the one that has it."""
    chosen = {place: rows[place] for place in column}
    for place in column:
        owners = {row: other for other, row in chosen.items()}
        tried = (chosen | ({owners[row]: chosen[place]} if row in owners else {}) | {place: row} for row in candidates)
        chosen = min(tried, key=lambda choice: _cost(near, rows | choice, choice.values()))
    return chosen


def _cost(steps: list[tuple[Place, Place]], rows: Rows, chosen: Iterable[int]) -> float:
    length = sum((rows[a] - rows[b]) ** 2 for a, b in steps)
    crossings = sum(
        a[0] == c[0] and (rows[a] - rows[c]) * (rows[b] - rows[d]) < 0 for (a, b), (c, d) in combinations(steps, 2)
    )
    return length + CROSSING * crossings + BELOW * sum(row > 0 for row in chosen)
