"""What the domains grant is granted, what they leave open is not, and every interval holds the values."""

from __future__ import annotations

from random import Random

import pytest
from flint import arb, fmpq
from sympy import Expr, Gt, IndexedBase, Max, Ne, Rational, Sum, cosh, exp, log, pi, sqrt, symbols, tanh

from derivations.calculus.granted import Known
from derivations.calculus.known import known_of
from derivations.evidence import Scope, Undecided, Undefined, evaluate, precision
from derivations.evidence.balls import head
from derivations.evidence.scope import Graph
from derivations.language import (
    Classes,
    Index,
    Intermediate,
    Label01,
    LabelSign,
    Layers,
    Loss,
    Positive,
    Probability,
    Real,
    Size,
    branches,
    magnitude,
    otherwise,
    positive_part,
    sigma,
    smallest,
    softplus,
    step,
)

p, q, x, t, c, s = symbols("p q x t c s")
i, j, k, n, K = symbols("i j k n K")
z, P, T = map(IndexedBase, ("z", "P", "T"))
DOMAINS = {
    p: Probability(""),
    q: Positive(""),
    c: Positive(""),
    x: Real(""),
    t: Label01(""),
    s: LabelSign(""),
    z: Real("", (K,)),
    P: Probability("", (K,)),
    T: Label01("", (K,)),
    K: Classes(""),
    n: Size(""),
    k: Index("", last=K),
    i: Index("", last=n),
}
KNOWN = Known(DOMAINS)
SOFTMAX = exp(z[k]) / Sum(exp(z[j]), (j, 1, K))

POSITIVE = [
    1 - p,
    p / (1 - p),
    log(1 + q),
    1 - (1 - p) ** q,
    SOFTMAX,
    1 - SOFTMAX,
    p * (1 - SOFTMAX) + q,
    P[k] / Sum(P[j], (j, 1, K)),
    Sum(P[j], (j, 1, K)) + Sum(T[j], (j, 1, K)),
    Sum(exp(z[j]), (j, i, n)),
    sigma(x) + (1 - sigma(x)) * exp(-q),
    1 + (x - p) ** 2 / (c**2 * magnitude(x - 2)),
    (1 + tanh(x)) / 2,
    cosh(x) - Rational(1, 2),
    Max(c, magnitude(x)),
    sqrt(1 + x**2),
    p - p * p,
    pi - 3,
    q / (q + c),
    softplus(x),
    q ** (-c),
    branches((c, x > 0), (p, otherwise)),
    sigma(x + q) - sigma(x),
    exp(x) - exp(x - c),
    Sum(exp(z[j]), (j, 1, K)) - exp(z[k]),
    (q + p) * c + q - (smallest(q, 1) + smallest(p, c)) * smallest(c, q),
    t * p + (1 - t) * c,
    q + t - q * t,
    c + p * q - c * p,
    Sum(P[j] * T[j], (j, 1, K)) + c * Sum(P[i] * (1 - T[i]), (i, 1, K)),
    Sum(P[j], (j, 1, K)) - Sum(P[j] * T[j], (j, 1, K)) + Sum(T[j], (j, 1, K)),
    1 - Sum(P[j] * T[j], (j, 1, K)) / (Sum(P[j] * T[j], (j, 1, K)) + q),
]
NONZERO = [s, s * c, p - step(x), (s + 3) * p, -1 / (1 + x**2)]
OPEN = [
    x,
    t,
    1 - t,
    1 - q,
    magnitude(x),
    positive_part(x),
    Sum(T[j], (j, 1, K)),
    Sum(exp(z[j]), (j, 1, i - 1)),
    exp(z[k]) / Sum(exp(z[j]), (j, 1, K - 1)) - 1,
    P[k] - Sum(P[j], (j, 1, K)),
    t - step(x),
    (q + p) * c - (smallest(q, 1) + smallest(p, c)) * smallest(c, q),
    q + c - 2 * smallest(q, c),
    q + x - smallest(q, x),
    x**q,
    s + 1,
    sigma(x) - sigma(c),
    exp(q) - exp(c),
    magnitude(x + q) - magnitude(x),
    Sum(exp(z[j]), (j, 1, n)) - exp(z[i]),
    Sum(T[j], (j, 1, K)) - T[k],
    t * q - (1 - t) * c,
    t * p + (1 - t) * positive_part(x),
    Sum(P[j] * T[j], (j, 1, K)) + c * Sum(T[j] * (1 - P[j]), (j, 1, K)),
    Sum(P[j] * T[j], (j, 1, K)) + c * Sum(P[i] * T[i], (i, 1, K)),
]


@pytest.mark.parametrize("u", POSITIVE, ids=str)
def test_what_the_domains_grant(u: Expr) -> None:
    assert KNOWN.grants(Gt(u, 0, evaluate=False))
    assert KNOWN.grants(Ne(u, 0, evaluate=False))


