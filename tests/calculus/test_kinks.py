"""Boundaries are found from one-sided limits and named for what they are."""

from __future__ import annotations

import pytest
from sympy import Eq, Expr, Max, Min, cosh, log, symbols

from derivations.calculus.kinks import Boundary, find_boundaries
from derivations.functions import Prime, branches, clip, magnitude, model, otherwise, positive_part, sigma, sign, step

p, t, w, z, s = symbols("p t w z s", real=True)
delta, tau = symbols("delta tau", positive=True)
y = symbols("y", real=True, nonzero=True)
m = model("m_x")
r = p - t

HUBER = branches((r**2 / 2, magnitude(r) <= delta), (delta * (magnitude(r) - delta / 2), otherwise))


def found(loss: Expr, by: Expr) -> tuple[Boundary, ...]:
    return find_boundaries(loss, by).found


def test_the_absolute_loss_has_one_kink() -> None:
    (kink,) = found(magnitude(r), p)
    assert kink == Boundary("kink", r, p, Eq(p, t), -1, 1, (-1, 1), (-1, 1))


def test_a_kink_does_not_depend_on_how_the_author_turned_the_inside() -> None:
    (one,), (other,) = found(magnitude(t - p), p), found(magnitude(p - t), p)
    assert one == other


@pytest.mark.parametrize("strict", [True, False])
def test_a_kink_does_not_depend_on_which_branch_holds_the_edge(*, strict: bool) -> None:
    """SymPy's Piecewise gives +1 or -1 at 0, depending on whether the author wrote > or >=."""
    loss = branches((r, r > 0 if strict else r >= 0), (-r, otherwise))
    assert found(loss, p) == found(magnitude(r), p)


def test_of_a_model_the_kink_is_one_in_the_prediction() -> None:
    (kink,) = found(magnitude(m(w) - t), w)
    assert (kink.variable, kink.where) == (m(w), Eq(m(w), t))
    assert (kink.below, kink.above, kink.subdifferential) == (-1, 1, (-1, 1))
    assert kink.slopes == (-Prime(m(w)), Prime(m(w)))


def test_the_seams_of_huber_are_seams_and_its_inner_kink_is_out_of_reach() -> None:
    boundaries = find_boundaries(HUBER, p)
    assert [b.kind for b in boundaries.found] == ["seam", "seam"]
    assert {(b.where, b.below, b.above) for b in boundaries.found} == {
        (Eq(p, t - delta), -delta, -delta),
        (Eq(p, t + delta), delta, delta),
    }
    assert boundaries.harmless == {r}


def test_a_wrong_seam_is_a_kink_and_a_wrong_value_a_jump() -> None:
    kinked = branches((r**2, magnitude(r) <= delta), (delta * magnitude(r), otherwise))
    jumping = branches((r**2 / 2, magnitude(r) <= delta), (delta * magnitude(r), otherwise))
    assert {b.kind for b in found(kinked, p)} == {"kink"}
    assert {b.kind for b in found(jumping, p)} == {"jump"}


def test_a_kink_of_a_loss_that_is_not_convex_has_no_subdifferential() -> None:
    truncated = branches((r**2, magnitude(r) <= delta), (delta**2, otherwise))
    assert [b.subdifferential for b in found(truncated, p)] == [None, None]
    assert [b.subdifferential for b in found(-magnitude(r), p)] == [None]


def test_hinge() -> None:
    (kink,) = found(positive_part(1 - p), p)
    assert (kink.kind, kink.where, kink.below, kink.above, kink.subdifferential) == ("kink", Eq(p, 1), -1, 0, (-1, 0))


def test_hinge_of_a_score_orders_the_ends_for_either_label() -> None:
    (kink,) = found(positive_part(1 - y * s), s)
    assert kink.subdifferential == (Min(0, -y), Max(0, -y))


def test_pinball() -> None:
    (kink,) = found(tau * positive_part(t - p) + (1 - tau) * positive_part(p - t), p)
    assert (kink.below, kink.above) == (-tau, 1 - tau)


def test_squared_hinge_is_a_seam() -> None:
    assert [b.kind for b in found(positive_part(1 - p) ** 2, p)] == ["seam"]


def test_the_edges_of_the_domain() -> None:
    edges = found(-t * log(p) - (1 - t) * log(1 - p), p)
    assert [(b.kind, b.where) for b in edges] == [("outside", Eq(p, 0)), ("outside", Eq(p, 1))]


def test_a_sign_is_a_jump() -> None:
    assert [b.kind for b in found(sign(r), p)] == ["jump"]
    assert [b.kind for b in found(step(r), p)] == ["jump"]


def test_a_clip_has_two_kinks() -> None:
    kinks = found(clip(r, -delta, delta), p)
    assert [(b.kind, b.below, b.above) for b in kinks] == [("kink", 0, 1), ("kink", 1, 0)]


@pytest.mark.parametrize("smooth", [r**2, log(cosh(r)), sigma(p), -t * log(sigma(p))], ids=str)
def test_smooth_losses_have_no_boundary(smooth: Expr) -> None:
    assert found(smooth, p) == ()


def test_what_cannot_be_solved_is_not_called_harmless() -> None:
    boundaries = find_boundaries(magnitude(sigma(p) - t), p)
    assert boundaries.found == ()
    assert boundaries.harmless == frozenset()
