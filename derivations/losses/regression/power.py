r"""Power loss

A power of the size of the error: $q=1$ is the absolute loss, $q=2$ the squared loss.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, magnitude, sign

p, t, q = symbols("p t q")
size = magnitude(p - t)

loss = Loss(
    id="L7BB",
    expression=size**q,
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed"), q: Positive("exponent")},
    source=Source("LossFunctions.jl, documentation, Distance-based losses, LPDistLoss"),
    mistakes=[
        (q * size ** (q - 1), "the sign of the error is missing: right above the target only"),
        (
            q * (p - t) * size ** (q - 1),
            "one power too many: the sign of the error is meant, not the error",
        ),
        (sign(p - t) * size ** (q - 1), "the exponent did not come down as a factor"),
    ],
    aliases=["Lp loss", "LPDistLoss", "p-norm loss", "power error"],
    used_for="something between the absolute and the squared loss, or beyond",
    why=(
        "The slope goes like the power $q-1$ of the error. For $q>1$ it starts from 0 at the target, and the larger "
        "$q$ is, the more the largest error decides. For $q<1$ it is steepest at the target and falls with the error; "
        "there the loss is no longer convex."
    ),
    see_instead=[("absolute", "the case $q=1$"), ("squared", "the case $q=2$")],
)
