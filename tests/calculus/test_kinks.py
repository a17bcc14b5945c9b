"""Boundaries are found from one-sided limits and named for what they are."""

from __future__ import annotations

import pytest
from sympy import Eq, Expr, Gt, IndexedBase, KroneckerDelta, Max, Min, Ne, S, Sum, cosh, exp, log, sin, sqrt, symbols
from sympy.core.relational import Relational

from derivations.calculus.boundary import Boundary
from derivations.calculus.derive import derive
from derivations.calculus.granted import Known
from derivations.calculus.kinks import find_boundaries
from derivations.catalogue import Entry, load_entry, the_catalogue
from derivations.language.cases import branches
from derivations.language.domains import Domain, Index, Intermediate, Interval, Positive, Probability, Real, Size
from derivations.language.functions import (
    Named,
    Prime,
    clip,
    largest,
    magnitude,
    model,
    otherwise,
    positive_part,
    sigma,
    sign,
    step,
)
from derivations.language.loss import Loss
from derivations.notation import unicode_text

p, t, w, z, s = symbols("p t w z s", real=True)
delta, tau = symbols("delta tau", positive=True)
y = symbols("y", real=True, nonzero=True)
m = model("m_x")
r = p - t
i, j, k, n = symbols("i j k n", integer=True, positive=True)
W, X, Y, U = map(IndexedBase, ("w", "x", "y", "u"))
lam, C = symbols("lambda C", positive=True)

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


def test_an_intermediate_that_breaks_hides_no_kink() -> None:
    """(t - o)^2 with o = max(0, z) has slopes 0 and -2 (t - z), though o is the same on both sides of z = 0."""
    inner = Named("z", w * s)
    (kink,) = found((t - Named("o", positive_part(inner))) ** 2, w)
    assert (kink.kind, kink.variable, kink.switch) == ("kink", inner, inner)
    assert (kink.below, kink.above) == (0, -2 * (t - Named("o", S.Zero)))


def test_a_squared_hinge_of_entries_that_may_be_one_has_a_seam() -> None:
    loss = Sum(positive_part(1 + W[j] - W[i]) ** 2, (j, 1, n))
    analysis = find_boundaries(loss, W[k])
    (seam,) = analysis.found
    assert (seam.kind, seam.where, seam.index, seam.slopes) == ("seam", Eq(W[j], W[i] - 1), ((j, 1, n),), (0, 0))
    assert analysis.is_seam(Ne(1 + W[j] - W[i], 0))
    assert [b.kind for b in found(Sum(positive_part(1 + W[j] - W[i]) ** S.Half, (j, 1, n)), W[k])] == ["open", "open"]


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


def test_an_entry_of_a_sum_over_rivals_is_one_by_which_it_breaks() -> None:
    """Of s[j] - s[y] + 1 the entries may be s[k]: the slopes by it say so, and j is not y on the boundary."""
    loss = Sum((1 - KroneckerDelta(j, i)) * positive_part(1 - W[i] + W[j]), (j, 1, n))
    (kink,) = found(loss, W[k])
    assert (kink.variable, kink.where, kink.index) == (W[j], Eq(W[j], W[i] - 1), ((j, 1, n),))
    assert kink.subdifferential == (0, 1)
    assert kink.slopes == (0, KroneckerDelta(j, k) - KroneckerDelta(i, k))


def test_entries_that_may_be_equal_where_it_breaks_are_left_open() -> None:
    assert [b.kind for b in found(Sum(magnitude(W[j] - W[i]), (j, 1, n)), W[k])] == ["open"]


def test_an_intermediate_breaks_at_its_value_whatever_function_it_is() -> None:
    """r = exp(w) is c at a number that is not rational; by r all is plain, and r' = r."""
    ratio, c = Named("r", exp(w)), symbols("c", positive=True)
    (kink,) = found(positive_part(ratio - c), w)
    assert (kink.variable, kink.where) == (ratio, Eq(ratio, c))
    assert (kink.below, kink.above, kink.slopes) == (0, 1, (0, c))


@pytest.mark.parametrize("a,kinds", [(Interval("", within="(1, oo)"), {"seam"}), (Positive(""), {"open"})], ids=str)
def test_a_power_of_a_distance_is_a_seam_if_it_is_above_the_first(a: Domain, kinds: set[str]) -> None:
    power = magnitude(p - t) ** lam * (2 + p**2)
    assert {b.kind for b in find_boundaries(power, p, Known({lam: a, p: Real(""), t: Real("")})).found} == kinds


@pytest.mark.parametrize("where", [sigma(p) - t, exp(p) - 2, sin(p)])
def test_what_cannot_be_solved_is_left_open_and_not_called_harmless(where: Expr) -> None:
    boundaries = find_boundaries(magnitude(where), p)
    assert [b.kind for b in boundaries.found] == ["open"]
    assert boundaries.harmless == frozenset()


