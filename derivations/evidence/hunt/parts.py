"""Where a part of a claim counts: what is multiplied by 0 cannot be seen, however one moves along a line from there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flint import arb
from sympy import Basic, Expr, KroneckerDelta, Mul, Rational

from derivations.errors import LossaryError
from derivations.evidence.balls import Number, Undecided, Undefined
from derivations.evidence.hunt.hints import own_arguments
from derivations.evidence.places import Switch, own_switches
from derivations.evidence.scope import Binder, Scope
from derivations.evidence.values import binders_of, some_assignments
from derivations.evidence.verdicts import value
from derivations.language.cases import one_by_one
from derivations.language.functions import D

SHIFT = Rational(17, 13)  # by which a part is changed
LEAST = arb(2) ** -100  # what changes by a smaller share hardly counts
MOST = 24  # parts of one claim


@dataclass(frozen=True)
class Part:
    """A part of a claim.

    Args:
        claim: the whole.
        outer: the indices that are bound around the claim.
        node: the part.
        subject: what decides where the part changes: a switch or an argument of it.
        shift: by which the part is changed, to see whether the whole does.
    """

    claim: Expr
    outer: tuple[Binder, ...]
    node: Expr
    subject: Switch
    shift: Expr = SHIFT

    def counts(self, scope: Scope, indices: Mapping[Any, int] | None = None) -> bool:
        """Does the claim change here if the part does; and if it does for these values of the indices only?"""
        deltas = [KroneckerDelta(index, number) for index, number in (indices or {}).items()]
        changed = _with(self, Mul(self.shift, *deltas))
        scopes = [scope] if indices else some_assignments(self.outer, scope, 1)
        return any(_differ(self.claim, changed, inner) for inner in scopes)


def parts_of(
    claims: Iterable[tuple[Basic, tuple[Binder, ...]]], subjects: Collection[Switch], shift: Expr = SHIFT
) -> tuple[Part, ...]:
    """The parts of the claims that have such a subject, outermost first."""
    wanted = set(subjects)
    found: dict[Part, None] = {}
    for claim, outer in ((one_by_one(claim), outer) for claim, outer in claims):
        found |= dict.fromkeys(Part(claim, outer, *pair, shift) for pair in _pairs(claim, outer) if pair[1] in wanted)
    return tuple(found)[:MOST]


def parts_of_slope(hole: D, subjects: Collection[Switch]) -> tuple[Part, ...]:
    """The same of what is differentiated: there a part counts if the slope changes as it does."""
    inside = parts_of([(hole.args[0], ())], subjects, SHIFT * hole.args[1])
    return tuple(replace(part, claim=hole) for part in inside)


def _pairs(node: Basic, binders: tuple[Binder, ...]) -> Iterator[tuple[Basic, Switch]]:
    binders = (*binders, *binders_of(node))
    yield from ((node, Switch(subject, binders)) for subject in (*own_switches(node), *own_arguments(node)))
    for part in node.args:
        yield from _pairs(part, binders)


@lru_cache(maxsize=2**12)
def _with(part: Part, more: Expr) -> Expr:
    return part.claim.xreplace({part.node: part.node + more})


def _differ(one: Expr, other: Expr, scope: Scope) -> bool:
    first, second = _number(one, scope), _number(other, scope)
    if first is None or second is None:
        return False
    return bool(abs(arb(first - second)) > LEAST * abs(arb(first)))


def _number(expression: Expr, scope: Scope) -> Number | None:
    try:
        return value(expression, scope)
    except (Undefined, Undecided, LossaryError):
        return None
