r"""Uniformity loss

Embeddings should be spread out: the logarithm of the mean of Gaussians of the distances from one embedding to the
others.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, k, l, n, M, t = symbols("i j k l n M t")
x, Y, d, w = map(IndexedBase, ("x", "Y", "d", "w"))

loss = Loss(
    id="L2Q4",
    expression=log(Sum(exp(-t * d[k]), (k, 1, M)) / M),
    wrt=x[j],
    definitions=[
        (d[k], Sum((x[i] - Y[k, i]) ** 2, (i, 1, n))),
        (w[k], exp(-t * d[k]) / Sum(exp(-t * d[l]), (l, 1, M))),
    ],
    symbols={
        x: Real("embedding", shape=(n,)),
        Y: Real("other embeddings, one per row", shape=(M, n)),
        d: Intermediate("squared distance to embedding $k$", shape=(M,), within="[0, oo)"),
        w: Intermediate("share of embedding $k$", shape=(M,), within="(0, 1]"),
        t: Positive("inverse width of the Gaussian"),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
        M: Size("number of other embeddings"),
    },
    source=Source(
        "T. Wang and P. Isola, Understanding contrastive representation learning through alignment and uniformity on "
        "the hypersphere, ICML 2020",
        arxiv="2005.10242",
    ),
    closing=[(-2 * t * Sum(w[k] * (x[j] - Y[k, j]), (k, 1, M)), "$w_k$ is the share of embedding $k$")],
    mistakes=[
        (
            -2 * t * Sum(exp(-t * d[k]) * (x[j] - Y[k, j]), (k, 1, M)) / M,
            "the logarithm was dropped: its slope divides by the mean",
        ),
        (-2 * Sum(w[k] * (x[j] - Y[k, j]), (k, 1, M)), "the inverse width was dropped: it multiplies the slope too"),
    ],
    aliases=["Gaussian potential", "hyperspherical uniformity"],
    used_for="embeddings that should fill the sphere",
    why=(
        "The embedding is pushed away from each other one, in proportion to a share that is largest for the nearest. "
        "Together with a term that draws like to like it explains what contrastive losses do: alignment and "
        "uniformity. It is meant for vectors of length 1, which cannot flee to infinity."
    ),
    see_instead=[("info-nce", "has both in one formula")],
)
