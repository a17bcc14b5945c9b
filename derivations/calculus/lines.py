"""What a reader sees: steps grouped into lines by weight, and on each line what came of the last and what the next rewrites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from sympy import Basic, Eq, Expr, Gt, KroneckerDelta, Ne, S, Sum, Symbol
from sympy.tensor.indexed import Indexed

from derivations.calculus.canon import SAVING, brackets, length, signs_as_written
from derivations.calculus.deltas import contract
from derivations.calculus.folding import fold, put_in, spelled_alike
from derivations.calculus.graph import Case, Graph
from derivations.calculus.granted import is_granted
from derivations.calculus.kinks import Boundaries, Boundary, find_boundaries, terms_with
from derivations.calculus.rules import (
    CLOSING,
    COMMON_DENOMINATOR,
    CONSTRAINT,
    CONTRACTION,
    FACTORING,
    FOLDING,
    JOINING,
    MULTIPLYING_OUT,
    OUT_OF_SUM,
    PUT_IN,
    Rule,
)
from derivations.calculus.trace import Step, differentiate, holes
from derivations.functions import Adjoint, D, Named
from derivations.indices import substitute
from derivations.loss import Closing, Loss

SHORTENINGS = (MULTIPLYING_OUT, FACTORING, COMMON_DENOMINATOR, JOINING)
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

    @property
    def conditions(self) -> tuple[Basic, ...]:
        """Where the gradient holds, beyond the domains of the symbols: a seam with one slope is no exception."""
        lines = (line for chain in self.chains for line in chain.lines)
        conditions = dict.fromkeys(condition for line in lines for condition in line.conditions)
        return tuple(condition for condition in conditions if not self.analysis.is_seam(condition))

    @cached_property
    def order(self) -> Mapping[Expr, int]:
        """For every factor of a product the line on which it came up first: outer derivatives before inner ones."""
        first: dict[Expr, int] = {}
        for number, expression in enumerate([self.loss.expression, *(line.expression for line in self.all_lines)]):
            for factor in _free_factors(expression):
                first.setdefault(factor, number)
        return first


def _free_factors(expression: Basic, bound: frozenset[Basic] = frozenset()) -> Iterator[Expr]:
    """The base of every factor of every product; not those that hold a bound index, whose letter may mean another index elsewhere."""
    if isinstance(expression, Indexed):
        return
    if isinstance(expression, Sum):
        bound |= {limit[0] for limit in expression.limits}
    for part in expression.args:
        if expression.is_Mul and not part.free_symbols & bound:
            yield part.base if part.is_Pow else part
        yield from _free_factors(part, bound)


def derive(loss: Loss) -> Derivation:
    """Derive the gradient of a loss.

    Raises:
        LossaryError: if no rule covers a part of the loss.
    """
    analysis = find_boundaries(loss.expression, loss.wrt)
    chains = _backward(loss) if loss.backward else _forward(loss)
    last = chains[-1].lines[-1]
    forms = [_stated(last.expression, form) for form in loss.other_forms]
    other_forms = _marked(last.expression, forms, start=last.number + 1)
    chains = [replace(c, lines=tuple(_said(line, loss, analysis) for line in c.lines)) for c in chains]
    return Derivation(loss, tuple(chains), tuple(other_forms), analysis)


def _forward(loss: Loss) -> list[Chain]:
    """One chain, from the loss to the gradient."""
    root = differentiate(loss.expression, loss.wrt)
    drafts = _differentiation(root, loss)
    drafts += _ending(drafts[-1].expression, loss)
    return [Chain(root, Marked(root.before, OLD), tuple(_marked(root.before, drafts)))]


def _backward(loss: Loss) -> list[Chain]:
    """One chain for each adjoint, that of the weight last."""
    graph, chains = Graph(loss), list[Chain]()
    for case in graph.adjoint_equations([loss.wrt]):
        chains.append(_chain(case, chains, graph))
    return chains


def _chain(case: Case, above: list[Chain], graph: Graph) -> Chain:
    """The chain of one adjoint; those above are put in where that is due."""
    drafts = _differentiation(case.root, graph.loss)
    drafts += _put_in_adjoints(drafts[-1].expression, case, above, graph)
    if case.variable == graph.loss.wrt:
        drafts += _ending(drafts[-1].expression, graph.loss)
    start = above[-1].lines[-1].number + 1 if above else 1
    lines = _marked(case.root.before, drafts, start=start)
    return Chain(case.root, Marked(case.root.before, OLD), tuple(lines), case.condition)


def _put_in_adjoints(expression: Expr, case: Case, above: list[Chain], graph: Graph) -> list[_Draft]:
    """Into the gradient all adjoints, unless there are layers without end; into another adjoint that of its only consumer."""
    if case.variable == graph.loss.wrt and all(chain.condition is None for chain in above):
        known = above
    else:
        after = graph.only_consumer(case.variable)
        known = [chain for chain in above if after is not None and chain.left == graph.loss.adjoint(after)]
    result = contract(_with_adjoints(expression, known, graph.loss))
    if result == expression:
        return []
    return [_Draft(result, {expression: result}, (Reason(PUT_IN, expression, None, (), PUT_IN.remark),))]


def _with_adjoints(node: Basic, known: list[Chain], loss: Loss) -> Basic:
    """The expression with every known adjoint replaced by what it is equal to, and those in that as well."""
    if isinstance(node, Adjoint):
        for chain in known:
            letters = _letters_of(chain.left.variable, node.variable)
            if letters is not None:
                return _with_adjoints(substitute(chain.result, letters), known, loss)
    if isinstance(node, Indexed | Named) or not node.args:
        return node
    return node.func(*[_with_adjoints(part, known, loss) for part in node.args])


def _letters_of(pattern: Expr, node: Expr) -> Mapping[Basic, Expr] | None:
    """What the indices of the pattern stand for in the node, if both are components of one array."""
    if isinstance(pattern, Indexed) and isinstance(node, Indexed) and pattern.base == node.base:
        return dict(zip(pattern.indices, node.indices, strict=True))
    return {} if pattern == node else None


def _renamed(condition: Basic, loss: Loss) -> Basic:
    """The condition with intermediates called by their names; a^2 > 0 is said as a != 0."""
    if not isinstance(condition, Gt | Ne) or condition.rhs != 0:
        return condition
    left = spelled_alike(fold(condition.lhs, loss), loss)
    if left.is_Pow and left.exp.is_even:
        return Ne(left.base, 0, evaluate=False)
    return condition.func(left, 0, evaluate=False)


def _said(line: Line, loss: Loss, analysis: Boundaries) -> Line:
    """The line with the reasons that need saying, and the conditions that nothing else grants."""

    def is_needed(condition: Basic) -> bool:
        return not is_granted(condition, loss.symbols) and not analysis.is_needless(condition)

    reasons = [
        replace(reason, conditions=tuple(dict.fromkeys(_renamed(c, loss) for c in reason.conditions if is_needed(c))))
        for reason in line.reasons
    ]
    return replace(line, reasons=_distinct(reasons))


@dataclass(frozen=True)
class _Draft:
    """A line before it is numbered and marked: the expression, what each part of the line above became, and why."""

    expression: Expr
    became: Mapping[Expr, Expr]
    reasons: tuple[Reason, ...]


def _differentiation(root: Step, loss: Loss) -> list[_Draft]:
    """The lines that rewrite holes until none is left, then carry out what sums over deltas are left."""
    steps = {step.before: step for step in root.walk()}
    current, drafts = root.before, []
    while targets := [current] if isinstance(current, Adjoint) and not drafts else holes(current) or _contractible(current):
        moves = {target: _move(target, steps, loss) for target in targets}
        became = {target: expression for target, (expression, _) in moves.items()}
        current = current.xreplace(became)
        reasons = tuple(reason for _, why in moves.values() for reason in why)
        drafts.append(_Draft(current, became, reasons))
    return drafts


def _contractible(current: Expr) -> list[Expr]:
    """The outermost sums that hold a delta to carry out, or a constant to take out."""
    if isinstance(current, Sum):
        return [current] if contract(current) != current else []
    if isinstance(current, Named | Indexed):
        return []
    return list(dict.fromkeys(total for part in current.args for total in _contractible(part)))


def _move(target: Expr, steps: Mapping[Expr, Step], loss: Loss) -> tuple[Expr, list[Reason]]:
    """What a part of the line becomes on the next, with intermediates called by their names, and why."""
    if isinstance(target, D | Adjoint):
        expression, reasons = _advance(steps[target], steps)
    else:
        rule = CONTRACTION if target.has(KroneckerDelta) else OUT_OF_SUM
        expression, reasons = rule.after(target, None), [Reason(rule, target, None, (), rule.remark)]
    named = fold(expression, loss)
    reasons += [Reason(FOLDING, expression, None, (), FOLDING.remark)] if named != expression else []
    return spelled_alike(named, loss), reasons


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
    conditions = tuple(c for condition in step.conditions for c in _at_component(condition, step))
    return Reason(step.rule, step.subject, step.wrt, conditions, step.rule.remark)


def _at_component(condition: Basic, step: Step) -> list[Basic]:
    """The condition on a term of a sum, for those terms only that depend on the variable."""
    conditions = [condition]
    for index, _, _ in step.binders:
        terms = terms_with(condition, index, step.wrt) if isinstance(step.wrt, Indexed) else None
        if terms is not None:
            conditions = [substitute(c, {index: term}) for c in conditions for term in terms]
    return conditions


def _distinct(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each reason once; what goes without saying is not said."""
    kept: dict[object, Reason] = {}
    for reason in reasons:
        if not (reason.rule.silent or reason.subject.is_number):
            said = reason.subject if "{u}" in reason.remark else None
            kept.setdefault((reason.rule.name, said, reason.conditions), reason)
    return tuple(kept.values())


