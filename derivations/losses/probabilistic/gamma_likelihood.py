r"""Gamma negative log-likelihood

Minus the log-likelihood of a positive number under a gamma distribution with shape $\alpha$ and rate $\beta$.
"""

from sympy import digamma, log, loggamma, symbols

from derivations.language import Loss, Positive

a, b, t = symbols("alpha beta t")

loss = Loss(
    id="LRJS",
    expression=loggamma(a) - a * log(b) - (a - 1) * log(t) + b * t,
    wrt=(a, b),
    symbols={
        a: Positive("shape"),
        b: Positive("rate"),
        t: Positive("target, fixed", varies=True),
    },
    source="T. P. Minka, Estimating a gamma distribution (2002)",
    mistakes={
        a: [
            (digamma(a) - log(b), "the third term was dropped: the shape is its factor"),
            (digamma(a) - a / b - log(t), "the rate was differentiated too, although it is held"),
            (
                log(a) - log(b) - log(t),
                "digamma was taken for the logarithm, to which it comes close for large arguments",
            ),
        ],
        b: [
            (t - 1 / b, "the shape was dropped: right for $\\alpha=1$ only, the exponential distribution"),
            (t + a / b, "the minus before the logarithm was lost"),
            (t - a * log(b), "the logarithm was left as it is: its slope is $1/\\beta$"),
        ],
    },
    aliases=["gamma NLL", "gamma distribution NLL"],
    used_for="positive numbers, with their spread",
    why=(
        "With respect to the rate the slope is the target minus the mean $\\alpha/\\beta$; with respect to the shape "
        "it is the expected logarithm, $\\psi(\\alpha)-\\log\\beta$, minus the observed one. Libraries differ: some "
        "take a scale, which is $1/\\beta$ and has another gradient. Where the shape is fixed and the mean is "
        "predicted, take the deviance."
    ),
    in_code=[("torch.distributions.Gamma(alpha, beta).log_prob(t).neg()", "none")],
    see_instead=[
        ("gamma-deviance", "the mean is predicted, by its logarithm; the shape is fixed"),
        ("exponential-likelihood", "the shape 1"),
    ],
)
