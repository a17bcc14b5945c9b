r"""Dropout as a penalty

The mean, over all masks, of the squared error of a linear model whose inputs are kept with probability $q$ and then
divided by $q$. The mean can be taken exactly: it is the squared error without dropout, plus an L2 penalty of a strength
of its own for each weight.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Probability, Real, Size, Source

i, j, k, m, n, q = symbols("i j k m n q")
X, w, y, r, c = map(IndexedBase, ("X", "w", "y", "r", "c"))
fit = 2 * Sum(r[i] * X[i, k], (i, 1, m))

loss = Loss(
    id="L4Z5",
    expression=Sum(r[i] ** 2, (i, 1, m)) + (1 - q) / q * Sum(c[j] * w[j] ** 2, (j, 1, n)),
    wrt=w[k],
    definitions=[
        (r[i], Sum(X[i, j] * w[j], (j, 1, n)) - y[i]),
        (c[j], Sum(X[i, j] ** 2, (i, 1, m))),
    ],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        w: Real("weights", shape=(n,)),
        y: Real("targets, fixed", shape=(m,)),
        r: Intermediate("residual of example $i$ without dropout", shape=(m,)),
        c: Intermediate("squared length of feature $j$", shape=(n,), within="[0, oo)"),
        q: Probability("probability with which an input is kept"),
        k: Index("index of the weight", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source=Source(
        "N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, Dropout: a simple way to prevent "
        "neural networks from overfitting, Journal of Machine Learning Research 15 (2014), 1929-1958, section 9.1",
    ),
    mistakes=[
        (fit, "the variance that the masks add was left out: the mean of a square is not the square of the mean"),
        (fit + 2 * (1 - q) / q * w[k], "the size of the feature is missing: each weight has a penalty of its own"),
        (fit + 2 * q * (1 - q) * c[k] * w[k], "the variance of the mask itself: the inputs are divided by $q$ too"),
    ],
    aliases=["marginalised dropout", "dropout on linear regression"],
    used_for="seeing what dropout does to a linear model",
    why=(
        "Dropout adds noise whose variance grows with the weight and with the feature, and the squared error punishes "
        "that variance. So it is ridge regression with $\\lambda_k=\\frac{1-q}{q}\\sum_iX_{ik}^2$: weights of large "
        "features are shrunk more, and at $q=1$ nothing is."
    ),
    see_instead=[("ridge", "one strength for all weights")],
)
