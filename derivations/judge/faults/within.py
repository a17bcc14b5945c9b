"""Faults within a sum: of parts that hold its index, which stands for no one value.

What was done to such a part is done to it in the loss, by stops of the gradient: h(u) with the slope 1 is
u + held(h(u) - u), and what was held constant is held.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from sympy import Add, Basic, Expr, Indexed, Integer, KroneckerDelta, Mul, Number, Sum, Symbol

from derivations.evidence.balls import ZERO
from derivations.evidence.verdicts import value
from derivations.judge.faults.slopes_lost import NO_RATE
from derivations.judge.faults.suspects import (
    MOST_PARTS,
    Case,
    Says,
    Suspect,
    depends,
    each,
    formula_of,
    function_slope,
    function_slope_hole,
    plainly,
    put,
)
from derivations.judge.judgement import Phrase, literal
from derivations.judge.vectors import Component, with_number
from derivations.language.functions import D, Named, held
from derivations.language.indices import substitute

SHIFT = Symbol("shift_", real=True)


def faults_within_sums(case: Case) -> Iterator[Suspect]:
    """The most specific first."""
    if case.question.loss.backward or case.question.order != 1:
        return
    parts = _parts(case)
    yield from chain(
        _weights_dropped(case),
        *(_slope_dropped(case, part) for part in parts),
        *(_inner_missing(case, part) for part in parts),
        *(_held_constant(case, part) for part in parts),
        _index_not_picked(case),
        _one_term_for_all(case),
    )


def _parts(case: Case) -> list[Expr]:
    """The parts of the bodies of sums that depend on a variable and hold an index of the sum, outermost first."""
    found: dict[Expr, None] = {}

    def visit(node: Basic, bound: frozenset[Basic]) -> None:
        if (
            not isinstance(node, Expr)
            or isinstance(node, Symbol | Indexed | Number)
            or not depends(node, case.question)
        ):
            return
        if bound & node.free_symbols and not isinstance(node, Sum):
            found.setdefault(node)
        inside = bound | {limit[0] for limit in node.limits} if isinstance(node, Sum) else bound
        for part in (node.function,) if isinstance(node, Sum) else () if isinstance(node, Named) else node.args:
            visit(part, inside)

    visit(case.question.loss.expression, frozenset())
    return list(found)[:MOST_PARTS]


def _slopes(case: Case, changed: Expr | None) -> tuple[Component, ...] | None:
    return None if changed is None else each(D(changed, w) for w in case.question.wrt)


def _own(case: Case, formula: Expr) -> Expr:
    """The formula for the variable's own index, where each entry of it stands in one term alone: x_k of sum_i x_i."""
    (w, *others) = case.question.wrt
    entries = {cell for cell in formula.atoms(Indexed) if isinstance(w, Indexed) and cell.base == w.base}
    if others or len(entries) != 1:
        return formula
    (cell,) = entries
    places = {old: new for old, new in zip(cell.indices, w.indices, strict=False) if isinstance(old, Symbol)}
    return substitute(formula, places)


def _weights_dropped(case: Case) -> Iterator[Suspect]:
    """A factor of every term that is no part of the variable: a mask, a weight."""
    loss = case.question.loss.expression
    for total in sorted(loss.atoms(Sum), key=str):
        for factor in Mul.make_args(total.function):
            if factor.free_symbols & {limit[0] for limit in total.limits} and not depends(factor, case.question):
                right = _slopes(case, put(loss, {total: Sum(total.function / factor, *total.limits)}))
                if right:
                    words = "the factor {0} within the sum was dropped" + NO_RATE
                    yield Suspect("factor-dropped", case.claim, right, partial(_says, case, words, factor))


def _slope_dropped(case: Case, part: Expr) -> Iterator[Suspect]:
    hole = function_slope_hole(part)
    if hole is not None:
        u = hole.wrt.definition
        right = _slopes(case, put(case.question.loss.expression, {part: Add(u, held(part - u))}))
        if right:
            words = "the factor {1}, the slope of {0}, was dropped" + NO_RATE
            yield Suspect("factor-dropped", case.claim, right, partial(_says_slope, case, words, part))


