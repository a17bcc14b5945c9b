"""Losses as a textbook states them, with symbolic sizes, each with the matrix form that the textbook gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Expr, Function, IndexedBase, KroneckerDelta, Rational, Sum, Symbol, exp, log, sqrt, symbols, tanh

from derivations.language.domains import Domain, Index, Intermediate, Model, Positive, Real, Size
from derivations.language.functions import inverse_entry, log_det, magnitude, positive_part, sigma, softplus
from derivations.language.loss import Loss

a_, e, i, j, k, l = symbols("a e i j k l", integer=True, positive=True)
n, m, d, K = (Symbol(name, integer=True, positive=True) for name in ["n", "m", "d", "K"])
c, label = symbols("c y", integer=True, positive=True)
lamda, C, gamma, epsilon = symbols("lambda C gamma epsilon", positive=True)
beta = Symbol("beta", real=True)
X, Y, Z, U, V, R, S, A, B, G, P, Q, H = map(
    IndexedBase, ["X", "Y", "Z", "U", "V", "R", "S", "A", "B", "G", "P", "Q", "H"]
)
a, b, g, h, o, p, q, r, s, t, w, x, y, z, mu, delta = map(
    IndexedBase, ["a", "b", "g", "h", "o", "p", "q", "r", "s", "t", "w", "x", "y", "z", "mu", "delta"]
)
W1, W2, h_delta, o_delta, x_hat = map(IndexedBase, ("W_1", "W_2", "delta_h", "delta_o", "xhat"))
mean, variance = symbols("mu_x v")
f = Function("f", real=True)

LAST = {i: n, a_: n, j: d, e: d, k: K, l: m, c: K, label: K}
HALF = Rational(1, 2)


@dataclass(frozen=True)
class Case:
    """A loss, and its gradient in matrix form."""

    name: str
    loss: Loss
    tex: str


def loss_of(
    expression: Expr, wrt: Expr, definitions: tuple[Any, ...] = (), constraints: tuple[Any, ...] = (), **arrays: Any
) -> Loss:
    """A loss in the symbols above; `arrays` are shapes by the array's name."""
    shapes = {IndexedBase(name): shape for name, shape in arrays.items()}
    defined = {
        getattr(name, "base", name): tuple(LAST[index] for index in getattr(name, "indices", ()))
        for name, _ in definitions
    }
    known: dict[Any, Domain] = {size: Size("size") for size in (n, m, d, K)}
    known |= {index: Index("index", last=last) for index, last in LAST.items()}
    known |= {scalar: Positive("scalar") for scalar in (lamda, C, gamma, epsilon)} | {
        beta: Real("shift"),
        f: Model("activation"),
    }
    known |= {array: Real("array", shape=shape) for array, shape in shapes.items()}
    known |= {base: Intermediate("intermediate", shape=shape) for base, shape in defined.items()}
    return Loss(
        id="L222",
        expression=expression,
        wrt=wrt,
        definitions=definitions,
        constraints=constraints,
        symbols=known,
        source="a test",
    )


Xw = Sum(X[i, j] * w[j], (j, 1, d))
DATA = {"X": (n, d), "w": (d,), "y": (n,)}
WX = Sum(X[i, j] * Z[k, j], (j, 1, d))  # the weights are called Z here, so that their indices are (class, feature)

logits = (Q[i, k], WX)
softmax = (P[i, k], exp(Q[i, k]) / Sum(exp(Q[i, c]), (c, 1, K)))
CLASSES = {"X": (n, d), "Z": (K, d), "Y": (n, K)}
ONE_LABEL = (Sum(Y[i, k], (k, 1, K)), 1)

hidden = (h[l], sigma(Sum(W1[l, j] * x[j], (j, 1, d))))
output = (o[k], sigma(Sum(W2[k, l] * h[l], (l, 1, m))))
output_error = (o_delta[k], -2 * (t[k] - o[k]) * o[k] * (1 - o[k]))
hidden_error = (h_delta[l], Sum(W2[k, l] * o_delta[k], (k, 1, K)) * h[l] * (1 - h[l]))
squared = Sum((t[k] - o[k]) ** 2, (k, 1, K))
NETWORK = {"W_1": (m, d), "W_2": (K, m), "x": (d,), "t": (K,)}