def test_too_many_switches_are_left_open() -> None:
    many = magnitude(sum(magnitude(p - number) for number in range(7)) - t)
    assert {b.kind for b in found(many, p)} == {"open"}


def test_a_kink_that_depends_on_another_is_told_for_each_of_its_sides() -> None:
    kinks = {(b.where, b.given): (b.below, b.above) for b in found(magnitude(p - t) * magnitude(p - s), p)}
    assert kinks == {
        (Eq(p, s), (Gt(t - s, 0),)): (s - t, -(s - t)),
        (Eq(p, s), (Gt(s - t, 0),)): (-(s - t), s - t),
        (Eq(p, t), (Gt(s - t, 0),)): (t - s, -(t - s)),
        (Eq(p, t), (Gt(t - s, 0),)): (-(t - s), t - s),
    }


def test_two_terms_have_a_kink_each() -> None:
    kinks = {b.part: (b.where, b.subdifferential) for b in found(magnitude(p - t) + magnitude(p - s), p)}
    assert kinks == {magnitude(p - t): (Eq(p, t), (-1, 1)), magnitude(p - s): (Eq(p, s), (-1, 1))}


def test_the_kinks_of_a_signal() -> None:
    steps = Sum(magnitude(X[i + 1] - X[i]), (i, 1, n + 1))
    one, other = found(steps, X[j + 1])
    assert (one.where, one.part) == (Eq(X[j + 1], X[j]), magnitude(X[j + 1] - X[j]))
    assert (other.where, other.below, other.above) == (Eq(X[j + 1], X[j + 2]), -1, 1)
    assert one.index == other.index == ()


def margins(penalty: Expr) -> tuple[Boundary, ...]:
    a_i = Named(U[i], Y[i] * Sum(X[i, j] * W[j], (j, 1, n)))
    return found(penalty + C * Sum(positive_part(1 - a_i), (i, 1, n)), W[k])


def test_a_kink_of_a_sum_is_one_of_its_terms() -> None:
    (kink,) = margins(Sum(W[j] ** 2, (j, 1, n)) / 2)
    assert str(kink.variable.name) == "u[i]"
    assert (kink.where.rhs, kink.index, kink.below, kink.above) == (1, ((i, 1, n),), -C, 0)
    assert kink.slopes == (-C * X[i, k] * Y[i], 0)
    assert kink.subdifferential == (-C, 0)
    assert kink.in_wrt == (Min(0, -C * X[i, k] * Y[i]), Max(0, -C * X[i, k] * Y[i]))
    assert kink.part == C * positive_part(1 - kink.variable)


def test_a_term_with_an_index_stands_beside_one_without() -> None:
    kinks = {b.index: b.subdifferential for b in margins(lam * Sum(magnitude(W[j]), (j, 1, n)))}
    assert kinks == {(): (-lam, lam), ((i, 1, n),): (-C, 0)}


def test_a_component_in_a_function_of_a_sum_keeps_the_other_terms() -> None:
    """|sum_j x_j w_j - t| has its kink where the whole sum is t, not where its term in w_k is."""
    total = Sum(Y[j] * W[j], (j, 1, n))
    (kink,) = found(magnitude(total - t), W[k])
    assert (kink.where, kink.below, kink.above) == (Eq(total, t), -Y[k], Y[k])


def test_the_terms_of_a_sum_inside_a_function_are_left_open() -> None:
    (kink,) = found(Sum(magnitude(W[j]), (j, 1, n)) ** 2, W[k])
    assert (kink.kind, kink.where, kink.index) == ("open", Eq(W[j], 0), ((j, 1, n),))


LENGTH = Named("a", sqrt(Sum(W[i] ** 2, (i, 1, n))))
EVERY = ((i, 1, n),)


def test_a_length_has_a_tip_with_a_ball() -> None:
    (tip,) = found(lam * LENGTH, W[j])
    assert (tip.kind, tip.where, tip.means) == ("kink", Eq(LENGTH, 0), ((Eq(W[i], 0), EVERY),))
    assert tip.slopes == tip.subdifferential == (-lam, lam)
    assert tip.radius == lam


def test_a_tip_that_points_up_has_no_subdifferential() -> None:
    (tip,) = found(positive_part(lam - LENGTH), W[j])[:1]
    assert (tip.slopes, tip.subdifferential, tip.radius) == ((1, -1), None, None)


def test_a_root_that_is_not_round_has_no_ball() -> None:
    (tip,) = found(sqrt(Sum(Y[i] ** 2 * W[i] ** 2, (i, 1, n))), W[j])
    assert tip.subdifferential is not None
    assert tip.radius is None


