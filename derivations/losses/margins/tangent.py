r"""Tangent loss

$(2\arctan a-1)^2$ for the margin $a$: bounded on both sides, and zero at $a=\tan(1/2)$, about 0.55.
"""

from sympy import atan, symbols

from derivations.language import Loss, Real, Source

a = symbols("a")

loss = Loss(
    id="L4J9",
    expression=(2 * atan(a) - 1) ** 2,
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source=Source(
        "H. Masnadi-Shirazi, V. Mahadevan and N. Vasconcelos, On the design of robust classifiers for computer "
        "vision, CVPR 2010, 779-786",
        doi="10.1109/CVPR.2010.5540136",
    ),
    mistakes=[
        (2 * (2 * atan(a) - 1), "the inner derivative is missing: that of $2\\arctan a$ is $2/(1+a^2)$"),
        (2 * (2 * atan(a) - 1) / (1 + a**2), "the 2 before the arctangent was lost"),
        (4 * (2 * atan(a) - 1) / (1 - a**2), "the derivative of the arctangent with a wrong sign below the line"),
    ],
    aliases=["TangentBoost loss", "tangent boost"],
    used_for="boosting on data with outliers (TangentBoost)",
    why=(
        "Far on the wrong side the gradient fades, so that an outlier hardly pulls. Above $\\tan(1/2)$ it changes its "
        "sign: the loss also punishes examples that are right by too much, though no more than a bounded amount. It is "
        "not convex."
    ),
    see_instead=[
        ("savage", "of the same authors: it does not punish large margins"),
        ("square-margin", "punishes large margins too, without a bound"),
    ],
)
