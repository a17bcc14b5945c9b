"""The numbers with which a loss is drawn: chosen by the domains of its symbols, so that its shape is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sympy import Expr, IndexedBase, Integer, Symbol
from sympy.core.function import UndefinedFunction
from sympy.tensor.indexed import Indexed

from derivations.language.domains import (
    Classes,
    ClosedSimplex,
    Domain,
    Index,
    Indices,
    Intermediate,
    Layers,
    PositiveDefinite,
    Simplex,
    Size,
    UnitVector,
)
from derivations.language.functions import inverse_entry, log_det
from derivations.language.loss import Loss

SIZES: dict[type[Domain], int] = {Classes: 3, Layers: 2, Size: 3}
MATRIX = 2  # rows of a matrix of which there is an inverse
REALS = (1.0, 2.0, -1.0, 0.5, -2.0, 1.5)  # of scalars, one after the other
CELLS = (1.0, -0.5, 0.5, -1.0, 1.5, 0.2, -1.5, 0.8)  # of the entries of an array
POSITIVES = (1.0, 2.0, 0.5, 1.5)
SHARES = (0.3, 0.6, 0.2, 0.8, 0.4)  # of the way through an interval
PARTS = (0.5, 0.3, 0.2)  # that add up to 1
LABELS = ("t", "y")  # what labels are called: another number of [0, 1] is a share
UNIT = (0.6, 0.8, 0.0)


@dataclass(frozen=True)
class Curve:
    """What stands for an unspecified model of one argument: factor * u ** power."""

    factor: float
    power: int

    def derived(self, times: int) -> Curve:
        """Its derivative."""
        factor, power = self.factor, self.power
        for _ in range(times):
            factor, power = factor * power, max(power - 1, 0)
        return Curve(factor, power)


STRAIGHT, BENT = Curve(1.5, 1), Curve(0.5, 2)  # the second where the first shows nothing, or no curve


@dataclass(frozen=True)
class Slider:
    """How far a number can be moved: the least, the largest and the step."""

    low: float
    high: float
    step: float


@dataclass
class Setting:
    """Numbers for all that a loss is written with.

    Args:
        loss: the loss.
        chosen: numbers of scalars that are other than usual.
        mixed: are arrays of the same few values to differ?
    """

    loss: Loss
    chosen: dict[Any, float] = field(default_factory=dict)
    mixed: bool = False

    def __post_init__(self) -> None:
        symbols = self.loss.all_symbols
        self.whole = {s: float(_whole(s, d, self.loss)) for s, d in symbols.items() if _is_whole(s, d)}
        self.scalars = {**dict(self._scalars()), **self.chosen}

    def _scalars(self) -> Iterator[tuple[Symbol, float]]:
        """The usual number of each scalar that is neither an index nor a name on the way."""
        seen: dict[str, int] = {}
        for symbol, domain in self.loss.all_symbols.items():
            if isinstance(symbol, Symbol) and symbol not in self.whole and not isinstance(domain, Intermediate):
                kind = _kind(domain)
                number = seen.setdefault(kind, 0)
                seen[kind] += symbol != self.loss.wrt
                mixed = bool(domain.usual) and symbol.name not in LABELS
                yield symbol, 0.5 if mixed else usual(domain, number)

    def cell(self, array: Any, indices: tuple[int, ...]) -> float:
        """The number of an entry of an array."""
        symbols = self.loss.all_symbols
        domain, place = symbols[array], list(symbols).index(array)
        if isinstance(domain, PositiveDefinite):
            return 2.0 if len(set(indices)) == 1 else 0.5
        first = indices[-1] - 1
        if isinstance(domain, Simplex | ClosedSimplex | UnitVector) or self._adds_up(array):
            table = UNIT if isinstance(domain, UnitVector) else PARTS
            one_hot = isinstance(domain, ClosedSimplex)
            return float(first == 0) if one_hot else table[first % 3]
        number = sum(i * 3**n for n, i in enumerate(i - 1 for i in reversed(indices)))
        if isinstance(domain, Indices):
            return float(1 + number % round(self.size(domain.last)))
        return _of_array(domain, number + place * (self.mixed and bool(domain.values or domain.usual)), place)

    def _adds_up(self, array: Any) -> bool:
        """Does an equation of the loss hold between the entries?"""
        return any(
            array in (node.base for node in (left - right).atoms(Indexed)) for left, right in self.loss.constraints
        )

    def size(self, size: Any) -> float:
        """A size as a number."""
        return float(size.xreplace({s: Integer(round(n)) for s, n in self.whole.items()}))

    def shape(self, array: Any) -> tuple[int, ...]:
        """The sizes of an array."""
        return tuple(round(self.size(size)) for size in self.loss.all_symbols[array].shape)

    @property
    def component(self) -> Expr:
        """The variable, with numbers for its indices."""
        wrt = self.loss.wrt
        return wrt.base[tuple(round(self.size(index)) for index in wrt.indices)] if isinstance(wrt, Indexed) else wrt

    @property
    def key(self) -> Any:
        """What stands for it in a program: the array and the numbers of its indices, or the symbol."""
        found = self.component
        return (found.base, tuple(map(int, found.indices))) if isinstance(found, Indexed) else found

    @property
    def arrays(self) -> list[Any]:
        """The arrays that have numbers."""
        return [
            s
            for s, domain in self.loss.all_symbols.items()
            if isinstance(s, IndexedBase) and not isinstance(domain, Intermediate)
        ]

    @property
    def models(self) -> list[Any]:
        """The models of which only the name is known."""
        return [s for s in self.loss.all_symbols if isinstance(s, UndefinedFunction)]


def _is_whole(symbol: Any, domain: Domain) -> bool:
    return isinstance(symbol, Symbol) and isinstance(domain, Size | Index)


def _whole(symbol: Any, domain: Domain, loss: Loss) -> int:
    if isinstance(domain, Index):
        return 1
    whole = loss.expression.atoms(log_det, inverse_entry)
    squared = any(
        symbol in d.shape and (isinstance(d, PositiveDefinite) or any(node.array == array for node in whole))
        for array, d in loss.all_symbols.items()
    )
    return MATRIX if squared else next(n for kind, n in SIZES.items() if isinstance(domain, kind))


def _kind(domain: Domain) -> str:
    return "real" if domain.interval == (None, None) else type(domain).__name__


def usual(domain: Domain, number: int = 0) -> float:
    """A number of the domain that is good to look at; another one for another `number`."""
    if domain.usual:
        return float(domain.usual[-1])
    if domain.values:
        return float(domain.values[-1])
    if domain.whole:
        return float(domain.tried[2])
    return between(domain.interval, number)


def between(ends: tuple[Any, Any], number: int) -> float:
    """The same of an interval, of which an end may be missing."""
    low, high = ends
    if low is not None and high is not None:
        return round(float(low + (high - low) * Fraction(str(SHARES[number % len(SHARES)]))), 6)
    if low is not None:
        return float(low) + (2.0 if low < 0 else POSITIVES[number % len(POSITIVES)])
    return REALS[number % len(REALS)] if high is None else float(high) - POSITIVES[number % len(POSITIVES)]


def _of_array(domain: Domain, number: int, place: int) -> float:
    """The number of an entry: entries that follow one another differ, and so do arrays."""
    if domain.values or domain.usual:
        values = domain.values or domain.usual
        return float(values[-1 - number % len(values)])
    low, high = ends = domain.reach if isinstance(domain, Intermediate) else domain.interval
    if low is None and high is None:
        return CELLS[(number + place) % len(CELLS)]
    return between(ends, number + place)


def others(domain: Domain) -> tuple[float, ...]:
    """Further numbers to try of a scalar, where the usual one does not show what is to be seen."""
    if domain.values or domain.usual:
        return (*map(float, domain.values or domain.usual), *(() if domain.values else (0.5,)))
    low, high = domain.interval
    if low is not None and high is not None:
        return tuple(round(float(low + (high - low) * Fraction(str(share))), 6) for share in (0.5, 0.8))
    if low is not None:
        return tuple(float(low) + step for step in (0.5, 2.0, 3.0))
    return (2.0, -1.0, 0.5, 0.0) if high is None else (float(high) - 2, float(high) - 0.5)


def slider(domain: Domain, value: float) -> Slider:
    """How far its number can be moved; the ends of an open interval are left out."""
    if domain.values:
        return Slider(min(domain.values), max(domain.values), (max(domain.values) - min(domain.values)) or 1)
    if domain.whole:
        return Slider(float(domain.interval[0] or 0), 10, 1)
    low, high = domain.interval
    if low is not None and high is not None:
        step = float(high - low) / 20
        left, right = (0.0 if closed else step for closed in domain.ends)
        return Slider(round(float(low) + left, 6), round(float(high) - right, 6), round(step, 6))
    if low is not None:
        return Slider(round(float(low) + (0 if domain.ends[0] else 0.1), 6), round(max(float(low) + 4, value), 6), 0.1)
    if high is not None:
        return Slider(float(high) - 4, float(high) - (0 if domain.ends[1] else 0.1), 0.1)
    return Slider(-3, 3, 0.1)
