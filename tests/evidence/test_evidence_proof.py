"""Proofs: what is equal for sure, what must never be called so, and where a claim has no value."""

from __future__ import annotations

import pytest
from evidence_cases import CASES, X, Y, case, delta, i, m, n, p, r, real, t, w, y, z
from sympy import (
    Eq,
    Expr,
    IndexedBase,
    Integer,
    KroneckerDelta,
    LambertW,
    Max,
    Min,
    Pow,
    Rational,
    Sum,
    Symbol,
    cos,
    cosh,
    erf,
    erfc,
    exp,
    log,
    sin,
    sinh,
    sqrt,
    symbols,
    tanh,
)

from derivations.evidence.proof import Prover
from derivations.evidence.proof.holding import lettered
from derivations.language.cases import branches
from derivations.language.domains import Classes, Index, LabelSign, Model, Positive, Probability, Real, Size
from derivations.language.functions import (
    D,
    Named,
    Prime,
    clip,
    held,
    magnitude,
    model,
    otherwise,
    positive_part,
    sigma,
    sign,
    softplus,
    step,
)

q, a, k, j, K, c = symbols("q a k j K c")
u, v, A, T = map(IndexedBase, ("u", "v", "a", "t"))
NAMES = {**real(p, t, z, w), y: LabelSign(""), delta: Positive(""), q: Probability(""), a: Positive("")}
ARRAYS = {
    k: Index("", last=K), j: Index("", last=K), K: Classes(""), n: Size(""),
    u: Real("", shape=(K,)), v: Real("", shape=(K,)), A: Real("", shape=(n, K)),
}  # fmt: skip
ANY = case(p * t * y * delta * q * a * z * w, p, NAMES, t * y * delta * q * a * z * w)
ROWS = case(Sum(u[c] * v[c], (c, 1, K)), u[k], ARRAYS, v[k])
part = positive_part(delta - p)


def sums(function: Expr) -> Expr:
    return Sum(function, (c, 1, K))


