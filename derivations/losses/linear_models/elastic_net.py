r"""Elastic net

Half the mean squared residual, with both penalties: on the sizes of the weights, as in the lasso, and on their
squares, as in ridge regression.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Positive, Real, Size, Source, magnitude, sign

i, j, k, m, n, alpha, rho = symbols("i j k m n alpha rho")
X, w, y, r = map(IndexedBase, ("X", "w", "y", "r"))
fit = Sum(X[i, k] * r[i], (i, 1, m)) / m
sizes, squares = Sum(magnitude(w[j]), (j, 1, n)), Sum(w[j] ** 2, (j, 1, n))

loss = Loss(
    id="LRK4",
    expression=Sum(r[i] ** 2, (i, 1, m)) / (2 * m) + alpha * rho * sizes + alpha * (1 - rho) / 2 * squares,
    wrt=w[k],
    definitions=[(r[i], Sum(X[i, j] * w[j], (j, 1, n)) - y[i])],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        w: Real("weights", shape=(n,)),
        y: Real("targets, fixed", shape=(m,)),
        r: Intermediate("residual of example $i$", shape=(m,)),
        alpha: Positive("strength of both penalties"),
        rho: Label01("share of the penalty on the sizes"),
        k: Index("index of the weight", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source=Source(
        "H. Zou and T. Hastie, Regularization and variable selection via the elastic net, Journal of the Royal "
        "Statistical Society B 67 (2005), 301-320",
        doi="10.1111/j.1467-9868.2005.00503.x",
    ),
    mistakes=[
        (
            fit + alpha * rho + alpha * (1 - rho) * w[k],
            "the sign of the weight is missing: right for positive weights only",
        ),
        (
            fit + alpha * rho * sign(w[k]) + 2 * alpha * (1 - rho) * w[k],
            "the half before the squares was forgotten: it cancels the 2",
        ),
        (fit + alpha * rho * w[k] + alpha * (1 - rho) * sign(w[k]), "the two penalties changed places"),
        (
            fit * m + alpha * rho * sign(w[k]) + alpha * (1 - rho) * w[k],
            "the $1/m$ before the residuals was forgotten: it does not stand before the penalties",
        ),
    ],
    aliases=["ElasticNet", "glmnet", "L1 and L2 penalty", "elastic net regression"],
    used_for="linear models with many features that depend on each other",
    why=(
        "The penalty on the sizes pulls with the same force $\\alpha\\rho$ at every weight and sets some to exactly 0; "
        "that on the squares pulls in proportion to the weight. With $\\rho=1$ the loss is that of the lasso, with "
        "$\\rho=0$ that of ridge regression, up to factors. Of features that go together, the lasso tends to keep one, "
        "the elastic net all. The loss is convex in all weights together."
    ),
    in_code=[
        (
            "sklearn.linear_model.ElasticNet(alpha=alpha, l1_ratio=rho, fit_intercept=False).fit(X, y)",
            "mean",
            "by default it fits an intercept too",
        ),
    ],
    see_instead=[("lasso", "the sizes alone, and no mean"), ("ridge", "the squares alone, without half and mean")],
)
