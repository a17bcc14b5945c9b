r"""Cauchy loss

Close to half the square of a small error; far out it grows like a logarithm only.
"""

from sympy import log, symbols

from derivations.language import Loss, Positive, Real, Source

p, t, c = symbols("p t c")
ratio = ((p - t) / c) ** 2

loss = Loss(
    id="LF6Q",
    expression=c**2 / 2 * log(1 + ratio),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        c: Positive("scale: the size of error that pulls hardest"),
    },
    source=Source("J. T. Barron, A general and adaptive robust loss function (2019), section 1", arxiv="1701.03077"),
    mistakes=[
        (
            c**2 / (2 * (1 + ratio)),
            "the inner derivative $2(p-t)/c^2$ is missing: only the logarithm was differentiated",
        ),
        ((p - t) / (1 + (p - t) ** 2), "right for $c=1$ only"),
        ((p - t) / (2 * (1 + ratio)), "the 2 of the square was forgotten: it cancels the half before the logarithm"),
    ],
    aliases=["Lorentzian loss", "Cauchy loss function", "Lorentz loss"],
    used_for="errors with very heavy tails",
    why=(
        "The gradient is the error, divided by 1 plus its square in units of $c$: it grows up to the error $c$ and "
        "then falls again, in the end like $c^2$ over the error. So a wild target pulls less the further out it is. Up "
        "to a factor and a constant, the loss is minus the log-likelihood of a Cauchy distribution; it is not convex."
    ),
    see_instead=[
        ("welsch", "falls to 0 much faster"),
        ("general-robust", "the family that has this loss as a limit"),
    ],
)
