r"""Circle loss

Similarities to examples of the same kind should reach $1-m$, those to examples of other kinds should fall to $m$. How
hard each is pulled depends on how far it still has to go: these weights are held fixed.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import (
    Index,
    Intermediate,
    Loss,
    Positive,
    Probability,
    Real,
    Size,
    Source,
    held,
    positive_part,
)

i, j, k, l, N, P, A, B, gamma, m = symbols("i j k l N P A B gamma m")
s, r, a, b = map(IndexedBase, ("s", "r", "a", "b"))

loss = Loss(
    id="LGQQ",
    expression=log(1 + A * B),
    wrt=(s[k], r[l]),
    definitions=[
        (a[j], held(positive_part(s[j] + m))),
        (b[i], held(positive_part(1 + m - r[i]))),
        (A, Sum(exp(gamma * a[j] * (s[j] - m)), (j, 1, N))),
        (B, Sum(exp(-gamma * b[i] * (r[i] - (1 - m))), (i, 1, P))),
    ],
    symbols={
        s: Real("similarities to examples of other kinds", shape=(N,)),
        r: Real("similarities to examples of the same kind", shape=(P,)),
        a: Intermediate("weight of a similarity $s_j$, held fixed", shape=(N,), within="[0, oo)"),
        b: Intermediate("weight of a similarity $r_i$, held fixed", shape=(P,), within="[0, oo)"),
        A: Intermediate("sum over the other kinds", within="(0, oo)"),
        B: Intermediate("sum over the same kind", within="(0, oo)"),
        gamma: Positive("scale"),
        m: Probability("margin"),
        k: Index("index of an example of another kind", last=N),
        l: Index("index of an example of the same kind", last=P),
        N: Size("number of examples of other kinds"),
        P: Size("number of examples of the same kind"),
    },
    source=Source(
        "Y. Sun et al., Circle loss: a unified perspective of pair similarity optimization, CVPR 2020, as in "
        "pytorch-metric-learning's CircleLoss"
    ),
    mistakes={
        s[k]: [
            (
                gamma * a[k] * exp(gamma * a[k] * (s[k] - m)) / A,
                "the 1 in the logarithm was dropped: once all is in order the slope must fade",
            ),
            (
                gamma * (2 * s[k]) * exp(gamma * a[k] * (s[k] - m)) * B / (1 + A * B),
                "the weight was differentiated too: it is held fixed",
            ),
        ],
        r[l]: [
            (
                gamma * b[l] * exp(-gamma * b[l] * (r[l] - (1 - m))) * A / (1 + A * B),
                "the minus before the scale was lost",
            )
        ],
    },
    aliases=["CircleLoss"],
    used_for="embeddings, with more weight for what is far off",
    why=(
        "The slope is a product: the weight of the similarity, its share in a softmax, and a factor that fades once "
        "all pairs are in order. The weights make a similarity that is far from its goal count more; were they "
        "differentiated, the gradient would be another. Without them it is a softmax loss with margins."
    ),
    see_instead=[("multi-similarity", "no weights, and a logarithm for each kind")],
)
