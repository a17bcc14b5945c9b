"""Claims that are false somewhere, each built to slip past one step of the prover: none may be proved."""

from __future__ import annotations

from typing import Any

import pytest
from evidence_cases import X, Y, case, m, real
from sympy import (
    Add,
    Eq,
    Expr,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Mul,
    Sum,
    Symbol,
    digamma,
    exp,
    log,
    sqrt,
    symbols,
)

from derivations.evidence.proof import Proof, Prover
from derivations.language.cases import branches
from derivations.language.domains import Classes, Index, Intermediate, Label01, Layers, Model, Positive, Real, Size
from derivations.language.functions import (
    Adjoint,
    D,
    Named,
    Prime,
    clip,
    held,
    magnitude,
    otherwise,
    positive_part,
    sign,
    step,
)
from derivations.language.loss import Loss

p, t, w, z, b, q = symbols("p t w z b q")
c, d, i, j, k, l, K, T, n = symbols("c d i j k l K T n")
A, B, O, U, V, S, x, h = map(IndexedBase, ("a", "b", "o", "u", "v", "s", "x", "h"))
SCALARS = {**real(p, t, w, z), b: Label01(""), q: Positive("")}
ARRAYS = {
    k: Index("", last=K), K: Classes(""), n: Size(""), A: Real("", (K, K)), B: Real("", (n,)),
    U: Real("", (K,)), V: Real("", (K,)),
}  # fmt: skip
SCALAR = case(p * t * w * z * b * q, p, SCALARS, t)
ARRAY = case(Sum(U[c] * V[c] * A[c, c], (c, 1, K)) + Sum(B[c], (c, 1, n)), U[k], ARRAYS, V[k])
GRAM = Sum(A[c, j] * A[i, c], (c, 1, K), (j, 1, K))
MARG = Sum(A[j, c] * A[i, c], (c, 1, K), (j, 1, K))

EQUAL_NOWHERE_ELSE: list[tuple[Any, Expr, Expr]] = [
    # A bound index takes the name of another one.
    (ARRAY, Sum(exp(Sum(A[c, j], (j, 1, K))), (c, 1, K)), Sum(exp(Sum(A[j, c], (j, 1, K))), (c, 1, K))),
    (ARRAY, Sum(GRAM**2, (i, 1, K)), Sum(MARG**2, (i, 1, K))),
    # A range that may be empty: what is known of its index says nothing of the size, and no term is missed.
    (ARRAY, Sum(1, (c, 1, n - 2)) + Sum(B[c], (c, 1, n - 1)), n - 2 + Sum(B[c], (c, 1, n - 1))),
    (ARRAY, step(Sum(exp(B[c]), (c, 1, n - 1))), Integer(1)),
    (ARRAY, Sum(log(-1 - B[c] ** 2), (c, 1, n - 1)), n),
    (ARRAY, Sum(branches((1 / (B[c] - B[c] * (1 + b) + b * B[c]), B[c] > 0), (0, otherwise)), (c, 1, n)), n),
    # A delta of what is no whole number is zero.
    (ARRAY, Sum(KroneckerDelta(c, k / 2), (c, 1, K)), step(k - 1)),
    # Zero to a positive power is zero.
    (SCALAR, step(sqrt(b)), Integer(1)),
    (SCALAR, step(b**q), Integer(1)),
    (SCALAR, sign(b**q) ** 2, Integer(1)),
    (SCALAR, sign(sqrt(b) * q) ** 2, Integer(1)),
    (SCALAR, branches((b**q, b**q > 0), (1, otherwise)), b**q),
    # A power of what is negative has a value where it is whole: it may be negative, and is no power of its half there.
    (SCALAR, (p**q) ** (1 / q), p),
    (SCALAR, sqrt(p ** (2 * q)), p**q),
    (SCALAR, magnitude(p**q) * exp(t / 2), p**q * exp(t / 2)),
    (SCALAR, magnitude(p ** (2 * q)), p ** (2 * q)),
    (SCALAR, step(p ** (q + z) * p ** (q - z) + 1), Integer(1)),
    (SCALAR, branches((p ** (2 * q), p ** (2 * q) > 0), (0, otherwise)), p ** (2 * q)),
    (ARRAY, Sum(magnitude(U[c] ** (2 * V[k])), (c, 1, K)), Sum(U[c] ** (2 * V[k]), (c, 1, K))),
    # A square with a root, or less than one.
    (SCALAR, positive_part(p**2 + 3 * p * t + t**2), p**2 + 3 * p * t + t**2),
    (SCALAR, step(p**2 + p * t + t**2), Integer(1)),
    (SCALAR, positive_part(w * p**2 + p + w), w * p**2 + p + w),
    (SCALAR, positive_part(p**4 + p - 1), p**4 + p - 1),
    # Values of one name with different indices move together.
    (ARRAY, D(Sum(Named(O[c], U[c] * V[c]), (c, 1, K)), Named(O[k], U[k] * V[k])), Integer(0)),
]  # fmt: skip


