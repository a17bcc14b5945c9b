r"""Fenchel-Young loss

What is missing in the inequality of Fenchel and Young, for a score $\theta$ and a target $t$: a function $\Omega$ of
the target and its convex conjugate $\Psi$ of the score, minus the product of the two. It is never negative. The
gradient holds for any differentiable $\Psi$.
"""

from sympy import symbols

from derivations.language import Loss, Model, Prime, Real, Source, model

theta, t = symbols("theta t")
Omega, Psi = model("Omega"), model("Psi")

loss = Loss(
    id="L3R8",
    expression=Psi(theta) + Omega(t) - theta * t,
    wrt=theta,
    symbols={
        theta: Real("score"),
        t: Real("target, fixed"),
        Psi: Model("function of the score, of which only differentiability is used"),
        Omega: Model("function of the target"),
    },
    source=Source(
        "M. Blondel, A. F. T. Martins and V. Niculae, Learning with Fenchel-Young losses (2020)", arxiv="1901.02324"
    ),
    mistakes=[
        (Prime(Psi(theta)), "the target was dropped: it is constant, but it multiplies the score"),
        (t - Prime(Psi(theta)), "prediction and target changed places"),
        (theta - t, "the score was taken for the prediction: right for $\\Psi(\\theta)=\\theta^2/2$ only"),
    ],
    aliases=["FY loss"],
    used_for="making a convex loss from a way to predict",
    why=(
        "The gradient is prediction minus target, where the prediction is $\\Psi'(\\theta)$. So one has a convex loss "
        "for each increasing way to turn scores into predictions: the identity gives half the squared error, the "
        "sigmoid the logistic loss. That is why so many gradients look alike. The loss is 0 where the prediction meets "
        "the target, and convex because a conjugate is."
    ),
    see_instead=[
        ("bregman", "the same in terms of the prediction"),
        ("binary-cross-entropy-with-logit", "the case $\\Psi=$ softplus, for labels"),
    ],
)