def test_a_tip_beside_a_kink_speaks_of_its_term() -> None:
    kinds = {b.part: b.slopes for b in found(lam * Sum(magnitude(W[i]), (i, 1, n)) + C * LENGTH, W[j])}
    assert kinds == {lam * magnitude(W[j]): (-lam, lam), C * LENGTH: (-C, C)}


@pytest.mark.parametrize("loss", [LENGTH**3, Sum(W[i] ** 4, (i, 1, n)) ** (C / C / 2), sqrt(LENGTH)], ids=str)
def test_a_root_of_another_kind_is_left_open(loss: Expr) -> None:
    assert {b.kind for b in found(loss, W[j])} == {"open"}


def test_where_a_denominator_is_0_there_is_no_loss_and_no_tip() -> None:
    (edge,) = found(W[j] / LENGTH, W[j])
    assert (edge.kind, edge.where, edge.means) == ("outside", Eq(LENGTH, 0), ((Eq(W[i], 0), EVERY),))


def test_an_edge_that_two_terms_share_is_named_once() -> None:
    edges = found(log(2 * p) + t / p - log(1 - p), p)
    assert sorted((b.kind, b.where.rhs) for b in edges) == [("outside", 0), ("outside", 1)]


def test_an_edge_that_the_domain_excludes_is_named_at_both_ends() -> None:
    q = symbols("q", positive=True)
    assert [b.where for b in found(-t * log(q) - (1 - t) * log(1 - q), q)] == [
        Eq(q, 0, evaluate=False),
        Eq(q, 1),
    ]
    assert found(log(q) * p**2, p) == ()


BENT = [
    branches((-1, p < -1), (1, p > 1), (p, otherwise)),
    branches((0, p < -3), (1, p > 3), (p / 6 + S.Half, otherwise)),
    1 - positive_part(1 - positive_part(1 - p)),
    clip(p, -delta, delta),
    branches((p + delta, p < -delta), (p - delta, p > delta), (0, otherwise)),
    branches((magnitude(p), magnitude(p) <= 1), (1, otherwise)),
]


@pytest.mark.parametrize("loss", BENT, ids=str)
def test_a_kink_beside_one_that_points_down_has_no_subgradients(loss: Expr) -> None:
    kinks = [b for b in found(loss, p) if b.kind == "kink"]
    assert len(kinks) >= 2
    assert {b.subdifferential for b in kinks} == {None}


def test_a_pole_is_no_place_for_convexity() -> None:
    assert {b.subdifferential for b in found(magnitude(p - 1) / p**2, p)} == {None}


def test_powers_that_cancel_make_no_jump() -> None:
    """The loss of distance weighted discrimination; its branch a^-q is not in force where a = 0."""
    q = symbols("q", positive=True)
    loss = branches((1 - p, p <= q / (q + 1)), (q**q / (q + 1) ** (q + 1) * p ** (-q), otherwise))
    assert {b.kind for b in found(loss, p)} <= {"seam", "open"}
    assert p not in {b.where.lhs for b in found(loss, p) if b.kind == "outside"}


def test_an_edge_inside_a_branch_that_is_in_force_there_is_told() -> None:
    assert [b.where for b in found(branches((log(p), p < 1), (p, otherwise)), p) if b.kind == "outside"] == [Eq(p, 0)]
    assert found(branches((p, p < 1), (log(p), otherwise)), p)[0].kind != "outside"


def test_a_limit_that_is_not_known_is_left_open() -> None:
    assert {b.kind for b in found(exp(t / magnitude(p)), p)} == {"outside"} or "open" in {
        b.kind for b in found(exp(t / magnitude(p)), p)
    }


EXCLUDED = [
    (log(1 + s), s, {s: Positive("")}),
    (log(s / t) + (1 - t) ** delta, s, {s: Probability(""), t: Probability(""), delta: Positive("")}),
    (magnitude(s + t), s, {s: Positive(""), t: Positive("")}),
    (sqrt(1 + s**2) / (1 + exp(-t)), s, {s: Real(""), t: Real("")}),
    (magnitude(s - step(t)), t, {s: Probability(""), t: Real("")}),
    (log(sigma(s) + exp(t)), s, {s: Real(""), t: Real("")}),
]


@pytest.mark.parametrize("loss,by,domains", EXCLUDED, ids=str)
def test_what_the_domains_exclude_is_no_boundary(loss: Expr, by: Expr, domains: dict[Expr, Domain]) -> None:
    found_there = find_boundaries(loss, by, known=Known(domains)).found
    assert {b.where for b in found_there} <= {Eq(by, 0), Eq(t, 0)}
    assert "open" not in {b.kind for b in found_there}