SAME: list[tuple[Expr, Expr]] = [
    ((p + t) ** 2, p**2 + 2 * p * t + t**2),
    (y**2 * p, p),  # y is -1 or 1
    (magnitude(delta) * p, delta * p),  # delta is positive
    (part * step(delta - p), part),
    (part * step(delta - p + Integer(1)), part),  # where the part is not zero, neither is the step
    (magnitude(r) * sign(r), r),
    (sign(r) ** 2 * magnitude(r), magnitude(r)),
    (sign(t - p), -sign(p - t)),
    (clip(r, -delta, delta), branches((-delta, r < -delta), (delta, r > delta), (r, otherwise))),
    (clip(r, -delta, delta), (magnitude(r + delta) - magnitude(r - delta)) / 2),
    (Max(p, t), (p + t + magnitude(p - t)) / 2),
    (Min(p, t) + Max(p, t), p + t),
    (step(delta + 1) * p, p),
    (sigma(p) + sigma(-p), Integer(1)),
    (sigma(p) * (1 - sigma(p)), exp(-p) / (1 + exp(-p)) ** 2),
    (2 * sigma(2 * p) - 1, tanh(p)),
    (softplus(p) - softplus(-p), p),
    (sinh(p) / cosh(p), tanh(p)),
    (log(cosh(p)), softplus(2 * p) - p - log(2)),
    (exp(p + t), exp(p) * exp(t)),
    (exp(p / 2) ** 2 * exp(-p), Integer(1)),
    (log(a * delta / 4), log(a) + log(delta) - 2 * log(2)),
    (log(q / (1 - q)), log(q) - log(1 - q)),
    (a**q * a ** (1 - q), a),
    (a ** (q + 1) / a, a**q),
    (positive_part(p**2 + p + 1), p**2 + p + 1),
    (positive_part(p**2 + p * t + t**2), p**2 + p * t + t**2),
    (step(p**4 + p + 1), Integer(1)),
    (step(p**2 + p * t + t**2 / 4 + a), Integer(1)),
    (w ** (q + 1) / w, w**q),
    (w**q * w ** (-q), Integer(1)),
    (exp(q * log(w)), w**q),
    ((w * p) ** q, w**q * p**q),
    ((a * delta) ** q, a**q * delta**q),
    (p ** (w + 1), p * p**w),
    ((-q) ** (w + 1) / q, -((-q) ** w)),
    ((p * q) ** w, p**w * q**w),
    (sqrt(a * delta), sqrt(a) * sqrt(delta)),
    (a / sqrt(a), sqrt(a)),
    (sqrt((p - t) ** 2), magnitude(p - t)),
    (sin(p) ** 2 + cos(p) ** 2, Integer(1)),
    (erf(-p), -erf(p)),
    (erfc(p), 1 - erf(p)),
    (LambertW(a) * exp(LambertW(a)), a),
    (exp(-magnitude(p)) * exp(p), branches((1, p > 0), (exp(2 * p), otherwise))),
]
SAME_SUMS: list[tuple[Expr, Expr]] = [
    (sums(2 * u[c] + v[c]), 2 * sums(u[c]) + Sum(v[j], (j, 1, K))),
    (sums(1), K),
    (sums(exp(u[c]) / Sum(exp(u[j]), (j, 1, K))), Integer(1)),
    (sums(KroneckerDelta(c, k) * u[c]), u[k]),
    (sums(KroneckerDelta(c, k) * (u[c] - u[k])), Integer(0)),
    (KroneckerDelta(k, j) * (u[k] - u[j]), Integer(0)),
    (KroneckerDelta(k, j) ** 2, KroneckerDelta(j, k)),
    (sums(magnitude(u[c])), sums(sign(u[c]) * u[c])),
    (sums(positive_part(u[c]) * step(u[c])), sums(positive_part(u[c]))),
    (
        sums(u[c] * Sum(A[i, c] * v[j], (i, 1, n), (j, 1, K))),
        Sum(v[c] * u[j] * A[i, j], (c, 1, K), (j, 1, K), (i, 1, n)),
    ),
    (Sum(u[c + 1], (c, 1, K - 1)), Sum(u[c], (c, 2, K))),
    (sums(u[c]) * sums(v[c]), Sum(u[c] * v[j], (c, 1, K), (j, 1, K))),
]  # fmt: skip
DIFFERENT: list[tuple[Expr, Expr]] = [
    (p, t),
    (magnitude(r), r),
    (part * step(delta - p - Integer(1)), part),
    (sign(r + 1), sign(r)),
    (y * p, p),
    (clip(r, -delta, delta), r),
    (branches((p, p < 0), (t, otherwise)), branches((p, p < 1), (t, otherwise))),
    (branches((1, Eq(p, 5)), (0, otherwise)), Integer(0)),  # at one point only
    (branches((p, p**2 < 10**6), (0, otherwise)), p),  # far out only
    (branches((p, magnitude(p) > Rational(1, 10**12)), (0, otherwise)), p),  # close by only
    (r + sigma(p - 500), r),
    (r + exp(-(10**6) * (p - t) ** 2), r),
    (sqrt(p**2), p),
    (log(p**2), 2 * log(a)),
    (sqrt(p * t), sqrt(p) * sqrt(a)),
    (tanh(p), sign(p)),
    (p**w, magnitude(p) ** w),  # whole powers of what is negative have a value
    (magnitude(p**w), p**w),
    (p**w, (-p) ** w),
    ((-q) ** w, q**w),
    ((-q) ** w, p),
    ((-q) ** (w + 1), (-q) ** w),
]
DIFFERENT_SUMS: list[tuple[Expr, Expr]] = [
    (sums(u[c]), Sum(u[c], (c, 1, K - 1))),
    (sums(u[c]), Sum(u[c], (c, 1, n))),
    (sums(1), n),
    (sums(u[c] * v[c]), sums(u[c]) * sums(v[c])),
    (sums(u[c] * (K - 1) * (K - 2) * (K - 5)), Integer(0)),
    (sums(KroneckerDelta(c, k) * u[c]), u[j]),
    (sums(KroneckerDelta(c, k + 1) * u[c]), u[k + 1]),  # there is none for the last k
    (sums(magnitude(u[c])), magnitude(sums(u[c]))),
    (Sum(u[c], (c, 1, Min(K, 7))), sums(u[c])),
    (KroneckerDelta(k, j), Integer(0)),
    (sums(u[c] ** K), sums(magnitude(u[c]) ** K)),
]


def proved(one: Expr, other: Expr, given: object = ANY) -> bool:
    return Prover(given.loss).equation(given.settle(one), given.settle(other)).proved  # type: ignore[attr-defined]


def settled(expression: Expr) -> Expr:
    typed = {s.name: s for s in ROWS.loss.symbols if isinstance(s, Symbol)}
    return expression.xreplace({s: typed[s.name] for s in expression.free_symbols | {k, j, K, n} if s.name in typed})


@pytest.mark.parametrize("one, other", SAME, ids=str)
def test_equal_for_sure(one: Expr, other: Expr) -> None:
    assert proved(one, other)


