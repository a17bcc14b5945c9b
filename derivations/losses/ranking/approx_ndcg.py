r"""ApproxNDCG loss

Minus the NDCG of a list, with ranks made smooth: each item that scores higher adds a sigmoid of the difference instead
of 1 (and the item itself one half). The lower the temperature, the closer to the true ranks.
"""

from sympy import IndexedBase, Rational, Sum, log, symbols

from derivations.language import Index, Intermediate, Loss, Nonnegative, Positive, Real, Size, Source, sigma

i, j, k, n, N, tau = symbols("i j k n N tau")
s, P, r, g = map(IndexedBase, ("s", "P", "r", "g"))
own = Sum(P[k, j] * (1 - P[k, j]), (j, 1, n)) * g[k] / ((1 + r[k]) * log(1 + r[k]) ** 2)
others = Sum(g[i] * P[i, k] * (1 - P[i, k]) / ((1 + r[i]) * log(1 + r[i]) ** 2), (i, 1, n))

loss = Loss(
    id="LRC8",
    expression=-Sum(g[i] / log(1 + r[i]), (i, 1, n)) / N,
    wrt=s[k],
    backward=True,
    definitions=[
        (P[i, j], sigma((s[j] - s[i]) / tau)),
        (r[i], Rational(1, 2) + Sum(P[i, j], (j, 1, n))),
    ],
    symbols={
        s: Real("scores", shape=(n,)),
        P: Intermediate("how far item $j$ counts as above item $i$", shape=(n, n), within="(0, 1)"),
        r: Intermediate("smooth rank of item $i$", shape=(n,), within="(1/2, oo)"),
        g: Nonnegative("gains of the items, fixed", shape=(n,)),
        N: Positive("the best sum that an order can reach, fixed", varies=True),
        tau: Positive("temperature"),
        k: Index("index of the item", last=n),
        n: Size("number of items"),
    },
    source=Source(
        "T. Qin, T.-Y. Liu and H. Li, A general approximation framework for direct optimization of information "
        "retrieval measures, Information Retrieval 13 (2010), 375-397",
        doi="10.1007/s10791-009-9124-x",
    ),
    closing=[((others - own) / (N * tau), "the sigmoids by their names")],
    mistakes=[
        (
            -own / (N * tau),
            "only the rank of the item itself was differentiated: its score moves the ranks of all others too",
        ),
        (
            (others - own) / N,
            "the temperature was dropped: it divides the slope of each sigmoid",
        ),
    ],
    aliases=["approximate NDCG", "approxNDCG"],
    used_for="ranked lists, judged by NDCG",
    why=(
        "A score moves the rank of its own item and, the other way, the ranks of all others; the slope is large only "
        "where two scores are about a temperature apart. So a low temperature is close to the true NDCG but has slopes "
        "that vanish almost everywhere. The base of the logarithm does not matter, as it is in $N$ too."
    ),
    see_instead=[("lambdarank", "keeps pairs, and weights them by the change of NDCG")],
)
