r"""Binomial negative log-likelihood

Minus the log-likelihood of $t$ successes and $f$ failures in independent trials, without the constant. The model gives
the logit $z$ of the probability of a success.
"""

from sympy import symbols

from derivations.language import Count, Loss, Real, Source, sigma, softplus

z, t, f = symbols("z t f")

loss = Loss(
    id="LGRQ",
    expression=(t + f) * softplus(z) - t * z,
    wrt=z,
    symbols={
        z: Real("logit"),
        t: Count("number of successes, fixed", varies=True),
        f: Count("number of failures, fixed", varies=True),
    },
    source=Source(
        "P. McCullagh and J. A. Nelder, Generalized Linear Models (2nd ed., Chapman and Hall, 1989), chapter 4"
    ),
    mistakes=[
        (sigma(z) - t, "the number of trials was dropped: it multiplies the first term"),
        (sigma(z) - t / (t + f), "the gradient of the mean per trial: right for the loss divided by the trials"),
        (
            (t + f) * sigma(z) * (1 - sigma(z)) - t,
            "the slope of the sigmoid was put in: that of softplus is the sigmoid itself",
        ),
        ((t + f) * sigma(z), "the successes were dropped from the second term: there they multiply $z$"),
    ],
    aliases=["binomial NLL", "binomial deviance", "binomial loss"],
    used_for="successes in a known number of trials",
    why=(
        "The gradient is the expected number of successes minus the observed one. The loss is the sum of $t+f$ binary "
        "cross-entropies with one logit: $t$ of them with the label 1. So many trials weigh more than few; if you "
        "divide by their number, each row counts the same, and what was seen often no longer weighs more."
    ),
    in_code=[
        (
            "torch.distributions.Binomial(t + f, torch.sigmoid(z)).log_prob(t).neg()",
            "none",
            "with the constant, the logarithm of the number of orders",
        ),
    ],
    see_instead=[("binary-cross-entropy-with-logit", "one trial")],
)
