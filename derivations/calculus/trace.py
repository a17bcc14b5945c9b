"""Differentiation that keeps its steps: one Step for every application of a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sympy import Basic, Expr, Sum
from sympy.core.relational import Relational

from derivations.calculus.deltas import Ranges, contract, within
from derivations.calculus.rules import CONTRACTION, Rule, rule_for
from derivations.calculus.sides import Binders, binders_of, guarded_cases
from derivations.language.functions import Adjoint, Branches, D


@dataclass(frozen=True)
class Around:
    """What stands around a step: sums, the comparisons that hold in the branches that it is in, ranges of indices."""

    binders: Binders = ()
    given: tuple[Relational, ...] = ()
    free: tuple[tuple[Basic, tuple[Expr, Expr]], ...] | None = None

    @property
    def ranges(self) -> Ranges | None:
        """Those of the free indices and of those that the sums bind; None if they are not known."""
        return None if self.free is None else within(dict(self.free), self.binders[::-1])

    def shared(self, other: Around) -> Around:
        """What stands around it at both of two places."""
        return replace(self, given=tuple(each for each in self.given if each in other.given))


NOTHING = Around()


@dataclass(frozen=True)
class Step:
    """One application of a rule: the claim that `before` equals `after`, which the referee can test.

    Args:
        rule: the rule.
        before: a hole D(u, w), or an expression without holes that a rewriting acts on.
        after: the next expression; may hold further holes, one for each child.
        conditions: where the step is allowed.
        children: the steps that fill the holes of `after`, then those that tidy up what came of it.
        result: what `before` equals in the end, without holes.
        binders: the sums around the step, as (index, low, high): their indices are free in it.
        given: the comparisons that hold where the branches around the step are the ones in force.
    """

    rule: Rule
    before: Expr
    after: Expr
    conditions: tuple[Basic, ...]
    children: tuple[Step, ...]
    result: Expr
    binders: Binders = ()
    given: tuple[Relational, ...] = ()

    @property
    def subject(self) -> Expr:
        """What the rule acts on."""
        if isinstance(self.before, Adjoint):
            return self.before.loss
        return self.before.inner if isinstance(self.before, D) else self.before

    @property
    def wrt(self) -> Expr | None:
        """What is differentiated by, if the step takes a derivative."""
        return self.before.wrt if isinstance(self.before, D) else None

    def walk(self) -> Iterator[Step]:
        """The step and all below it, depth first."""
        yield self
        for child in self.children:
            yield from child.walk()


def holes(expression: Expr) -> list[D]:
    """The derivatives not yet taken, in a fixed order."""
    return sorted(expression.atoms(D), key=lambda hole: hole.sort_key())


def differentiate(u: Expr, w: Expr, binders: Binders = (), ranges: Ranges | None = None) -> Step:
    """The derivative of u by w with every step to it.

    Args:
        u: what is differentiated.
        w: by what.
        binders: the sums around it.
        ranges: those of the free indices, as far as they are known.

    Raises:
        LossaryError: if no rule covers a part of u.
    """
    free = None if ranges is None else tuple(ranges.items())
    return _step(D(u, w), Around(binders, free=free), {})


def around_holes(expression: Basic, around: Around = NOTHING) -> dict[D, Around]:
    """For every hole the sums around it, and the comparisons that hold wherever it counts."""
    if isinstance(expression, D):
        return {expression: around}
    inner = (
        replace(around, binders=(*around.binders, *binders_of(expression))) if isinstance(expression, Sum) else around
    )
    parts = [(part, inner) for part in expression.args]
    if isinstance(expression, Branches):
        cases = guarded_cases(expression)
        parts = [(value, replace(inner, given=(*inner.given, *given))) for value, _, given in cases]
    found: dict[D, Around] = {}
    for part, here in parts:
        for hole, there in around_holes(part, here).items():
            found[hole] = there if hole not in found else found[hole].shared(there)
    return found


def _step(hole: D, around: Around, known: dict[tuple[D, Around], Step]) -> Step:
    if (hole, around) not in known:
        rule = rule_for(hole.inner, hole.wrt)
        after = rule.after(hole.inner, hole.wrt)
        inner = around_holes(after, around)
        children = tuple(_step(child, inner[child], known) for child in holes(after))
        filled = after.xreplace({child.before: child.result for child in children})
        tidying = _contraction(filled, around) if isinstance(filled, Sum) else ()
        result = tidying[-1].result if tidying else filled
        conditions, steps = rule.conditions(hole.inner, hole.wrt), (*children, *tidying)
        known[hole, around] = Step(rule, hole, after, conditions, steps, result, around.binders, around.given)
    return known[hole, around]


def _contraction(total: Sum, around: Around) -> tuple[Step, ...]:
    """The step that carries out the sum over a delta, if there is one."""
    contracted = contract(total, around.ranges)
    return () if contracted == total else (Step(CONTRACTION, total, contracted, (), (), contracted, around.binders),)
