"""Faults of the rules for products and powers: a part that varies was held constant, an exponential read as a power."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from sympy import Dummy, Expr, Mul, Symbol, log

from derivations.evidence.balls import Number
from derivations.evidence.scope import Scope
from derivations.evidence.values import evaluate
from derivations.evidence.verdicts import value
from derivations.judge.faults.suspects import Case, Suspect, depends, depends_on, each, plainly, put
from derivations.judge.vectors import Component, with_number
from derivations.language.functions import D

Letters = Mapping[Symbol, Expr]  # for a letter the part that it stands for


def product_faults(case: Case) -> Iterator[Suspect]:
    """Most specific first."""
    yield from _held_constant(case)
    yield from _one_factor_only(case)
    yield from _family_held(case)


def _held_constant(case: Case) -> Iterator[Suspect]:
    for part in (part for part in case.parts if -part not in case.parts or not part.could_extract_minus_sign()):
        words = "{0} was held constant, but it depends on {1}"
        yield from _without(case, [part], partial(plainly, words, part, case.question.wrt[0]))


def _family_held(case: Case) -> Iterator[Suspect]:
    """The same function in several places: log p_1 and log p_2, sigma(z)^g and (1 - sigma(z))^g."""
    families: dict[Any, list[Expr]] = {}
    for part in case.parts:
        if not part.is_Add and not part.is_Mul:
            families.setdefault((part.func, part.exp if part.is_Pow else None), []).append(part)
    for family in families.values():
        if len(family) > 1:
            words = "{0} was held constant, and so were the others of its kind, but they depend on the variables"
            yield from _without(case, family, partial(plainly, words, family[0]))


def _without(case: Case, parts: Sequence[Expr], says: Any) -> Iterator[Suspect]:
    letters = {Dummy("held", real=True): part for part in parts}
    rest = put(case.question.loss.expression, {part: letter for letter, part in letters.items()})
    if rest is not None and depends(rest, case.question):
        right = tuple(_held(D(rest, w), letters) for w in case.question.wrt)
        yield Suspect("held-constant", case.claim, right, says)


def _held(hole: Expr, letters: Letters) -> Component:
    def code(scope: Scope) -> Number:
        inner = scope
        for letter, part in letters.items():
            inner = with_number(inner, letter, evaluate(part, scope))
        return value(hole, inner)

    return Component(code)


def _one_factor_only(case: Case) -> Iterator[Suspect]:
    """The product rule with one of its terms."""
    loss = case.question.loss.expression
    varying = [factor for factor in Mul.make_args(loss) if depends(factor, case.question)]
    for factor in varying if len(varying) > 2 else ():  # noqa: PLR2004  (of two, the other one was held constant)
        rest = Mul(*[other for other in Mul.make_args(loss) if other != factor])
        words = "of the product {1} only the factor {0} was differentiated; the others depend on {2} as well"
        says = partial(plainly, words, factor, loss, case.question.wrt[0])
        yield Suspect("held-constant", case.claim, each(rest * D(factor, w) for w in case.question.wrt), says)


def exponential_as_power(case: Case) -> Iterator[Suspect]:
    """An a^w differentiated like w^a."""
    loss, wrt = case.question.loss.expression, case.question.wrt
    for part in (loss, *case.parts):
        w = next((w for w in wrt if depends_on(part, w)), None)
        if part.is_Pow and w is not None and not depends(part.base, case.question):
            letter = Dummy("power", real=True)
            outer = put(loss, {part: letter})
            if outer is not None:
                slope = _held(D(outer, letter), {letter: part})
                claimed = [part.exp * part.base ** (part.exp - 1) * D(part.exp, v) - D(part, v) for v in wrt]
                right = tuple(_corrected(D(loss, v), slope, by) for v, by in zip(wrt, claimed, strict=True))
                words = "{0} was differentiated like a power, but {1} stands in the exponent: its slope is {0} · {2}"
                says = partial(plainly, words, part, w, log(part.base))
                yield Suspect("misread", case.claim, right, says)


def _corrected(hole: Expr, slope: Component, by: Expr) -> Component:
    return Component(lambda scope: value(hole, scope) + slope.code(scope) * value(by, scope))
