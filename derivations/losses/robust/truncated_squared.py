r"""Truncated squared loss

Half the squared error, but never more than $c^2/2$: every error beyond $c$ counts the same.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, branches, clip, magnitude, otherwise

p, t, c = symbols("p t c")

loss = Loss(
    id="L6W6",
    expression=branches(((p - t) ** 2 / 2, magnitude(p - t) < c), (c**2 / 2, otherwise)),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        c: Positive("the error from which on the loss is constant"),
    },
    source=Source("statsmodels, documentation of statsmodels.robust.norms.TrimmedMean"),
    mistakes=[
        (p - t, "the inner branch was used everywhere: beyond $c$ the loss is flat"),
        (clip(p - t, -c, c), "the gradient of the Huber loss: here the slope beyond $c$ is 0, not $c$"),
        (
            branches(((p - t) / 2, magnitude(p - t) < c), (0, otherwise)),
            "the half was kept, but the 2 of the square was forgotten",
        ),
    ],
    aliases=["truncated quadratic", "Talwar loss", "TrimmedMean", "truncated least squares"],
    used_for="pairs of points that either match or do not",
    why=(
        "Inside the slope is the error, outside it is 0: an outlier is left out, and nothing pulls it back. At the "
        "seam the slope jumps from $c$ to 0, so the loss has a kink there, at which it bends down. Robotics and "
        "computer vision take it to say that a pair is either right or of no account."
    ),
    see_instead=[
        ("huber", "linear beyond the threshold: an outlier still pulls"),
        ("tukey", "constant beyond $c$ too, but without a jump of the slope"),
    ],
)
