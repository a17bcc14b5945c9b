"""GRPO (group relative policy optimisation)

PPO's clip with an advantage that compares an answer with others to the same question, minus a penalty for the distance
from a reference. The loss here is that of one token; that of the group is their sum.
"""

from sympy import Integer, Ne, log, symbols

from derivations.language import (
    Intermediate,
    Loss,
    Natural,
    Nonnegative,
    Positive,
    Probability,
    Real,
    Source,
    branches,
    otherwise,
    smallest,
    step,
)

q, r, A, g, G, n, epsilon, beta = symbols("q r A g G n epsilon beta")

loss = Loss(
    id="L5BW",
    expression=-(smallest(r * A, g) - beta * (q / r - log(q / r) - 1)) / (G * n),
    wrt=r,
    definitions=[(g, branches(((1 + epsilon) * A, A > 0), ((1 - epsilon) * A, otherwise)))],
    constraints=[Ne(A, 0)],
    symbols={
        r: Positive("ratio of the new to the old probability of the token"),
        q: Positive("ratio of the reference's to the old probability of the token, fixed", varies=True),
        A: Real("advantage of the answer: its reward minus the group's mean, over the standard deviation; fixed"),
        g: Intermediate("most that the ratio may gain"),
        G: Natural("number of answers in the group"),
        n: Natural("number of tokens of this answer", varies=True),
        epsilon: Probability("clip range, such as 0.2"),
        beta: Nonnegative("weight of the penalty"),
    },
    source=Source("Z. Shao et al., DeepSeekMath (2024), equation 3", arxiv="2402.03300"),
    mistakes=[
        (Integer(0), "the loss of the group was read: it is 0 at the start, as the advantages add up to 0"),
        (-(A * step(g - r * A) + beta * (1 - q / r) / r) / (G * n), "the penalty got the wrong sign"),
        (-A / (G * n), "clip and penalty were dropped"),
        (
            -(A * step(g - r * A) - beta * (1 - q / r) / r) / G,
            "the length of the answer was dropped: it is not the same for all answers",
        ),
    ],
    aliases=["group relative policy optimization", "GRPOTrainer"],
    used_for="language models with checked answers, without a value network",
    why=(
        "Before the first step $r$ is 1 and $q$ near it: the gradient is $-A/(Gn)$ for each token, with respect to "
        "$\\log\\pi$ too, the policy gradient with the group's mean as baseline. The value is then no guide: the "
        "advantages of a group add up to 0. Where $A=0$ only the penalty is "
        "left, and the formula holds as well. The penalty is the estimator k3, $q/r$ being the ratio of the reference "
        "to the policy; its gradient pulls towards the reference."
    ),
    see_instead=[
        ("dr-grpo", "without the division by length and by standard deviation"),
        ("kl-k3", "the penalty alone"),
    ],
)
