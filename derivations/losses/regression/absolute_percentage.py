"""Absolute percentage error

The size of the error in per cent of the target. An error of 1 counts much where the target is small, and little where
it is large.
"""

from sympy import Ne, symbols

from derivations.language import Loss, Real, Source, magnitude, sign

p, t = symbols("p t")

loss = Loss(
    id="L384",
    expression=100 * magnitude(p - t) / magnitude(t),
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed")},
    constraints=[Ne(t, 0)],
    source=Source(
        "R. J. Hyndman and A. B. Koehler, Another look at measures of forecast accuracy, International Journal of "
        "Forecasting 22 (2006), 679-688, section 2.2"
    ),
    mistakes=[
        (100 * sign(p - t), "the target below the line was dropped as a constant: it differs from example to example"),
        (100 * sign(p - t) / t, "the bars around the target were dropped: right for positive targets only"),
        (100 * sign(p - t) / magnitude(p), "the error was divided by the prediction, not by the target"),
        (sign(p - t) / magnitude(t), "the 100 was left out: right for the error as a fraction"),
    ],
    aliases=["MAPE", "mean absolute percentage error", "APE", "percentage error"],
    used_for="forecasts of quantities of very different size",
    why=(
        "The gradient is the sign of the error, divided by the size of the target. So an example with a small target "
        "pulls hard, and one with a large target hardly at all: the best constant prediction is a weighted median that "
        "lies low. People like the number because it has no unit; where a target is 0 it has no value."
    ),
    in_code=[
        ("keras.losses.MeanAbsolutePercentageError()(t, p)", "sum_over_batch_size"),
        ("sklearn.metrics.mean_absolute_percentage_error(t, p)", "mean", "a fraction, not per cent: without the 100"),
    ],
    see_instead=[
        ("symmetric-percentage", "divides by the sizes of prediction and target together"),
        ("absolute", "the error in the unit of the target"),
    ],
)
