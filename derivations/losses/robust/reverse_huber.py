r"""Reverse Huber loss

The absolute error where it is at most $c$, and quadratic beyond: the Huber loss turned inside out.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, branches, magnitude, otherwise, sign

p, t, c = symbols("p t c")

loss = Loss(
    id="LW76",
    expression=branches(
        (magnitude(p - t), magnitude(p - t) <= c),
        (((p - t) ** 2 + c**2) / (2 * c), otherwise),
    ),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        c: Positive("the error at which the loss turns from linear to quadratic"),
    },
    source=Source(
        "I. Laina, C. Rupprecht, V. Belagiannis, F. Tombari and N. Navab, Deeper depth prediction with fully "
        "convolutional residual networks, 3DV 2016, equation 2",
        arxiv="1606.00373",
    ),
    mistakes=[
        ((p - t) / c, "the outer branch was used everywhere: near the target the slope is a sign"),
        (sign(p - t), "the inner branch was used everywhere: beyond $c$ the slope grows with the error"),
        (
            branches((sign(p - t), magnitude(p - t) <= c), (p - t, otherwise)),
            "the $c$ below the line was dropped, so that the slope jumps at the seam",
        ),
    ],
    aliases=["berHu", "berHu loss", "reversed Huber loss", "inverse Huber loss"],
    used_for="depth maps: exact small errors, and no large ones",
    why=(
        "Near the target every error is pulled back with the force 1, however small it is; beyond $c$ the force grows "
        "in proportion to the error. At the seam both slopes are 1. Laina and others set $c$ for each batch to a fifth "
        "of its largest error, and hold it fixed while they differentiate."
    ),
    see_instead=[("huber", "the other way round: quadratic inside, linear outside")],
)
