r"""Huber loss

Quadratic where the error is at most $\delta$, linear beyond: smooth near the target like the squared loss, and as
patient with outliers as the absolute loss.
"""

from sympy import Rational, symbols

from derivations.language import Loss, Positive, Real, branches, clip, magnitude, otherwise, sign

p, t, delta = symbols("p t delta")

loss = Loss(
    id="L5W8",
    expression=branches(
        ((p - t) ** 2 / 2, magnitude(p - t) <= delta),
        (delta * (magnitude(p - t) - delta / 2), otherwise),
    ),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        delta: Positive("the error at which the loss turns from quadratic to linear"),
    },
    source=(
        "P. J. Huber, Robust estimation of a location parameter, Annals of Mathematical Statistics 35 (1964), 73-101"
    ),
    other_forms=[(clip(p - t, -delta, delta), "the error, cut off at $-\\delta$ and $\\delta$")],
    mistakes=[
        (p - t, "the inner branch everywhere: beyond $\\delta$ the slope no longer grows"),
        (delta * sign(p - t), "the outer branch everywhere: near the target the slope is the error itself"),
        (clip(p - t, -1, 1), "right for $\\delta=1$ only"),
        (clip(p - t, -delta, delta) * Rational(1, 2), "the half was kept, but the 2 of the square was forgotten"),
    ],
)
