r"""Expectile loss

The square of the error, with different weights on the two sides: $\tau$ where the prediction is too small, $1-\tau$
where it is too large. Its minimiser over a sample is the $\tau$-expectile.
"""

from sympy import symbols

from derivations.language import Loss, Probability, Real, Source, branches, otherwise

p, t, tau = symbols("p t tau")

loss = Loss(
    id="L7HN",
    expression=branches((tau * (p - t) ** 2, p < t), ((1 - tau) * (p - t) ** 2, otherwise)),
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed"), tau: Probability("level of the expectile")},
    source=[
        Source(
            "W. K. Newey and J. L. Powell, Asymmetric least squares estimation and testing, Econometrica 55 (1987), "
            "819-847"
        ),
        Source(
            "T. Gneiting, Making and evaluating point forecasts, Journal of the American Statistical Association 106 "
            "(2011), 746-762, equation 27",
            doi="10.1198/jasa.2011.r10138",
        ),
    ],
    mistakes=[
        (2 * tau * (p - t), "one weight was used on both sides"),
        (
            branches((2 * (1 - tau) * (p - t), p < t), (2 * tau * (p - t), otherwise)),
            "the two weights changed places: this is the gradient for the level $1-\\tau$",
        ),
        (
            branches((-tau, p < t), (1 - tau, otherwise)),
            "the gradient of the pinball loss: here the slope grows with the error",
        ),
    ],
    aliases=["asymmetric squared loss", "asymmetric least squares", "expectile regression"],
    used_for="predictions that should rather be too large, or too small",
    why=(
        "The gradient is twice the error, times the weight of the side on which the prediction lies. At the best "
        "prediction the weighted errors on both sides cancel. Implicit Q-learning takes this loss with $\\tau$ near 1, "
        "so that a value lies close to the best of what was seen without being carried away by one lucky return."
    ),
    see_instead=[
        ("pinball", "sizes in place of squares: it leads to quantiles"),
        ("squared", "the case $\\tau=1/2$, times 2"),
    ],
)
