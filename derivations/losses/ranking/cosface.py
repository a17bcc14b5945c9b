r"""CosFace loss

A softmax cross-entropy over cosines between an embedding and the directions of the classes, times a scale. From the
cosine of the right class a margin is subtracted, so that it must win by that much.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Interval, Loss, Nonnegative, Positive, Source

i, j, k, y, K, m, s = symbols("i j k y K m s")
c, u, p = map(IndexedBase, ("c", "u", "p"))

loss = Loss(
    id="LKW7",
    expression=-log(p[y]),
    wrt=c[k],
    definitions=[
        (u[i], s * (c[i] - m * KroneckerDelta(i, y))),
        (p[i], exp(u[i]) / Sum(exp(u[j]), (j, 1, K))),
    ],
    symbols={
        c: Interval("cosine of the angle between embedding and class $i$", within="[-1, 1]", shape=(K,)),
        u: Intermediate("logit of class $i$", shape=(K,)),
        p: Intermediate("probability of class $i$", shape=(K,), within="(0, 1)"),
        s: Positive("scale"),
        m: Nonnegative("margin"),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the class", last=K),
        K: Classes("number of classes"),
    },
    source=Source(
        "H. Wang et al., CosFace: large margin cosine loss for deep face recognition, CVPR 2018", arxiv="1801.09414"
    ),
    mistakes=[
        (p[k] - KroneckerDelta(k, y), "the scale was dropped: it multiplies the slope too"),
        (s * p[k], "the label was dropped: this is the gradient of the logarithm of the sum alone"),
        (
            s * (p[k] - (1 - m) * KroneckerDelta(k, y)),
            "the margin was put into the slope: it is a constant, and acts through $p$",
        ),
    ],
    aliases=["large margin cosine loss", "AM-Softmax", "additive margin softmax"],
    used_for="recognising faces, and other embeddings by class",
    why=(
        "It is the gradient of the softmax cross-entropy times the scale; the margin acts only through the "
        "probabilities, which are computed as if the right class scored less than it does. As cosines are at most 1, "
        "the scale must be large, or the probabilities could never become sharp. In all cosines together the loss is "
        "convex, as that of the softmax is in the logits."
    ),
    see_instead=[("arcface", "adds the margin to the angle"), ("sphereface", "multiplies the angle")],
)
