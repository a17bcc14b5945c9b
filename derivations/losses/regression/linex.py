r"""Linex loss

On one side of the target it grows almost exponentially, on the other almost linearly. For $a>0$ it is the large
predictions that cost much.
"""

from sympy import exp, symbols

from derivations.language import Loss, Positive, Real, Source

p, t, a, b = symbols("p t a b")

loss = Loss(
    id="LVTK",
    expression=b * (exp(a * (p - t)) - a * (p - t) - 1),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        a: Real("shape: its sign says which side is dear; at 0 nothing costs"),
        b: Positive("scale"),
    },
    source=Source(
        "A. Zellner, Bayesian estimation and prediction using asymmetric loss functions, Journal of the American "
        "Statistical Association 81 (1986), 446-451",
        doi="10.1080/01621459.1986.10478289",
    ),
    mistakes=[
        (b * (exp(a * (p - t)) - 1), "the inner derivative $a$ is missing: it stands before both terms"),
        (a * b * exp(a * (p - t)), "the linear term was dropped: without it the slope at the target is not 0"),
        (b * (a * exp(a * (p - t)) - 1), "of the linear term the factor $a$ was forgotten"),
    ],
    aliases=["linear-exponential loss"],
    used_for="errors that are much dearer on one side",
    why=(
        "At the target the slope is 0, and near it the loss is close to $a^2b/2$ times the squared error. Further out "
        "one side has a slope that tends to $-ab$, the other one that grows without bound. Varian made it for house "
        "prices: to assess a house too high brought appeals, too low only a loss of taxes."
    ),
    see_instead=[("pinball", "different weights on the two sides too, but linear on both")],
)
