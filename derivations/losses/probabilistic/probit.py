r"""Probit loss

Minus the logarithm of the probability of a label under probit regression: the score and a standard normal noise decide
together whether the label is $+1$ or $-1$.
"""

from sympy import log, symbols

from derivations.language import LabelSign, Loss, Phi, Real, Source, phi

s, y = symbols("s y")

loss = Loss(
    id="LXD2",
    expression=-log(Phi(y * s)),
    wrt=s,
    symbols={s: Real("score"), y: LabelSign("label, fixed")},
    source=Source("C. E. Rasmussen and H. Nickisch, GPML toolbox for Matlab, likErf.m"),
    mistakes=[
        (-phi(y * s) / Phi(y * s), "the inner derivative of $ys$ is missing: it is the label"),
        (-y / Phi(y * s), "the slope of the distribution function was forgotten: it is the density"),
        (-y * (1 - Phi(y * s)), "the gradient of the logistic loss, with the normal distribution put in"),
        (y * phi(y * s) / Phi(y * s), "the minus in front of the logarithm was dropped"),
    ],
    aliases=["probit regression", "probit NLL"],
    used_for="labels that hidden normal noise decides",
    why=(
        "The factor beside the label is density over probability, the inverse Mills ratio. For a wrong label it grows "
        "like the score itself, so that far out the loss is half the square; that of the logistic loss stays at 1. So "
        "mislabelled examples weigh more. It is convex. Economists use it for choices, and Gaussian processes because "
        "a normal distribution can be integrated against it."
    ),
    see_instead=[("logistic-of-a-score", "the same with the sigmoid: its slope never exceeds 1")],
)
