"""How exact code is: its results in floating point against balls that hold the true value.

An error is counted in units in the last place (ulp) of the true value. The condition number of the function at a point
is the sum of |x f_x/f| over its arguments, in balls too: an error of half an ulp in every argument moves the result by
half of it, in ulp, whatever the code. Where that is more than the goal of 4 ulp, the problem is ill conditioned. Such
points are counted apart, and there an error is counted in what those half ulps do: 1 means that it is no larger. What
they do is not always told by the slope: beside a switch, or where a value moves by more than its own size, it is tried.
If half an ulp in one argument moves the value as far as the code is off, the problem is ill conditioned, and the error
counts as 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from flint import arb, fmpq

from derivations.code.shapes import Kernel
from derivations.evidence import balls
from derivations.evidence.balls import Undecided, Undefined, precision
from derivations.evidence.scope import Graph, Scope
from derivations.evidence.values import evaluate, move
from derivations.language.domains import Domain, Real

BITS = (128, 400, 2600)  # of the balls; more where these do not tell
ENOUGH = 60  # bits of the true value
SMALLEST, LARGEST = 2.0**-1022, math.ldexp(2 - 2.0**-52, 1023)
SPECIAL = (0.0, 5e-324, 1e-310, 2.2250738585072014e-308, 1e-200, 1e-100, 1e-20, 1.0, 2.0, 0.5, 37.0, 710.0, 745.0, 1e10)
HUGE = (1e100, 1e154, 1e200, 1.7976931348623157e308)


@dataclass(frozen=True)
class Seen:
    """One point.

    Args:
        at: the arguments.
        error: in ulp, or, where the problem is ill conditioned, in what half an ulp in every argument does; infinite
            for NaN or an infinity where the value is finite.
        true: the value, rounded.
        got: what the code returned.
        left: did the way there leave the range of floating-point numbers?
        is_ill: is the problem ill conditioned there?
    """

    at: tuple[float, ...]
    error: float
    true: float
    got: float
    left: bool = False
    is_ill: bool = False

    @property
    def is_lost(self) -> bool:
        """Is it NaN or an infinity, where the value is a number?"""
        return not math.isfinite(self.got) and abs(self.true) < LARGEST


@dataclass(frozen=True)
class Accuracy:
    """What was found of one kernel.

    Args:
        points: at how many points it has a value and was looked at.
        worst: the largest error where the problem is well conditioned, but for points at which the way left the range
            and the goal is missed.
        where: the point of it.
        ill: at how many points the problem is ill conditioned.
        worst_ill: the largest error there, likewise.
        left: at how many points the way left the range and the goal is missed.
        nowhere: at how many of all the code returned NaN or an infinity instead of a finite value.
        lost: at how many of all the code returned NaN or an infinity instead of a finite value, or no digit is right.
        example: one of those.
    """

    points: int
    worst: float
    where: Seen | None
    ill: int
    worst_ill: float
    left: int
    nowhere: int
    lost: int
    example: Seen | None


GOAL = 4.0  # ulp, where the problem is well conditioned
NOTHING = 2.0**50  # ulp: no digit is right
ANY = Real("any number")  # what an unspecified model, or its slope, may be


def drawn(rng: Random, domain: Domain, before: Sequence[float]) -> float:
    """A number of the domain: ordinary, of any size, next to nothing, huge, or beside another argument."""
    if domain.choices:
        return float(rng.choice(domain.choices))
    low, high = (None if end is None else float(end) for end in domain.interval)
    for _ in range(100):
        value = _any(rng, low, high, before)
        above = low is None or value > low or (domain.ends[0] and value == low)
        below = high is None or value < high or (domain.ends[1] and value == high)
        if math.isfinite(value) and above and below and (not domain.whole or value == int(value)):
            return value
    return 1.0 if low is None or low < 1 else low + 1


def _any(rng: Random, low: float | None, high: float | None, before: Sequence[float]) -> float:
    kind = rng.random()
    if low is not None and high is not None:
        if kind < 0.5:
            return rng.uniform(low, high)
        near = 2.0 ** -rng.uniform(1, 1074 if kind < 0.55 else 60)
        return low + near * (high - low) if kind < 0.75 else high - near * (high - low)
    start = low or 0.0 if low is not None else (high or 0.0 if high is not None else 0.0)
    sign = -1 if high is not None else 1 if low is not None else rng.choice((-1, 1))
    if kind < 0.35:
        return start + sign * rng.uniform(0, 50 if kind < 0.2 else 5)
    if kind < 0.6:
        return start + sign * 2.0 ** rng.uniform(-60, 30)
    if kind < 0.75:
        return start + sign * 2.0 ** rng.uniform(-1074, 1023.9)
    if kind < 0.85:
        return start + sign * rng.choice(SPECIAL if kind < 0.82 else HUGE)
    if before and kind < 0.97:
        return rng.choice(before) * (1 + rng.choice((-1, 1)) * 2.0 ** -rng.uniform(1, 52))
    return start + sign * rng.uniform(0, 1000)


def points_of(kernel: Kernel, count: int, seed: int = 0) -> Iterator[tuple[float, ...]]:
    """Arguments of a kernel whose arguments are numbers, where what the script says of them holds."""
    rng = Random(f"{kernel.name} {seed}")
    domains = kernel.loss.all_symbols
    for _ in range(count):
        values: list[float] = []
        for argument in kernel.arguments:
            domain = domains.get(argument.symbol, ANY)
            values.append(drawn(rng, domain, values))
        yield tuple(values)


def exact(value: float) -> fmpq:
    return fmpq(*value.as_integer_ratio())


def true_value(kernel: Kernel, at: Sequence[float]) -> tuple[float, Any, float] | None:
    """The value, rounded and as a ball, and its condition; None where there is none or it cannot be told."""
    numbers = {a.symbol: exact(x) for a, x in zip(kernel.arguments, at, strict=True)}
    expression = kernel.refereed
    for relation in kernel.loss.relations:
        if relation.free_symbols <= numbers.keys() and not _holds(relation, numbers):
            return None
    for bits in BITS:
        with precision(bits):
            try:
                ball: Any = balls.ball(evaluate(expression, Scope(numbers, {}, Graph(expression, {}))))
            except Undefined:
                return None
            except (Undecided, RecursionError):  # the latter of a power with more digits than there is room for
                continue
            if not ball.is_finite() or not (ball == 0 or ball.rel_accuracy_bits() >= ENOUGH):
                continue
            return float(ball), ball, condition(kernel, numbers, ball)
    return None


def condition(kernel: Kernel, numbers: Mapping[Any, fmpq], ball: arb) -> float:
    """The sum of |x f_x/f|, without those that cannot be told; where f is 0, that of |x f_x|."""
    total = 0.0
    expression = kernel.refereed
    for argument in kernel.arguments:
        if numbers[argument.symbol] == 0:
            continue
        scope = move(Scope(numbers, {}, Graph(expression, {})), argument.symbol)
        try:
            slope = balls.slope(evaluate(expression, scope))
        except (Undefined, Undecided, RecursionError):
            continue
        share = abs(float(arb(slope) * arb(numbers[argument.symbol]) / (1 if ball == 0 else ball)))
        total += math.inf if math.isnan(share) else share
    return total


def _holds(relation: Any, numbers: Mapping[Any, fmpq]) -> bool:
    scope = Scope(numbers, {}, Graph(relation.lhs, {}))
    with precision(BITS[0]):
        try:
            sign = balls.number_sign(balls.add(evaluate(relation.lhs, scope), -evaluate(relation.rhs, scope)))
        except (Undefined, Undecided):
            return False
    return {"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0, "!=": sign != 0}.get(relation.rel_op, True)


def error(got: float, true: float, ball: Any, share: float) -> float:
    """In ulp of the true value, or in what half an ulp in every argument does; 0 where both are beyond the range."""
    if math.isinf(true) or abs(true) >= LARGEST:
        return 0.0 if abs(got) > LARGEST / 2 and (got > 0) == (true > 0) else math.inf
    if not math.isfinite(got):
        return math.inf
    if ball == 0:
        return 0.0 if got == 0 else abs(got) / share * 2.0**53 if share > 0 else math.inf
    size = max(abs(true), SMALLEST)
    unit = math.ldexp(1.0, max(math.frexp(size)[1] - 53, -1074))
    with precision(BITS[1]):
        off = abs(float((arb(exact(got)) - ball) / arb(exact(unit))))
    return off / (share / 2) if ill(ball, share) else off


def ill(ball: Any, share: float) -> bool:
    """Do half ulps in the arguments move the result by more than the goal?"""
    return share > 0 if ball == 0 else share / 2 > GOAL


def jumps(kernel: Kernel, at: Sequence[float], got: float, ball: Any) -> bool:
    """Does half an ulp in one argument move the value as far as the code is off?

    So it is beside a switch, where it jumps, and in a large power of a number near 1, whose slope tells too little.
    """
    for n, x in enumerate(at):
        for side in (-1, 1):
            numbers = {a.symbol: exact(value) for a, value in zip(kernel.arguments, at, strict=True)}
            numbers[kernel.arguments[n].symbol] += side * exact(math.ulp(x)) / 2
            if _is_as_far(kernel, numbers, got, ball):
                return True
    return False


def _is_as_far(kernel: Kernel, numbers: Mapping[Any, fmpq], got: float, ball: arb) -> bool:
    """Is the value there surely as far off as the code is?"""
    for bits in BITS[1:]:
        with precision(bits):
            try:
                there: Any = balls.ball(evaluate(kernel.refereed, Scope(numbers, {}, Graph(kernel.refereed, {}))))
            except (Undefined, Undecided, RecursionError):
                continue
            if abs(there - ball) * (1 + 2.0**-20) >= abs(arb(exact(got)) - ball):
                return True
            if there.rel_accuracy_bits() >= ENOUGH:
                return False
    return False


Run = Callable[..., tuple[float, bool]]


def measured(kernel: Kernel, runs: Sequence[Run], points: Iterable[tuple[float, ...]]) -> list[Accuracy]:
    """Compare what each of some functions returns with the true value, point by point."""
    seen: list[list[Seen]] = [[] for _ in runs]
    for at in points:
        found = true_value(kernel, at)
        if found is not None:
            true, ball, share = found
            for run, its in zip(runs, seen, strict=True):
                got, left = run(*at)
                off, is_ill = error(got, true, ball, share), ill(ball, share)
                if off > GOAL and math.isfinite(got) and jumps(kernel, at, got, ball):
                    off, is_ill = 1.0, True
                its.append(Seen(at, off, true, got, left, is_ill))
    return [summary(its) for its in seen]


def summary(seen: Sequence[Seen]) -> Accuracy:
    """The figures of all points."""
    astray = [one for one in seen if one.left and one.error > GOAL]
    kept = [one for one in seen if not (one.left and one.error > GOAL)]
    worst = max((one for one in kept if not one.is_ill), key=lambda one: one.error, default=None)
    lost = [one for one in seen if one.error >= NOTHING]
    example = min(lost, key=lambda one: sum(map(_size, one.at)), default=None)
    return Accuracy(
        points=len(seen),
        worst=worst.error if worst else 0.0,
        where=worst,
        ill=sum(one.is_ill for one in seen),
        worst_ill=max((one.error for one in kept if one.is_ill), default=0.0),
        left=len(astray),
        nowhere=sum(one.is_lost for one in seen),
        lost=len(lost),
        example=example,
    )


def _size(number: float) -> float:
    """How far a number is from 1, as a reader sees it."""
    return abs(math.log10(abs(number))) if number else 1.0
