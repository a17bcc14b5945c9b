"""Dr. GRPO

GRPO without its two divisions: the advantage is the reward minus the mean of the group, and every token is divided by
the same number. The loss here is that of one token; that of the group is their sum.
"""

from sympy import Ne, symbols

from derivations.language import (
    Intermediate,
    Loss,
    Natural,
    Positive,
    Probability,
    Real,
    Source,
    branches,
    magnitude,
    otherwise,
    smallest,
    step,
)

r, A, g, G, T, epsilon = symbols("r A g G T epsilon")

loss = Loss(
    id="LPRH",
    expression=-smallest(r * A, g) / (G * T),
    wrt=r,
    definitions=[(g, branches(((1 + epsilon) * A, A > 0), ((1 - epsilon) * A, otherwise)))],
    constraints=[Ne(A, 0)],
    symbols={
        r: Positive("ratio of the new to the old probability of the token"),
        A: Real("advantage of the answer: its reward minus the group's mean, held fixed"),
        g: Intermediate("most that the ratio may gain"),
        G: Natural("number of answers in the group"),
        T: Natural("greatest length that is allowed, the same for all answers"),
        epsilon: Probability("clip range, such as 0.2"),
    },
    source=Source(
        "Z. Liu et al., Understanding R1-zero-like training: a critical perspective (2025)", arxiv="2503.20783"
    ),
    mistakes=[
        (-A / (G * T), "the clip was overlooked: beyond it the loss is constant"),
        (
            -A * step(epsilon - magnitude(r - 1)) / (G * T),
            "the clip was taken on both sides, whatever the sign of the advantage",
        ),
        (-r * A * step(g - r * A) / (G * T), "the slope with respect to $\\log\\pi$, which has a factor $r$ more"),
    ],
    aliases=["GRPO done right"],
    used_for="language models with checked answers, without a bias by length",
    why=(
        "In GRPO a wrong answer hurts less the longer it is, as its tokens share one advantage; and questions on which "
        "nearly all answers agree get a large weight, as the standard deviation is small. Both divisions are left out "
        "here. What is left is PPO with a plain baseline."
    ),
    see_instead=[
        ("grpo", "divides by length and by standard deviation"),
        ("rloo", "leaves an answer out of its own mean"),
    ],
)
