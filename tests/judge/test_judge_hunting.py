"""Claims that are right at all ordinary points, and wrong somewhere."""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from typing import Any

import pytest
from sympy import (
    Add,
    Eq,
    Expr,
    Indexed,
    Integer,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    Rational,
    Sum,
    erfc,
    exp,
    log,
    symbols,
    tanh,
    true,
)

from derivations.catalogue import the_catalogue
from derivations.cli.typed import Typed
from derivations.cli.verdict import verdict_on
from derivations.errors import LossaryError
from derivations.evidence import Equation, examine
from derivations.judge import Judgement, ask_about, judge
from derivations.language import Adjoint, Branches, Named, clip, magnitude, positive_part, sign, step
from derivations.notation import unicode_text

Bench = Callable[..., Judgement]
SQUARE = ("(p - t)^2", "p:real t:real", "p")
MODEL = ("m(w)", "w:real m:model", "w")

# A difference of the ninth order, in steps of 1/1000: zero for all polynomials of degree 8 and less.
NINTH = " + ".join(f"({(-1) ** i * comb(9, i)})*m(w + {i}/1000)" for i in range(10))

FALSE = [
    (*MODEL, "m(w + 1/2) - m(w - 1/2)"),
    (*MODEL, "2*(m(w) - m(0))/w - m'(0)"),
    (*MODEL, "m'(w) + m'''(w)"),
    (*MODEL, f"m'(w) + 1000*({NINTH})"),
    (*SQUARE, "2*(p - t) + step(1 - (p - 10)^2)"),
    (*SQUARE, "where(p^2 >= 10^6, 0, 2*(p - t))"),
    (*SQUARE, "where(p^2 - 20*p + 100 < 10^-10, 0, 2*(p - t))"),
    (*SQUARE, "where((p - 10)^2 + (t - 7)^2 < 10^-4, 0, 2*(p - t))"),
    (*SQUARE, "where(exp(p) > 10^30, 0, 2*(p - t))"),
    (*SQUARE, "2*(p - t)*p^2/max(p^2, 10^-20)"),
    (*SQUARE, "2*(p - t) + sigma(p - 500)"),
    (*SQUARE, "2*(p - t)*(1 + sigma(p - 500))"),
    (*SQUARE, "2*(p - t) + exp(-10^6*(p - 3.7)^2)"),
    (*SQUARE, "2*(p - t) + exp(-10^6*((p - 37)^2 + (t - 11)^2))"),
    (*SQUARE, "where(p = t, 1, 2*(p - t))"),
    (*SQUARE, "where(p^2 + t^2 = 25, 0, 2*(p - t))"),
    (*SQUARE, "where(p*t = 6, 0, 2*(p - t))"),
    (*SQUARE, "where(|p| + |t| = 3, 0, 2*(p - t))"),
    (*SQUARE, "where(sqrt(p^2 + t^2) = 5, 0, 2*(p - t))"),
    (*SQUARE, "where(p^3 = t^2, 0, 2*(p - t))"),
    ("ln(cosh(p - t))", "p:real t:real", "p", "where((p - t)^2 < 10000, tanh(p - t), sign(p - t))"),
    ("ln(cosh(p - t))", "p:real t:real", "p", "where((p - t)^2 < 665856, tanh(p - t), sign(p - t))"),
    (
        "max(0, 1 - y*w*x)",
        "w:real x:real y:{-1,+1}",
        "w",
        "where(y = 1, -x*step(1 - w*x), x*step(1 + w*x)*where(x > 10^4, 0, 1))",
    ),
    # what the loss holds, and the claim says nothing of
    ("x^2 + exp(-10^6*x^2)", "x:real", "x", "2*x"),
    ("x + exp(-(x - 500)^2)", "x:real", "x", "1"),
    ("p^2*sigma(400 + p)", "p:real", "p", "2*p"),
    ("tanh(10^9*(x*y - 1/7)) + x*y", "x:real y:real", "x", "y"),
    ("softplus(x - 700) + x^2", "x:real", "x", "2*x"),
    # what both hold, but one of them in another place
    ("log(1 + exp(x - 300))", "x:real", "x", "exp(x - 300)"),
    ("-log(sigma(z) + 10^(-100))", "z:real", "z", "sigma(z) - 1"),
    # steeper than anything that is known beforehand
    ("|x - y|", "x:real y:real", "x", "tanh(10^30*(x - y))"),
    # zero wherever a denominator is a power of 2, or one of the few whole numbers that are always tried
    ("sin(pi*4096*x)^2", "x:real", "x", "0"),
    ("x^n/n", "x:real n:integer>=2", "x", "x^(n-1) + (n-2)*(n-3)*(n-4)*(n-5)*(n-6)*(n-7)"),
    ("x^n/n", "x:real n:integer>=2", "x", "x^(n-1) + sin(pi*n/4)^2*(n-2)*(n-3)*(n-5)*(n-6)*(n-7)"),
    # where two or three switches are zero at once
    (
        "(p - t - s)^2",
        "p:real t:real s:real",
        "p",
        "2*(p - t - s) + where(p = 3, where(t = 1, where(s = 5, 1, 0), 0), 0)",
    ),
    ("(p - t - s)^2", "p:real t:real s:real", "p", "where(p != 3, 2*(p - t - s), where(t != 1, 2*(p - t - s), 0))"),
    (*SQUARE, "2*(p - t) + where(p + t = 3, where(p - t = 5, 1, 0), 0)"),
    (*SQUARE, "where(p > 3, 2*(p - t), where(t > 50, 2*(p - t) + where(t = 60, 1, 0), 2*(p - t)))"),
    # where no rational number makes a switch zero
    ("x^2", "x:real", "x", "2*x + where(x = pi, 1, 0)"),
    ("x^2", "x:real", "x", "2*x + where(x^2 = 2, 1, 0)"),
    ("x^2", "x:real", "x", "2*x + where(exp(x) = 2, 1, 0)"),
    ("where(x < pi, x^2, 2*pi*x - pi^2)", "x:real", "x", "where(x < pi, 2*x, where(x = pi, 0, 2*pi))"),
    (*SQUARE, "2*(p - t) + where(p = pi, where(t = 1, 1, 0), 0)"),
    # where two are, and where one touches zero only
    (*SQUARE, "2*(p - t) + where(p = pi, where(t = exp(1), 1, 0), 0)"),
    (*SQUARE, "where(p = sqrt(2), where(t = sqrt(3), 0, 2*(p - t)), 2*(p - t))"),
    (*SQUARE, "2*(p - t) + where((p^2 - 2)^2 + (t^2 - 3)^2 = 0, 1, 0)"),
    (*SQUARE, "2*(p - t) + where(p^2 + t^2 = 3, where(p*t = 1, 1, 0), 0)"),
    ("x^2", "x:real", "x", "2*x + where((x^2 - 2)^2 = 0, 1, 0)"),
    ("x^2", "x:real", "x", "2*x + where(x^4 - 4*x^2 + 4 = 0, 1, 0)"),
    ("x^2", "x:real", "x", "2*x + where(cos(x) = -1, 1, 0)"),
]
SECOND = [  # where two formulas meet that have the same first and second derivative
    ("|p|^3", "6*|p| + where(p = 0, 1, 0)"),
    ("max(0, p)^3", "6*max(0, p) + where(p = 0, 1, 0)"),
    ("where(p > 1, (p - 1)^3, 0)", "where(p > 1, 6*(p - 1), where(p < 1, 0, 3))"),
]
RIGHT_SECOND = [
    ("|p|^3", "6*|p|", []),
    ("where(p > 1, (p - 1)^3, 0)", "where(p > 1, 6*(p - 1), 0)", []),
    ("max(0, p)^2/2", "step(p)", ["at the kink {0} the loss has no second derivative"]),
    ("|p|", "0", ["at the kink {0} the loss has no second derivative"]),
]
MULTIPLES = [  # by a factor that is zero for one value of what is constant
    ("lambda*w^2", "lambda:positive:hyper w:real", "w", "w*lambda*(lambda - 1)^2", "λ = 1"),
    ("lambda*w^2", "lambda:positive:hyper w:real", "w", "w*lambda*(lambda^2 - 2)^2", "λ² = 2"),
    ("lambda*w^2", "lambda:positive:hyper w:real", "w", "w*lambda*sin(lambda)^2", "sin(λ) = 0"),
    ("n*(p - t)^2", "n:integer>=1:size p:real t:real", "p", "(p - t)*(n - 3)^2", "n = 3"),
    ("lambda*w^2", "lambda:positive:hyper w:real", "w", "w*(lambda - 2)^2", "λ = 2"),  # which is tried at once
]
RIGHT = [
    (*MODEL, "m'(w)"),
    ("m(exp(w))", "w:real m:model", "w", "exp(w)*m'(exp(w))"),
    (*SQUARE, "where((p - 10)^2 < 1, 2*p - 2*t, 2*(p - t))"),
    ("|p - t|", "p:real t:real", "p", "where(p = t, 7, sign(p - t))"),
    ("max(0, 1 - p)^2", "p:real", "p", "where(p < 1, 2*(p - 1), 0)"),
    ("where(x < pi, x^2, 2*pi*x - pi^2)", "x:real", "x", "where(x < pi, 2*x, 2*pi)"),
    ("|x - pi|", "x:real", "x", "sign(x - pi) + where(x = pi, 1, 0)"),
    ("x^2", "x:real", "x", "2*x + where(cos(x) = -1 - 10^(-9), 1, 0)"),
]


