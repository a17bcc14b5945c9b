r"""Pinball loss

The distance between the prediction and the target, with different weights on the two sides: $\tau$ where the
prediction is too small, $1-\tau$ where it is too large. Its minimiser over a sample is a $\tau$-quantile.
"""

from sympy import symbols

from derivations.language import Loss, Probability, Real, Source, branches, otherwise, step

p, t, tau = symbols("p t tau")

loss = Loss(
    id="LZQJ",
    expression=branches((tau * (t - p), p < t), ((1 - tau) * (p - t), otherwise)),
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed"), tau: Probability("level of the quantile")},
    source=[
        Source(
            "R. Koenker and G. Bassett, Regression quantiles, Econometrica 46 (1978), 33-50",
            doi="10.2307/1913643",
        ),
        Source(
            "T. Gneiting, Making and evaluating point forecasts, Journal of the American Statistical Association 106 "
            "(2011), 746-762, equation 24",
            doi="10.1198/jasa.2011.r10138",
        ),
    ],
    other_forms=[(step(p - t) - tau, "$[p>t]$ is 1 where the prediction is too large, else 0")],
    mistakes=[
        (tau - step(p - t), "the slope with respect to the error $t-p$, not to the prediction"),
        (
            branches((-(1 - tau), p < t), (tau, otherwise)),
            "the two weights changed places: this is the gradient for the level $1-\\tau$",
        ),
        (branches((tau, p < t), (1 - tau, otherwise)), "the inner minus of $t-p$ was forgotten on the left"),
    ],
    aliases=["quantile loss", "check loss", "tilted absolute loss", "QuantileLoss", "mean pinball loss"],
    used_for="a quantile of the target instead of its mean",
    why=(
        "The gradient has only two values: a prediction that is too small is pulled up with the force $\\tau$, one "
        "that is too large is pulled down with $1-\\tau$. The two forces balance where a share $\\tau$ of the targets "
        "lies below the prediction, so the loss is taken to learn quantiles, such as the two ends of a prediction "
        "interval."
    ),
    in_code=[
        ("sklearn.metrics.mean_pinball_loss(t, p, alpha=tau)", "mean"),
        ("xgboost.XGBRegressor(objective='reg:quantileerror', quantile_alpha=tau).fit(X, y)", "sum"),
    ],
    see_instead=[
        ("absolute", "the case $\\tau=1/2$, times 2: both sides weigh the same"),
        ("expectile", "squares in place of sizes: it leads to expectiles, not to quantiles"),
        ("quantile-regression", "the same loss, with respect to the weights of a linear model"),
    ],
)
