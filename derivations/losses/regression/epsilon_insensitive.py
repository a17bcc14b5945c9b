r"""Epsilon-insensitive loss

By how much the error is larger than $\varepsilon$. Errors up to $\varepsilon$ cost nothing: the loss of support vector
regression.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, magnitude, positive_part, sign, step

p, t, eps = symbols("p t epsilon")

loss = Loss(
    id="LM78",
    expression=positive_part(magnitude(p - t) - eps),
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed"), eps: Positive("size of an error that costs nothing")},
    source=Source(
        "A. J. Smola and B. Schölkopf, A tutorial on support vector regression, Statistics and Computing 14 (2004), "
        "199-222, equation 4",
        doi="10.1023/B:STCO.0000035301.49549.88",
    ),
    mistakes=[
        (sign(p - t), "the bracket was dropped: within the tube the loss is flat"),
        (
            step(magnitude(p - t) - eps),
            "the inner derivative, the sign of the error, is missing: right above the target only",
        ),
        (
            step(p - t - eps) * sign(p - t),
            "the bars around the error were forgotten: predictions that are too small were left out",
        ),
    ],
    aliases=["SVR loss", "epsilon-insensitive hinge", "L1EpsilonInsLoss", "tube loss"],
    used_for="support vector regression: small errors do not matter",
    why=(
        "Inside a tube of half-width $\\varepsilon$ around the target the slope is 0; outside it is the sign of the "
        "error, as in the absolute loss. Only examples on the edge of the tube or outside it pull at a model: they are "
        "its support vectors."
    ),
    in_code=[
        (
            "sklearn.svm.LinearSVR(epsilon=epsilon, loss='epsilon_insensitive').fit(X, y)",
            "sum",
            "times `C`, and with a penalty on the weights",
        ),
    ],
    see_instead=[
        ("absolute", "no tube: every error counts"),
        ("squared-epsilon-insensitive", "the square: no jump of the slope at the edge of the tube"),
    ],
)
