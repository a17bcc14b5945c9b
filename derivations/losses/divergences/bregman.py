r"""Bregman divergence

By how much a function $\varphi$ at the target lies above its tangent at the prediction. It is a divergence if
$\varphi$ is convex; the gradient holds for any function that can be differentiated twice.
"""

from sympy import Integer, symbols

from derivations.language import Loss, Model, Prime, Real, Source, model

p, t = symbols("p t")
phi = model("phi")

loss = Loss(
    id="LFJR",
    expression=phi(t) - phi(p) - Prime(phi(p)) * (t - p),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        phi: Model("function that can be differentiated twice; nothing else of it is used"),
    },
    source=Source(
        "A. Banerjee, S. Merugu, I. S. Dhillon and J. Ghosh, Clustering with Bregman divergences, Journal of Machine "
        "Learning Research 6 (2005), 1705-1749",
    ),
    mistakes=[
        (Prime(phi(p)) - Prime(phi(t)), "the slope with the two arguments the other way round"),
        (Prime(phi(p), 0, 0) * (t - p), "prediction and target changed places"),
        (Integer(0), "the slope in front of the bracket was treated as a constant, so that all cancels"),
        (Prime(phi(p)) * (p - t), "one derivative too few: that of $\\varphi'$ is $\\varphi''$"),
    ],
    aliases=["Bregman distance", "Bregman loss"],
    used_for="losses whose minimiser is the mean",
    why=(
        "The gradient is the error $p-t$, times the curvature of $\\varphi$ at the prediction: so the minimiser over a "
        "sample is its mean, whatever $\\varphi$ is; under mild conditions no other loss has this property. With "
        "$\\varphi(u)=u^2$ it is the squared error, with $u\\log u$ the generalised Kullback-Leibler divergence, with "
        "$-\\log u$ the Itakura-Saito divergence."
    ),
    see_instead=[
        ("squared", "the case $\\varphi(u)=u^2$"),
        ("fenchel-young", "the same in terms of a score instead of a prediction: its gradient has no curvature in it"),
    ],
)
