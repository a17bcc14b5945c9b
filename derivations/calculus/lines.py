"""What a reader sees: steps grouped into lines by weight, and on each line what came of the last and what the next rewrites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from sympy import Basic, Expr, S, Symbol, preorder_traversal

from derivations.calculus.canon import SAVING, brackets, length, signs_as_written
from derivations.calculus.granted import is_granted
from derivations.calculus.kinks import Boundaries, Boundary, find_boundaries
from derivations.calculus.rules import CLOSING, COMMON_DENOMINATOR, FACTORING, MULTIPLYING_OUT, Rule
from derivations.calculus.trace import Step, differentiate, holes
from derivations.functions import D
from derivations.loss import Closing, Loss

OLD, NEW = Symbol("old"), Symbol("new")


class Marked(Expr):
    """A part of a line to be marked: "old" where the next line rewrites it, "new" where it came of the last."""

    is_commutative = True

    def __new__(cls, expression: Expr, kind: Symbol) -> Marked:
        return Expr.__new__(cls, expression, kind)

    @property
    def expression(self) -> Expr:
        return self.args[0]

    @property
    def kind(self) -> str:
        return str(self.args[1])


@dataclass(frozen=True)
class Reason:
    """Why a line equals the one above: a rule, what it acted on, and under which conditions."""

    rule: Rule
    subject: Expr
    wrt: Expr | None
    conditions: tuple[Basic, ...] = ()
    remark: str = ""


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


@dataclass(frozen=True)
class Derivation:
    """The gradient of one loss, from the definition down, and where it does not hold."""

    loss: Loss
    root: Step
    left_shown: Expr
    lines: tuple[Line, ...]
    other_forms: tuple[Line, ...]
    analysis: Boundaries

    @property
    def left(self) -> Expr:
        return self.root.before

    @property
    def gradient(self) -> Expr:
        return self.lines[-1].expression

    @cached_property
    def tree(self) -> tuple[Step, ...]:
        """Every application of a rule, each once, depth first."""
        return tuple({(step.before, step.binders): step for step in self.root.walk()}.values())

    @property
    def boundaries(self) -> tuple[Boundary, ...]:
        """Where the formula changes, or fails."""
        return self.analysis.found

    @property
    def conditions(self) -> tuple[Basic, ...]:
        """Where the gradient holds, beyond the domains of the symbols: a seam with one slope is no exception."""
        conditions = dict.fromkeys(condition for line in self.lines for condition in line.conditions)
        return tuple(condition for condition in conditions if not self.analysis.is_seam(condition))

    @cached_property
    def order(self) -> Mapping[Expr, int]:
        """For every factor of a product the line on which it came up first: outer derivatives before inner ones."""
        first: dict[Expr, int] = {}
        for number, expression in enumerate([self.loss.expression, *(line.expression for line in self.lines)]):
            for product in (node for node in preorder_traversal(expression) if node.is_Mul):
                for factor in product.args:
                    first.setdefault(factor.as_base_exp()[0] if factor.is_Pow else factor, number)
        return first


def derive(loss: Loss) -> Derivation:
    """Derive the gradient of a loss.

    Raises:
        LossaryError: if no rule covers a part of the loss.
    """
    root = differentiate(loss.expression, loss.wrt)
    analysis = find_boundaries(loss.expression, loss.wrt)
    lines = _marked(root.before, [*_differentiation(root), *_ending(root.result, loss)])
    forms = [_stated(lines[-1].expression, form) for form in loss.other_forms]
    other_forms = _marked(lines[-1].expression, forms, start=len(lines) + 1)
    said = [[_said(line, loss, analysis) for line in part] for part in (lines, other_forms)]
    return Derivation(loss, root, Marked(root.before, OLD), *map(tuple, said), analysis)


def _said(line: Line, loss: Loss, analysis: Boundaries) -> Line:
    """The line with the reasons that need saying, and the conditions that nothing else grants."""

    def is_needed(condition: Basic) -> bool:
        return not is_granted(condition, loss.symbols) and not analysis.is_needless(condition)

    reasons = [replace(reason, conditions=tuple(filter(is_needed, reason.conditions))) for reason in line.reasons]
    return replace(line, reasons=_distinct(reasons))


@dataclass(frozen=True)
class _Draft:
    """A line before it is numbered and marked: the expression, what each part of the line above became, and why."""

    expression: Expr
    became: Mapping[Expr, Expr]
    reasons: tuple[Reason, ...]


def _differentiation(root: Step) -> list[_Draft]:
    """The lines that rewrite holes until none is left, then carry out what the steps tidied up."""
    steps = {step.before: step for step in root.walk()}
    current, drafts = root.before, []
    while targets := _targets(current, steps):
        moves = {target: _advance(steps[target], steps) for target in targets}
        became = {target: expression for target, (expression, _) in moves.items()}
        current = current.xreplace(became)
        reasons = tuple(reason for _, why in moves.values() for reason in why)
        drafts.append(_Draft(current, became, reasons))
    return drafts


def _targets(current: Expr, steps: Mapping[Expr, Step]) -> list[Expr]:
    """What the next line rewrites: every hole; without holes, whatever a step tidies up."""
    return holes(current) or [before for before in steps if not isinstance(before, D) and current.has(before)]


def _advance(step: Step, steps: Mapping[Expr, Step]) -> tuple[Expr, list[Reason]]:
    """What a step's left-hand side becomes on the next line: light steps fold in, and what they leave joins the line."""
    expression, reasons = step.after, [_reason(step)]
    for hole in holes(expression):
        child = steps[hole]
        if child.rule.weight == 0 or step.rule.weight == 1:
            inner, why = _advance(child, steps)
            expression = expression.xreplace({hole: inner})
            reasons += why
    return expression, reasons


