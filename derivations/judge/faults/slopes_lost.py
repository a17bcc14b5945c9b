"""Faults of the chain rule: a factor that varies was dropped, or multiplied in twice, or taken at the wrong place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sympy import Add, Expr, Indexed, Mul, Sum, Symbol, fraction, together

from derivations.evidence.values import evaluate
from derivations.evidence.verdicts import value
from derivations.judge.faults.products import exponential_as_power, product_faults
from derivations.judge.faults.suspects import (
    Case,
    Says,
    Suspect,
    depends_on,
    each,
    formula_of,
    function_slope,
    function_slope_hole,
    outer_slope,
    plainly,
    put,
)
from derivations.judge.faults.terms import terms_of
from derivations.judge.judgement import Phrase, literal
from derivations.judge.vectors import Component, with_number
from derivations.language.functions import Branches, D, Named, held
from derivations.language.indices import substitute
from derivations.language.shapes import free_names

FEW_SIGNS = 40  # of a formula that is put over one denominator
NO_RATE = "; it varies, so no learning rate makes up for it"


def chain_faults(case: Case) -> Iterator[Suspect]:
    """Most specific first."""
    yield from _cross_terms(case)
    yield from _not_held(case)
    yield from exponential_as_power(case)
    yield from _outer_missing(case)
    yield from _inner_missing(case)
    yield from _function_dropped(case)
    yield from _family_dropped(case)
    yield from _name_dropped(case)
    yield from _factor_dropped(case)
    yield from product_faults(case)
    yield from _twice(case)


def wrong_place_faults(case: Case) -> Iterator[Suspect]:
    """A slope that is taken at the output of a function instead of its input."""
    yield from _taken_at_the_output(case)
    yield from _variable_replaced(case)


def _cross_terms(case: Case) -> Iterator[Suspect]:
    """Of a sum only the term with the index of the variable was differentiated, though all of them depend on it."""
    (w, *others) = case.question.wrt
    own = [index for index in w.indices if isinstance(index, Symbol)] if isinstance(w, Indexed) and not others else []
    for total in sorted(case.question.loss.expression.atoms(Sum), key=str) if own else ():
        index = total.limits[0][0]
        if len(total.limits) != 1 or not total.function.has(Named, Sum):
            continue
        names = sorted((n.name for n in total.function.atoms(Named) if index in n.name.free_symbols), key=str)
        inner = sorted((u for u in total.function.atoms(Sum) if w.base in free_names(u)), key=str)
        words = "of the sum only the term with the index of {1} was differentiated, but " + (
            f"{{0}} depends on {{1}} for every {literal(str(index))}" if names else "{0} stands in every term"
        )
        for letter in own if names or inner else ():
            cut = put(case.question.loss.expression, {total: substitute(total.function, {index: letter})})
            if cut is not None:
                says = partial(plainly, words + ": the cross terms were forgotten", (names or inner)[0], w)
                yield Suspect("cross-terms", case.claim, each([D(cut, w)]), says)


def _not_held(case: Case) -> Iterator[Suspect]:
    """What a stop of the gradient holds was differentiated all the same."""
    loss = case.question.loss.expression
    stops = sorted(loss.atoms(held), key=str)
    moving = put(loss, {stop: stop.args[0] for stop in stops}) if stops else None
    if moving is not None:
        words = "{0} was differentiated, but a stop of the gradient holds it fixed"
        right = each(D(moving, w) for w in case.question.wrt)
        yield Suspect("not-held", case.claim, right, partial(plainly, words, stops[0].args[0]))


def _outer_missing(case: Case) -> Iterator[Suspect]:
    loss = case.question.loss.expression
    values = [value for node in loss.atoms(Branches) for value in node.args[::2]]
    chosen = {*values, *(value.as_coeff_Mul()[1] for value in values)}  # where they are taken, they are right
    for part in case.parts:
        if part not in chosen and not any(part in Mul.make_args(term) for term in terms_of(loss)):
            right = each(D(part, w) for w in case.question.wrt)
            yield Suspect("factor-dropped", case.claim, right, partial(_say_outer_missing, case, part))


def _say_outer_missing(case: Case, part: Expr) -> Says:
    outer = outer_slope(case.question, part)
    says = "the claim is the slope of {0} alone: "
    if outer is None or outer.is_number:
        return Phrase(
            says + "the function around it was not differentiated, so a factor that varies is missing", (part,)
        ), part
    lost = _lost_names(case, outer)
    also = f"; with it {lost} lost" if lost else ""
    phrase = Phrase(says + "the factor {1} of the function around it was dropped" + NO_RATE + also, (part, outer))
    return phrase, part if outer.has(Branches) else outer  # what picks a branch stands in no line as a factor


def _lost_names(case: Case, factor: Expr) -> str:
    """The data that the true gradient depends on through the factor, but the claim does not."""
    claimed = set().union(*map(free_names, case.question.claims))
    data = [s for s in case.question.loss.symbols if case.question.role(s) in ("data", "label")]
    lost = [str(s) for s in data if s in free_names(factor) and s not in claimed]
    names = " and ".join(filter(None, (", ".join(lost[:-1]), *lost[-1:])))
    return f"{literal(names)} {'is' if len(lost) == 1 else 'are'}" if lost else ""


def _inner_missing(case: Case) -> Iterator[Suspect]:
    for part in case.parts:
        right = each(g / D(part, w) for g, w in zip(case.true_slopes, case.question.wrt, strict=True))
        yield Suspect("inner-missing", case.claim, right, partial(_say_inner_missing, case, part))


def _say_inner_missing(case: Case, part: Expr) -> Says:
    w = case.question.wrt[0]
    inner = formula_of(part, w, w) if len(case.question.wrt) == 1 else None
    says = "the claim is the slope with respect to {0}, not to {1}: the inner derivative"
    if inner is None:
        return Phrase(f"{says} is missing", (part, w)), part
    return Phrase(f"{says} {{2}} is missing", (part, w, inner)), inner


def _function_dropped(case: Case) -> Iterator[Suspect]:
    for part in case.parts:
        hole = function_slope_hole(part)
        if hole is not None:
            right = each(g / hole for g in case.true_slopes)
            words = "the factor {0}, the slope of {1}, was dropped" + NO_RATE
            yield Suspect("factor-dropped", case.claim, right, partial(_say_of_function, words, part))


def _family_dropped(case: Case) -> Iterator[Suspect]:
    """The slope of the same function in every component, of other parts in each: sign(w_1), sign(w_2)."""
    for kind in dict.fromkeys(type(part) for part in case.parts):
        own = [[p for p in case.parts if isinstance(p, kind) and depends_on(p, w)] for w in case.question.wrt]
        if len({row[0] for row in own if len(row) == 1}) == len(own) > 1:
            holes = [function_slope_hole(row[0]) for row in own]
            if None not in holes:
                right = each(g / hole for g, hole in zip(case.true_slopes, holes, strict=True))
                words = "the factor {0}, the slope of {1}, was dropped, and so in every component" + NO_RATE
                yield Suspect("factor-dropped", case.claim, right, partial(_say_of_function, words, own[0][0]))


def _say_of_function(words: str, part: Expr) -> Says:
    slope = function_slope(part)
    return Phrase(words, (slope, part)), slope


def _name_dropped(case: Case) -> Iterator[Suspect]:
    loss = case.question.loss
    numbers = [s for s in loss.symbols if isinstance(s, Symbol) and s not in loss.free_indices]
    for name in [s for s in numbers if case.question.role(s) != "size"]:
        if name not in free_names(loss.expression):
            for power, word in ((1, "divided"), (-1, "multiplied")):
                right = each(g / name**power for g in case.true_slopes)
                words = f"it is {word} by {{0}}, which is nothing that the loss holds"
                yield Suspect("factor-added", case.claim, right, partial(plainly, words, name))
            continue
        constant = "; {0} is a constant of training, but not every component has it"
        why = constant if case.question.role(name) == "hyper" else NO_RATE
        for power, kind, words in (
            (1, "factor-dropped", "the factor {0} was dropped" + why),
            (2, "factor-dropped", "the factor {0}² was dropped" + why),
            (-1, "factor-added", "there is one factor {0} too many"),
            (-2, "factor-added", "there is one factor {0}² too many"),
        ):
            right = each(g / name**power for g in case.true_slopes)
            yield Suspect(kind, case.claim, right, partial(plainly, words, name))


def _factor_dropped(case: Case) -> Iterator[Suspect]:
    """The factors that all components of the true gradient have, as a formula."""
    if case.question.loss.backward:
        return
    formulas = [formula_of(case.question.loss.expression, w, w) for w in case.question.wrt]
    rows = [Mul.make_args(formula) for formula in formulas if formula is not None]
    if len(rows) == len(formulas):
        for factor in [f for f in rows[0] if not f.is_number and all(f in row for row in rows)]:
            right = each(g / factor for g in case.true_slopes)
            words = "the factor {0} was dropped" + NO_RATE
            yield Suspect("factor-dropped", case.claim, right, partial(plainly, words, factor))


def denominator_dropped(case: Case) -> Iterator[Suspect]:
    """A factor that the true gradient has over one denominator."""
    formula = formula_of(case.question.loss.expression, case.question.wrt[0], case.question.wrt[0])
    if case.question.loss.backward or len(case.question.wrt) > 1 or formula is None:
        return
    if (factor := _below(case, formula)) is not None:
        right = each(g / factor for g in case.true_slopes)
        words = "over one denominator, the factor {0} was dropped" + NO_RATE
        yield Suspect("factor-dropped", case.claim, right, partial(plainly, words, factor))


def _below(case: Case, formula: Expr) -> Expr | None:
    """The 1/(p (1 - p)) of t/p - (1 - t)/(1 - p), over one denominator; None of what is none of a few such terms."""
    if not formula.has(Add) or formula.has(Sum, Branches) or formula.count_ops() > FEW_SIGNS:
        return None
    _, below = fraction(together(formula))
    varying = [factor for factor in Mul.make_args(below) if any(depends_on(factor, w) for w in case.question.wrt)]
    return 1 / Mul(*varying) if len(varying) > 1 else None


def _twice(case: Case) -> Iterator[Suspect]:
    for part in case.parts:
        hole = function_slope_hole(part)
        if hole is not None:
            right = each(g * hole for g in case.true_slopes)
            words = "the factor {0}, the slope of {1}, is multiplied in once too often"
            yield Suspect("factor-added", case.claim, right, partial(_say_of_function, words, part))
    for part in case.parts:
        right = each(g * D(part, w) for g, w in zip(case.true_slopes, case.question.wrt, strict=True))
        words = "the inner derivative of {0} is multiplied in once too often"
        yield Suspect("factor-added", case.claim, right, partial(plainly, words, part))


def _taken_at_the_output(case: Case) -> Iterator[Suspect]:
    """The slope of h at h(u) where it should be taken at u."""
    for part in (*case.parts, case.question.loss.expression):
        hole = function_slope_hole(part)
        if hole is not None:
            again = Named(Symbol("v_", real=True), part)
            at_output = D(hole.inner.xreplace({hole.wrt: again}), again)
            right = each(g * at_output / hole for g in case.true_slopes)
            words = "the slope of {0} is taken at its output, but must be taken at its input"
            yield Suspect("output-for-input", case.claim, right, partial(plainly, words, part))


def _variable_replaced(case: Case) -> Iterator[Suspect]:
    """The whole gradient, taken at another value of the variable."""
    w = case.question.wrt[0]
    if len(case.question.wrt) == 1 and isinstance(w, Symbol):
        for part in (*case.parts, case.question.loss.expression):
            if not case.question.claims[0].has(part):
                continue
            words = "the formula would be right, but {0} was put in where {1} belongs: an output for an input"
            right = (_at_other_value(case.true_slopes[0], w, part),)
            yield Suspect("output-for-input", case.claim, right, partial(plainly, words, part, w))


def _at_other_value(hole: Expr, w: Symbol, part: Expr) -> Component:
    return Component(lambda scope: value(hole, with_number(scope, w, evaluate(part, scope))))
