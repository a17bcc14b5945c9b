"""Sums, means and entries as people type them: read where it is plain what they mean, and refused elsewhere."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derivations.cli import lossary

SQUARES = "1/n sum (y_i - w x_i)^2"
VECTORS = "1/2 sum (y - w x)^2"
MEAN = "mean (y - w*x)^2"
POWERS = "was read as the sum of the powers; write (sum(...))^p for the other"

TYPED = [
    # a word that stands apart from its brackets is the sign of a sum
    ("exact", (SQUARES, "--wrt", "w", "--claim", "-2/n sum x_i (y_i - w x_i)"), POWERS),
    ("exact", (SQUARES, "--wrt", "w", "--claim", "-2/n sum (y_i - w x_i) x_i"), "sum of the products"),
    ("exact", (SQUARES, "--wrt", "w", "--claim", "-2/n * sum (y_i - w*x_i) * x_i"), "sum of the products"),
    ("wrong", (SQUARES, "--wrt", "w", "--claim", "-2/n (sum (y_i - w x_i)) (sum x_i)"), POWERS),
    ("exact", (VECTORS, "--wrt", "w", "--claim", "-sum x (y - w x)"), POWERS),
    ("wrong", (VECTORS, "--wrt", "w", "--claim", "-sum(y - w x)*sum(x)"), POWERS),
    ("exact", ("Sum (p_i - t_i)^2", "--wrt", "p_k", "--claim", "2(p_k - t_k)"), "write (Sum(...))^p"),
    ("exact", ("sum(p_i - t_i)^2", "--wrt", "p_k", "--claim", "2 sum(p_i - t_i)"), ""),
    ("exact", ("(sum (p_i - t_i))^2", "--wrt", "p_k", "--claim", "2 sum (p_i - t_i)"), ""),
    ("exact", ("sum (1 - w x_i)_+", "--wrt", "w", "--claim", "-sum x_i [w x_i < 1]"), ""),
    (
        "exact",
        ("1/2 " + MEAN, "--wrt", "w", "--claim", "-mean x (y - w*x)"),
        "the mean of the powers; write (mean(...))^p",
    ),
    ("wrong", ("1/2 " + MEAN, "--wrt", "w", "--claim", "-mean(y - w*x) mean(x)"), "the mean of the powers"),
    ("exact", ("np.sum (y - w*x)**2", "--wrt", "w", "--claim", "-2*np.sum(x)*np.sum(y - w*x)"), ""),
]

REFUSED = [
    (("sum (y - w*x)**2", "--wrt", "w", "--claim", "0"), "write sum((u)**p) or (sum(u))**p"),
    (("mean (y - w*x)**2", "--wrt", "w", "--claim", "0"), "write mean((u)**p) or (mean(u))**p"),
    ((VECTORS, "--wrt", "w", "--claim", "-sum (y - w x) x"), "write sum(u*v) or sum(u)*v"),
]


@pytest.mark.parametrize("verdict, words, part", TYPED, ids=[" ".join(words) for _, words, _ in TYPED])
def test_it_is_judged_as_it_was_meant(verdict: str, words: tuple[str, ...], part: str) -> None:
    result = CliRunner().invoke(lossary, ["check", *words])
    text = " ".join(result.output.split())
    assert result.exit_code == 0, text
    assert text.split()[1].startswith(verdict), text
    assert part in text


@pytest.mark.parametrize("words, part", REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_what_may_be_meant_otherwise_is_refused_with_a_cure(words: tuple[str, ...], part: str) -> None:
    result = CliRunner().invoke(lossary, ["check", *words])
    assert result.exit_code == 2, result.output
    assert part in " ".join(result.output.split())
