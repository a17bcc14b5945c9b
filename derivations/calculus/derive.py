"""From a loss to its derivation: forwards in one chain, or backwards with one chain for each intermediate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sympy import Basic, Expr, Gt, KroneckerDelta, Ne
from sympy.tensor.indexed import Indexed

from derivations.calculus.boundary import Boundaries
from derivations.calculus.deltas import contract, ranges_of
from derivations.calculus.ending import ending, stated
from derivations.calculus.folding import fold, spelled_alike
from derivations.calculus.granted import Known
from derivations.calculus.graph import Case, Graph, base_of
from derivations.calculus.grouping import Draft, differentiation, numbered
from derivations.calculus.hidden import Slopes, with_hidden
from derivations.calculus.kinks import find_boundaries
from derivations.calculus.known import known_of
from derivations.calculus.lines import Chain, Derivation, Line
from derivations.calculus.marks import OLD, Marked
from derivations.calculus.reasons import Reason, at_component, cancelling, settled
from derivations.calculus.rules import CONTRACTION, OUT_OF_SUM, PUT_IN
from derivations.calculus.sloped import with_gradient
from derivations.calculus.trace import Step, differentiate
from derivations.language.functions import Adjoint, Named
from derivations.language.indices import substitute
from derivations.language.loss import Loss


def derive(loss: Loss) -> Derivation:
    """Derive the gradient of a loss.

    Raises:
        LossaryError: if no rule covers a part of the loss.
    """
    known = known_of(loss)
    analysis = find_boundaries(loss.expression, loss.wrt, known)
    chains = _backward(loss) if loss.backward else _forward(loss)
    if loss.backward:
        analysis = with_hidden(analysis, loss, _slopes(chains, loss), known)
    analysis = with_gradient(analysis, chains[-1].result, loss.wrt, known)
    granted = _granted([step for chain in chains for step in chain.root.walk()], known)
    last = chains[-1].lines[-1]
    forms = [stated(last.expression, form) for form in loss.other_forms]
    other_forms = numbered(last.expression, forms, start=last.number + 1)
    chains = [replace(c, lines=tuple(_said(line, loss, analysis, granted) for line in c.lines)) for c in chains]
    return Derivation(loss, tuple(chains), tuple(other_forms), analysis)


def _slopes(chains: list[Chain], loss: Loss) -> Slopes:
    """The results of the chains that hold in every case, with the adjoints in them put in."""
    known = [chain for chain in chains if not _goes_in_a_circle(chain, chains)]
    filled = {c.left.variable: _with_adjoints(c.result, known, loss) for c in known if c.condition is None}
    return Slopes(filled, chains[-1].result)


def _forward(loss: Loss) -> list[Chain]:
    """One chain, from the loss to the gradient."""
    root = differentiate(loss.expression, loss.wrt, ranges=ranges_of(loss))
    drafts = differentiation(root, loss)
    drafts += ending(drafts[-1].expression, loss)
    return [Chain(root, Marked(root.before, OLD), tuple(numbered(root.before, drafts)))]


def _backward(loss: Loss) -> list[Chain]:
    """One chain for each adjoint, that of the weight last."""
    graph, chains = Graph(loss), list[Chain]()
    for case in graph.adjoint_equations([loss.wrt]):
        chains.append(_chain(case, chains, graph))
    return chains


def _chain(case: Case, above: list[Chain], graph: Graph) -> Chain:
    """The chain of one adjoint; those above are put in where that is due."""
    drafts = differentiation(case.root, graph.loss, graph.ranges_in(case.condition))
    drafts += _put_in_adjoints(drafts[-1].expression, case, above, graph)
    if case.variable == graph.loss.wrt:
        drafts += ending(drafts[-1].expression, graph.loss)
    start = above[-1].lines[-1].number + 1 if above else 1
    lines = numbered(case.root.before, drafts, start=start)
    return Chain(case.root, Marked(case.root.before, OLD), tuple(lines), case.condition)


def _put_in_adjoints(expression: Expr, case: Case, above: list[Chain], graph: Graph) -> list[Draft]:
    """Into the gradient all adjoints, unless layers have no end; into another adjoint that of its only consumer."""
    if case.variable == graph.loss.wrt and all(chain.condition is None for chain in above):
        known = [chain for chain in above if not _goes_in_a_circle(chain, above)]
    else:
        after = graph.only_consumer(case.variable)
        known = [chain for chain in above if after is not None and chain.left == graph.loss.adjoint(after)]
    filled = _with_adjoints(expression, known, graph.loss)
    result = contract(filled, graph.ranges_in(case.condition))
    if result == expression:
        return []
    reasons = [Reason(PUT_IN, expression, None, (), PUT_IN.remark)]
    reasons += cancelling(expression, {u: _with_adjoints(u, known, graph.loss) for u in expression.atoms(Adjoint)})
    if result != filled:
        rule = CONTRACTION if filled.has(KroneckerDelta) else OUT_OF_SUM
        reasons.append(Reason(rule, filled, None, (), rule.remark, folded=rule is OUT_OF_SUM))
    return [Draft(result, {expression: result}, tuple(reasons))]


def _goes_in_a_circle(chain: Chain, above: list[Chain]) -> bool:
    """Does the adjoint come back to itself, as that of a state does in a recurrent network?"""
    needs = {base_of(c.left.variable): {base_of(a.variable) for a in c.result.atoms(Adjoint)} for c in above}
    reached = needs[base_of(chain.left.variable)]
    for _ in above:
        reached = reached.union(*(needs.get(base, set()) for base in reached))
    return base_of(chain.left.variable) in reached


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


def _granted(steps: list[Step], known: Known) -> set[Basic]:
    """The conditions of these steps that hold wherever the step counts."""
    where: dict[Basic, list[Step]] = {}
    for step in steps:
        for condition in (c for own in step.conditions for c in at_component(own, step)):
            where.setdefault(condition, []).append(step)
    return {
        condition
        for condition, steps in where.items()
        if all(known.within(step.binders).grants(condition, step.given) for step in steps)
    }


def _said(line: Line, loss: Loss, analysis: Boundaries, granted: set[Basic]) -> Line:
    """The line with the reasons that need saying, and the conditions that nothing else grants."""

    def is_needed(condition: Basic) -> bool:
        return not (condition in granted or analysis.is_needless(condition))

    reasons = [
        replace(reason, conditions=tuple(dict.fromkeys(_renamed(c, loss) for c in reason.conditions if is_needed(c))))
        for reason in line.reasons
    ]
    return replace(line, reasons=settled(reasons))