quadratic = Sum((x[j] - mu[j]) * inverse_entry(S[j, i]) * (x[i] - mu[i]), (i, 1, d), (j, 1, d))
gaussian = HALF * (log_det(S) + quadratic)
GAUSS = {"x": (d,), "mu": (d,), "S": (d, d)}
SYMMETRIC = (S[e, j], S[j, e])

average = (mean, Sum(x[i], (i, 1, n)) / n)
spread = (variance, Sum((x[i] - mean) ** 2, (i, 1, n)) / n)
normalised = (x_hat[i], (x[i] - mean) / sqrt(variance + epsilon))

dot = Sum(w[j] * a[j], (j, 1, d))
length = {v: sqrt(Sum(v[j] ** 2, (j, 1, d))) for v in (w, a)}
residual = (r[i], Xw - y[i])

CASES = [
    Case("least squares", loss_of(Sum((Xw - y[i]) ** 2, (i, 1, n)), w[j], **DATA), r"2X^{\top}(Xw - y)"),
    Case("target first", loss_of(Sum((y[i] - Xw) ** 2, (i, 1, n)), w[j], **DATA), r"-2X^{\top}(y - Xw)"),
    Case("residual", loss_of(Sum(r[i] ** 2, (i, 1, n)), w[j], (residual,), **DATA), r"2X^{\top}r"),
    Case("by the data", loss_of(Sum((Xw - y[i]) ** 2, (i, 1, n)), X[i, j], **DATA), r"2(Xw - y)w^{\top}"),
    Case(
        "ridge",
        loss_of(Sum((Xw - y[i]) ** 2, (i, 1, n)) + lamda * Sum(w[j] ** 2, (j, 1, d)), w[j], **DATA),
        r"2X^{\top}(Xw - y) + 2\lambda w",
    ),
    Case(
        "lasso",
        loss_of(HALF * Sum((Xw - y[i]) ** 2, (i, 1, n)) + lamda * Sum(magnitude(w[j]), (j, 1, d)), w[j], **DATA),
        r"X^{\top}(Xw - y) + \lambda\operatorname{sign}(w)",
    ),
    Case(
        "weighted least squares",
        loss_of(Sum(a[i] * (Xw - y[i]) ** 2, (i, 1, n)), w[j], a=(n,), **DATA),
        r"2X^{\top}(a \odot (Xw - y))",
    ),
    Case(
        "generalised least squares",
        loss_of(
            Sum((Xw - y[i]) * A[i, k] * (Xw.xreplace({i: k}) - y[k]), (i, 1, n), (k, 1, n)), w[j], A=(n, n), **DATA
        ),
        r"X^{\top}(A + A^{\top})(Xw - y)",
    ),
    Case(
        "logistic regression",
        loss_of(Sum(softplus(Xw) - y[i] * Xw, (i, 1, n)), w[j], **DATA),
        r"X^{\top}(\sigma(Xw) - y)",
    ),
    Case(
        "mean logistic regression",
        loss_of(Sum(softplus(Xw) - y[i] * Xw, (i, 1, n)) / n, w[j], **DATA),
        r"\frac{1}{n}X^{\top}(\sigma(Xw) - y)",
    ),
    Case(
        "logistic regression with a sum that has a name",
        loss_of(Sum(softplus(z[i]) - y[i] * z[i], (i, 1, n)), w[j], ((z[i], Xw), (p[i], sigma(z[i]))), **DATA),
        r"X^{\top}(p - y)",
    ),
    Case(
        "cross-entropy of probabilities",
        loss_of(-Sum(y[i] * log(p[i]) + (1 - y[i]) * log(1 - p[i]), (i, 1, n)), p[i], ((p[i], sigma(Xw)),), **DATA),
        r"(\mathbf{1} - y) \oslash (\mathbf{1} - p) - y \oslash p",
    ),
    Case(
        "softmax cross-entropy",
        loss_of(log(Sum(exp(z[k]), (k, 1, K))) - Sum(t[k] * z[k], (k, 1, K)), z[k], z=(K,), t=(K,)),
        r"\frac{1}{\mathbf{1}^{\top}\exp(z)}\exp(z) - t",
    ),
    Case(
        "softmax cross-entropy with a label",
        loss_of(
            -Sum(KroneckerDelta(k, label) * log(p[k]), (k, 1, K)),
            z[k],
            ((p[k], exp(z[k]) / Sum(exp(z[c]), (c, 1, K))),),
            z=(K,),
        ),
        r"p - e_{y}",
    ),
    Case(
        "softmax cross-entropy with the logit of the label",
        loss_of(
            log(Sum(exp(z[k]), (k, 1, K))) - z[label],
            z[k],
            ((p[k], exp(z[k]) / Sum(exp(z[c]), (c, 1, K))),),
            z=(K,),
        ),
        r"p - e_{y}",
    ),
    Case(
        "softmax regression",
        loss_of(
            -Sum(Y[i, k] * log(P[i, k]), (i, 1, n), (k, 1, K)), Z[k, j], (logits, softmax), (ONE_LABEL,), **CLASSES
        ),
        r"(P - Y)^{\top}X",
    ),
    Case(
        "softmax regression with any targets",
        loss_of(-Sum(Y[i, k] * log(P[i, k]), (i, 1, n), (k, 1, K)), Z[k, j], (logits, softmax), **CLASSES),
        r"(\operatorname{diag}(Y\mathbf{1})P - Y)^{\top}X",
    ),
    Case(
        "softmax regression of logits",
        loss_of(
            Sum(log(Sum(exp(Q[i, k]), (k, 1, K))) - Sum(Y[i, k] * Q[i, k], (k, 1, K)), (i, 1, n)) / n,
            Z[k, j],
            (logits, softmax),
            **CLASSES,
        ),
        r"\frac{1}{n}(P - Y)^{\top}X",
    ),
    Case(
        "Poisson regression",
        loss_of(Sum(exp(Xw) - y[i] * Xw, (i, 1, n)), w[j], **DATA),
        r"X^{\top}(\exp(Xw) - y)",
    ),
    Case(
        "support vector machine",
        loss_of(HALF * Sum(w[j] ** 2, (j, 1, d)) + C * Sum(positive_part(1 - y[i] * Xw), (i, 1, n)), w[j], **DATA),
        r"w - CX^{\top}(y \odot [\mathbf{1} - y \odot Xw > 0])",
    ),
    Case(
        "network, weights to the output",
        loss_of(squared, W2[k, l], (hidden, output), **NETWORK),
        r"-2((t - o) \odot o \odot (\mathbf{1} - o))h^{\top}",
    ),
    Case(
        "network, weights to the hidden layer",
        loss_of(squared, W1[l, j], (hidden, output), **NETWORK),
        r"-2(W_{2}^{\top}((t - o) \odot o \odot (\mathbf{1} - o)) \odot h \odot (\mathbf{1} - h))x^{\top}",
    ),
    Case(
        "network with errors that have a name, weights to the output",
        loss_of(squared, W2[k, l], (hidden, output, output_error, hidden_error), **NETWORK),
        r"\delta_{o}h^{\top}",
    ),
    Case(
        "network with errors that have a name, weights to the hidden layer",
        loss_of(squared, W1[l, j], (hidden, output, output_error, hidden_error), **NETWORK),
        r"\delta_{h}x^{\top}",
    ),
    Case(
        "any activation",
        loss_of(HALF * Sum((f(Xw) - y[i]) ** 2, (i, 1, n)), w[j], **DATA),
        r"X^{\top}((f(Xw) - y) \odot f'(Xw))",
    ),
    Case(
        "cosine distance",
        loss_of(1 - dot / (length[w] * length[a]), w[j], w=(d,), a=(d,)),
        r"\frac{1}{\|a\|\|w\|}\Bigl(\frac{a^{\top}w}{\|w\|^2}w - a\Bigr)",
    ),
    Case(
        "root of the mean square",
        loss_of(sqrt(Sum((Xw - y[i]) ** 2, (i, 1, n)) / n), w[j], **DATA),
        r"\frac{1}{\sqrt{n}\|Xw - y\|}X^{\top}(Xw - y)",
    ),
    Case(
        "mean over a batch",
        loss_of(Sum((Xw - y[i]) ** 2, (i, 1, n)) / n, w[j], **DATA),
        r"\frac{2}{n}X^{\top}(Xw - y)",
    ),
    Case(
        "matrix factorisation",
        loss_of(
            Sum((R[i, j] - Sum(U[i, l] * V[j, l], (l, 1, m))) ** 2, (i, 1, n), (j, 1, d)),
            U[i, l],
            R=(n, d),
            U=(n, m),
            V=(d, m),
        ),
        r"-2(R - UV^{\top})V",
    ),
    Case(
        "matrix factorisation by the other factor",
        loss_of(
            Sum((R[i, j] - Sum(U[i, l] * V[j, l], (l, 1, m))) ** 2, (i, 1, n), (j, 1, d)),
            V[j, l],
            R=(n, d),
            U=(n, m),
            V=(d, m),
        ),
        r"-2(R - UV^{\top})^{\top}U",
    ),
    Case(
        "group norm",
        loss_of(lamda * length[w], w[j], w=(d,)),
        r"\frac{\lambda}{\|w\|}w",
    ),
    Case(
        "Gaussian by its mean",
        loss_of(gaussian, mu[j], (), (SYMMETRIC,), **GAUSS),
        r"-S^{-1}(x - \mu)",
    ),
    Case(
        "Gaussian by its covariance",
        loss_of(gaussian, S[e, j], (), (SYMMETRIC,), **GAUSS),
        r"\tfrac{1}{2}(S^{-1} - S^{-1}(x - \mu)(x - \mu)^{\top}S^{-1})",
    ),
    Case(
        "Gaussian by any matrix",
        loss_of(gaussian, S[e, j], **GAUSS),
        r"\tfrac{1}{2}(S^{-\top} - S^{-\top}(x - \mu)(x - \mu)^{\top}S^{-\top})",
    ),
    Case(
        "batch normalisation",
        loss_of(Sum(g[i] * (gamma * x_hat[i] + beta), (i, 1, n)), x[i], (average, spread, normalised), g=(n,), x=(n,)),
        r"\frac{\gamma}{\sqrt{v + \epsilon}}"
        r"\Bigl(g - \frac{g^{\top}\hat{x}}{n}\hat{x} - \frac{\mathbf{1}^{\top}g}{n}\mathbf{1}\Bigr)",
    ),
    Case(
        "cosine of matrices",
        loss_of(log(Sum(A[i, j] * X[i, j], (i, 1, n), (j, 1, d))), X[i, j], A=(n, d), X=(n, d)),
        r"\frac{1}{\operatorname{tr}(A^{\top}X)}A",
    ),
    Case(
        "trace",
        loss_of(log(Sum(S[j, j], (j, 1, d))), S[e, j], S=(d, d)),
        r"\frac{1}{\operatorname{tr}(S)}I",
    ),
    Case(
        "weighted diagonal",
        loss_of(Sum(a[j] * S[j, j] ** 2, (j, 1, d)), S[e, j], S=(d, d), a=(d,)),
        r"2\operatorname{diag}(a \odot \operatorname{diag}(S))",
    ),
    Case(
        "weighted rows",
        loss_of(HALF * Sum(a[i] * (X[i, j] - A[i, j]) ** 2, (i, 1, n), (j, 1, d)), X[i, j], A=(n, d), X=(n, d), a=(n,)),
        r"\operatorname{diag}(a)(X - A)",
    ),
    Case(
        "weighted middle",
        loss_of(
            Sum(a[k] * Sum(U[k, i] * x[i], (i, 1, n)) * Sum(V[k, j] * w[j], (j, 1, d)), (k, 1, K)),
            w[j],
            U=(K, n),
            V=(K, d),
            a=(K,),
            x=(n,),
            w=(d,),
        ),
        r"V^{\top}(a \odot Ux)",
    ),
    Case(
        "product of three matrices",
        loss_of(
            Sum(B[j, e] * X[i, j] * A[i, k] * a[k] * V[k, e], (i, 1, n), (j, 1, d), (k, 1, K), (e, 1, d)),
            X[i, j],
            A=(n, K),
            B=(d, d),
            V=(K, d),
            X=(n, d),
            a=(K,),
        ),
        r"A\operatorname{diag}(a)VB^{\top}",
    ),
    Case(
        "length of a matrix",
        loss_of(sqrt(Sum(Z[k, j] ** 2, (k, 1, K), (j, 1, d))), Z[k, j], Z=(K, d)),
        r"\frac{1}{\|Z\|_F}Z",
    ),
    Case(
        "deviations from the mean",
        loss_of(
            Sum((x[i] - mean) ** 2, (i, 1, n)) + Sum(g[i] * (x[i] - mean), (i, 1, n)), x[i], (average,), g=(n,), x=(n,)
        ),
        r"g + 2(x - \mu_{x}\mathbf{1}) - \frac{\mathbf{1}^{\top}g}{n}\mathbf{1}",
    ),
    Case(
        "kinks and cutoffs",
        loss_of(HALF * Sum(positive_part(1 - x[j]) ** 2 + magnitude(x[j]) * w[j], (j, 1, d)), x[j], x=(d,), w=(d,)),
        r"\tfrac{1}{2}(w \odot \operatorname{sign}(x)) - (\mathbf{1} - x)_+",
    ),
    Case(
        "no slope beyond a row",
        loss_of(Sum(X[i, j] * w[j] ** 3, (i, 1, n), (j, 1, d)), w[j], X=(n, d), w=(d,)),
        r"3(X^{\top}\mathbf{1} \odot w^{\odot 2})",
    ),
    Case(
        "shares",
        loss_of(-Sum(t[k] * log(z[k] / Sum(z[c] ** 2 + 1, (c, 1, K))), (k, 1, K)), z[k], t=(K,), z=(K,)),
        r"\frac{2(\mathbf{1}^{\top}t)}{\mathbf{1}^{\top}(\mathbf{1} + z^{\odot 2})}z - t \oslash z",
    ),
    Case(
        "pairs of rows",
        loss_of(Sum((X[i, j] - X[a_, j]) ** 2, (i, 1, n), (a_, 1, n), (j, 1, d)), X[i, j], X=(n, d)),
        r"4nX - 4\mathbf{1}\mathbf{1}^{\top}X",
    ),
    Case(
        "two layers without a name",
        loss_of(
            Sum((t[k] - sigma(Sum(W2[k, l] * sigma(Sum(W1[l, j] * x[j], (j, 1, d))), (l, 1, m)))) ** 2, (k, 1, K)),
            W1[l, j],
            **NETWORK,
        ),
        r"-2(W_{2}^{\top}((t - \sigma(W_{2}\sigma(W_{1}x))) \odot \sigma(W_{2}\sigma(W_{1}x))"
        r" \odot (\mathbf{1} - \sigma(W_{2}\sigma(W_{1}x))))"
        r" \odot \sigma(W_{1}x) \odot (\mathbf{1} - \sigma(W_{1}x)))x^{\top}",
    ),
    Case(
        "a batch through a layer",
        loss_of(
            Sum((Y[i, k] - tanh(Sum(X[i, j] * Z[k, j], (j, 1, d)))) ** 2, (i, 1, n), (k, 1, K)) / n, Z[k, j], **CLASSES
        ),
        r"-\frac{2}{n}((Y - \tanh(XZ^{\top}))"
        r" \odot (\mathbf{1}\mathbf{1}^{\top} - \tanh(XZ^{\top})^{\odot 2}))^{\top}X",
    ),
]
