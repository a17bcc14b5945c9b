"""What every name means while an expression is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, reduce
from itertools import count
from typing import Any

from flint import fmpq
from sympy import Basic, Expr

from derivations.evidence import balls
from derivations.evidence.balls import EPS, ONE, ZERO, Value
from derivations.language.loss import Definition

Key = Any  # a symbol, a cell (array, 2, 1), or an applied model or named value that is moved
Binder = tuple[Basic, Any, Any]  # an index and its first and last value
Code = Callable[["Scope"], Value]
CodeOf = Callable[[Basic], Code]
Compiler = Callable[[Any, CodeOf], Code]
_frames = count(1)


@lru_cache(maxsize=2**12)
def one_of_equals(name: Basic) -> Basic:
    """The first of the names equal to this one that was met: keys are found at once if they are not only equal."""
    return name


@lru_cache(maxsize=2**12)
def frame_of(names: tuple[Basic, ...]) -> int:
    """A number for names that are bound, other than for other names: it is looked up much faster than they are."""
    return next(_frames) if names else 0


@dataclass(frozen=True)
class Polynomial:
    """What an unspecified model is at one point: an exact polynomial, and so are its derivatives."""

    coefficients: Mapping[tuple[int, ...], fmpq]

    def at(self, arguments: list[Value], positions: tuple[int, ...] = ()) -> Value:
        """Its value, or that of its derivative by the arguments at these positions."""
        total: Value = ZERO
        arguments = [balls.in_short(u) for u in arguments]
        for exponents, coefficient in self.coefficients.items():
            powers, scale = list(exponents), coefficient
            for position in positions:
                scale, powers[position] = scale * powers[position], powers[position] - 1
            if scale != 0:
                factors = [balls.whole_power(u, n) for u, n in zip(arguments, powers, strict=True) if n]
                total = balls.add(total, reduce(balls.multiply, factors, scale))
        return total

    @property
    def identity(self) -> tuple[Any, ...]:
        """Equal for equal functions."""
        return tuple(self.coefficients.items())


@dataclass(frozen=True)
class Wavy(Polynomial):
    """A polynomial and height * sin(rates . arguments + phase): no polynomial of any degree, smooth everywhere."""

    height: fmpq = ONE
    rates: tuple[fmpq, ...] = ()
    phase: fmpq = ZERO

    def at(self, arguments: list[Value], positions: tuple[int, ...] = ()) -> Value:
        products = map(balls.multiply, self.rates, arguments)
        angle = balls.ball(reduce(balls.add, products, self.phase))
        wave = angle.cos() if len(positions) % 2 else angle.sin()
        scale = reduce(balls.multiply, [self.rates[i] for i in positions], self.height)
        turned = -scale if len(positions) % 4 > 1 else scale  # sin, cos, -sin, -cos
        return balls.add(super().at(arguments, positions), balls.multiply(turned, wave))

    @property
    def identity(self) -> tuple[Any, ...]:
        return (*self.coefficients.items(), self.height, *self.rates, self.phase)


@dataclass(frozen=True)
class Graph:
    """The intermediates of a loss that is derived backwards: each with its definition and its sizes."""

    loss: Expr
    definitions: Mapping[Any, tuple[Definition, tuple[int, ...]]]


@dataclass(frozen=True)
class Scope:
    """Numbers for symbols and cells, polynomials for models, integers for the indices that sums bind.

    Args:
        numbers: of symbols, of cells, and how much a model value, named value or intermediate was moved.
        models: the unspecified models.
        graph: the intermediates.
        indices: what sums bind.
        moved: the thing that eps was added to, if any.
        side: where a switch is exactly zero, eps comes from below (-1) or above (+1); with 0, it has no sign.
        still: if intermediates are not to follow what was moved, the scope in which nothing was.
        known: values of named things met so far.
        before: the scope before anything was moved, in which what is held fixed stays.

    Its `frame` is a number that stands for the names of the bound indices: 0 if there are none.
    """

    numbers: Mapping[Key, Value]
    models: Mapping[Any, Polynomial]
    graph: Graph
    indices: Mapping[Basic, int] = field(default_factory=dict)
    moved: Key = None
    side: int = 0
    still: Scope | None = None
    known: dict[Any, Value] = field(default_factory=dict)
    before: Scope | None = None
    frame: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        if self.indices:
            object.__setattr__(self, "frame", frame_of(tuple(self.indices)))

    def inside(self, indices: Mapping[Basic, int]) -> Scope:
        """The scope with other indices bound."""
        scope = object.__new__(Scope)  # there are many, one for every term of every sum
        scope.__dict__.update(self.__dict__, indices=indices, frame=frame_of(tuple(indices)))
        return scope

    def bind(self, index: Basic, value: int) -> Scope:
        """The scope inside a sum; the index hides what had its name outside."""
        return self.inside({**self.indices, index: value})

    def move(self, key: Key, amount: Value = EPS, side: int = 0, still: Scope | None = None) -> Scope:
        """The scope in which one thing is larger by `amount`."""
        numbers = {**self.numbers, key: balls.add(self.numbers.get(key, ZERO), amount)}
        moved, before = key if amount is EPS else None, self.before or self
        return Scope(numbers, self.models, self.graph, self.indices, moved, side, still, before=before)

    @property
    def at_rest(self) -> Scope:
        """The scope before anything was moved, with the indices that are bound here."""
        return self if self.before is None else self.before.inside(self.indices)

    @property
    def with_all_moving(self) -> Scope:
        """The scope in which what is held fixed follows what was moved."""
        return replace(self, before=None, known={})
