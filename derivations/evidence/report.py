"""What is claimed, and what the referee reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sympy import Basic, Expr

from derivations.evidence.points import Point, describe
from derivations.evidence.scope import Binder
from derivations.evidence.unseen import Unseen
from derivations.evidence.verdicts import Shown, Verdict

Level = Literal["proved", "checked"]
Kind = Literal[
    "differ", "undecided", "undefined", "mistake not refused", "mutant survived", "boundary", "misnamed", "refuted"
]


@dataclass(frozen=True)
class Equation:
    """The claim that left = right wherever both have a value, for every value of the indices bound around it.

    Args:
        address: where the claim stands, such as L4K7.2.
        left: one side; may hold holes D(u, w).
        right: the other side; the same.
        binders: indices that are free in both, each with its first and last value.
        is_line: a line that a reader sees, and not a step of the tree: mutants of it must be refused too.
        strict: also claims that the right side has a value wherever the left has one, coincidences aside.
    """

    address: str
    left: Expr
    right: Expr
    binders: tuple[Binder, ...] = ()
    strict: bool = False
    is_line: bool = False


@dataclass(frozen=True)
class Finding:
    """One test of a claim at one point, with {0} for its formula; `holds` is None where it could not be decided."""

    claim: str
    holds: bool | None
    point: Point
    verdict: Verdict
    somewhere: bool = False  # it is enough that the claim holds at one point
    formulas: tuple[Basic, ...] = ()


@dataclass(frozen=True)
class Failure:
    """A claim that was not confirmed, with the point and the two values where there are some.

    The claim has {0}, {1} for its formulas, if it has any, so that each is written as the reader reads it.
    """

    address: str
    kind: Kind
    claim: str
    point: Point | None = None
    left: Shown | None = None
    right: Shown | None = None
    formulas: tuple[Basic, ...] = ()

    def told(self, write: Callable[[Basic], str] = str) -> str:
        """The claim."""
        return self.claim.format(*map(write, self.formulas)) if self.formulas else self.claim

    def __str__(self) -> str:
        sides = f": {self.left} against {self.right}" if self.left is not None else ""
        where = ", ".join(f"{name} = {number}" for name, number in describe(self.point)) if self.point else ""
        return f"{self.address}: {self.kind}{sides}{f' at {where}' if where else ''} ({self.told()})"


@dataclass(frozen=True)
class Refutation:
    """A known mistake, and a point that gives it away: there it says `claimed`, and the slope of the loss is `true`."""

    claim: Expr
    why: str
    point: Point
    claimed: Shown
    true: Shown


@dataclass(frozen=True)
class Report:
    """What the referee found.

    Args:
        levels: for each equation, by its address, whether algebra proves it or points are all there is.
        gradient: the level of the gradient itself, the last of the equations.
        points: at how many different exact points.
        checks: comparisons that agreed.
        digits: the fewest decimal digits to which any of them agreed.
        refutations: the known mistakes, each with its counterexample.
        mutants: how many wrong gradients, made from the right one, were refused.
        disguised: mutants left out because algebra proves that they equal the gradient.
        survived: mutants that nothing told from the gradient, or from a line. Of what algebra proves of a loss that
            somebody typed that is no failure: it casts a doubt on the points only. In the catalogue it always is one.
        failures: what was not confirmed.
        untested: the places, in the list of boundaries, of those on which no point was found: nothing may be said of
            them.
        limits: at how many points each of the limits of a parameter was tried.
        unseen: where no point was found that tries the equations that are not proved, though there may be some.
    """

    levels: Mapping[str, Level]
    gradient: Level
    points: int
    checks: int
    digits: int
    refutations: tuple[Refutation, ...]
    mutants: int
    disguised: int
    failures: tuple[Failure, ...]
    survived: int = 0
    untested: frozenset[int] = frozenset()
    unseen: tuple[Unseen, ...] = ()
    limits: tuple[int, ...] = ()

    @property
    def equations(self) -> int:
        """How many equations there are, the gradient's own among them."""
        return len(self.levels)

    @property
    def proved(self) -> int:
        """How many of them are proved."""
        return sum(level == "proved" for level in self.levels.values())

    @property
    def ok(self) -> bool:
        return not self.failures


@dataclass
class Tally:
    """The comparisons that agreed so far."""

    met: dict[int, Point] = field(default_factory=dict)
    digits: list[int] = field(default_factory=list)

    def agreed(self, point: Point, verdict: Verdict) -> None:
        """Count one."""
        self.met[id(point)] = point
        self.digits.append(verdict.digits)

    @property
    def points(self) -> int:
        """At how many different points that was."""
        return len({point.identity for point in self.met.values()})
