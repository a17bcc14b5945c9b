"""What a loss is known by: its letters, its slope at a few seeded spots, and the coordinates that the slope depends on.

Whatever is told apart by these does differ, since balls that do not meet prove it: they save a comparison in earnest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from random import Random

from flint import fmpq
from sympy import Basic, Expr, Indexed, IndexedBase, Integer, Symbol, preorder_traversal
from sympy.core.function import AppliedUndef

from derivations.catalogue import Entry
from derivations.catalogue.kept import Kept, Maker, Stated, folder_of_commands
from derivations.errors import LossaryError
from derivations.evidence.balls import Number, Undecided, Undefined, Value, precision
from derivations.evidence.constraints import is_allowed
from derivations.evidence.points import Point, exact, plain
from derivations.evidence.sampling import sample
from derivations.evidence.scope import Key, Scope
from derivations.evidence.settings import settings_of
from derivations.evidence.values import evaluate, key_of
from derivations.evidence.verdicts import value
from derivations.judge.question import ask_about
from derivations.judge.relation import overlap, ratio_varies
from derivations.judge.roughly import rough
from derivations.judge.vectors import slope_hole
from derivations.language.domains import Adjoints, Index, Indices, Intermediate
from derivations.language.functions import Named, Prime, components_of
from derivations.language.loss import Loss
from derivations.language.shapes import free_names

BITS = 128
SETTINGS, SPOTS, TRIES = 4, 3, 2  # settings of a loss, and spots in each of them; steps along one of its coordinates
ROUNDS = 5  # each with other constants, as long as the slope does not move
Group = tuple[fmpq, ...]  # values of what is constant during training: a scale may depend on these alone


@dataclass(frozen=True)
class Row:
    """A spot: the values of the names there, of those that have one, and the slope of the loss."""

    point: Point
    group: Group
    values: tuple[Value | None, ...]
    slope: Number


@dataclass(frozen=True)
class Sketch:
    """What a loss is known by in plain numbers: most expressions are told apart from its gradient by these alone.

    Args:
        given: the names that have a value at the first spot, by their places.
        needed: the names without which nothing is a multiple of the slope, if the loss has no intermediates.
        deciding: how many coordinates there are without which nothing is one: where one of them moves, so does it.
        covers: for each name which of these coordinates it may depend on, as the bits of a number.
        roughly: for each set of constants the values of the names and the slopes at the spots.
    """

    given: Sequence[int]
    needed: Sequence[str]
    deciding: int
    covers: Sequence[int]
    roughly: Sequence[Sequence[tuple[list[float], float]]]


SKETCHER = Maker("sketches", ("derivations.judge.profiles",), ("sympy", "python-flint"))
PREPARED: dict[str, Sketch | None] = {}  # by the ids of losses: to work one out takes far longer than to read it


@dataclass(frozen=True, eq=False)
class Profile:
    """What can be compared quickly.

    Args:
        hole: the slope of the loss.
        names: what a gradient of the loss may be written with.
        rows: a few spots.
        constants: what is constant during training.
    """

    hole: Expr
    names: tuple[Expr, ...]
    rows: tuple[Row, ...]
    constants: frozenset[Key]

    def excludes(self, claim: Expr) -> bool:
        """Is it certain that the claim, in the names of the loss, is no constant multiple of its gradient?"""
        with precision(BITS):
            return self.differ(lambda row: value(claim, row.point.scope()))

    def differ(self, number_at: Callable[[Row], Number]) -> bool:
        """Are these numbers for certain in no constant ratio to the slopes, or has one of them no value?"""
        try:
            return ratio_varies(self._pairs(number_at))
        except Undefined:
            return True

    def _pairs(self, number_at: Callable[[Row], Number]) -> Iterator[tuple[Group, Number, Number]]:
        for row in self.rows:
            with suppress(Undecided):
                yield row.group, number_at(row), row.slope

    @property
    def sketch(self) -> Sketch:
        """What is left of it in plain numbers."""
        roughly = [
            [([rough(number) for number in row.values], rough(row.slope)) for row in group]
            for group in _by_constants(self.rows)
        ]
        given = [place for place, number in enumerate(self.rows[0].values) if number is not None]
        needed = {str(key[0] if isinstance(key, tuple) else key) for key in self.deciding}
        return Sketch(given, sorted(needed), len(self.deciding), self._covers(), roughly)

    @cached_property
    def deciding(self) -> tuple[Key, ...]:
        """The coordinates without which nothing is a multiple of the slope: where one of them moves, so does it."""
        with precision(BITS):
            return tuple(key for key in self.rows[0].point.setting.domains if self._decides(key))

    def _decides(self, key: Key) -> bool:
        if key in self.constants:
            return False
        rng, row = Random(5), self.rows[0]
        steps = [plain(rng, row.point.setting.domains[key]) for _ in range(TRIES)]
        points = [row.point.changed(key, exact(step)) for step in steps]
        slopes = [_number(self.hole, point) for point in points if is_allowed(point)]
        return not all(slope is None or overlap(slope, row.slope) for slope in slopes)

    def _covers(self) -> list[int]:
        scope = self.rows[0].point.scope()
        bits = [(1 << place, key) for place, key in enumerate(self.deciding)]
        return [sum(bit for bit, key in bits if _may_depend(name, key, scope)) for name in self.names]


@lru_cache(maxsize=1024)
def profile_of(entry: Entry) -> Profile | None:
    """The profile of a loss, if it has a slope at a few spots."""
    names = names_of(entry)
    question = ask_about(entry.loss, [Integer(0)])
    hole = slope_hole(entry.loss, entry.loss.wrt)
    settings = settings_of(entry.loss)
    middle = len(settings) // 2
    chosen = dict.fromkeys((middle, *range(0, len(settings), max(1, len(settings) // (SETTINGS - 1)))))
    rng, rows, constants = Random(3), list[Row](), dict[Key, fmpq]()
    with precision(BITS):
        for spot, number in product(range(ROUNDS * SPOTS), chosen):
            if spot % SPOTS == 0 and number == middle:
                if _tells(rows):
                    break
                constants = {}  # with others the slope may move
            point = sample(settings[number], hole, rng, plain)
            free = [s for s in question.constants if s in settings[number].domains]
            for symbol in free:
                point = point.changed(symbol, constants.setdefault(symbol, point.numbers[symbol]))
            slope = _number(hole, point)
            if slope is not None and is_allowed(point):
                group = tuple(point.numbers[symbol] for symbol in question.constants)
                rows.append(Row(point, group, tuple(_value(name, point.scope()) for name in names), slope))
    rows.sort(key=lambda row: row.point.setting is not settings[middle])
    return Profile(hole, names, tuple(rows), frozenset(question.constants)) if len(rows) > 1 else None


def _tells(rows: Iterable[Row]) -> bool:
    """Are there two slopes that are not 0 with the same constants, and two that differ? Else little is told apart."""
    groups = _by_constants(rows)
    several = any(sum(not overlap(row.slope, 0) for row in group) > 1 for group in groups)
    return several and any(not overlap(row.slope, group[0].slope) for group in groups for row in group)


def _by_constants(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows with the same constants together."""
    groups: dict[Group, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return list(groups.values())


def _number(expression: Basic, point: Point) -> Number | None:
    try:
        return value(expression, point.scope())
    except (Undefined, Undecided):
        return None


def _value(name: Expr, scope: Scope) -> Value | None:
    try:
        return evaluate(name, scope)
    except (Undefined, Undecided, LossaryError):
        return None


def _may_depend(name: Expr, key: Key, scope: Scope) -> bool:
    """May the value of the name be another one where only this coordinate is?"""
    used, moved = free_names(name), key[0] if isinstance(key, tuple) else key
    if used & set(scope.graph.definitions):
        return True  # an intermediate may depend on anything
    return key_of(name, scope) == key if isinstance(name, Indexed) else moved in used


def sketch_of(entry: Entry) -> Sketch | None:
    """What is known of a loss in plain numbers, if it has a slope at a few spots."""
    return PREPARED[entry.id] if entry.id in PREPARED else _sketch(entry)


def is_flat(entry: Entry) -> bool:
    """Is the gradient 0? Of most losses slopes at a few spots tell that it is not, before it is derived."""
    sketch = sketch_of(entry)
    slopes = [slope for group in sketch.roughly for _, slope in group] if sketch else []
    return not any(slopes) and bool(entry.derivation.gradient.is_zero)


@lru_cache(maxsize=1024)
def _sketch(entry: Entry) -> Sketch | None:
    profile = profile_of(entry)
    return None if profile is None else profile.sketch


@contextmanager
def prepared(sketches: Mapping[str, Sketch | None]) -> Iterator[None]:
    """Take these sketches, by the ids of their losses, within; elsewhere others may have the same ids."""
    PREPARED.update(sketches)
    try:
        yield
    finally:
        for name in sketches:
            PREPARED.pop(name, None)


@contextmanager
def sketches_kept(entries: Sequence[Entry]) -> Iterator[None]:
    """Take the sketches of all these losses that the last command has kept; if there are none, keep them at the end."""
    folder = folder_of_commands()
    if folder is None:
        yield
        return
    kept, scripts = Kept(folder, SKETCHER), [Stated(entry.path) for entry in entries]
    found = kept.get("sketches", scripts)
    with prepared(found or {}):
        yield
    if found is None:
        kept.put("sketches", scripts, {part.id: sketch_of(part) for entry in entries for part in entry.parts})
        kept.forget()


@lru_cache(maxsize=1024)
def names_of(entry: Entry) -> tuple[Expr, ...]:
    """What a gradient of the loss may be written with."""
    return tuple(letters_of(entry.loss))


def letters_of(loss: Loss) -> Iterator[Expr]:
    """What a gradient of the loss may be written with: names, components, intermediates, models and their slopes."""
    indices = {s: d.last for s, d in loss.symbols.items() if isinstance(d, Index)}
    for symbol, domain in loss.symbols.items():
        if isinstance(domain, Index | Indices | Adjoints):
            continue
        if isinstance(symbol, IndexedBase):
            fitting = [[i for i, last in indices.items() if last == size] for size in domain.shape]
            yield from (loss.named(symbol[chosen]) for chosen in product(*fitting))
        elif isinstance(symbol, Symbol):
            yield loss.named(symbol) if isinstance(domain, Intermediate) else symbol
    nodes = list(preorder_traversal(loss.expression))
    for model in dict.fromkeys(node for node in nodes if isinstance(node, AppliedUndef)):
        yield from (model, *(Prime(model, i) for i in range(components_of(model), len(model.args))))
    yield from dict.fromkeys(node for node in nodes if isinstance(node, Named) and not loss.definitions)