def _ending(result: Expr, loss: Loss) -> list[_Draft]:
    """The closing lines of the script, or the shortest form that cheap algebra finds; then what constraints make of it."""
    drafts = _closings(result, loss) if loss.closing else _shortened(result, loss)
    last = drafts[-1].expression if drafts else result
    constrained = put_in(last, loss.constraints)
    if constrained == last:
        return drafts
    conditions = tuple(Eq(left, right, evaluate=False) for left, right in loss.constraints)
    reason = Reason(CONSTRAINT, last, None, conditions, CONSTRAINT.remark)
    return [*drafts, _Draft(constrained, {last: constrained}, (reason,)), *_shortened(constrained, loss)]


def _closings(result: Expr, loss: Loss) -> list[_Draft]:
    above = [result, *(closing.expression for closing in loss.closing)]
    return [_stated(before, closing) for before, closing in zip(above, loss.closing, strict=False)]


def _shortened(result: Expr, loss: Loss) -> list[_Draft]:
    models = brackets(loss.expression)
    rewritten = {
        rule: signs_as_written(rule.after(result, None), models)
        for rule in SHORTENINGS
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
        shown = _with_old(shown, set(below.became)) if below else shown
        lines.append(Line(number, draft.expression, shown, draft.reasons))
        above = draft.expression
    return lines


def _with_old(shown: Expr, old: set[Expr]) -> Expr:
    """The line with a mark on every part, itself marked or not, that the next line rewrites."""
    if unmarked(shown) in old:
        return Marked(shown, OLD)
    if not shown.args or isinstance(shown, Indexed | Named):
        return shown
    return shown.func(*[_with_old(part, old) if isinstance(part, Expr) else part for part in shown.args])


def unmarked(shown: Basic) -> Basic:
    """The expression without its marks."""
    if isinstance(shown, Marked):
        return unmarked(shown.expression)
    return shown.func(*map(unmarked, shown.args)) if shown.has(Marked) else shown


def _new(result: Expr) -> Expr:
    """The result of a rewriting, tinted: its sign stays outside, and a bare 0 or 1 vanishes into the line."""
    number, rest = result.as_coeff_Mul()
    if rest == 1:
        return result
    return -Marked(rest, NEW) if number == S.NegativeOne else Marked(result, NEW)