def proof(given: Any, claim: Expr) -> Proof:
    return Prover(given.loss).gradient(claim, given.loss.wrt)


def settled(given: Any, expression: Expr) -> Expr:
    typed = {s.name: s for s in given.loss.symbols if isinstance(s, Symbol)}
    plain = [s for s in (p, t, w, z, b, q, k, l, K, T, n) if s.name in typed]
    return expression.xreplace({s: typed[s.name] for s in plain})


@pytest.mark.parametrize("given, left, right", EQUAL_NOWHERE_ELSE, ids=str)
def test_false_equations(given: Any, left: Expr, right: Expr) -> None:
    assert not Prover(given.loss).equation(settled(given, left), settled(given, right)).proved


circle = p**2 + t**2 - 1
NOT_EVERYWHERE: list[tuple[Expr, Expr, Expr]] = [
    # Where a switch of the loss is zero it may have a slope all the same.
    (magnitude(p) ** q, p, branches((7, Eq(p, 0)), (q * magnitude(p) ** (q - 1) * sign(p), otherwise))),
    (
        magnitude(p) * magnitude(t),
        p,
        branches((7, Eq(magnitude(p) + magnitude(t), 0)), (sign(p) * magnitude(t), otherwise)),
    ),
    (magnitude(p * t), p, branches((7, Eq(t, 0)), (sign(p * t) * t, otherwise))),
    (magnitude(t) * p, p, branches((7, Eq(t, 0)), (magnitude(t), otherwise))),
    (magnitude(p * t - w), p, t * sign(p * t - w) + branches((1, Eq(p * t, w)), (0, otherwise))),
    # What is held fixed may jump: the loss has its slope there too.
    (p + held(step(p) - p), p, branches((2, Eq(p, 0)), (1, otherwise))),
    (p * t + held(sign(p)) * t, p, branches((7, Eq(p, 0)), (t, otherwise))),
    # So may a root at its zero, though the table has none there.
    (sqrt(p**4 + w**4), p, branches((7, Eq(p**4 + w**4, 0)), (2 * p**3 / sqrt(p**4 + w**4), otherwise))),
    (w * b**q, w, branches((7, Eq(b, 0)), (b**q, otherwise))),
    # A clip whose bounds may be the wrong way round.
    (clip(p, w, z), w, branches((1, p <= w), (0, otherwise))),
    # The logarithm of what the loss needs to be negative.
    (w * log(-t), w, log(-t) + log(t * (1 + b)) - log(t) - log(1 + b)),
    ((p - t) ** 2, p, 2 * (p - t) + digamma(t * (t + 1)) - digamma(t**2 + t)),
]  # fmt: skip


@pytest.mark.parametrize("loss, wrt, claim", NOT_EVERYWHERE, ids=str)
def test_false_gradients(loss: Expr, wrt: Expr, claim: Expr) -> None:
    given = case(loss, wrt, {s: SCALARS[s] for s in SCALARS if (loss + claim).has(s)}, claim)
    found = proof(given, given.gradient)
    assert not found.proved or found.missing


NO_VALUE: list[tuple[Expr, Expr, Expr]] = [
    (sqrt(p**4 + w**4), p, 2 * p**3 / sqrt(p**4 + w**4)),
    (magnitude(circle) * circle, p, 4 * p * sign(circle) * circle**2 / (p * p + (t - 1) * (t + 1))),
    (magnitude(t) + w, w, branches((1, (t**2 + t) / t < 3), (1, otherwise))),  # the slope knows no switch
    (w * sqrt(b), w, b * sqrt(1 + b) / sqrt(b**2 + b)),
    (w * b**q, w, b ** (q + 1) * (1 + b) / (b**2 + b)),
]


