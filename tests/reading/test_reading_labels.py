"""Arrays of indices that nobody declared: the y of w_{y_i} holds labels, in the loss and in the claims about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sympy import IndexedBase, Sum, symbols

from derivations.catalogue import Catalogue
from derivations.cli.typed import Typed
from derivations.cli.verdict import verdict_on
from derivations.language.domains import Indices
from derivations.reading import read

i, n = symbols("i n", integer=True, positive=True)
w, x, y = map(IndexedBase, "wxy")
SUM = Sum(w[y[i]] * x[i], (i, 1, n))


@pytest.mark.parametrize(
    "text, latex",
    [("sum(w_{y_i}*x_i, i=1..n)", False), ("sum(w[y[i]]*x[i], i=1..n)", False), (r"\sum_{i=1}^n w_{y_i}x_i", True)],
)
def test_what_stands_where_an_index_does_is_a_label(text: str, latex: bool) -> None:  # noqa: FBT001
    found = read(text, latex=latex)
    assert found.expression == SUM
    assert found.symbols["y"].kind == "labels"
    assert isinstance(found.symbols["y"].domain(), Indices)
    assert found.symbols["w"].kind == "array"


def test_a_letter_below_an_index_is_no_label_unless_it_is_an_index() -> None:
    assert read("w_{max}*2").symbols["w_max"].kind == "scalar"


@pytest.mark.parametrize(
    "claim, verdict",
    [
        ("sum([y_i = k]*x_i, i=1..n)", "exact"),
        ("-sum([y_i = k]*x_i, i=1..n)", "negated"),
        ("sum(x_i, i=1..n)", "wrong"),
        ("x_k", "wrong"),
    ],
)
def test_claims_about_a_loss_with_labels_are_judged(claim: str, verdict: str) -> None:
    typed = Typed("sum(w_{y_i}*x_i, i=1..n)", ("w_k",))
    assert verdict_on(typed, Catalogue(Path(), ()), [claim])[0].verdict == verdict
