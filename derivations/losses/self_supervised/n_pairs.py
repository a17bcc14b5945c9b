r"""N-pairs loss

An anchor should have a larger inner product with its positive example than with each of several negative ones: the
softmax cross-entropy of these products, without lengths and without a temperature.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, k, l, n, K, Z = symbols("i j k l n K Z")
a, p, V, s = map(IndexedBase, ("a", "p", "V", "s"))

loss = Loss(
    id="LRVD",
    expression=log(Z),
    wrt=(a[j], p[j]),
    definitions=[
        (s[k], Sum(a[i] * (V[k, i] - p[i]), (i, 1, n))),
        (Z, 1 + Sum(exp(s[k]), (k, 1, K))),
    ],
    symbols={
        a: Real("anchor", shape=(n,)),
        p: Real("positive example", shape=(n,)),
        V: Real("negative examples, one per row", shape=(K, n)),
        s: Intermediate("by how much negative example $k$ is ahead", shape=(K,)),
        Z: Intermediate("1 plus the sum over the negative examples", within="(1, oo)"),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
        K: Size("number of negative examples"),
    },
    source=Source("K. Sohn, Improved deep metric learning with multi-class N-pair loss objective, NIPS 2016"),
    mistakes={
        a[j]: [
            (Sum(exp(s[k]) * V[k, j], (k, 1, K)) / Z, "the positive example was dropped: it is in every difference"),
            (
                Sum(exp(s[k]) * (V[k, j] - p[j]), (k, 1, K)) / (Z - 1),
                "the 1 in the sum was dropped: it stands for the positive example",
            ),
        ],
        p[j]: [(-a[j], "right only as the negative examples are far ahead: the pull fades with the sum")],
    },
    aliases=["multi-class N-pair loss", "NPairsLoss"],
    used_for="embeddings, with many negative examples at once",
    why=(
        "Each negative example that is close to the positive one, or ahead of it, pushes the anchor towards the "
        "positive and away from itself, with its softmax weight. With one negative example it is RankNet on inner "
        "products. The 1 in the sum is the positive example itself."
    ),
    see_instead=[("info-nce", "with a temperature"), ("triplet-margin", "one negative example, and a margin")],
)
