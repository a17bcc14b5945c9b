r"""LambdaRank loss

The RankNet loss over all pairs of a list, each weighted by how much a measure such as NDCG would change if the two
items changed places. The weights are held fixed.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Nonnegative, Real, Size, Source, sigma, softplus

i, j, k, l, n = symbols("i j k l n")
s, D = IndexedBase("s"), IndexedBase("Delta")

loss = Loss(
    id="L9CF",
    expression=Sum(D[i, j] * softplus(-(s[i] - s[j])), (j, 1, n), (i, 1, n)),
    wrt=s[k],
    second=s[l],
    symbols={
        s: Real("scores", shape=(n,)),
        D: Nonnegative(
            "weight of the pair $i$, $j$, fixed; in use 0 unless item $i$ is more relevant than item $j$", shape=(n, n)
        ),
        k: Index("index of the item", last=n),
        l: Index("index of the item of the second derivative", last=n),
        n: Size("number of items"),
    },
    source=Source(
        "C. J. C. Burges, From RankNet to LambdaRank to LambdaMART: an overview, "
        "Microsoft Research technical report MSR-TR-2010-82 (2010)"
    ),
    mistakes=[
        (
            -Sum(D[k, j] * sigma(s[j] - s[k]), (j, 1, n)),
            "only the pairs that the item should win were counted: it also stands in those that it should lose",
        ),
        (
            Sum(D[k, j] * sigma(s[j] - s[k]), (j, 1, n)) - Sum(D[i, k] * sigma(s[k] - s[i]), (i, 1, n)),
            "both signs are turned: this is the lambda as a force, which is minus the slope",
        ),
    ],
    aliases=["LambdaMART", "rank:ndcg", "LambdaLoss"],
    used_for="ranked lists, judged by NDCG",
    why=(
        "Each pair pushes its two items apart, in proportion to the probability of the wrong order and to what "
        "swapping them would cost; all forces on an item add up. Burges writes these forces, the lambdas, down "
        "without a loss, as NDCG has no useful slope: the weights change as the order changes, and they are "
        "recomputed, not differentiated. Boosted trees with these slopes are LambdaMART."
    ),
    see_instead=[("ranknet", "one pair, with the weight 1"), ("approx-ndcg", "makes NDCG itself smooth")],
)
