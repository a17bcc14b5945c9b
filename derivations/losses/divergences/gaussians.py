r"""Divergence between two Gaussians

The Kullback-Leibler divergence of a normal distribution with mean $\mu$ and standard deviation $\sigma$ from another
one, with mean $m$ and standard deviation $s$.
"""

from sympy import Rational, log, symbols

from derivations.language import Loss, Positive, Real, Source

mu, sd, m, s = symbols("mu sigma m s")
d = mu - m

loss = Loss(
    id="LG37",
    expression=log(s / sd) + (sd**2 + d**2) / (2 * s**2) - Rational(1, 2),
    wrt=(mu, sd, m, s),
    symbols={
        mu: Real("mean of the first distribution, the model"),
        sd: Positive("standard deviation of the first distribution"),
        m: Real("mean of the second distribution, the prior"),
        s: Positive("standard deviation of the second distribution"),
    },
    source=Source("J. Duchi, Derivations for linear algebra and optimization (2007), page 13"),
    mistakes={
        mu: [
            (d / sd**2, "divided by the variance of the first distribution: it is that of the second"),
            (d / s, "the standard deviation was not squared"),
            (2 * d / s**2, "the 2 below the line was dropped"),
            (-d / s**2, "the slope with respect to the other mean"),
        ],
        sd: [
            (sd / s**2, "the logarithm was dropped: then a smaller deviation would always be better"),
            (1 / sd + sd / s**2, "the inner minus of $\\log(s/\\sigma)$ is missing"),
            (1 / (2 * s**2) - 1 / (2 * sd**2), "the slope with respect to the variance $\\sigma^2$"),
        ],
        m: [
            (d / s**2, "the inner minus of $\\mu-m$ is missing"),
            (-d / sd**2, "divided by the variance of the first distribution: it is that of the second"),
        ],
        s: [
            (1 / s - (sd**2 + d**2) / s**2, "$1/s^2$ has the slope $-2/s^3$: one power is missing"),
            (1 / s, "the second term was treated as a constant"),
        ],
    },
    aliases=["KL between two Gaussians", "Gaussian KL", "KL of two normals"],
    used_for="posteriors near a prior, policies near an old policy",
    why=(
        "With respect to the mean the slope is the difference in units of the *second* variance: a narrow prior holds "
        "tightly. With respect to $\\sigma$ it is 0 where $\\sigma=s$. The roles are not alike: of the second "
        "distribution, $s^2$ is drawn to $\\sigma^2+(\\mu-m)^2$, so that a prior that is learned widens to cover the "
        "model. Variational inference and trust regions have this divergence in closed form."
    ),
    in_code=[
        (
            (
                "torch.distributions.kl_divergence(torch.distributions.Normal(mu, sigma), "
                "torch.distributions.Normal(m, s))"
            ),
            "none",
        ),
    ],
    see_instead=[("gaussian-divergence", "from the standard normal, with log-variances")],
)
