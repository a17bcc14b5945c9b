r"""Triplet margin loss of distances

The anchor should be nearer to the positive example than to the negative one, by a margin. These are the distances
themselves, as libraries take them; FaceNet squares them.
"""

from sympy import IndexedBase, Ne, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source, positive_part, step

i, j, n, m = symbols("i j n m")
a, p, q = map(IndexedBase, "apq")
d, e, u = symbols("d e u")

loss = Loss(
    id="LZ3D",
    expression=positive_part(u),
    wrt=(a[j], p[j], q[j]),
    definitions=[
        (d, sqrt(Sum((a[i] - p[i]) ** 2, (i, 1, n)))),
        (e, sqrt(Sum((a[i] - q[i]) ** 2, (i, 1, n)))),
        (u, d - e + m),
    ],
    constraints=[Ne(d, 0), Ne(e, 0)],
    symbols={
        a: Real("anchor", shape=(n,)),
        p: Real("positive example", shape=(n,)),
        q: Real("negative example", shape=(n,)),
        d: Intermediate("distance of the positive example", within="[0, oo)"),
        e: Intermediate("distance of the negative example", within="[0, oo)"),
        u: Intermediate("by how much the margin is missed"),
        m: Positive("margin"),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
    },
    source=Source(
        "V. Balntas et al., Learning local feature descriptors with triplets and shallow convolutional neural "
        "networks, BMVC 2016, section 3",
        doi="10.5244/C.30.119",
    ),
    mistakes={
        a[j]: [
            (2 * step(u) * (q[j] - p[j]), "the gradient of the loss of squared distances was taken"),
            (step(u) * (q[j] - p[j]), "the distances below the line were dropped"),
            (step(u) * (a[j] - p[j]) / d, "the negative example was dropped"),
        ],
        p[j]: [
            (step(u) * (a[j] - p[j]) / d, "the inner minus of $a-p$ is missing"),
            (step(u) * (p[j] - a[j]), "the distance below the line was dropped"),
        ],
        q[j]: [
            (step(u) * (q[j] - a[j]) / e, "the sign of the distance to the negative example was lost"),
            ((a[j] - q[j]) / e, "the bracket was dropped: once the margin is met, the loss is flat"),
        ],
    },
    aliases=["triplet loss of distances"],
    used_for="embeddings compared by distance, as in PyTorch",
    why=(
        "Each example is moved along a vector of length 1, however far it is: a distance has slope 1, where its square "
        "has a slope that grows. Where the anchor lies on an example, their distance has no gradient; libraries add a "
        "small number, PyTorch to each component of the difference, Optax below the root."
    ),
    in_code=[
        ("torch.nn.TripletMarginLoss(margin=m, eps=0)(a, p, q)", "mean", "by default `eps` is $10^{-6}$"),
        ("optax.losses.triplet_margin_loss(a, p, q, margin=m, eps=0)", "none", "by default `eps` is $10^{-6}$"),
    ],
    see_instead=[("triplet-margin", "takes the squares of the distances")],
)
