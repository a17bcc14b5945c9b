r"""Beta negative log-likelihood

Minus the log-likelihood of a number between 0 and 1 under a beta distribution with the shapes $\alpha$ and $\beta$.
"""

from sympy import digamma, log, loggamma, symbols

from derivations.language import Loss, Positive, Probability, Source

a, b, t = symbols("alpha beta t")

loss = Loss(
    id="LCDZ",
    expression=loggamma(a) + loggamma(b) - loggamma(a + b) - (a - 1) * log(t) - (b - 1) * log(1 - t),
    wrt=(a, b),
    symbols={
        a: Positive("first shape"),
        b: Positive("second shape"),
        t: Probability("share, fixed", varies=True),
    },
    source=Source(
        "S. Ferrari and F. Cribari-Neto, Beta regression for modelling rates and proportions, Journal of Applied "
        "Statistics 31 (2004), 799-815",
        doi="10.1080/0266476042000214501",
    ),
    mistakes={
        a: [
            (digamma(a) - log(t), "the third term was dropped: $\\alpha$ stands in it too"),
            (digamma(a) - digamma(a + b) + log(t), "the minus before the logarithm of the share was lost"),
            (digamma(a) - digamma(a + b) - (a - 1) / t, "the share was differentiated, although it is fixed"),
        ],
        b: [
            (digamma(b) - log(1 - t), "the third term was dropped: $\\beta$ stands in it too"),
            (digamma(b) - digamma(a + b) - log(t), "the logarithm of $t$ was taken: $\\beta$ belongs to $1-t$"),
        ],
    },
    aliases=["beta regression", "beta distribution NLL"],
    used_for="shares and rates between 0 and 1",
    why=(
        "The gradient is the expected logarithm of the share, $\\psi(\\alpha)-\\psi(\\alpha+\\beta)$, minus the "
        "observed one, and likewise for $1-t$. Near 0 and 1 the logarithms have no bound, and at the ends the "
        "likelihood has no value: shares of exactly 0 or 1 need another model. Reinforcement learning takes the beta "
        "distribution for actions that have limits."
    ),
    in_code=[("torch.distributions.Beta(alpha, beta).log_prob(t).neg()", "none")],
    see_instead=[
        ("dirichlet-likelihood", "more than two shares"),
        ("binary-cross-entropy", "a label, or a share without a distribution around it"),
    ],
)