def _reason(step: Step) -> Reason:
    return Reason(step.rule, step.subject, step.wrt, step.conditions, step.rule.remark)


def _distinct(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each reason once; what goes without saying is not said."""
    kept: dict[object, Reason] = {}
    for reason in reasons:
        if not (reason.rule.silent or reason.subject.is_number):
            said = reason.subject if "{u}" in reason.remark else None
            kept.setdefault((reason.rule.name, said, reason.conditions), reason)
    return tuple(kept.values())


def _ending(result: Expr, loss: Loss) -> list[_Draft]:
    """The closing lines of the script; without any, the shortest form that cheap algebra finds."""
    if loss.closing:
        above = [result, *(closing.expression for closing in loss.closing)]
        return [_stated(before, closing) for before, closing in zip(above, loss.closing, strict=False)]
    models = brackets(loss.expression)
    rewritten = {
        rule: signs_as_written(rule.after(result, None), models)
        for rule in (MULTIPLYING_OUT, FACTORING, COMMON_DENOMINATOR)
    }
    best = min(rewritten, key=lambda rule: length(rewritten[rule]))
    if length(rewritten[best]) > length(result) - SAVING:
        return []
    reason = Reason(best, result, None, (), best.remark)
    return [_Draft(rewritten[best], {result: rewritten[best]}, (reason,))]


def _stated(before: Expr, closing: Closing) -> _Draft:
    return _Draft(closing.expression, {before: closing.expression}, (Reason(CLOSING, before, None, (), closing.reason),))


def _marked(left: Expr, drafts: list[_Draft], start: int = 1) -> list[Line]:
    """Number the lines and mark on each what came of the line above and what the line below rewrites."""
    lines, above = [], left
    for number, (draft, below) in enumerate(zip_longest(drafts, drafts[1:]), start=start):
        shown = above.xreplace({part: _new(result) for part, result in draft.became.items()})
        old = {part: Marked(part, OLD) for part in below.became} if below else {}
        shown = Marked(shown, OLD) if draft.expression in old else shown.xreplace(old)
        lines.append(Line(number, draft.expression, shown, draft.reasons))
        above = draft.expression
    return lines


def _new(result: Expr) -> Expr:
    """The result of a rewriting, tinted: its sign stays outside, and a bare 0 or 1 vanishes into the line."""
    number, rest = result.as_coeff_Mul()
    if rest == 1:
        return result
    return -Marked(rest, NEW) if number == S.NegativeOne else Marked(result, NEW)
