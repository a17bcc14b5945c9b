"""Proofs: the two sides are equal by algebra, in every cell of every switch; and a gradient is that of its loss."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Expr, Integer, Symbol

from derivations.evidence.places import Side
from derivations.evidence.proof.adjoints import expansions
from derivations.evidence.proof.attempt import Attempt, Claimed
from derivations.evidence.proof.emptiness import is_empty, is_positive_everywhere
from derivations.evidence.proof.gap import Gap, gap_of
from derivations.evidence.proof.given import Given, given_by, within
from derivations.evidence.proof.quotients import TooLong, Unproved
from derivations.evidence.proof.workspace import Same, Split
from derivations.evidence.scope import Binder
from derivations.language.functions import Adjoint, Branches, D, Named, held
from derivations.language.loss import Loss

ONE = Integer(1)
FAILURES = (
    Unproved,
    Split,
    Same,
    RecursionError,
    ArithmeticError,
    ValueError,
    TypeError,
)  # SymPy and FLINT raise the last


@dataclass(frozen=True)
class Proof:
    """What came of an attempt.

    Args:
        proved: are the sides equal by algebra, in every cell?
        cells: how many cells there are.
        missing: where one of these is zero, the right side has no value although the left may have one.
        why: what stood in the way, if nothing was proved.
    """

    proved: bool
    cells: int = 0
    missing: tuple[Expr, ...] = ()
    why: str = ""


class Prover:
    """Proves equations about one loss. What it says is proved holds wherever both sides have a value, kinks aside.

    Lines of a derivation are made of the same parts, whose normal forms are worked out once for all of them. A proof
    that does not come off so is tried by itself.

    Args:
        loss: the loss.
        facts: what is not negative, beside what the loss says.
        together: share these normal forms. Then what is proved may depend on what was asked before.
        effort: how many normal forms one proof may cost; None if there is no limit.
    """

    def __init__(
        self, loss: Loss, facts: tuple[Expr, ...] = (), *, together: bool = False, effort: int | None = None
    ) -> None:
        self.loss, self.effort = loss, effort
        self.given = replace(given_by(loss, facts), effort=None if effort is None else [effort])
        self.together = together
        self.shared: dict[tuple[Binder, ...], Given] = {}
        self.known: dict[tuple[Any, ...], Proof] = {}

    def equation(self, left: Expr, right: Expr, binders: tuple[Binder, ...] = ()) -> Proof:
        """Is left = right wherever both have a value, for all values of the indices bound around?"""
        key = left, right, binders
        if key not in self.known:
            self.known[key] = self._attempt(left, right, None, binders)
        return self.known[key]

    def gradient(
        self,
        claim: Expr,
        w: Expr,
        order: int = 1,
        *,
        scale: Expr = ONE,
        needs: tuple[Expr, ...] = (),
        granted: tuple[Expr, ...] = (),
        left_out: tuple[Expr, ...] = (),
    ) -> Proof:
        """Is the claim the slope of the loss by w, with a value wherever the loss has a slope?

        Args:
            claim: the formula.
            w: what to differentiate by.
            order: how often.
            scale: the claim is this multiple of the slope.
            needs: what must have a value for the claim to have one, beside what it shows.
            granted: what has a value wherever the loss has one, beside what it shows.
            left_out: where one of these is 0, nothing is claimed.
        """
        key = claim, w, order, scale, needs, granted, left_out
        if key not in self.known:
            claimed = Claimed(self.loss.expression, w, needs, granted, left_out)
            self.known[key] = self._attempt(self._slope(w, order, scale), claim, claimed)
        return self.known[key]

    def gap(self, claim: Expr, w: Expr, order: int = 1, scale: Expr = ONE) -> Gap | None:
        """What algebra leaves of the difference between this multiple of the slope by w and the claim."""
        self._start()
        try:
            claimed = Claimed(self.loss.expression, w, (), (), ())
            return gap_of(Attempt(self.given, self._slope(w, order, scale), claim, claimed))
        except FAILURES:
            return None

    def _slope(self, w: Expr, order: int, scale: Expr) -> Expr:
        slope: Expr = Adjoint(Symbol(self.loss.name), w) if self.loss.backward else D(self.loss.expression, w)
        for _ in range(order - 1):
            slope = D(slope, w)
        return slope if scale == 1 else scale * slope

    def _start(self) -> None:
        """Every proof may cost the whole effort."""
        if self.given.effort is not None and self.effort is not None:
            self.given.effort[0] = self.effort

    def is_empty(self, side: Side, stated: tuple[Basic, ...] = ()) -> bool:
        """Is it certain that no point lies on this side of a switch, where these relations hold?

        A point at which the loss has no value does not count.
        """
        self._start()
        try:
            return is_empty(self.given, side, (*self.loss.relations, *stated))
        except FAILURES:
            return False

    def is_positive(self, expression: Expr, binders: tuple[Binder, ...] = ()) -> bool:
        """Is it certain that it is positive at every point of the domains, for all values of these indices?

        That its own parts have a value is taken for granted.
        """
        try:
            return is_positive_everywhere(within(self.given, binders), expression)
        except FAILURES:
            return False

    def _attempt(self, left: Expr, right: Expr, value: Claimed | None, binders: tuple[Binder, ...] = ()) -> Proof:
        self._start()
        if not self.together:
            return self._by_sides(within(self.given, binders), left, right, value, binders)
        found = self._by_sides(self._shared(binders), left, right, value, binders)
        if found.proved and not found.missing:
            return found
        alone = self._by_sides(within(self.given, binders), left, right, value, binders)  # it may leave out less
        return alone if alone.proved or not found.proved else found

    def _shared(self, binders: tuple[Binder, ...]) -> Given:
        if binders not in self.shared:
            self.shared[binders] = replace(within(self.given, binders), shelf={})
        return self.shared[binders]

    def _by_sides(
        self, given: Given, left: Expr, right: Expr, value: Claimed | None, binders: tuple[Binder, ...]
    ) -> Proof:
        found = _tried(given, left, right, value)
        try:
            for expanded in () if found.proved else expansions(left, right, self.loss, binders):
                found = _tried(given, *expanded, value)
                if found.proved:
                    break
        except Unproved as error:  # a slope that the table does not know
            return Proof(proved=False, why=str(error))
        return found


def _tried(given: Given, left: Expr, right: Expr, value: Claimed | None) -> Proof:
    """A proof; where the formulas are too long, one for whatever has a name or is held fixed in them.

    Of a slope only if the loss has a value nowhere but where all these have one.
    """
    named = right.atoms(held, Named)
    is_own = value is None or (named <= value.loss.atoms(held, Named) and not value.loss.has(Branches))
    why = ""
    for whatever in (False, True) if is_own else (False,):
        try:
            return _settled(given, left, right, value, whatever=whatever)
        except TooLong as error:
            why = str(error)
    return Proof(proved=False, why=why)


def _settled(given: Given, left: Expr, right: Expr, value: Claimed | None, *, whatever: bool) -> Proof:
    """What came of it.

    Raises:
        TooLong: there were too many terms.
    """
    try:
        cells, missing = Attempt(given, left, right, value, whatever=whatever).settle()
    except TooLong:
        raise
    except FAILURES as error:
        return Proof(proved=False, why=str(error) or type(error).__name__)
    return Proof(proved=True, cells=cells, missing=missing)
