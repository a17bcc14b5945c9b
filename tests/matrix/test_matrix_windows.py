"""Slices: x[i + 1] for i from 1 to n is x from 2 to n + 1, and what this does to the gradient."""

from __future__ import annotations

from typing import Any

import pytest
from mpmath import mp, mpf
from sympy import Expr, IndexedBase, Integer, Sum, Symbol, exp
from textbook_losses import X, d, i, j, k, l, n, w, x, y
from worked_out import MP, Algebra, as_matrix
from written_out import exact, point_of, slopes, to_mpf

from derivations.errors import LossaryError
from derivations.language.domains import Index, Real, Size
from derivations.language.functions import magnitude, sigma
from derivations.language.loss import Loss
from derivations.matrix import MatrixForm, NoMatrixForm, matrix_form
from derivations.matrix.algebra import plus, scale
from derivations.matrix.layout import layout
from derivations.matrix.tensors import Ones, Pad, Variable
from derivations.matrix.windows import padded, sliced

STEP = x[i + 1] - x[i]
LATER = Sum(X[i + 1, j] * w[j], (j, 1, d))
STEPS = Sum(magnitude(STEP), (i, 1, n))
LAST = {k: n + 1}
LONGER = {"x": (n + 1,)}


def windowed(expression: Expr, wrt: Expr, last: dict[Any, Any], **arrays: Any) -> Loss:
    """A loss of arrays of these shapes by the components that the indices reach."""
    return Loss(
        id="L222",
        expression=expression,
        wrt=wrt,
        symbols={
            **{IndexedBase(name): Real("array", shape=shape) for name, shape in arrays.items()},
            **{index: Index("index", last=size) for index, size in last.items()},
            **{size: Size("size") for size in (n, d)},
        },
        source="a test",
    )


LOSSES = {
    "steps, every entry": (
        windowed(STEPS, x[k], LAST, **LONGER),
        "∂L/∂x = (I_{2:n+1,:}ᵀ − I_{1:n,:}ᵀ)sign(x_{2:n+1} − x_{1:n})",
    ),
    "steps, inner entries": (
        windowed(Sum(magnitude(STEP), (i, 1, n + 1)), x[k + 1], {k: n}, x=(n + 2,)),
        "∂L/∂x_{2:n+1} = sign(x_{2:n+1} − x_{1:n}) − sign(x_{3:n+2} − x_{2:n+1})",
    ),
    "steps, all but the last": (
        windowed(STEPS, x[k], {k: n}, **LONGER),
        "∂L/∂x_{1:n} = I_{2:n,:}ᵀ sign(x_{2:n} − x_{1:n−1}) − sign(x_{2:n+1} − x_{1:n})",
    ),
    "squares": (
        windowed(Sum(STEP**2, (i, 1, n)), x[k], LAST, **LONGER),
        "∂L/∂x = 2(I_{2:n+1,:}ᵀ − I_{1:n,:}ᵀ)(x_{2:n+1} − x_{1:n})",
    ),
    "rows": (
        windowed(Sum((X[i + 1, j] - X[i, j]) ** 2, (i, 1, n), (j, 1, d)), X[k, l], {**LAST, l: d}, X=(n + 1, d)),
        "∂L/∂X = 2(I_{2:n+1,:} − I_{1:n,:})ᵀ(X_{2:n+1,:} − X_{1:n,:})",
    ),
    "columns": (
        windowed(Sum((X[i, j + 1] - X[i, j]) ** 2, (i, 1, n), (j, 1, d)), X[k, l], {k: n, l: d + 1}, X=(n, d + 1)),
        "∂L/∂X = 2(X_{:,2:d+1} − X_{:,1:d})(I_{2:d+1,:} − I_{1:d,:})",
    ),
    "rows and columns": (
        windowed(Sum(X[i + 1, j + 1] * X[i, j], (i, 1, n), (j, 1, d)), X[k, l], {**LAST, l: d + 1}, X=(n + 1, d + 1)),
        "∂L/∂X = I_{2:n+1,:}ᵀX_{1:n,1:d}I_{2:d+1,:} + I_{1:n,:}ᵀX_{2:n+1,2:d+1}I_{1:d,:}",
    ),
    "neighbours": (
        windowed(Sum(x[i] * x[i + 2], (i, 1, n)), x[k], {k: n + 2}, x=(n + 2,)),
        "∂L/∂x = I_{3:n+2,:}ᵀx_{1:n} + I_{1:n,:}ᵀx_{3:n+2}",
    ),
    "functions of neighbours": (
        windowed(Sum(sigma(x[i]) * exp(x[i + 1]), (i, 1, n)), x[k], LAST, **LONGER),
        None,
    ),
    "moving average": (
        windowed(Sum((y[i] - (x[i] + x[i + 1]) / 2) ** 2, (i, 1, n)), x[k], LAST, y=(n,), **LONGER),
        "∂L/∂x = −(1/2)(I_{2:n+1,:}ᵀ + I_{1:n,:}ᵀ)(2y − x_{1:n} − x_{2:n+1})",
    ),
    "rows of data": (
        windowed(Sum((y[i] - LATER) ** 2, (i, 1, n)), w[j], {j: d}, X=(n + 1, d), w=(d,), y=(n,)),
        "∂L/∂w = −2X_{2:n+1,:}ᵀ(y − X_{2:n+1,:}w)",
    ),
    "weights but for the first": (
        windowed(Sum(Sum(X[i, j] * w[j + 1], (j, 1, d)) ** 2, (i, 1, n)), w[k + 1], {k: d}, X=(n, d), w=(d + 1,)),
        "∂L/∂w_{2:d+1} = 2XᵀXw_{2:d+1}",
    ),
}  # fmt: skip


