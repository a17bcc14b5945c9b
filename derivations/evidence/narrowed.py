"""Which numbers of a name a loss has a value at, whatever the others are: those of p in log(p) and log(1 - p)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sympy import Add, Expr, Indexed, Mul, Pow, Sum, Symbol, exp, log

from derivations.language.domains import Domain, Interval, Real
from derivations.language.loss import Loss

PLAIN = Add | Mul | Pow | log | exp  # which have a value only where all their parts have one
Ends = tuple[Fraction | None, Fraction | None]


@lru_cache(maxsize=64)
def narrowed(loss: Loss) -> Mapping[Any, Domain]:
    """The interval of each real name outside which the loss has no value; points need not be looked for there."""
    ends: dict[Any, Ends] = {}
    for part, bound in _logged(loss.expression, {}):
        rest, slope, name = _affine(part)
        key = _whole(name, loss, bound)
        if key is None or type(loss.symbols.get(key)) is not Real:
            continue
        low, high = ends.get(key, (None, None))
        end = -rest / slope
        if slope > 0:
            low = end if low is None else max(low, end)
        else:
            high = end if high is None else min(high, end)
        ends[key] = low, high
    return {key: Interval("", within=_written(*pair)) for key, pair in ends.items() if not _is_empty(*pair)}


def _logged(node: Expr, bound: Mapping[Expr, Expr]) -> Iterator[tuple[Expr, Mapping[Expr, Expr]]]:
    """What logarithms are taken of wherever the node has a value, with the ends of the indices around it."""
    if isinstance(node, Sum):
        if all(low == 1 for _, low, _ in node.limits):  # it has a term
            yield from _logged(node.function, {**bound, **{index: high for index, _, high in node.limits}})
        return
    if isinstance(node, log):
        yield node.args[0], bound
    for part in node.args if isinstance(node, PLAIN) else ():
        yield from _logged(part, bound)


def _affine(part: Expr) -> tuple[Fraction, Fraction, Expr | None]:
    """The b, a and x of ax + b; no x if it is no such thing."""
    rest, term = part.as_coeff_Add()
    slope, name = term.as_coeff_Mul()
    if not (rest.is_Rational and slope.is_Rational and isinstance(name, Symbol | Indexed)):
        return Fraction(0), Fraction(1), None
    return Fraction(int(rest.p), int(rest.q)), Fraction(int(slope.p), int(slope.q)), name


def _whole(name: Expr | None, loss: Loss, bound: Mapping[Expr, Expr]) -> Any:
    """The name, or the array of which the entry stands for all; None if it does not."""
    if not isinstance(name, Indexed):
        return name
    shape = loss.symbols[name.base].shape if name.base in loss.symbols else ()
    is_all = len(set(name.indices)) == len(shape) and [bound.get(index) for index in name.indices] == [*shape]
    return name.base if is_all else None


def _is_empty(low: Fraction | None, high: Fraction | None) -> bool:
    return low is not None and high is not None and low >= high


def _written(low: Fraction | None, high: Fraction | None) -> str:
    return f"({'-oo' if low is None else low},{'oo' if high is None else high})"
