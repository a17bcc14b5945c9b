r"""Binomial negative log-likelihood

Minus the log-likelihood of $t$ successes in $n$ trials, without the constant. The model gives the logit $z$ of the
probability of a success.
"""

from sympy import symbols

from derivations.language import Count, Loss, Real, Size, Source, sigma, softplus

z, t, n = symbols("z t n")

loss = Loss(
    id="LGRQ",
    expression=n * softplus(z) - t * z,
    wrt=z,
    symbols={
        z: Real("logit"),
        t: Count("number of successes, fixed"),
        n: Size("number of trials"),
    },
    constraints=[t <= n],
    source=Source(
        "P. McCullagh and J. A. Nelder, Generalized Linear Models (2nd ed., Chapman and Hall, 1989), chapter 4"
    ),
    mistakes=[
        (sigma(z) - t, "the number of trials was dropped: it multiplies the first term"),
        (sigma(z) - t / n, "the gradient of the mean per trial: right for the loss divided by $n$"),
        (
            n * sigma(z) * (1 - sigma(z)) - t,
            "the slope of the sigmoid was put in: that of softplus is the sigmoid itself",
        ),
        (n * sigma(z), "the successes were dropped: they are constant, but they multiply $z$"),
    ],
    aliases=["binomial NLL", "binomial deviance"],
    used_for="successes in a known number of trials",
    why=(
        "The gradient is the expected number of successes minus the observed one. It is the sum of $n$ binary "
        "cross-entropies with one logit: $t$ of them with the label 1. So many trials weigh more than few; if you "
        "divide by $n$, each row counts the same, and what was seen often no longer weighs more."
    ),
    in_code=[
        (
            "torch.distributions.Binomial(n, torch.sigmoid(z)).log_prob(t).neg()",
            "none",
            "with the constant, the logarithm of the number of orders",
        ),
    ],
    see_instead=[("binary-cross-entropy-with-logit", "one trial")],
)
