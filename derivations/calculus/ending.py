"""The last lines of a derivation: what the script states, or the shortest form; then what constraints make of it."""

from __future__ import annotations

from sympy import Expr

from derivations.calculus.canon import SAVING, brackets, length, signs_as_written
from derivations.calculus.folding import put_in
from derivations.calculus.grouping import Draft
from derivations.calculus.lines import Reason
from derivations.calculus.rules import (
    CLOSING,
    COMMON_DENOMINATOR,
    CONSTRAINT,
    FACTORING,
    JOINING,
    MULTIPLYING_OUT,
)
from derivations.language.loss import Closing, Loss

SHORTENINGS = (MULTIPLYING_OUT, FACTORING, COMMON_DENOMINATOR, JOINING)


def ending(result: Expr, loss: Loss) -> list[Draft]:
    """The script's closing lines, or the shortest form that cheap algebra finds; then what constraints make of it."""
    drafts = _closings(result, loss) if loss.closing else _shortened(result, loss)
    last = drafts[-1].expression if drafts else result
    constrained = put_in(last, loss.constraints)
    if constrained == last:
        return drafts
    reason = Reason(CONSTRAINT, last, None, loss.equations, CONSTRAINT.remark)
    return [*drafts, Draft(constrained, {last: constrained}, (reason,)), *_shortened(constrained, loss)]


def _closings(result: Expr, loss: Loss) -> list[Draft]:
    above = [result, *(closing.expression for closing in loss.closing)]
    return [stated(before, closing) for before, closing in zip(above, loss.closing, strict=False)]


def _shortened(result: Expr, loss: Loss) -> list[Draft]:
    models = brackets(loss.expression)
    rewritten = {rule: signs_as_written(rule.after(result, None), models) for rule in SHORTENINGS}
    best = min(rewritten, key=lambda rule: length(rewritten[rule]))
    if length(rewritten[best]) > length(result) - SAVING:
        return []
    reason = Reason(best, result, None, (), best.remark)
    return [Draft(rewritten[best], {result: rewritten[best]}, (reason,))]


def stated(before: Expr, closing: Closing) -> Draft:
    return Draft(closing.expression, {before: closing.expression}, (Reason(CLOSING, before, None, (), closing.reason),))
