"""What is said of wrong claims about losses with sums, masks, small constants and stops of the gradient."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sympy import symbols

from derivations.cli import lossary
from derivations.judge import Phrase
from derivations.judge.judgement import literal

SQUARES = ("sum((sum(X_ij*w_j,j=1..d) - y_i)^2,i=1..n)", "w_k")
SOFTMAX = ("-log(p_y)", "z_k", "--where", "p_k = exp(z_k)/sum(exp(z_j),j=1..K)")
COSINE = ("1 - dot(a,b)/(norm(a)*norm(b))", "a_i")
REASONS: list[tuple[tuple[str, ...], str, str]] = [
    # small constants
    (("-(t*log(p+1e-7) + (1-t)*log(1-p+1e-7))", "p"), "-t/p + (1-t)/(1-p)", "0.0000001 was left out"),
    (("-(t*log(p+eps) + (1-t)*log(1-p+eps))", "p", "--symbol", "eps:hyper"), "-t/p + (1-t)/(1-p)", "eps = 0 only"),
    # within a sum
    (("np.sum(mask*np.log(p))", "p"), "1/p", "The factor mask_i"),
    (("sum(tanh(w*x_i)*v_i, i=1..n)", "w"), "sum(v_i*x_i, i=1..n)", "The factor 1 − tanh(w x_i)², the slope of"),
    (("sum(a*(1-p_i)^3*log(p_i), i=1..n)", "p_k"), "a*(1-p_k)^3/p_k", "(1 − p_k)³ was held constant"),
    (("sum(x_i*w_i, i=1..n)^2", "w_j"), "2*sum(x_i*w_i, i=1..n)*sum(x_i, i=1..n)", "The sum over i stayed"),
    (SQUARES, "2*sum(sum(X_ij*w_j,j=1..d) - y_i,i=1..n)", "the inner derivative X_ik is missing"),
    (SQUARES, "2*sum((X_ik*w_k - y_i)*X_ik,i=1..n)", "stands where the whole sum"),
    (("1/n*sum(|x_i - mu|,i=1..n)", "x_k", "--where", "mu = 1/n*sum(x_i,i=1..n)"), "sign(x_k - mu)/n", "μ was held"),
    (SQUARES, "2*sum((sum(X_ij*w_j,j=1..d) - y_i)*X_ki,i=1..n)", "may have been interchanged"),
    # labels, symmetric matrices, choices
    (SOFTMAX, "p_k - 1", "Right where k = y, wrong where k ≠ y"),
    (("x^T A x", "x"), "2 A x", "Right only where A is symmetric"),
    (("where(|r| <= d, r^2/2, d*(|r| - d/2))", "r"), "r", "Right where |r| < d, wrong where |r| > d"),
    # exponents of roots, in one term alone
    (COSINE, "dot(a,b)*a_i/(norm(a)*norm(b)) - b_i/(norm(a)*norm(b))", "the exponent of"),
    (COSINE, "-b_i/(norm(a)*norm(b))", "was held constant"),
    # stops of the gradient, and names from nowhere
    (("(r + g*detach(v) - v)^2/2", "v"), "(r + g*v - v)*(g - 1)", "a stop of the gradient holds it fixed"),
    (("np.mean((X @ w - y)**2)", "w", "--symbol", "c:real"), "2*X.T @ (X @ w - y)/c",
     "which is nothing that the loss holds"),
]  # fmt: skip


def test_what_follows_keeps_its_braces_and_its_formulas() -> None:
    x, y = symbols("x y")
    other = Phrase(f"{literal('{0}')} and {{0}}, {{0}}", (y,))
    assert str(Phrase("{0} is so", (x,)).followed_by(other)) == "x is so; {0} and y, y"


@pytest.mark.parametrize("about, claim, words", REASONS, ids=[f"{about[0]}: {claim}" for about, claim, _ in REASONS])
def test_the_reason_names_what_was_done(about: tuple[str, ...], claim: str, words: str) -> None:
    loss, variable, *more = about
    result = CliRunner().invoke(lossary, ["check", loss, "--wrt", variable, *more, "--claim", claim])
    assert result.output.startswith("✗ wrong")
    assert words in " ".join(result.output.split())
