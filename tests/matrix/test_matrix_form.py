"""How matrix forms look, what shapes they state, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sympy import IndexedBase, KroneckerDelta, Max, Sum, Symbol, asin, exp, log
from textbook_losses import (
    CASES,
    NETWORK,
    W1,
    A,
    B,
    Case,
    K,
    U,
    V,
    X,
    Y,
    Z,
    a,
    d,
    e,
    f,
    h,
    hidden,
    i,
    j,
    k,
    l,
    lamda,
    loss_of,
    m,
    n,
    o,
    output,
    squared,
    w,
    y,
)

from derivations.catalogue import the_catalogue
from derivations.errors import LossaryError
from derivations.language.cases import branches
from derivations.language.domains import Adjoints, Index, Intermediate, Positive, Real, Size
from derivations.language.functions import otherwise, sigma
from derivations.language.loss import Loss
from derivations.matrix import MatrixForm, Names, NoMatrixForm, matrix_form, shapes

LEAST_SQUARES = CASES[0].loss


def form_of(loss: Loss) -> MatrixForm:
    form = matrix_form(loss)
    assert form is not None
    return form


def named(name: str) -> Loss:
    return next(case.loss for case in CASES if case.name == name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_written_as_people_write_it(case: Case) -> None:
    assert form_of(case.loss).tex == case.tex


@pytest.mark.parametrize(
    "name, text",
    [
        ("least squares", "2Xᵀ(Xw − y)"),
        ("ridge", "2Xᵀ(Xw − y) + 2λw"),
        ("lasso", "Xᵀ(Xw − y) + λ sign(w)"),
        ("mean logistic regression", "(1/n)Xᵀ(σ(Xw) − y)"),
        ("softmax regression", "(P − Y)ᵀX"),
        ("support vector machine", "w − CXᵀ(y ⊙ [𝟏 − y ⊙ Xw > 0])"),
        ("network, weights to the hidden layer", "−2(W₂ᵀ((t − o) ⊙ o ⊙ (𝟏 − o)) ⊙ h ⊙ (𝟏 − h))xᵀ"),
        ("cosine distance", "(1/(‖a‖‖w‖))((aᵀw/‖w‖²)w − a)"),
        ("root of the mean square", "(1/(√n‖Xw − y‖))Xᵀ(Xw − y)"),
        ("Gaussian by any matrix", "(1/2)(S⁻ᵀ − S⁻ᵀ(x − μ)(x − μ)ᵀS⁻ᵀ)"),
        ("batch normalisation", "(γ/√(v + ε))(g − (gᵀx̂/n)x̂ − (𝟏ᵀg/n)𝟏)"),
    ],
)
def test_it_is_written_for_the_terminal(name: str, text: str) -> None:
    assert form_of(named(name)).text == text


def test_names_look_as_the_caller_wants() -> None:
    form = matrix_form(named("ridge"), Names(tex=lambda name: rf"\mathsf{{{name}}}", text=str.upper))
    assert form is not None
    assert form.tex.startswith(r"2\mathsf{X}^{\top}(\mathsf{X}\mathsf{w} - \mathsf{y})")
    assert form.text.startswith("2Xᵀ(X")


def test_every_symbol_has_its_shape() -> None:
    form = form_of(named("softmax regression"))
    found = {str(symbol): shape for symbol, (shape, _) in form.shapes.items()}
    assert found["X"] == r"n \times d"
    assert (found["Y"], found["Q"], found["P"]) == (r"n \times K",) * 3
    assert form.shape == form.shapes[Z] == (r"K \times d", "K × d")
    assert found["Z"] == r"K \times d"
    assert shapes(named("least squares"))[w] == ("d", "d")
    assert shapes(named("ridge"))[lamda] == ("1", "1")
    assert not {i, j, n, d, f} & set(form.shapes)


def test_a_scalar_has_no_matrix_form() -> None:
    u = Symbol("u", real=True)
    loss = Loss(id="L222", expression=u**2, wrt=u, symbols={u: Real("number")}, source="a test")
    assert matrix_form(loss) is None


def test_one_component_of_many_has_no_matrix_form() -> None:
    assert matrix_form(loss_of(Sum(X[i, j] * w[i], (i, 1, n)) ** 2, X[i, j], X=(n, d), w=(n,))) is None


def test_a_function_is_read_the_same_in_either_order_of_its_terms() -> None:
    first = loss_of(Sum(w[j] * a[j] + w[j] ** 2, (j, 1, d)), w[j], w=(d,), a=(d,))
    second = loss_of(Sum(w[k] ** 2 + a[k] * w[k], (k, 1, d)), w[j], w=(d,), a=(d,))
    assert form_of(first).node == form_of(second).node


def test_slopes_with_a_name_are_used_and_explained() -> None:
    u, v, delta_h, delta_o = map(IndexedBase, ("u", "v", "delta_h", "delta_o"))
    sums = [
        (u[l], hidden[1].args[0]),
        (h[l], hidden[1].func(u[l])),
        (v[k], output[1].args[0]),
        (o[k], output[1].func(v[k])),
    ]
    loss = Loss(
        id="L222",
        expression=squared,
        wrt=W1[l, j],
        backward=True,
        adjoints={u: delta_h, v: delta_o},
        definitions=sums,
        symbols={
            **{IndexedBase(name): Real("array", shape=shape) for name, shape in NETWORK.items()},
            **{base: Intermediate("intermediate", shape=(m,)) for base in (u, h)},
            **{base: Intermediate("intermediate", shape=(K,)) for base in (v, o)},
            delta_h: Adjoints("slope", shape=(m,)),
            delta_o: Adjoints("slope", shape=(K,)),
            **{size: Size("size") for size in (m, K, d)},
            l: Index("hidden node", last=m),
            j: Index("input", last=d),
        },
        source="a test",
    )
    form = form_of(loss)
    assert form.tex == r"\delta_{h}x^{\top}"
    assert {str(line.name): line.right[0] for line in form.adjoints} == {
        "delta_h": r"W_{2}^{\top}\delta_{o} \odot h \odot (\mathbf{1} - h)",
        "delta_o": r"-2((t - o) \odot o \odot (\mathbf{1} - o))",
    }


@pytest.mark.parametrize(
    "expression, message",
    [
        (Sum(w[j] * j, (j, 1, d)), "no matrix form: j in expression is an index, used as a number"),
        (Sum(w[j] ** lamda, (j, 1, d)), "has an exponent that is not a number"),
        (Sum(w[1] * w[j], (j, 1, d)), "no matrix form: 1 in expression is an index that is not a letter"),
        (Sum(Max(w[j], 0, a[j]), (j, 1, d)), "is no sum, product or function of one argument"),
        (Sum(branches((w[j], w[j] > 0), (0, otherwise)), (j, 1, d)), "is no sum, product or function of one argument"),
        (Sum(w[j], (j, 2, d)), "begins at 2, not at 1"),
        (Sum(w[j] * Sum(1, (e, 1, j)), (j, 1, d)), "e in expression runs to j, which is not one size"),
        (Sum(w[j] * KroneckerDelta(j, k), (j, 1, d), (k, 1, K)), "does not compare the two indices of a square matrix"),
        (
            Sum(w[j] * KroneckerDelta(j + 1, e), (j, 1, d), (e, 1, d)),
            "j + 1 in expression is an index that is not a letter",
        ),
        (Sum(asin(w[j]), (j, 1, d)), "the slope of asin is not known here"),
    ],
)
def test_what_matrices_cannot_say_is_refused(expression: Any, message: str) -> None:
    with pytest.raises(NoMatrixForm, match=re.escape(message)):
        matrix_form(loss_of(expression, w[j], w=(d,), a=(d,)))


def test_arrays_with_three_axes_are_refused() -> None:
    T = IndexedBase("T")
    loss = loss_of(Sum(exp(T[i, j, k] * w[j]), (i, 1, n), (j, 1, d), (k, 1, K)), w[j], T=(n, d, K), w=(d,))
    with pytest.raises(NoMatrixForm, match=r"an array of shape .* is no matrix"):
        matrix_form(loss)


def test_an_index_that_joins_three_matrices_is_refused() -> None:
    joined = Sum(A[i, l] * B[j, l] * V[k, l] * X[i, j] * U[j, k] * Y[i, k], (i, 1, n), (j, 1, d), (k, 1, K), (l, 1, m))
    loss = loss_of(log(joined), X[i, j], A=(n, m), B=(d, m), V=(K, m), X=(n, d), U=(d, K), Y=(n, K))
    with pytest.raises(NoMatrixForm, match="one index is summed over in more than two matrices"):
        matrix_form(loss)


def test_a_recurrence_along_what_is_no_layer_is_refused() -> None:
    L, layer = Symbol("L"), Symbol("layer")
    W, out, total = map(IndexedBase, ("W", "out", "total"))
    loss = Loss(
        id="L222",
        expression=Sum(out[L, k] ** 2, (k, 1, n)),
        wrt=W[layer, j, i],
        backward=True,
        definitions=[
            (total[layer, j], Sum(W[layer, j, i] * out[layer - 1, i], (i, 1, n))),
            (out[layer, j], sigma(total[layer, j])),
        ],
        symbols={
            W: Real("weights", shape=(L, n, n)),
            **{base: Intermediate("intermediate", shape=(L, n)) for base in (out, total)},
            **{index: Index("unit", last=n) for index in (i, j)},
            layer: Index("layer", last=L),
            L: Size("layers"),
            n: Size("units"),
        },
        source="a test",
    )
    with pytest.raises(
        NoMatrixForm, match=r"leads back to itself: if it counts layers, give their number the domain Layers"
    ):
        matrix_form(loss)


@pytest.mark.parametrize(
    "change, message",
    [
        ({w: [1.0, 2.0, 3.0]}, "w in expression: d is 3 in its value, but X makes it 2"),
        ({X: [[1.0, 2.0], [3.0]]}, "the rows in the value of X are not of one length"),
        ({y: [1.0]}, "y in expression: n is 1 in its value, but X makes it 2"),
        ({w: 1.0}, "the value of w must be a list"),
        ({w: []}, "the value of w must be a list"),
    ],
)
def test_values_that_do_not_fit_together_are_refused(change: dict[Any, Any], message: str) -> None:
    env = {X: [[1.0, 2.0], [3.0, 4.0]], w: [1.0, 2.0], y: [0.0, 0.0]}
    assert form_of(LEAST_SQUARES).value(env) == [76.0, 108.0]
    with pytest.raises(LossaryError, match=message):
        form_of(LEAST_SQUARES).value({**env, **change})


def test_the_definition_that_an_array_stands_in_is_named() -> None:
    with pytest.raises(LossaryError, match=r"w in the definition of r\[i\]: d is 1 in its value, but X makes it 2"):
        form_of(named("residual")).value({X: [[1.0, 2.0]], w: [1.0], y: [0.0]})


def test_a_symbol_without_a_value_is_named() -> None:
    with pytest.raises(LossaryError, match="y has no value: add y to the point"):
        form_of(LEAST_SQUARES).value({X: [[1.0]], w: [1.0]})


def test_an_array_and_a_scalar_of_one_name_are_two_things() -> None:
    scalar = Symbol("a", positive=True)
    loss = Loss(
        id="L222",
        expression=scalar * Sum(a[j] * w[j], (j, 1, d)),
        wrt=w[j],
        symbols={
            scalar: Positive("scale"),
            a: Real("array", shape=(d,)),
            w: Real("weights", shape=(d,)),
            d: Size("size"),
            j: Index("component", last=d),
        },
        source="a test",
    )
    form = form_of(loss)
    assert form.tex == "aa"
    assert form.value({scalar: 2.0, a: [3.0, 4.0], w: [0.0, 0.0]}) == [6.0, 8.0]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_size_counts_as_often_as_it_is_summed_over(times: int) -> None:
    """Where a term does not depend on the index of a sum, the sum multiplies it by the size."""
    others = [(Symbol(f"i_{number}"), 1, d) for number in range(times)]
    loss = Loss(
        id="L222",
        expression=Sum(w[k] ** 2, *others, (k, 1, d)),
        wrt=w[j],
        symbols={w: Real("weights", shape=(d,)), d: Size("size"), j: Index("component", last=d)},
        source="a test",
    )
    form = form_of(loss)
    assert form.value({d: 3, w: [1.0, 2.0, 5.0]}) == [2 * v * 3**times for v in (1.0, 2.0, 5.0)]


@pytest.mark.parametrize(
    "slug, text",
    [
        ("least-squares", "2Xᵀ(Xw − y)"),
        ("ridge", "2Xᵀ(Xw − y) + 2λw"),
        ("logistic-regression", "Xᵀ(σ(Xw) − y)"),
        ("linear-svm", "w − CXᵀ(y ⊙ [𝟏 − y ⊙ Xw > 0])"),
        ("multivariate-gaussian", "−S⁻¹(x − μ)"),
        ("multivariate-gaussian.S", "(1/2)(S⁻¹ − S⁻¹(x − μ)(x − μ)ᵀS⁻¹)"),
        ("matrix-factorisation", "2(UVᵀ − R)V"),
        ("mean-squared", None),  # there is no intermediate
        ("softmax-cross-entropy", None),  # a softmax is better called p
        ("rashid-network", None),  # it would be long
    ],
)
def test_the_vector_form_that_people_know_is_given(slug: str, text: str | None) -> None:
    form = the_catalogue().find(slug).matrix
    assert form is not None
    assert (form.in_full and form.in_full.right[1]) == text
    assert form.in_full is None or form.in_full.left == form.gradient.left


@pytest.mark.parametrize(
    "slug, text",
    [
        ("label-smoothing", "p − (1 − ε)e_y − (ε/K)𝟏"),  # what the logarithms divide by cancels against the softmax
        ("mixup", "p − (1 − m)e_b − me_a"),
        ("multilabel-soft-margin", "(1/K)(σ(z) − t)"),
        ("graph-laplacian", "f ⊙ (A𝟏 + Aᵀ𝟏) − (A + Aᵀ)f"),
        ("graph-convolution", "Mᵀ(G ⊙ (𝟏𝟏ᵀ − H^⊙2))"),  # multiplied out it would name G twice
        ("batch-normalisation", "(1/s)(g − (𝟏ᵀg/n)𝟏 − (gᵀy/n)y)"),  # multiplied out it would be longer
    ],
)
def test_brackets_are_multiplied_out_where_that_is_much_shorter(slug: str, text: str) -> None:
    form = the_catalogue().find(slug).matrix
    assert form is not None
    assert form.text == text


@pytest.mark.parametrize(
    "slug, text",
    [
        ("clip", "(1/(2n))(p + q − 2I)"),  # p_ii is the quotient that defines p, at i = j
        ("listnet", "p − q"),  # the entries of a softmax sum to 1
        ("confidence-penalty", "(1 − β(log(p)ᵀp))p + β(log(p) ⊙ p) − e_y"),
        ("maximum-mean-discrepancy", "(2/(nσ²))((1/n)(Ax − A𝟏 ⊙ x) + (1/m)(B𝟏 ⊙ x − By))"),  # A is symmetric
        ("probabilistic-pca", "(C⁻¹ − C⁻¹xxᵀC⁻¹)W"),
        ("style-gram", "4EF"),
    ],
)
def test_what_follows_from_the_definition_of_an_intermediate_is_used(slug: str, text: str) -> None:
    form = the_catalogue().find(slug).matrix
    assert form is not None
    assert form.text == text


@pytest.mark.parametrize(
    "slug, text",
    [
        ("graph-laplacian", "(1/2)𝟏ᵀ(A ⊙ (f𝟏ᵀ − 𝟏fᵀ)^⊙2)𝟏"),
        ("maximum-mean-discrepancy", "(𝟏ᵀA𝟏/n − 2(𝟏ᵀB𝟏)/m)/n"),
    ],
)
def test_a_sum_over_all_entries_is_written_with_few_transposes(slug: str, text: str) -> None:
    form = the_catalogue().find(slug).matrix
    assert form is not None
    assert form.stated_as is not None
    assert form.stated_as.right[1] == text


@pytest.mark.parametrize(
    "slug, text",
    [
        ("lasso", "(1/2)‖r‖² + λ(𝟏ᵀ|w|)"),  # no 2 comes in for the half to stand in front
        ("linear-svm", "(1/2)‖w‖² + C(𝟏ᵀ(𝟏 − a)₊)"),
        ("multivariate-gaussian", "(1/2)(log det S + rᵀS⁻¹r)"),
    ],
)
def test_a_half_of_one_term_stays_with_it(slug: str, text: str) -> None:
    form = the_catalogue().find(slug).matrix
    assert form is not None
    assert form.stated_as is not None
    assert form.stated_as.right[1] == text


def test_every_matrix_form_says_which_layout_it_has_once() -> None:
    forms = [(part, part.matrix) for part in the_catalogue().parts if part.family.slug in ("ranking", "networks")]
    for part, form in forms:
        for said in form.signs if form else ():
            assert said.count("denominator layout") == 1, part.slug
    form = the_catalogue().find("deep-network").matrix
    assert form is not None
    assert "the gradient is laid out like W_l (denominator layout)" in form.signs[1]
