r"""Weight normalisation, backwards

A layer's weights written as a length times a direction. Given are the slopes $g_i$ of a loss with respect to the
weights; sought are those with respect to the vector that gives the direction, and to the length.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, k, n, r, a = symbols("i j k n r a")
v, g, w, h = map(IndexedBase, ("v", "g", "w", "h"))
along = Sum(g[i] * h[i], (i, 1, n))

loss = Loss(
    id="LYK8",
    expression=Sum(g[i] * w[i], (i, 1, n)),
    wrt=(v[j], a),
    definitions=[(r, sqrt(Sum(v[k] ** 2, (k, 1, n)))), (h[i], v[i] / r), (w[i], a * h[i])],
    closing={v[j]: [(a * (g[j] - h[j] * along) / r, "$v_j=r\\,h_j$")]},
    symbols={
        v: Real("vector that gives the direction", shape=(n,)),
        a: Real("length of the weights, learnt"),
        g: Real("slopes of the loss with respect to the weights, given", shape=(n,)),
        r: Intermediate("length of $v$", within="[0, oo)"),
        h: Intermediate("direction, of length 1", shape=(n,)),
        w: Intermediate("weight", shape=(n,)),
        j: Index("index of the weight", last=n),
        n: Size("number of weights"),
    },
    source=Source(
        "T. Salimans and D. P. Kingma, Weight normalization: a simple reparameterization to accelerate training of "
        "deep neural networks (NIPS, 2016)",
        arxiv="1602.07868",
    ),
    mistakes={
        v[j]: [
            (a * g[j] / r, "the length of $v$ was treated as a constant"),
            ((g[j] - h[j] * along) / r, "the length $a$ of the weights was dropped"),
            (a * (g[j] - v[j] * along) / r, "$v$ was not divided by its length"),
        ],
        a: [
            (Sum(g[i] * v[i], (i, 1, n)), "$v$ was not divided by its length"),
            (Sum(g[i], (i, 1, n)), "the direction is missing"),
        ],
    },
    aliases=["weightnorm", "weight normalization", "weight norm"],
    used_for="weights whose length and direction are learnt apart",
    why=(
        "The length receives the part of the slopes along the direction; the vector receives the rest, which is at "
        "right angles to it. So each step makes the vector longer, and the same slopes turn it less and less: the "
        "layer finds its own step size."
    ),
    in_code=[("torch.dot(g, torch.mul(a, torch.nn.functional.normalize(v, dim=0)))", "none")],
    see_instead=[("l2-normalisation", "without a learnt length")],
)
