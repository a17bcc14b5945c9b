"""Differentiation that keeps its steps: one Step for every application of a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Basic, Expr, Sum

from derivations.calculus.rules import CONTRACTION, Rule, rule_for
from derivations.language.functions import Adjoint, D

Binders = tuple[tuple[Basic, Basic, Basic], ...]  # the sums around an expression, as (index, low, high)


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
    """

    rule: Rule
    before: Expr
    after: Expr
    conditions: tuple[Basic, ...]
    children: tuple[Step, ...]
    result: Expr
    binders: Binders = ()

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


def differentiate(u: Expr, w: Expr, binders: Binders = ()) -> Step:
    """The derivative of u by w with every step to it; `binders` are the sums around it.

    Raises:
        LossaryError: if no rule covers a part of u.
    """
    return _step(D(u, w), binders, {})


def binders_of_holes(expression: Basic, binders: Binders = ()) -> dict[D, Binders]:
    """For every hole the sums around it."""
    if isinstance(expression, D):
        return {expression: binders}
    inner = binders + (tuple(map(tuple, expression.limits)) if isinstance(expression, Sum) else ())
    found: dict[D, Binders] = {}
    for part in expression.args:
        found |= binders_of_holes(part, inner)
    return found


def _step(hole: D, binders: Binders, known: dict[tuple[D, Binders], Step]) -> Step:
    if (hole, binders) not in known:
        rule = rule_for(hole.inner, hole.wrt)
        after = rule.after(hole.inner, hole.wrt)
        around = binders_of_holes(after, binders)
        children = tuple(_step(child, around[child], known) for child in holes(after))
        filled = after.xreplace({child.before: child.result for child in children})
        tidying = _contraction(filled, binders) if isinstance(filled, Sum) else ()
        result = tidying[-1].result if tidying else filled
        conditions = rule.conditions(hole.inner, hole.wrt)
        known[hole, binders] = Step(rule, hole, after, conditions, (*children, *tidying), result, binders)
    return known[hole, binders]


def _contraction(total: Sum, binders: Binders) -> tuple[Step, ...]:
    """The step that carries out the sum over a delta, if there is one."""
    contracted = CONTRACTION.after(total, None)
    return () if contracted == total else (Step(CONTRACTION, total, contracted, (), (), contracted, binders),)
