r"""Before a bracket: what can only be a factor is one, as in \delta_{ky}\,(1-\varepsilon) and 2\pi(x-y)."""

from __future__ import annotations

import pytest
from sympy import IndexedBase, KroneckerDelta, Sum, pi, symbols

from derivations.errors import LossaryError
from derivations.language.domains import Index, Model, Real
from derivations.language.functions import softplus
from derivations.language.over import SmallestOver
from derivations.reading import read, read_latex

a, b, x, y, z = symbols("a b x y z", real=True)
ENTRY = {"p": Real("", shape=("K",)), "k": Index("", last="K"), "y": Index("", last="K"), "x": Real("")}


@pytest.mark.parametrize("text", [r"\delta_{ky}\,(1-x)", r"\delta_{ky}(1-x)", r"\delta_{k,y}\;(1-x)"])
def test_a_kronecker_delta_before_a_bracket_is_a_factor(text: str) -> None:
    k, y = symbols("k y", integer=True, positive=True)
    assert read_latex(text, ENTRY).expression == KroneckerDelta(k, y) * (1 - x)


@pytest.mark.parametrize("text", ["δ_ky (1 − x)", "delta_ky(1 - x)"])
def test_so_it_is_in_plain_text(text: str) -> None:
    k, y = symbols("k y", integer=True, positive=True)
    assert read(text, ENTRY).expression == KroneckerDelta(k, y) * (1 - x)


@pytest.mark.parametrize("text", [r"2\pi\,(x-y)", r"2\pi(x-y)", r"2\pi\left(x-y\right)"])
def test_pi_is_never_called(text: str) -> None:
    assert read_latex(text).expression == 2 * pi * (x - y)


def test_a_policy_pi_is_asked_about() -> None:
    assert read("pi(x - y)").expression == pi * (x - y)
    with pytest.raises(LossaryError, match="may be pi times"):
        read("pi(a)")


def test_a_thin_space_sets_factors_apart_but_not_a_function_from_its_argument() -> None:
    assert read_latex(r"a\,(x)").expression == a * x
    assert read_latex(r"\alpha\,(x-y)").expression == symbols("alpha", real=True) * (x - y)
    assert read_latex(r"\exp\,(x)").expression == read("exp(x)").expression
    assert read_latex(r"m\,(x)", {"m": Model("")}).expression == read("m(x)", {"m": Model("")}).expression
    assert str(read_latex(r"f\,(x)").expression) == "f(x)"


@pytest.mark.parametrize("text", ["2 softplus(z)", "2 · softplus(z)"])
def test_a_function_may_stand_beside_a_factor(text: str) -> None:
    assert read(text).expression == 2 * softplus(z)


def test_a_word_beside_a_factor_is_still_asked_about() -> None:
    with pytest.raises(LossaryError, match="one of them the word margin"):
        read("2 margin(x)")


def test_the_smallest_of_sums_is_read() -> None:
    i, j, m, n = symbols("i j m n", integer=True, positive=True)
    d = IndexedBase("d")
    expected = SmallestOver(Sum(d[i, j], (i, 1, m)), j, 1, n)
    assert read("min(sum(d_ij, i=1..m), (j, 1, n))").expression == expected


@pytest.mark.parametrize("text", ["sum(axis=0, keepdims=True).mean()", "sum(axis=0)", "softmax(axis=1)"])
def test_a_function_of_arrays_without_its_argument_is_refused(text: str) -> None:
    with pytest.raises(LossaryError):
        read(text)
