r"""Multi-similarity loss

For one anchor: similarities to examples of the same kind should exceed a threshold $\lambda$, those to examples of
other kinds should stay below it. Each side has a logarithm of a sum, in which the worst count most.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, k, l, N, P, A, B, alpha, beta, lam = symbols("i j k l N P A B alpha beta lambda")
s, r = IndexedBase("s"), IndexedBase("r")

loss = Loss(
    id="L4N5",
    expression=log(B) / alpha + log(A) / beta,
    wrt=(r[l], s[k]),
    definitions=[
        (B, 1 + Sum(exp(-alpha * (r[i] - lam)), (i, 1, P))),
        (A, 1 + Sum(exp(beta * (s[j] - lam)), (j, 1, N))),
    ],
    symbols={
        r: Real("similarities to examples of the same kind", shape=(P,)),
        s: Real("similarities to examples of other kinds", shape=(N,)),
        B: Intermediate("1 plus the sum over the same kind", within="(1, oo)"),
        A: Intermediate("1 plus the sum over other kinds", within="(1, oo)"),
        alpha: Positive("scale for the same kind"),
        beta: Positive("scale for other kinds"),
        lam: Real("threshold"),
        l: Index("index of an example of the same kind", last=P),
        k: Index("index of an example of another kind", last=N),
        P: Size("number of examples of the same kind"),
        N: Size("number of examples of other kinds"),
    },
    source=Source(
        "X. Wang, X. Han, W. Huang, D. Dong and M. R. Scott, Multi-similarity loss with general pair weighting for "
        "deep metric learning, CVPR 2019",
    ),
    mistakes={
        r[l]: [
            (-alpha * exp(-alpha * (r[l] - lam)) / B, "the scale was kept: it cancels the one before the logarithm"),
            (exp(-alpha * (r[l] - lam)) / B, "the minus before the scale was lost"),
            (
                -exp(-alpha * (r[l] - lam)) / (B - 1),
                "the 1 in the logarithm was dropped: the slopes must be able to fade",
            ),
        ],
        s[k]: [(-exp(beta * (s[k] - lam)) / A, "the slope as for an example of the same kind")],
    },
    aliases=["MS loss", "MultiSimilarityLoss"],
    used_for="embeddings, with more weight for the hardest pairs",
    why=(
        "The slope of a similarity is its share of the sum, so that the pairs that are worst compared with the others "
        "get the most, and pairs that are in order almost nothing. The scale before each logarithm cancels the inner "
        "derivative: all slopes of one side together are less than 1."
    ),
    see_instead=[
        ("circle", "one logarithm of a product, with weights"),
        ("proxy-anchor", "compares with proxies of classes"),
    ],
)
