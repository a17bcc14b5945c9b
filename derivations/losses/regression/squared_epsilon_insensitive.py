r"""Squared epsilon-insensitive loss

The square of what the error exceeds $\varepsilon$ by. Errors up to $\varepsilon$ cost nothing, and a wild target costs
much.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, magnitude, positive_part, sign, step

p, t, eps = symbols("p t epsilon")
beyond = positive_part(magnitude(p - t) - eps)

loss = Loss(
    id="L8HX",
    expression=beyond**2,
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed"), eps: Positive("size of an error that costs nothing")},
    source=Source(
        "scikit-learn, User Guide, section 1.5: Stochastic gradient descent, squared epsilon-insensitive loss"
    ),
    mistakes=[
        (2 * beyond, "the sign of the error is missing: right above the target only"),
        (
            2 * step(magnitude(p - t) - eps) * (p - t),
            "the square of the whole error was differentiated: beyond the edge only the excess counts",
        ),
        (sign(p - t) * beyond, "the 2 of the square was forgotten"),
    ],
    aliases=["squared SVR loss", "L2EpsilonInsLoss", "L2 epsilon-insensitive loss"],
    used_for="support vector regression with a smooth loss",
    why=(
        "The slope is 0 inside the tube, and then grows from 0 in proportion to the excess, so there is no kink at its "
        "edge. That suits solvers that want a continuous gradient. The price is that of every square: an outlier pulls "
        "in proportion to its distance."
    ),
    in_code=[
        (
            "sklearn.svm.LinearSVR(epsilon=epsilon, loss='squared_epsilon_insensitive').fit(X, y)",
            "sum",
            "times `C`, and with a penalty on the weights",
        ),
    ],
    see_instead=[("epsilon-insensitive", "without the square: an outlier pulls no harder than another")],
)