@pytest.mark.parametrize("case", FALSE, ids=lambda case: case[3])
def test_what_is_wrong_somewhere_is_wrong(judged: Bench, case: tuple[Any, ...]) -> None:
    judgement = judged(*case)
    assert judgement.verdict == "wrong"
    assert judgement.counterexample is not None


@pytest.mark.parametrize("case", RIGHT, ids=lambda case: case[3])
def test_what_is_right_everywhere_stays_right(judged: Bench, case: tuple[Any, ...]) -> None:
    assert judged(*case).verdict == "exact"


@pytest.mark.parametrize("loss,claim", SECOND)
def test_a_second_derivative_at_a_seam_is_looked_at(judged: Bench, loss: str, claim: str) -> None:
    assert judged(loss, "p:real", "p", claim, order=2).verdict == "wrong"


@pytest.mark.parametrize("loss,claim,notes", RIGHT_SECOND)
def test_where_there_is_no_second_derivative_it_is_said(judged: Bench, loss: str, claim: str, notes: list[str]) -> None:
    judgement = judged(loss, "p:real", "p", claim, order=2)
    assert judgement.verdict == "exact"
    assert [words.template.partition(";")[0] for words in judgement.notes] == notes


def test_a_second_derivative_without_a_value_at_a_seam_is_a_convention(judged: Bench) -> None:
    assert judged("|p|^3", "p:real", "p", "6*p^2/|p|", order=2).verdict == "convention"


