"""Vectors, matrices and code beside the sums over entries that they are; and what does not fit."""

from __future__ import annotations

import pytest
from sympy import Expr, IndexedBase, Sum, Symbol, exp, log, sqrt, symbols

from derivations.language.domains import Domain, Real, Size
from derivations.language.functions import inverse_entry, log_det, magnitude
from derivations.language.indices import same_letters
from derivations.reading import ReadingError, ShapeError, read, read_latex, read_together

n, d, K = symbols("n d K", integer=True, positive=True)
i, j, k = symbols("i j k", integer=True, positive=True)
A, S, W, X, Y, a, m, mu, p, q, t, theta, w, x, y, z = map(
    IndexedBase, "A S W X Y a m mu p q t theta w x y z".split()  # noqa: SIM905
)  # fmt: skip
b, c, eps, lam = symbols("b c eps lambda", real=True)
XW = Sum(X[i, j] * w[j], (j, 1, d))
NAMES: dict[str, Domain] = {
    "X": Real("", shape=(n, d)), "Y": Real("", shape=(n, K)), "W": Real("", shape=(d, K)), "S": Real("", shape=(d, d)),
    "A": Real("", shape=(d, d)), "w": Real("", shape=(d,)), "x": Real("", shape=(d,)), "a": Real("", shape=(d,)),
    "theta": Real("", shape=(d,)), "y": Real("", shape=(n,)), "t": Real("", shape=(n,)), "p": Real("", shape=(n,)),
    "q": Real("", shape=(K,)), "z": Real("", shape=(K,)), "b": Real(""), "c": Real(""), "lambda": Real(""),
    "n": Size(""), "d": Size(""), "K": Size(""), "eps": Real(""),
}  # fmt: skip
SQUARES = Sum((y[i] - XW) ** 2, (i, 1, n))

