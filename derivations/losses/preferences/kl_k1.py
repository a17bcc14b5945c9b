"""KL estimator k1

The log-ratio of the policy to the reference at one answer that the policy drew. Its mean is the Kullback-Leibler
divergence; its gradient says nothing of it.
"""

from sympy import Integer, exp, symbols

from derivations.language import Loss, Real

ell, q = symbols("ell q")

loss = Loss(
    id="L4VK",
    expression=ell - q,
    wrt=ell,
    symbols={
        ell: Real("log-probability of the answer under the policy, $\\log\\pi$"),
        q: Real("log-probability of the answer under the reference, fixed"),
    },
    source="J. Schulman, Approximating KL divergence (2020), joschu.net/blog/kl-approx.html",
    mistakes=[
        (ell - q, "the gradient of the divergence itself, or of k2: here the log-ratio is the loss, not its slope"),
        (Integer(0), "the mean over the policy's own answers, put in the place of the slope at one answer"),
        (1 - exp(q - ell), "the gradient of k3"),
    ],
    aliases=["naive KL estimator"],
    used_for="reporting a divergence, or taking it off the reward; not as a loss",
    why=(
        "The gradient is 1 at every answer. Times the slope of the log-probability that is the score, whose mean under "
        "the policy is 0: as a loss, k1 adds noise and no pull. The divergence depends on the policy also through the "
        "answers that are drawn, and a loss of drawn answers does not see that. Taken off the reward instead, k1 gives "
        "the right gradient."
    ),
    see_instead=[("kl-k2", "its gradient is that of this divergence"), ("kl-k3", "the same mean, with less variance")],
)
