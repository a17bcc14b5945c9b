"""What a reader sees: lines with their reasons, in chains of equations, and the derivation that they make up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sympy import Basic, Eq, Expr, Mul, Ne, Sum, expand
from sympy.core.relational import Ge, Gt, Le, Lt, Relational
from sympy.tensor.indexed import Indexed

from derivations.calculus.boundary import Boundaries, Boundary
from derivations.calculus.deltas import ranges_of
from derivations.calculus.edges import own_conditions
from derivations.calculus.granted import Known
from derivations.calculus.known import known_of
from derivations.calculus.reasons import Reason, told
from derivations.calculus.sides import Binders
from derivations.calculus.trace import Step
from derivations.language.functions import Named, magnitude
from derivations.language.loss import Loss
from derivations.language.written import Order


@dataclass(frozen=True)
class Line:
    """One line of a derivation: the expression, the same with its marks, and the reasons."""

    number: int
    expression: Expr
    shown: Expr
    reasons: tuple[Reason, ...]

    @property
    def conditions(self) -> tuple[Basic, ...]:
        return tuple(dict.fromkeys(condition for reason in self.reasons for condition in reason.conditions))

    @property
    def named(self) -> tuple[Reason, ...]:
        """The reasons that stand beside the line."""
        return tuple(told(self.reasons))

    @property
    def quiet(self) -> tuple[Reason, ...]:
        """The bookkeeping that is told on demand."""
        return tuple(reason for reason in self.reasons if reason not in self.named)


@dataclass(frozen=True)
class Chain:
    """One chain of equations, from a derivative not yet taken to its value.

    Args:
        root: the first step.
        left_shown: the left side, marked.
        lines: the lines, numbered through the whole derivation.
        condition: the case that the chain is for; None if for all.
    """

    root: Step
    left_shown: Expr
    lines: tuple[Line, ...]
    condition: Basic | None = None

    @property
    def left(self) -> Expr:
        return self.root.before

    @property
    def result(self) -> Expr:
        return self.lines[-1].expression


@dataclass(frozen=True)
class Derivation:
    """The gradient of one loss, from the definition down, and where it does not hold.

    Derived forwards, it is one chain of equations; backwards, one for each intermediate, the gradient's last.
    """

    loss: Loss
    chains: tuple[Chain, ...]
    other_forms: tuple[Line, ...]
    analysis: Boundaries

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the gradient's own chain."""
        return self.chains[-1].lines

    @property
    def left(self) -> Expr:
        return self.chains[-1].left

    @property
    def left_shown(self) -> Expr:
        return self.chains[-1].left_shown

    @property
    def gradient(self) -> Expr:
        return self.chains[-1].result

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """Every line that the page shows."""
        return (*(line for chain in self.chains for line in chain.lines), *self.other_forms)

    @cached_property
    def tree(self) -> tuple[Step, ...]:
        """Every application of a rule, each once, depth first."""
        steps = (step for chain in self.chains for step in chain.root.walk())
        return tuple({(step.before, step.binders): step for step in steps}.values())

    @property
    def boundaries(self) -> tuple[Boundary, ...]:
        """Where the formula changes, or fails."""
        return self.analysis.found

    @cached_property
    def conditions(self) -> tuple[Basic, ...]:
        """Where the gradient holds, beside the domains: what its lines and the loss itself need, and what is stated."""
        known = known_of(self.loss)
        edges = (b.switch for b in self.boundaries if b.kind == "outside" and isinstance(b.switch, Named))
        found: dict[tuple[Any, ...], Basic] = {}
        needed = (*self._needed, *self.own_conditions, *(Ne(intermediate, 0) for intermediate in edges))
        for condition in (*(_in_short(each, known) for each in needed), *self.loss.stated):
            meaning = _meaning(condition)
            if meaning not in found or (isinstance(found[meaning], Gt) and isinstance(condition, Ne)):
                found[meaning] = condition
        strict = {meaning[1] for meaning in found if meaning[0] is True}
        kept = [c for meaning, c in found.items() if meaning[0] is not Ne or strict.isdisjoint(meaning[1])]
        reasons = [*kept, *self._at_own_entry]
        return tuple(c for c in kept if not any(_follows(c, other) for other in reasons if other is not c))

    @property
    def _at_own_entry(self) -> Iterator[Relational]:
        """What the loss needs for every index, said of the entry that the gradient is by."""
        w = self.loss.wrt
        for condition, binders in self.own_conditions.items() if isinstance(w, Indexed) else ():
            yield from (condition.xreplace({index: at}) for index, *_ in binders for at in w.indices)

    @property
    def _needed(self) -> tuple[Basic, ...]:
        """What the lines need; a seam with one slope is no exception."""
        lines = (line for chain in self.chains for line in chain.lines)
        stated = (condition for line in lines for condition in line.conditions)
        conditions = dict.fromkeys(own for condition in stated for own in self.analysis.at_cells(condition))
        return tuple(condition for condition in conditions if not self.analysis.is_seam(condition))

    @cached_property
    def own_conditions(self) -> Mapping[Relational, Binders]:
        """What the loss itself needs to have a value, whatever the variable is, and no line says."""
        loss = self.loss
        found = {} if loss.backward else own_conditions(loss.expression, loss.wrt, known_of(loss))
        return {condition: indices for condition, indices in found.items() if condition not in self._needed}

    @property
    def claimed_conditions(self) -> tuple[tuple[Basic, Binders], ...]:
        """The comparisons that lines and loss need, each with the indices for every value of which it is meant."""
        sums = {binder[0]: binder for step in self.tree for binder in step.binders}
        bound = {index: (index, *ends) for index, ends in ranges_of(self.loss).items()} | sums
        free = set(self.loss.symbols)
        comparisons = [c for c in self._needed if isinstance(c, Relational) and not isinstance(c, Eq)]
        lines = ((c, tuple(b for i, b in bound.items() if i in c.free_symbols - free)) for c in comparisons)
        return (*lines, *self.own_conditions.items())

    @cached_property
    def order(self) -> Order:
        """What a printer follows: the author, and outer derivatives before inner ones, as they came up line by line."""
        first: dict[Expr, int] = {}
        for number, expression in enumerate([self.loss.expression, *(line.expression for line in self.all_lines)]):
            for factor in _free_factors(expression):
                first.setdefault(factor, number)
        return Order(self.loss.written, first)


