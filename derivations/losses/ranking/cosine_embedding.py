r"""Cosine embedding loss of a different pair

Two vectors of different kinds: zero once their cosine is at most the margin, else the amount by which it is too large.
A pair of the same kind has the cosine distance instead; libraries choose between the two by a label.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Interval, Loss, Real, Size, Source, positive_part, step

i, j, n, m, s, a, b, c = symbols("i j n m s a b c")
u, v = IndexedBase("u"), IndexedBase("v")

loss = Loss(
    id="L945",
    expression=positive_part(c - m),
    wrt=u[j],
    definitions=[
        (s, Sum(u[i] * v[i], (i, 1, n))),
        (a, sqrt(Sum(u[i] ** 2, (i, 1, n)))),
        (b, sqrt(Sum(v[i] ** 2, (i, 1, n)))),
        (c, s / (a * b)),
    ],
    symbols={
        u: Real("first vector", shape=(n,)),
        v: Real("second vector", shape=(n,)),
        s: Intermediate("inner product"),
        a: Intermediate("length of the first vector", within="[0, oo)"),
        b: Intermediate("length of the second vector", within="[0, oo)"),
        c: Intermediate("cosine of the angle between the two", within="[-1, 1]"),
        m: Interval("margin: the cosine at which the pair is left alone", within="(-1, 1)"),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
    },
    source=Source("PyTorch documentation, torch.nn.CosineEmbeddingLoss"),
    mistakes=[
        (v[j] / (a * b) - s * u[j] / (a**3 * b), "the bracket was dropped: below the margin the loss is flat"),
        (step(c - m) * v[j] / (a * b), "the length of the first vector was treated as a constant"),
        (step(c - m) * (v[j] / (a * b) + s * u[j] / (a**3 * b)), "the minus of the quotient rule was lost"),
    ],
    aliases=["nn.CosineEmbeddingLoss"],
    used_for="pairs that should differ in direction",
    why=(
        "Until the cosine is down at the margin, each vector is turned away from the other; then the pair is left "
        "alone. The slope is at a right angle to the vector, as lengths do not matter. At the default margin 0 a pair "
        "is left alone once it is at right angles: it need not point in opposite directions."
    ),
    in_code=[
        ("torch.nn.CosineEmbeddingLoss(margin=m)(u, v, torch.tensor(-1))", "mean", "this loss where the target is -1")
    ],
    see_instead=[
        ("cosine-distance", "the loss of a pair of the same kind"),
        ("contrastive", "the same idea with distances and squares"),
    ],
)
