"""KL estimator k3

An estimate of the Kullback-Leibler divergence of the policy from the reference, at one answer that the policy drew: its
mean is right, it is never negative, and it varies little.
"""

from sympy import Integer, exp, symbols

from derivations.language import Intermediate, Loss, Real, Source

ell, q, d = symbols("ell q d")

loss = Loss(
    id="LW4J",
    expression=exp(d) - d - 1,
    wrt=ell,
    definitions=[(d, q - ell)],
    symbols={
        ell: Real("log-probability of the answer under the policy, $\\log\\pi$"),
        q: Real("log-probability of the answer under the reference, fixed"),
        d: Intermediate("log-ratio of the reference to the policy"),
    },
    source=[
        "J. Schulman, Approximating KL divergence (2020), joschu.net/blog/kl-approx.html",
        Source("Z. Shao et al., DeepSeekMath (2024), equation 4", arxiv="2402.03300"),
    ],
    mistakes=[
        (exp(d) - 1, "the inner minus of $d=q-\\ell$ was dropped"),
        (1 - exp(-d), "the ratio was turned upside down: it is reference over policy"),
        (-d, "the gradient of k2, and in the mean that of the divergence"),
        (Integer(1), "the gradient of k1, which has the same mean"),
    ],
    aliases=["low-variance KL", "Schulman KL estimator", "low_var_kl"],
    used_for="measuring how far a policy is from its reference; the penalty of GRPO",
    why=(
        "The slope is $1-\\pi_{\\mathrm{ref}}/\\pi$. Its mean over the policy's answers, times the score, is the "
        "gradient of the divergence of the reference from the policy, so the other way round. Near the reference both "
        "agree; where the policy has made an answer much rarer, the slope grows exponentially, and where it has made "
        "it likelier it never passes 1."
    ),
    see_instead=[
        ("kl-k2", "the wrong value, and the right gradient"),
        ("gaussian-divergence", "the divergence in closed form, for normal distributions"),
    ],
)
