r"""Squared logarithmic error

The squared error of logarithms, each of the value plus 1. It looks at the ratio of prediction and target, not at their
difference.
"""

from sympy import log, symbols

from derivations.language import Interval, Loss, Source

p, t = symbols("p t")
error = log(1 + p) - log(1 + t)

loss = Loss(
    id="LY26",
    expression=error**2,
    wrt=p,
    symbols={
        p: Interval("prediction", within="(-1, oo)"),
        t: Interval("target, fixed", within="(-1, oo)", varies=True),
    },
    source=Source("scikit-learn, User Guide, section 3.4: Metrics and scoring, mean squared logarithmic error"),
    mistakes=[
        (2 * error, "the inner derivative $1/(1+p)$ is missing: only the square was differentiated"),
        (2 * error / p, "the 1 inside the logarithm was forgotten below the line"),
        (2 / (1 + p), "the error was dropped: the square leaves it as a factor"),
        (2 * (1 / (1 + p) - 1 / (1 + t)), "the square was lost, and the logarithm of the target differentiated too"),
    ],
    aliases=["MSLE", "mean squared logarithmic error", "mean squared log error", "squared log error"],
    used_for="counts and prices that grow by factors",
    why=(
        "The gradient is twice the difference of the logarithms, divided by $1+p$, so the same ratio pulls less at a "
        "large prediction. Of two errors of the same size, the one below the target costs more. It is the squared loss "
        "of $\\log(1+t)$: many people transform the targets once, and take that."
    ),
    in_code=[
        (
            "keras.losses.MeanSquaredLogarithmicError()(t, p)",
            "sum_over_batch_size",
            "takes 0 for negative values: there the slope is 0",
        ),
        ("sklearn.metrics.mean_squared_log_error(t, p)", "mean"),
        ("xgboost.XGBRegressor(objective='reg:squaredlogerror').fit(X, y)", "sum", "half of it"),
    ],
    see_instead=[
        ("squared", "the square of the difference itself"),
        ("scale-invariant-log", "forgives a common factor"),
    ],
)
