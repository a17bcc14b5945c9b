"""Grouping steps into lines: light rules fold in or join the next line, heavy ones make a line of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from sympy import Expr, KroneckerDelta, Sum
from sympy.tensor.indexed import Indexed

from derivations.calculus.deltas import Ranges, contract, ranges_of
from derivations.calculus.folding import fold, spelled_alike
from derivations.calculus.lines import Line
from derivations.calculus.marks import with_marks
from derivations.calculus.reasons import HEAVY, MOST, Reason, cancelling, names_of, reasons_of
from derivations.calculus.rules import CONTRACTION, DEFINITION, DELTA, FOLDING, OUT_OF_SUM
from derivations.calculus.trace import Step, holes
from derivations.language.functions import Adjoint, D, Named
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
        draft = _next(current, targets, steps, loss, ranges)
        drafts.append(draft)
        current = draft.expression
    return drafts


def _next(current: Expr, targets: list[Expr], steps: Mapping[Expr, Step], loss: Loss, ranges: Ranges) -> Draft:
    """The next line: as many of these parts are rewritten as two names of rules allow, and the first in any case."""
    became, reasons = dict[Expr, Expr](), list[Reason]()
    for target in sorted(targets, key=lambda target: _late(steps[target], steps) if target in steps else 0):
        if reasons and target in steps and not _fits(steps[target], steps, reasons, loss):
            continue
        became[target], more = _move(target, steps, loss, ranges, reasons)
        reasons += more
    reasons += cancelling(current, became)
    return Draft(current.xreplace(became), became, tuple(reasons))


def _late(step: Step, steps: Mapping[Expr, Step]) -> int:
    """How long the step waits for others: deltas longest, so that all of them come on one line."""
    if step.rule.weight >= HEAVY:
        return 2 * (step.rule is DELTA)
    inner = holes(step.after)
    return _late(steps[inner[0]], steps) if len(inner) == 1 else 1


def _fits(step: Step, steps: Mapping[Expr, Step], reasons: list[Reason], loss: Loss) -> bool:
    """May the step stand on a line that has these reasons already? One that only leads to another waits with it."""
    more = names_of(reasons_of(step, loss))
    inner = holes(step.after)
    if not more and len(inner) == 1:
        return _fits(steps[inner[0]], steps, reasons, loss)
    return not more or len(names_of(reasons) | more) <= MOST


def _contractible(current: Expr, ranges: Ranges) -> list[Expr]:
    """The outermost sums that hold a delta to carry out, or a constant to take out."""
    if isinstance(current, Sum):
        return [current] if contract(current, ranges) != current else []
    if isinstance(current, Named | Indexed):
        return []
    return list(dict.fromkeys(total for part in current.args for total in _contractible(part, ranges)))


def _move(
    target: Expr, steps: Mapping[Expr, Step], loss: Loss, ranges: Ranges, above: list[Reason]
) -> tuple[Expr, list[Reason]]:
    """What a part of the line becomes on the next, with intermediates called by their names, and why.

    Args:
        target: the part.
        steps: by what each step starts from.
        loss: the loss.
        ranges: those of the free indices.
        above: the reasons that the line has already.
    """
    if isinstance(target, D | Adjoint):
        expression, reasons = _advance(steps[target], steps, loss, above)
    else:
        rule = CONTRACTION if target.has(KroneckerDelta) else OUT_OF_SUM
        expression, reasons = contract(target, ranges), [Reason(rule, target, None, (), rule.remark)]
    named = fold(expression, loss)
    if named != expression:
        opened = any(reason.rule is DEFINITION for reason in reasons)
        reasons.append(Reason(FOLDING, expression, None, (), FOLDING.remark, folded=opened))
    return spelled_alike(named, loss), reasons


def _advance(step: Step, steps: Mapping[Expr, Step], loss: Loss, above: list[Reason]) -> tuple[Expr, list[Reason]]:
    """What a step's left side becomes on the next line: light steps fold in, and what they leave joins the line."""
    became, reasons = dict[Expr, Expr](), reasons_of(step, loss)
    for hole in sorted(holes(step.after), key=lambda hole: _late(steps[hole], steps)):
        child = steps[hole]
        if (child.rule.weight == 0 or step.rule.weight == 1) and _fits(child, steps, [*above, *reasons], loss):
            became[hole], why = _advance(child, steps, loss, [*above, *reasons])
            reasons += why
    expression = step.after.xreplace(became).xreplace(became)  # twice: one part may have led to another
    return expression, [*reasons, *cancelling(step.after, became)]


def numbered(left: Expr, drafts: list[Draft], start: int = 1) -> list[Line]:
    """Number the lines and mark on each what came of the line above and what the line below rewrites."""
    lines, above = [], left
    for number, (draft, below) in enumerate(zip_longest(drafts, drafts[1:]), start=start):
        shown = with_marks(above, draft.became, set(below.became) if below else set())
        lines.append(Line(number, draft.expression, shown, draft.reasons))
        above = draft.expression
    return lines
