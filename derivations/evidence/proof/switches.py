"""Functions that change their formula where a sign changes: told cell by cell.

Outside of sums the sign is settled, by splitting the cell if need be. The terms of a sum may lie on different sides;
there the sign is an atom s with s^3 = s, and |u| is s u.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import fmpq
from sympy import Abs, Expr, Max, Min
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne, Relational

from derivations.evidence.proof.quotients import NoValue, Polynomial, Quotient, Unproved, polynomial_key
from derivations.evidence.proof.ranges import Range
from derivations.evidence.proof.workspace import Nowhere, Split, Workspace
from derivations.evidence.switching import HOLDS
from derivations.language.functions import Branches, clip, largest, magnitude, positive_part, sign, smallest, step

SIGN = Range(Fraction(-1), Fraction(1), with_low=True, with_high=True)
HALF = fmpq(1, 2)
# For a sign s of -1, 0 or 1: 1 where s <relation> 0 holds and else 0, as a + b s + c s^2.
SHARES: dict[Any, tuple[fmpq, fmpq, fmpq]] = {
    Gt: (fmpq(0), HALF, HALF), Ge: (fmpq(1), HALF, -HALF), Lt: (fmpq(0), -HALF, HALF), Le: (fmpq(1), -HALF, -HALF),
    Eq: (fmpq(1), fmpq(0), fmpq(-1)), Ne: (fmpq(0), fmpq(0), fmpq(1)),
}  # fmt: skip


def sign_form(u: Quotient, work: Workspace) -> Quotient:
    """The sign of a quotient: a number, or within a sum a product of atoms."""
    result = work.number(1)
    for polynomial in (u.over, u.under):
        constant, factors = work.ring.factors(polynomial)
        result = work.ring.multiply(result, work.number((constant > 0) - (constant < 0)))
        for factor, exponent in factors:
            one = _sign_of_factor(factor, work)
            result = work.ring.multiply(result, work.ring.power(one, 1 if exponent % 2 else 2))
    return result


def _sign_of_factor(factor: Polynomial, work: Workspace) -> Quotient:
    known = work.factor_sign(factor)
    if known is not None:
        return work.number(known)
    value = Quotient(factor, work.ring.one)
    if not work.letters_in(factor):
        raise Split(work.expression(value))
    key = ("sign", polynomial_key(factor))
    found = work.plain(key, "sign", sign(work.expression(value)), SIGN, value)
    work.ring.equations[work.index[key]] = (3, found)
    return work.ring.reduced(found)


def share_of(relation: Any, side: Quotient, work: Workspace) -> Quotient:
    """1 where a sign is in this relation to 0, else 0."""
    if side.over.is_constant():
        return work.number(int(HOLDS[relation](_number(side), 0)))
    result, power = work.number(0), work.number(1)
    for coefficient in SHARES[relation]:
        result = work.ring.add(result, work.ring.multiply(work.number(coefficient), power))
        power = work.ring.multiply(power, side)
    return result


def _number(u: Quotient) -> int:
    if u.over.is_zero():
        return 0
    return int(u.over.leading_coefficient().p)


def _magnitude(node: Any, work: Workspace) -> Quotient:
    u = work.of(node.args[0])
    return work.ring.multiply(sign_form(u, work), u)


def _step(node: Any, work: Workspace) -> Quotient:
    return share_of(Gt, sign_form(work.of(node.args[0]), work), work)


def _positive_part(node: Any, work: Workspace) -> Quotient:
    return work.ring.multiply(_step(node, work), work.of(node.args[0]))


def _larger(u: Quotient, v: Quotient, work: Workspace) -> Quotient:
    gap = work.ring.add(u, work.ring.negative(v))
    return work.ring.add(v, work.ring.multiply(share_of(Gt, sign_form(gap, work), work), gap))


def _smaller(u: Quotient, v: Quotient, work: Workspace) -> Quotient:
    return work.ring.negative(_larger(work.ring.negative(u), work.ring.negative(v), work))


def _clip(node: clip, work: Workspace) -> Quotient:
    u, low, high = map(work.of, node.args)
    return _smaller(_larger(u, low, work), high, work)


def _branches(node: Branches, work: Workspace) -> Quotient:
    """The first branch whose condition holds; within a sum each branch times its share."""
    result, left = work.number(0), work.number(1)
    for value, condition in node.cases:
        share = _share(condition, work)
        if not share.over.is_zero():
            weight = work.ring.multiply(left, share)
            result = work.ring.add(result, work.ring.multiply(weight, _branch(value, weight, work)))
        left = work.ring.multiply(left, work.ring.add(work.number(1), work.ring.negative(share)))
        if left.over.is_zero():
            return result
    msg = "no branch is left"
    raise Unproved(msg)


def _branch(value: Expr, weight: Quotient, work: Workspace) -> Quotient:
    """The value of a branch; one that only some terms of a sum take may lack a value elsewhere."""
    try:
        return work.of(value)
    except (Nowhere, NoValue) as error:
        if weight.over.is_constant():
            raise
        msg = "a branch without a value within a sum"
        raise Unproved(msg) from error


def _share(condition: Any, work: Workspace) -> Quotient:
    """1 where the condition holds, else 0."""
    if not isinstance(condition, Relational):
        return work.number(int(bool(condition)))
    return share_of(type(condition), sign_form(work.of(condition.lhs - condition.rhs), work), work)


def holds(condition: Any, work: Workspace) -> bool | None:
    """Does the condition hold in this cell? None: for some terms of a sum only."""
    share = _share(condition, work)
    return bool(_number(share)) if share.over.is_constant() else None


def _fold(combine: Callable[[Quotient, Quotient, Workspace], Quotient]) -> Callable[[Any, Workspace], Quotient]:
    return lambda node, work: reduce(lambda u, v: combine(u, v, work), map(work.of, node.args))


SWITCHES: dict[Any, Callable[[Any, Workspace], Quotient]] = {
    magnitude: _magnitude,
    Abs: _magnitude,
    sign: lambda node, work: sign_form(work.of(node.args[0]), work),
    positive_part: _positive_part,
    step: _step,
    clip: _clip,
    Branches: _branches,
    Max: _fold(_larger),
    Min: _fold(_smaller),
    largest: _fold(_larger),
    smallest: _fold(_smaller),
}