def form_of(loss: Loss) -> MatrixForm:
    form = matrix_form(loss)
    assert form is not None
    return form


@pytest.mark.parametrize("name", [name for name, (_, written) in LOSSES.items() if written])
def test_it_is_written_in_slices(name: str) -> None:
    loss, written = LOSSES[name]
    gradient = form_of(loss).gradient
    assert f"{gradient.left[1]} = {gradient.right[1]}" == written


@pytest.mark.parametrize("sizes", [{n: 1, d: 1}, {n: 2, d: 3}, {n: 5, d: 2}], ids=str)
@pytest.mark.parametrize("name", LOSSES)
def test_every_component_is_the_slope(name: str, sizes: dict[Any, int]) -> None:
    loss, _ = LOSSES[name]
    form, env = form_of(loss), point_of(loss, sizes, seed=sum(sizes.values()))
    with mp.workdps(70):
        values = {symbol: exact(given, to_mpf) for symbol, given in env.items() if isinstance(symbol, IndexedBase)}
        got, expected = form.value(values, MP), slopes(loss, env)
        count = 0
        for place, component in places_of(got):
            whole = tuple(position + first - 1 for position, first in zip(place, form.first, strict=True))
            assert abs(component - expected[whole]) < mpf(10) ** -36, whole
            count += 1
        assert count == mp.fprod(int(size.subs(sizes)) for size in form.node.shape)


def places_of(nested: Any) -> list[tuple[tuple[int, ...], Any]]:
    if not isinstance(nested, list):
        return [((), nested)]
    return [((at, *rest), v) for at, part in enumerate(nested) for rest, v in places_of(part)]


@pytest.mark.parametrize("name", LOSSES)
def test_what_is_printed_is_the_gradient(name: str) -> None:
    loss, _ = LOSSES[name]
    form, sizes = form_of(loss), {n: 3, d: 3}
    with mp.workdps(60):
        env = {symbol: exact(given, to_mpf) for symbol, given in point_of(loss, sizes, seed=2).items()}
        env |= sizes
        values = {symbol: given for symbol, given in env.items() if isinstance(symbol, IndexedBase)}
        difference = Algebra(env)(layout(form.node)) - as_matrix(form.value(values, MP))
        assert max(abs(v) for v in difference) < mpf(10) ** -40


