"""Squared loss

The square of the error. It punishes a large error far more than a small one, and its minimiser over a sample is the
mean.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source

p, t = symbols("p t")

loss = Loss(
    id="L2C9",
    expression=(p - t) ** 2,
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed")},
    source=Source(
        "T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning (2nd ed., Springer, 2009), "
        "section 2.4",
        doi="10.1007/978-0-387-84858-7",
    ),
    mistakes=[
        (2 * p, "the target was dropped, because it is a constant; but it stands inside the square"),
        (2 * (t - p), "prediction and target changed places"),
        ((p - t) ** 2, "this is the loss itself: the exponent comes down as a factor, and one power is lost"),
    ],
    aliases=["squared error", "L2 loss", "quadratic loss"],
    used_for="errors that are small and many",
    why=(
        "The gradient is twice the error: a prediction that is twice as far off is pulled back twice as hard. Up to a "
        "factor and a constant, the loss is minus the log-likelihood of a normal distribution with fixed variance. It "
        "is the first choice where errors are small and many; one wild target can outweigh all others."
    ),
    in_code=[
        ("torch.nn.MSELoss()(p, t)", "mean"),
        ("optax.squared_error(p, t)", "none"),
        ("keras.losses.MeanSquaredError()(t, p)", "sum_over_batch_size"),
        ("sklearn.metrics.mean_squared_error(t, p)", "mean"),
    ],
    see_instead=[
        ("half-squared", "its gradient is the error itself: many textbooks, `optax.l2_loss` and XGBoost mean that one"),
        ("mean-squared", "the mean over a batch, MSE: the number of examples divides its gradient"),
    ],
)