def _inner_missing(case: Case, part: Expr) -> Iterator[Suspect]:
    """The slope by all u_i together, where that by w was asked for."""
    shifted = put(case.question.loss.expression, {part: Add(part, SHIFT)})
    if shifted is not None and len(case.question.wrt) == 1 and not _is_plain(case, part):
        hole = D(shifted, SHIFT)
        right = (Component(lambda scope: value(hole, with_number(scope, SHIFT, ZERO))),)
        yield Suspect("inner-missing", case.claim, right, partial(_says_inner, case, part))


def _is_plain(case: Case, part: Expr) -> bool:
    """Has it a slope of 1, as the p_i - t_i of p_i has, so that no inner derivative can be missing?"""
    (w, *_) = case.question.wrt
    return formula_of(_own(case, part), w, w) == Integer(1)


def _held_constant(case: Case, part: Expr) -> Iterator[Suspect]:
    right = _slopes(case, put(case.question.loss.expression, {part: held(part)}))
    if right:
        words = "{0} was held constant, but it depends on {1}"
        yield Suspect("held-constant", case.claim, right, partial(_says, case, words, part, case.question.wrt[0]))


def _index_not_picked(case: Case) -> Iterator[Suspect]:
    """The whole sum of the x_i, where only the term with the index of the variable depends on it."""
    (w, *others) = case.question.wrt
    loss = case.question.loss.expression
    if others or not isinstance(w, Indexed):
        return
    for total in sorted(loss.atoms(Sum), key=str):
        index, low, high = total.limits[0]
        cells = [c for c in total.function.atoms(Indexed) if c.base == w.base and index in c.indices]
        slope = formula_of(total.function, cells[0], cells[0]) if len(cells) == 1 and len(total.limits) == 1 else None
        if slope is not None and cells[0].indices.count(index) == 1 and not slope.has(KroneckerDelta):  # no A_ii
            outer = formula_of(loss.xreplace({total: SHIFT}), SHIFT, total)
            if outer is not None:
                words = (
                    f"the sum over {literal(str(index))} stayed, but only its term with the index of {{1}} depends on "
                    "{1}: of {0} that one term is left"
                )
                right = each([outer * Sum(slope, (index, low, high))])
                yield Suspect("index-not-picked", case.claim, right, partial(plainly, words, total, w))


def _one_term_for_all(case: Case) -> Iterator[Suspect]:
    """In the gradient, the one term with the index of the variable in place of a sum over all."""
    (w, *others) = case.question.wrt
    if others or not isinstance(w, Indexed):
        return
    gradient = formula_of(case.question.loss.expression, w, w) or Integer(0)
    for total in sorted(gradient.atoms(Sum), key=str):
        cells = [c for c in total.function.atoms(Indexed) if c.base == w.base and total.limits[0][0] in c.indices]
        if len(cells) == 1 and len(total.limits) == 1 and not total.function.has(Sum):
            places = dict(zip(cells[0].indices, w.indices, strict=True))
            term = substitute(total.function, {old: new for old, new in places.items() if isinstance(old, Symbol)})
            words = "{0} stands where the whole sum {1} belongs"
            right = each([gradient.xreplace({total: term})])
            yield Suspect("one-term", case.claim, right, partial(plainly, words, term, total))


def _says(case: Case, words: str, part: Expr, *others: Expr) -> Says:
    return Phrase(words, (_own(case, part), *others)), part


def _says_slope(case: Case, words: str, part: Expr) -> Says:
    slope = function_slope(part)
    return Phrase(words, (_own(case, part), _own(case, slope))), slope


def _says_inner(case: Case, part: Expr) -> Says:
    w = case.question.wrt[0]
    words = "the claim is the slope with respect to {0}, not to {1}: the inner derivative"
    inner = formula_of(part, w, w)
    if inner is None or inner == Integer(1):
        return Phrase(f"{words} is missing", (part, w)), part
    return Phrase(f"{words} {{2}} is missing", (part, w, inner)), inner