@pytest.mark.parametrize("one, other", SAME_SUMS, ids=str)
def test_sums_equal_for_sure(one: Expr, other: Expr) -> None:
    assert Prover(ROWS.loss).equation(settled(one), settled(other)).proved


@pytest.mark.parametrize("one, other", DIFFERENT, ids=str)
def test_never_called_equal(one: Expr, other: Expr) -> None:
    assert not proved(one, other)


@pytest.mark.parametrize("one, other", DIFFERENT_SUMS, ids=str)
def test_sums_never_called_equal(one: Expr, other: Expr) -> None:
    assert not Prover(ROWS.loss).equation(settled(one), settled(other)).proved


@pytest.mark.parametrize("name", CASES)
def test_the_gradient_is_that_of_the_loss(name: str) -> None:
    given = CASES[name]
    prover = Prover(given.loss)
    assert prover.gradient(given.gradient, given.loss.wrt).proved
    assert not prover.gradient(given.gradient * (1 + Rational(1, 10**12)), given.loss.wrt).proved
    assert not prover.gradient(given.gradient + Rational(1, 10**12), given.loss.wrt).proved


@pytest.mark.parametrize("claim", [
    m(w + Rational(1, 2)) - m(w - Rational(1, 2)),
    500 * (m(w + Rational(1, 1000)) - m(w - Rational(1, 1000))),
    2 * (m(w) - m(Integer(0))) / w - Prime(m(Integer(0))),
    Prime(m(w)) + Prime(m(w), 0, 0, 0),
], ids=str)  # fmt: skip
def test_what_holds_for_quadratics_only_is_not_proved(claim: Expr) -> None:
    given = case(m(w), w, {**real(w), m: Model("")}, Prime(m(w)))
    assert not Prover(given.loss).gradient(given.settle(claim), given.loss.wrt).proved


def of_huber(claim: Expr) -> object:
    given = CASES["huber"]
    return Prover(given.loss).gradient(given.settle(claim), given.loss.wrt)


@pytest.mark.parametrize("claim", [
    branches((r, magnitude(r) < delta), (delta * sign(r), otherwise)),
    branches((r, magnitude(r) <= delta), (delta * r / magnitude(r), otherwise)),
    clip(r, -delta, delta),
    Max(-delta, Min(delta, r)),
], ids=str)  # fmt: skip
def test_a_seam_may_belong_to_either_side(claim: Expr) -> None:
    assert of_huber(claim).proved  # type: ignore[attr-defined]


def test_a_seam_must_belong_to_one_side() -> None:
    claim = branches((r, magnitude(r) < delta), (delta * sign(r), magnitude(r) > delta), (0, otherwise))
    assert not of_huber(claim).proved  # type: ignore[attr-defined]


def test_a_claim_may_say_anything_at_a_kink() -> None:
    given = CASES["absolute"]
    claim = given.settle(branches((7, Eq(p, t)), (sign(p - t), otherwise)))
    assert Prover(given.loss).gradient(claim, given.loss.wrt).proved


SQUARE = case(r**2, p, real(p, t), 2 * r)


def of_square(claim: Expr) -> object:
    return Prover(SQUARE.loss).gradient(SQUARE.settle(claim), SQUARE.loss.wrt)


def test_a_point_where_the_claim_has_no_value_is_told() -> None:
    found = of_square(Pow(p + t, -1) * 2 * (p**2 - t**2))
    assert found.proved  # type: ignore[attr-defined]
    assert found.missing == (SQUARE.settle(p + t),)  # type: ignore[attr-defined]


def test_a_sign_as_a_quotient_is_the_slope_of_an_absolute_value() -> None:
    """Of a model, whose slope may be 0 at the kink: that the quotient has no value there is told."""
    given = case(magnitude(m(w) - t), w, real(w, t) | {m: Model("")}, sign(m(w) - t) * Prime(m(w)))
    found = Prover(given.loss).gradient(given.settle((m(w) - t) / magnitude(m(w) - t) * Prime(m(w))), given.loss.wrt)
    assert found.proved
    assert found.missing == (given.settle(t - m(w)),)