OPEN = "where(x = 0, 1, sin(x)/x)"  # whether it has a derivative at 0 is not decided


def test_a_value_of_its_own_where_nothing_was_decided_is_undecided(judged: Bench) -> None:
    slope = "(x*cos(x) - sin(x))/x^2"
    found = judged(OPEN, "x:real", "x", f"where(x = 0, 1, {slope})")
    assert found.verdict == "undecided"
    assert "no limit of its own" in found.reason.template
    assert judged(OPEN, "x:real", "x", f"where(x = 0, 0, {slope})").verdict == "exact"


@pytest.mark.parametrize("case", MULTIPLES, ids=lambda case: case[3])
def test_a_factor_that_is_zero_somewhere_is_no_scale(judged: Bench, case: tuple[Any, ...]) -> None:
    *asked, where = case
    found = judged(*asked)
    assert found.verdict == "wrong"
    assert unicode_text(found.reason.parts[1]) == where


def test_a_factor_that_depends_on_the_index_is_no_scale() -> None:
    entry = the_catalogue().find("group-lasso")
    names, gradient = {str(name): name for name in entry.loss.symbols}, entry.derivation.gradient
    claim = Branches(gradient, names["j"] < 8, 2 * gradient, true)
    assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


def test_a_bound_is_tried_in_every_size() -> None:
    entry = the_catalogue().find("least-squares")
    size = next(name for name in entry.loss.symbols if str(name) == "m")
    claim = entry.derivation.gradient.xreplace({size: Min(11, size)})
    assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


