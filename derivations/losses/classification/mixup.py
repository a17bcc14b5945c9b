r"""Mixup cross-entropy

Two examples are mixed into one input with shares $m$ and $1-m$; the loss mixes the cross-entropies of their two labels
with the same shares.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Label01, Loss, Real, Source

a, b, j, k, i, K, m = symbols("a b j k i K m")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="LG58",
    expression=-m * log(p[a]) - (1 - m) * log(p[b]),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits of the mixed input", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        m: Label01("share of the first example, drawn at random"),
        a: Index("the class of the first example, fixed", last=K),
        b: Index("the class of the second example, fixed", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source=Source(
        "H. Zhang, M. Cisse, Y. N. Dauphin and D. Lopez-Paz, mixup: beyond empirical risk minimization, ICLR 2018",
        arxiv="1710.09412",
    ),
    mistakes=[
        (p[k] - KroneckerDelta(a, k), "the second label was dropped: the input is a mixture, and so is the target"),
        (
            p[k] - KroneckerDelta(a, k) - KroneckerDelta(b, k),
            "the shares were dropped: the mixed target sums to 1",
        ),
        (
            p[k] - (1 - m) * KroneckerDelta(a, k) - m * KroneckerDelta(b, k),
            "the shares changed places: that of the input must be that of its label",
        ),
    ],
    aliases=["mixup loss", "CutMix loss"],
    used_for="classifiers trained on mixtures of two examples",
    why=(
        "The gradient is probability minus target, and the target is the mixture of the two one-hot labels. To mix the "
        "losses and to mix the labels is the same, because the cross-entropy is linear in the target. CutMix has the "
        "same loss: there the share is that of the area which was pasted in."
    ),
    see_instead=[("softmax-cross-entropy-of-soft-targets", "any soft target")],
)
