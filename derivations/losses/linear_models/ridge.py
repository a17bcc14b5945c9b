"""Ridge regression

Least squares with a penalty on the squares of the weights, which keeps them small.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, k, m, n, lam = symbols("i j k m n lambda")
X, w, y, r = map(IndexedBase, ("X", "w", "y", "r"))

loss = Loss(
    id="L49S",
    expression=Sum(r[i] ** 2, (i, 1, m)) + lam * Sum(w[j] ** 2, (j, 1, n)),
    wrt=w[k],
    definitions=[(r[i], Sum(X[i, j] * w[j], (j, 1, n)) - y[i])],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        w: Real("weights", shape=(n,)),
        y: Real("targets, fixed", shape=(m,)),
        r: Intermediate("residual of example $i$", shape=(m,)),
        lam: Positive("strength of the penalty"),
        k: Index("index of the weight", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source=Source(
        "T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning (2nd ed., Springer, 2009), "
        "section 3.4.1",
        doi="10.1007/978-0-387-84858-7",
    ),
    mistakes=[
        (2 * Sum(r[i] * X[i, k], (i, 1, m)) + lam * w[k], "the 2 of the penalty is missing: right for half of it"),
        (2 * Sum(r[i] * X[i, k], (i, 1, m)), "the penalty was dropped"),
        (
            2 * Sum(r[i] * X[i, k], (i, 1, m)) + 2 * lam * Sum(w[j], (j, 1, n)),
            "the other weights were added: their squares do not depend on $w_k$",
        ),
    ],
    aliases=["L2 regularisation", "L2 regularization", "L2 penalty", "Tikhonov regularisation"],
    used_for="linear models with many features, or with dependent ones",
    why=(
        "The penalty adds $2\\lambda w_k$ to the gradient: it draws every weight to 0 in proportion to its size, so "
        "weights become small, but hardly ever exactly 0. To a statistician it is a normal prior for the weights. It "
        "makes the solution unique, even with more features than examples or with features that depend on each other."
    ),
    in_code=[
        (
            "sklearn.linear_model.Ridge(alpha=lam, fit_intercept=False).fit(X, y)",
            "sum",
            "`alpha` is $\\lambda$; by default it fits an intercept too",
        ),
    ],
    see_instead=[
        ("lasso", "penalises the sizes of the weights, not their squares: it sets some to exactly 0"),
        ("ridge-intercept", "the same with an intercept, which is not penalised"),
    ],
)
