"""GSPO (group sequence policy optimisation)

PPO's clip with one ratio for a whole answer: the geometric mean of the ratios of its tokens. It is kept or clipped as a
whole. The loss here is that of one answer; that of a group is the mean over its answers.
"""

from sympy import IndexedBase, Ne, Sum, exp, symbols

from derivations.language import (
    Index,
    Intermediate,
    Loss,
    Probability,
    Real,
    Size,
    Source,
    branches,
    otherwise,
    smallest,
    step,
)

t, k = symbols("t k")
n, r, A, g, epsilon = symbols("n r A g epsilon")
ell, b = IndexedBase("ell"), IndexedBase("b")

loss = Loss(
    id="LKKC",
    expression=-smallest(r * A, g),
    wrt=ell[k],
    definitions=[
        (r, exp(Sum(ell[t] - b[t], (t, 1, n)) / n)),
        (g, branches(((1 + epsilon) * A, A > 0), ((1 - epsilon) * A, otherwise))),
    ],
    constraints=[Ne(A, 0)],
    symbols={
        ell: Real("log-probabilities of the tokens under the policy, $\\log\\pi$", shape=(n,)),
        b: Real("log-probabilities of the tokens under the policy that wrote them, fixed", shape=(n,)),
        r: Intermediate("ratio of the answer: geometric mean over its tokens", within="(0, oo)"),
        g: Intermediate("most that the ratio may gain"),
        A: Real("advantage of the answer, held fixed"),
        epsilon: Probability("clip range, such as 0.0003"),
        k: Index("index of the token", last=n),
        n: Size("number of tokens"),
    },
    source=Source("C. Zheng et al., Group sequence policy optimization (2025)", arxiv="2507.18071"),
    mistakes=[
        (-r * A / n, "the clip was overlooked: beyond it the loss is constant"),
        (-r * A * step(g - r * A), "the length was dropped: the ratio is a geometric mean"),
        (-exp(ell[k] - b[k]) * A * step(g - r * A) / n, "the ratio of the token, as in GRPO, in place of the answer's"),
    ],
    aliases=["group sequence policy optimization", "sequence-level importance sampling"],
    used_for="language models with checked answers, mixtures of experts above all",
    why=(
        "Every token of an answer gets the same slope, as they share one ratio: $-rA/n$, or 0 where that is clipped. "
        "In GRPO each token has its own, which is noisy, and in a mixture of experts jumps when another expert is "
        "chosen. The mean in the exponent keeps the ratio near 1, so the clip range is small."
    ),
    see_instead=[("grpo", "a ratio for each token")],
)
