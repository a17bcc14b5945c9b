"""Absolute loss

The distance between the prediction $p$ and the target $t$. Every error counts in proportion to its size, so a few
outliers do not dominate; its minimiser over a sample is a median.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, magnitude, sign

p, t = symbols("p t")

loss = Loss(
    id="L3H6",
    expression=magnitude(p - t),
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed")},
    source=Source(
        "S. Boyd and L. Vandenberghe, Convex Optimization (Cambridge University Press, 2004), section 6.1",
        doi="10.1017/CBO9780511804441",
    ),
    other_forms=[((p - t) / magnitude(p - t), "$\\operatorname{sign}u=u/|u|$ where $u\\ne0$")],
    mistakes=[
        (sign(p), "the target was dropped, because it is a constant; but it decides on which side the prediction lies"),
        (sign(t - p), "prediction and target changed places"),
        (p - t, "the gradient of the half squared loss: it grows with the error, while the slope of $|u|$ does not"),
    ],
    aliases=["MAE", "L1", "L1 loss", "nn.L1Loss", "mean absolute error", "absolute error"],
    used_for="errors of which some are wild, on the way to a median",
    why=(
        "The gradient is only a sign: however far off a prediction is, it is pulled back with the same force. Up to a "
        "factor and a constant, the loss is minus the log-likelihood of a Laplace distribution with fixed width. Take "
        "it where a few targets may be far off and should not decide."
    ),
    in_code=[
        ("torch.nn.L1Loss()(p, t)", "mean"),
        ("keras.losses.MeanAbsoluteError()(t, p)", "sum_over_batch_size"),
        ("sklearn.metrics.mean_absolute_error(t, p)", "mean"),
        ("xgboost.XGBRegressor(objective='reg:absoluteerror').fit(X, y)", "sum"),
    ],
    see_instead=[
        ("absolute-of-a-model", "the slope with respect to a weight: the slope of the model is a further factor"),
        ("huber", "has no kink: near the target its slope is the error, not a sign"),
    ],
)
