"""Dr. GRPO

GRPO without its two divisions: the advantage is the reward minus the mean of the group, and every token is divided by
the same number. The loss here is that of one token; that of the group is their sum.
"""

from sympy import exp, symbols

from derivations.language import Intermediate, Loss, Natural, Probability, Real, Source, branches, magnitude, otherwise

ell, ell_old, r, A, G, T, epsilon = symbols("ell ell_old r A G T epsilon")
up = branches((r * A, r < 1 + epsilon), ((1 + epsilon) * A, otherwise))

loss = Loss(
    id="LPRH",
    expression=-branches((up, A > 0), (r * A, r > 1 - epsilon), ((1 - epsilon) * A, otherwise)) / (G * T),
    wrt=ell,
    definitions=[(r, exp(ell - ell_old))],
    symbols={
        ell: Real("log-probability of the token under the policy, $\\log\\pi$"),
        ell_old: Real("log-probability of the token under the policy that wrote it, fixed"),
        r: Intermediate("ratio of new to old probability", within="(0, oo)"),
        A: Real("advantage of the answer: its reward minus the group's mean, held fixed"),
        G: Natural("number of answers in the group"),
        T: Natural("greatest length that is allowed, the same for all answers"),
        epsilon: Probability("clip range, such as 0.2"),
    },
    source=Source(
        "Z. Liu et al., Understanding R1-zero-like training: a critical perspective (2025)", arxiv="2503.20783"
    ),
    mistakes=[
        (-r * A / (G * T), "the clip was overlooked: beyond it the loss is constant"),
        (
            -branches((r * A, magnitude(r - 1) < epsilon), (0, otherwise)) / (G * T),
            "the clip was taken on both sides, whatever the sign of the advantage",
        ),
        (-A / (G * T), "the ratio was dropped: right only where both policies agree"),
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
