"""The domains of symbols: the set that each symbol of a loss lives in, and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, ClassVar

from sympy import Expr, Integer, Sum, Symbol

from derivations.errors import LossaryError

INFINITY = r"\infty"
NUMBER = r"\s*([+-]?\d{1,9}(?:\.\d{1,12}|/\d{1,9})?|-?oo)\s*"


@dataclass(frozen=True)
class Domain:
    """The set that a symbol lives in, and what the symbol means.

    Args:
        meaning: one phrase for the table of symbols; may hold TeX between dollar signs.
        shape: for an array, its sizes (numbers or size symbols); empty for a scalar.
        varies: may a number from an interval differ from example to example, or be learnt? Else it is a setting of the
            training, such as a temperature. If not said, it varies where the loss is differentiated by it. Real
            numbers, arrays and labels always vary.
        follows: does it move with the variable, though the slope takes it as fixed, as singular vectors of a matrix do?
            Then nothing is said of the curvature and of what follows from it: that would be of another loss.
    """

    meaning: str
    shape: tuple[Any, ...] = ()
    varies: bool | None = field(default=None, kw_only=True)
    follows: bool = field(default=False, kw_only=True)
    name: ClassVar[str] = ""
    tex: ClassVar[str] = ""
    assumptions: ClassVar[dict[str, bool]] = {"real": True}
    interval: ClassVar[tuple[Fraction | None, Fraction | None]] = (None, None)  # None: unbounded
    ends: ClassVar[tuple[bool, bool]] = (False, False)  # does each end of the interval belong to it?
    values: ClassVar[tuple[int, ...]] = ()  # for a finite domain
    whole: ClassVar[bool] = False  # whole numbers only?
    tried: ClassVar[tuple[int, ...]] = ()  # of endlessly many whole numbers those that the referee tries
    ties: ClassVar[bool] = False  # does an equation hold between the entries of an array?
    usual: ClassVar[tuple[int, ...]] = ()  # of a continuum the numbers that a reader expects in an example

    def __post_init__(self) -> None:
        """Check what was given; a domain that takes more than a meaning has more to look at."""

    @property
    def choices(self) -> tuple[int, ...]:
        """The numbers that are tried, if there is no continuum of them."""
        return self.values or self.tried

    def equation(self, array: Any) -> tuple[Expr, Expr] | None:  # noqa: ARG002
        """What holds between the entries of an array of this domain, as (left, right)."""
        return None


class Real(Domain):
    """Any real number."""

    name, tex = "real", r"\mathbb{R}"


class Positive(Domain):
    """A real number greater than 0."""

    name, tex = "positive", r"(0,\infty)"
    assumptions: ClassVar = {"positive": True}
    interval: ClassVar = (Fraction(0), None)


class Nonnegative(Domain):
    """A real number not less than 0."""

    name, tex = "nonnegative", r"[0,\infty)"
    assumptions: ClassVar = {"nonnegative": True}
    interval: ClassVar = (Fraction(0), None)
    ends = (True, False)


@dataclass(frozen=True)
class Interval(Domain):
    """The real numbers of an interval, such as ``Interval("cosine", within="[-1, 1]")``.

    Args:
        within: the interval as it is written: a round bracket beside an end that does not belong to it, a square one
            beside one that does, and oo for infinity: ``(0, 1]``, ``(2, oo)``.

    Raises:
        LossaryError: it is none, or empty.
    """

    within: str = ""

    def __post_init__(self) -> None:
        low, high, ends, name, tex = _read("Interval", self.meaning, self.within)
        for attribute, value in {
            "interval": (low, high),
            "ends": ends,
            "assumptions": _assumptions(low, high, ends),
            "name": name,
            "tex": tex,
        }.items():
            object.__setattr__(self, attribute, value)


def _read(kind: str, meaning: str, within: str) -> tuple[Fraction | None, Fraction | None, tuple[bool, bool], str, str]:
    """The interval that is written there: its ends, which of them belong to it, and how it looks."""
    found = re.fullmatch(rf"\s*([(\[]){NUMBER},{NUMBER}([)\]])\s*", within)
    if not found:
        msg = f'{kind}({meaning!r}): {within!r} is no interval: write within="[0, 1)" or "(2, oo)"'
        raise LossaryError(msg)
    low, high = (None if end.endswith("oo") else Fraction(end) for end in found.group(2, 3))
    ends = found[1] == "[" and low is not None, found[4] == "]" and high is not None
    backwards = found[2] == "oo" or found[3] == "-oo"
    if backwards or (low is not None and high is not None and low >= high):
        msg = f"{kind}({meaning!r}): {within} is empty: its first number must be less than its second"
        raise LossaryError(msg)
    left, right = "(["[ends[0]], ")]"[ends[1]]
    name = f"{left}{_shown(low, '-oo')},{_shown(high, 'oo')}{right}"
    tex = f"{left}{_shown(low, '-' + INFINITY)},{_shown(high, INFINITY)}{right}"
    return low, high, ends, name, tex


def _assumptions(low: Fraction | None, high: Fraction | None, ends: tuple[bool, bool]) -> dict[str, bool]:
    """What SymPy may know of such numbers."""
    if low is not None and low >= 0:
        return {"positive": True} if low > 0 or not ends[0] else {"nonnegative": True}
    if high is not None and high <= 0:
        return {"negative": True} if high < 0 or not ends[1] else {"nonpositive": True}
    return {"real": True}


def _shown(end: Fraction | None, infinity: str) -> str:
    return infinity if end is None else str(end)


class Probability(Domain):
    """A real number strictly between 0 and 1."""

    name, tex = "(0,1)", r"(0,1)"
    assumptions: ClassVar = {"positive": True}
    interval: ClassVar = (Fraction(0), Fraction(1))


class Label01(Domain):
    """A number of the closed interval from 0 to 1: a label, or a soft label."""

    name, tex = "[0,1]", r"[0,1]"
    assumptions: ClassVar = {"nonnegative": True}
    interval: ClassVar = (Fraction(0), Fraction(1))
    ends = (True, True)
    usual = (0, 1)


class LabelSign(Domain):
    """A label, -1 or +1."""

    name, tex = "{-1,+1}", r"\{-1,+1\}"
    values = (-1, 1)
    assumptions: ClassVar = {"real": True, "nonzero": True}


class Natural(Domain):
    """A whole number: 1, 2, 3, ..."""

    name, tex = "1, 2, 3, ...", r"\{1,2,3,\ldots\}"
    assumptions: ClassVar = {"integer": True, "positive": True}
    interval: ClassVar = (Fraction(1), None)
    ends = (True, False)
    whole = True
    tried = (1, 2, 3, 5, 8)


class Count(Natural):
    """A whole number: 0, 1, 2, ..."""

    name, tex = "0, 1, 2, ...", r"\{0,1,2,\ldots\}"
    assumptions: ClassVar = {"integer": True, "nonnegative": True}
    interval: ClassVar = (Fraction(0), None)
    tried = (0, 1, 2, 4, 7)


class _OneVector(Domain):
    """A vector between whose entries an equation holds."""

    ties = True

    def __post_init__(self) -> None:
        if len(self.shape) != 1:
            kind = type(self).__name__
            msg = (
                f"{kind}({self.meaning!r}) is one vector: write shape=(n,), and rows of a matrix as arrays of their own"
            )
            raise LossaryError(msg)

    def equation(self, array: Any) -> tuple[Expr, Expr]:
        index = Symbol("i" if self.shape[0] != Symbol("i") else "j", integer=True, positive=True)
        return Sum(self.term(array[index]), (index, 1, self.shape[0])), Integer(1)

    @staticmethod
    def term(entry: Expr) -> Expr:
        return entry


class Simplex(_OneVector):
    """Positive numbers that add up to 1, such as predicted probabilities."""

    name, tex = "simplex, open", r"(0,1]"
    assumptions: ClassVar = {"positive": True}
    interval: ClassVar = (Fraction(0), Fraction(1))
    ends = (False, True)


class ClosedSimplex(_OneVector):
    """Numbers from 0 to 1 that add up to 1, such as a one-hot or soft label."""

    name, tex = "simplex", r"[0,1]"
    assumptions: ClassVar = {"nonnegative": True}
    interval: ClassVar = (Fraction(0), Fraction(1))
    ends = (True, True)


class UnitVector(_OneVector):
    """A vector of length 1."""

    name, tex = "unit vector", r"[-1,1]"
    interval: ClassVar = (Fraction(-1), Fraction(1))
    ends = (True, True)

    @staticmethod
    def term(entry: Expr) -> Expr:
        return entry**2


class PositiveDefinite(Domain):
    """A symmetric matrix of which every quadratic form is positive, such as a covariance; so is its inverse."""

    name, tex = "positive definite", r"\mathbb{S}_{++}"
    ties = True

    def __post_init__(self) -> None:
        _one_square("PositiveDefinite", self)


def _one_square(kind: str, domain: Domain) -> None:
    """Refuse as positive definite what is no square matrix."""
    if len(domain.shape) != 2 or domain.shape[0] != domain.shape[1]:  # noqa: PLR2004
        msg = f"{kind}({domain.meaning!r}) is one square matrix: write shape=(n, n)"
        raise LossaryError(msg)


@dataclass(frozen=True)
class Intermediate(Domain):
    """A value that the loss names on the way, and states in its definitions.

    Args:
        within: the interval in which it lies by its definition, as in ``Interval``, or "positive definite"; a test
            tries that.

    Raises:
        LossaryError: it is neither, or empty; or what is positive definite is no square matrix.
    """

    within: str = ""
    name, tex = "intermediate", r"\mathbb{R}"
    reach: ClassVar[tuple[Fraction | None, Fraction | None]] = (None, None)  # the ends of that interval
    reached: ClassVar[tuple[bool, bool]] = (False, False)  # do they belong to it?

    def __post_init__(self) -> None:
        if self.within == PositiveDefinite.name:
            _one_square("Intermediate", self)
            object.__setattr__(self, "name", f"intermediate, {PositiveDefinite.name}")
            object.__setattr__(self, "tex", PositiveDefinite.tex)
        elif self.within:
            low, high, ends, name, tex = _read("Intermediate", self.meaning, self.within)
            object.__setattr__(self, "reach", (low, high))
            object.__setattr__(self, "reached", ends)
            object.__setattr__(self, "name", f"intermediate in {name}")
            object.__setattr__(self, "tex", tex)


class Adjoints(Domain):
    """Short names for the derivatives of the loss by an intermediate."""

    name, tex = "adjoint", r"\mathbb{R}"


class Size(Domain):
    """A number of things: 1, 2, 3, ..."""

    name, tex = "size", r"\{1,2,3,\ldots\}"
    assumptions: ClassVar = {"integer": True, "positive": True}
    interval: ClassVar = (Fraction(1), None)
    ends = (True, True)
    whole = True
    tried = (1, 2, 5)  # what the referee puts in its place


class Classes(Size):
    """A number of classes, outputs or keys: 2, 3, 4, ..."""

    tex = r"\{2,3,4,\ldots\}"
    interval: ClassVar = (Fraction(2), None)
    tried = (2, 3, 7)


class Layers(Size):
    """A number of layers: 1, 2, 3, ..."""

    tried = (1, 2, 4)


@dataclass(frozen=True)
class Index(Domain):
    """A free index, from 1 to `last`; of an array, with a shape, each entry is such an index: labels, an order."""

    last: Any = None
    name = "index"
    interval: ClassVar = (Fraction(1), None)
    ends = (True, True)
    whole = True
    assumptions: ClassVar = {"integer": True, "positive": True}


@dataclass(frozen=True)
class Indices(Domain):
    """An array of indices from 1 to `last`, such as labels or an order: what ``Index(..., shape=(n,))`` becomes."""

    last: Any = None
    name = "indices"
    interval: ClassVar = (Fraction(1), None)
    ends = (True, True)
    whole = True
    assumptions: ClassVar = {"integer": True, "positive": True}

    def up_to(self, last: int) -> Domain:
        """The same where it is known how far they run."""
        return Among(self.meaning, self.shape, last)


@dataclass(frozen=True)
class Among(Domain):
    """A whole number from 1 to `last`, which is a number."""

    last: int = 1
    interval: ClassVar = (Fraction(1), None)
    ends = (True, True)
    whole = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", tuple(range(1, self.last + 1)))


class Model(Domain):
    """An unspecified differentiable function from its weights to the reals."""

    name, tex = "differentiable model", r"\mathbb{R}\to\mathbb{R}\text{, differentiable}"


def settled(domain: Domain, settle: Callable[[Any], Expr]) -> Domain:
    """The domain with the sizes that it names settled to the symbols of the loss."""
    changes: dict[str, Any] = {"shape": tuple(map(settle, domain.shape))}
    if isinstance(domain, Index):
        changes["last"] = settle(domain.last)
        if domain.shape:
            return Indices(domain.meaning, **changes)
    return replace(domain, **changes)
