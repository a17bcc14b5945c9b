"""Claims that are typed every day are proved; and no proof where a claim lacks a value that the gradient has."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derivations.cli import lossary

KL = "sum_i p_i log(p_i/q_i)"

PROVED = [
    # a term of a sum has a value wherever the sum has one
    ("-sum_i y_i*log(p_i)", "p_i", "-y_i/p_i"),
    ("-sum(y*log(p))", "p", "-y/p"),
    ("-sum_i (y_i*log(p_i) + (1-y_i)*log(1-p_i))", "p_i", "(p_i - y_i)/(p_i*(1 - p_i))"),
    ("sum_i sum_j x_ij*log(p_ij)", "p_kl", "x_kl/p_kl"),
    ("sum_i 1/x_i", "x_j", "-1/x_j^2"),
    ("sum_i x_i^2/x_i", "x_j", "x_j/x_j"),
    # in a sum, of a quotient the sign of the whole is known, not that of its parts
    (KL, "p_i", "log(p_i/q_i) + 1"),
    (KL, "q_j", "-p_j/q_j"),
    # where the loss has no value either, a claim needs none
    ("p log(p/q)", "p", "log(p/q) + 1"),
    # a sum of squares is 0 where all of them are: there d is 0, and so the loss has no value
    ("d^2*(sqrt(1 + (r/d)^2) - 1)", "r", "r/sqrt(1 + (r/d)^2)"),
    ("sqrt(1 + (r/d)^2)", "d", "-r^2/(d^3*sqrt(1 + (r/d)^2))"),
    ("d^2*(sqrt(1 + ((y-f)/d)^2) - 1)", "f", "-(y-f)/sqrt(1 + ((y-f)/d)^2)"),
]

NOT_PROVED = [
    ("convention", "sum_i x_i^2", "x_j", "2*x_j^2/x_j"),
    ("convention", "(x^2+y^2)^(3/2)", "x", "3*x*(x^2+y^2)/sqrt(x^2+y^2)"),
    ("convention", "(x^2+y^2)^2", "x", "4*x*(x^2+y^2)^2/(x^2+y^2)"),
    ("exact", "(x^2+y^2)^(3/2)/y", "x", "3*x*(x^2+y^2)/(y*sqrt(x^2+y^2))"),  # 0/0 only where the loss has no value
    ("exact", "sqrt(y^2+x^4)", "x", "2*x^3/sqrt(y^2+x^4)"),
    ("wrong", "sum_{i=2}^n log(p_i)", "p_j", "1/p_j"),
    (
        "wrong",
        "sum_i where(i==k, p_i^2, log(p_i))",
        "p_j",
        "where(j==k, 2*p_j, 1/p_j)*p_j/p_j + where(j==k, 1/p_j, 0)*0 + 1",
    ),
    ("wrong", "sum_i where(i==k, 0, log(p_i))", "p_k", "log(p_k) - log(p_k)"),  # it has no value where p_k < 0
    ("wrong", KL, "p_i", "log(p_i/q_i)"),
]


def first_line(loss: str, wrt: str, claim: str) -> str:
    result = CliRunner().invoke(lossary, ["check", loss, "--wrt", wrt, f"--claim={claim}"])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()[0]


@pytest.mark.parametrize("loss, wrt, claim", PROVED)
def test_what_is_typed_every_day_is_proved(loss: str, wrt: str, claim: str) -> None:
    assert first_line(loss, wrt, claim) == "✓ exact: equal to the gradient (proved)"


@pytest.mark.parametrize("verdict, loss, wrt, claim", NOT_PROVED)
def test_a_claim_that_lacks_a_value_is_not_proved(verdict: str, loss: str, wrt: str, claim: str) -> None:
    line = first_line(loss, wrt, claim)
    assert f" {verdict}:" in line
    assert "(proved)" not in line


def test_what_an_index_settles_in_a_case_is_no_error() -> None:
    assert first_line("sum_i where(i==k, p_i^2, log(p_i))", "p_k", "2*p_k").startswith("✓ exact")


@pytest.mark.parametrize("arguments", [
    (r"\frac12 \|Xw-y\|^2", "--wrt", "w", "--claim", "X^T(Xw-y)"),
    (r"\log(1+\exp(-y w^T x))", "--wrt", "w", "--claim", r"-y x \sigma(-y w^T x)"),
    (r"$(p-t)^2$", "--wrt", "$p$", "--claim", "$2(p-t)$"),
    (r"\[(p-t)^2\]", "--wrt", "p", "--claim", r"\(2(p-t)\)"),
    ("(p-t)^2", "--wrt", "p", "--claim", r"2 \cdot (p-t)"),
    ("huber", "--claim", r"\operatorname{clip}(p-t, -\delta, \delta)"),
])  # fmt: skip
def test_a_command_of_latex_tells_that_it_is_latex(arguments: tuple[str, ...]) -> None:
    told = CliRunner().invoke(lossary, ["check", *arguments])
    said = CliRunner().invoke(lossary, ["check", *arguments, "--latex"])
    assert told.output == said.output
    assert told.exit_code == said.exit_code == 0


def test_derive_and_find_take_latex_too() -> None:
    for arguments in (["derive", r"\frac12 (p-t)^2", "--wrt", "p"], ["find", r"\sigma(z) - t"]):
        told = CliRunner().invoke(lossary, arguments)
        assert told.exit_code == 0, told.output
        assert told.output == CliRunner().invoke(lossary, [*arguments, "--latex"]).output


SAME_LETTER = [
    ("sum_i (x_i - 1/n*sum_i x_i)^2", "x_k", "2*(x_k - 1/n*sum_i x_i)"),
    ("sum_i x_i * sum_i y_i", "x_j", "sum_i y_i"),
    ("sum_i sum_j x_ij*sum_j y_ij", "x_kl", "sum_j y_kj"),
    ("1 - 2*sum_i p_i*g_i/(sum_i p_i + sum_i g_i)", "p_j",
     "-2*(g_j*(sum_i p_i + sum_i g_i) - sum_i p_i*g_i)/(sum_i p_i + sum_i g_i)^2"),
]  # fmt: skip


@pytest.mark.parametrize("loss, wrt, claim", SAME_LETTER)
def test_a_sum_within_a_sum_has_an_index_of_its_own(loss: str, wrt: str, claim: str) -> None:
    result = CliRunner().invoke(lossary, ["check", loss, "--wrt", wrt, f"--claim={claim}"])
    assert result.output.startswith("✓ exact"), result.output
    assert " was read as another index." in result.output


def test_a_sum_below_a_stroke_says_where_it_ends() -> None:
    arguments = ("sum_i z_i^2", "--wrt", "z_j", "--claim", "z_j/sum_i y_i*sum_i z_i")
    result = CliRunner().invoke(lossary, ["check", *arguments])
    assert result.exit_code == 2
    assert "below the fraction stroke" in result.stderr