def test_beyond_a_switch_of_the_claim_every_side_of_the_loss_is_tried() -> None:
    entry = the_catalogue().find("triplet-margin")
    names, gradient = {str(name): name for name in entry.loss.symbols}, entry.derivation.gradient
    far = (exp(names["m"] / 7100000) > 3, entry.loss.wrt**3 + 3 * entry.loss.wrt**2 > 10**26)
    for condition in far:
        claim = Branches(2 * (names["a"][names["j"]] ** 2 + 1) * gradient, condition, gradient, true)
        assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


def test_a_scale_is_one_for_all_points_with_the_same_constants() -> None:
    entry = the_catalogue().find("huber")
    p, t, delta = (next(s for s in entry.loss.symbols if str(s) == name) for name in ("p", "t", "delta"))
    floor = Max(Rational(1, 5 * 10**8), delta)
    claim = Branches(p - t, magnitude(p - t) <= floor, sign(p - t) * floor, true)
    assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


def test_a_name_that_carries_its_definition_is_named_once() -> None:
    entry = the_catalogue().find("triplet-margin")
    (claim,) = ask_about(entry.loss, [entry.derivation.gradient]).claims
    assert claim == entry.derivation.gradient


def test_a_logarithm_that_vanished_with_the_names_is_still_needed() -> None:
    entry = the_catalogue().find("softmax")
    z = entry.loss.wrt
    claim = Mul(entry.derivation.gradient, exp(log(z - 2), evaluate=False), 1 / (z - 2), evaluate=False)
    judgement = judge(ask_about(entry.loss, [claim]))
    assert judgement.verdict == "wrong"
    assert "no value" in str(judgement.reason)


def test_a_point_too_far_out_for_a_ball_is_left_aside() -> None:
    entry = the_catalogue().find("absolute-of-a-model")
    w, gradient = entry.loss.wrt, entry.derivation.gradient
    claim = Branches(gradient + w, tanh((w - 4800000) ** 2) < Rational(3, 5000000), gradient, true)
    assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


@pytest.mark.parametrize("slug", ["unlikelihood", "softmax-focal"])
def test_where_balls_are_too_wide_for_one_index_another_is_tried(slug: str) -> None:
    entry = the_catalogue().find(slug)
    claim = Branches(Integer(0), exp(entry.loss.wrt / 35000000) > 3, entry.derivation.gradient, true)
    assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


def test_a_wrong_index_of_a_short_name_is_refused() -> None:
    entry = the_catalogue().find("deep-network")
    (node,) = entry.derivation.gradient.atoms(Adjoint)
    layer, unit = node.name.indices
    claim = entry.derivation.gradient.xreplace(
        {node: Adjoint(node.loss, node.variable, node.name.base[layer - 3, unit])}
    )
    with pytest.raises(LossaryError, match=r"is no name of the derivative with respect to z\[l, j\]: write g\[l, j\]"):
        ask_about(entry.loss, [claim])


def test_where_the_gradient_all_but_vanishes_other_numbers_are_tried() -> None:
    entry = the_catalogue().find("sigmoid-node")
    w, gradient = entry.loss.wrt, entry.derivation.gradient
    (o,) = (name for name in entry.loss.symbols if str(name) == "o")
    strip = tanh((o[w.indices[0]] / 2 + w + 780000) ** 2) < Rational(3, 1000000)
    for claim in (Branches(2 * gradient, strip, gradient, true), ((2 - erfc(1000 * (w - 6500))) * w + 1) * gradient):
        assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


def test_a_bump_in_any_coordinate_is_found() -> None:
    entry = the_catalogue().find("contrastive")
    (y,) = (name for name in entry.loss.symbols if str(name) == "y")
    bump = 10**6 * exp(-25 * 10**10 * (y - Rational(6080, 9973)) ** 2)
    assert judge(ask_about(entry.loss, [entry.derivation.gradient + bump])).verdict == "wrong"


