r"""Attention, backwards

A layer that looks up a mean of values, each weighted by how well its key matches a query. Here it is one query; the
scores are divided by the root of the number $d$ of components. Given are the slopes $g_c$ of a loss with respect to the
outputs.
"""

from sympy import IndexedBase, Sum, exp, sqrt, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Size, Source

a, b, c, e, i, j, k, d, m, n = symbols("a b c e i j k d m n")
q, K, V, s, p, o, g = map(IndexedBase, ("q", "K", "V", "s", "p", "o", "g"))
gain = Sum(g[c] * (V[i, c] - o[c]), (c, 1, m))
gain_k = Sum(g[c] * (V[k, c] - o[c]), (c, 1, m))

loss = Loss(
    id="L5CM",
    expression=Sum(g[c] * o[c], (c, 1, m)),
    wrt=(q[a], K[k, a], V[k, b]),
    backward=True,
    definitions=[
        (s[i], Sum(q[e] * K[i, e], (e, 1, d)) / sqrt(d)),
        (p[i], exp(s[i]) / Sum(exp(s[j]), (j, 1, n))),
        (o[c], Sum(p[i] * V[i, c], (i, 1, n))),
    ],
    closing={
        q[a]: [(Sum(p[i] * gain * K[i, a], (i, 1, n)) / sqrt(d), "sums exchanged, and $\\sum_kp_kV_{kc}=o_c$")],
        K[k, a]: [(p[k] * gain_k * q[a] / sqrt(d), "$\\sum_lp_lV_{lc}=o_c$")],
    },
    symbols={
        q: Real("query", shape=(d,)),
        K: Real("keys, one in each row", shape=(n, d)),
        V: Real("values, one in each row", shape=(n, m)),
        s: Intermediate("score of key $i$", shape=(n,)),
        p: Intermediate("weight of key $i$", shape=(n,), within="(0, 1)"),
        o: Intermediate("output", shape=(m,)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(m,)),
        a: Index("index of the component of query and key", last=d),
        k: Index("index of the key and its value", last=n),
        b: Index("index of the component of the value", last=m),
        n: Classes("number of keys"),
        d: Size("number of components of query and keys"),
        m: Size("number of components of the values"),
    },
    source=Source("A. Vaswani et al., Attention is all you need (NIPS, 2017), section 3.2.1", arxiv="1706.03762"),
    mistakes={
        q[a]: [
            (
                Sum(p[i] * gain * K[i, a], (i, 1, n)),
                "the root of $d$ was forgotten: too long beside the values' slopes",
            ),
            (Sum(p[i] * gain * K[i, a], (i, 1, n)) / d, "the scores were divided by the root of $d$, not by $d$"),
            (
                Sum(p[i] * Sum(g[c] * V[i, c], (c, 1, m)) * K[i, a], (i, 1, n)) / sqrt(d),
                "the weighted mean was not subtracted: the weights sum to 1",
            ),
        ],
        K[k, a]: [
            (p[k] * gain_k * q[a], "the root of $d$ was forgotten: too long beside the values' slopes"),
            (
                p[k] * (1 - p[k]) * Sum(g[c] * V[k, c], (c, 1, m)) * q[a] / sqrt(d),
                "the other keys were left out: a key also takes weight from them",
            ),
        ],
        V[k, b]: [
            (g[b], "the weight of the key is missing"),
            (p[k] * Sum(g[c], (c, 1, m)), "the slopes of all components were added"),
            (p[k] * g[b] / sqrt(d), "the root of $d$ divides the scores only"),
        ],
    },
    aliases=["scaled dot-product attention", "self-attention", "dot-product attention", "SDPA"],
    used_for="transformers",
    why=(
        "The values receive the slopes of the output, each by its weight. Query and keys receive them through the "
        "softmax: what counts is by how much a value is better than the output, the mean that one has already. The "
        "root of $d$ keeps the scores from growing with $d$, and stands on the way back once more."
    ),
    in_code=[
        (
            "torch.dot(g, torch.softmax(K @ q / torch.sqrt(torch.tensor(d)), dim=0) @ V)",
            "none",
        )
    ],
    see_instead=[
        ("softmax-layer", "the softmax in the middle of it"),
        ("info-nce", "a query and keys with the cross-entropy as the loss"),
    ],
)
