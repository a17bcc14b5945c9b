r"""Squared loss of the margin

The square of the distance of the margin $a$ from 1. For labels $y$ of $-1$ and $+1$ it is the squared error $(y-s)^2$
of the score.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, positive_part

a = symbols("a")

loss = Loss(
    id="L8XG",
    expression=(1 - a) ** 2,
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source=Source("JuliaML, LossFunctions.jl, src/supervised/margin.jl, L2MarginLoss"),
    mistakes=[
        (2 * (1 - a), "the inner derivative is missing: that of $1-a$ is $-1$"),
        (-(1 - a), "the 2 of the square was lost"),
        (-2 * positive_part(1 - a), "the squared hinge's slope: this loss also punishes margins above 1"),
    ],
    aliases=["L2MarginLoss", "square loss for classification", "least-squares classifier loss"],
    used_for="classification by least squares",
    why=(
        "The gradient is zero at the margin 1 and changes its sign there: an example that is right by more than 1 is "
        "pulled back. That is the price of using least squares for labels; it makes the fit a linear system. Because "
        "$y^2=1$, it is the same as the squared error between score and label."
    ),
    see_instead=[
        ("squared-hinge", "flat for margins above 1"),
        ("squared", "for regression, with a target instead of a label"),
    ],
)
