"""Questions as people type them: in vectors, in code, in LaTeX of a course; and what the judge takes for granted."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derivations.cli import lossary


def said(*words: str) -> str:
    result = CliRunner().invoke(lossary, ["check", *words])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


TYPED: list[tuple[str, tuple[str, ...], str]] = [
    ("exact", ("||y - Xw||^2", "--wrt", "w", "--claim", "2X^T(Xw - y)"), "X: read as a matrix"),
    ("exact", ("||y - Xw||^2", "--wrt", "w_j", "--claim", "-2X'(y - Xw)"), ""),
    ("negated", ("||y - Xw||^2", "--wrt", "w", "--claim", "2X^T(y - Xw)"), ""),
    ("positive-scale", ("||y - Xw||^2", "--wrt", "w", "--claim", "X^T(Xw - y)"), "1/2 times"),
    ("wrong", ("||y - Xw||^2", "--wrt", "w", "--claim", "2(Xw - y)"), "but the gradient is a vector"),
    ("wrong", ("||Y - XW||_F^2", "--wrt", "W_jk", "--claim", "-2X||Y - XW||_F"), "the norm, which is a number"),
    ("exact", ("||Y - XW||_F^2", "--wrt", "W", "--claim", "2X^T(XW - Y)"), ""),
    ("convention", ("||Y - XW||_F^2", "--wrt", "W", "--claim", "2(XW - Y)^T X"), "in another layout"),
    ("exact", ("w^T y", "--wrt", "w", "--claim", "y_k"), "read as the component k"),
    ("exact", ("||x-b||^2", "--wrt", "x", "--claim", "2(x_i - b_i)"), "read as the component i"),
    ("negated", ("||x-b||^2", "--wrt", "x", "--claim", "2(b_i - x_i)"), "read as the component i"),
    ("exact", ("||Xw-y||^2", "--wrt", "w", "--claim", "2*sum(X_ij*(sum(X_il*w_l, l=1..d) - y_i), i=1..n)"), "nt j"),
    ("wrong", ("||x-b||^2", "--wrt", "x", "--claim", "x_i - 2 b_i"), "which nothing binds"),
    ("exact", ("sum(x_i^4)", "--wrt", "x", "--claim", "4*x_i^3"), "read as the component i"),
    ("wrong", ("sum((x_i-t_i)^2)", "--wrt", "x", "--claim", "x_i + t_i"), "read as the component i"),
    ("wrong", ("-log(p_y)", "--wrt", "p", "--claim", "-1/p_y"), "Right where i = y"),
    ("exact", ("-log(softmax(z)[y])", "--wrt", "z", "--claim", "softmax(z) - [k=y]"), "read as the component k"),
    ("exact", ("-log(softmax(z)[y])", "--wrt", "z", "--claim", "softmax(z) - delta_ky"), "read as the component k"),
    ("wrong", ("-log(softmax(z)[y])", "--wrt", "z", "--claim", "softmax(z) + [k=y]"), "wrong where k = y"),
    ("exact", ("--layout", "row", "a^T x", "--wrt", "x", "--claim", "a^T"), ""),
    ("convention", ("a^T x", "--wrt", "x", "--claim", "a^T"), "in another layout"),
    ("exact", ("x^T A x", "--wrt", "x", "--claim", "(A + A^T)x"), ""),
    ("wrong", ("x^T A x", "--wrt", "x", "--claim", "2A x"), ""),
    ("exact", ("np.mean((X @ w - t)**2)", "--wrt", "w", "--claim", "2*X.T @ (X @ w - t)/len(t)"), ""),
    ("convention", ("np.mean((X @ w - t)**2)", "--wrt", "w", "--claim", "2*X.T @ (X @ w - t)"), "mean against sum"),
    ("convention", ("a^T x/sqrt(d)", "--symbol", "d:size", "--wrt", "x", "--claim", "a"), "a constant factor"),
    ("exact", ("(p**2).sum()/p.sum()", "--wrt", "p", "--claim", "(2*p*p.sum() - (p**2).sum())/p.sum()**2"), ""),
    ("wrong", ("x > 0 ? x*x : -x", "--wrt", "x", "--claim", "x > 0 ? 2*x : 1"), ""),
    ("exact", ("-np.sum(t*np.log(softmax(z)))", "--wrt", "z", "--claim", "softmax(z)*t.sum() - t"), ""),
    ("exact", ("--latex", r"\frac1m\sum_{i=1}^m(h(x^{(i)})-y^{(i)})^2, h(x)=\theta_0+\theta_1x", "--wrt", "theta_1",
               "--claim", r"\frac2m\sum_{i=1}^m(h(x^{(i)})-y^{(i)})x^{(i)}"), ""),
    ("exact", ("--latex", r"\log\det S", "--wrt", "S_ij", "--claim", r"S^{-\top}"), ""),
]  # fmt: skip


@pytest.mark.parametrize("verdict, words, part", TYPED, ids=[" ".join(words) for _, words, _ in TYPED])
def test_what_was_typed_is_judged_as_it_was_meant(verdict: str, words: tuple[str, ...], part: str) -> None:
    text = said(*words)
    assert text.split()[1].startswith(verdict), text
    assert part in text


SOFTMAX = "p_i = exp(z_i)/sum(exp(z_j), j=1..K)"
ENTROPY = ("-sum(t_k*log(p_k), k=1..K)", "--where", SOFTMAX, "--wrt", "z_i", "--claim")
GRANTED: list[tuple[str, tuple[str, ...], str]] = [
    ("convention", (*ENTROPY, "p_i - t_i"), "t_k = 1"),
    ("negated", (*ENTROPY, "t_i - p_i"), "t_k = 1"),
    ("positive-scale", ("lambda*w^2", "--wrt", "w", "--claim", "2*w"), "λ is a positive constant"),
    ("positive-scale", ("q*w^2", "--symbol", "q:hyper", "--wrt", "w", "--claim", "2*w"), "1/q times"),
    ("wrong", ("q*w^2", "--wrt", "w", "--claim", "2*w"), "q"),
    ("wrong", (*ENTROPY, "p_i"), ""),
    ("wrong", ("lambda*w^2", "--wrt", "w", "--claim", "2*abs(lambda)*w + 1"), ""),
]  # fmt: skip


@pytest.mark.parametrize("verdict, words, part", GRANTED, ids=[" ".join(words) for _, words, _ in GRANTED])
def test_what_everybody_takes_for_granted_is_tried_and_said(verdict: str, words: tuple[str, ...], part: str) -> None:
    text = said(*words)
    assert text.split()[1].startswith(verdict), text
    assert part in text


def test_layers_that_share_a_letter_are_told_apart() -> None:
    network = r"-\sum_k t_k\log o_k, o_k=\frac{e^{z_k}}{\sum_l e^{z_l}}, z_k=\sum_i w_{ik}o_i"
    text = said("--latex", network, "--wrt", "w_{ij}", "--claim", r"(o_j\sum_k t_k-t_j)o_i")
    assert "was read as the value in the layer before" in text
    assert "✓ exact" in text


@pytest.mark.parametrize("statement", ["w:vector(a,b)", "w:matrix(n)", "w:hypers", "w:", ":real", "w:matrix(n,d,k)"])
def test_a_statement_that_says_nothing_is_refused(statement: str) -> None:
    result = CliRunner().invoke(lossary, ["check", "w^2", "--wrt", "w", "--claim", "2w", "--symbol", statement])
    assert result.exit_code == 2
    assert result.output.count("\n") < 4


def test_a_shape_may_be_said() -> None:
    assert "exact" in said("a^T B a", "--symbol", "B:matrix(3,3)", "--wrt", "a", "--claim", "(B + B^T)a")


ROUNDED = [
    ("sqrt(2/pi)*w", "0.797885", "convention", "√(2/π) to 6 digits"),
    ("x*Phi(x)", "Phi(x) + x*0.39894*exp(-x^2/2)", "convention", "to 5 digits"),
    ("w*log(2)", "0.6931", "convention", "log(2) to 4 digits"),
    ("w*log(2)", "0.6932", "positive-scale", ""),
    ("w*log(2)", "-0.6931", "negated", "to 4 digits"),
    ("w*log(2)", "0.69*w", "wrong", ""),
    ("pi*x^2", "6.283185307179586*x", "convention", "2 π to 15 digits"),
    ("pi*x^2", "6.2831853071795864769*x", "convention", "2 π to 19 digits"),
    ("pi*x^2", "6.283185307179587*x", "convention", "2 π to 14 digits"),
    ("pi*x^2", "3.141592653589793*x", "positive-scale", "π to 15 digits. With that, the claim is 1/2 times"),
    ("pi*x^2", "6.28319531*x", "positive-scale", ""),
    ("x^2/3", "0.6666666667*x", "convention", "2/3 to 10 digits"),
    ("x^2/3", "0.6666666668*x", "positive-scale", "2/3 is 0.6666666667 to 10 digits"),
    ("sqrt(2/pi)*w", "0.797886", "positive-scale", "is 0.797885 to 6 digits"),
    ("x*Phi(x)", "Phi(x) + x*0.39893*exp(-x^2/2)", "wrong", "is 0.39894 to 5 digits"),
    ("0.1*x^2", "0.20000000000000001*x", "convention", "1/5 to 16 digits"),
    ("0.15*x^2", "0.30000000000000004*x", "convention", "3/10 to 16 digits"),
    ("0.1*x^2", "0.2000000000001*x", "positive-scale", ""),
    ("x^5/7", "0.7142857142857143*x^4", "convention", "5/7 to 16 digits"),
    ("3^(1/3)*x", "1.4422495703074083", "convention", "to 16 digits"),
]


@pytest.mark.parametrize("loss, claim, verdict, part", ROUNDED, ids=[f"{loss} {claim}" for loss, claim, *_ in ROUNDED])
def test_a_rounded_decimal_is_right_to_the_digits_given(loss: str, claim: str, verdict: str, part: str) -> None:
    text = said(loss, "--wrt", "x" if "x" in loss else "w", "--claim", claim)
    assert text.split()[1].startswith(verdict), text
    assert part in text


REASONS = [
    ((*ENTROPY, "-t_i*(1 - p_i)"), "the cross terms were forgotten"),
    (("(w*x - t)^2 + q*w^4", "--wrt", "w", "--claim", "w^2*x + exp(w)"), "on which the gradient depends"),
]


@pytest.mark.parametrize("words, part", REASONS, ids=[part for _, part in REASONS])
def test_a_wrong_claim_gets_a_reason_that_says_something(words: tuple[str, ...], part: str) -> None:
    text = said(*words)
    assert "✗ wrong" in text
    assert part in text
    assert "ratio" not in text


def test_a_gradient_in_whole_arrays_finds_its_loss() -> None:
    result = CliRunner().invoke(lossary, ["find", "X^T(Xw - y)"])
    assert result.exit_code == 0, result.output
    assert "least-squares: 1/2 times the gradient" in result.output
