r"""Log-normal negative log-likelihood

Minus the log-likelihood of a positive number whose logarithm is normally distributed, without the constant.
"""

from sympy import log, symbols

from derivations.language import Loss, Positive, Real, Source

mu, t, sd = symbols("mu t sigma")
r = mu - log(t)

loss = Loss(
    id="L7SD",
    expression=log(sd * t) + r**2 / (2 * sd**2),
    wrt=(mu, sd),
    symbols={
        mu: Real("predicted mean of the logarithm"),
        sd: Positive("predicted standard deviation of the logarithm"),
        t: Positive("target, fixed", varies=True),
    },
    source=Source(
        "N. L. Johnson, S. Kotz and N. Balakrishnan, Continuous Univariate Distributions, volume 1 (2nd ed., Wiley), "
        "chapter 14"
    ),
    mistakes={
        mu: [
            ((mu - t) / sd**2, "the logarithm of the target was forgotten"),
            ((log(mu) - log(t)) / sd**2, "the logarithm of $\\mu$ was taken, but $\\mu$ is one already"),
            (r / sd, "the standard deviation was not squared"),
        ],
        sd: [
            (1 / (sd * t) - r**2 / sd**3, "the inner derivative of $\\sigma t$ is missing: it cancels the target"),
            (1 / sd - r**2 / sd**2, "$1/\\sigma^2$ has the slope $-2/\\sigma^3$: one power is missing"),
        ],
    },
    aliases=["log-normal NLL", "lognormal NLL"],
    used_for="positive numbers over several orders of magnitude",
    why=(
        "It is the Gaussian loss of the logarithms; the $\\log t$ that a change of variable adds is constant. So the "
        "gradient compares logarithms, and only ratios count. Note what is predicted: $e^\\mu$ is the median of the "
        "target; its mean is larger, $e^{\\mu+\\sigma^2/2}$. Incomes, sizes of files and times of reaction are like "
        "that."
    ),
    in_code=[("torch.distributions.LogNormal(mu, sigma).log_prob(t).neg()", "none", "with the constant")],
    see_instead=[
        ("gaussian-standard-deviation", "for the logarithm as the target: the same gradient"),
        ("gamma-deviance", "the mean itself is predicted, by its logarithm"),
    ],
)