def hidden_units(hidden: Expr, *, outputs: Expr | None = None) -> tuple[Boundary, ...]:
    """Of a layer of hidden units with square weights, by one of these."""
    (a, b, c), v, x, u, h = symbols("i j m"), *map(IndexedBase, ("v", "x", "u", "h"))
    loss = Loss(
        id="L222",
        expression=outputs or Sum(h[b], (b, 1, c)) ** 2,
        wrt=v[b, a],
        backward=True,
        definitions=[(u[b], Sum(v[b, a] * x[a], (a, 1, c))), (h[b], hidden)],
        symbols={
            v: Real("", (c, c)),
            x: Real("", (c,)),
            u: Intermediate("", (c,)),
            h: Intermediate("", (c,)),
            a: Index("", last=c),
            b: Index("", last=c),
            c: Size(""),
        },
        source="a test",
    )
    return derive(loss).boundaries


def test_a_hidden_unit_has_the_slopes_of_its_adjoint() -> None:
    """Of a network the loss holds outputs only; that a hidden unit has a kink must still be said."""
    (kink,) = hidden_units(positive_part(IndexedBase("u")[symbols("j")]))
    assert (kink.kind, str(kink.where), kink.index) == ("kink", "Eq(u[j], 0)", ())
    assert str(kink.variable) == "u[j]"
    assert [str(u) for u in (kink.below, kink.above)] == ["0", "2*Sum(h[i], (i, 1, m))"]
    assert [str(u) for u in kink.slopes or ()] == ["0", "2*x[i]*Sum(h[i], (i, 1, m))"]


def test_a_hidden_unit_without_a_kink_has_a_seam() -> None:
    (seam,) = hidden_units(positive_part(IndexedBase("u")[symbols("j")]) ** 2)
    assert (seam.kind, seam.below, seam.above, seam.slopes) == ("seam", 0, 0, (0, 0))


def test_a_hidden_unit_that_jumps_is_left_open() -> None:
    assert [b.kind for b in hidden_units(step(IndexedBase("u")[symbols("j")]))] == ["open"]


def unmet(entry: Entry) -> list[Relational]:
    """The conditions of the gradient, but for what the script assumes, that no boundary speaks of."""
    assumed = {*entry.loss.equations, *entry.loss.relations}
    conditions = [c for c in entry.derivation.conditions if isinstance(c, Relational) and c not in assumed]
    said = [b.switch for b in entry.derivation.boundaries]
    needed = [(c, c.lhs.args[0] if isinstance(c.lhs, magnitude) else c.lhs) for c in conditions]  # |u| > 0 where u != 0
    return [c for c, v in needed if not any((v - u).expand() == 0 or (v + u).expand() == 0 for u in said)]


@pytest.mark.parametrize("entry", the_catalogue().parts, ids=lambda entry: entry.slug)
def test_every_condition_of_a_gradient_is_met_by_a_boundary(entry: Entry) -> None:
    assert unmet(entry) == []


@pytest.mark.parametrize("entry", the_catalogue().parts, ids=lambda entry: entry.slug)
def test_no_boundary_of_the_catalogue_is_left_open(entry: Entry) -> None:
    if entry.slug == "power":  # at its target the exponent decides: a kink up to 1, beyond it none
        return
    assert "open" not in {b.kind for b in entry.derivation.boundaries}


def test_the_larger_of_two_squares_has_a_kink_where_each_factor_of_their_difference_is_zero() -> None:
    found = find_boundaries(largest((s - t) ** 2, (w - t) ** 2), s).found
    assert [(b.kind, b.where) for b in found] == [("kink", Eq(s, w)), ("kink", Eq(s, 2 * t - w))]
    assert [tuple(u.expand() for u in b.slopes or ()) for b in found] == [(0, 2 * w - 2 * t), (0, 2 * t - 2 * w)]


def test_a_condition_that_nothing_is_said_of_is_noticed() -> None:
    entry = load_entry(the_catalogue().find("lasso").path)
    (condition,) = entry.derivation.conditions
    assert isinstance(condition, Ne)
    object.__setattr__(entry.derivation.analysis, "found", ())
    assert unmet(entry) == [condition]


def test_a_kink_that_depends_on_a_sign_that_is_not_known_is_told_for_that_sign() -> None:
    """Smooth if d is positive, a kink if d is negative."""
    d = symbols("d", real=True)
    huber = branches((p**2 / 2, magnitude(p) <= d), (d * (magnitude(p) - d / 2), otherwise))
    (at_zero,) = (boundary for boundary in find_boundaries(huber, p).found if boundary.where == Eq(p, 0))
    assert (at_zero.kind, at_zero.given) == ("kink", (Gt(-d, 0),))


def test_a_gradient_holds_only_where_the_loss_has_a_value() -> None:
    """No line about u divides by the length of v; but the loss does."""
    found = the_catalogue().find("cosine-distance").derivation.conditions
    assert [unicode_text(condition) for condition in found] == ["a ≠ 0", "b ≠ 0"]
