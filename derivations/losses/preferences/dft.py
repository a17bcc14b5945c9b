"""DFT (dynamic fine-tuning)

The cross-entropy of the next token, weighted by the token's own probability, which is held fixed: tokens that the model
finds unlikely pull less.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Source, held

i, j, k, y, K = symbols("i j k y K")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="LY66",
    expression=-held(p[y]) * log(p[y]),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits of the tokens", shape=(K,)),
        p: Intermediate("probability of token $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        y: Index("the token that was written", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of tokens in the vocabulary"),
    },
    source=Source(
        "Y. Wu et al., On the generalization of SFT: a reinforcement learning perspective with reward "
        "rectification (2025)",
        arxiv="2508.05629",
    ),
    mistakes=[
        (p[k] - KroneckerDelta(k, y), "the weight was dropped: the gradient of the cross-entropy"),
        (
            (1 + log(p[y])) * p[y] * (p[k] - KroneckerDelta(k, y)),
            "the weight was not held fixed: its slope came in as well",
        ),
        (
            p[k] * (p[k] - KroneckerDelta(k, y)),
            "the weight was taken at the token of the logit, not at the one that was written",
        ),
    ],
    aliases=["dynamic fine-tuning", "DFT loss", "probability-weighted SFT"],
    used_for="fine-tuning on examples that the model finds partly unlikely",
    why=(
        "The gradient is that of the cross-entropy, times the probability of the token: it is also the gradient of "
        "$1-p_y$, the chance of an error. Seen as reinforcement learning, the cross-entropy has the weight $1/p_y$, "
        "which is huge for unlikely tokens; the factor takes it away. The weight must be held fixed."
    ),
    see_instead=[("softmax-cross-entropy", "without the weight: unlikely tokens pull hardest")],
)
