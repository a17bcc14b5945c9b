"""Logistic regression

The binary cross-entropy of a linear model, summed over the examples.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Real, Size, sigma, softplus

i, j, k, m, n = symbols("i j k m n")
X, w, y, z, p = map(IndexedBase, ("X", "w", "y", "z", "p"))

loss = Loss(
    id="LH4K",
    expression=Sum(softplus(z[i]) - y[i] * z[i], (i, 1, m)),
    wrt=w[k],
    definitions=[(z[i], Sum(X[i, j] * w[j], (j, 1, n))), (p[i], sigma(z[i]))],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        w: Real("weights", shape=(n,)),
        y: Label01("labels, fixed", shape=(m,)),
        z: Intermediate("logit of example $i$", shape=(m,)),
        p: Intermediate("predicted probability of the label 1", shape=(m,)),
        k: Index("names the weight", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.2",
    mistakes=[
        (
            Sum((p[i] - y[i]) * p[i] * (1 - p[i]) * X[i, k], (i, 1, m)),
            "the gradient of half the squared error of the probability",
        ),
        (Sum((z[i] - y[i]) * X[i, k], (i, 1, m)), "the sigmoid was dropped: this is the gradient of least squares"),
        (Sum((y[i] - p[i]) * X[i, k], (i, 1, m)), "the gradient of the log-likelihood: to be climbed, not descended"),
    ],
)
