"""GRPO (group relative policy optimisation)

PPO's clip with an advantage that compares an answer with others to the same question, minus a penalty for the distance
from a reference. The loss here is that of one token; that of the group is their sum.
"""

from sympy import Integer, exp, symbols

from derivations.language import (
    Intermediate,
    Loss,
    Natural,
    Nonnegative,
    Probability,
    Real,
    Source,
    branches,
    otherwise,
)

ell, ell_old, q, r, d, A, G, n, epsilon, beta = symbols("ell ell_old q r d A G n epsilon beta")
up = branches((r * A, r < 1 + epsilon), ((1 + epsilon) * A, otherwise))
slope = branches((r * A, r < 1 + epsilon), (0, otherwise))

loss = Loss(
    id="L5BW",
    expression=-(
        branches((up, A > 0), (r * A, r > 1 - epsilon), ((1 - epsilon) * A, otherwise)) - beta * (exp(d) - d - 1)
    )
    / (G * n),
    wrt=ell,
    definitions=[(r, exp(ell - ell_old)), (d, q - ell)],
    symbols={
        ell: Real("log-probability of the token under the policy, $\\log\\pi$"),
        ell_old: Real("log-probability of the token under the policy that wrote it, fixed"),
        q: Real("log-probability of the token under the reference, fixed"),
        r: Intermediate("ratio of new to old probability", within="(0, oo)"),
        d: Intermediate("log-ratio of the reference to the policy"),
        A: Real("advantage of the answer: its reward minus the group's mean, over the standard deviation; fixed"),
        G: Natural("number of answers in the group"),
        n: Natural("number of tokens of this answer"),
        epsilon: Probability("clip range, such as 0.2"),
        beta: Nonnegative("weight of the penalty"),
    },
    source=Source("Z. Shao et al., DeepSeekMath (2024), equation 3", arxiv="2402.03300"),
    mistakes=[
        (Integer(0), "the loss of the group was read: it is 0 at the start, as the advantages add up to 0"),
        (
            -(branches((slope, A > 0), (r * A, r > 1 - epsilon), (0, otherwise)) + beta * (1 - exp(d))) / (G * n),
            "the penalty got the wrong sign",
        ),
        (-r * A / (G * n), "clip and penalty were dropped"),
        (
            -(branches((slope, A > 0), (r * A, r > 1 - epsilon), (0, otherwise)) + beta * (exp(d) - 1)) / G,
            "the length of the answer was dropped: it is not the same for all answers",
        ),
    ],
    aliases=["group relative policy optimization", "GRPOTrainer"],
    used_for="language models with checked answers, without a value network",
    why=(
        "Before the first step the ratio is 1 and $d$ small: the gradient is $-A/(Gn)$ for each token, the policy "
        "gradient with the group's mean as baseline. The value is then no guide: the advantages of a group add up to "
        "0. The penalty is the estimator k3, whose gradient pulls towards the reference."
    ),
    see_instead=[
        ("dr-grpo", "without the division by length and by standard deviation"),
        ("kl-k3", "the penalty alone"),
    ],
)
