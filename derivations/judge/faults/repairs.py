"""Slips of the pen: one small change of the claim that makes it right says what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from sympy import Add, Basic, Expr, Indexed, Integer, Mul, Pow, Rational, Sum, Symbol
from sympy.core.function import AppliedUndef

from derivations.judge.faults.suspects import Case, Says, Suspect, put
from derivations.judge.judgement import Phrase
from derivations.judge.vectors import Component, component
from derivations.language.functions import Branches, Named, Prime

FACTORS = (
    (Integer(2), "lacks a factor 2"),
    (Integer(3), "lacks a factor 3"),
    (Rational(1, 2), "should be half of that"),
)
MOST, MANY_TERMS = 200, 8  # changes of one component; terms of a sum
CLOSED = Indexed | Prime | AppliedUndef | Symbol
Edit = tuple[str, Phrase, Expr]


def slips(case: Case) -> Iterator[Suspect]:
    """Every small change of the first claim, tried on that component; the others must have the same kind of fault."""
    question = case.question
    yield from _missing_terms(case)
    for kind, phrase, edited in islice(edits(question.claims[0]), MOST):
        yield Suspect(kind, (component(edited),), case.truth[:1], partial(_as_said, phrase), exactly=True)
    yield from _off_terms(case)


def _missing_terms(case: Case) -> Iterator[Suspect]:
    """What lacks in every component is a multiple of 1, of the variable or of another name."""
    question = case.question
    gap = tuple(_minus(true, claim) for true, claim in zip(case.truth, case.claim, strict=True))
    names = [s for s in question.loss.symbols if isinstance(s, Symbol) and s not in question.wrt]
    for lacking in (list(question.wrt), *([name] * len(gap) for name in names)):
        says = partial(_as_said, Phrase("a term with {0} is missing: {0} times", (lacking[0],)))
        yield Suspect("term-missing", gap, tuple(map(component, lacking)), says, times=" {}")
    says = partial(_as_said, Phrase("a constant is missing:"))
    yield Suspect("term-missing", gap, (component(Integer(1)),) * len(gap), says, times=" {}")


def _off_terms(case: Case) -> Iterator[Suspect]:
    """All is right but one term of the first claim, which is off by a constant."""
    for term in Add.make_args(case.question.claims[0]) if case.question.claims[0].is_Add else ():
        rest = component(case.question.claims[0] - term)
        words = "the term {0} is not what it should be, and the others are right: it is off by the factor"
        says = partial(_as_said, Phrase(words, (term,)))
        yield Suspect("term-scale", (component(term),), (_minus(case.truth[0], rest),), says, times=" {}")


def _minus(one: Component, other: Component) -> Component:
    return Component(lambda scope: one.code(scope) - other.code(scope))


def _as_said(phrase: Phrase) -> Says:
    return phrase, None


def edits(claim: Expr) -> Iterator[Edit]:
    """Changed claims, each with the fault that the change mends."""
    for node in dict.fromkeys(_nodes(claim)):
        for kind, phrase, changed in _changes(node):
            edited = put(claim, {node: changed})
            if edited is not None and edited != claim:
                yield kind, phrase, edited
    for term in claim.args if claim.is_Add and len(claim.args) <= MANY_TERMS else ():
        rest = claim - term
        for node in (node for node in dict.fromkeys(_nodes(term)) if rest.has(node)):  # in this term alone
            for kind, phrase, changed in _changes(node):
                edited = put(term, {node: changed})
                if edited is not None:
                    yield kind, _within(phrase, term), edited + rest


def _within(phrase: Phrase, term: Expr) -> Phrase:
    return Phrase(f"in {{{len(phrase.parts)}}} {phrase.template}", (*phrase.parts, term))


def _nodes(node: Basic) -> Iterator[Expr]:
    if isinstance(node, Expr) and not isinstance(node, CLOSED):
        yield node
        for part in (
            (node.function,) if isinstance(node, Sum) else node.args[1:] if isinstance(node, Named) else node.args
        ):
            yield from _nodes(part)


def _changes(node: Expr) -> Iterator[Edit]:
    if node.is_Add and len(node.args) <= MANY_TERMS:
        yield from _terms(node)
    elif node.is_Mul and not node.is_number:
        yield from _factors(node)
    elif node.is_Pow and (2 * node.exp).is_Integer and not node.base.is_number:
        for by in (-1, 1):
            yield (
                "exponent",
                Phrase("the exponent of {0} should be {1}", (node.base, node.exp + by)),
                Pow(node.base, node.exp + by),
            )
    elif isinstance(node, Branches):
        yield from _branches(node)
    elif node.is_Function and len(node.args) == 1:
        u = node.args[0]
        yield (
            "sign-inside",
            Phrase("the sign inside {0} is turned: it should be {1}", (node, node.func(-u))),
            node.func(-u),
        )


def _terms(node: Expr) -> Iterator[Edit]:
    for i, term in enumerate(node.args):
        others = (*node.args[:i], *node.args[i + 1 :])
        yield "sign-inside", Phrase("the sign of {0} in {1} is turned", (term, node)), Add(-term, *others)
        yield "term-added", Phrase("the term {0} in {1} does not belong there", (term, node)), Add(*others)
        for by, words in FACTORS:
            yield (
                "term-scale",
                Phrase(f"the term {{0}} in {{1}} {words}; the other terms are right", (term, node)),
                Add(by * term, *others),
            )
    if len(node.args) == 2:  # noqa: PLR2004
        one, other = node.args
        for product in (one * other, -one * other):
            yield "operator", Phrase("{0} should be a product, not a sum: {1}", (node, product)), product


def _factors(node: Expr) -> Iterator[Edit]:
    for i, factor in enumerate(node.args):
        others = Mul(*node.args[:i], *node.args[i + 1 :])
        if not factor.is_number:
            yield "factor-added", Phrase("the factor {0} in {1} does not belong there", (factor, node)), others
            if not factor.is_Pow:
                phrase = Phrase("the factor {0} in {1} should be squared", (factor, node))
                yield "exponent", phrase, others * factor**2


def _branches(node: Branches) -> Iterator[Edit]:
    values, conditions = node.args[::2], node.args[1::2]
    if len(values) == 2:  # noqa: PLR2004
        of_entries = conditions[0].is_Equality and any(side.is_integer for side in conditions[0].args)
        by_place = Phrase("the entries {0} and {1} are swapped", tuple(values))
        phrase = by_place if of_entries else Phrase("the two branches of {0} are swapped", (node,))
        yield "wrong-branch", phrase, Branches(values[1], conditions[0], values[0], conditions[1])
    for i, value in enumerate(values):
        for change, words in ((-value, "has the wrong sign"), (Integer(0), "should be 0")):
            flat = [part for j, pair in enumerate(zip(values, conditions, strict=True))
                    for part in ((change, pair[1]) if i == j else pair)]  # fmt: skip
            yield "wrong-branch", Phrase(f"the branch {{0}} {words}", (value,)), Branches(*flat)
