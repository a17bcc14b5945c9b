r"""Charbonnier loss

A smooth stand-in for the absolute error: the root of its square and a small $\varepsilon^2$.
"""

from sympy import sqrt, symbols

from derivations.language import Loss, Positive, Real, Source, sign

p, t, eps = symbols("p t epsilon")

loss = Loss(
    id="LY2M",
    expression=sqrt((p - t) ** 2 + eps**2),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        eps: Positive("size of the errors around which the kink is rounded"),
    },
    source=Source("J. T. Barron, A general and adaptive robust loss function (2019), section 1", arxiv="1701.03077"),
    mistakes=[
        (
            1 / (2 * sqrt((p - t) ** 2 + eps**2)),
            "the inner derivative $2(p-t)$ is missing: only the root was differentiated",
        ),
        (sign(p - t), "the gradient of the absolute loss: near the target this one is smaller than 1"),
        (
            (p - t) / (2 * sqrt((p - t) ** 2 + eps**2)),
            "the 2 of the square was forgotten: it cancels the half of the root",
        ),
    ],
    aliases=["Charbonnier penalty", "L1-L2 loss", "smoothed absolute loss"],
    used_for="sharp images: absolute errors without the kink",
    why=(
        "The gradient is the error, divided by a length that is never 0: a smooth sign. It goes from $-1$ to 1, and "
        "the smaller $\\varepsilon$ is, the more suddenly. At the target the loss is not 0 but $\\varepsilon$, which "
        "changes no gradient. It is usual in super-resolution and optical flow."
    ),
    see_instead=[
        ("pseudo-huber", "$\\varepsilon$ times this loss, minus a constant"),
        ("absolute", "the limit for $\\varepsilon\\to0$, with a kink"),
    ],
)
