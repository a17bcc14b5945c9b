"""What is printed is the gradient: the matrix expression, worked out as such, equals the sums over indices."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import reduce
from typing import Any

import pytest
from mpmath import mp, mpf
from sympy import IndexedBase, Integer, Mul, Sum, exp, tanh
from textbook_losses import CASES, Case, K, X, d, e, i, j, k, l, loss_of, m, n, w, x
from worked_out import MP, SIZE, Algebra, as_matrix
from written_out import exact, point_of, slopes, to_mpf

from derivations.language.functions import sigma
from derivations.matrix import MatrixForm, NoMatrixForm, matrix_form
from derivations.matrix.forms import Form, times, transposed
from derivations.matrix.layout import layout
from derivations.matrix.reading import Reader
from derivations.matrix.value import value

ALIKE = {n: SIZE, d: SIZE, K: SIZE, m: SIZE}
UNLIKE = {n: 2, d: 3, K: 1, m: 4}
CLOSE = mpf(10) ** -40


def difference(form: MatrixForm, printed: Form) -> Any:
    """The largest distance of the printed form from the sums over indices."""
    with mp.workdps(60):
        env = {symbol: exact(given, to_mpf) for symbol, given in point_of(form.loss, ALIKE, seed=5).items()}
        for definition in form.loss.definitions:  # the names that the printed form uses
            env[definition.base] = value(Reader(form.loss).array(definition.base), form.loss, env, MP)
        expected, got = as_matrix(form.value(env, MP)), Algebra(env)(printed)
        assert (got.rows, got.cols) == (expected.rows, expected.cols)
        return max(abs(v) for v in got - expected)


def form_of(case: Case) -> MatrixForm:
    form = matrix_form(case.loss)
    assert form is not None
    return form


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_printed_form_is_the_gradient(case: Case) -> None:
    form = form_of(case)
    assert difference(form, layout(form.node)) < CLOSE


def test_a_transpose_too_many_is_found() -> None:
    form = form_of(next(case for case in CASES if case.name == "matrix factorisation"))
    printed = layout(form.node)
    *front, last = printed.parts
    assert last.head == "times"
    wrong = replace(printed, parts=(*front, times(last.parts[0], transposed(last.parts[1]))))
    assert difference(form, wrong) > CLOSE * 10**30


ARRAYS = {
    "X": (n, d), "A": (n, K), "B": (d, d), "U": (K, d), "V": (n, m), "w": (d,), "x": (n,), "a": (K,), "t": (m,),
}  # fmt: skip
LETTERS = {n: (i,), d: (j, e), K: (k,), m: (l,)}


def product_of(dice: random.Random) -> Any:
    """A product of arrays and of functions of them, with whatever indices come."""
    names = [dice.choice(["X", "w"]), *dice.choices(sorted(ARRAYS), k=dice.randint(1, 3))]
    entries = [IndexedBase(name)[tuple(dice.choice(LETTERS[size]) for size in ARRAYS[name])] for name in names]
    wraps = [lambda u: u, lambda u: u, lambda u: u**2, sigma, tanh, exp, lambda u: 1 / (u**2 + 1)]
    return Mul(*[dice.choice(wraps)(entry) for entry in entries])


def summed(term: Any) -> Any:
    bound = sorted(term.free_symbols & {i, j, e, k, l}, key=str)
    last = {letter: size for size, letters in LETTERS.items() for letter in letters}
    return Sum(term, *[(index, 1, last[index]) for index in bound])


def form_or_refusal(loss: Any) -> MatrixForm | str:
    try:
        form = matrix_form(loss)
    except NoMatrixForm as refusal:
        return str(refusal)
    assert form is not None
    return form


@pytest.mark.parametrize("seed", range(80))
def test_random_losses_agree_or_say_that_they_have_no_matrix_form(seed: int) -> None:
    dice = random.Random(seed)
    total = sum((Integer(dice.choice([1, 2, -3])) * summed(product_of(dice)) for _ in range(3)), Integer(0))
    wrt = X[i, j] if total.has(X) else w[j] if total.has(w) else x[i]
    loss = loss_of(sigma(total) if dice.random() < 0.5 else total, wrt, **ARRAYS)
    form = form_or_refusal(loss)
    if isinstance(form, str):
        assert "more than two matrices" in form or "is no matrix" in form
        return
    assert difference(form, layout(form.node)) < CLOSE
    env = point_of(loss, UNLIKE, seed)
    with mp.workdps(60):
        got = form.value({symbol: exact(given, to_mpf) for symbol, given in env.items()}, MP)
        for place, slope in slopes(loss, env).items():
            component = reduce(lambda part, index: part[index], place, got)
            assert abs(component - slope) < mpf(10) ** -30 * (1 + abs(slope))


def test_few_random_losses_are_refused() -> None:
    terms = [summed(product_of(random.Random(seed))) for seed in range(80)]
    losses = [loss_of(term, X[i, j] if term.has(X) else w[j], **ARRAYS) for term in terms]
    assert sum(isinstance(form_or_refusal(loss), str) for loss in losses) < 8
