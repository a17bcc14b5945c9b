"""Points at which an altered claim is not the gradient. Who altered it knows the way; balls prove that they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from itertools import product
from random import Random
from typing import Any

from claim_subjects import Draft, Subject
from flint import fmpq
from sympy import Basic, Expr, Indexed, Integer, Rational

from derivations.errors import LossaryError
from derivations.evidence import Scope, Undecided, Undefined, evaluate, precision
from derivations.evidence.balls import ZERO, Number, Value, add, ball, multiply
from derivations.evidence.certain import slope_of
from derivations.evidence.points import contains
from derivations.evidence.scope import Graph
from derivations.evidence.values import assignments
from derivations.evidence.verdicts import value
from derivations.language import Classes, Domain, Index, Intermediate, Layers, Loss, Model, Size
from derivations.language.domains import Adjoints, PositiveDefinite
from derivations.language.shapes import free_names

BITS = (256, 2048, 2**14)
TRIES, HALVINGS = 12, 6
SMALL = {Size: (2, 1, 3), Classes: (2, 3), Layers: (2, 1)}  # sizes, if the claim does not ask for one


@dataclass(frozen=True)
class Exponentials:
    """What an unspecified model is here: a sum of exponentials, which no polynomial can pass for."""

    terms: tuple[tuple[fmpq, tuple[fmpq, ...]], ...]

    def at(self, arguments: list[Value], positions: tuple[int, ...] = ()) -> Value:
        total: Value = ZERO
        for height, rates in self.terms:
            exponent = reduce(add, map(multiply, rates, arguments), ZERO)
            scale = reduce(multiply, [rates[position] for position in positions], height)
            total = add(total, multiply(scale, ball(exponent).exp()))
        return total


@dataclass
class Place:
    """A point of the domain in the making."""

    loss: Loss
    graph: Graph
    numbers: dict[Any, fmpq]
    models: Mapping[Any, Any]
    domains: dict[Any, Domain] = field(default_factory=dict)

    def scope(self, indices: Mapping[Basic, int] | None = None) -> Scope:
        return Scope(dict(self.numbers), self.models, self.graph, indices or {})

    def fits(self, key: Any, number: fmpq) -> bool:
        return contains(self.domains[key], number)


def witness(draft: Draft, about: Subject, rng: Random) -> Place | None:
    """A point of the domain at which the loss has a slope, and the claim is certain to be something else or nothing."""
    for attempt in range(TRIES):
        place = _drawn(about.loss, draft.fixed, rng, attempt)
        if place is not None and _arrives(place, draft) and _differs(place, draft):
            return place
    return None


def _drawn(loss: Loss, fixed: Mapping[Basic, Any], rng: Random, attempt: int) -> Place | None:
    sizes: dict[Any, fmpq] = {}
    for symbol, domain in loss.symbols.items():
        if isinstance(domain, Size):
            choices = SMALL[type(domain)]
            sizes[symbol] = fmpq(int(fixed.get(symbol, choices[attempt % len(choices)])))
    place = Place(loss, Graph(loss.expression, {}), dict(sizes), {})
    for symbol, domain in loss.symbols.items():
        if isinstance(domain, Index):
            wanted = fixed.get(symbol, rng.randrange(1, _integer(domain.last, place) + 1))
            place.numbers[symbol] = fmpq(_integer(wanted, place))
    shapes = {s: tuple(_integer(n, place) for n in d.shape) for s, d in loss.symbols.items()}
    if loss.backward:
        place.graph = Graph(loss.expression, {d.base: (d, shapes[d.base]) for d in loss.definitions})
    place.models = {s: _exponentials(loss, s, rng) for s, domain in loss.symbols.items() if isinstance(domain, Model)}
    place.domains = dict(_coordinates(loss, shapes))
    place.numbers |= {key: _number(domain, rng) for key, domain in place.domains.items()}
    for array in (s for s, domain in loss.symbols.items() if isinstance(domain, PositiveDefinite)):
        _make_definite(place, array, shapes[array][0])
    return place if all(_settled(place, *constraint) for constraint in loss.constraints) else None


def _make_definite(place: Place, array: Any, size: int) -> None:
    """Mirror the entries, and let those on the diagonal outweigh the others of their row."""
    for i, j in product(range(1, size + 1), repeat=2):
        place.numbers[array, i, j] = place.numbers[array, min(i, j), max(i, j)]
    for i in range(1, size + 1):
        others = (abs(place.numbers[array, i, j]) for j in range(1, size + 1) if j != i)
        place.numbers[array, i, i] = abs(place.numbers[array, i, i]) + sum(others, fmpq(1))


def _integer(expression: Any, place: Place) -> int:
    return int(evaluate(Integer(expression) if isinstance(expression, int) else expression, place.scope()))


def _coordinates(loss: Loss, shapes: Mapping[Any, tuple[int, ...]]) -> Iterator[tuple[Any, Domain]]:
    for symbol, domain in loss.symbols.items():
        if isinstance(domain, Size | Index | Model | Adjoints):
            continue
        cells = product(*[range(1, size + 1) for size in shapes[symbol]])
        if isinstance(domain, Intermediate):
            if _has_layer_before(loss, symbol):
                yield from (((symbol, 0, *cell[1:]), domain) for cell in cells if cell[0] == 1)
        else:
            yield from (((symbol, *cell) if cell else symbol, domain) for cell in cells)


def _has_layer_before(loss: Loss, array: Any) -> bool:
    """Is it used at l - 1, so that layer 0 is given?"""
    uses = [node for d in loss.definitions for node in d.value.atoms(Indexed) if node.base == array]
    return any(index.as_coeff_Add()[0] == -1 for node in uses for index in node.indices)


def _exponentials(loss: Loss, model: Any, rng: Random) -> Exponentials:
    values = (loss.expression, *(d.value for d in loss.definitions))
    (arity,) = {len(node.args) for u in values for node in u.atoms(model)}
    terms = [(_small(rng), tuple(_small(rng) for _ in range(arity))) for _ in range(2)]
    return Exponentials(tuple(terms))


def _small(rng: Random) -> fmpq:
    return fmpq(rng.choice([n for n in range(-9, 10) if n]), 8)


def _number(domain: Domain, rng: Random) -> fmpq:
    if domain.values:
        return fmpq(rng.choice(domain.values))
    low, high = domain.interval
    share = fmpq(rng.randrange(1, 256), 256)
    return share if high is not None else 4 * share if low is not None else 6 * share - 3


def _settled(place: Place, left: Expr, right: Expr) -> bool:
    """One coordinate set such that the constraint holds; the others are halved until that leaves it in its domain."""
    gap = left - right
    free = [s for s, d in place.loss.symbols.items() if isinstance(d, Index) and gap.has(s)]
    binders = tuple((s, Integer(1), place.loss.symbols[s].last) for s in free)
    arrays = free_names(gap)
    return all(_solved(place, gap, dict(scope.indices), arrays) for scope in assignments(binders, place.scope()))


def _solved(place: Place, gap: Expr, indices: Mapping[Basic, int], names: set[Any]) -> bool:
    keys = [key for key in place.domains if (key[0] if isinstance(key, tuple) else key) in names]
    keys = [key for key in keys if _moves(place, gap, key, indices)]
    for _ in range(HALVINGS):
        if any(_set(place, gap, fmpq(0), key, indices) for key in keys):
            return True
        place.numbers |= {key: place.numbers[key] / 2 for key in keys}
    return False


def _moves(place: Place, node: Expr, key: Any, indices: Mapping[Basic, int]) -> bool:
    before = _value(node, place.scope(indices))
    scope = place.scope(indices)
    return before != _value(
        node, Scope({**scope.numbers, key: scope.numbers[key] + 1}, scope.models, scope.graph, indices)
    )


def _set(place: Place, node: Expr, goal: fmpq, key: Any, indices: Mapping[Basic, int] | None = None) -> bool:
    """The coordinate set such that the expression has this value exactly, if it is affine in it."""
    former = place.numbers[key]
    first = _value(node, place.scope(indices))
    place.numbers[key] = former + 1
    second = _value(node, place.scope(indices))
    if isinstance(first, fmpq) and isinstance(second, fmpq) and first != second:
        place.numbers[key] = former + (goal - first) / (second - first)
        if place.fits(key, place.numbers[key]) and _value(node, place.scope(indices)) == goal:
            return True
    place.numbers[key] = former
    return False


def _value(node: Expr, scope: Scope) -> Value | None:
    try:
        return evaluate(node, scope)
    except (Undefined, Undecided, LossaryError):
        return None


def _arrives(place: Place, draft: Draft) -> bool:
    for array, share in draft.shrunk:
        for key in place.domains:
            if isinstance(key, tuple) and key[0] == array:
                place.numbers[key] *= fmpq(share.numerator, share.denominator)
    for node, target in draft.aims:
        goal = _value(Rational(target) if isinstance(target, int | Fraction) else target, place.scope())
        keys = sorted(_movable(place), key=lambda key: key != _key(node, place))
        if not isinstance(goal, fmpq) or not any(_set(place, node, goal, key) for key in keys):
            return False
    return all(place.fits(key, place.numbers[key]) for key in place.domains)


def _movable(place: Place) -> list[Any]:
    """The coordinates that no constraint ties to others."""
    tied = {name for pair in place.loss.constraints for side in pair for name in free_names(side)}
    return [key for key in place.domains if (key[0] if isinstance(key, tuple) else key) not in tied]


def _key(node: Expr, place: Place) -> Any:
    if not isinstance(node, Indexed):
        return node
    return (node.base, *(_integer(index, place) for index in node.indices))


def _differs(place: Place, draft: Draft) -> bool:
    """Is it certain that the loss has a slope here, and that the claim does not say so?"""
    slope = slope_of(place.loss)
    for bits in BITS:
        with precision(bits):
            try:
                true = value(slope, place.scope())
                claimed = _claimed(draft, place)
            except Undefined:
                return False
            except Undecided:
                continue
            if claimed is None or _is_not_zero(claimed - true):
                return True
    return False


def _claimed(draft: Draft, place: Place) -> Number | None:
    """The value of the claim; None where it has none, as an index is out of its range, or otherwise."""
    if draft.beyond is not None:
        index, size = (_integer(part, place) for part in draft.beyond)
        if not 1 <= index <= size:
            return None
    try:
        return value(draft.claim if draft.reading is None else draft.reading, place.scope())
    except (Undefined, LossaryError):
        return None


def _is_not_zero(gap: Number) -> bool:
    return gap != 0 if isinstance(gap, fmpq) else not gap.contains(0)
