"""Symmetric percentage error

The size of the error, measured by the mean of the sizes of prediction and target. It lies between 0 and 2.
"""

from sympy import symbols

from derivations.language import Intermediate, Loss, Positive, Real, Source, magnitude, sign

p, t, s = symbols("p t s")
error = magnitude(p - t)

loss = Loss(
    id="LK6J",
    expression=2 * error / s,
    wrt=p,
    definitions=[(s, magnitude(p) + magnitude(t))],
    symbols={
        p: Real("prediction"),
        t: Positive("target, fixed", varies=True),
        s: Intermediate("twice the mean size of prediction and target", within="[0, oo)"),
    },
    source=Source(
        "R. J. Hyndman and A. B. Koehler, Another look at measures of forecast accuracy, International Journal of "
        "Forecasting 22 (2006), 679-688, section 2.2"
    ),
    closing=[(2 * sign(p - t) / s - 2 * error * sign(p) / s**2, "a fraction for each term")],
    mistakes=[
        (2 * sign(p - t) / s, "the prediction below the line was treated as a constant"),
        (2 * sign(p - t) / s + 2 * error * sign(p) / s**2, "the quotient rule has a minus before its second term"),
        (2 * sign(p - t) / s - 2 * error / s**2, "the sign of the prediction was dropped: right for $p>0$ only"),
    ],
    aliases=["sMAPE", "symmetric MAPE", "symmetric mean absolute percentage error"],
    used_for="relative errors that stay bounded",
    why=(
        "The prediction also stands below the line, so the quotient rule gives two terms. The name promises too much: "
        "with a target of 100, a prediction of 90 costs more than one of 110. And if prediction and target have "
        "different signs, the loss is 2 whatever the prediction is, and its slope is 0."
    ),
    see_instead=[("absolute-percentage", "divides by the size of the target alone")],
)
