"""What strangers type: names, left sides and indicators as they write them, judged as they are meant or refused."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from derivations.cli import lossary


def run(*words: str) -> Result:
    return CliRunner().invoke(lossary, ["check", *words])


def said(*words: str) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


TEX = "--latex"
SUM = r"\frac{1}{2m}\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})^2"
SLOPE = r"\frac{1}{m}\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x^{(i)}"
COURSE = (TEX, SUM, "--claim", SLOPE, "--wrt")
ROW, ENTRY = r"h_\theta(x) = \theta^T x", r"h_\theta(x^{(i)}) = \theta^T x^{(i)}"
BOTH = "both stand here: write one of them"
LINE = "(w1*x1 + w2*x2 - y)^2"
JUDGED: list[tuple[str, tuple[str, ...], str]] = [
    # functions that are defined, behind the loss or beside it
    ("exact", (*COURSE, r"\theta", "--where", ROW), "theta: read as a vector"),
    ("exact", (TEX, f"{SUM}, {ROW}", "--wrt", r"\theta", "--claim", SLOPE), "theta: read as a vector"),
    ("exact", (*COURSE, r"\theta", "--where", ENTRY), "theta: read as a vector"),
    ("exact", (TEX, f"{SUM}, {ENTRY}", "--wrt", r"\theta", "--claim", SLOPE), "theta: read as a vector"),
    ("exact", (*COURSE, r"\theta", "--where", r"h_{\theta}(x^{(k)}) = \theta x^{(k)}"), ""),
    ("exact", (*COURSE, r"\theta_1", "--where", r"h_\theta(x) = \theta_0 + \theta_1 x"), ""),
    ("wrong", (*COURSE, r"\theta_0", "--where", r"h_\theta(x) = \theta_0 + \theta_1 x"), "with respect to θ_1"),
    ("exact", (TEX, r"(h(x^{(i)}) - y^{(i)})^2", "--where", "h(x) = w x", "--wrt", "w", "--claim",
               r"2(h(x^{(i)}) - y^{(i)}) x^{(i)}"), ""),
    ("wrong", (*COURSE, r"\theta", "--where", r"h_\theta(x) = \sigma(\theta^T x)"), "was dropped"),
    ("exact", ("sum((h(x[i]) - y[i])^2, i=1..m)", "--where", "h(x[i]) = w x[i]", "--wrt", "w", "--claim",
               "2 sum((h(x[i]) - y[i]) x[i], i=1..m)"), ""),
    # a name and its number, with a line between them or without
    ("exact", ("(x1 - x2)^2", "--wrt", "x1", "--claim", "2*(x_1 - x_2)"), "x_2 was read as the x2 of the loss"),
    ("negated", ("(x1 - x2)^2", "--wrt", "x_2", "--claim", "2*(x_1 - x_2)"), "x_2 was read as the x2 of the loss"),
    ("exact", ("(x_1 - x_2)^2", "--wrt", "x1", "--claim", "dL/dx1 = 2*(x1 - x2)"), "x1 was read as the x_1"),
    ("exact", (LINE, "--wrt", "w_1", "--claim", "2*(w_1 x_1 + w_2 x_2 - y)*x_1"), "w_1 was read as the w1"),
    ("wrong", (LINE, "--wrt", "w1", "--claim", "2*(w_1 x_1 + w_2 x_2 - y)*x_2"), "w_1 was read as the w1"),
    ("exact", ("log(x1)", "--where", "x_1 > 0", "--wrt", "x1", "--claim", "1/x_1"), "conditions that were stated"),
    ("exact", ("(o1 - t)^2", "--where", "o_1 = w*x", "--wrt", "w", "--claim", "2*(o_1 - t)*x"), "o_1 was read as"),
    ("exact", ("sum(x_i^2, i=1..n)", "--wrt", "x_1", "--claim", "2*x1"), "x1 was read as the x_1"),
]  # fmt: skip
REFUSED = [
    (("(x1 - x2)^2", "--wrt", "x1", "--claim", "2*(x_1 - x_3)"), "x_3 in the claim does not occur in the loss"),
    (("(x_1 - x_2)^2", "--wrt", "x_1", "--claim", "2*(x_1 - x2) + x_2 - x2"), f"x2 and x_2 {BOTH}"),
    (("(x_1 - x1)^2", "--wrt", "x1", "--claim", "2*(x1 - x_1)"), f"x_1 and x1 {BOTH}"),
]


@pytest.mark.parametrize("verdict, words, part", JUDGED, ids=[" ".join(words) for _, words, _ in JUDGED])
def test_what_strangers_type_is_judged_as_it_is_meant(verdict: str, words: tuple[str, ...], part: str) -> None:
    text = said(*words)
    assert text.split()[1].startswith(verdict), text
    assert part in text


@pytest.mark.parametrize("words, part", REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_what_may_mean_two_things_is_refused_with_the_cure(words: tuple[str, ...], part: str) -> None:
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert part in " ".join(result.output.split())
