r"""Distribution focal loss

A side of a box is predicted as a distribution over the whole numbers. The two that are nearest to the true value, $a$
and the next, get soft labels: the nearer, the more. The loss is their cross-entropy.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Label01, Loss, Real, Source

a, j, k, i, K, t = symbols("a j k i K t")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="L4DD",
    expression=-(1 - t) * log(p[a]) - t * log(p[a + 1]),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits, one for each whole number", shape=(K,)),
        p: Intermediate("probability of number $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        t: Label01("target: by how much the true value lies above its left neighbour, fixed"),
        a: Index("the left neighbour of the true value", last=K - 1),
        k: Index("index of the logit", last=K),
        K: Classes("number of whole numbers"),
    },
    source=Source(
        "X. Li, W. Wang, L. Wu, S. Chen, X. Hu, J. Li, J. Tang and J. Yang, Generalized focal loss: learning "
        "qualified and distributed bounding boxes for dense object detection, NeurIPS 2020",
        arxiv="2006.04388",
    ),
    mistakes=[
        (
            p[k] - t * KroneckerDelta(a, k) - (1 - t) * KroneckerDelta(a + 1, k),
            "the two weights changed places: the nearer neighbour has the larger",
        ),
        (p[k] - KroneckerDelta(a, k) - KroneckerDelta(a + 1, k), "the weights were dropped: the soft label sums to 1"),
        (
            (1 - t) * (p[k] - KroneckerDelta(a, k)),
            "the right neighbour was forgotten: it has a share of the label",
        ),
    ],
    aliases=["DFL", "DFLoss", "DistributionFocalLoss"],
    used_for="detectors that predict a distribution for each side of a box",
    why=(
        "The gradient is probability minus soft label, as for any softmax cross-entropy; the label has two entries, "
        "which sum to 1. The mean of the distribution is the prediction, and its spread says how sure it is. In spite "
        "of its name there is no focusing power in it."
    ),
    see_instead=[
        ("softmax-cross-entropy-of-soft-targets", "any soft target"),
        ("varifocal", "the quality of a box, not its sides"),
    ],
)
