"""Least absolute deviations

The sum of the sizes of the residuals of a linear model. An outlier counts in proportion to its size, not to its square.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source, magnitude, sign

i, j, k, m, n = symbols("i j k m n")
X, w, y, r = map(IndexedBase, ("X", "w", "y", "r"))

loss = Loss(
    id="LD6V",
    expression=Sum(magnitude(r[i]), (i, 1, m)),
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
        "S. Boyd and L. Vandenberghe, Convex Optimization (Cambridge University Press, 2004), section 6.1",
        doi="10.1017/CBO9780511804441",
    ),
    mistakes=[
        (Sum(X[i, k], (i, 1, m)), "the sign was dropped, and the targets with it"),
        (Sum(sign(r[i]), (i, 1, m)), "the inner derivative $X_{ik}$ is missing: it differs from weight to weight"),
        (Sum(r[i] * X[i, k], (i, 1, m)), "the gradient of half of least squares: a residual counts by its sign only"),
    ],
    aliases=["LAD regression", "median regression", "L1 regression"],
    used_for="a linear model of the median",
    why=(
        "Each example pulls with its input and the sign of its residual, however large the residual is. So a few wild "
        "targets cannot decide the fit. The fit follows the median of the targets, not their mean."
    ),
    in_code=[
        (
            "sklearn.linear_model.QuantileRegressor(quantile=0.5, alpha=0).fit(X, y)",
            "mean",
            "half of it; fits an intercept too",
        )
    ],
    see_instead=[("least-squares", "squares the residuals: the fit follows the mean")],
)