def test_the_loss_is_in_slices_and_the_sign_is_explained() -> None:
    form = form_of(LOSSES["steps, every entry"][0])
    assert form.stated_as is not None
    assert form.stated_as.right == (r"\mathbf{1}^{\top}|x_{2:n+1} - x_{1:n}|", "𝟏ᵀ|x_{2:n+1} − x_{1:n}|")
    assert form.gradient.left[0] == r"\frac{\partial L}{\partial x}"
    assert (form.shape, form.shapes[x]) == (("n+1", "n+1"), ("n+1", "n+1"))
    page, terminal = form.signs
    assert "$x_{a:b}$ holds the entries $a$ to $b$ of $x$" in page
    assert "x_{a:b} holds the entries a to b of x" in terminal
    assert "I is the identity matrix" in terminal


def test_a_slice_of_what_was_padded_is_what_overlaps() -> None:
    u = Variable(x, (n,))
    assert sliced(padded(u, 0, 2, n + 4), 0, 2, n) == u
    assert sliced(padded(u, 0, 0, n + 1), 0, 1, n) == padded(sliced(u, 0, 1, n - 1), 0, 0, n)
    assert sliced(padded(u, 0, 1, n + 1), 0, 0, n) == padded(sliced(u, 0, 0, n - 1), 0, 1, n)
    two, five = Integer(2), Integer(5)
    assert sliced(padded(Variable(x, (two,)), 0, 3, five), 0, 0, two) == plus([], (two,))
    far = sliced(padded(u, 0, 0, n + d), 0, 0, d)
    assert far.shape == (d,)
    assert isinstance(far.parts[0], Pad)


def test_slices_reach_through_to_what_is_given() -> None:
    u = Variable(x, (n + 2,))
    assert sliced(u, 0, 0, n + 2) is u
    assert sliced(sliced(u, 0, 1, n + 1), 0, 1, n) == sliced(u, 0, 2, n)
    assert sliced(scale(2, u), 0, 1, n) == scale(2, sliced(u, 0, 1, n))
    assert sliced(Ones(n + 2), 0, 1, n) == Ones(n)
    assert padded(scale(-3, Variable(y, (n,))), 0, 1, n + 2) == scale(-3, padded(Variable(y, (n,)), 0, 1, n + 2))
    matrix = Variable(X, (n + 1, d + 1))
    assert sliced(sliced(matrix, 0, 1, n), 1, 1, d) == sliced(sliced(matrix, 1, 1, d), 0, 1, n)


@pytest.mark.parametrize(
    "loss, message",
    [
        (windowed(Sum(x[2 * i], (i, 1, n)), x[k], {k: n}, x=(2 * n,)), "2*i in expression is an index that is not"),
        (windowed(Sum(x[i], (i, 1, 2 * n)), x[2 * k], {k: n}, x=(2 * n,)), "2*k in x[2*k] is no letter"),
    ],
)  # fmt: skip
def test_other_indices_are_refused(loss: Loss, message: str) -> None:
    with pytest.raises(NoMatrixForm) as refusal:
        matrix_form(loss)
    assert message in str(refusal.value)


def test_an_index_before_the_first_is_refused_by_the_loss() -> None:
    with pytest.raises(LossaryError, match="the index i - 1 begins at 0, but x at 1"):
        windowed(Sum(x[i] * x[i - 1], (i, 1, n)), x[k], {k: n}, x=(n,))
    with pytest.raises(LossaryError, match="the index k - 1 begins at 0, but x at 1"):
        windowed(Sum(x[i], (i, 1, n)), x[k - 1], {k: n}, x=(n,))


def test_a_name_with_a_subscript_is_set_apart() -> None:
    u = IndexedBase("x_a")
    loss = windowed(Sum((u[i + 1] - u[i]) ** 2, (i, 1, n)), u[k + 1], {k: n}, x_a=(n + 1,))
    assert form_of(loss).gradient.left == (r"\frac{\partial L}{\partial (x_{a})_{2:n+1}}", "∂L/∂xₐ_{2:n+1}")


def test_a_size_that_no_array_has_alone_follows_from_one_that_is_longer() -> None:
    form = form_of(LOSSES["steps, inner entries"][0])
    assert form.value({x: [0.0, 1.0, 3.0, 2.0]}) == [0, 2]
    assert form.value({x: [0.0, 1.0, 3.0, 2.0], Symbol("n", integer=True, positive=True): 2}) == [0, 2]
