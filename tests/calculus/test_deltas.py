"""Sums over an index: renaming never captures, deltas are contracted and nothing else is touched."""

from __future__ import annotations

import pytest
from sympy import Expr, Ge, IndexedBase, KroneckerDelta, Le, S, Sum, Symbol, symbols

from derivations.calculus.deltas import contract
from derivations.calculus.trace import differentiate
from derivations.language.functions import D, Named, bracket, sigma
from derivations.language.indices import bound_indices, rename_bound, substitute

i, j, k, l, n, K = symbols("i j k l n K", integer=True, positive=True)
w, o, y, W, a = map(IndexedBase, ("w", "o", "y", "W", "a"))


def delta(p: Expr, q: Expr) -> Expr:
    return KroneckerDelta(p, q)


@pytest.mark.parametrize(
    "before,after",
    [
        (Sum(delta(i, j) * o[i], (i, 1, n)), o[j]),
        (Sum(delta(j, i) * o[i], (i, 1, n)), o[j]),
        (Sum(delta(i, j), (i, 1, n)), 1),
        (Sum(delta(i - 1, j) * o[i], (i, 1, n)), o[j + 1]),
        (Sum(delta(i + 1, j) * a[i], (i, 1, n)), a[j - 1]),
        (Sum(delta(j, 3 - i) * a[i], (i, 1, n)), a[3 - j]),
        (Sum(y[k] * o[i], (i, 1, n)), y[k] * Sum(o[i], (i, 1, n))),
        (Sum(delta(i, j) * delta(l, k) * W[i, l], (i, 1, n), (l, 1, K)), W[j, k]),
        (Sum(2 * (delta(i, j) + y[i]) * o[i], (i, 1, n)), 2 * o[j] + 2 * Sum(o[i] * y[i], (i, 1, n))),
        (Sum(o[i] * Sum(delta(l, i) * y[l], (l, 1, n)), (i, 1, n)), Sum(o[i] * y[i], (i, 1, n))),
        (Sum(o[i] * y[i], (i, 1, n)), Sum(o[i] * y[i], (i, 1, n))),
        (Sum(delta(2 * i, j) * o[i], (i, 1, n)), Sum(delta(2 * i, j) * o[i], (i, 1, n))),
    ],
    ids=str,
)
def test_contraction(before: Expr, after: Expr) -> None:
    assert contract(before) == after


def free(*indices: Expr) -> dict[Expr, tuple[Expr, Expr]]:
    return dict.fromkeys(indices, (S.One, n))


@pytest.mark.parametrize(
    "before,after",
    [
        (Sum(delta(i, j) * o[i], (i, 1, n)), o[j]),
        (Sum(delta(i, j) * o[i], (i, 2, n)), bracket(o[j], Ge(j, 2))),
        (Sum(delta(i, j + 1) * o[i], (i, 1, n)), bracket(o[j + 1], Le(j, n - 1))),
        (Sum(delta(i, j - 1) * -o[i], (i, 1, n)), -bracket(o[j - 1], Ge(j, 2))),
        (Sum(delta(i, j) * o[i], (i, n + 1, n + 3)), 0),
        (Sum(delta(i, 0) * o[i], (i, 1, n)), 0),
        (Sum(o[i] * Sum(delta(l, j) * y[l], (l, i, n)), (i, 1, n)), y[j] * Sum(o[i], (i, 1, j))),
        (Sum(o[i] * Sum(delta(l, j) * y[l], (l, 1, i)), (i, 1, n)), y[j] * Sum(o[i], (i, j, n))),
        (Sum(o[i] * Sum(delta(l, j), (l, i + 1, n)), (i, 1, n)), Sum(o[i], (i, 1, j - 1))),
        (Sum(delta(i, j) * W[i, l], (l, i + 1, n), (i, 1, n)), Sum(W[j, l], (l, j + 1, n))),
        (Sum(delta(l, j) * W[i, l], (l, i + 1, n), (i, 1, n)), Sum(W[i, j], (i, 1, j - 1))),
    ],
    ids=str,
)
def test_an_index_that_may_leave_the_range_leaves_a_bracket_or_fewer_terms(before: Expr, after: Expr) -> None:
    assert contract(before, free(j)) == after


def test_contraction_does_not_capture_a_free_index() -> None:
    """sum_i delta_ij sum_j W_ij with free j outside: the inner j is another one, and must be renamed."""
    result = contract(Sum(delta(i, j) * Sum(W[i, j] * o[j], (j, 1, n)), (i, 1, n)))
    (inner,) = result.atoms(Sum)
    assert inner.limits[0][0] != j
    assert result.xreplace({inner.limits[0][0]: l}) == Sum(W[j, l] * o[l], (l, 1, n))


def test_only_clashing_bound_indices_are_renamed() -> None:
    before = Sum(w[j, k] * o[j], (j, 1, n)) + Sum(y[i], (i, 1, n))
    after = rename_bound(before, {j, k})
    assert j not in bound_indices(after)
    assert i in bound_indices(after)
    assert after.has(Sum(y[i], (i, 1, n)))


def test_a_renamed_index_does_not_meet_a_free_one() -> None:
    renamed = rename_bound(Sum(w[j, i] * o[j], (j, 1, n)), {j})
    (index,) = bound_indices(renamed)
    assert index not in {i, j}


def test_a_named_intermediate_keeps_its_own_indices() -> None:
    named = Named("o_k", Sum(w[j, k], (j, 1, n)))
    assert bound_indices(named) == set()
    assert rename_bound(named, {j}) == named


def test_substitution_does_not_capture_within_a_name() -> None:
    named = Named(a[i], Sum(W[i, j], (j, 1, n)))
    put_in = substitute(named, {i: j})
    assert put_in.name == a[j]
    (index,) = bound_indices(put_in, within_names=True)
    assert index != j
    assert put_in.definition == Sum(W[j, index], (index, 1, n))


def test_renaming_reaches_into_a_named_intermediate() -> None:
    """sum_j p_j with p_j = sigma(z_j): the j of name and definition is the bound one."""
    z, p = IndexedBase("z"), IndexedBase("p")
    renamed = rename_bound(Sum(Named(p[j], sigma(z[j])), (j, 1, n)), {j})
    (index,) = {limit[0] for node in renamed.atoms(Sum) for limit in node.limits}
    assert renamed == Sum(Named(p[index], sigma(z[index])), (index, 1, n))


def test_the_index_clash_of_the_textbook() -> None:
    """Sum over j of w_jk o_j, by w_jk, with the same letter j: o_j, not the whole sum."""
    step = differentiate(Sum(w[j, k] * o[j], (j, 1, n)), w[j, k])
    assert step.result == o[j]
    assert "Renaming a bound index" in [each.rule.name for each in step.walk()]
    assert "Kronecker delta" in [each.rule.name for each in step.walk()]
    assert "Contraction of a delta" in [each.rule.name for each in step.walk()]


def test_sizes_stay_symbolic_and_sigma_stays_folded() -> None:
    step = differentiate(sigma(Sum(w[i] * o[i], (i, 1, n))), w[j])
    total = Sum(o[i] * w[i], (i, 1, n))
    assert step.result == sigma(total) * (1 - sigma(total)) * o[j]
    assert not step.result.has(D)


def test_bound_indices_do_not_see_a_plain_symbol() -> None:
    assert bound_indices(Symbol("x")) == set()
