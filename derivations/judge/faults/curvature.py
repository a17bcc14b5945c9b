"""Faults of second derivatives: one step too few, a square instead, or a fault in the second of the two steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sympy import Expr, Symbol

from derivations.errors import LossaryError
from derivations.judge.faults.suspects import Case, Suspect, each, formula_of, plainly
from derivations.judge.judgement import Phrase
from derivations.judge.vectors import second_slope
from derivations.language.functions import D
from derivations.language.shapes import free_names


def curvature_faults(case: Case) -> Iterator[Suspect]:
    """Something else was given for the second derivative."""
    loss, wrt = case.question.loss, case.question.wrt
    slopes = [D(loss.expression, w) for w in wrt]
    yield Suspect("order", case.claim, each(slopes), partial(plainly, "this is the first derivative, not the second"))
    squared = "this is the square of the first derivative, which is the second one at most on average"
    yield Suspect("order", case.claim, each(slope**2 for slope in slopes), partial(plainly, squared))
    if len(wrt) == 1:
        yield from _other_variables(case, wrt[0])


def _other_variables(case: Case, w: Expr) -> Iterator[Suspect]:
    """Twice by another name, or once by it and once by the variable."""
    loss = case.question.loss
    first = formula_of(loss.expression, w, w)
    for name in [s for s in loss.symbols if isinstance(s, Symbol) and s != w and s in free_names(loss.expression)]:
        says = partial(plainly, "this is the second derivative with respect to {0}, not to {1}", name, w)
        yield Suspect("wrong-variable", case.claim, (second_slope(loss.expression, name),), says)
        if first is not None:
            says = partial(
                plainly, "this is the derivative with respect to {1} and then to {0}, not twice to {1}", name, w
            )
            yield Suspect("wrong-variable", case.claim, each([D(first, name)]), says)


def second_step(case: Case) -> tuple[Case, Expr] | None:
    """The claim as the derivative of the first derivative, and that; None where there are several, or no formula."""
    if len(case.question.wrt) != 1:
        return None
    w = case.question.wrt[0]
    first = formula_of(case.question.loss.expression, w, w)
    if first is None or w not in free_names(first):
        return None
    try:
        loss = replace(case.question.loss, expression=first, wrt=w)
    except LossaryError:
        return None
    return Case(replace(case.question, loss=loss, order=1), case.claim, case.truth, case.field), first


def of_second_step(phrase: Phrase, first: Expr) -> Phrase:
    """The same, said of the step from the first derivative to the second."""
    words = f"in the step from the first derivative {{{len(phrase.parts)}}} to the second: {phrase.template}"
    return Phrase(words, (*phrase.parts, first))
