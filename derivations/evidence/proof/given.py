"""What a proof may take for granted: the domains of the names, the constraints, and the switches of the loss itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import inf
from typing import Any

from sympy import Expr, IndexedBase, Symbol
from sympy.core.relational import Ge, Gt, Le, Lt

from derivations.evidence.places import Switch, switches_in
from derivations.evidence.proof.adjoints import formulas_of
from derivations.evidence.proof.ranges import REAL, Range
from derivations.language.domains import Domain, Index, Indices, Intermediate, PositiveDefinite, Size
from derivations.language.indices import are_turned, same_letters
from derivations.language.loss import Loss


@dataclass(frozen=True)
class Given:
    """The loss of which something is to be proved.

    Args:
        loss: it says what its names mean.
        ranges: for each symbol and array between which numbers it lies.
        signs: the symbols and arrays that are -1 or +1.
        facts: expressions that are not negative, such as n - k for an index k that runs to n.
        own: where the loss itself changes its formula.
        whole: the symbols that are whole numbers: indices and sizes.
        symmetric: the arrays that are symmetric, whatever the numbers are.
        effort: how many normal forms may still be worked out; None if there is no limit.
        shelf: workspaces in which several proofs are worked out, by cell; None if each proof is to have its own.
    """

    loss: Loss
    ranges: dict[Any, Range]
    signs: frozenset[Any]
    facts: tuple[Expr, ...]
    own: tuple[Switch, ...]
    whole: frozenset[Any] = frozenset()
    symmetric: frozenset[Any] = frozenset()
    effort: list[int] | None = field(default=None, compare=False, repr=False)
    shelf: dict[Any, Any] | None = field(default=None, compare=False, repr=False)


def given_by(loss: Loss, facts: tuple[Expr, ...] = ()) -> Given:
    """What the loss states, and further expressions that are not negative."""
    symbols = loss.symbols
    return Given(
        loss,
        {name: range_of(domain) for name, domain in symbols.items() if isinstance(name, Symbol | IndexedBase)},
        frozenset(name for name, domain in symbols.items() if set(domain.values) == {-1, 1}),
        (
            *facts,
            *not_negative(loss.relations),
            *(domain.last - name for name, domain in symbols.items() if isinstance(domain, Index)),
        ),
        tuple(switch for formula in formulas_of(loss) for switch in switches_in(formula)),
        frozenset(name for name, domain in symbols.items() if isinstance(domain, Index | Indices | Size)),
        frozenset(_symmetric(loss)),
    )


def _symmetric(loss: Loss) -> Iterator[Any]:
    """Positive definite arrays, those said to be symmetric, and intermediates that stay when i and j change places."""
    yield from (name for name, domain in loss.symbols.items() if isinstance(domain, PositiveDefinite))
    for left, right in loss.constraints:
        if are_turned(left, right) and all(isinstance(loss.symbols.get(index), Index) for index in left.indices):
            yield left.base
    for definition in loss.definitions:
        if len(definition.indices) == 2:  # noqa: PLR2004
            i, j = definition.indices
            if same_letters(definition.value) == same_letters(definition.value.xreplace({i: j, j: i})):
                yield definition.base


def not_negative(relations: Iterable[Any]) -> tuple[Expr, ...]:
    """What these inequalities say is not negative."""
    sides = {Gt: 1, Ge: 1, Lt: -1, Le: -1}
    return tuple((r.lhs - r.rhs) * sides[type(r)] for r in relations if type(r) in sides)


def within(given: Given, binders: Iterable[tuple[Any, Any, Any]]) -> Given:
    """The same with indices that are bound around: each runs from its first to its last value.

    A letter that names a free index as well is another one here: nothing that is known of that is known of this.
    """
    binders = list(binders)
    if not binders:
        return given
    bound = {index for index, *_ in binders}
    kept = [fact for fact in given.facts if fact.free_symbols.isdisjoint(bound)]
    ranges = {index: Range(low=Fraction(1), with_low=True) for index, low, _ in binders if low == 1}
    facts = [gap for index, low, high in binders for gap in (high - index, index - low)]
    ranges = {**{name: r for name, r in given.ranges.items() if name not in bound}, **ranges}
    return replace(given, ranges=ranges, facts=(*kept, *facts), whole=given.whole | bound, shelf=None)


def range_of(domain: Domain) -> Range:
    """The numbers of the domain; of an intermediate nothing is known, as it is computed."""
    if isinstance(domain, Index | Indices):
        return Range(low=Fraction(1), with_low=True)
    if isinstance(domain, Size):
        return Range(low=Fraction(min(domain.tried)), with_low=True)
    if isinstance(domain, Intermediate):
        return REAL
    if domain.values:
        return Range(Fraction(min(domain.values)), Fraction(max(domain.values)), with_low=True, with_high=True)
    low, high = domain.interval
    return Range(-inf if low is None else low, inf if high is None else high, *domain.ends)
