"""The sizes, free indices and coordinates that a loss is tried with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from random import Random
from typing import Any

from flint import fmpq
from sympy import Basic, Expr, Indexed, IndexedBase, Symbol, preorder_traversal
from sympy.core.function import AppliedUndef

from derivations.errors import LossaryError
from derivations.evidence.narrowed import narrowed
from derivations.evidence.scope import Graph, Key, Scope, one_of_equals
from derivations.evidence.values import binders_of, integer
from derivations.language.domains import Adjoints, Domain, Index, Indices, Intermediate, Interval, Model, Real, Size
from derivations.language.functions import inverse_entry, log_det
from derivations.language.loss import Loss
from derivations.language.shapes import free_names

MANY = 12  # settings of one loss
LARGEST = 12  # the largest size that is tried unless a larger one is wanted
NESTED = 2  # indices that are bound around one place of a loss that larger sizes are tried with
ROOMY = 2  # entries of an array, so that none is alone
MOST_COORDINATES, COORDINATES = 400, 1500  # in one setting; in all settings together of sizes that nobody wants


@dataclass(frozen=True)
class Setting:
    """A loss with its sizes and free indices chosen."""

    loss: Loss
    graph: Graph
    fixed: Mapping[Key, fmpq]
    domains: Mapping[Key, Domain]  # what may move: symbols, cells, and models (their constant coefficient)
    applied: tuple[Expr, ...]  # the models as the loss applies them
    hidden: frozenset[Any]  # symbols that occur inside models only: m_x(w) is of interest, not w

    def scope(self) -> Scope:
        """The sizes and free indices alone."""
        return Scope(self.fixed, {}, self.graph)

    @cached_property
    def composed(self) -> bool:
        """Is a model applied to what another one made, as in a network? High degrees would multiply."""
        defined = {definition.base for definition in self.loss.definitions}
        arguments = [argument for node in self.applied for argument in node.args]
        return any(argument.has(AppliedUndef) or free_names(argument) & defined for argument in arguments)

    def models(self) -> dict[Any, int]:
        """Each model with its number of arguments."""
        return {node.func: len(node.args) for node in self.applied}

    @property
    def cramped(self) -> tuple[bool, int]:
        """Has an array one entry only? And how many numbers are there? The least is the best place to look from."""
        sizes = (self.fixed[s] for s, domain in self.loss.symbols.items() if isinstance(domain, Size))
        return any(size < ROOMY for size in sizes), len(self.domains)


def settings_of(loss: Loss) -> list[Setting]:
    """The loss in its sizes: the smallest settings, and every size at each value; a seeded choice of indices."""
    return list(_settings_of(loss))


@lru_cache(maxsize=64)
def _settings_of(loss: Loss) -> tuple[Setting, ...]:
    sizes = {symbol: domain for symbol, domain in loss.symbols.items() if isinstance(domain, Size)}
    chosen = [
        dict(zip(sizes, map(fmpq, values), strict=True)) for values in product(*[d.tried for d in sizes.values()])
    ]
    fixed = [setting for sized in chosen for setting in _with_indices(loss, sized)]
    fixed.sort(key=lambda numbers: sum(numbers.values(), fmpq(0)))
    if len(fixed) > MANY:
        each = [[n for n in fixed if n[size] == value] for size, domain in sizes.items() for value in domain.tried]
        fixed = _distinct([*fixed[: MANY // 2], *(Random(1).choice(some) for some in each if some)])
    return tuple(_setting(loss, numbers) for numbers in fixed)


def other_settings(loss: Loss, wanted: Iterable[int] = ()) -> list[Setting]:
    """The loss in sizes that ``settings_of`` leaves out: each size takes each of them, the others staying small.

    The wanted sizes come first, all of them. Each index takes each wanted number once, and once in each large size; the
    others follow as long as there are not too many coordinates in all.
    """
    rng = Random(2)
    sizes = {symbol: domain for symbol, domain in loss.symbols.items() if isinstance(domain, Size)}
    wanted = frozenset(value for value in wanted if value <= LARGEST or _is_light(loss))
    large = [value for value in sorted(wanted) if value > LARGEST]
    values = {s: [*range(min(d.tried), LARGEST + 1), *large] for s, d in sizes.items()}
    pairs = [(s, value) for s, d in sizes.items() for value in values[s] if value not in d.tried]
    rng.shuffle(pairs)
    found, met, budget = list[Setting](), set[tuple[Key, int, int]](), COORDINATES
    for symbol, value in sorted(pairs, key=lambda pair: pair[1] not in wanted):
        small = {other: fmpq(rng.choice(domain.tried[:2])) for other, domain in sizes.items()}
        choices = _with_indices(loss, {**small, symbol: fmpq(value)}, wanted)
        chosen = [rng.choice(choices), *(choices[:1] if value in wanted else ())]
        for index, at in product([key for key in choices[0] if key not in sizes], sorted(wanted - {1})):
            there = [numbers for numbers in choices if numbers[index] == at]
            case = index, at, value if value > LARGEST else 0  # [k = 13] may count where n = 20 only
            if there and case not in met:
                chosen.append(rng.choice(there))
                met |= {case}
        settings = [_setting(loss, numbers) for numbers in _distinct(chosen)]
        for setting in settings:
            budget -= len(setting.domains)
            if len(setting.domains) <= MOST_COORDINATES and (budget > 0 or value in wanted):
                found.append(setting)
    return found


def with_other_indices(setting: Setting, most: int) -> list[Setting]:
    """The same sizes with other free indices, or some of these where there are many."""
    loss = setting.loss
    sizes = {symbol: setting.fixed[symbol] for symbol, domain in loss.symbols.items() if isinstance(domain, Size)}
    others = [numbers for numbers in _with_indices(loss, sizes) if numbers != setting.fixed]
    return [_setting(loss, numbers) for numbers in Random(6).sample(others, min(most, len(others)))]


def mixed_settings(loss: Loss, wanted: Collection[int]) -> Iterator[Setting]:
    """The loss with its sizes and indices chosen at random, each among small numbers and those that are wanted."""
    rng = Random(5)
    wanted = [value for value in wanted if value <= LARGEST or _is_light(loss)]
    sizes = {symbol: domain for symbol, domain in loss.symbols.items() if isinstance(domain, Size)}
    choices = {s: sorted({*d.tried[:2], *(n for n in wanted if n >= min(d.tried))}) for s, d in sizes.items()}
    while True:
        numbers = {s: fmpq(rng.choice(values)) for s, values in choices.items()}
        yield _setting(loss, rng.choice(_with_indices(loss, numbers, wanted)))


def _is_light(loss: Loss) -> bool:
    """Can it be worked out in large sizes? Not where sums or layers are nested deeply, or a matrix is inverted."""
    nested = loss.backward or _depth(loss.expression) > NESTED
    return not (nested or loss.expression.has(inverse_entry, log_det))


def _depth(node: Basic) -> int:
    """How many indices are bound around one place."""
    return len(binders_of(node)) + max(map(_depth, node.args), default=0)


def moving_names(setting: Setting) -> set[Any]:
    """The names whose numbers, unlike sizes, indices and labels, are drawn from a continuum, or follow from such."""
    moving = {key for key, domain in setting.domains.items() if not domain.choices}
    return {key[0] if isinstance(key, tuple) else key for key in moving} | set(setting.graph.definitions)


def _distinct(settings: list[dict[Key, fmpq]]) -> list[dict[Key, fmpq]]:
    return [numbers for n, numbers in enumerate(settings) if numbers not in settings[:n]]


def _with_indices(loss: Loss, sizes: dict[Key, fmpq], wanted: Collection[int] = ()) -> list[dict[Key, fmpq]]:
    """The sizes with every choice of the free indices; of long ranges the ends, and what is wanted of them."""
    indices = {symbol: domain for symbol, domain in loss.symbols.items() if isinstance(domain, Index)}
    for symbol, domain in indices.items():
        if domain.last is None:
            msg = f"the index {symbol} has no last value: write {symbol}: Index('...', last=n)"
            raise LossaryError(msg)
    ranges = [range(1, integer(domain.last, _sized(loss, sizes)) + 1) for domain in indices.values()]
    some = [each if len(each) <= LARGEST else sorted({1, 2, len(each)} | {*wanted} & {*each}) for each in ranges]
    return [{**sizes, **dict(zip(indices, map(fmpq, values), strict=True))} for values in product(*some)]


def _sized(loss: Loss, sizes: Mapping[Key, fmpq]) -> Scope:
    return Scope(sizes, {}, Graph(loss.expression, {}))


def _setting(loss: Loss, fixed: dict[Key, fmpq]) -> Setting:
    formulas = [loss.expression, *(definition.value for definition in loss.definitions)]
    nodes = dict.fromkeys(node for u in formulas for node in preorder_traversal(u))
    applied = tuple(node for node in nodes if isinstance(node, AppliedUndef))
    backward = loss.definitions if loss.backward else ()
    graph = Graph(loss.expression, {one_of_equals(d.base): (d, _sizes(loss, d.base, fixed)) for d in backward})
    domains: dict[Key, Domain] = {}
    for symbol, stated in loss.symbols.items():
        domain = narrowed(loss).get(symbol, stated)
        if isinstance(domain, Model):
            domains |= dict.fromkeys({node.func for node in applied} & {symbol}, Real(""))
        elif isinstance(symbol, IndexedBase):
            drawn = _drawn(domain, loss, fixed)
            domains |= dict.fromkeys(_cells(loss, symbol, fixed), drawn)
        elif symbol not in fixed and not isinstance(domain, Intermediate | Adjoints):
            domains[symbol] = domain
    within = {name for node in applied for name in free_names(node)}
    outside = {name for u in formulas for name in free_names(u.xreplace({node: Symbol("_") for node in applied}))}
    return Setting(loss, graph, fixed, domains, applied, frozenset(within - outside))


def _drawn(domain: Domain, loss: Loss, fixed: Mapping[Key, fmpq]) -> Domain:
    """What the cells of an array are drawn from."""
    if isinstance(domain, Indices):
        return domain.up_to(integer(domain.last, _sized(loss, fixed)))
    if isinstance(domain, Intermediate):
        return Real("") if domain.reach == (None, None) else Interval("", within=domain.within)
    return domain


def _sizes(loss: Loss, array: Any, fixed: Mapping[Key, fmpq]) -> tuple[int, ...]:
    return tuple(integer(size, _sized(loss, fixed)) for size in loss.symbols[array].shape)


def _cells(loss: Loss, array: IndexedBase, fixed: Mapping[Key, fmpq]) -> list[Key]:
    """The cells that are drawn: all of an array; of an intermediate those before its first layer, if they are used."""
    sizes, domain = _sizes(loss, array, fixed), loss.symbols[array]
    array = one_of_equals(array)
    if not isinstance(domain, Intermediate | Adjoints):
        return [(array, *cell) for cell in product(*[range(1, size + 1) for size in sizes])]
    uses = [node for d in loss.definitions for node in d.value.atoms(Indexed) if node.base == array]
    layered = [any(_is_before(node.indices[i]) for node in uses) for i in range(len(sizes))]
    cells = product(*[range(0 if before else 1, size + 1) for before, size in zip(layered, sizes, strict=True)])
    return [(array, *cell) for cell in cells if 0 in cell]


def _is_before(index: Expr) -> bool:
    """Is it l - 1?"""
    return bool(index.as_coeff_Add()[0] == -1)