NUMBERS: list[tuple[str, Expr]] = [
    ("||y - Xw||^2", SQUARES),
    ("||y - X w||_2^2", SQUARES),
    ("(y - Xw)'(y - Xw)", Sum((y[i] - XW) * (y[i] - XW), (i, 1, n))),
    ("(y - X w)^T (y - X w)", Sum((y[i] - XW) * (y[i] - XW), (i, 1, n))),
    ("np.sum((y - X @ w)**2)", SQUARES),
    ("((y - X.dot(w))**2).sum()", SQUARES),
    ("torch.norm(y - torch.matmul(X, w))**2", SQUARES),
    (r"\|y-Xw\|_2^2", SQUARES),
    (r"\lVert\mathbf{y}-\mathbf{X}\mathbf{w}\rVert^{2}", SQUARES),
    (r"(y-Xw)^{\top}(y-Xw)", Sum((y[i] - XW) * (y[i] - XW), (i, 1, n))),
    ("||x||", sqrt(Sum(x[i] ** 2, (i, 1, d)))),
    ("||x||_1", Sum(magnitude(x[i]), (i, 1, d))),
    ("np.linalg.norm(x, 1)", Sum(magnitude(x[i]), (i, 1, d))),
    ("||x|| + |b|", sqrt(Sum(x[i] ** 2, (i, 1, d))) + magnitude(b)),
    ("||W||_F^2", Sum(Sum(W[i, j] ** 2, (j, 1, K)), (i, 1, d))),
    ("w^T x", Sum(w[i] * x[i], (i, 1, d))),
    ("w·x", Sum(w[i] * x[i], (i, 1, d))),
    ("wᵀx", Sum(w[i] * x[i], (i, 1, d))),
    ("w'x", Sum(w[i] * x[i], (i, 1, d))),
    ("np.dot(w, x) + b", Sum(w[i] * x[i], (i, 1, d)) + b),
    ("w @ x", Sum(w[i] * x[i], (i, 1, d))),
    (r"\mathbf w^\top\mathbf x", Sum(w[i] * x[i], (i, 1, d))),
    (r"\langle w, x\rangle", Sum(w[i] * x[i], (i, 1, d))),
    (r"w^{\mathsf T}\cdot x", None),
    (r"w\cdot x", Sum(w[i] * x[i], (i, 1, d))),
    (r"\mathbf 1^\top x", Sum(x[i], (i, 1, d))),
    (r"x^TSx", Sum(Sum(x[i] * S[i, j], (i, 1, d)) * x[j], (j, 1, d))),
    (r"x^\top S^{-1}x", Sum(Sum(x[i] * inverse_entry(S[i, j]), (i, 1, d)) * x[j], (j, 1, d))),
    (r"\log\det S", log_det(S)),
    (r"\ln|S|", log_det(S)),
    (r"\operatorname{tr}(AS)", Sum(Sum(A[i, j] * S[j, i], (j, 1, d)), (i, 1, d))),
    ("trace(A)", Sum(A[i, i], (i, 1, d))),
    ("mean(p*t)", Sum(p[i] * t[i], (i, 1, n)) / n),
    ("np.mean((p - t)**2)", Sum((p[i] - t[i]) ** 2, (i, 1, n)) / n),
    ("(p - t).pow(2).mean()", Sum((p[i] - t[i]) ** 2, (i, 1, n)) / n),
    ("((p - t)**2).sum() / len(t)", Sum((p[i] - t[i]) ** 2, (i, 1, n)) / n),
    ("((p - t)**2).sum() / t.shape[0]", Sum((p[i] - t[i]) ** 2, (i, 1, n)) / n),
    ("np.sum(Y.mean(axis=0)**2)", Sum((Sum(Y[i, j], (i, 1, n)) / n) ** 2, (j, 1, K))),
    ("lambda*np.sum(theta[1:]**2)", lam * Sum(theta[i + 1] ** 2, (i, 1, d - 1))),
    ("logsumexp(z)", log(Sum(exp(z[k]), (k, 1, K)))),
    ("-np.sum(q*np.log(softmax(z)))", None),
    ("-sum(q*log_softmax(z))", None),
    ("CrossEntropy(q, softmax(z))", None),
    ("sum(x)", Sum(x[i], (i, 1, d))),
    ("sum_i x_i", Sum(x[i], (i, 1, d))),
    ("sum(x_i*w_i)", Sum(x[i] * w[i], (i, 1, d))),
    (r"\sum_i x_i", Sum(x[i], (i, 1, d))),
    (r"\sum x_iw_i", Sum(x[i] * w[i], (i, 1, d))),
    (r"\sum_{i=0}^{d-1} x_i", Sum(x[i], (i, 1, d))),
]


@pytest.mark.parametrize("text, wanted", NUMBERS, ids=[text for text, _ in NUMBERS])
def test_an_array_is_written_out(text: str, wanted: Expr | None) -> None:
    reader = read_latex if "\\" in text else read
    if text == r"w^{\mathsf T}\cdot x":
        wanted = read("w^T x", NAMES).expression
    if wanted is None:
        wanted = read("-sum(q_k*log(exp(z_k)/sum(exp(z_j), j=1..K)), k=1..K)", NAMES).expression
        if "log_softmax" in text:
            wanted = read("-sum(q_k*(z_k - log(sum(exp(z_j), j=1..K))), k=1..K)", NAMES).expression
    assert same_letters(reader(text, NAMES).expression) == same_letters(wanted)


ENTRIES: list[tuple[str, Expr]] = [
    ("2 X^T (Xw - y)", Sum(2 * X[i, k] * (Sum(X[i, j] * w[j], (j, 1, d)) - y[i]), (i, 1, n))),
    ("X.T @ (X @ w - y)", Sum(X[i, k] * (Sum(X[i, j] * w[j], (j, 1, d)) - y[i]), (i, 1, n))),
    ("(p - t) @ X", Sum((p[i] - t[i]) * X[i, k], (i, 1, n))),
    ("2w", 2 * w[k]),
    ("w/||w||", w[k] / sqrt(Sum(w[i] ** 2, (i, 1, d)))),
    ("S w", Sum(S[k, i] * w[i], (i, 1, d))),
    ("(S + S^T) w", Sum((S[k, i] + S[i, k]) * w[i], (i, 1, d))),
    ("w_k", w[k]),
    ("b", b),
]


