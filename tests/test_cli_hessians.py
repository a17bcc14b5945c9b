"""Second derivatives by two entries: as a whole matrix, or as a formula with two letters, in the catalogue too."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derivations.cli import lossary

SOFTMAX, SOFT = "softmax-cross-entropy", "softmax-cross-entropy-of-soft-targets"
FOURTH, LSE = "sum(x_i^4, i=1..n)", "log(sum(exp(x_i), i=1..n))"

CASES = [
    ("exact", (SOFTMAX, "--claim", "diag(p) - p p^T")),
    ("exact", (SOFTMAX, "--wrt", "z", "--claim", "diag(p) - p p^T")),
    ("wrong", (SOFTMAX, "--claim", "diag(p) + p p^T")),
    ("wrong", (SOFTMAX, "--claim", "diag(p)")),
    ("exact", (SOFTMAX, "--claim", "p_i(delta_ij - p_j)")),
    ("exact", (SOFTMAX, "--claim", "p_k(delta_kl - p_l)")),
    ("wrong", (SOFTMAX, "--claim", "p_i(delta_ij + p_j)")),
    ("negated", (SOFTMAX, "--claim", "p_i(p_j - delta_ij)")),
    ("exact", (SOFTMAX, "--claim", "p_k*(1 - p_k)")),  # one letter: the second derivative by one entry
    ("exact", (SOFT, "--claim", "p_i(delta_ij - p_j)")),
    ("exact", ("mean-squared", "--claim", "2/n*delta_ij")),
    ("exact", ("least-squares", "--claim", "2*X^T X")),
    ("positive-scale", ("least-squares", "--claim", "X^T X")),
    ("exact", (FOURTH, "--wrt", "x", "--claim", "12*x_i^2 delta_ij")),
    ("exact", (FOURTH, "--wrt", "x", "--claim", "diag(12*x^2)")),
    ("exact", (FOURTH, "--wrt", "x", "--claim", "12*x_i^2")),
    ("wrong", (FOURTH, "--wrt", "x", "--claim", "12*x_i*x_j")),
    ("exact", (LSE, "--wrt", "x", "--claim", "p_i*(delta_ij - p_j)")),
    ("wrong", (LSE, "--wrt", "x", "--claim", "p_i*delta_ij")),
]


@pytest.mark.parametrize("verdict, words", CASES, ids=[" ".join(words) for _, words in CASES])
def test_a_second_derivative_by_two_entries_is_judged(verdict: str, words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(lossary, ["check", "--order", "2", *words])
    assert result.exit_code == 0, result.output
    assert result.output.split()[1].startswith(verdict), result.output


@pytest.mark.parametrize("claim, verdict", [("2/n*I", "exact"), ("I/n", "positive-scale"), ("2/n*(I + 1)", "wrong")])
def test_the_identity_may_stand_alone_beside_a_loss_of_the_catalogue(claim: str, verdict: str) -> None:
    result = CliRunner().invoke(lossary, ["check", "--order", "2", "mean-squared", "--claim", claim])
    assert f"{verdict}:" in result.output
    assert "I was read as the identity matrix" in result.output


def test_a_letter_that_counts_nothing_is_no_index() -> None:
    result = CliRunner().invoke(lossary, ["check", "mean-squared", "--claim", "2*s/n"])
    assert result.exit_code == 2
    assert "s in the claim 2 s/n does not occur in the loss" in result.output