@pytest.mark.parametrize("claim", [
    2 * exp(log(r, evaluate=False), evaluate=False),
    2 * r + 0 * Pow(log(p, evaluate=False), 1, evaluate=False) + log(p, evaluate=False) - log(p, evaluate=False),
    2 * Pow(sqrt(r), 2, evaluate=False),
    branches((5, Eq(p, t)), (2 * r, otherwise)),
], ids=str)  # fmt: skip
def test_a_claim_without_a_value_on_half_of_the_line_is_not_proved(claim: Expr) -> None:
    if claim.has(log, Pow, Eq) and claim != 2 * r:
        assert not of_square(claim).proved  # type: ignore[attr-defined]


def test_a_constraint_holds_for_every_value_of_its_index() -> None:
    targets = {**ARRAYS, T: Real("", shape=(n, K)), i: Index("", last=n)}
    one = [(Sum(T[i, c], (c, 1, K)), 1)]
    given = case(Sum(A[i, c] * T[i, c], (i, 1, n), (c, 1, K)), A[i, k], targets, T[i, k], constraints=one)
    typed = {s: next(d for d in given.loss.symbols if str(d) == s.name) for s in (i, n, K, k)}
    total = Sum(Sum(T[j, c], (c, 1, K)) * u[k], (j, 1, n)).xreplace(typed)
    assert Prover(given.loss).equation(total, (n * u[k]).xreplace(typed)).proved
    assert not Prover(ROWS.loss).equation(total, (n * u[k]).xreplace(typed)).proved


def test_slopes_are_taken_without_capture() -> None:
    """The bound index has the letter of the variable's own."""
    given = case(Sum(u[k] * v[k], (k, 1, K)), u[j], ARRAYS, v[j])
    assert Prover(given.loss).gradient(settled(v[j]), given.loss.wrt).proved
    assert not Prover(given.loss).gradient(settled(K * v[j]), given.loss.wrt).proved


def test_a_switch_inside_a_sum_is_not_decided_by_one_sign() -> None:
    """The two are equal where all residuals have one sign, and only there."""
    given = CASES["least deviations"]
    is_above = X[i] * w - Y[i] > 0
    mixed = Sum(branches((X[i], is_above), (Y[i], otherwise)), (i, 1, n))
    mixed *= Sum(branches((Y[i], is_above), (X[i], otherwise)), (i, 1, n))
    plain = Sum(X[i], (i, 1, n)) * Sum(Y[i], (i, 1, n))
    assert not Prover(given.loss).equation(given.settle(mixed), given.settle(plain)).proved


def test_a_term_at_a_switch_that_the_loss_does_not_have_is_no_proof() -> None:
    given = ROWS
    claim = settled(v[k] + Sum(branches((1, Eq(u[c], 3)), (0, otherwise)), (c, 1, K)))
    assert not Prover(given.loss).gradient(claim, given.loss.wrt).proved


def test_what_the_table_does_not_know_is_not_proved() -> None:
    f = model("f")
    given = case(f(p) * t, p, {**real(p, t), f: Model("")}, Prime(f(p)) * t)
    found = Prover(given.loss).equation(D(given.loss.expression, Symbol("q")), Integer(1))
    assert not found.proved
    assert found.why


def test_where_nothing_is_claimed_nothing_has_to_hold() -> None:
    given = case(w * magnitude(r), p, real(p, t, w, z), w * sign(r))
    claim = given.settle(w * (step(r) - step(-r)) + z * (1 - step(r) - step(-r)))  # z where the two sides meet
    prover = Prover(given.loss)
    assert not prover.gradient(claim, given.loss.wrt).proved
    assert prover.gradient(claim, given.loss.wrt, left_out=(given.settle(r),)).proved


def test_what_is_too_long_is_proved_for_any_number_of_its_name() -> None:
    many = symbols("m_1:9")
    given = case(p * sum(many), p, real(p, t, *many), sum(many))
    long = Named(Symbol("u", real=True), given.settle(sum(many)) ** 8)
    p_, t_ = given.settle(p), given.settle(t)
    prover = Prover(given.loss)
    assert prover.equation(long * p_ + long * t_, long * (p_ + t_)).proved
    assert not prover.equation(long * p_ + long * t_, long * (p_ - t_)).proved
    other = Named(Symbol("u", real=True), given.settle(sum(many)) ** 8 + 1)
    assert not prover.equation(long * p_ + long * t_, other * (p_ + t_)).proved


def test_what_has_an_index_is_another_number_for_each_of_its_values() -> None:
    name, index = Symbol("u", real=True), Symbol("i", integer=True)
    for inner in (u[index], index**2):
        kept = Sum(Named(name, inner) + held(inner), (index, 1, 3))
        assert lettered(kept) == kept
    assert lettered(Named(name, r) + held(r)).free_symbols.isdisjoint(r.free_symbols)
