r"""Barlow Twins loss

Two views of the same images give two embeddings; the loss looks at the correlations between the components of one and
those of the other. Like components should be correlated fully, unlike ones not at all.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, k, a, b, n, d, lam = symbols("i j k a b n d lambda")
U, V, C = map(IndexedBase, ("U", "V", "C"))
unlike = 1 - KroneckerDelta(i, j)

loss = Loss(
    id="L4MK",
    expression=Sum((1 - C[i, i]) ** 2, (i, 1, d)) + lam * Sum(unlike * C[i, j] ** 2, (j, 1, d), (i, 1, d)),
    wrt=U[a, b],
    backward=True,
    definitions=[(C[i, j], Sum(U[k, i] * V[k, j], (k, 1, n)) / n)],
    symbols={
        U: Real("first embeddings, one per row, each component with mean 0 and variance 1", shape=(n, d)),
        V: Real("second embeddings, likewise", shape=(n, d)),
        C: Intermediate("correlation of component $i$ of the first with $j$ of the second", shape=(d, d)),
        lam: Positive("weight of the unlike components"),
        a: Index("index of the example", last=n),
        b: Index("index of the component", last=d),
        n: Size("number of examples in the batch"),
        d: Size("number of components"),
    },
    source=Source(
        "J. Zbontar, L. Jing, I. Misra, Y. LeCun and S. Deny, Barlow Twins: self-supervised learning via redundancy "
        "reduction, ICML 2021",
        arxiv="2103.03230",
    ),
    mistakes=[
        (-2 * (1 - C[b, b]) * V[a, b] / n, "the unlike components were dropped"),
        (
            2 * lam * Sum(C[b, j] * V[a, j], (j, 1, d)) / n - 2 * (1 - C[b, b]) * V[a, b] / n,
            "the like component was counted among the unlike ones too",
        ),
        (
            2 * (1 - C[b, b]) * V[a, b] / n
            + 2 * lam * Sum((1 - KroneckerDelta(b, j)) * C[b, j] * V[a, j], (j, 1, d)) / n,
            "the inner minus of $1-C_{bb}$ was lost",
        ),
    ],
    aliases=["redundancy reduction loss", "cross-correlation loss"],
    used_for="embeddings without labels and without wrong pairs",
    why=(
        "The first term draws two views of an image together; the second keeps components from saying the same, so "
        "that the embedding cannot collapse to a constant. No wrong pairs are needed, and batches may be small. The "
        "embeddings are standardised before; the slope goes on through that step."
    ),
    see_instead=[("vicreg-covariance", "looks at the covariances within one embedding")],
)