def _in_short(condition: Basic, known: Known) -> Basic:
    """Of u v > 0 for positive v, u > 0; of u v != 0 likewise."""
    if not (isinstance(condition, Gt | Ne) and condition.rhs == 0 and condition.lhs.is_Mul):
        return condition
    is_granted = known.is_positive if isinstance(condition, Gt) else known.is_nonzero
    factors = [factor for factor in condition.lhs.args if not is_granted(factor)]
    return condition.func(Mul(*factors), 0, evaluate=False) if factors else condition


def _follows(condition: Basic, other: Basic) -> bool:
    """Does u != 0, or u > 0, hold because another one does, such as u v > 0?"""
    if isinstance(condition, Ne) and isinstance(other, Gt | Ne):
        gap = condition.lhs - condition.rhs
        factors = {factor.as_base_exp()[0] for factor in Mul.make_args(other.lhs - other.rhs)}
        return gap in {*factors, *(-factor for factor in factors)}
    return _meaning(condition) == _meaning(other)


def _meaning(relation: Any) -> tuple[Any, ...]:
    """The same for a < b and b > a, and for |a - b| > 0 and a != b."""
    if isinstance(relation, Gt) and isinstance(relation.lhs, magnitude) and relation.rhs == 0:
        return _meaning(Ne(relation.lhs.args[0], 0))
    if isinstance(relation, Gt | Ge | Lt | Le):
        return type(relation) in (Gt, Lt), expand(relation.gts - relation.lts)
    return type(relation), frozenset(expand(side * (relation.lhs - relation.rhs)) for side in (1, -1))


def _free_factors(expression: Basic, bound: frozenset[Basic] = frozenset()) -> Iterator[Expr]:
    """The base of every factor of every product, but for those with a bound index: its letter is free elsewhere."""
    if isinstance(expression, Indexed):
        return
    if isinstance(expression, Sum):
        bound |= {limit[0] for limit in expression.limits}
    for part in expression.args:
        if expression.is_Mul and not part.free_symbols & bound:
            yield part.base if part.is_Pow else part
        yield from _free_factors(part, bound)