@pytest.mark.parametrize("text, wanted", ENTRIES, ids=[text for text, _ in ENTRIES])
def test_an_entry_of_a_vector_is_written_out(text: str, wanted: Expr) -> None:
    said = read(text, NAMES, at=[("k", d)])
    assert same_letters(said.expression) == same_letters(wanted)


MISFITS = [
    ("X w - x", "do not fit|meet"),
    ("w x", "two columns"),
    ("X y", "does not fit"),
    ("X^T w", "does not fit"),
    ("b^T x", "transposed"),
    ("x + X", "do not fit"),
    ("y - X", "do not fit"),
    ("||y - Xw|| + x", "is an array"),
    ("X w", "is an array"),
    ("S^2", "entry by entry"),
    ("mean(b)", "mean"),
    ("x_i_j", "expected|takes"),
]


@pytest.mark.parametrize("text, words", MISFITS, ids=[text for text, _ in MISFITS])
def test_what_does_not_fit_is_said(text: str, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        read(text, NAMES)


def test_a_matrix_is_no_entry_of_a_vector() -> None:
    with pytest.raises(ShapeError, match="matrix of n by d entries, but the gradient is a vector of d entries"):
        read("2X", NAMES, at=[("k", d)])


def test_a_row_is_told_from_a_column() -> None:
    assert read("w^T", NAMES, at=[("k", d)]).turned
    assert not read("w", NAMES, at=[("k", d)]).turned


LIKELY = [
    (["||y - Xw||^2"], {"y": 1, "X": 2, "w": 1}),
    (["w^T x + b"], {"w": 1, "x": 1}),
    (["np.mean((t - (b + w*x))**2)"], {"t": 1, "x": 1}),
    (["log(1 + exp(-y*w^T x))"], {"w": 1, "x": 1}),
    (["tr(A^T S)"], {"A": 2, "S": 2}),
    ([r"\mathbf{x}^\top\mathbf{a}"], {"x": 1, "a": 1}),
    ([r"\sum_{i=1}^M\max(0,-w^\top x_iy_i)"], {"w": 1, "x": 2, "y": 1}),
    (["(x - mu)^T S^-1 (x - mu)"], {"x": 1, "mu": 1, "S": 2}),
]


@pytest.mark.parametrize("texts, ranks", LIKELY, ids=[str(texts) for texts, _ in LIKELY])
def test_the_likeliest_shapes_are_taken_and_said(texts: list[str], ranks: dict[str, int]) -> None:
    variables = [("variable", "w")] if "b + w*x" in texts[0] else []
    found = read_together([("loss", texts[0]), *variables], latex="\\" in texts[0])  # type: ignore[list-item]
    assert {name: len(domain.shape) for name, domain in found.known.items() if domain.shape} == ranks
    assert found.remarks


def test_a_claim_tells_of_the_shapes_of_the_loss() -> None:
    found = read_together([("loss", "||x - b||^2"), ("variable", "b_j"), ("claim", "2(b - x)")])
    assert found.known["b"].shape == found.known["x"].shape


def test_the_size_that_people_name_is_the_number_of_entries() -> None:
    found = read_together([("loss", "mean((y - x)^2)"), ("claim", "-2/n*(y - x)")])
    assert found.known["y"].shape == (Symbol("n", integer=True, positive=True),)
    assert any("n was read as the number of entries" in words for words in found.remarks)


NAMED = [
    ("sigmoid_prime + 1", "sigmoid_prime + 1"),
    ("abs_val*x", "abs_val*x"),
    ("log_var + norm + diff", "log_var + norm + diff"),
    ("lambda_*x", "lambda*x"),
    ("2x_1x_2", "2*x_1*x_2"),
    ("m_7a_1 + b", "m_7*a_1 + b"),
    ("EXP(x) + LN(y)", "exp(x) + log(y)"),
    ("IF(x > 0; x; 0)", "where(x > 0, x, 0)"),
    ("np.log1p(x) + math.exp(y)", "log(1 + x) + exp(y)"),
    ("np.maximum(0, x)", "max(0, x)"),
    ("np.where(x > 0, x, 0)", "where(x > 0, x, 0)"),
    ("x > 0 ? x : 0", "where(x > 0, x, 0)"),
    ("x^2 if x < 1, 2*x - 1 otherwise", "where(x < 1, x^2, 2*x - 1)"),
    ("sigmoid_prime(x)", "sigma'(x)"),
    ("x.exp()", "exp(x)"),
    ("p.detach()*x", "sg(p)*x"),
]


@pytest.mark.parametrize("text, same", NAMED, ids=[text for text, _ in NAMED])
def test_names_and_code_are_read_as_they_are_meant(text: str, same: str) -> None:
    assert read(text).expression == read(same).expression


IN_LATEX = [
    (r"w^{gt}h", "w_gt*h"),
    (r"y^*-y", "y_star - y"),
    (r"W^{[2]}a", "W2*a"),
    (r"\text{pred}-t", "pred - t"),
    (r"max(0,x)", "max(0, x)"),
    (r"max[0,x]", "max(0, x)"),
    (r"\sum_{j\ne k}x_j + 0 x_k", None),
]


@pytest.mark.parametrize("text, same", IN_LATEX, ids=[text for text, _ in IN_LATEX])
def test_labels_and_words_of_latex(text: str, same: str | None) -> None:
    said = read_latex(text)
    assert said.expression == (read(same).expression if same else said.expression)


def test_a_function_that_the_text_defines_is_put_in() -> None:
    said = read_latex(r"\sum_{i=1}^m(h_\theta(x^{(i)})-y^{(i)})^2, h_\theta(x)=\theta_0+\theta_1x")
    meant = read("sum((theta_0 + theta_1*x_i - y_i)^2, i=1..m)")
    assert said.expression == meant.expression


def test_labels_above_a_letter_are_told() -> None:
    assert "w^{gt} was read as a name with a label" in read_latex(r"w^{gt}h").remarks[0]
    with pytest.raises(ReadingError, match="a label or an exponent"):
        read_latex(r"w^{gt}g")


FROM_ZERO = [
    (r"\sum_{t=0}^{T}\gamma^tr_t", r"\sum_{t=1}^{T+1}\gamma^{t-1}r_t"),
    (r"(\sum_{j=0}^{n}\theta_jx_j-y)^2+\theta_0^2", r"(\sum_{j=1}^{n+1}\theta_jx_j-y)^2+\theta_1^2"),
    (r"\sum_{i=0}^{n}x_{i+1}", r"\sum_{i=1}^{n+1}x_i"),
    (r"\sum_{i=0}^{n-1}i x_{i+1}", r"\sum_{i=1}^{n}(i-1) x_i"),
    (r"\sum_{i=0}^{2} x^i", r"\sum_{i=1}^{3} x^{i-1}"),
]


@pytest.mark.parametrize("text, from_one", FROM_ZERO, ids=[text for text, _ in FROM_ZERO])
def test_a_sum_from_zero_is_counted_from_one(text: str, from_one: str) -> None:
    assert read_latex(text).expression == read_latex(from_one).expression


def test_a_sum_from_zero_is_counted_from_one_and_that_is_said() -> None:
    assert "the sum over i from 0 was counted from 1" in read_latex(r"\sum_{i=0}^{n-1}(x_i-y_i)^2").remarks


def test_a_size_that_is_a_product_is_refused() -> None:
    with pytest.raises(ReadingError, match="a letter of its own"):
        read("sum_{i=1}^{3n} (S^-1)_ij x_i")


def test_an_array_is_no_function() -> None:
    with pytest.raises(ReadingError, match="S is an array here, and no function"):
        read_latex(r"\log([S(y)]yw),[S(y)]_w=\frac{e^{y_w}}{\sum_je^{y_j}}", at=())
