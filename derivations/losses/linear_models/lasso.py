r"""Lasso

Half the sum of squared residuals, with a penalty on the sizes of the weights. The kink of the penalty at 0 is what lets
a weight stay at exactly 0. Tibshirani bounds the sum of the sizes instead of penalising it: for each bound there is a
$\lambda$ with the same solution.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source, magnitude, sign

i, j, k, m, n, lam = symbols("i j k m n lambda")
X, w, y, r = map(IndexedBase, ("X", "w", "y", "r"))

loss = Loss(
    id="LFF7",
    expression=Sum(r[i] ** 2, (i, 1, m)) / 2 + lam * Sum(magnitude(w[j]), (j, 1, n)),
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
        "R. Tibshirani, Regression shrinkage and selection via the lasso, J. Royal Statistical Society B 58 (1996), "
        "267-288",
        doi="10.1111/j.2517-6161.1996.tb02080.x",
    ),
    mistakes=[
        (Sum(r[i] * X[i, k], (i, 1, m)) + lam, "the sign of the weight is missing: right for positive weights only"),
        (
            Sum(r[i] * X[i, k], (i, 1, m)) + lam * w[k],
            "the penalty of ridge regression was taken: this is the slope of half the squares",
        ),
        (Sum(r[i] * X[i, k], (i, 1, m)) - lam * sign(w[k]), "the sign of the penalty is turned"),
    ],
    aliases=["L1 regularisation", "L1 regularization", "L1 penalty"],
    used_for="linear models that choose their features",
    why=(
        "The penalty pulls at each weight with the same force $\\lambda$, however small the weight is. At a weight of "
        "0 there is an interval of slopes, and $w_k=0$ is best exactly where $|\\sum_iX_{ik}r_i|\\le\\lambda$: where "
        "the fit pulls no harder than the penalty. That makes the lasso a way to choose features."
    ),
    in_code=[
        (
            "sklearn.linear_model.Lasso(alpha=lam / m, fit_intercept=False).fit(X, y)",
            "mean",
            "divides the squares by $2m$, not by 2, so `alpha` is $\\lambda/m$; by default it fits an intercept too",
        ),
    ],
    see_instead=[
        ("ridge", "penalises the squares: weights become small, but hardly ever 0"),
        ("group-lasso", "penalises the length of a group of weights, which go to 0 together"),
    ],
)
