"""Has the claim a value wherever the loss has a slope? Every denominator, logarithm and root of it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Add, Basic, Expr, LambertW, Mul, Pow, Sum, gamma, log, loggamma, polygamma
from sympy.core.relational import Relational

from derivations.evidence.proof.quotients import Polynomial, Quotient, Unproved, polynomial_key
from derivations.evidence.proof.switches import holds
from derivations.evidence.proof.workspace import Workspace
from derivations.language.functions import Branches, Named, Prime

Need = tuple[Expr, str]  # an expression that must be "nonzero", "nonnegative" or "positive"
OF_POSITIVE = log | gamma | loggamma | LambertW | polygamma


def missing(claim: Expr, formulas: list[Expr], switches: set[Any], work: Workspace) -> Iterator[Expr]:
    """The expressions at whose zeros the claim has no value although the loss may have a slope there.

    The formulas are what the loss is computed by: it has a slope only where they have a value.

    Raises:
        Unproved: the claim may lack a value not only on such a boundary.
    """
    allowed, presumed = set(switches), set()
    for node, kind in (need for formula in formulas for need in needs(formula, work)):
        for polynomial in _both(work.of(node)):
            keys = {polynomial_key(f) for f, _ in work.ring.factors(polynomial)[1]}
            allowed |= keys
            presumed |= {frozenset(keys)} if kind != "nonzero" else set()
    for node, kind in needs(claim, work):
        if is_positive(node, work):
            continue
        u = work.of(node)
        yield from _zeros(u.over, allowed, work) if kind != "nonnegative" else ()
        if kind != "nonzero" and not _is_settled(u, kind, presumed, work):
            msg = f"the sign of {node}, on which it depends whether the claim has a value"
            raise Unproved(msg)


def is_positive(node: Basic, work: Workspace) -> bool:
    """Positive for a reason that multiplying out would hide: a sum of squares and something positive."""
    if isinstance(node, Add):
        rest = [part for part in node.args if not is_positive(part, work)]
        return len(rest) < len(node.args) and all(_is_square(part) for part in rest)
    return not node.has(Sum, Branches) and work.sign_of(work.of(node).over) == work.sign_of(work.of(node).under) == 1


def _is_square(node: Basic) -> bool:
    """A square, sums and positive multiples of squares."""
    if isinstance(node, Sum):
        return _is_square(node.function)
    if isinstance(node, Add | Mul):
        return all(map(_is_square, node.args))
    return bool(node.is_positive) or (isinstance(node, Pow) and bool(node.exp.is_even) and bool(node.base.is_real))


def _both(u: Quotient) -> tuple[Polynomial, Polynomial]:
    return u.over, u.under


def _zeros(polynomial: Polynomial, allowed: set[Any], work: Workspace) -> Iterator[Expr]:
    """Factors that may be zero, the loss notwithstanding."""
    for factor, _ in work.ring.factors(polynomial)[1]:
        if polynomial_key(factor) not in allowed and not work.factor_sign(factor):
            if work.letters_in(factor):
                msg = "a denominator within a sum"
                raise Unproved(msg)
            yield work.expression(Quotient(factor, work.ring.one))


def _is_settled(u: Quotient, kind: str, presumed: set[Any], work: Workspace) -> bool:
    """Is it positive (or not negative) for sure, or is it what the loss itself needs to be so?"""
    over, under = work.sign_of(u.over), work.sign_of(u.under)
    if over is not None and under is not None and over * under > 0:
        return True
    if under == 1 and (work.is_nonnegative(u.over) or _is_even(u.over, work)):
        return True  # where it is zero has been said, if that matters
    keys = frozenset(polynomial_key(f) for f, _ in work.ring.factors(u.over)[1])
    return under == 1 and kind != "" and keys in presumed


def _is_even(polynomial: Polynomial, work: Workspace) -> bool:
    constant, factors = work.ring.factors(polynomial)
    rest = [f for f, exponent in factors if exponent % 2 and work.factor_sign(f) != 1]
    return bool(constant > 0) and not rest


def needs(node: Basic, work: Workspace) -> Iterator[Need]:
    """What must hold for the expression to have a value in this cell; branches that are not taken need nothing."""
    if isinstance(node, Branches):
        yield from _branch_needs(node, work)
        return
    if isinstance(node, Pow):
        base, exponent = node.args
        negative = exponent.is_negative or (exponent.is_negative is None and not exponent.is_nonnegative)
        if not exponent.is_integer:
            yield base, "positive" if negative else "nonnegative"
        elif negative:
            yield base, "nonzero"
    elif isinstance(node, OF_POSITIVE):
        yield node.args[-1], "positive"
    for part in (
        (node.definition,) if isinstance(node, Named) else node.applied.args if isinstance(node, Prime) else node.args
    ):
        yield from needs(part, work)


def _branch_needs(node: Branches, work: Workspace) -> Iterator[Need]:
    for value, condition in node.cases:
        if isinstance(condition, Relational):
            yield from needs(condition.lhs, work)
            yield from needs(condition.rhs, work)
        taken = holds(condition, work)
        if taken is not False:
            yield from needs(value, work)
        if taken is True:
            return
