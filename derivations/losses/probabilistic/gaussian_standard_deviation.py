r"""Gaussian negative log-likelihood with a standard deviation

Minus the log-likelihood of a target under a normal distribution whose mean and standard deviation are both predicted,
without the constant.
"""

from sympy import log, symbols

from derivations.language import Loss, Positive, Real

mu, t, sd = symbols("mu t sigma")

loss = Loss(
    id="LT2W",
    expression=log(sd) + (mu - t) ** 2 / (2 * sd**2),
    wrt=(sd, mu),
    symbols={
        sd: Positive("predicted standard deviation"),
        mu: Real("predicted mean"),
        t: Real("target, fixed"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 1.2.4",
    mistakes={
        sd: [
            ((1 / sd**2 - (mu - t) ** 2 / sd**4) / 2, "the slope with respect to the variance $\\sigma^2$"),
            (1 / sd - (mu - t) ** 2 / sd**2, "$1/\\sigma^2$ has the slope $-2/\\sigma^3$: one power is missing"),
            (1 / sd + (mu - t) ** 2 / sd**3, "the inner minus of $1/\\sigma^2$ is missing"),
            (1 / sd, "the quadratic term was treated as a constant: the deviation stands in it too"),
        ],
        mu: [
            ((mu - t) / sd, "the standard deviation was not squared"),
            (mu - t, "the standard deviation was dropped: the error is divided by its square"),
        ],
    },
    aliases=["Gaussian NLL of a standard deviation", "normal negative log-likelihood"],
    used_for="noise in the units of the target",
    why=(
        "The standard deviation is drawn to the size of the error. Its slope, $1/\\sigma$ minus the squared error over "
        "the cube, becomes steep very fast as $\\sigma\\to0$, steeper than that of the variance; a logarithm tames it. "
        "Libraries of distributions take the standard deviation, and so do most textbooks: a formula with $\\sigma$ "
        "and one with $v=\\sigma^2$ differ by the factor $2\\sigma$ of the chain rule."
    ),
    in_code=[
        ("torch.distributions.Normal(mu, sigma).log_prob(t).neg()", "none", "with the constant $\\tfrac12\\log2\\pi$"),
    ],
    see_instead=[("gaussian-variance", "the same loss, for a network that gives the variance")],
)
