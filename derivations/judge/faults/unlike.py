"""When no fault was recognised: in what claim and gradient are unlike, by what they hold."""

from __future__ import annotations

from sympy import Expr, Symbol

from derivations.evidence.places import switches_in
from derivations.judge.faults.suspects import Case, formula_of
from derivations.judge.judgement import Phrase
from derivations.language.domains import Index, Size
from derivations.language.functions import Named
from derivations.language.shapes import free_names

MOST = 3
SEEN = "at the point the two differ"  # that their ratio varies, several points show


def unlike(case: Case) -> Phrase:
    """The claim is no multiple of the gradient; what it lacks, and what it has too much."""
    question, words = case.question, f"the claim is no constant multiple of the {case.question.of}"
    loss = question.loss
    true = None if loss.backward else formula_of(loss.expression, question.wrt[0], question.wrt[0])
    if true is None or len(question.wrt) > 1 or question.order != 1:  # what a network holds stands in its layers too
        return Phrase(f"{words}; {SEEN}")
    claim, parts = question.claims[0], list[Expr]()

    def listed(names: list[Expr]) -> str:
        start = len(parts)
        parts.extend(names)
        return " and ".join(f"{{{start + place}}}" for place in range(len(names)))

    mine, theirs = _names(case, claim), _names(case, true)
    lost, more = [name for name in theirs if name not in mine], [name for name in mine if name not in theirs]
    switches = [s for s in _switches(true) if s not in _switches(claim)]
    said = []
    if lost:
        said.append(f"it does not hold {listed(lost[:MOST])}, on which the gradient depends")
    if more:
        said.append(f"it holds {listed(more[:MOST])}, on which the gradient does not depend")
    if switches and not _switches(claim):
        said.append(f"the gradient changes its form where {listed(switches[:1])} = 0, and the claim does not")
    return Phrase("; ".join([words, *said, SEEN]), tuple(parts))


def _names(case: Case, formula: Expr) -> list[Expr]:
    """The names of values in a formula, intermediates written out."""
    full = formula.replace(lambda node: isinstance(node, Named), lambda node: node.definition)
    symbols = case.question.loss.symbols
    counted = (name for name in free_names(full) if not isinstance(symbols.get(name), Index | Size))
    return sorted((name for name in counted if name in symbols and isinstance(name, Symbol)), key=str)


def _switches(formula: Expr) -> list[Expr]:
    return list(dict.fromkeys(switch.expression for switch in switches_in(formula)))