@pytest.mark.parametrize("loss, wrt, claim", NO_VALUE, ids=str)
def test_a_claim_without_a_value_on_a_boundary_is_told(loss: Expr, wrt: Expr, claim: Expr) -> None:
    given = case(loss, wrt, {s: SCALARS[s] for s in SCALARS if loss.has(s)}, claim)
    found = proof(given, given.gradient)
    assert not found.proved or found.missing


def test_a_kink_whose_two_slopes_may_be_equal() -> None:
    claim = branches((7, Eq(m(w), t)), (sign(m(w) - t) * Prime(m(w)), otherwise))
    given = case(magnitude(m(w) - t), w, {**real(w, t), m: Model("")}, claim)
    assert not proof(given, given.gradient).proved
    half = case(magnitude(m(w) - t), w, {**real(w, t), m: Model("")}, sign(m(w) - t) * Prime(m(w)))
    assert proof(half, half.gradient).proved


ROWS: dict[Any, Any] = {X: Real("", (n,)), Y: Real("", (n,)), n: Size(""), w: Real("")}
OFF = X[i] * w - Y[i]


OTHERS = Sum(branches((1, Eq(X[i] * w - Y[d], 0)), (0, otherwise)), (i, 1, n), (d, 1, n))


@pytest.mark.parametrize("loss, slope, more", [
    (magnitude(OFF), X[i] * sign(OFF), OTHERS),
    (magnitude(OFF), X[i] * sign(OFF), Sum(branches((1, Eq(OFF, 0)), (0, otherwise)), (i, 1, n))),
    (magnitude(X[i]) * w**2, 2 * w * magnitude(X[i]), Sum(branches((1, Eq(X[i], 0)), (0, otherwise)), (i, 1, n))),
], ids=str)  # fmt: skip
def test_zeros_of_switches_within_sums(loss: Expr, slope: Expr, more: Expr) -> None:
    given = case(Sum(loss, (i, 1, n)), w, ROWS, Sum(slope, (i, 1, n)) + more)
    assert not proof(given, given.gradient).proved


def test_what_a_sum_needs_over_a_shorter_range() -> None:
    given = case(Sum(log(U[c]), (c, 2, K)) * w, w, {U: Real("", (K,)), K: Classes(""), w: Real("")}, w)
    one = Sum((U[c] ** 2 + U[c]) / U[c], (c, 1, K)) - Sum(U[c], (c, 1, K)) - K
    found = proof(given, Sum(log(U[c]), (c, 2, K)).xreplace(named(given)) + one.xreplace(named(given)))
    assert not found.proved or found.missing


def named(given: Any) -> dict[Any, Any]:
    return {Symbol(s.name): s for s in given.loss.symbols if isinstance(s, Symbol)}


def test_a_fact_about_a_quotient() -> None:
    """p/t >= 1 does not say that p >= t."""
    given = case(p * t, p, real(p, t), t)
    typed = named(given)
    one, two = typed[p], typed[t]
    assert not Prover(given.loss, (one / two - 1,)).equation(magnitude(one - two), one - two).proved
    assert not Prover(given.loss, (one / two - 1,)).equation(positive_part(one - two), one - two).proved


def test_an_intermediate_does_not_stand_still() -> None:
    given = case(z**2, z, {z: Intermediate(""), **real(p, w)}, Integer(0), definitions=[(z, p * w)])
    assert not proof(given, Integer(0)).proved


def test_slopes_by_things_that_are_equal_somewhere() -> None:
    """Where p = t the slope by p is not the slope by t."""
    given = case(
        z * p, p, {z: Intermediate(""), **real(p, t)}, t, definitions=[(z, p - t)], backward=True
    )  # fmt: skip
    loss: Loss = given.loss
    one, two = named(given)[p], named(given)[t]
    name = Symbol(loss.name)
    claim = branches((Adjoint(name, two), Eq(one, two)), (Adjoint(name, one), otherwise))
    assert not Prover(loss).equation(claim, Adjoint(name, one)).proved


