r"""Exponential negative log-likelihood

Minus the log-likelihood of a waiting time under an exponential distribution, with the rate $\lambda$ predicted.
"""

from sympy import log, symbols

from derivations.language import Loss, Positive, Source

lam, t = symbols("lambda t")

loss = Loss(
    id="LXCP",
    expression=lam * t - log(lam),
    wrt=lam,
    symbols={lam: Positive("predicted rate"), t: Positive("waiting time, fixed", varies=True)},
    source=Source(
        "N. L. Johnson, S. Kotz and N. Balakrishnan, Continuous Univariate Distributions, volume 1 (2nd ed., Wiley), "
        "chapter 19"
    ),
    mistakes=[
        (t, "the logarithm was dropped: then a smaller rate would always be better"),
        (t + 1 / lam, "the minus in front of the logarithm was lost"),
        (lam - 1 / t, "rate and time changed places"),
        (1 / lam - t, "the gradient of the log-likelihood: the loss is minus that"),
    ],
    aliases=["exponential NLL", "exponential distribution NLL"],
    used_for="waiting times without memory",
    why=(
        "The gradient is the observed time minus the expected one, $1/\\lambda$. So over a sample the minimiser is one "
        "over the mean. A mean $\\mu=1/\\lambda$ as the variable gives another gradient, $1/\\mu-t/\\mu^2$, that of "
        "the Itakura-Saito divergence. It is the simplest model of survival: the risk is the same at every age."
    ),
    in_code=[("torch.distributions.Exponential(lam).log_prob(t).neg()", "none")],
    see_instead=[
        ("gamma-deviance", "the same distribution and wider ones, by the logarithm of the mean"),
        ("poisson-of-rate", "how often, not how long"),
    ],
)
