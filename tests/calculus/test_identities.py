"""The identities of the textbook: each is proved by the referee, and none is used where it does not hold."""

from __future__ import annotations

import pytest
from sympy import Expr, KroneckerDelta, Mul, Pow, S, Sum, Symbol, cosh, exp, sinh, tanh

from derivations.calculus import rules
from derivations.calculus.identities import everywhere
from derivations.calculus.known import known_of
from derivations.calculus.rules import IDENTITIES, REWRITINGS, Rule
from derivations.calculus.shortening import Setting
from derivations.evidence.proof import Prover
from derivations.language.domains import Domain, Index, Intermediate, Positive, Real, Size
from derivations.language.functions import Named, magnitude, positive_part, sigma, sign, step
from derivations.language.loss import Loss

x, c, t, a, b = rules.x, rules.c, rules.t, rules.a, rules.b
i, j, k, N, v, y = rules.i, rules.j, rules.k, rules.N, rules.v, rules.y
M = Symbol("M", integer=True, positive=True)


def a_loss(domain_of_x: Domain) -> Loss:
    """A loss in which every letter of the table stands for something."""
    numbers = {c: Real(""), t: Real(""), a: Real(""), b: Real(""), x: domain_of_x, N: Size("")}
    arrays = {v: Positive("", shape=(N,)), y: Real("", shape=(N,)), rules.o: Intermediate("", shape=(N, N))}
    indices = {letter: Index("", last=N) for letter in (i, j, k)}
    return Loss(
        id="L222",
        expression=x * c * t * a * b * v[i] * v[j] * y[k],
        wrt=c,
        definitions=[(rules.o[i, j], y[i] * y[j])],
        symbols={**numbers, **arrays, **indices},
        source="a test",
    )


REAL, POSITIVE = a_loss(Real("")), a_loss(Positive(""))
NEEDS_POSITIVE = {rules.ONE_BASE, rules.SIGN_SQUARED}


@pytest.mark.parametrize("shape", ["pattern", "example"])
@pytest.mark.parametrize("rule", [rule for rule in REWRITINGS if rule.wrt is None], ids=lambda rule: rule.anchor)
def test_the_referee_proves_every_rewriting(rule: Rule, shape: str) -> None:
    loss = POSITIVE if rule in NEEDS_POSITIVE else REAL
    before = getattr(rule, shape)
    after = rule.after(before, Setting(known=known_of(loss)))
    assert after != before
    names = {letter.name: letter for letter in loss.symbols if isinstance(letter, Symbol)}
    typed = {letter: names.get(letter.name, letter) for letter in before.atoms(Symbol)}
    assert Prover(loss).equation(before.xreplace(typed), after.xreplace(typed)).proved


OTHER_RANGE = Sum(v[i] / Sum(v[j], (j, 1, M)), (i, 1, N))
u = x - t
UNTOUCHED = [
    (rules.SUM_OF_SHARES, OTHER_RANGE),
    (rules.SUM_OF_SHARES, Sum(v[i] ** 2 / Sum(v[j], (j, 1, N)), (i, 1, N))),
    (rules.DEVIATIONS, Sum(v[i] - Named("m", Sum(v[j], (j, 1, M)) / N), (i, 1, N))),
    (rules.DEVIATIONS, Sum(y[i] - Named("m", Sum(v[j], (j, 1, N)) / N), (i, 1, N))),
    (rules.SUM_OF_ONES, Sum(v[i], (i, 1, N))),
    (rules.SUM_OF_ONES, Sum(c, (i, j, N))),
    (rules.PART_TIMES_STEP, positive_part(u) * step(-u)),
    (rules.PART_TIMES_STEP, positive_part(u) * step(x)),
    (rules.KNOWN_STEP, step(x)),
    (rules.TIMES_SIGN, x * sign(u)),
    (rules.TIMES_SIGN, (x + t) * sign(u)),
    (rules.SIGN_SQUARED, sign(u) ** -2),
    (rules.SIGN_SQUARED, magnitude(u) ** 3),
    (rules.ONE_BASE, Pow(x, a) * Pow(t, b)),
    (rules.LOGISTIC, exp(x) / (2 + exp(x))),
    (rules.LOGISTIC, 1 / (1 + exp(x)) ** 2),
    (rules.OF_MINUS, 1 - sigma(x)),
    (rules.OF_MINUS, 2 - sigma(-x)),
    (rules.HYPERBOLIC, sinh(x) / cosh(t)),
    (rules.HYPERBOLIC, 2 * sigma(x) - 2),
    (rules.DELTA_PICKS, KroneckerDelta(i, j) * v[k] / v[j]),
    (rules.DELTA_PICKS, y[i] * (1 - KroneckerDelta(i, j) / y[k])),
    (rules.SYMMETRY, Named(rules.o[i, j], y[i] - y[j]) + Named(rules.o[j, i], y[j] - y[i])),
]


@pytest.mark.parametrize("rule, expression", UNTOUCHED)
def test_what_an_identity_does_not_hold_for_it_leaves_alone(rule: Rule, expression: Expr) -> None:
    assert rule.after(expression, None) == expression


def test_a_delta_does_not_pick_out_of_range() -> None:
    """With j = 1, ..., M and i = 1, ..., N, v_(i + 1) need not be there where v_(j + 1) is."""
    product = KroneckerDelta(i, j) * v[j + 1] / v[i + 1]
    loss = Loss(
        id="L222",
        expression=v[i],
        wrt=v[k],
        symbols={
            v: Positive("", shape=(N,)),
            k: Index("", last=N),
            i: Index("", last=N),
            j: Index("", last=M),
            N: Size(""),
            M: Size(""),
        },
        source="a test",
    )
    assert rules.DELTA_PICKS.after(product, Setting(known=known_of(loss))) == product
    assert rules.DELTA_PICKS.after(product, None) == KroneckerDelta(i, j)


def test_the_referee_refuses_the_square_of_a_sign_where_it_may_be_zero() -> None:
    assert not Prover(REAL).equation(sign(x) ** 2, S.One).proved


def test_a_square_of_a_sign_needs_that_its_argument_is_not_zero() -> None:
    assert [str(c) for c in rules.SIGN_SQUARED.conditions(sign(u) ** 2, None)] == ["Ne(-t + x, 0)"]
    assert rules.SIGN_SQUARED.conditions(sign(u) ** 3, None) == ()
    assert rules.SIGN_SQUARED.conditions(magnitude(u) ** 2, None) == ()


def test_an_identity_reaches_under_sums_but_not_into_names() -> None:
    inside = x * sign(x)
    under = Sum(y[i] * inside, (i, 1, N))
    assert rules.TIMES_SIGN.after(under, None) == Sum(y[i] * magnitude(x), (i, 1, N))
    named = Named("d", inside)
    assert everywhere(lambda *_: S.One, named, known_of(REAL)) == named
    assert rules.TIMES_SIGN.after(named, None) == named
    assert rules.HYPERBOLIC.after(exp(sinh(x) / cosh(x)), None) == exp(tanh(x))


def test_exponents_are_added_without_brackets_where_something_cancels() -> None:
    q = Symbol("q", positive=True)
    u = Mul(q**2, (q + 1) * (q + 1) ** Mul(-1, q + 1, evaluate=False), evaluate=False)
    assert rules.ONE_BASE.after(u, None) == q**2 * (q + 1) ** (-q)


def test_identities_are_rules_of_the_glossary() -> None:
    assert set(IDENTITIES) <= set(rules.RULES)
    assert all(rule.remark for rule in IDENTITIES)
