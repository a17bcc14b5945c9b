"""Grouping steps into lines: light rules fold in or join the next line, heavy ones make a line of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from sympy import Basic, Expr, KroneckerDelta, Sum
from sympy.tensor.indexed import Indexed

from derivations.calculus.deltas import Ranges, contract, ranges_of
from derivations.calculus.folding import fold, spelled_alike
from derivations.calculus.lines import Line, Reason
from derivations.calculus.marks import with_marks
from derivations.calculus.parts import terms_with
from derivations.calculus.rules import CONTRACTION, FOLDING, OUT_OF_SUM
from derivations.calculus.trace import Step, holes
from derivations.language.functions import Adjoint, D, Named
from derivations.language.indices import substitute
from derivations.language.loss import Loss


@dataclass(frozen=True)
class Draft:
    """A line before it is numbered and marked: the expression, what each part of the line above became, and why."""

    expression: Expr
    became: Mapping[Expr, Expr]
    reasons: tuple[Reason, ...]


def differentiation(root: Step, loss: Loss, ranges: Ranges | None = None) -> list[Draft]:
    """The lines that rewrite holes until none is left, then carry out what sums over deltas are left."""
    steps = {step.before: step for step in root.walk()}
    ranges = ranges_of(loss) if ranges is None else ranges
    current, drafts = root.before, list[Draft]()
    while (
        targets := [current]
        if isinstance(current, Adjoint) and not drafts
        else holes(current) or _contractible(current, ranges)
    ):
        moves = {target: _move(target, steps, loss, ranges) for target in targets}
        became = {target: expression for target, (expression, _) in moves.items()}
        current = current.xreplace(became)
        reasons = tuple(reason for _, why in moves.values() for reason in why)
        drafts.append(Draft(current, became, reasons))
    return drafts


def _contractible(current: Expr, ranges: Ranges) -> list[Expr]:
    """The outermost sums that hold a delta to carry out, or a constant to take out."""
    if isinstance(current, Sum):
        return [current] if contract(current, ranges) != current else []
    if isinstance(current, Named | Indexed):
        return []
    return list(dict.fromkeys(total for part in current.args for total in _contractible(part, ranges)))


def _move(target: Expr, steps: Mapping[Expr, Step], loss: Loss, ranges: Ranges) -> tuple[Expr, list[Reason]]:
    """What a part of the line becomes on the next, with intermediates called by their names, and why."""
    if isinstance(target, D | Adjoint):
        expression, reasons = _advance(steps[target], steps)
    else:
        rule = CONTRACTION if target.has(KroneckerDelta) else OUT_OF_SUM
        expression, reasons = contract(target, ranges), [Reason(rule, target, None, (), rule.remark)]
    named = fold(expression, loss)
    reasons += [Reason(FOLDING, expression, None, (), FOLDING.remark)] if named != expression else []
    return spelled_alike(named, loss), reasons


def _advance(step: Step, steps: Mapping[Expr, Step]) -> tuple[Expr, list[Reason]]:
    """What a step's left side becomes on the next line: light steps fold in, and what they leave joins the line."""
    expression, reasons = step.after, [_reason(step)]
    for hole in holes(expression):
        child = steps[hole]
        if child.rule.weight == 0 or step.rule.weight == 1:
            inner, why = _advance(child, steps)
            expression = expression.xreplace({hole: inner})
            reasons += why
    return expression, reasons


def _reason(step: Step) -> Reason:
    conditions = tuple(c for condition in step.conditions for c in at_component(condition, step))
    return Reason(step.rule, step.subject, step.wrt, conditions, step.rule.remark)


def at_component(condition: Basic, step: Step) -> list[Basic]:
    """The condition on a term of a sum, for those terms only that depend on the variable."""
    conditions = [condition]
    for index, _, _ in step.binders:
        terms = terms_with(condition, index, step.wrt) if isinstance(step.wrt, Indexed) else None
        if terms is not None:
            conditions = [substitute(c, {index: term}) for c in conditions for term in terms]
    return conditions


def numbered(left: Expr, drafts: list[Draft], start: int = 1) -> list[Line]:
    """Number the lines and mark on each what came of the line above and what the line below rewrites."""
    lines, above = [], left
    for number, (draft, below) in enumerate(zip_longest(drafts, drafts[1:]), start=start):
        shown = with_marks(above, draft.became, set(below.became) if below else set())
        lines.append(Line(number, draft.expression, shown, draft.reasons))
        above = draft.expression
    return lines
