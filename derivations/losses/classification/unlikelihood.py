r"""Unlikelihood loss

Minus the logarithm of $1-p_c$: the probability of a class $c$ that should not be predicted is pushed down.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Source

j, k, i, c, K = symbols("j k i c K")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="L556",
    expression=-log(1 - p[c]),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        c: Index("the class that should not be predicted", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source=Source(
        "S. Welleck, I. Kulikov, S. Roller, E. Dinan, K. Cho and J. Weston, Neural text generation with unlikelihood "
        "training, ICLR 2020",
        arxiv="1908.04319",
    ),
    mistakes=[
        (KroneckerDelta(c, k) - p[k], "minus the gradient of the cross-entropy: the factor $p_c/(1-p_c)$ is missing"),
        (p[c] / (1 - p[c]) * (p[k] - KroneckerDelta(c, k)), "the minus of $1-p_c$ was dropped"),
        (p[c] * KroneckerDelta(c, k), "the gradient of one sigmoid: in a softmax the other logits move $p_c$ too"),
    ],
    aliases=["unlikelihood training", "token-level unlikelihood"],
    used_for="language models that should not repeat themselves",
    why=(
        "The gradient is that of the cross-entropy with its sign turned, times $p_c/(1-p_c)$: the more likely the "
        "unwanted class, the harder it is pushed down, and where it is unlikely already the push is weak. The other "
        "logits go up in proportion to their probabilities. Added to the cross-entropy, it keeps language models from "
        "repeating words."
    ),
    see_instead=[("softmax-cross-entropy", "makes a class likely")],
)
