r"""ArcFace loss

A softmax cross-entropy over cosines between an embedding and the directions of the classes, times a scale. To the angle
of the right class a margin is added, so that it must be smaller by that much.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, cos, exp, log, sin, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Nonnegative, Positive, Real, Source

i, j, k, y, K, m, s = symbols("i j k y K m s")
theta, b, u, p = map(IndexedBase, ("theta", "b", "u", "p"))

loss = Loss(
    id="LSVY",
    expression=-log(p[y]),
    wrt=theta[k],
    definitions=[
        (b[i], theta[i] + m * KroneckerDelta(i, y)),
        (u[i], s * cos(b[i])),
        (p[i], exp(u[i]) / Sum(exp(u[j]), (j, 1, K))),
    ],
    symbols={
        theta: Real("angle between embedding and class $i$, from 0 to $\\pi$", shape=(K,)),
        b: Intermediate("the angle, for the right class with the margin", shape=(K,)),
        u: Intermediate("logit of class $i$", shape=(K,)),
        p: Intermediate("probability of class $i$", shape=(K,), within="(0, 1)"),
        s: Positive("scale"),
        m: Nonnegative("margin, an angle"),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the class", last=K),
        K: Classes("number of classes"),
    },
    source=Source(
        "J. Deng, J. Guo, N. Xue and S. Zafeiriou, ArcFace: additive angular margin loss for deep face recognition, "
        "CVPR 2019",
        arxiv="1801.07698",
    ),
    mistakes=[
        (-s * (p[k] - KroneckerDelta(k, y)) * sin(theta[k]), "the margin was dropped from the sine"),
        (s * (p[k] - KroneckerDelta(k, y)) * sin(b[k]), "the minus in the slope of the cosine was lost"),
        (s * (p[k] - KroneckerDelta(k, y)), "the slope with respect to the cosine with the margin, not to the angle"),
    ],
    aliases=["additive angular margin loss"],
    used_for="recognising faces, and other embeddings by class",
    why=(
        "The slope is that of the softmax cross-entropy, times the slope of the cosine at the angle with its margin. "
        "With respect to the plain cosine of the right class it is $s(p_y-1)\\sin(\\theta_y+m)/\\sin\\theta_y$, which "
        "has no value at $\\theta_y=0$: programs clip there. The formula is meant for $\\theta_y+m\\le\\pi$; beyond, "
        "the cosine would rise again."
    ),
    see_instead=[("cosface", "subtracts the margin from the cosine"), ("sphereface", "multiplies the angle")],
)
