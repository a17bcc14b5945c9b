"""Verdicts and the faults that the judge names, one of each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sympy import Eq, Symbol

from derivations.catalogue import the_catalogue
from derivations.judge import Judgement, ask_about, judge

Bench = Callable[..., Judgement]

FAULTS = [
    ("|m(w) - t|", "w:real t:real", "w", "m'(w)", "factor-dropped"),
    ("(t - sigma(w*x))^2", "w:real x:real t:(0,1)", "w", "-2*(t - sigma(w*x))*x", "factor-dropped"),
    ("(w*x - t)^2", "w:real x:real t:real", "w", "2*(w*x - t)", "inner-missing"),
    ("sigma(z)", "z:real", "z", "sigma(sigma(z))*(1 - sigma(sigma(z)))", "output-for-input"),
    (
        "-t*ln(sigma(z)) - (1-t)*ln(1-sigma(z))",
        "z:real t:[0,1]",
        "z",
        "(sigma(z)-t)*sigma(z)*(1-sigma(z))",
        "factor-added",
    ),
    ("(p - t)^2", "p:real t:real", "p", "2*p", "target-lost"),
    ("(p - t)^2/2 + c*p^2", "p:real t:real c:positive:hyper", "p", "p - t", "term-dropped"),
    ("(p - t)^2/2 + c*p^2", "p:real t:real c:positive:hyper", "p", "p - t + c*p", "term-scale"),
    ("(p - t)^2/2 + c*p^2", "p:real t:real c:positive:hyper", "p", "p - t - 2*c*p", "term-sign"),
    ("x^2*y^3", "x:real y:real", "x", "3*x^2*y^2", "wrong-variable"),
    ("-y*ln(p) - (1-y)*ln(1-p)", "p:(0,1) y:{0,1}", "p", "p - y", "wrong-variable"),
    ("exp(x)*x", "x:real", "x", "exp(x)*x - exp(x)", "sign-inside"),
    ("max(0, 1 - a)", "a:real", "a", "-1", "factor-dropped"),
    ("max(0, 1 - y*a)^2 + a", "a:real y:{-1,+1}", "a", "where(y*a < 1, a - 1, 1)", "wrong-branch"),
    ("x^2", "x:real", "x", "0", "zero"),
    ("x^2", "x:real", "x", "x*x", "not-differentiated"),
    ("x^2", "x:real", "x", "sin(exp(exp(exp(9 + x^2))))", "not-proportional"),  # in [-1, 1] is all that is known
    ("sqrt(x^2 + 1)", "x:real", "x", "x/sqrt(x^2 - 9)", "no-value"),
    ("x*mu - mu^2*x", "x:real mu:real", "x", "sin(x)", "not-proportional"),
    ("(c*(x - y))^2", "x:real y:real c:real", "x", "2*c*(x - y)", "factor-dropped"),
    ("sin(x)*exp(x)", "x:real", "x", "exp(x)*cos(x)", "held-constant"),
]


@pytest.mark.parametrize("loss,symbols,wrt,claim,kind", FAULTS)
def test_the_fault_is_named(judged: Bench, loss: str, symbols: str, wrt: str, claim: str, kind: str) -> None:
    functions = {"functions": {"m": "w^3 + w"}} if "m(w)" in loss else {}
    judgement = judged(loss, symbols, wrt, claim, **functions)
    assert judgement.verdict == "wrong"
    assert judgement.diagnoses[0].kind == kind, judgement.reason
    assert judgement.counterexample is not None


def test_the_dropped_factor_and_the_lost_target_are_named(judged: Bench) -> None:
    judgement = judged("|m(w) - t|", "w:real t:real", "w", "m'(w)", functions={"m": "w^3"})
    assert "sign(m(w) − t)" in str(judgement.reason)
    assert "t is lost" in str(judgement.reason)
    assert judgement.counterexample.angle == 180


def test_a_constant_stands_before_the_fault(judged: Bench) -> None:
    """Behind it, it would be read as part of what was lost."""
    said = str(judged("(m(w) - t)^2", "w:real t:real", "w", "m(w) - t", functions={"m": "w^3 + w"}).reason)
    assert said.startswith("up to the factor 1/2, ")


def test_a_lost_symbol_is_told_with_the_value_for_which_the_claim_is_right(judged: Bench) -> None:
    reason = judged("(h - y)^2", "h:real y:real", "h", "2 h").reason
    assert str(reason) == "y was lost: right for y = 0 only"
    assert Eq(Symbol("y", real=True), 0) in reason.parts
    assert "y = 0, but not for every y" in str(judged("|h - y|", "h:real y:real", "h", "sign(h)").reason)


NOT_THERE = [  # sentences that a few points bear out, and others refute
    ("max(0, a*x - a) + x^2/2", "a*[a*a > a] + x", "right where x < 0"),
    ("a*max(a*x - a, a)", "a*where(x - a > a, a, 0)", "right where a > 0"),
    ("max(a*x, a)", "where(a*a > a, a, 0)", "right where a < 0"),
    ("max(0, max(x, a))", "[max(x, a) > 0]", "right where a < 0, wrong where a > 0"),
    ("|x*a - y| + |x|", "sign(x^2*a - y)*a + sign(x)", "right where x > 0"),
    ("max(0, a*x - a)^2 + x", "2*max(0, a*x - a)*where(0 > a*x - x, 0, a) + 1", "wrong where x > 0"),
    ("log(1 + exp(-y*x))", "sigma(x) - (y + 1)/2", "only"),
    ("max(x, a)", "[x > 0]", "only"),
    ("where(x*y > 300, 0, x^2)", "2x", "only"),
    ("|1 - x*a|", "-a*sign(1 - x)", "only"),
    ("(x + a)*|x + a|", "|x + a| + (x + a)*sign(x)", "only"),
    ("|x + a|^3", "3*(x + a)^2*sign(x + a*a)", "only"),
    ("a*max(x - a, a)", "a*[x*x - a > a]", "only"),
    ("where(tanh(x) > 0.9999, 0, x^2)", "2x", "0.0001"),
]


@pytest.mark.parametrize("loss, claim, said", NOT_THERE)
def test_where_a_claim_is_right_is_said_only_if_it_is(judged: Bench, loss: str, claim: str, said: str) -> None:
    judgement = judged(loss, "x:real a:real y:real", "x", claim)
    assert judgement.verdict == "wrong"
    assert said not in str(judgement.reason)


def test_another_loss_is_recognised(judged: Bench) -> None:
    claim = "(sigma(w*x) - t)*x"
    judgement = judged("(t - sigma(w*x))^2", "w:real x:real t:(0,1)", "w", claim)
    other = [str(d.phrase) for d in judgement.diagnoses if d.kind == "other-loss"]
    assert any("cross-entropy" in words for words in other)


def test_what_is_no_gradient_is_said(judged: Bench) -> None:
    judgement = judged("(a*x + b*y)^2", "a:real b:real x:real y:real", "a b", "2*(a*x + b*y)", "2*(a*x + b*y)*y")
    assert "no-gradient" in [d.kind for d in judgement.diagnoses]


def test_a_component_apart(judged: Bench) -> None:
    loss, symbols = "(w*x + b - t)^2", "w:real b:real x:real t:real"
    scaled = judged(loss, symbols, "w b", "2*(w*x + b - t)*x", "(w*x + b - t)")
    turned = judged(loss, symbols, "w b", "2*(w*x + b - t)*x", "-2*(w*x + b - t)")
    faulty = judged(loss, symbols, "w b", "2*(w*x + b)*x", "2*(w*x + b - t)")
    assert scaled.diagnoses[0].kind == "component-scale"
    assert turned.diagnoses[0].kind == "component-sign"
    assert "b is 1/2 times" in str(scaled.reason)
    assert "the others are right" in str(faulty.reason)


VERDICTS = [
    ("(p - t)^2", "p:real t:real", "p", "p - t", {}, "positive-scale", "0.5"),
    ("(p - t)^2", "p:real t:real", "p", "t - p", {}, "negated", "-0.5"),
    ("(p - t)^2", "p:real t:real", "p", "2*p - 2*t", {}, "exact", None),
    ("(p - t)^2/n", "p:real t:real n:integer>=2:size", "p", "2*(p - t)", {}, "convention", "n"),
    ("c*(p - t)^2", "p:real t:real c:positive:hyper", "p", "p - t", {}, "positive-scale", "1/(2*c)"),
    ("c*(p - t)^2", "p:real t:real c:positive:data", "p", "p - t", {}, "wrong", None),
    ("c*(p - t)^2", "p:real t:real c:real:hyper", "p", "p - t", {}, "wrong", None),
    ("|p - t|", "p:real t:real", "p", "(p - t)/|p - t|", {}, "exact", None),
    ("|p - t|", "p:real t:real", "p", "where(p >= t, 1, -1)", {}, "exact", None),
    ("|p - t|", "p:real t:real", "p", "1", {"assume": "p > t"}, "exact", None),
    ("ln(x)", "x:real", "x", "1/|x|", {}, "exact", None),
    ("x^4", "x:real", "x", "12*x^2", {"order": 2}, "exact", None),
    ("x^4", "x:real", "x", "4*x^2", {"order": 2}, "positive-scale", "0.3333333333333333"),
    ("sqrt(1 + x^2)", "x:real", "x", "(1 + x^2)^(-3/2)", {"order": 2}, "exact", None),
    ("max(0, x)", "x:real", "x", "0", {"order": 2}, "exact", None),
    ("max(0, x)", "x:real", "x", "1", {"order": 2}, "wrong", None),
    ("a^2", "a:real", "a", "2*a", {"layout": "row-vector"}, "convention", "1.0"),
]


@pytest.mark.parametrize("case", VERDICTS, ids=lambda case: f"{case[0]} by {case[2]}: {case[3]}")
def test_the_verdict(judged: Bench, case: tuple[Any, ...]) -> None:
    *question, fields, verdict, scale = case
    judgement = judged(*question, **fields)
    assert (judgement.verdict, judgement.scale) == (verdict, scale)


def test_a_transposed_layout_is_a_convention(judged: Bench) -> None:
    names = "w11 w12 w21 w22"
    rows = ["2*(w11*x + w12*y)*x", "2*(w11*x + w12*y)*y", "2*c*(w21*x + w22*y)*x", "2*c*(w21*x + w22*y)*y"]
    symbols = " ".join(f"{n}:real" for n in (*names.split(), "x", "y", "c"))
    turned = [rows[0], rows[2], rows[1], rows[3]]
    assert judged("(w11*x + w12*y)^2 + c*(w21*x + w22*y)^2", symbols, names, *turned).verdict == "convention"


def test_the_entries_of_a_symmetric_matrix_are_a_convention(judged: Bench) -> None:
    loss, symbols = "-ln(s11*s22 - s12^2)", "s11:range,1,2 s22:range,1,2 s12:(0,1)"
    det = "(s11*s22 - s12^2)"
    claims = [f"-s22/{det}", f"s12/{det}", f"-s11/{det}"]
    assert judged(loss, symbols, "s11 s12 s22", *claims).verdict == "convention"
    claims[1] = f"3*s12/{det}"
    assert judged(loss, symbols, "s11 s12 s22", *claims).verdict == "wrong"


def test_a_kink_is_reported_and_not_punished(judged: Bench) -> None:
    judgement = judged("|p - t|", "p:real t:real", "p", "where(p > t, 1, -1)")
    assert judgement.verdict == "exact"
    assert "kink p = t" in str(judgement.notes[0])
    assert "slope on one side" in str(judgement.notes[0])


def test_a_thin_region_is_found(judged: Bench) -> None:
    """Right but for a strip of width 1/1000 beside the boundary."""
    assert judged("max(0, x)", "x:real", "x", "where(x > 1/1000, 1, 0)").verdict == "wrong"


WORDS = [
    ("exp(f) - y*f", "f:real y:real", "f", ["exp(f) - y"], {"order": 2}, "the first derivative, not the second"),
    ("exp(f) - y*f", "f:real y:real", "f", ["(exp(f) - y)^2"], {"order": 2}, "square of the first derivative"),
    ("(a*x)^3", "a:real x:real", "a", ["6*a^3*x"], {"order": 2}, "second derivative with respect to x, not to a"),
    ("a^2*x^3", "a:real x:real", "a", ["6*a*x^2"], {"order": 2}, "with respect to a and then to x, not twice to a"),
    ("(f - y)^4", "f:real y:real", "f", ["12*(f - y)^2 + 1"], {"order": 2}, "a constant is missing: −1"),
    ("(w*x - y)^2/2", "w:real x:real y:real", "w", ["(w*x - y)*x + 3*y"], {}, "a term with y is missing: y times −3"),
    ("(t/s)^a + a", "a:real t:positive s:positive", "a", ["a*(t/s)^(a - 1) + 1"], {}, "its slope is (t/s)^a · log("),
    ("x*sin(x)*exp(x)", "x:real", "x", ["x*exp(x)*cos(x)"], {}, "only the factor sin(x) was differentiated"),
    ("y1*a*z + y2*b*z", "z:real y1:real y2:real a:real b:real", "z", ["y1*a + (1 - y1)*b"], {}, "y_1 + y_2 = 1"),
    ("a12*u + a21*v*z", "z:real a12:real a21:real u:real v:real", "z", ["a12*v"], {}, "a_21 = a_12"),
    ("|x|*|y|", "x:real y:real", "x", ["y*sign(x)"], {}, "right where y > 0, wrong where y < 0"),
    ("max(0, x)*max(0, y)", "x:real y:real", "x", ["y"], {}, "right only where x > 0 and y > 0"),
]


@pytest.mark.parametrize("case", WORDS, ids=lambda case: f"{case[0]}: {case[3][0]}")
def test_the_fault_is_put_in_words(judged: Bench, case: tuple[Any, ...]) -> None:
    loss, symbols, wrt, claims, fields, words = case
    judgement = judged(loss, symbols, wrt, *claims, **fields)
    assert judgement.verdict == "wrong"
    assert words in str(judgement.reason)


def test_a_claim_that_is_right_for_one_size_only_is_wrong(judged: Bench) -> None:
    other = {
        "loss": "(a*b*c)^2",
        "symbols": {name: {"domain": "real"} for name in "abc"},
        "wrt": ["a"],
        "claimed": ["2*a*b^2"],
    }
    judgement = judged("(a*b)^2", "a:real b:real", "a", "2*a*b^2", alt_instance=other)
    assert judgement.verdict == "wrong"
    assert "right for one number of terms, but not for another" in str(judgement.reason)
    assert judgement.diagnoses


def test_a_constant_without_a_name_is_given_as_a_number(judged: Bench) -> None:
    judgement = judged("x^2", "x:real", "x", "2*x*sin(1)")
    assert judgement.verdict == "positive-scale"
    assert judgement.scale == "0.8414709848078965"
    assert "0.841471 times the gradient" in str(judgement.reason)


@pytest.mark.parametrize(
    "loss, claim, unless",
    [
        ("|a*x|", "a*sign(a*x)", "unless a = 0;"),
        ("|a*x - b|", "a*sign(a*x - b)", "unless a = 0;"),
        ("|x - a|", "sign(x - a)", ""),
    ],
)
def test_a_kink_that_a_zero_takes_away_says_so(judged: Bench, loss: str, claim: str, unless: str) -> None:
    (note,) = judged(loss, "x:real a:real b:real", "x", claim).notes
    assert unless in str(note)
    assert ("unless" in str(note)) == bool(unless)


def test_a_kink_is_reported_once(judged: Bench) -> None:
    judgement = judged("max(0, u*x)", "x:real u:positive", "x", "where(x > 0, u, 0)")
    assert len(judgement.notes) == 1
    assert "kink x = 0" in str(judgement.notes[0])


def test_minus_a_second_derivative_says_nothing_of_descent(judged: Bench) -> None:
    judgement = judged("x^4", "x:real", "x", "-12*x^2", order=2)
    assert judgement.verdict == "negated"
    assert "minus the second derivative" in str(judgement.reason)


def test_a_power_of_what_is_computed_on_the_way_is_no_exponential() -> None:
    """And an index that runs out of its array is a claim without a value."""
    loss = the_catalogue().find("vicreg-covariance").loss
    v, j, n, nu, c = (next(s for s in loss.symbols if str(s) == name) for name in ("v", "j", "n", "nu", "c"))
    judgement = judge(ask_about(loss, [2 * c * (v[j - n] - nu) / (n - 1)]))
    assert judgement.verdict == "wrong"
    assert judgement.diagnoses[0].kind == "no-value"


def test_what_cannot_be_told_is_undecided(judged: Bench) -> None:
    """The referee knows digamma to first order only."""
    assert judged("digamma(a)", "a:positive", "a", "a", order=2).verdict == "undecided"


def test_the_same_every_time(judged: Bench) -> None:
    one, other = (judged("(t - sigma(w*x))^2", "w:real x:real t:(0,1)", "w", "x*(sigma(w*x) - t)") for _ in range(2))
    assert one.data() == other.data()
