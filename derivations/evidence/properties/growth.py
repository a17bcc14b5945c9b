"""How fast a formula grows, or falls to 0, as x does: the leading term, found from those of its parts.

No limit is taken by SymPy: each rule here is a line of a calculus textbook, and where the leading terms cancel, or the
sign of one is not known, nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from sympy import Abs, Add, Expr, Integer, Max, Min, Mul, Pow, atan, cosh, erf, exp, log, pi, sinh, sqrt, tanh
from sympy.core.relational import Ge, Gt, Le, Lt

from derivations.evidence.curvature.signs import Signs
from derivations.evidence.properties.cancelling import without_what_cancels
from derivations.evidence.properties.leading import NOTHING, ONE, ZERO, Growth, Unclear, unclear
from derivations.language.functions import (
    Branches,
    Named,
    Phi,
    clip,
    largest,
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


class Growing:
    """Finds leading terms.

    Args:
        x: what grows beyond all bounds, and is positive.
        signs: what is known of the signs of what stays.
    """

    def __init__(self, x: Expr, signs: Signs) -> None:
        self.x, self.signs = x, signs

    def of(self, u: Any) -> Growth:
        """The leading term of a formula.

        Raises:
            Unclear: it is not known.
        """
        if not u.has(self.x):
            return Growth(u, whole=True)
        if u == self.x:
            return Growth(ONE, ONE, whole=True)
        for kind, rule in RULES.items():
            if isinstance(u, kind):
                return rule(self, u)
        raise Unclear

    def tends_to(self, u: Any) -> tuple[int, Expr]:
        """What the formula tends to: 0 and the limit, or the sign of the infinity.

        Raises:
            Unclear: it is not known.
        """
        found = self.of(u)
        side = 0 if found.is_nothing else self.compare(found, Growth(ONE))
        if side > 0:
            return self.sign(found), ZERO
        if side == 0 and not found.exact:
            unclear()
        return 0, found.factor if side == 0 else ZERO

    def sign(self, u: Growth) -> int:
        """The sign that it has in the end, which is not 0."""
        signs = self.signs.of(u.factor)
        if len(signs) != 1 or 0 in signs:
            unclear()
        return next(iter(signs))

    def compare(self, u: Growth, v: Growth) -> int:
        """Which one grows faster? 1 for the first, 0 if they differ by a factor, or by less than an exponential."""
        if u.order != v.order or u.rate != v.rate:
            stronger = u.rate - v.rate if u.order == v.order else u.rate if u.order > v.order else -v.rate
            return self.sign(Growth(stronger))
        if u.rate != 0:  # beside it, powers are not kept
            return 0
        gap = u.power - v.power or u.logs - v.logs
        return bool(gap > 0) - bool(gap < 0)

    def add(self, u: Add) -> Growth:
        simpler = without_what_cancels(u)
        return reduce(self._plus, map(self.of, simpler.args), NOTHING) if isinstance(simpler, Add) else self.of(simpler)

    def _plus(self, u: Growth, v: Growth) -> Growth:
        if u.is_nothing or v.is_nothing:
            return v if u.is_nothing else u
        side = self.compare(u, v)
        if side:
            return replace(u if side > 0 else v, whole=False)
        exact, whole = u.exact and v.exact, u.whole and v.whole
        factor = u.factor + v.factor
        if exact and self.signs.of(factor) == {0}:
            return NOTHING if whole else unclear()
        if not exact and self.sign(u) != self.sign(v):
            unclear()
        return replace(u, factor=factor, exact=exact, whole=whole)

    def mul(self, u: Mul) -> Growth:
        return reduce(self._times, map(self.of, u.args))

    def _times(self, u: Growth, v: Growth) -> Growth:
        if u.is_nothing or v.is_nothing:
            return NOTHING
        first = max(u, v, key=lambda each: each.order)
        same = u.order == v.order
        rate = u.rate + v.rate if same else first.rate
        if u.rate != 0 != v.rate and same:
            self.sign(Growth(rate))  # they do not cancel
        return Growth(
            u.factor * v.factor,
            u.power + v.power,
            u.logs + v.logs,
            rate,
            first.order,
            u.exact and v.exact,
            u.whole and v.whole,
        )

    def power(self, u: Pow) -> Growth:
        if u.base.has(self.x) and u.exp.has(self.x):
            unclear()
        if not u.base.has(self.x):
            return self._exp(self.of(u.exp * log(u.base)))
        return self._to(self.of(u.base), u.exp)

    def _to(self, base: Growth, exponent: Expr) -> Growth:
        if base.is_nothing:
            return NOTHING if self.signs.of(exponent) == {1} else unclear()
        plain = base.shape == Growth(ONE).shape
        if not exponent.is_Integer and self.sign(base) < 0:
            unclear()
        if exponent.is_negative is not False:
            self.sign(base)  # it is not 0
        if not (exponent.is_Rational or plain):
            unclear()
        scaled = [part * exponent if part else ZERO for part in (base.power, base.logs, base.rate)]
        power, logs, rate = scaled
        return Growth(base.factor**exponent, power, logs, rate, base.order, base.exact, base.whole)

    def exp(self, u: Any) -> Growth:
        return self._exp(self.of(u.args[0]))

    def _exp(self, u: Growth) -> Growth:
        if u.is_nothing:
            return Growth(ONE, whole=True)
        side = self.compare(u, Growth(ONE))
        if side < 0:
            return Growth(ONE)
        if side == 0:
            return Growth(exp(u.factor), whole=u.whole) if u.exact else unclear()
        if u.rate != 0 or u.logs != 0 or not u.exact:
            unclear()
        self.sign(u)
        return Growth(ONE, rate=u.factor, order=u.power, exact=False)

    def log(self, u: Any) -> Growth:
        inner = u.args[0]
        found = self.of(inner)
        if found.is_nothing or self.sign(found) < 0:
            unclear()
        if found.rate != 0:
            return Growth(found.rate, found.order)
        if found.power != 0:
            return Growth(found.power, logs=ONE)
        if found.logs != 0 or not found.exact:
            unclear()
        return self.of(inner - 1) if found.factor == 1 else Growth(log(found.factor), whole=found.whole)

    def settled(self, u: Any) -> tuple[Growth, int]:
        """The leading term, and its sign."""
        found = self.of(u)
        return found, 0 if found.is_nothing else self.sign(found)

    def sigma(self, u: Any) -> Growth:
        return self._between(u, ONE, exp)

    def softplus(self, u: Any) -> Growth:
        inner, side = self.settled(u.args[0])
        if side and self.compare(inner, Growth(ONE)) > 0:
            return replace(inner, whole=False) if side > 0 else self.of(exp(u.args[0]))
        return self._smooth(u)

    def tanh(self, u: Any) -> Growth:
        inner, side = self.settled(u.args[0])
        if side and self.compare(inner, Growth(ONE)) > 0:
            return Growth(Integer(side))
        return self._odd(u, inner)

    def _between(self, u: Any, top: Expr, tail: Callable[[Expr], Expr]) -> Growth:
        """A function that rises from 0 to its top, and is like its tail far down."""
        inner, side = self.settled(u.args[0])
        if side and self.compare(inner, Growth(ONE)) > 0:
            return Growth(top) if side > 0 else self.of(tail(u.args[0]))
        return self._smooth(u)

    def _smooth(self, u: Any) -> Growth:
        """A function of what has a limit, where the function is not 0."""
        inner = self.of(u.args[0])
        if inner.is_nothing or self.compare(inner, Growth(ONE)) < 0:
            return Growth(AT_ZERO.get(u.func, u.func(ZERO)))
        return Growth(u.func(inner.factor)) if inner.exact else unclear()

    def _odd(self, u: Any, inner: Growth) -> Growth:
        """A function that is like u itself for small u."""
        if inner.is_nothing:
            return NOTHING
        return replace(inner, whole=False) if self.compare(inner, Growth(ONE)) < 0 else self._smooth(u)

    def bounded_odd(self, u: Any) -> Growth:
        """The arctangent and the error function, up to their slope at 0."""
        inner, side = self.settled(u.args[0])
        top, slope = TOPS[u.func]
        if side and self.compare(inner, Growth(ONE)) > 0:
            return Growth(side * top)
        return self._times(Growth(slope), self._odd(u, inner))

    def cosh(self, u: Any) -> Growth:
        return self.of(exp(u.args[0]) / 2 + exp(-u.args[0]) / 2)

    def sinh(self, u: Any) -> Growth:
        inner, side = self.settled(u.args[0])
        if side and self.compare(inner, Growth(ONE)) > 0:
            return self.of(side * exp(side * u.args[0]) / 2)
        return self._odd(u, inner)

    def phi(self, u: Any) -> Growth:
        return self.of(exp(-(u.args[0] ** 2) / 2) / sqrt(2 * pi))

    def normal(self, u: Any) -> Growth:
        return self._between(u, ONE, lambda v: -phi(v) / v)

    def magnitude(self, u: Any) -> Growth:
        inner, side = self.settled(u.args[0])
        return replace(inner, factor=side * inner.factor)

    def positive_part(self, u: Any) -> Growth:
        inner, side = self.settled(u.args[0])
        return inner if side > 0 else NOTHING

    def turned(self, u: Any) -> Growth:
        """A sign or a step, each of which is 0 at 0."""
        side = self.settled(u.args[0])[1]
        value = side if isinstance(u, sign) else int(side > 0)
        return Growth(Integer(value), whole=True) if side else unclear()

    def clip(self, u: Any) -> Growth:
        inner, low, high = u.args
        if self.settled(inner - low)[1] < 0:
            return self.of(low)
        return self.of(high if self.settled(inner - high)[1] > 0 else inner)

    def extreme(self, u: Any) -> Growth:
        side = 1 if isinstance(u, largest | Max) else -1
        return self.of(reduce(lambda one, two: one if side * self.settled(one - two)[1] >= 0 else two, u.args))

    def branches(self, u: Branches) -> Growth:
        for value, condition in u.cases:
            if condition == otherwise or self._holds(condition):
                return self.of(value)
        raise Unclear

    def _holds(self, condition: Any) -> bool:
        if type(condition) not in SIDES:
            unclear()
        return self.settled(condition.lhs - condition.rhs)[1] in SIDES[type(condition)]


SIDES: dict[Any, Sequence[int]] = {Gt: (1,), Ge: (0, 1), Lt: (-1,), Le: (-1, 0)}
AT_ZERO = {sigma: ONE / 2, softplus: log(2)}
TOPS: dict[Any, tuple[Expr, Expr]] = {atan: (pi / 2, ONE), erf: (ONE, 2 / sqrt(pi))}
RULES: dict[Any, Callable[[Growing, Any], Growth]] = {
    Add: Growing.add,
    Mul: Growing.mul,
    exp: Growing.exp,
    Pow: Growing.power,
    log: Growing.log,
    sigma: Growing.sigma,
    softplus: Growing.softplus,
    tanh: Growing.tanh,
    atan: Growing.bounded_odd,
    erf: Growing.bounded_odd,
    cosh: Growing.cosh,
    sinh: Growing.sinh,
    phi: Growing.phi,
    Phi: Growing.normal,
    magnitude: Growing.magnitude,
    Abs: Growing.magnitude,
    positive_part: Growing.positive_part,
    sign: Growing.turned,
    step: Growing.turned,
    clip: Growing.clip,
    largest: Growing.extreme,
    smallest: Growing.extreme,
    Max: Growing.extreme,
    Min: Growing.extreme,
    Branches: Growing.branches,
    Named: lambda growing, u: growing.of(u.definition),
}
