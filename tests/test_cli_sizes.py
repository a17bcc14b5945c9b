"""Letters for sizes: what n, d and K of a claim count is told by the loss and by habit, not by what would be right."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derivations.cli import lossary

LINE = "np.mean((X @ w - t)**2)"
RESIDUALS = "2*X.T @ (X @ w - t)"
RIDGE = LINE + " + lam*np.sum(w**2)"
FACTORS, OF_FACTORS = "np.mean((A @ B - T)**2)", "2*(A @ B - T) @ B.T"
OUTPUTS, OF_OUTPUTS = "np.mean((X @ W - Y)**2)", "2*X.T @ (X @ W - Y)"
PLAIN = "np.mean((P - T)**2)"
BESIDE = "np.mean((p - t)**2) + lam*np.sum(w**2)"
CROSS = ("F.cross_entropy(z, y)", "--symbol", "y:vector", "--symbol", "z:matrix", "--wrt", "z")

CASES = [
    *(("exact", (LINE, "--wrt", "w", "--claim", f"{RESIDUALS}/{size}"), "(the rows of X)") for size in "nNmB"),
    *(("wrong", (LINE, "--wrt", "w", "--claim", f"{RESIDUALS}/{size}"), "(the columns of X)") for size in "dDKC"),
    ("wrong", (LINE, "--wrt", "w", "--claim", f"{RESIDUALS}/(n*m)"), "m is not the number of terms"),
    ("wrong", (LINE, "--wrt", "w", "--claim", f"{RESIDUALS}/len(w)"), "no convention of mean or sum"),
    ("wrong", (LINE, "--wrt", "w", "--claim", f"{RESIDUALS}/X.size"), "no convention of mean or sum"),
    ("convention", (LINE, "--wrt", "w", "--claim", RESIDUALS), "mean against sum"),
    ("wrong", (LINE, "--wrt", "w", "--symbol", "d:size", "--claim", f"{RESIDUALS}/d"), "(the columns of X)"),
    ("exact", (LINE, "--wrt", "w", "--symbol", "X:matrix(d,n)", "--claim", f"{RESIDUALS}/d"), "X: read as a matrix"),
    ("wrong", (RIDGE, "--wrt", "w", "--claim", f"{RESIDUALS}/d + 2*lam*w"), "off by the factor n/d"),
    ("exact", (RIDGE, "--wrt", "w", "--claim", f"{RESIDUALS}/n + 2*lam*w"), "(the rows of X)"),
    ("wrong", ("--latex", r"\frac1n\|Xw-y\|^2", "--wrt", "w", "--claim", r"\frac{2}{d}X^T(Xw-y)"), "n/d times"),
    ("exact", (FACTORS, "--wrt", "A", "--claim", f"{OF_FACTORS}/(n*m)"), "m was read as the number of entries of B"),
    ("exact", (FACTORS, "--wrt", "A", "--claim", f"{OF_FACTORS}/(n*d)"), 'say --symbol "A:matrix(n,d)" if you mean'),
    ("wrong", (FACTORS, "--wrt", "A", "--symbol", "A:matrix(n,d)", "--claim", f"{OF_FACTORS}/(n*d)"), "K/d times"),
    ("convention", (FACTORS, "--wrt", "A", "--claim", f"{OF_FACTORS}/d"), "d was read as the number of entries of B"),
    ("wrong", (FACTORS, "--wrt", "A", "--where", "d = A.shape[1]", "--claim", f"{OF_FACTORS}/(n*d)"), "no convention"),
    ("exact", (OUTPUTS, "--wrt", "W", "--claim", f"{OF_OUTPUTS}/(n*K)"), "(the columns of W and Y)"),
    ("undecided", (OUTPUTS, "--wrt", "W", "--claim", f"{OF_OUTPUTS}/(n*d)"), "It depends: if d is the number"),
    ("exact", (OUTPUTS, "--wrt", "W", "--symbol", "Y:matrix(n,d)", "--claim", f"{OF_OUTPUTS}/(n*d)"), "(n by d)"),
    ("exact", (PLAIN, "--wrt", "P", "--claim", "2*(P - T)/(n*m)"), "a matrix (n by m)"),
    ("exact", (PLAIN, "--wrt", "P", "--claim", "2*(P - T)/(N*C)"), "a matrix (N by C)"),
    ("exact", ("np.mean((p - t)**2)", "--wrt", "p", "--claim", "2*(p - t)/K"), "a vector (K)"),
    ("exact", (BESIDE, "--wrt", "p", "--claim", "2*(p - t)/n"), "n was read as the number of entries of p and t"),
    ("undecided", (BESIDE, "--wrt", "p", "--claim", "2*(p - t)/d"), 'say --symbol "p:vector(d)", or --symbol'),
    ("exact", (BESIDE, "--symbol", "p:vector(d)", "--wrt", "p", "--claim", "2*(p - t)/d"), "w: read as a vector (n)"),
    ("wrong", (*CROSS, "--claim", "(softmax(z) - onehot(y))/C"), "(the columns of z)"),
    ("exact", ("mean((X@w-t)**2) + lam*sum(w_j^2, j=1..d)", "--wrt", "w", "--claim", f"{RESIDUALS}/n + 2*lam*w"),
     "n was read as the number of entries of X and t"),
]  # fmt: skip

REFUSED = [
    (r"\frac1n\|Xw-y\|^2", r"\frac{2}{m}X^T(Xw-y)", "m in the claim does not occur"),
    (r"\frac1n\sum_{i=1}^n (w^T x_i - y_i)^2", r"\frac{2}{B}\sum_{i=1}^n (w^Tx_i-y_i)x_i", "B in the claim does not"),
]


def checked(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(lossary, ["check", *words])
    return result.exit_code, " ".join(result.output.split())


@pytest.mark.parametrize("verdict, words, part", CASES, ids=[" ".join(words) for _, words, _ in CASES])
def test_a_letter_counts_what_the_loss_and_habit_say(verdict: str, words: tuple[str, ...], part: str) -> None:
    status, text = checked(*words)
    assert status == 0, text
    assert text.split()[1].startswith(verdict), text
    assert part in text


@pytest.mark.parametrize("loss, claim, part", REFUSED, ids=[claim for _, claim, _ in REFUSED])
def test_a_letter_beside_one_that_counts_already_is_refused(loss: str, claim: str, part: str) -> None:
    status, text = checked("--latex", loss, "--wrt", "w", "--claim", claim)
    assert status == 2
    assert part in text
