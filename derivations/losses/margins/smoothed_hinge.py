r"""Smoothed hinge loss

The hinge with its kink rounded off: a piece of a parabola, $\gamma$ wide, joins the flat part to the straight one.
"""

from sympy import Integer, symbols

from derivations.language import Loss, Positive, Real, Source, branches, clip, otherwise, positive_part, step

a, gamma = symbols("a gamma")

loss = Loss(
    id="LZ5T",
    expression=branches(
        (Integer(0), a >= 1),
        ((1 - a) ** 2 / (2 * gamma), a >= 1 - gamma),
        (1 - gamma / 2 - a, otherwise),
    ),
    wrt=a,
    symbols={
        a: Real("margin: the label, $-1$ or $+1$, times the score"),
        gamma: Positive("width of the parabola"),
    },
    source=Source("Microsoft documentation, ML.NET, class SmoothedHingeLoss, remarks"),
    other_forms=[(-clip((1 - a) / gamma, 0, 1), "one formula for the three branches")],
    mistakes=[
        (-step(1 - a), "the hinge's slope: within $\\gamma$ of the margin it is less steep"),
        (-positive_part(1 - a) / gamma, "the parabola was used everywhere: beyond its end the slope stays at $-1$"),
        (clip((1 - a) / gamma, 0, 1), "the inner derivative is missing: $1-a$ falls as $a$ grows"),
    ],
    aliases=["smooth hinge loss", "SmoothedL1HingeLoss", "SmoothedHingeLoss"],
    used_for="support vector machines by methods that need a smooth loss",
    why=(
        "The gradient goes from 0 to $-1$ in a straight line instead of a jump; for small $\\gamma$ it is that of the "
        "hinge almost everywhere. It is the Huber trick applied to the hinge. Methods such as dual coordinate ascent "
        "converge faster on it than on the hinge, because the slope is continuous."
    ),
    see_instead=[
        ("hinge", "the same loss without the rounding"),
        ("squared-hinge", "the parabola without an end"),
        ("huber", "rounds off the kink of the absolute loss in the same way"),
    ],
)
