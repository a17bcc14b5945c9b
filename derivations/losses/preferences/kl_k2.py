"""KL estimator k2

Half the square of the log-ratio of the policy to the reference. Its value is biased, its gradient is that of the
Kullback-Leibler divergence.
"""

from sympy import Integer, exp, symbols

from derivations.language import Loss, Real

ell, q = symbols("ell q")

loss = Loss(
    id="L652",
    expression=(ell - q) ** 2 / 2,
    wrt=ell,
    symbols={
        ell: Real("log-probability of the answer under the policy, $\\log\\pi$"),
        q: Real("log-probability of the answer under the reference, fixed"),
    },
    source="J. Schulman, Approximating KL divergence (2020), joschu.net/blog/kl-approx.html",
    mistakes=[
        (q - ell, "policy and reference changed places"),
        (Integer(1), "the gradient of k1"),
        (1 - exp(q - ell), "the gradient of k3"),
        (2 * (ell - q), "the half was dropped: beside a second loss it is no common factor"),
    ],
    aliases=["mean squared log-ratio"],
    used_for="keeping a policy near its reference, by a loss of its own answers",
    why=(
        "The gradient is the log-ratio. Times the slope of the log-probability, its mean under the policy is the "
        "gradient of the divergence of the policy from the reference: just what a policy gradient with the reward "
        "$-\\log(\\pi/\\pi_{\\mathrm{ref}})$ would do. So k2 may stand in a loss, if the answers were drawn by the "
        "policy as it is now."
    ),
    in_code=[("torch.nn.functional.mse_loss(ell, q)", "mean", "without the half")],
    see_instead=[
        ("kl-k1", "the right value, and no gradient"),
        ("kl-k3", "the right value, and the gradient of the divergence the other way round"),
    ],
)
