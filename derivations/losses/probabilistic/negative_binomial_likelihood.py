r"""Negative binomial negative log-likelihood

Minus the log-likelihood of a count whose variance exceeds its mean, without what depends on the dispersion alone. The
model gives the logarithm $z$ of the mean $\mu$; the variance is $\mu+\alpha\mu^2$.
"""

from sympy import exp, log, symbols

from derivations.language import Count, Loss, Positive, Real, Source

z, t, a = symbols("z t alpha")

loss = Loss(
    id="LHNB",
    expression=(t + 1 / a) * log(1 + a * exp(z)) - t * z,
    wrt=z,
    symbols={
        z: Real("logarithm of the predicted mean"),
        t: Count("count, fixed", varies=True),
        a: Positive("dispersion, fixed"),
    },
    source=Source(
        "A. C. Cameron and P. K. Trivedi, Regression Analysis of Count Data (Cambridge University Press, 1998), pages "
        "70-77"
    ),
    limits=[(a, 0, exp(z) - t, "the Poisson loss")],
    mistakes=[
        (exp(z) - t, "right in the limit $\\alpha\\to0$ only, the Poisson loss"),
        ((t + 1 / a) / (1 + a * exp(z)) - t, "the inner derivative of $1+\\alpha e^z$ is missing"),
        ((1 + a * t) * exp(z) / (1 + a * exp(z)), "the count was dropped from the second term"),
        ((exp(z) - t) / (1 + a), "in the denominator the mean was forgotten"),
    ],
    aliases=["negative binomial NLL", "NB2 loss", "NB2"],
    used_for="counts that vary more than Poisson's",
    why=(
        "The gradient is that of the Poisson loss, mean minus count, divided by $1+\\alpha\\mu$: by how many times the "
        "variance exceeds the mean. So a large count that was not foreseen pulls less. The distribution is a Poisson "
        "whose rate is itself gamma distributed. Take it for counts of reads in genetics, and of visits and sales."
    ),
    in_code=[
        (
            "torch.distributions.NegativeBinomial(1 / alpha, torch.sigmoid(z + torch.log(alpha))).log_prob(t).neg()",
            "none",
            "with the terms that depend on $\\alpha$ and $t$ alone",
        ),
    ],
    see_instead=[("poisson-of-log-rate", "variance equal to the mean: the limit $\\alpha\\to0$")],
)
