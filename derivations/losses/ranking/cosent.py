r"""CoSENT loss

Cosines of many pairs of sentences, of which it is known which pair is more alike: every pair of pairs in the wrong
order adds an exponential of the difference.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Index, Intermediate, Interval, Label01, Loss, Positive, Size

i, j, k, n, lam, Z = symbols("i j k n lambda Z")
c, t = IndexedBase("c"), IndexedBase("t")

loss = Loss(
    id="L7ZD",
    expression=log(Z),
    wrt=c[k],
    definitions=[(Z, 1 + Sum(t[i, j] * exp(lam * (c[j] - c[i])), (j, 1, n), (i, 1, n)))],
    symbols={
        c: Interval("cosines, one for each pair of sentences", within="[-1, 1]", shape=(n,)),
        t: Label01("1 if pair $i$ is more alike than pair $j$, else 0", shape=(n, n)),
        Z: Intermediate("1 plus the sum over all orders", within="[1, oo)"),
        lam: Positive("scale"),
        k: Index("index of the pair", last=n),
        n: Size("number of pairs"),
    },
    source="J. Su, CoSENT (kexue.fm/archives/8847, 2022), as in sentence-transformers' CoSENTLoss",
    mistakes=[
        (
            (Sum(t[i, k] * exp(lam * (c[k] - c[i])), (i, 1, n)) - Sum(t[k, j] * exp(lam * (c[j] - c[k])), (j, 1, n)))
            / Z,
            "the scale was dropped: it multiplies the slope too",
        ),
        (
            lam * Sum(t[i, k] * exp(lam * (c[k] - c[i])), (i, 1, n)) / Z,
            "only the orders that the pair should lose were counted: it also stands in those that it should win",
        ),
    ],
    aliases=["cosine sentence loss", "CoSENTLoss"],
    used_for="sentences with graded similarity",
    why=(
        "Each order that is wrong pushes one cosine down and the other up, with a weight that is its share of the sum: "
        "the worst orders count most. The 1 in the sum lets the slope fade once all orders are right. Only the order "
        "of the labels is used, not their size."
    ),
    see_instead=[("lambdarank", "a logarithm for each order instead of one for all")],
)
