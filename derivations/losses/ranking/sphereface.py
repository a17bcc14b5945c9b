r"""SphereFace loss

A softmax cross-entropy over cosines between an embedding and the directions of the classes, times a scale. The angle of
the right class is multiplied by a margin $m$, so that it must be $m$ times as small.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, cos, exp, log, pi, sin, symbols

from derivations.language import Classes, Index, Intermediate, Interval, Loss, Nonnegative, Positive, Source

i, j, k, y, K, m, s = symbols("i j k y K m s")
theta, b, u, p = map(IndexedBase, ("theta", "b", "u", "p"))

loss = Loss(
    id="LV7G",
    expression=-log(p[y]),
    wrt=theta[k],
    definitions=[
        (b[i], 1 + (m - 1) * KroneckerDelta(i, y)),
        (u[i], s * cos(b[i] * theta[i])),
        (p[i], exp(u[i]) / Sum(exp(u[j]), (j, 1, K))),
    ],
    constraints=[theta[k] <= pi, m * theta[y] <= pi],
    symbols={
        theta: Nonnegative("angle between embedding and class $i$", shape=(K,)),
        b: Intermediate("factor of the angle: $m$ for the right class, 1 for the others", shape=(K,), within="[1, oo)"),
        u: Intermediate("logit of class $i$", shape=(K,)),
        p: Intermediate("probability of class $i$", shape=(K,), within="(0, 1)"),
        s: Positive("scale, the length of the embedding", varies=True),
        m: Interval("margin, a factor", within="[1, oo)"),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the class", last=K),
        K: Classes("number of classes"),
    },
    source=Source(
        "W. Liu et al., SphereFace: deep hypersphere embedding for face recognition, CVPR 2017", arxiv="1704.08063"
    ),
    mistakes=[
        (
            -s * (p[k] - KroneckerDelta(k, y)) * sin(b[k] * theta[k]),
            "the inner derivative $m$ of $m\\theta$ is missing",
        ),
        (-s * b[k] * (p[k] - KroneckerDelta(k, y)) * sin(theta[k]), "the margin was dropped inside the sine"),
    ],
    aliases=["A-Softmax", "angular softmax", "multiplicative angular margin"],
    used_for="recognising faces, and other embeddings by class",
    why=(
        "The margin comes out as a factor of the right class, and stays inside the sine. The formula is meant for "
        "$m\\theta_y\\le\\pi$; beyond, the cosine would rise again, so the paper continues it by a falling function. "
        "CosFace and ArcFace, which came later, avoid this by adding."
    ),
    see_instead=[("arcface", "adds to the angle"), ("cosface", "subtracts from the cosine")],
)