def test_where_a_claim_is_exactly_on_a_switch_every_side_of_the_loss_is_tried() -> None:
    entry = the_catalogue().find("total-variation")
    names, gradient = {str(name): name for name in entry.loss.symbols}, entry.derivation.gradient
    claim = Branches(3 * gradient, Eq(names["x"][names["j"] + 1], 2), gradient, true)
    assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


def test_where_two_polynomials_in_entries_of_arrays_are_zero_is_found() -> None:
    entry = the_catalogue().find("mean-squared")
    p = entry.loss.wrt
    (t,) = entry.derivation.gradient.atoms(Indexed) - {p}
    bump = Branches(Integer(1), Eq(p**2 + t**2, 3) & Eq(p * t, 1), Integer(0), true)
    assert judge(ask_about(entry.loss, [entry.derivation.gradient + bump])).verdict == "wrong"


def test_one_value_of_a_constant_is_looked_at_among_many_other_switches() -> None:
    entry = the_catalogue().find("group-lasso")
    names, gradient = {str(name): name for name in entry.loss.symbols}, entry.derivation.gradient
    w, lam = entry.loss.wrt, names["lambda"]
    nothing = clip(lam + w / 2, -1, 1) - Branches(lam + w / 2, magnitude(lam + w / 2) <= 1, sign(lam + w / 2), true)
    claim = Branches(gradient + w, Eq(lam, Rational(1718, 997)), (nothing + 1) * gradient, true)
    assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


def test_a_claim_that_is_no_multiple_for_one_value_of_a_constant_is_wrong() -> None:
    entry = the_catalogue().find("huber")
    (delta,) = (name for name in entry.loss.symbols if str(name) == "delta")
    claim = entry.derivation.gradient + 1 - sign(delta - 17000) ** 2
    assert judge(ask_about(entry.loss, [claim])).verdict == "wrong"


def test_an_index_that_leaves_its_array_is_noticed_even_where_it_cancels() -> None:
    entry = the_catalogue().find("matrix-factorisation")
    names, gradient = {str(name): name for name in entry.loss.symbols}, entry.derivation.gradient
    one, other = names["R"][names["a"], 1], names["V"][1, names["b"] + 3]
    nothing = magnitude(one * other) - magnitude(one) * magnitude(other)
    judgement = judge(ask_about(entry.loss, [Branches(gradient + nothing, entry.loss.wrt > 707, gradient, true)]))
    assert judgement.verdict == "wrong"
    assert "no value" in str(judgement.reason)


def test_a_switch_within_a_sum_of_a_line_is_entered() -> None:
    loss = the_catalogue().find("poisson-regression").loss
    gradient = the_catalogue().find("poisson-regression").derivation.gradient
    (total,) = gradient.atoms(Sum) & set(Add.make_args(gradient))
    (index, _, last) = total.limits[0]
    (z,) = (node for node in total.function.atoms(Named) if node.has(index))
    odd = Branches(z, (z + 600) ** 2 < 1, total.function, true)
    claim = total.function.xreplace({index: Integer(1)}) + Sum(odd, (index, 2, last))
    report = examine(loss, [Equation("line", gradient, claim)], gradient)
    assert "line" in {failure.address for failure in report.failures}


def of(slug: str) -> tuple[Expr, Expr, dict[str, Any]]:
    """The gradient of a loss, its variable, and its symbols by name."""
    entry = the_catalogue().find(slug)
    return entry.derivation.gradient, entry.loss.wrt, {str(name): name for name in entry.loss.symbols}


def needle(u: Expr) -> Expr:
    """1 where it is zero, and next to nothing a little beside."""
    return exp(-(10**14) * u**2)


def in_the_sum_of_the_right_class(slug: str) -> Expr:
    gradient, _, _ = of(slug)
    (total,) = gradient.atoms(Sum)
    ((j, *_),), (s, *_) = total.limits, (node.base for node in total.atoms(Indexed))
    narrow = 2 - tanh(5 * 10**9 * (s[j] - Rational(4855, 9973)) / 3) ** 2
    return gradient.xreplace({total: Sum(narrow * total.function, *total.limits)})


