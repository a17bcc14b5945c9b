"""The arguments of calls: each is read for what it means in the libraries, or refused by its name."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, inf, log, sqrt

import pytest
import sympy
from sympy import Expr, IndexedBase, Integer, Rational, S

from derivations.language.domains import Domain, Index, Indices, Real
from derivations.language.functions import Branches, clip, sigma
from derivations.reading import ReadingError, read, read_latex
from derivations.reading.vocabulary import KNOWN

Vector = list[float]
x, y, t, w, p = [3.0, -4.0, 0.5], [0.25, 2.0, -1.0], [0.0, 1.0, 1.0], [0.5, 2.0, 1.5], [0.25, 0.5, 0.125]
X = [[1.0, -2.0, 0.5], [3.0, 4.0, -0.25]]
Y = [[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]]
NAMES: dict[str, Domain] = {
    **{name: Real("", shape=(3,)) for name in "xytwp"},
    **{name: Real("", shape=(2, 3)) for name in "XY"},
    "k": Index("", last=Integer(3)), "l": Indices("", shape=(2,)), "e": Real(""),
}  # fmt: skip
LABELS = [3, 1]  # the values of l, counted from 1
LABEL, SHARE = 2, 0.25  # those of k and e


def value_of(text: str) -> float:
    """The value of what was read, with the numbers from above."""
    found = (read_latex if "\\" in text else read)(text, NAMES).expression.doit()
    values = {IndexedBase("l")[i]: Integer(label) for i, label in enumerate(LABELS, 1)}
    values |= {symbol: Integer(LABEL) for symbol in found.free_symbols if str(symbol) == "k"}
    values |= {symbol: Rational(SHARE) for symbol in found.free_symbols if str(symbol) == "e"}
    found = found.xreplace(values)
    for name, array in {"x": x, "y": y, "t": t, "w": w, "p": p}.items():
        found = found.xreplace({IndexedBase(name)[i]: Rational(v) for i, v in enumerate(array, 1)})
    for name, rows in {"X": X, "Y": Y}.items():
        cells = {(i, j): Rational(v) for i, row in enumerate(rows, 1) for j, v in enumerate(row, 1)}
        found = found.xreplace({IndexedBase(name)[place]: v for place, v in cells.items()})
    return float(plainly(found).doit())


def plainly(found: Expr) -> Expr:
    """The number, with the functions of the language as SymPy has them."""
    plain = found.replace(sigma, lambda z: 1 / (1 + sympy.exp(-z)))
    plain = plain.replace(clip, lambda u, low, high: sympy.Min(sympy.Max(u, low), high))
    return plain.replace(
        lambda part: isinstance(part, Branches),
        lambda part: next(plainly(value) for value, condition in part.cases if condition == S.true),
    )


def mean(values: Vector) -> float:
    return sum(values) / len(values)


def variance(values: Vector, less: int) -> float:
    return sum((v - mean(values)) ** 2 for v in values) / (len(values) - less)


def norm(values: Vector, order: float = 2) -> float:
    return max(map(abs, values)) if order == inf else sum(abs(v) ** order for v in values) ** (1 / order)


def logs(scores: Vector) -> Vector:
    return [s - log(sum(map(exp, scores))) for s in scores]


def crossed(z: float, target: float, positive: float = 1) -> float:
    return positive * target * log(1 + exp(-z)) + (1 - target) * log(1 + exp(z))


def paired(what: Callable[..., float], *arrays: Vector) -> Vector:
    return [what(*each) for each in zip(*arrays, strict=True)]


def dot(one: Vector, other: Vector) -> float:
    return sum(paired(lambda a, b: a * b, one, other))


COLUMNS = [list(column) for column in zip(*X, strict=True)]
CHOSEN = [logs(row)[label - 1] for row, label in zip(X, LABELS, strict=True)]
WEIGHTS = [w[label - 1] for label in LABELS]
READ: list[tuple[str, float]] = [
    ("np.linalg.norm(x)", norm(x)),
    ("np.linalg.norm(x, None)", norm(x)),
    ("np.linalg.norm(x, 1)", norm(x, 1)),
    ("np.linalg.norm(x, ord=1)", norm(x, 1)),
    ("np.linalg.norm(x, np.inf)", norm(x, inf)),
    ("jnp.linalg.norm(x, ord=jnp.inf)", norm(x, inf)),
    ("norm(x, inf)", norm(x, inf)),
    ("||x||_inf", norm(x, inf)),
    ("‖x‖_∞", norm(x, inf)),
    (r"\|x\|_\infty", norm(x, inf)),
    (r"\|x\|_{\infty}", norm(x, inf)),
    (r"\|x\|^2_2", norm(x) ** 2),
    (r"\|x\|_2^2", norm(x) ** 2),
    ("||x||^2_1", norm(x, 1) ** 2),
    ("torch.norm(x, p=1)", norm(x, 1)),
    ("x.norm(p=1, dim=0)", norm(x, 1)),
    ("np.linalg.norm(X, 'fro')", norm([*X[0], *X[1]])),
    ("np.linalg.norm(X)", norm([*X[0], *X[1]])),
    ("np.linalg.norm(X, axis=1).sum()", norm(X[0]) + norm(X[1])),
    ("np.linalg.norm(X, 1, 1).sum()", norm(X[0], 1) + norm(X[1], 1)),
    ("np.linalg.norm(X, ord=np.inf, axis=0).sum()", sum(norm(column, inf) for column in COLUMNS)),
    ("np.sum(X/np.linalg.norm(X, axis=1, keepdims=True))", sum(sum(row) / norm(row) for row in X)),
    ("np.var(x)", variance(x, 0)),
    ("np.var(x, ddof=1)", variance(x, 1)),
    ("np.var(X, axis=1, ddof=1).sum()", variance(X[0], 1) + variance(X[1], 1)),
    ("np.std(x, ddof=1)", sqrt(variance(x, 1))),
    ("torch.var(x)", variance(x, 1)),
    ("torch.var(x, unbiased=False)", variance(x, 0)),
    ("torch.var(x, dim=0, correction=0)", variance(x, 0)),
    ("torch.std(x, correction=1)", sqrt(variance(x, 1))),
    ("np.average(x, weights=w)", dot(w, x) / sum(w)),
    ("np.sum(np.sum(X, 1)**2)", sum(X[0]) ** 2 + sum(X[1]) ** 2),
    ("(X.sum(0)**2).sum()", sum(sum(column) ** 2 for column in COLUMNS)),
    ("(X.sum(-1)**2).sum()", sum(X[0]) ** 2 + sum(X[1]) ** 2),
    ("np.sum(X, axis=(0, 1))", sum(X[0]) + sum(X[1])),
    ("np.sum(x, dtype=np.float64, out=None)", sum(x)),
    ("X.max(1).sum()", max(X[0]) + max(X[1])),
    ("X.max(dim=0).values.sum()", sum(map(max, COLUMNS))),
    ("np.sum((X.mean(dim=1, keepdim=True).squeeze() - X[:, 0])**2)", sum((mean(row) - row[0]) ** 2 for row in X)),
    ("torch.mean(X, 0, keepdim=1).sum()", sum(map(mean, COLUMNS))),
    ("np.clip(x, 0).sum()", 3.5),
    ("np.clip(x, 0, np.inf).sum()", 3.5),
    ("np.clip(x, -np.inf, 0).sum()", -4.0),
    ("np.clip(x, a_max=1).sum()", 1 - 4 + 0.5),
    ("torch.clamp(x, max=1, min=0).sum()", 1.5),
    ("F.elu(x, alpha=2).sum()", 3.5 + 2 * (exp(-4) - 1)),
    ("F.leaky_relu(x, negative_slope=0.5).sum()", 1.5),
    ("nn.ELU(alpha=2)(x).sum()", 3.5 + 2 * (exp(-4) - 1)),
    ("F.relu(x, inplace=True).sum()", 3.5),
    ("np.heaviside(x - 3, 0.25).sum()", 0.25),
    ("log(w, 2).sum()", log(0.5 * 2 * 1.5) / log(2)),
    ("math.log(np.sum(w), base=2)", 2.0),
    ("torch.softmax(x, 0)[1]", exp(logs(x)[1])),
    ("torch.logsumexp(X, 1).sum()", sum(log(sum(map(exp, row))) for row in X)),
    ("np.sum(Y*np.log(softmax(X, axis=1)))", sum(dot(r, logs(s)) for r, s in zip(Y, X, strict=True))),
    ("np.sum(softmax(X, dim=0)[0])", sum(exp(a) / (exp(a) + exp(b)) for a, b in COLUMNS)),
    ("nn.Softmax(dim=0)(x)[0]", exp(logs(x)[0])),
    ("F.mse_loss(input=x, target=y)", mean(paired(lambda a, b: (a - b) ** 2, x, y))),
    ("CrossEntropy(target=t, input=p)", -log(0.5) - log(0.125)),
    ("torch.where(x > 0, other=y, input=x).sum()", 5.5),
    ("torch.sum(x, dtype='float32')", sum(x)),
    ("F.mse_loss(x, y, reduction='none').sum()", sum(paired(lambda a, b: (a - b) ** 2, x, y))),
    ("mean_squared_error(y, x, squared=False)", sqrt(mean(paired(lambda a, b: (a - b) ** 2, x, y)))),
    ("nn.HuberLoss(delta=2, reduction='sum')(x, y)", 2 * (2.75 - 1) + 2 * (6 - 1) + 1.5**2 / 2),
    ("F.smooth_l1_loss(x, y, beta=2)", (2.75 - 1 + 6 - 1 + 1.5**2 / 4) / 3),
    ("F.binary_cross_entropy(p, t, w)", mean(paired(lambda a, b, c: c * crossed(log(a / (1 - a)), b), p, t, w))),
    ("F.binary_cross_entropy_with_logits(x, t, weight=w)", mean(paired(lambda a, b, c: c * crossed(a, b), x, t, w))),
    ("F.binary_cross_entropy_with_logits(x, t, pos_weight=w)", mean(paired(crossed, x, t, w))),
    ("nn.BCEWithLogitsLoss(pos_weight=w)(x, t)", mean(paired(crossed, x, t, w))),
    ("F.poisson_nll_loss(x, t, log_input=True, full=False)", mean(paired(lambda a, b: exp(a) - b * a, x, t))),
    ("F.cross_entropy(x, k)", -logs(x)[LABEL - 1]),
    ("F.cross_entropy(x, 0)", -logs(x)[0]),
    ("F.one_hot(1, 3) @ x", x[1]),
    ("F.cross_entropy(x, k, weight=w)", -logs(x)[LABEL - 1]),
    ("F.cross_entropy(x, k, weight=w, reduction='sum')", -w[LABEL - 1] * logs(x)[LABEL - 1]),
    ("F.cross_entropy(x, k, label_smoothing=e)", -(1 - SHARE) * logs(x)[LABEL - 1] - SHARE * mean(logs(x))),
    ("F.cross_entropy(x, t, label_smoothing=e)", -(1 - SHARE) * (logs(x)[1] + logs(x)[2]) - SHARE * mean(logs(x))),
    ("F.cross_entropy(x, t, weight=w)", -(w[1] * logs(x)[1] + w[2] * logs(x)[2])),
    ("F.cross_entropy(X, l)", -mean(CHOSEN)),
    ("F.cross_entropy(X, l, w)", -dot(WEIGHTS, CHOSEN) / sum(WEIGHTS)),
    ("F.cross_entropy(X, l, label_smoothing=e)", -(1 - SHARE) * mean(CHOSEN) - SHARE * mean(logs(X[0]) + logs(X[1]))),
    ("F.nll_loss(X, l, weight=w)", -(w[2] * X[0][2] + w[0] * X[1][0]) / (w[2] + w[0])),
    ("nn.NLLLoss(reduction='sum')(X, l)", -X[0][2] - X[1][0]),
    ("F.one_hot(k, num_classes=3) @ x", x[LABEL - 1]),
    ("F.cosine_similarity(x, y, dim=0)", dot(x, y) / (norm(x) * norm(y))),
    ("np.size(X, 1)*X.size(0)", 6.0),
    ("X.shape[-1]*len(X)", 6.0),
    ("np.sum(x[w > 1]**2)", 16.25),
    ("np.sum(X.transpose(0, 1) @ X.t().T)", sum(X[0]) ** 2 + sum(X[1]) ** 2),
]  # fmt: skip


@pytest.mark.parametrize("text, wanted", READ, ids=[text for text, _ in READ])
def test_arguments_are_read_for_what_they_mean(text: str, wanted: float) -> None:
    assert value_of(text) == pytest.approx(wanted, abs=1e-12)


REFUSED = [
    ("np.linalg.norm(x, 3)", "order 1, 2 and inf"),
    ("np.linalg.norm(x, -np.inf)", "order 1, 2 and inf"),
    ("norm(x, e)", "order 1, 2 and inf"),
    ("norm(x, y)", "order 1, 2 and inf"),
    ("np.linalg.norm(X, 'nuc')", "order 1, 2 and inf"),
    ("np.linalg.norm(X, 2)", r"order 2 of a matrix .* \|\|X\|\|_F"),
    ("np.linalg.norm(X, ord=1)", "order 1 of a matrix"),
    ("np.linalg.norm(X, np.inf)", "order inf of a matrix"),
    ("||X||_2", "order 2 of a matrix"),
    ("||X||_2^2", "order 2 of a matrix"),
    (r"\|X\|_2", "order 2 of a matrix"),
    (r"\|x\|^2_M", "of the norms those"),
    ("np.linalg.norm(x, axis=1)", "has 1 axes"),
    ("np.var(x, ddof=e)", "np.var is read with ddof=0"),
    ("torch.var(x, correction=0, unbiased=True)", "torch.var with both"),
    ("np.var(x, mean=e)", "np.var with mean=... is not read"),
    ("torch.var(x, 0, False)", "torch.var is written"),
    ("F.cross_entropy(x, k, ignore_index=1)", "cross_entropy with ignore_index=..."),
    ("nn.CrossEntropyLoss(ignore_index=1)(x, k)", "CrossEntropyLoss with ignore_index=..."),
    ("nn.CrossEntropyLoss(w)(x, k)", "CrossEntropyLoss is written"),
    ("F.cross_entropy(x, k, w, weight=w)", "weight twice"),
    ("F.cross_entropy(x, k, weight=w, label_smoothing=0.1)", "weight and label_smoothing"),
    ("F.mse_loss(x, y, weight=w)", "mse_loss with weight=..."),
    ("F.mse_loss(x, y, False)", "mse_loss is written"),
    ("F.mse_loss(x, y, size_average=False)", "size_average=... .* reduction='sum'"),
    ("F.mse_loss(x, y, reduction=mean)", "reduction='mean'"),
    ("F.mse_loss(x, y, reduction='batchmean')", "reduction='mean'"),
    ("F.mse_loss(target=y)", "an argument is missing"),
    ("mean_squared_error(y, x, sample_weight=w)", "sample_weight=..."),
    ("F.mse_loss(X, Y, squared=False)", "root of the error of each column"),
    ("F.poisson_nll_loss(x, t, log_input=False)", "log_input=False adds"),
    ("F.poisson_nll_loss(x, t, full=True)", "full=True adds"),
    ("F.binary_cross_entropy_with_logits(x, t, w, pos_weight=w)", "weight and pos_weight"),
    ("F.cosine_similarity(x, y, eps=1)", "cosine_similarity with eps=..."),
    ("F.cosine_similarity(x, y, dim=1)", "has 1 axes"),
    ("np.sum(x, where=x > 0)", "sum with where=..."),
    ("np.sum(x, initial=2)", "sum with initial=..."),
    ("sum(x, 2)", "a sum is written"),
    ("sum(x, start=2)", "sum with start=..."),
    ("np.sum(x, dtype=int)", "sum with dtype=..."),
    ("np.sum(x, axis=0.5)", "has 1 axes"),
    ("np.sum(x, axis=1)", "has 1 axes"),
    ("np.sum(X, axis=(0, 0))", "the same axis twice"),
    ("np.sum(x, axis=0, dim=0)", "dim twice"),
    ("np.mean(x, keepdims=e)", "True or False"),
    ("np.max(x, 0)", "is the number an axis"),
    ("max(x, y, key=abs)", "max with key=..."),
    ("np.max(x, initial=0)", "max with initial=..."),
    ("np.exp(x, out=y).sum()", "exp with out=..."),
    ("np.trace(X, offset=1)", "trace with offset=..."),
    ("np.outer(X, Y).sum()", "outer takes two vectors"),
    ("np.vdot(X, Y)", "vdot of matrices"),
    ("np.inner(x, X).sum()", "inner of matrices"),
    ("torch.add(x, y, alpha=2).sum()", "add with alpha=..."),
    ("F.gelu(x, approximate='tanh').sum()", "gelu with approximate=..."),
    ("F.softplus(x, beta=2).sum()", "softplus with beta=..."),
    ("softmax(x, temperature=2)[0]", "softmax with temperature=..."),
    ("logsumexp(X)", "along which axis"),
    ("logsumexp(x, b=w)", "logsumexp with b=..."),
    ("torch.clamp(x, low=0).sum()", "clamp with low=..."),
    ("x.astype(int).sum()", "astype"),
    ("x.item(0)", "item"),
    ("X.transpose(1).sum()", "A.T"),
    ("X.sum(1, keepdims=True).squeeze(0).sum()", "more than one place"),
    ("np.mean(x[y > 0])", "right below a sum"),
    ("np.sum(np.exp(x[y > 0]))", "right below a sum"),
    ("np.sum(x[1.5:])", "of slices"),
    ("np.sum(x[:-0])", "of slices"),
    ("LOG(e)", "LOG has base 10"),
    ("e!!", "double factorial"),
    ("e*inf", "infinity is no number"),
    ("np.sum(np.where(x > 0, x, np.nan))", "nan is no number"),
    ("np.sum(np.where(x > 0, x, -np.inf))", "infinity is no number"),
    (r"\sum_{i=1}^\infty x_i", "an index is a letter or a number"),
]


@pytest.mark.parametrize("text, words", REFUSED, ids=[text for text, _ in REFUSED])
def test_what_is_not_read_is_refused_by_name(text: str, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        (read_latex if "\\" in text else read)(text, NAMES)


FUNCTIONS = sorted({function.names[0] for function in KNOWN.values()} - {"log_det", "inverse_entry"})


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_drops_an_argument(name: str) -> None:
    arguments = ", ".join(["x"] * KNOWN[name].least)
    with pytest.raises(ReadingError, match=r"nonsense=\.\.\. is not read"):
        read(f"{name}({arguments}, nonsense=3)", NAMES)


@pytest.mark.parametrize("text", ["||X||_2", "||X||_2^2", "np.linalg.norm(X, 1)", "||Y - X W||_2^2"])
def test_a_matrix_is_not_taken_for_a_vector_to_get_round_a_norm(text: str) -> None:
    with pytest.raises(ReadingError, match="of a matrix"):
        read(text)


def test_a_condition_is_no_name_of_an_argument() -> None:
    assert read("where(e = 3, e, 0)", NAMES).expression == read("where(e == 3, e, 0)", NAMES).expression
    assert read("sum([e = 3]*x_i, i=1..3)", NAMES).expression != S.Zero
