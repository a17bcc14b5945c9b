"""The loss misread: taken for its gradient, or changed by rules of algebra that do not exist.

Such are (a - b)^2 = a^2 - b^2, a root term by term, a weight out of its square.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sympy import Add, Basic, Expr, Mul, Symbol

from derivations.judge.faults.suspects import Case, Suspect, depends, depends_on, each, plainly
from derivations.judge.forms import in_vocabulary
from derivations.judge.relation import compare_at
from derivations.judge.vectors import component
from derivations.language.functions import D, Named

MANY_TERMS, MANY_COMPONENTS = 8, 8
Change = Callable[[Expr], Expr]


def misreadings(case: Case) -> Iterator[Suspect]:
    """The loss not differentiated at all; or misread in every place, and then differentiated without a fault."""
    loss = case.question.loss.expression
    itself = each(loss for _ in case.question.wrt)
    words = "the claim is the loss itself, which is still to be differentiated"
    yield Suspect("not-differentiated", case.claim, itself, partial(plainly, words), exactly=True)
    for words, change in (
        ("a function of a sum was taken term by term: {0} is not what comes of each term alone", _termwise),
        (
            "a factor of {0} was taken without its power: it stands inside, so the power acts on it too",
            partial(_pulled_out, case),
        ),
    ):
        places = [node for node in dict.fromkeys(_nodes(loss)) if change(node) != node]
        if places:
            misread = in_vocabulary(_everywhere(loss, change))
            says = partial(plainly, words, places[0])
            yield Suspect("misread", case.claim, each(D(misread, w) for w in case.question.wrt), says)
    yield from _cross_terms(case)


def _nodes(node: Basic) -> Iterator[Expr]:
    if isinstance(node, Expr) and not isinstance(node, Symbol):
        yield node
        for part in node.args if not isinstance(node, Named) else (node.definition,):
            yield from _nodes(part)


def _everywhere(node: Expr, change: Change) -> Expr:
    if not node.args or isinstance(node, Named):
        return node
    args = [_everywhere(part, change) if isinstance(part, Expr) else part for part in node.args]
    return change(node if tuple(args) == node.args else node.func(*args))


def _termwise(node: Expr) -> Expr:
    """An f(a - b) as f(a) - f(b)."""
    if node.is_Pow and node.exp.is_number and node.base.is_Add and len(node.base.args) <= MANY_TERMS:
        return Add(*[_signed(term, lambda u: u**node.exp) for term in node.base.args])
    if node.is_Function and len(node.args) == 1 and node.args[0].is_Add and len(node.args[0].args) <= MANY_TERMS:
        return Add(*[_signed(term, node.func) for term in node.args[0].args])
    return node


def _signed(term: Expr, function: Change) -> Expr:
    sign, rest = (-1, -term) if term.could_extract_minus_sign() else (1, term)
    return sign * function(rest)


def _pulled_out(case: Case, node: Expr) -> Expr:
    """A product a^n r^n as a r^n, where a does not depend on a variable."""
    if not node.is_Mul:
        return node
    powers = {f.exp for f in node.args if f.is_Pow and depends(f, case.question)}

    def pulled(factor: Expr) -> Expr:
        fixed = (
            factor.is_Pow and factor.exp in powers and not factor.base.is_number and not depends(factor, case.question)
        )
        return factor.base if fixed else factor

    return Mul(*map(pulled, node.args))


def _cross_terms(case: Case) -> Iterator[Suspect]:
    """Each component from one term of the loss alone, although its variable stands in others as well."""
    loss, wrt = case.question.loss.expression, case.question.wrt
    if not (loss.is_Add and 1 < len(wrt) <= MANY_COMPONENTS and len(loss.args) <= MANY_TERMS):
        return
    chosen = [_own_term(case, i) for i in range(len(wrt))]
    if None not in chosen:
        words = "cross terms are missing: each variable acts on every term of the loss, but {0} was used for {1} alone"
        right = each(D(term, w) for term, w in zip(chosen, wrt, strict=True))
        yield Suspect("cross-terms", case.claim, right, partial(plainly, words, chosen[0], wrt[0]))


def _own_term(case: Case, i: int) -> Expr | None:
    """The term whose slope alone gives the claimed component."""
    w, spot = case.question.wrt[i], case.field.spots[0]
    terms = [term for term in case.question.loss.expression.args if depends_on(term, w)]
    return next((t for t in terms if compare_at(case.claim[i], component(D(t, w)), spot).kind == "agree"), None)
