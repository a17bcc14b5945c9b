"""What must have a value for a formula to have one as it was typed, although SymPy lost it while reading."""

from __future__ import annotations

import pytest
from sympy import KroneckerDelta

from derivations.reading import ReadingError, read, read_latex

LOST = [
    ("exp(log(p-1))/(p-1)", "log(p - 1)", "1/(p - 1)"),
    ("x/x", "1/x"),
    ("x*(1/x)", "1/x"),
    ("sqrt(x)^2", "sqrt(x)"),
    ("0*log(x)", "log(x)"),
    ("log(x) - log(x)", "log(x)"),
    ("x^q/x^q", "x**q", "1/(x**q)"),
    ("logit(p) - logit(p)", "log(p/(1 - p))", "1/(1 - p)"),
    ("sin(x)/cos(x)*cos(x)", "1/cos(x)"),
    ("tan(x) - tan(x)", "tan(x)"),
    ("0*asin(x)", "asin(x)"),
    ("cos(arccos(x))", "acos(x)"),
    ("m(w)/m(w)", "1/m(w)"),
    ("sum(x_i/x_i, i=1..n)", "Sum(1/x[i], (i, 1, n))"),
    ("where(x > 0, 0*log(x), 1)", "Branches(log(x), x > 0, 1, True)"),
    ("where(x > 0, 1, 0*log(x))", "Branches(1, x > 0, log(x), True)"),
    ("0*where(log(x) > 1, x, 2)", "log(x)"),
    ("LambertW(x) - LambertW(x)", "LambertW(x)"),
    ("sum(x_{i+1} - x_{i+1}, i=1..n)", "Sum(x[i + 1], (i, 1, n))"),
]
SHOWN = [
    "log(exp(x))",
    "tan(x)*cos(x)",
    "asin(x)/sqrt(1 - x)",
    "exp(a)*exp(-a)",
    "(p-1)^0",
    "x - x",
    "1/(1+exp(-z)) - 1/(1+exp(-z))",
    "sqrt((p-t)^2)",
    "(p-t)/|p-t|",
    "1/sqrt(x)",
    "1/(x*y)",
    "log(p/(1-p))",
    "where(x > 0, log(x), 1/x)",
    "sum(log(x_i), i=1..n)",
    "sqrt(sum(x_j^2, j=1..n))",
]


@pytest.mark.parametrize("text, needs", [(text, needs) for text, *needs in LOST], ids=[text for text, *_ in LOST])
def test_what_was_lost_is_kept_beside_the_formula(text: str, needs: list[str]) -> None:
    assert list(map(str, read(text).needs)) == needs


@pytest.mark.parametrize("text", SHOWN)
def test_nothing_is_kept_where_nothing_was_lost(text: str) -> None:
    assert read(text).needs == ()


def test_latex_loses_the_same() -> None:
    assert list(map(str, read_latex(r"\frac{x}{x}").needs)) == ["1/x"]


UNDECLARED = [
    ("sigmod(z)", "did you mean sigma(z)? Or declare a model: --symbol sigmod:model"),
    ("net(w)", "write net*(...) for a product, or declare a model: --symbol net:model"),
    ("net'(w)", "--symbol net:model"),
    ("net_k(w)", "--symbol net_k:model"),
    ("besselj(0, k)", "supported"),
    ("K_0(k)", "supported"),
    ("erfinv(x)", "not supported"),
    ("detached(p)", "sg(u)"),
]


@pytest.mark.parametrize("text, word", UNDECLARED, ids=[text for text, _ in UNDECLARED])
def test_a_name_of_several_letters_is_no_model_in_silence(text: str, word: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(text)
    assert word in caught.value.message
    assert caught.value.position == 0


@pytest.mark.parametrize("text", [r"\operatorname{net}(w)", r"\mathrm{sgx}(p)", r"K_0(x)"])
def test_nor_is_it_in_latex(text: str) -> None:
    with pytest.raises(ReadingError, match="declare a model"):
        read_latex(text)


@pytest.mark.parametrize("text", ["m(w)", "f(x)", "h_theta(x)", "m_x'(w)", "f_hat(x)", "eta(w)", "Loss(w) = w^2"])
def test_one_letter_may_be_a_model(text: str) -> None:
    assert read(text).expression


def test_a_delta_of_two_indices_is_one_where_they_are_equal_and_that_is_said() -> None:
    said = read("sum(p_c*delta_ic, c=1..K)")
    assert said.expression.has(KroneckerDelta)
    assert "delta with the indices i and c was read as 1" in said.remarks[0]
