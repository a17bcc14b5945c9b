"""What everybody takes for granted and nobody writes: targets sum to 1, a temperature is a positive constant.

A claim that is wrong as it stands may be right under such an assumption; then the verdict is that, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from sympy import Expr, Indexed, IndexedBase, Integer, Sum, Symbol, log

from derivations.judge.judgement import Judgement, Phrase
from derivations.judge.question import Question
from derivations.language.domains import Intermediate, Real
from derivations.language.functions import Named

# Letters of constants that are positive wherever they are used.
POSITIVE = ("T", "tau", "temperature", "temp", "lambda", "lam", "alpha", "beta", "gamma", "kappa", "eta", "C", "reg")
MOST_TARGETS = 2


@dataclass(frozen=True)
class Assumption:
    """What may be taken for granted.

    Args:
        totals: sums that are 1.
        positive: names of positive constants.
    """

    totals: tuple[Expr, ...] = ()
    positive: tuple[str, ...] = ()

    def added_to(self, judgement: Judgement) -> Judgement:
        """The judgement, with what it takes for granted."""
        words, parts = [], list(judgement.reason.parts)
        for total in self.totals:
            words.append(f"{{{len(parts)}}} = 1, as for the targets of a classification")
            parts.append(total)
        for name in self.positive:
            words.append(f"{{{len(parts)}}} is a positive constant")
            parts.append(Symbol(name))
        said = f"{judgement.reason.template}; this takes for granted that {' and that '.join(words)}"
        return Judgement(
            judgement.verdict,
            Phrase(said, tuple(parts)),
            judgement.scale,
            judgement.factor,
            judgement.counterexample,
            judgement.evidence,
            judgement.diagnoses,
            judgement.notes,
        )


def assumptions_left_out(question: Question) -> Iterator[Assumption]:
    """What may have been taken for granted, one thing first and then two."""
    if question.order != 1 or question.loss.constraints:
        return
    totals = [Assumption(totals=(total,)) for total in _targets(question)][:MOST_TARGETS]
    constants = tuple(name for name in POSITIVE if _may_be_positive(question, name))
    signs = [Assumption(positive=constants)] if constants else []
    yield from (*totals, *signs)
    for one, other in combinations((*totals, *signs), 2):
        if one.totals and other.positive:
            yield Assumption(one.totals, other.positive)


def _may_be_positive(question: Question, name: str) -> bool:
    symbol = next((s for s in question.loss.symbols if str(s) == name and isinstance(s, Symbol)), None)
    is_said = symbol is None or type(question.loss.symbols[symbol]) is not Real or symbol in question.wrt
    return not is_said and question.role(symbol) == "data"


def _targets(question: Question) -> list[Expr]:
    """The sums of arrays by whose entries a logarithm is multiplied."""
    loss = question.loss
    formulas = [loss.expression, *(definition.value for definition in loss.definitions)]
    found: dict[str, Expr] = {}
    for total in chain.from_iterable(formula.atoms(Sum) for formula in formulas):
        index, low, high = total.limits[0]
        if low != 1 or not any(isinstance(part, log | Named) for part in _parts(total.function)):
            continue
        for entry in sorted(total.function.atoms(Indexed), key=str):
            name = entry.base.label.name
            domain = loss.symbols.get(entry.base)
            is_variable = any(isinstance(w, Indexed) and w.base == entry.base for w in question.wrt)
            if entry.indices == (index,) and not isinstance(domain, Intermediate) and not is_variable:
                found.setdefault(name, Sum(IndexedBase(name)[index], (index, Integer(1), high)))
    return [found[name] for name in sorted(found)]


def _parts(expression: Expr) -> Iterator[Expr]:
    yield expression
    for part in expression.args:
        if isinstance(part, Expr):
            yield from _parts(part)
