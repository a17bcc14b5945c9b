r"""Welsch loss

One minus a bell curve of the error: a loss that levels off at 1.
"""

from sympy import exp, symbols

from derivations.language import Loss, Positive, Real, Source

p, t, c = symbols("p t c")
bell = exp(-(((p - t) / c) ** 2) / 2)

loss = Loss(
    id="L7ZK",
    expression=1 - bell,
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        c: Positive("scale: the size of error that pulls hardest"),
    },
    source=Source("J. T. Barron, A general and adaptive robust loss function (2019), section 1", arxiv="1701.03077"),
    mistakes=[
        (bell, "the inner derivative of the exponent is missing"),
        (-(p - t) / c**2 * bell, "one of the two minus signs was lost: before the bell, and in its exponent"),
        ((p - t) / c * bell, "the scale divides twice: $(p-t)/c$ is squared"),
        ((p - t) / c**2, "the bell was dropped: near the target it is 1, but far out it is what stops the pull"),
    ],
    aliases=["Leclerc loss", "correntropy loss", "Welsh loss"],
    used_for="fits that all but ignore outliers",
    why=(
        "Near the target the slope is the error over $c^2$. It is largest at the error $c$, and beyond some $4c$ it is "
        "nearly 0: an outlier has no say at all. The loss is not convex, so a fit with it begins with a robust convex "
        "one, or with a large $c$ that is made smaller."
    ),
    see_instead=[
        ("tukey", "the same shape, and exactly 0 slope beyond $c$"),
        ("general-robust", "the family that has this loss as its limit for $\\alpha\\to-\\infty$"),
    ],
)
