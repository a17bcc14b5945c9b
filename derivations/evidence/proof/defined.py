"""Has the claim a value wherever the loss has a slope? Every denominator, logarithm and root of it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import (
    Add,
    Basic,
    Expr,
    LambertW,
    Mul,
    Pow,
    Rational,
    Sum,
    Symbol,
    acos,
    asin,
    cos,
    digamma,
    gamma,
    log,
    loggamma,
    nan,
    oo,
    polygamma,
    tan,
    zoo,
)
from sympy.core.relational import Relational

from derivations.evidence.proof.quotients import Polynomial, Quotient, Unproved, polynomial_key
from derivations.evidence.proof.slopes import slope
from derivations.evidence.proof.switches import holds
from derivations.evidence.proof.trees import depth, replaced
from derivations.evidence.proof.workspace import Nowhere, Same, Split, Workspace
from derivations.language.functions import Branches, Named, Prime

Need = tuple[Expr, str]  # an expression that must be "nonzero", "positive", "nonnegative", or "root": so for a root
WITH_ZERO = "nonnegative", "root"
OF_POSITIVE = log | gamma | loggamma | digamma | LambertW | polygamma
HALF = Rational(1, 2)
NO_NUMBERS = nan, oo, -oo, zoo  # what SymPy makes of 1/0, 0/0 and log 0 once numbers are put in


def kinks_of(formulas: list[Expr], w: Expr, work: Workspace) -> set[Expr]:
    """What stands under the roots of these formulas at whose zeros, for sure, they have no slope by w.

    A root of u has none at a zero of u if u changes its sign there, or if u'' is positive and the root is a square root
    or a higher one. Elsewhere it may have one, as the root of w^4 has.
    """
    found = dict.fromkeys(need for formula in formulas for need in needs(formula, None) if need[1] in WITH_ZERO)
    return {base for base, kind in found if _has_kink(base, w, work, steep=kind == "root")}


def _has_kink(base: Expr, w: Expr, work: Workspace, *, steep: bool) -> bool:
    try:
        first = slope(base, w)
        return work.is_nonzero(work.of(first).over) or (steep and work.sign_of(work.of(slope(first, w)).over) == 1)
    except (Unproved, Split, Same, Nowhere):
        return False


def missing(claim: Expr, formulas: list[Expr], kinks: set[Expr], work: Workspace) -> Iterator[Expr]:
    """The expressions at whose zeros the claim has no value although the loss may have a slope there.

    Args:
        claim: the formula that should have a value.
        formulas: what the loss is computed by: it has a slope only where they have a value.
        kinks: expressions under roots at whose zeros the loss has no slope.
        work: the workspace of the cell.

    Raises:
        Unproved: the claim may lack a value not only on such a boundary.
        Nowhere: it has none in all of the cell.
    """
    if claim.has(*NO_NUMBERS):
        raise Nowhere
    allowed, presumed = set[Any](), set[Any]()
    for node, kind in (need for formula in formulas for need in needs(formula, work)):
        u = work.of(node)
        if kind not in WITH_ZERO or node in kinks or is_positive(node, work):
            allowed |= {polynomial_key(f) for polynomial in (u.over, u.under) for f in _factors(polynomial, work)}
        presumed |= {_sign_key(u, work)} if kind != "nonzero" else set()
    for node, kind in needs(claim, work):
        if is_positive(node, work):
            continue
        u = work.of(node)
        if kind not in WITH_ZERO and u.over.is_zero():
            raise Nowhere
        yield from _zeros(u.over, allowed, work) if kind not in WITH_ZERO else ()
        if kind != "nonzero" and not _is_settled(u, presumed, work):
            msg = f"the sign of {node}, on which it depends whether the claim has a value"
            raise Unproved(msg)


def _by_ranges(node: Sum) -> Expr:
    *inner, (index, low, high) = node.limits
    letter = Symbol(f"{low}..{high}.{depth(node)}.", integer=True, positive=True)
    return replaced(Sum(node.function, *inner) if inner else node.function, {index: letter})


def is_positive(node: Basic, work: Workspace) -> bool:
    """Positive for a reason that multiplying out would hide: a sum of squares and something positive."""
    if isinstance(node, Add):
        rest = [part for part in node.args if not is_positive(part, work)]
        return len(rest) < len(node.args) and all(is_square(part, work) for part in rest)
    if node.has(Sum, Branches):
        return False
    u = work.of(node)
    return work.sign_of(u.over) == work.sign_of(u.under) in (1, -1)


def is_square(node: Basic, work: Workspace | None = None) -> bool:
    """A square, sums and positive multiples of squares: all values are real.

    Args:
        node: an expression.
        work: a workspace that knows more of what is positive; not of what a sum binds.
    """
    if isinstance(node, Sum):
        return is_square(node.function)
    if isinstance(node, Add | Mul):
        return all(is_square(part, work) for part in node.args)
    if node.is_positive or (isinstance(node, Pow) and node.exp.is_even):
        return True
    return work is not None and is_positive(node, work)


def _sign_key(u: Quotient, work: Workspace) -> tuple[bool, frozenset[Any]]:
    """The same for quotients of the same sign, where they are not zero."""
    positive, odd = True, set[Any]()
    for polynomial in (u.over, u.under):
        constant, factors = work.ring.factors(polynomial)
        positive ^= bool(constant < 0)
        odd ^= {polynomial_key(factor) for factor, exponent in factors if exponent % 2}
    return positive, frozenset(odd)


def _zeros(polynomial: Polynomial, allowed: set[Any], work: Workspace) -> Iterator[Expr]:
    """Factors that may be zero, the loss notwithstanding."""
    for factor in _factors(polynomial, work):
        if polynomial_key(factor) not in allowed and not work.factor_sign(factor):
            if work.letters_in(factor):
                msg = "a denominator within a sum"
                raise Unproved(msg)
            yield work.expression(Quotient(factor, work.ring.one))


def _factors(polynomial: Polynomial, work: Workspace) -> Iterator[Polynomial]:
    """Its factors; a root is zero where what stands under it is."""
    for factor, _ in work.ring.factors(polynomial)[1]:
        atom = work.single(factor)
        if atom is not None and work.atoms[atom].kind == "root":
            yield from _factors(work.atoms[atom].inside, work)
        else:
            yield factor


def _is_settled(u: Quotient, presumed: set[Any], work: Workspace) -> bool:
    """Is it positive (or not negative) for sure, or is it what the loss itself needs to be so?"""
    over, under = work.sign_of(u.over), work.sign_of(u.under)
    if over is not None and under is not None and over * under > 0:
        return True
    if under == 1 and (work.is_nonnegative(u.over) or _is_even(u.over, work)):
        return True  # where it is zero has been said, if that matters
    return _sign_key(u, work) in presumed


def _is_even(polynomial: Polynomial, work: Workspace) -> bool:
    constant, factors = work.ring.factors(polynomial)
    rest = [f for f, exponent in factors if exponent % 2 and work.factor_sign(f) != 1]
    return bool(constant > 0) and not rest


def needs(node: Any, work: Workspace | None) -> Iterator[Need]:
    """What must hold for the expression to have a value in this cell; branches that are not taken need nothing.

    Without a workspace, all branches are looked at. Bound indices are called by their ranges, so that what is needed
    over one range is not taken for what is needed over another.
    """
    if isinstance(node, Sum):
        yield from needs(_by_ranges(node), work)
        return
    if isinstance(node, Branches):
        yield from _branch_needs(node, work)
        return
    if isinstance(node, Pow):
        base, exponent = node.args
        negative = exponent.is_negative or (exponent.is_negative is None and not exponent.is_nonnegative)
        if not exponent.is_integer:
            steep = exponent.is_Rational and exponent <= HALF
            yield base, "positive" if negative else "root" if steep else "nonnegative"
        elif negative:
            yield base, "nonzero"
    elif isinstance(node, OF_POSITIVE):
        yield node.args[-1], "positive"
    elif isinstance(node, asin | acos):  # at its ends as steep as a root
        u = node.args[0]
        yield from ((base, "root") for base in (1 - u, 1 + u, 1 - u**2))
    elif isinstance(node, tan):
        yield cos(node.args[0]), "nonzero"
    for part in (
        (node.definition,) if isinstance(node, Named) else node.applied.args if isinstance(node, Prime) else node.args
    ):
        yield from needs(part, work)


def _branch_needs(node: Branches, work: Any) -> Iterator[Need]:
    for value, condition in node.cases:
        if isinstance(condition, Relational):
            yield from needs(condition.lhs, work)
            yield from needs(condition.rhs, work)
        taken = holds(condition, work) if work is not None else None
        if taken is not False:
            yield from needs(value, work)
        if taken is True:
            return
