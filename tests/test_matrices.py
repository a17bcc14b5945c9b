"""Determinants and inverses of arrays that are positive definite, and of intermediates."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from flint import fmpq
from sympy import Expr, IndexedBase, KroneckerDelta, Sum, Symbol

from derivations.calculus.derive import derive
from derivations.errors import LossaryError
from derivations.evidence import examine
from derivations.evidence.matrices import is_positive_definite
from derivations.evidence.points import draw, plain, stress
from derivations.evidence.proof import Prover
from derivations.evidence.settings import settings_of
from derivations.language.domains import Domain, Index, Intermediate, Positive, PositiveDefinite, Real, Size
from derivations.language.functions import inverse_entry, log_det
from derivations.language.loss import ANONYMOUS, Loss

i, j, k, l, r, n, m = (Symbol(name, integer=True, positive=True) for name in "ijklrnm")
v = Symbol("v", positive=True)
S, A, x = map(IndexedBase, "SAx")
GRAM = [(S[i, j], Sum(A[i, r] * A[j, r], (r, 1, m)) + v * KroneckerDelta(i, j))]
OF_POINT = Sum(x[i] * inverse_entry(S[i, j]) * x[j], (i, 1, n), (j, 1, n))


def by_covariance(expression: Expr, covariance: Domain | None = None) -> Loss:
    symbols: dict[Any, Domain] = {
        S: covariance or PositiveDefinite("covariance", shape=(n, n)),
        k: Index("row", last=n),
        l: Index("column", last=n),
        n: Size("components"),
    }
    symbols |= {x: Real("point", shape=(n,))} if expression.has(x) else {}
    return Loss(id=ANONYMOUS, expression=expression, wrt=S[k, l], symbols=symbols, source="")


def by_factor(expression: Expr, **more: Any) -> Loss:
    symbols: dict[Any, Domain] = {
        A: Real("loadings", shape=(n, m)),
        S: Intermediate("covariance", shape=(n, n)),
        v: Positive("noise"),
        k: Index("row", last=n),
        l: Index("column", last=m),
        n: Size("components"),
        m: Size("factors"),
    }
    symbols |= {x: Real("point", shape=(n,))} if expression.has(x) else {}
    options = {"definitions": GRAM, "backward": True, **more}
    return Loss(id=ANONYMOUS, expression=expression, wrt=A[k, l], symbols=symbols, source="", **options)


def test_the_slopes_by_a_positive_definite_matrix_are_proved() -> None:
    loss = by_covariance(log_det(S) + OF_POINT)
    found = derive(loss)
    assert Prover(loss).gradient(found.gradient, loss.wrt).proved
    assert examine(loss, [], found.gradient, found.boundaries).ok


@pytest.mark.parametrize("claim, right", [(inverse_entry(S[k, l]), True), (inverse_entry(S[k, k]), False)])
def test_symmetry_is_known_of_it(claim: Expr, right: bool) -> None:  # noqa: FBT001
    loss = by_covariance(log_det(S))
    assert Prover(loss).gradient(claim, loss.wrt).proved is right
    assert examine(loss, [], claim).ok is right


def test_symmetry_is_not_known_of_any_matrix() -> None:
    loss = by_covariance(log_det(S), Real("a matrix", shape=(n, n)))
    claim = inverse_entry(S[k, l])
    assert not Prover(loss).gradient(claim, loss.wrt).proved
    assert not examine(loss, [], claim).ok


def test_its_points_are_positive_definite() -> None:
    rng = Random(0)
    for setting in settings_of(by_covariance(log_det(S))):
        for how in (plain, stress):
            point, size = draw(setting, rng, how), range(1, int(setting.fixed[n].p) + 1)
            assert is_positive_definite([[point.get((S, a, b)) for b in size] for a in size])
            assert point.is_inside()
            if len(size) > 1:
                assert not point.changed((S, 1, 2), point.get((S, 1, 2)) + 1).is_inside()  # not symmetric
            assert not point.changed((S, 1, 1), fmpq(-1)).is_inside()


def test_a_determinant_of_an_intermediate_is_derived_and_proved() -> None:
    loss = by_factor(log_det(S) + OF_POINT)
    found, prover = derive(loss), Prover(loss)
    by_row = 2 * Sum(inverse_entry(S[k, i]) * A[i, l], (i, 1, n))
    pull = Sum(inverse_entry(S[k, i]) * x[i], (i, 1, n))
    right = by_row - 2 * pull * Sum(x[i] * inverse_entry(S[i, j]) * A[j, l], (i, 1, n), (j, 1, n))
    assert prover.gradient(found.gradient, loss.wrt).proved
    assert prover.equation(found.gradient, right).proved  # that the intermediate is symmetric is seen from its value
    assert examine(loss, [], found.gradient, found.boundaries).ok
    for wrong in (right / 2, by_row, right + by_row, by_row + 2 * pull**2):
        assert not prover.gradient(wrong, loss.wrt).proved
        assert not examine(loss, [], wrong).ok


def test_forwards_a_determinant_of_an_intermediate_is_refused() -> None:
    with pytest.raises(LossaryError, match=r"the determinant of S in expression: .* in a script, set backward=True"):
        by_factor(log_det(S), backward=False)


@pytest.mark.parametrize("shape", [(), (n,), (n, m)])
def test_a_positive_definite_matrix_is_square(shape: Any) -> None:
    with pytest.raises(LossaryError, match=r"is one square matrix: write shape=\(n, n\)"):
        PositiveDefinite("covariance", shape=shape)
