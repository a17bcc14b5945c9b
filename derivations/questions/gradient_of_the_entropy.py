r"""The gradient of the entropy: is it -log p, or -log p - 1?

With the $-1$: the probability stands twice in $p\log p$, and the logarithm adds its own slope, $1/p$ times $p$. On the
simplex the $-1$ has no effect, because it is the same for every outcome and probabilities cannot all grow at once. So
both formulas lead to the same steps, but only one passes a check by finite differences. Such a check moves one
probability alone, off the simplex; so the numbers below need not sum to 1.
"""

from sympy import IndexedBase, log, symbols

from derivations.language import Answer, Claim, Section

k = symbols("k")
p, q = IndexedBase("p"), IndexedBase("q")

answer = Answer(
    id="QV8G",
    loss="entropy",
    short="With the -1, unless a softmax follows",
    claims=[
        Claim(-log(p[k]), "wrong", "the logarithm was treated as a constant"),
        Claim(-log(p[k]) - 1, "exact", "the product rule: both places of $p_k$"),
        Claim(log(p[k]) + 1, "negated", "the gradient of minus the entropy, the penalty that keeps a policy undecided"),
        Claim(log(q[k] / p[k]) + 1, "exact", "the same 1, from the same rule", loss="reverse-kullback-leibler"),
    ],
    sections=[
        Section(
            "Behind a softmax",
            "The softmax takes the weighted mean off all slopes, and with it everything that is the same for all "
            "outcomes: also the $-1$. What is left for a logit is $-p_k(\\log p_k+H)$, with the entropy $H$ itself in "
            "the bracket. It is positive for outcomes that are rarer than the mean surprise says.",
        ),
        Section(
            "Bonus or penalty?",
            "Reinforcement learning adds the entropy to what is *maximised*, so that in a loss it stands with a minus. "
            "Semi-supervised learning adds it to the loss, with a plus: there predictions shall become sure.",
        ),
    ],
    see=["kullback-leibler", "reverse-kullback-leibler-of-logits"],
)
