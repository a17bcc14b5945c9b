r"""Quantile regression

The pinball losses of a linear model, summed over the examples: the fit follows the $\tau$-quantile of the targets.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Probability, Real, Size, Source, positive_part, sign, step

i, j, k, m, n, tau = symbols("i j k m n tau")
X, w, y, r = map(IndexedBase, ("X", "w", "y", "r"))

loss = Loss(
    id="LZVD",
    expression=Sum((1 - tau) * positive_part(r[i]) + tau * positive_part(-r[i]), (i, 1, m)),
    wrt=w[k],
    definitions=[(r[i], Sum(X[i, j] * w[j], (j, 1, n)) - y[i])],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        w: Real("weights", shape=(n,)),
        y: Real("targets, fixed", shape=(m,)),
        r: Intermediate("residual of example $i$", shape=(m,)),
        tau: Probability("level of the quantile"),
        k: Index("index of the weight", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source=Source(
        "R. Koenker and G. Bassett, Regression quantiles, Econometrica 46 (1978), 33-50",
        doi="10.2307/1913643",
    ),
    mistakes=[
        (Sum((tau - step(r[i])) * X[i, k], (i, 1, m)), "right if $r$ stands for $y-Xw$; here $r=Xw-y$"),
        (
            Sum(step(r[i]) - tau, (i, 1, m)),
            "the inner derivative $X_{ik}$ is missing: it differs from weight to weight",
        ),
        (Sum(sign(r[i]) * X[i, k], (i, 1, m)), "both sides got the same weight: this is least absolute deviations"),
    ],
    aliases=["QuantileRegressor", "QuantReg", "linear quantile regression"],
    used_for="a linear model of a quantile, such as the upper decile",
    why=(
        "Each example pulls with its input: those above the fit with the force $\\tau$, those below with $1-\\tau$, "
        "however far away they are. With an intercept, about a share $\\tau$ of the targets lies below the best fit. "
        "Several levels together show how the whole distribution of the targets depends on the inputs."
    ),
    in_code=[
        (
            "sklearn.linear_model.QuantileRegressor(quantile=tau, alpha=0, fit_intercept=False).fit(X, y)",
            "mean",
            "by default it fits an intercept too, and penalises the sizes of the weights",
        ),
    ],
    see_instead=[
        ("least-absolute-deviations", "the median: twice the case $\\tau=1/2$"),
        ("pinball", "the loss of one prediction"),
    ],
)