# A state that each step takes from the one before: h[0] is given, and h[T + 1] is nothing. u is w^2 at every step, but
# for u[0], which is given too.
OF_CHAIN = {
    h: Intermediate("", (T,)), U: Intermediate("", (T,)), x: Real("", (T,)), w: Real(""), l: Index("", last=T),
    T: Layers(""),
}  # fmt: skip
CHAIN, BY_INPUT = (
    case(h[T], wrt, OF_CHAIN, w, definitions=[(U[l], w**2), (h[l], h[l - 1] * U[l - 1] + x[l])], backward=True)
    for wrt in (w, x[l])
)
BY_DEFINITION: list[tuple[Expr, Expr, Any]] = [
    (h[l], h[l - 1] * U[l - 1] + x[l], (1, T)),
    (U[l], w**2, (1, T)),
    (U[T], w**2, (1, T)),
    (Sum(U[c], (c, 1, T)), T * w**2, (1, T)),
]
BEYOND: list[tuple[Expr, Expr, Any]] = [
    (U[l - 1], w**2, (1, T)),
    (U[0], w**2, (1, T)),
    (U[l], w**2, (0, T)),
    (U[l + 1], w**2, (1, T)),
    (U[l], w**2, (1, T + 1)),
    (Sum(U[c - 1], (c, 1, T)), T * w**2, (1, T)),
    (Sum(U[c], (c, 0, T)), (T + 1) * w**2, (1, T)),
    (Sum(Sum(U[d], (d, c, T)), (c, 0, T)), (T + 1) * w**2 + Sum(T - c + 1, (c, 1, T)) * w**2, (1, T)),
    (h[l - 1], h[l - 2] * U[l - 2] + x[l - 1], (1, T)),
]


@pytest.mark.parametrize("left, right, ends", [*BY_DEFINITION, *BEYOND])
def test_a_definition_holds_from_the_first_step_to_the_last(left: Expr, right: Expr, ends: Any) -> None:
    """Row 0 is given, and may be any other number."""
    index, low, high, left_, right_ = (settled(CHAIN, Integer(0) + u) for u in (l, *ends, left, right))
    found = Prover(CHAIN.loss).equation(left_, right_, ((index, low, high),))
    assert found.proved == ((left, right, ends) in BY_DEFINITION)


def test_what_a_step_gives_the_next_is_another_cell() -> None:
    """By h[l], the next state moves, and its own does; which of the two h[T] is, is not known."""
    here, last = settled(CHAIN, l), settled(CHAIN, T)
    next_state = Named(h[here + 1], h[here] * U[here] + x[here + 1])
    state = Named(h[here], h[here - 1] * U[here - 1] + x[here])
    prover, adjoint = Prover(CHAIN.loss), CHAIN.loss.adjoint
    around = ((here, Integer(1), last - 1),)
    assert prover.equation(D(next_state, h[here]), U[here], around).proved
    assert prover.equation(adjoint(h[here]), adjoint(h[here + 1]) * U[here], around).proved
    assert not prover.equation(D(next_state, h[here]), Integer(0), around).proved
    assert not prover.equation(D(state, h[last]), Integer(0), around).proved
    assert not prover.equation(D(state, h[here]), Integer(0), around).proved
    assert not prover.equation(adjoint(h[last]), adjoint(h[here]) * U[here], around).proved


@pytest.mark.parametrize(
    "beyond, is_inside", [(h[l + 1], False), (h[l - 1], True), (h[l - 2], False), (U[l - 1], True)]
)
def test_a_claim_with_a_cell_beyond_its_array_has_no_value_there(beyond: Expr, *, is_inside: bool) -> None:
    """Though the cell cancels: h[T + 1] and h[-1] are nothing; h[0] and u[0] are given."""
    loss: Loss = BY_INPUT.loss
    cell, right = settled(BY_INPUT, beyond), loss.adjoint(settled(BY_INPUT, h[l]))
    claim = Add(right, cell, Mul(-1, cell, evaluate=False), evaluate=False)
    assert Prover(loss).gradient(claim, loss.wrt).proved == is_inside


def test_a_second_slope_of_a_network_is_not_known() -> None:
    given = case(z**2, w, {z: Intermediate(""), **real(p, w)}, p, definitions=[(z, p * w)], backward=True)
    found = Prover(given.loss).gradient(Integer(0), given.loss.wrt, order=2)
    assert not found.proved
    assert found.why


def test_a_bound_index_is_not_the_free_one_of_its_name() -> None:
    prover, left = Prover(ARRAY.loss), settled(ARRAY, step(K - k + 1))
    last = {s.name: s for s in ARRAY.loss.symbols if isinstance(s, Symbol)}
    assert prover.equation(left, Integer(1)).proved
    assert prover.equation(left, Integer(1), ((last["k"], Integer(1), last["K"]),)).proved
    assert not prover.equation(left, Integer(1), ((last["k"], Integer(1), last["n"]),)).proved
