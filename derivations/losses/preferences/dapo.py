"""DAPO

PPO's clip with two ranges, the upper one wider, so that rare tokens may become likelier; every token of a batch counts
the same. The loss here is that of one token; that of the batch is their sum.
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

r, A, g, N = symbols("r A g N")
low, high = symbols("epsilon_l epsilon_h")

loss = Loss(
    id="L4GS",
    expression=-smallest(r * A, g) / N,
    wrt=r,
    definitions=[(g, branches(((1 + high) * A, A > 0), ((1 - low) * A, otherwise)))],
    constraints=[Ne(A, 0)],
    symbols={
        r: Positive("ratio of the new to the old probability of the token"),
        A: Real("advantage of the answer, within its group, held fixed"),
        g: Intermediate("most that the ratio may gain"),
        N: Natural("number of tokens of all answers together", varies=True),
        low: Probability("clip range below 1, such as 0.2"),
        high: Probability("clip range above 1, such as 0.28"),
    },
    source=Source(
        "Q. Yu et al., DAPO: an open-source LLM reinforcement learning system at scale (2025)", arxiv="2503.14476"
    ),
    mistakes=[
        (-A / N, "the clip was overlooked: beyond it the loss is constant"),
        (
            -A * step(low - magnitude(r - 1)) / N,
            "one range for both sides, and the clip whatever the sign of the advantage",
        ),
        (-A * step(g - r * A), "the number of tokens was dropped: it differs from batch to batch"),
    ],
    aliases=["clip-higher", "decoupled clip"],
    used_for="language models with checked answers, long ones too",
    why=(
        "The gradient is that of PPO, divided by the number of all tokens, so that a token in a long answer counts as "
        "much as one in a short answer. The wider upper range matters for rare tokens: from probability 0.01, a range "
        "of 0.2 allows 0.012 only. There is no penalty for the distance from a reference."
    ),
    see_instead=[("grpo", "divides by the length of each answer, and has a penalty"), ("ppo-clip", "one range")],
)
