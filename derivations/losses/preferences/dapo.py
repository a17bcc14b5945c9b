"""DAPO

PPO's clip with two ranges, the upper one wider, so that rare tokens may become likelier; every token of a batch counts
the same. The loss here is that of one token; that of the batch is their sum.
"""

from sympy import exp, symbols

from derivations.language import Intermediate, Loss, Natural, Probability, Real, Source, branches, magnitude, otherwise

ell, ell_old, r, A, N = symbols("ell ell_old r A N")
low, high = symbols("epsilon_l epsilon_h")
up = branches((r * A, r < 1 + high), ((1 + high) * A, otherwise))

loss = Loss(
    id="L4GS",
    expression=-branches((up, A > 0), (r * A, r > 1 - low), ((1 - low) * A, otherwise)) / N,
    wrt=ell,
    definitions=[(r, exp(ell - ell_old))],
    symbols={
        ell: Real("log-probability of the token under the policy, $\\log\\pi$"),
        ell_old: Real("log-probability of the token under the policy that wrote it, fixed"),
        r: Intermediate("ratio of the two probabilities", within="(0, oo)"),
        A: Real("advantage of the answer, within its group, held fixed"),
        N: Natural("number of tokens of all answers together"),
        low: Probability("clip range below 1, such as 0.2"),
        high: Probability("clip range above 1, such as 0.28"),
    },
    source=Source(
        "Q. Yu et al., DAPO: an open-source LLM reinforcement learning system at scale (2025)", arxiv="2503.14476"
    ),
    mistakes=[
        (-r * A / N, "the clip was overlooked: beyond it the loss is constant"),
        (
            -branches((r * A, magnitude(r - 1) < low), (0, otherwise)) / N,
            "one range for both sides, and the clip whatever the sign of the advantage",
        ),
        (-A / N, "the ratio was dropped: right only where both policies agree"),
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
