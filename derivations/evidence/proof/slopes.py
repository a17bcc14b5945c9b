"""The referee's own derivatives: a table of elementary slopes and the chain rule, no rule of the textbook in calculus/.

What comes out is not pretty, and need not be: it goes into the normal form at once. Where a switch is zero it claims
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sympy import (
    Abs,
    Add,
    Basic,
    Expr,
    Indexed,
    Integer,
    KroneckerDelta,
    LambertW,
    Max,
    Min,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Sum,
    Symbol,
    acos,
    asin,
    atan,
    besseli,
    cos,
    cosh,
    digamma,
    erf,
    erfc,
    exp,
    gamma,
    log,
    loggamma,
    pi,
    polygamma,
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Ge, Le

from derivations.evidence.proof.quotients import Unproved
from derivations.evidence.proof.trees import CACHED, apart, rebuilt, replaced
from derivations.language.functions import (
    Adjoint,
    Branches,
    D,
    Named,
    Phi,
    Prime,
    clip,
    held,
    inverse_entry,
    largest,
    log_det,
    magnitude,
    otherwise,
    phi,
    positive_part,
    sigma,
    sign,
    smallest,
    softplus,
    step,
)
from derivations.language.over import Extreme, Place

# The trusted table: h'(u) for every function h of one variable.
TABLE: dict[Any, Callable[[Expr], Expr]] = {
    exp: exp,
    log: lambda u: 1 / u,
    sigma: lambda u: sigma(u) * (1 - sigma(u)),
    softplus: sigma,
    tanh: lambda u: 1 - tanh(u) ** 2,
    cosh: sinh,
    sinh: cosh,
    sin: cos,
    cos: lambda u: -sin(u),
    tan: lambda u: 1 / cos(u) ** 2,
    atan: lambda u: 1 / (1 + u**2),
    asin: lambda u: 1 / sqrt((1 - u) * (1 + u)),
    acos: lambda u: -1 / sqrt((1 - u) * (1 + u)),
    erf: lambda u: 2 * exp(-(u**2)) / sqrt(pi),
    erfc: lambda u: -2 * exp(-(u**2)) / sqrt(pi),
    Phi: lambda u: exp(-(u**2) / 2) / sqrt(2 * pi),
    phi: lambda u: -u * exp(-(u**2) / 2) / sqrt(2 * pi),
    gamma: lambda u: gamma(u) * polygamma(0, u),
    loggamma: lambda u: polygamma(0, u),
    digamma: lambda u: polygamma(1, u),
    LambertW: lambda u: LambertW(u) / (u * (1 + LambertW(u))),
    magnitude: sign,
    Abs: sign,
    positive_part: step,
    sign: lambda _: Integer(0),
    step: lambda _: Integer(0),
}


@lru_cache(maxsize=CACHED)
def slope(u: Expr, w: Expr) -> Expr:
    """The derivative of u by a symbol, a cell such as w[j, k], or a named value.

    Raises:
        Unproved: it holds something that is not in the table.
    """
    if isinstance(w, Named):  # this very value moves, and whatever holds it
        letter = Symbol("named.", real=True)
        inner = apart(replaced(u, {w: letter}))
        _check_names(inner, w.name)
        return _Slope(letter).of(inner).xreplace({letter: w})
    _check_names(u, w, cell=True)
    return _Slope(w).of(apart(u, w))


def _check_names(u: Expr, name: Expr, *, cell: bool = False) -> None:
    """A named value with other indices, or named by what moves, would have to move too.

    Where a cell moves, such as a[t, i], one with surely another index, as a[t + 1, l], is another cell, and follows by
    its formula.
    """
    namesakes = [node.name for node in u.atoms(Named) if _base(node.name) == _base(name)]
    if not all(cell and _is_another(own, name) for own in namesakes):
        msg = f"a slope by {name}, beside other values of that name"
        raise Unproved(msg)


def _is_another(one: Expr, other: Expr) -> bool:
    """Are two cells of one array surely not the same?"""
    pairs = zip(one.indices, other.indices, strict=True) if isinstance(one, Indexed) else ()
    return any((i - j).is_Integer and i != j for i, j in pairs)


def _base(name: Expr) -> Basic:
    return name.base if isinstance(name, Indexed) else name


@lru_cache(maxsize=CACHED)
def without_holes(node: Any) -> Any:
    """The expression with every derivative taken that is still to be taken."""
    if not node.has(D):
        return node
    if isinstance(node, D):
        return slope(without_holes(node.inner), node.wrt)
    return rebuilt(node, map(without_holes, node.args))


class _Slope:
    def __init__(self, w: Expr) -> None:
        self.w = w
        self.memo: dict[Basic, Expr] = {}

    def of(self, u: Any) -> Expr:
        if u not in self.memo:
            self.memo[u] = self._of(u)
        return self.memo[u]

    def _of(self, u: Any) -> Expr:
        if u == self.w:
            return Integer(1)
        for kind in type(u).__mro__:
            if kind in TABLE and len(u.args) == 1:
                inner = self.of(u.args[0])
                return Integer(0) if inner == 0 else TABLE[kind](u.args[0]) * inner
            if kind in SLOPES:
                return SLOPES[kind](u, self)
        msg = f"no slope is known of {type(u).__name__}"
        raise Unproved(msg)


def _zero(*_: Any) -> Expr:
    return Integer(0)


def _add(u: Add, by: _Slope) -> Expr:
    return Add(*map(by.of, u.args))


def _mul(u: Mul, by: _Slope) -> Expr:
    parts = [(by.of(part), Mul(*u.args[:i], *u.args[i + 1 :])) for i, part in enumerate(u.args)]
    return Add(*(inner * rest for inner, rest in parts if inner != 0))


def _pow(u: Pow, by: _Slope) -> Expr:
    base, exponent = u.args
    below, above = by.of(base), by.of(exponent)
    result = Integer(0) if below == 0 else exponent * base ** (exponent - 1) * below
    return result if above == 0 else result + u * log(base) * above


def _sum(u: Sum, by: _Slope) -> Expr:
    inner = by.of(u.function)
    return Integer(0) if inner == 0 else Sum(inner, *u.limits)


def _cell(u: Indexed, by: _Slope) -> Expr:
    w = by.w
    if not isinstance(w, Indexed) or u.base != w.base:
        return Integer(0)
    return Mul(*(KroneckerDelta(i, j, evaluate=False) for i, j in zip(u.indices, w.indices, strict=True)))


def _model(u: Any, by: _Slope) -> Expr:
    return Add(*(Prime(u, i) * by.of(part) for i, part in enumerate(u.args) if by.of(part) != 0))


def _prime(u: Prime, by: _Slope) -> Expr:
    arguments = enumerate(u.applied.args)
    return Add(*(Prime(u.applied, *u.positions, i) * by.of(part) for i, part in arguments if by.of(part) != 0))


def _polygamma(u: Any, by: _Slope) -> Expr:
    order, inner = u.args
    return polygamma(order + 1, inner) * by.of(inner)


def _besseli(u: Any, by: _Slope) -> Expr:
    order, inner = u.args
    if not order.is_Integer:
        msg = "a Bessel function of a symbolic order"
        raise Unproved(msg)
    return (besseli(order - 1, inner) + besseli(order + 1, inner)) / 2 * by.of(inner)  # I_(-1) is I_1


def _branches(u: Branches, by: _Slope) -> Expr:
    return Branches(*[part for value, condition in u.cases for part in (by.of(value), condition)])


def _clip(u: clip, by: _Slope) -> Expr:
    inner, low, high = u.args
    above = Ge(Max(inner, low, evaluate=False), high, evaluate=False)  # also where the bounds are the wrong way round
    return Branches(by.of(high), above, by.of(low), Le(inner, low, evaluate=False), by.of(inner), otherwise)


def _extreme(kind: Any) -> Callable[[Any, _Slope], Expr]:
    def of(u: Any, by: _Slope) -> Expr:
        first, *others = u.args
        rest = kind(*others)
        wins = Ge(first, rest, evaluate=False) if kind in (Max, largest) else Le(first, rest, evaluate=False)
        return Branches(by.of(first), wins, by.of(rest), otherwise)

    return of


def _log_det(u: log_det, by: _Slope) -> Expr:
    w = by.w
    if not isinstance(w, Indexed) or u.array != w.base:
        return Integer(0)
    row, column = w.indices
    return inverse_entry(w.base[column, row])


def _inverse_entry(u: inverse_entry, by: _Slope) -> Expr:
    w = by.w
    if not isinstance(w, Indexed) or u.array != w.base:
        return Integer(0)
    (row, column), (i, j) = u.indices, w.indices
    return -inverse_entry(w.base[row, i]) * inverse_entry(w.base[j, column])


def _hole(u: D, by: _Slope) -> Expr:
    return by.of(slope(u.inner, u.wrt))


def _adjoint(_u: Adjoint, _by: _Slope) -> Expr:
    msg = "the slope of a slope of the whole loss"
    raise Unproved(msg)


SLOPES: dict[Any, Callable[[Any, _Slope], Expr]] = {
    Number: _zero,
    NumberSymbol: _zero,
    Symbol: _zero,
    KroneckerDelta: _zero,
    held: _zero,
    Add: _add,
    Mul: _mul,
    Pow: _pow,
    Sum: _sum,
    Indexed: _cell,
    AppliedUndef: _model,
    Prime: _prime,
    polygamma: _polygamma,
    besseli: _besseli,
    Branches: _branches,
    clip: _clip,
    Max: _extreme(Max),
    Min: _extreme(Min),
    largest: _extreme(largest),
    smallest: _extreme(smallest),
    Extreme: lambda u, by: by.of(u.best),
    Place: _zero,
    Named: lambda u, by: by.of(u.definition),
    log_det: _log_det,
    inverse_entry: _inverse_entry,
    D: _hole,
    Adjoint: _adjoint,
}
