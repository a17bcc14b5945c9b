"""The normal form of each function: written with exp, log and roots where it can be, else an atom of its own."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sympy import (
    Expr,
    LambertW,
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

from derivations.evidence.proof.functions import exponential, logarithm
from derivations.evidence.proof.quotients import Quotient, Unproved, key_of
from derivations.evidence.proof.ranges import NONNEGATIVE, POSITIVE, REAL, UNIT, Range
from derivations.evidence.proof.workspace import Nowhere, Workspace
from derivations.language.functions import Phi, phi, sigma, softplus

AT_LEAST_ONE = Range(low=Fraction(1), with_low=True)


def _through(rewrite: Callable[[Expr], Expr]) -> Callable[[Any, Workspace], Quotient]:
    """A function that is written with others."""
    return lambda node, work: work.of(rewrite(node.args[0]))


def _atom(name: str, make: Callable[[Expr], Expr], around: Range = REAL, parity: int = 0) -> Any:
    """A function that stays as it is; for an odd (-1) or even (1) one the argument begins with a plus."""

    def of(node: Any, work: Workspace) -> Quotient:
        u = work.of(node.args[-1])
        turned = bool(parity) and not u.over.is_zero() and u.over.leading_coefficient() < 0
        u = work.ring.negative(u) if turned else u
        found = work.plain((name, key_of(u)), name, make(work.expression(u)), around, u)
        return work.ring.negative(found) if turned and parity < 0 else found

    return of


_asin_alone = _atom("asin", asin, REAL, parity=-1)


def _asin(node: Any, work: Workspace) -> Quotient:
    """The arcsine, which has no value beyond -1 and 1."""
    u = work.of(node.args[0])
    for end in (u, work.ring.negative(u)):
        beyond = work.ring.add(end, work.number(-1))
        over, under = work.sign_of(beyond.over), work.sign_of(beyond.under)
        if over and under and over * under > 0:
            raise Nowhere
    found: Quotient = _asin_alone(node, work)
    return found


_cosine = _atom("cos", cos, UNIT, parity=1)
_sine_alone = _atom("sin", sin, UNIT, parity=-1)


def _sine(node: Any, work: Workspace) -> Quotient:
    """The square of the sine is 1 - cos^2."""
    cosine = _cosine(cos(node.args[0], evaluate=False), work)
    found: Quotient = _sine_alone(node, work)
    place = work.single(found.over)
    place = work.single(-found.over) if place is None else place
    if place is not None:
        square = work.ring.add(work.number(1), work.ring.negative(work.ring.multiply(cosine, cosine)))
        work.ring.equations[place] = (2, square)
    return found


def _polygamma(node: Any, work: Workspace) -> Quotient:
    order = node.args[0]
    name = f"polygamma {order}"
    if not (order.is_Integer and order >= 0):
        msg = "polygamma of a symbolic order"
        raise Unproved(msg)
    found: Quotient = _atom(name, lambda v: polygamma(order, v))(node, work)
    return found


def _besseli(node: Any, work: Workspace) -> Quotient:
    """Of orders 0 and 1, where the argument is not zero: I_(n+1)(u) = I_(n-1)(u) - 2 n I_n(u)/u."""
    order, inner = node.args
    if not (order.is_Integer and order >= 0):
        msg = "a Bessel function of a symbolic order"
        raise Unproved(msg)
    u = work.of(inner)
    if u.over.is_zero():
        return work.number(int(order == 0))
    if order > 1 and work.is_nonzero(u.over):
        return work.of(besseli(order - 2, inner) - 2 * (order - 1) * besseli(order - 1, inner) / inner)
    around = AT_LEAST_ONE if order == 0 else REAL if order % 2 else NONNEGATIVE
    parity = -1 if order % 2 else 1
    if order % 2 and work.sign_of(u.over) == 1 == work.sign_of(u.under):
        around, parity = POSITIVE, 0
    found: Quotient = _atom(f"besseli {order}", lambda v: besseli(order, v), around, parity)(node, work)
    return found


FUNCTIONS: dict[Any, Callable[[Any, Workspace], Quotient]] = {
    exp: lambda node, work: exponential(work.of(node.args[0]), work),
    log: lambda node, work: logarithm(work.of(node.args[0]), work),
    sigma: _through(lambda u: 1 / (1 + exp(-u))),
    softplus: _through(lambda u: log(1 + exp(u))),
    tanh: _through(lambda u: 1 - 2 / (exp(2 * u) + 1)),
    cosh: _through(lambda u: (exp(u) + exp(-u)) / 2),
    sinh: _through(lambda u: (exp(u) - exp(-u)) / 2),
    cos: _cosine,
    sin: _sine,
    tan: _through(lambda u: sin(u) / cos(u)),
    atan: _atom("atan", atan, REAL, parity=-1),
    asin: _asin,
    acos: _through(lambda u: pi / 2 - asin(u)),
    Phi: _through(lambda u: (1 + erf(u / sqrt(2))) / 2),
    phi: _through(lambda u: exp(-(u**2) / 2) / sqrt(2 * pi)),
    erf: _atom("erf", erf, Range(Fraction(-1), Fraction(1)), parity=-1),
    erfc: _through(lambda u: 1 - erf(u)),
    gamma: _atom("gamma", gamma, POSITIVE),
    loggamma: _through(lambda u: log(gamma(u))),
    digamma: _through(lambda u: polygamma(0, u)),
    polygamma: _polygamma,
    besseli: _besseli,
    LambertW: _atom("LambertW", LambertW, POSITIVE),
}
