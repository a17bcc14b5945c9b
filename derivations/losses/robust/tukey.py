r"""Tukey's biweight loss

Close to half the square of a small error, and constant beyond $c$.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, branches, magnitude, otherwise

p, t, c = symbols("p t c")
rest = 1 - ((p - t) / c) ** 2

loss = Loss(
    id="LD37",
    expression=branches(
        (c**2 / 6 * (1 - rest**3), magnitude(p - t) <= c),
        (c**2 / 6, otherwise),
    ),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        c: Positive("the error from which on the loss is constant"),
    },
    source=Source(
        "Z. Zhang, Parameter estimation techniques: a tutorial with application to conic fitting (INRIA, 1995), "
        "section on M-estimators"
    ),
    mistakes=[
        ((p - t) * rest**2, "the inner branch was used everywhere: beyond $c$ the loss is constant"),
        (
            branches(((p - t) * rest**3, magnitude(p - t) <= c), (0, otherwise)),
            "the exponent goes down by 1 when it is differentiated",
        ),
        (
            branches((c**2 / 2 * rest**2, magnitude(p - t) <= c), (0, otherwise)),
            "the inner derivative $2(p-t)/c^2$ is missing",
        ),
    ],
    aliases=["Tukey biweight", "bisquare", "biweight loss", "bisquare loss", "TukeyBiweight"],
    used_for="fits that ignore outliers completely",
    why=(
        "Near the target the slope is the error; then it bends back, and beyond $c$ it is exactly 0: an outlier has no "
        "say. With $c$ at 4.685 standard deviations, the estimate of a mean keeps 95 per cent of its efficiency for "
        "normal errors. The loss is not convex, so a fit begins with a convex one."
    ),
    see_instead=[
        ("welsch", "the same shape without a seam: its slope is never exactly 0"),
        ("truncated-squared", "constant beyond $c$ too, but with a kink there"),
    ],
)
