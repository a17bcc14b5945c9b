"""Whole derivations, line by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from derivations.cli import lossary
from derivations.cli.lines import MOST_BYTES, chain_of, steps_of


def run(*words: str) -> Result:
    return CliRunner().invoke(lossary, ["check", *words])


LINES = [
    ("2(p - t)", ["2(p - t)"]),
    ("dL/dp = 2(p - t)\n = 2p - 2t", ["2(p - t)", "2p - 2t"]),
    ("L'(p) = a = b", ["a", "b"]),
    (r"\begin{align}\frac{\partial L}{\partial w}&=a\\&=b\nonumber\\[2pt]&=c\end{align}", ["a", "b", "c"]),
    (r"\nabla L = \begin{cases}a&w=i\\b&w\ne i\end{cases} = c", [r"\begin{cases}a&w=i\\b&w\ne i\end{cases}", "c"]),
    ("where(x == 1, a, b) = [x >= 1]*c = d", ["where(x == 1, a, b)", "[x >= 1]*c", "d"]),
    ("L = (p-t)^2\ndL/dp = 2(p-t)*1\n= 2p - 2t", ["2(p-t)*1", "2p - 2t"]),
    (r"L = -\log p_y = a, \frac{\partial L}{\partial z_k} = b = c".replace(",", "\n"), ["b", "c"]),
    ("# a remark\n\na\n= b", ["a", "b"]),
    ("sum(x_i, i=1..n) = S", ["sum(x_i, i=1..n)", "S"]),
]  # fmt: skip


@pytest.mark.parametrize("text, wanted", LINES, ids=[text for text, _ in LINES])
def test_a_derivation_is_cut_at_its_equals_signs(text: str, wanted: list[str]) -> None:
    assert [line.text for line in steps_of(text)] == wanted


def test_one_formula_is_no_chain() -> None:
    assert chain_of("dL/dw = 2w") == chain_of("2w") == chain_of("-2 e, e = t - p") == []


def test_a_right_derivation_has_a_tick_on_every_line() -> None:
    result = run("(y - w x)^2", "--wrt", "w", "--claim", "dL/dw = -2(y - w x)x = 2w x^2 - 2x y")
    assert result.exit_code == 0
    assert result.output.startswith("✓ every line is the gradient (2 of 2)")


def test_the_first_wrong_line_is_named_with_a_point(tmp_path: Path) -> None:
    file = tmp_path / "steps.tex"
    file.write_text(
        r"""\begin{align}
        \frac{\partial L}{\partial w} &= 2(y - \sigma(wx)) \cdot (-\sigma'(wx)) x \\
        &= -2(y - \sigma(wx))\,\sigma(wx)(1 - \sigma(wx))x \\
        &= -2(y - \sigma(wx))\,(1 - \sigma(wx))x \\
        &= 0
        \end{align}""",
        encoding="utf-8",
    )
    result = run("--latex", r"(y - \sigma(wx))^2", "--wrt", "w", "--steps", str(file))
    assert result.exit_code == 0, result.output
    assert result.output.startswith("✗ line 3 is the first that is wrong: line 2 is still right")
    assert "was dropped" in result.output
    assert "At w = " in result.output
    assert "not looked at" in result.output


def test_steps_for_a_program(tmp_path: Path) -> None:
    file = tmp_path / "steps.txt"
    file.write_text("2(p - t)\n= p - t", encoding="utf-8")
    rows = json.loads(run("(p - t)^2", "--wrt", "p", "--steps", str(file), "--format", "json").output)
    assert [row["verdict"] for row in rows] == ["exact", "positive-scale"]


CHAIN = r"""\begin{align}
\frac{\partial L}{\partial a} &= a - t \\
\frac{\partial a}{\partial z} &= a(1 - a) \\
\frac{\partial L}{\partial w} &= (a - t)a(1 - a)x \\ &= (a - t)(a - a^2)x \\
\frac{\partial L}{\partial b} &= (a - t)a%s
\end{align}"""


@pytest.mark.parametrize(
    "last, verdict", [("(1 - a)", "✓ every line is right (5 of 5)"), ("", "✗ line 5 is the first")]
)
def test_each_line_is_judged_as_the_slope_that_it_names(tmp_path: Path, last: str, verdict: str) -> None:
    file = tmp_path / "steps.tex"
    file.write_text(CHAIN % last, encoding="utf-8")
    words = ("--latex", r"\frac12(a - t)^2", "--where", r"a = \sigma(z)", "--where", "z = wx + b", "--wrt", "w")
    output = run(*words, "--steps", str(file)).output
    assert output.startswith(verdict)
    assert r"✓ 2  \frac{\partial a}{\partial z} = a(1 - a)" in output
    assert r"✓ 4  (a - t)(a - a^2)x" in output


def test_a_slope_by_what_is_not_defined_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "steps.txt"
    file.write_text("dL/da = a - t\nda/dz = a(1 - a)", encoding="utf-8")
    result = run("(a - t)^2/2", "--where", "a = sigma(w*x)", "--wrt", "w", "--steps", str(file))
    assert result.exit_code == 2
    assert "line 2 of the derivation" in result.output


def test_a_line_with_a_derivative_that_is_not_taken_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "steps.txt"
    file.write_text("2(p - t)\n= 2 d/dp p\n= 2p - 2t", encoding="utf-8")
    output = run("(p - t)^2", "--wrt", "p", "--steps", str(file)).output
    assert "passed over" in output


@pytest.mark.parametrize("content", [None, "", "= \n", "\n# nothing\n", "2(p -", "x\n" * 100])
def test_a_file_that_is_no_derivation_is_refused(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "steps.txt"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    result = run("(p - t)^2", "--wrt", "p", "--steps", str(file))
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_file_of_too_many_bytes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("p\n" * MOST_BYTES)
    result = run("squared", "--steps", str(file))
    assert result.exit_code == 2
    assert f"more than {MOST_BYTES}: split it" in result.output


SQUARED = ("(a - t)^2/2", "--where", "a = sigma(z)", "--where", "z = w*x + b", "--wrt", "w")
SOFTMAX = ("-log(exp(z_y)/sum(exp(z_j), j=1..K))", "--wrt", "z_k")
NETWORK = (
    "--latex",
    r"(a^{[2]} - y)^2, a^{[2]} = \sigma(z^{[2]}), z^{[2]} = w^{[2]} x",
    "--wrt",
    "w^{[2]}",
)
WRITTEN: list[tuple[tuple[str, ...], str, str]] = [
    # products of slopes that stand above
    (SQUARED, "dL/da = a - t\nda/dz = a(1-a)\ndz/dw = x\ndL/dw = dL/da * da/dz * dz/dw = (a-t)a(1-a)x",
     "✓ every line is right (5 of 5)"),
    (SQUARED, "dL/da = a - t\nda/dz = a(1-a)\ndz/dw = x\ndL/dw = dL/da * dz/dw", "✗ line 4 is the first"),
    (SQUARED, "dL/da = a - t\ndL/dz = dL/da * a(1-a) = (a-t)a(1+a)", "✗ line 3 is the first"),
    # what the derivation defines, and words between its lines
    (("tanh(w*x)^2", "--wrt", "w"), ("Let u = w*x.\nThen dL/du = 2*tanh(u)*(1 - tanh(u)^2)\ndu/dw = x,\n"
     "so dL/dw = 2*tanh(w*x)*(1 - tanh(w*x)^2)*x."), "✓ every line is right (3 of 3)"),
    (("tanh(w*x)^2", "--wrt", "w"), "u = w*x\ndL/du = 2*tanh(u)\ndu/dw = x", "✗ the first line is not dL/du"),
    (SOFTMAX, ("dL/dz_k = -[k = y] + exp(z_k)/sum(exp(z_j), j=1..K)\n = p_k - [k = y]\n"
     "where p_k = exp(z_k)/sum(exp(z_j), j=1..K)"), "✓ every line is the gradient (2 of 2)"),
    (("(p - t)^2", "--wrt", "p"), "1. 2(p-t)*1\n2. 2p - 2t\n3. 2(p+t)", "✗ line 3 is the first"),
    # slopes by what the loss itself defines, or by what is written out in it
    (NETWORK, (r"\frac{\partial L}{\partial a^{[2]}} = 2(a^{[2]} - y) \\ "
     r"\frac{\partial a^{[2]}}{\partial z^{[2]}} = a^{[2]}(1 - a^{[2]})"), "✓ every line is right (2 of 2)"),
    (("--latex", r"(\hat y - y)^2, \hat y = wx + b", "--wrt", "w"),
     r"\frac{\partial L}{\partial \hat y} = 2(\hat y - y) \\ \frac{\partial \hat{y}}{\partial w} = x",
     "✓ every line is right (2 of 2)"),
    (("(sigma(w*x+b) - t)^2/2", *SQUARED[1:]), "dL/da = a - t\nda/dz = a(1-a)", "✓ every line is right (2 of 2)"),
    # the loss itself, a derivative in brackets that is still to be taken, and words
    (("(p - t)^2", "--wrt", "p"), "p^2 - 2pt + t^2\n= 2p - 2t", "✓ every line that could be judged is the"),
    (("(p - t)^2", "--wrt", "p"), "p^2 - 2pt + t^2\n= 2p - t", "✗ line 2 is wrong\n"),
    (("(p - t)^2", "--wrt", "p"), "(p - t)^2", "· no line could be judged"),
    (("(p - t)^2", "--wrt", "p"), "d/dp (p-t)^2 = 2(p-t) d(p-t)/dp\n= 2(p - t)\nTherefore the gradient is: 2p - 2t",
     "✓ every line is the gradient (4 of 4)"),
    # the slope of a part of the loss, and a slope that nothing tells yet
    (("(w*x - t)^2", "--wrt", "w"), "d/dw (w*x - t) = x\ndL/dw = 2*(w*x - t)*x", "✓ every line that could be"),
    (("(w*x - t)^2", "--wrt", "w"), "d/dw (w*x - t) = w\ndL/dw = 2*(w*x - t)*x", "✗ line 2 is wrong"),
    (("sigma(w*x)^2", "--wrt", "w"),
     "d/dw sigma(w*x) = sigma(w*x)(1-sigma(w*x))x\ndL/dw = 2*sigma(w*x)^2*(1-sigma(w*x))*x",
     "✓ every line that could be judged is right (2 of 3)"),
    (("log(sum_i exp(z_i)) - z_k", "--wrt", "z_j"),
     "S = sum_i exp(z_i)\ndL/dz_j = 1/S * dS/dz_j - [j = k]\ndS/dz_j = exp(z_j)\ndL/dz_j = exp(z_j)/S - [j = k]",
     "✓ every line that could be judged is right (2 of 3)"),
    # what a derivation says of a name more than once
    (("(w*x - t)^2", "--wrt", "w"), "u = w*x - t = x*w - t\ndL/dw = 2*u*x", "✓ every line is the gradient (1 of 1)"),
    (("(w*x - t)^2", "--wrt", "w"), "u = w*x - t\ndL/dw = 2*u*x\nu = t - w*x\ndL/dw = -2*u*x",
     "✗ u = t - w*x is not what was said before"),
    (("log(1 + exp(z)) - t*z", "--wrt", "z"), "p = sigma(z) = 1/(1 + exp(z))\ndL/dz = p - t",
     "✗ p = 1/(1 + exp(z)) is not what was said before"),
    # the slopes of a network by the names of a derivation, and those that it is calculated with
    (("np.sum((W2@sigma(W1@x) - y)**2)", "--wrt", "W1"),
     "z = W1@x\nh = sigma(z)\ne = W2@h - y\ndL/de = 2*e\ndL/dh = 2*W2.T@e\ndL/dW1 = (2*W2.T@e*h*(1-h))@x.T",
     "✓ every line is right (3 of 3)"),
    (("np.sum((y - X@w)**2) + np.sum(w**2)", "--wrt", "w"), "e = X@w - y\ndL/de = 2*e\ndL/dw = 2*X.T@e + 2*w",
     "✓ every line is right (2 of 2)"),
    (("-log(softmax(z)_k)", "--wrt", "z_j"), "p = softmax(z)\ndL/dp_k = -p_k", "✗ the first line is not dL/dp_k"),
    (("sigma(w*x)^2", "--wrt", "w"), "o = sigma(w*x)\ndo = 2*o\ndw = do*o*(1-o)*x", "✓ every line is right (2 of 2)"),
    (("sigma(w*x)^2", "--wrt", "w"), "o = sigma(w*x)\ndo = o\ndw = 2*do*o*(1-o)*x",
     "✓ every line that could be judged is right (1 of 2)"),
    (("(w*x - t)^2", "--wrt", "w"), "u = w*x - t\ndL/du = 2u\ndu/dw = x\ndL/dw = dL/du du/dw = 2u x",
     "✓ every line is right (4 of 4)"),
    # what holds under a convention is not wrong
    (("-sum(t_k*log(p_k), k=1..K), p_k = exp(z_k)/sum(exp(z_j), j=1..K)", "--wrt", "z_i"),
     "dL/dz_i = p_i*sum(t_k, k=1..K) - t_i = p_i - t_i", "≈ line 2 holds under a convention only"),
    (("sqrt((x^2)^2)", "--wrt", "x"), "2*x^2*2*x/(2*sqrt((x^2)^2)) = 2*x", "≈ line 1 holds under a convention only"),
]  # fmt: skip


@pytest.mark.parametrize("words, text, first", WRITTEN, ids=[text for _, text, _ in WRITTEN])
def test_a_derivation_is_judged_as_students_write_it(
    tmp_path: Path, words: tuple[str, ...], text: str, first: str
) -> None:
    file = tmp_path / "steps.txt"
    file.write_text(text, encoding="utf-8")
    assert run(*words, "--steps", str(file)).output.startswith(first)


@pytest.mark.parametrize("text", ["1 - sigma(z) = sigma(-z)\ndL/dz = sigma(z) - t", "u = t*z\ndL/dz = sigma(z) - t"])
def test_a_line_that_says_nothing_of_the_slope_is_not_called_wrong(tmp_path: Path, text: str) -> None:
    file = tmp_path / "steps.txt"
    file.write_text(text, encoding="utf-8")
    result = run("log(1 + exp(z)) - t*z", "--wrt", "z", "--steps", str(file))
    assert (result.exit_code, "nothing says what it is: leave it out" in result.output) == (2, True)


def test_a_derivation_and_a_claim_are_not_judged_together(tmp_path: Path) -> None:
    result = run("(p - t)^2", "--wrt", "p", "--steps", str(tmp_path / "steps.txt"), "--claim", "2(p - t)")
    assert (result.exit_code, "not both" in result.output) == (2, True)


def test_a_name_is_not_defined_in_two_ways(tmp_path: Path) -> None:
    file = tmp_path / "steps.txt"
    file.write_text("a = tanh(z)\ndL/da = a - t", encoding="utf-8")
    result = run(*SQUARED, "--steps", str(file))
    assert result.exit_code == 2
    assert "give one of the two" in result.output


def test_of_a_line_that_was_passed_over_nothing_is_said(tmp_path: Path) -> None:
    file = tmp_path / "steps.txt"
    file.write_text("d/dw [ |m_x(w) - t| ]\n= d/dw[m_x(w)]\n= m_x'(w)\n", encoding="utf-8")
    result = run("L4K7", "--steps", str(file))
    assert result.output.startswith("✗ line 3 is wrong: lines 1 to 2 could not be judged, so that the mistake may be")


def test_how_names_were_read_is_said_of_lines_that_are_right() -> None:
    words = ("check", "-log(softmax(z)[y])", "--wrt", "z_k", "--claim", "-(delta_ky - p_k) = p_k - delta_ky")
    result = CliRunner().invoke(lossary, words)
    assert "every line is the gradient (2 of 2)" in result.output
    assert "p was read as the softmax of the loss" in result.output