def at_one_index(slug: str) -> Expr:
    gradient, w, names = of(slug)
    return gradient + KroneckerDelta(names["k"], 3) * KroneckerDelta(names["y"], 3) * needle(w - Rational(1, 7))


def in_one_size(slug: str) -> Expr:
    gradient, w, names = of(slug)
    return gradient + KroneckerDelta(names["n"], 7) * step(w - 10**6)


def for_one_term_of_a_double_sum(slug: str) -> Expr:
    gradient, _, names = of(slug)
    x, a, b, m, d = (names[name] for name in ("x", "a", "b", "m", "d"))
    i, j = symbols("i_1 j_1", integer=True, positive=True)
    term = KroneckerDelta(i, a) * KroneckerDelta(j, b) * needle(x[i, j] - Rational(3, 7))
    return gradient + KroneckerDelta(m, 4) * Sum(term, (i, 1, m), (j, 1, d))


def drowned_by_an_exponential(slug: str) -> Expr:
    gradient, w, names = of(slug)
    return gradient + Branches(Integer(1), names["m"] > 5, Integer(0), true) * positive_part(w - 10**6)


def for_all_but_the_first(slug: str) -> Expr:
    gradient, w, names = of(slug)
    return gradient + step(-names["z"][1] - 9) * step(Rational(1, 10**6) - magnitude(w + Rational(3364, 997)))


def without_a_value_in_a_deep_network(slug: str) -> Expr:
    gradient, w, _ = of(slug)
    return gradient + log((w + 77) / (w**2 + 1)) - log(w + 77) + log(w**2 + 1)


@pytest.mark.parametrize(
    "slug, claimed",
    [
        ("multi-margin", in_the_sum_of_the_right_class),
        ("softmax-cross-entropy", at_one_index),
        ("mean-squared", in_one_size),
        ("chamfer", for_one_term_of_a_double_sum),
        ("poisson-regression", drowned_by_an_exponential),
        ("maxout", for_all_but_the_first),
        ("deep-network", without_a_value_in_a_deep_network),
    ],
)
def test_what_counts_here_and_there_only_is_looked_at_from_there(slug: str, claimed: Callable[[str], Expr]) -> None:
    entry = the_catalogue().find(slug)
    judgement = judge(ask_about(entry.loss, [claimed(slug)]), ())
    assert judgement.verdict == "wrong"


@pytest.mark.parametrize(
    "loss, symbols, wrt, claim",
    [
        ("sum(w_i^2*(1 + where(i = 9, 1, 0)), i=1..n)", (), "w_k", "2*w_k"),
        ("-sum(t_i*log(q_i), i=1..K)", ("t:[0,1]", "q:positive"), "q_k", "-t_k/q_k*where(t_k = 1, 2, 1)"),
    ],
)
def test_a_multiple_for_some_components_or_labels_only_is_wrong(
    loss: str, symbols: tuple[str, ...], wrt: str, claim: str
) -> None:
    judgement, _ = verdict_on(Typed(loss, (wrt,), symbols), the_catalogue(), [claim])
    assert judgement.verdict == "wrong"


def test_of_what_is_right_at_all_ordinary_points_no_sign_and_no_assumption_is_blamed(judged: Bench) -> None:
    assert "does not belong there" in str(judged(*SQUARE, "2*(p - t) + exp(-10^6*(p - 12345.678)^2)").reason)
    steep = judged("|x - y|", "x:real y:real", "x", "tanh(10^30*(x - y))")
    assert "right at all ordinary points" in str(steep.reason)


def test_where_the_loss_has_no_value_far_out_nothing_is_looked_for() -> None:
    entry = the_catalogue().find("ctc")
    (total,) = (node for node in entry.derivation.gradient.atoms(Sum) if node.has(Adjoint))
    ((i, low, last),) = total.limits
    first = total.function.xreplace({i: low})
    claim = entry.derivation.gradient.xreplace({total: first + Sum(total.function, (i, 2, last))})
    turned = claim.xreplace({total.function: total.function.xreplace({i: last + 2 - i})})
    assert judge(ask_about(entry.loss, [turned])).verdict == "exact"