@pytest.mark.parametrize("u", NONZERO, ids=str)
def test_what_is_never_zero(u: Expr) -> None:
    assert KNOWN.grants(Ne(u, 0, evaluate=False))


@pytest.mark.parametrize("u", OPEN, ids=str)
def test_what_the_domains_leave_open(u: Expr) -> None:
    assert not KNOWN.grants(Gt(u, 0, evaluate=False))
    assert not KNOWN.grants(Ne(u, 0, evaluate=False))


def test_a_softmax_of_one_class_is_1() -> None:
    of_one = exp(z[i]) / Sum(exp(z[j]), (j, 1, n))
    assert not KNOWN.grants(Gt(1 - of_one, 0, evaluate=False))


def test_a_comparison_that_holds_grants_what_follows_from_it() -> None:
    above = (x > q / (q + 1),)
    assert KNOWN.grants(Gt(x, 0, evaluate=False), above)
    assert not KNOWN.grants(Gt(x, 0, evaluate=False), (x > -q,))
    assert KNOWN.grants(Ne(x, 0, evaluate=False), (magnitude(x) > c,))
    assert not KNOWN.grants(Ne(x - 1, 0, evaluate=False), (magnitude(x) > c,))


NUMBERS = {
    p: [fmpq(1, 1000), fmpq(1, 2), fmpq(999, 1000)],
    q: [fmpq(1, 1000), fmpq(1), fmpq(7)],
    c: [fmpq(1, 9), fmpq(1), fmpq(12)],
    x: [fmpq(-3), fmpq(0), fmpq(1, 7), fmpq(5)],
    t: [fmpq(0), fmpq(1, 3), fmpq(1)],
    s: [fmpq(-1), fmpq(1)],
}


@pytest.mark.parametrize("u", [u for u in (*POSITIVE, *NONZERO, *OPEN) if u.free_symbols <= NUMBERS.keys()], ids=str)
def test_every_value_lies_in_the_interval(u: Expr) -> None:
    reach, rng, met = KNOWN.range(u), Random(0), 0
    for _ in range(60):
        scope = Scope({letter: rng.choice(values) for letter, values in NUMBERS.items()}, {}, Graph(u, {}))
        with precision(256):
            try:
                value = float(arb(head(evaluate(u, scope))))
            except (Undefined, Undecided):
                continue  # no value here: nothing is claimed
        met += 1
        assert float(reach.low) - 1e-9 <= value <= float(reach.high) + 1e-9
    assert met


def test_what_a_script_says_is_not_zero_is_not() -> None:
    assert not KNOWN.grants(Ne(magnitude(x), 0))
    assert Known(DOMAINS, stated=(Ne(x, 0),)).grants(Ne(magnitude(x), 0))


def test_an_index_is_no_less_than_where_it_begins() -> None:
    assert KNOWN.is_positive(Sum(i * q, (i, 1, n)))
    assert not KNOWN.is_positive(Sum(j * q, (j, 0, n)))


@pytest.mark.parametrize("within, granted", [("(0, oo)", True), ("[0, oo)", False), ("", False)])
def test_a_recursion_stays_where_it_starts(within: str, *, granted: bool) -> None:
    """The row before the first is given; that all that follow are positive needs that each one is if the former was."""
    a, B, (r, T) = IndexedBase("a"), IndexedBase("B"), symbols("r T")
    recursion = Loss(
        id="L222",
        expression=-log(a[T, 1]),
        wrt=B[r, k],
        backward=True,
        definitions=[(a[t, i], B[t, i] * Sum(a[t - 1, j], (j, 1, n)))],
        symbols={
            B: Positive("", shape=(T, n)),
            a: Intermediate("", shape=(T, n), within=within),
            r: Index("", last=T),
            k: Index("", last=n),
            T: Layers(""),
            n: Size(""),
        },
        source="a test",
    )
    assert known_of(recursion).is_positive(a[T, 1]) == granted


def test_a_recursion_that_leaves_its_range_tells_nothing() -> None:
    """From (0, 1) the first step leads beyond 1, and the next below 0: that the first is positive is no induction."""
    a, B, (r, T) = IndexedBase("a"), IndexedBase("B"), symbols("r T")
    recursion = Loss(
        id="L222",
        expression=a[T] * B[1],
        wrt=B[r],
        backward=True,
        definitions=[(a[t], 3 - Rational(29, 10) * a[t - 1])],
        symbols={
            B: Positive("", shape=(T,)),
            a: Intermediate("", shape=(T,), within="(0, 1)"),
            r: Index("", last=T),
            T: Layers(""),
        },
        source="a test",
    )
    assert not known_of(recursion).is_positive(a[T])
