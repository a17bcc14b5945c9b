"""Squared loss

The square of the error. It punishes a large error far more than a small one, and its minimiser over a sample is the
mean.
"""

from sympy import symbols

from derivations.language import Loss, Real

p, t = symbols("p t")

loss = Loss(
    id="L2C9",
    expression=(p - t) ** 2,
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed")},
    source=(
        "T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning (2nd ed., Springer, "
        "2009), section 2.4"
    ),
    mistakes=[
        (2 * p, "the target was dropped, because it is a constant; but it stands inside the square"),
        (2 * (t - p), "prediction and target changed places: this points away from the target"),
        ((p - t) ** 2, "this is the loss itself: the exponent comes down as a factor, and one power is lost"),
    ],
)
