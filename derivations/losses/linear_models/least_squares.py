"""Least squares

The sum of the squared residuals of a linear model.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, k, m, n = symbols("i j k m n")
X, w, y, r = map(IndexedBase, ("X", "w", "y", "r"))

loss = Loss(
    id="L7QF",
    expression=Sum(r[i] ** 2, (i, 1, m)),
    wrt=w[k],
    definitions=[(r[i], Sum(X[i, j] * w[j], (j, 1, n)) - y[i])],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        w: Real("weights", shape=(n,)),
        y: Real("targets, fixed", shape=(m,)),
        r: Intermediate("residual of example $i$", shape=(m,)),
        k: Index("index of the weight", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source=Source(
        "T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning (2nd ed., Springer, 2009), "
        "section 3.2",
        doi="10.1007/978-0-387-84858-7",
    ),
    mistakes=[
        (Sum(r[i] * X[i, k], (i, 1, m)), "the 2 of the square is missing: right for half the sum of squares"),
        (2 * Sum(r[i], (i, 1, m)), "the inner derivative $X_{ik}$ is missing: it differs from weight to weight"),
        (-2 * Sum(r[i] * X[i, k], (i, 1, m)), "right if $r$ stands for $y-Xw$; here $r=Xw-y$"),
    ],
    aliases=["OLS", "ordinary least squares", "linear regression"],
    used_for="a linear model of the mean",
    why=(
        "Each residual counts in proportion to the input that the weight multiplies. The gradient is 0 where the "
        "residuals are orthogonal to every column of $X$. These are the normal equations, $X^{\\top}Xw=X^{\\top}y$; if "
        "the columns are independent, they have one solution, $w=(X^{\\top}X)^{-1}X^{\\top}y$."
    ),
    in_code=[
        (
            "sklearn.linear_model.LinearRegression(fit_intercept=False).fit(X, y)",
            "sum",
            "by default it fits an intercept too",
        ),
    ],
)
