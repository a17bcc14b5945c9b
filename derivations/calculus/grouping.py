"""Grouping steps into lines: light rules fold in or join the next line, heavy ones make a line of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from sympy import Expr, KroneckerDelta, Sum
from sympy.tensor.indexed import Indexed

from derivations.calculus.deltas import Ranges, contract, ranges_of
from derivations.calculus.folding import fold, spelled_alike
from derivations.calculus.lines import Line
from derivations.calculus.marks import with_marks
from derivations.calculus.reasons import HEAVY, MOST, Reason, cancelling, names_of, reasons_of, settled, still_shown
from derivations.calculus.rules import CANCELLING, CONTRACTION, DEFINITION, DELTA, FOLDING, OUT_OF_SUM
from derivations.calculus.trace import Step, holes
from derivations.language.functions import Adjoint, D, Named
from derivations.language.loss import Loss

BY_TERMS = "the sum taken term by term; where a delta stands, only the term for which it is 1 is left"


@dataclass(frozen=True)
class Draft:
    """A line before it is numbered and marked: the expression, what each part of the line above became, and why."""

    expression: Expr
    became: Mapping[Expr, Expr]
    reasons: tuple[Reason, ...]


def differentiation(root: Step, loss: Loss, ranges: Ranges | None = None) -> list[Draft]:
    """The lines that rewrite holes until none is left, then carry out what sums over deltas are left."""
    chain = _Chain(root, loss, ranges_of(loss) if ranges is None else ranges)
    current, drafts = root.before, list[Draft]()
    while (
        targets := [current]
        if isinstance(current, Adjoint) and not drafts
        else holes(current) or _contractible(current, chain.ranges)
    ):
        drafts.append(chain.next(current, targets))
        current = drafts[-1].expression
    return drafts


def _contractible(current: Expr, ranges: Ranges) -> list[Expr]:
    """The outermost sums that hold a delta to carry out, or a constant to take out."""
    if isinstance(current, Sum):
        return [current] if contract(current, ranges) != current else []
    if isinstance(current, Named | Indexed):
        return []
    return list(dict.fromkeys(total for part in current.args for total in _contractible(part, ranges)))


class _Chain:
    """One chain of equations on its way: the steps that it may take, by what each starts from."""

    def __init__(self, root: Step, loss: Loss, ranges: Ranges) -> None:
        self.loss, self.ranges = loss, ranges
        self.steps = {step.before: step for step in root.walk()}
        self.why = {before: reasons_of(step, loss) for before, step in self.steps.items()}

    def next(self, current: Expr, targets: list[Expr], most: int = MOST) -> Draft:
        """The next line: as many of these parts are rewritten as so many names allow, and the first in any case."""
        became, reasons = dict[Expr, Expr](), list[Reason]()
        for target in sorted(targets, key=self._late):
            if not reasons or self._fits(target, reasons, most):
                became[target], more = self._move(target, reasons, most)
                reasons += more
        reasons += cancelling(current, became)
        if most > 1 and len(names_of(settled(reasons))) > MOST:
            return self.next(current, targets, most - 1)
        return Draft(current.xreplace(became), became, tuple(reasons))

    def _late(self, target: Expr) -> int:
        """How long a part waits for others: deltas longest, so that all of them come on one line."""
        if target not in self.steps:
            return 0
        step = self.steps[target]
        if step.rule.weight >= HEAVY:
            return 2 * (step.rule is DELTA)
        inner = holes(step.after)
        return max(1, self._late(inner[0])) if len(inner) == 1 else 1

    def _fits(self, target: Expr, reasons: list[Reason], most: int) -> bool:
        """May it be rewritten beside these reasons? A step that does no more than lead to another waits with it."""
        if target not in self.steps:
            return True
        names, inner = names_of(self.why[target]), holes(self.steps[target].after)
        if not names and len(inner) == 1:
            return self._fits(inner[0], reasons, most)
        return not names or len(names_of(reasons) | names) <= most

    def _move(self, target: Expr, above: list[Reason], most: int) -> tuple[Expr, list[Reason]]:
        """What a part becomes beside the reasons above, with intermediates called by their names, and why."""
        if isinstance(target, D | Adjoint):
            expression, reasons = self._advance(target, above, most)
        else:
            rule = CONTRACTION if target.has(KroneckerDelta) else OUT_OF_SUM
            expression = contract(target, self.ranges)
            splits = rule is CONTRACTION and expression.is_Add
            reasons = [Reason(rule, target, None, (), BY_TERMS if splits else rule.remark)]
        named = fold(expression, self.loss)
        if named != expression:
            opened = any(reason.rule is DEFINITION for reason in reasons)
            reasons.append(Reason(FOLDING, expression, None, (), FOLDING.remark, folded=opened))
        return spelled_alike(named, self.loss), reasons

    def _advance(self, target: Expr, above: list[Reason], most: int) -> tuple[Expr, list[Reason]]:
        """What a derivative becomes: light steps fold in, and what they leave joins the line."""
        step, became, reasons = self.steps[target], dict[Expr, Expr](), list(self.why[target])
        for hole in sorted(holes(step.after), key=self._late):
            light = self.steps[hole].rule.weight == 0 or step.rule.weight == 1
            if light and self._fits(hole, [*above, *reasons], most):
                became[hole], more = self._advance(hole, [*above, *reasons], most)
                reasons += more
        expression = step.after.xreplace(became).xreplace(became)  # twice: one part may have led to another
        return expression, [*reasons, *cancelling(step.after, became)]


def _with_carried(carried: list[Reason], own: tuple[Reason, ...]) -> list[Reason]:
    """The reasons of a line with what it cancels for the line above: on demand, where that is a name too many."""
    together = [*carried, *own]
    if len(names_of(settled(together))) <= MOST:
        return together
    return [*own, *(replace(reason, folded=True) for reason in carried)]


def numbered(left: Expr, drafts: list[Draft], start: int = 1) -> list[Line]:
    """Number the lines and mark on each what came of the line above and what the line below rewrites.

    What a line still shows above and below a fraction line is cancelled on the next, and said there; the last line
    shows what is left.
    """
    lines, above, later = list[Line](), left, list[Reason]()
    for number, (draft, below) in enumerate(zip_longest(drafts, drafts[1:]), start=start):
        shown = with_marks(above, draft.became, set(below.became) if below else set())
        reasons, later = _with_carried(later, draft.reasons), []
        uncancelled = still_shown(shown)
        if uncancelled and below is None:
            shown = with_marks(above, {above: draft.expression}, set())
        elif uncancelled:
            later = [reason for reason in draft.reasons if reason.rule is CANCELLING and reason.subject in uncancelled]
            reasons = [reason for reason in reasons if reason not in later]
        lines.append(Line(number, draft.expression, shown, tuple(reasons)))
        above = draft.expression
    return lines
