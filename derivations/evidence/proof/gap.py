"""Two sides that algebra cannot make equal: is their difference sure not to be zero, however small it is?

Balls cannot tell exp(-exp(exp(10))) from zero, but no exponential is zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sympy import Add, Expr, Rational, exp, log

from derivations.evidence.proof.attempt import Attempt
from derivations.evidence.proof.cells import Cell, Empty, worked
from derivations.evidence.proof.quotients import Monomial, NoValue, Polynomial, Quotient, Unproved, terms
from derivations.evidence.proof.workspace import Nowhere, Same, Split, Workspace

MOST_CELLS = 40
MOST_SHOWN = 12  # terms


@dataclass(frozen=True)
class Gap:
    """The difference of two sides in one cell, wherever both have a value.

    Args:
        signs: expressions and their signs in the cell.
        difference: left minus right; None if it is too long to be shown.
        factors: where none of these is 0, the difference is not; that of the others is certain.
    """

    signs: tuple[tuple[Expr, int], ...]
    difference: Expr | None
    factors: tuple[Expr, ...]


def gap_of(attempt: Attempt) -> Gap | None:
    """The difference in the first cell in which algebra leaves one; None if it leaves none that it understands."""
    waiting, looked = [Cell()], 0
    while waiting and looked < MOST_CELLS:
        cell, looked = waiting.pop(0), looked + 1
        try:
            found = worked(cell, attempt.given, partial(_left_over, attempt, cell))
        except Split as split:
            waiting += [cell.side(split.switch, sign) for sign in (1, -1)]
        except (Same, Empty, Nowhere, NoValue, Unproved):
            continue
        else:
            if found is not None:
                return found
    return None


def _left_over(attempt: Attempt, cell: Cell, work: Workspace) -> Gap | None:
    left, right = (work.of(cell.here(side)) for side in (attempt.left, attempt.right))
    gap = work.ring.add(left, work.ring.negative(right))
    if gap.over.is_zero():
        return None
    open_ = [factor for part in (gap.over, gap.under) for factor in _uncertain(work, part)]
    shown = work.expression(gap) if len(gap.over) + len(gap.under) <= MOST_SHOWN else None
    return Gap(cell.signs, shown, tuple(_told(work, factor) for factor in open_))


def _uncertain(work: Workspace, polynomial: Polynomial) -> list[Polynomial]:
    """The factors that may be zero somewhere in the cell."""
    return [factor for factor, _ in work.ring.factors(polynomial)[1] if not work.is_nonzero(factor)]


def _told(work: Workspace, factor: Polynomial) -> Expr:
    """What is zero where the factor is; of exp(u) - c exp(v), which may both be tiny, u - v - log(c)."""
    exponents = [(_exponent(work, monomial), c) for monomial, c in terms(factor)]
    match exponents:
        case [(Expr() as u, one), (Expr() as v, other)] if one * other < 0:
            ratio = -other / one
            return u - v - log(Rational(int(ratio.p), int(ratio.q)))
    return work.expression(Quotient(factor, work.ring.one))


def _exponent(work: Workspace, monomial: Monomial) -> Expr | None:
    """The logarithm of a product of exponentials; None of anything else."""
    nodes = [(work.atoms[atom].node, times) for atom, times in monomial]
    if not all(isinstance(node, exp) for node, _ in nodes):
        return None
    return Add(*(times * node.args[0] for node, times in nodes))
