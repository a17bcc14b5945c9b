r"""Andrews' sine loss

A cosine wave around the target, and constant from its crest on: an error beyond $\pi c$ counts no more than one of
$\pi c$.
"""

from sympy import cos, pi, sin, symbols

from derivations.language import Loss, Positive, Real, Source, branches, magnitude, otherwise

p, t, c = symbols("p t c")
inside = magnitude(p - t) <= pi * c

loss = Loss(
    id="LHQ3",
    expression=branches((c**2 * (1 - cos((p - t) / c)), inside), (2 * c**2, otherwise)),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        c: Positive("scale: the loss is constant from the error $\\pi c$ on"),
    },
    source=Source("statsmodels, documentation of statsmodels.robust.norms.AndrewWave"),
    mistakes=[
        (c * sin((p - t) / c), "the inner branch was used everywhere: far out the loss is constant, no wave"),
        (branches((c**2 * sin((p - t) / c), inside), (0, otherwise)), "the inner derivative $1/c$ is missing"),
        (branches((-c * sin((p - t) / c), inside), (0, otherwise)), "the minus of the cosine's slope was forgotten"),
    ],
    aliases=["Andrews wave", "Andrews sine", "AndrewWave"],
    used_for="fits that ignore outliers completely",
    why=(
        "Near the target the slope is close to the error. It is largest at $\\pi c/2$, comes back to 0 at $\\pi c$, "
        "and stays there: an outlier has no say. The loss is of interest for history, and as an example in which both "
        "loss and slope fit together at the seam."
    ),
    see_instead=[("tukey", "the same idea with a polynomial, and smoother at the seam")],
)
