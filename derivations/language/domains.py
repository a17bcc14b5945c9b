"""The domains of symbols: the set that each symbol of a loss lives in, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar


@dataclass(frozen=True)
class Domain:
    """The set that a symbol lives in, and what the symbol means.

    Args:
        meaning: one phrase for the table of symbols; may hold TeX between dollar signs.
        shape: for an array, its sizes (numbers or size symbols); empty for a scalar.
    """

    meaning: str
    shape: tuple[Any, ...] = ()
    name: ClassVar[str] = ""
    tex: ClassVar[str] = ""
    assumptions: ClassVar[dict[str, bool]] = {"real": True}
    interval: ClassVar[tuple[Fraction | None, Fraction | None]] = (None, None)  # None: unbounded
    closed: ClassVar[bool] = False  # do the ends of the interval belong to it?
    values: ClassVar[tuple[int, ...]] = ()  # for a finite domain


class Real(Domain):
    """Any real number."""

    name, tex = "real", r"\mathbb{R}"


class Positive(Domain):
    """A real number greater than 0."""

    name, tex = "positive", r"(0,\infty)"
    assumptions: ClassVar = {"positive": True}
    interval: ClassVar = (Fraction(0), None)


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
    closed = True


class LabelSign(Domain):
    """A label, -1 or +1."""

    name, tex = "{-1,+1}", r"\{-1,+1\}"
    values = (-1, 1)
    assumptions: ClassVar = {"real": True, "nonzero": True}


class Intermediate(Domain):
    """A value that the loss names on the way, and states in its definitions."""

    name, tex = "intermediate", r"\mathbb{R}"


class Adjoints(Domain):
    """Short names for the derivatives of the loss by an intermediate."""

    name, tex = "adjoint", r"\mathbb{R}"


class Size(Domain):
    """A number of things: 1, 2, 3, ..."""

    name, tex = "size", r"\{1,2,3,\ldots\}"
    assumptions: ClassVar = {"integer": True, "positive": True}
    interval: ClassVar = (Fraction(1), None)
    closed = True
    tried: ClassVar[tuple[int, ...]] = (1, 2, 5)  # what the referee puts in its place


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
    """A free index, from 1 to `last`."""

    last: Any = None
    name = "index"
    interval: ClassVar = (Fraction(1), None)
    closed = True
    assumptions: ClassVar = {"integer": True, "positive": True}


class Model(Domain):
    """An unspecified differentiable function from its weights to the reals."""

    name, tex = "differentiable model", r"\mathbb{R}\to\mathbb{R}\text{, differentiable}"
