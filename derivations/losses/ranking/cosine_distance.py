"""Cosine distance

One minus the cosine of the angle between two vectors: it looks at directions only.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, n = symbols("i j n")
u, v = IndexedBase("u"), IndexedBase("v")
s, a, b = symbols("s a b")

loss = Loss(
    id="LM29",
    former="vectors/cosine-distance",
    expression=1 - s / (a * b),
    wrt=(u[j], v[j]),
    definitions=[
        (s, Sum(u[i] * v[i], (i, 1, n))),
        (a, sqrt(Sum(u[i] ** 2, (i, 1, n)))),
        (b, sqrt(Sum(v[i] ** 2, (i, 1, n)))),
    ],
    symbols={
        u: Real("first vector", shape=(n,)),
        v: Real("second vector", shape=(n,)),
        s: Intermediate("inner product"),
        a: Intermediate("length of the first vector", within="[0, oo)"),
        b: Intermediate("length of the second vector", within="[0, oo)"),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
    },
    source=Source(
        "C. D. Manning, P. Raghavan and H. Schuetze, Introduction to Information Retrieval (2008), section 6.3",
        doi="10.1017/CBO9780511809071",
    ),
    mistakes={
        u[j]: [
            (-v[j] / (a * b), "the length of the first vector was treated as a constant"),
            (v[j] / (a * b) - s * u[j] / (a**3 * b), "the gradient of the cosine itself, not of 1 minus the cosine"),
        ],
        v[j]: [(-u[j] / (a * b), "the length of the second vector was treated as a constant")],
    },
    aliases=["cosine loss", "cosine similarity"],
    used_for="vectors of which only the direction counts",
    why=(
        "The gradient is at a right angle to the vector: only the direction counts, so nothing is gained by making the "
        "vector longer. The longer the vector, the shorter the gradient. The loss compares texts, faces and other "
        "embeddings whose length means little."
    ),
    in_code=[
        ("optax.cosine_distance(u, v)", "none"),
        (
            "keras.losses.CosineSimilarity()(v, u)",
            "sum_over_batch_size",
            "minus the cosine: the same gradient",
        ),
        ("torch.nn.CosineEmbeddingLoss()(u, v, torch.tensor(1))", "mean", "this loss where the target is 1"),
    ],
    see_instead=[("cosine-embedding", "the loss of a pair that should differ")],
)
