r"""Proxy-Anchor loss

For the proxy of one class: similarities to examples of the class should exceed a margin, those to all other examples
should stay below minus the margin.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, k, l, N, P, A, B, alpha, m = symbols("i j k l N P A B alpha m")
s, r = IndexedBase("s"), IndexedBase("r")

loss = Loss(
    id="L2KG",
    expression=log(B) + log(A),
    wrt=(r[l], s[k]),
    definitions=[
        (B, 1 + Sum(exp(-alpha * (r[i] - m)), (i, 1, P))),
        (A, 1 + Sum(exp(alpha * (s[j] + m)), (j, 1, N))),
    ],
    symbols={
        r: Real("similarities of the proxy to examples of its class", shape=(P,)),
        s: Real("similarities of the proxy to other examples", shape=(N,)),
        B: Intermediate("1 plus the sum over the class", within="(1, oo)"),
        A: Intermediate("1 plus the sum over other examples", within="(1, oo)"),
        alpha: Positive("scale"),
        m: Positive("margin"),
        l: Index("index of an example of the class", last=P),
        k: Index("index of another example", last=N),
        P: Size("number of examples of the class"),
        N: Size("number of other examples"),
    },
    source=Source("S. Kim, D. Kim, M. Cho and S. Kwak, Proxy anchor loss for deep metric learning, CVPR 2020"),
    mistakes={
        r[l]: [
            (-exp(-alpha * (r[l] - m)) / B, "the scale was dropped: it multiplies the slope too"),
            (alpha * exp(-alpha * (r[l] - m)) / B, "the minus before the scale was lost"),
            (
                -alpha * exp(-alpha * (r[l] - m)) / (1 + exp(-alpha * (r[l] - m))),
                "the example was taken by itself: all examples of the class share one logarithm",
            ),
        ],
        s[k]: [
            (
                alpha * exp(alpha * (s[k] + m)) / (1 + exp(alpha * (s[k] + m))),
                "the example was taken by itself: all other examples share one logarithm",
            )
        ],
    },
    aliases=["ProxyAnchorLoss"],
    used_for="embeddings by class, with few comparisons",
    why=(
        "All examples of a class share one logarithm, so the hardest of them get most of the slope, at most $\\alpha$ "
        "together. Each example is compared with a proxy for each class, not with every other example: that makes "
        "training fast, and it does not depend on how pairs are picked."
    ),
    see_instead=[
        ("proxy-nca", "takes each example by itself"),
        ("multi-similarity", "compares examples with each other"),
    ],
)
