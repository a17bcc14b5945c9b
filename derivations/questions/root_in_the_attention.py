r"""Attention: where does the root of d go on the way back?

It stands before the slopes of query and keys once more, as it stands before the scores. The values do not see it. A
forgotten root turns no gradient, but makes those of query and keys too large beside those of the values.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Answer, Claim, Section

a, b, c, i, k, d, m, n = symbols("a b c i k d m n")
q, K, V, p, o, g = map(IndexedBase, ("q", "K", "V", "p", "o", "g"))
gain = Sum(g[c] * (V[i, c] - o[c]), (c, 1, m))
pull = Sum(p[i] * gain * K[i, a], (i, 1, n))
raw = Sum(p[i] * Sum(g[c] * V[i, c], (c, 1, m)) * K[i, a], (i, 1, n))
share = p[k] * Sum(g[c] * (V[k, c] - o[c]), (c, 1, m)) * q[a]

answer = Answer(
    id="QS5S",
    loss="attention",
    short="Before query and keys, not before the values",
    claims=[
        Claim(pull, "convention", "the root was forgotten on the way back"),
        Claim(pull / sqrt(d), "exact", "the scores hold the root, so their slopes do"),
        Claim(pull / d, "convention", "divided by $d$, as if both query and key held a root"),
        Claim(raw / sqrt(d), "wrong", "the weighted mean, which comes of the softmax, was not subtracted"),
        Claim(share / sqrt(d), "exact", "the keys have the same root", loss="attention.K"),
        Claim(p[k] * g[b], "exact", "the values do not enter the scores", loss="attention.V"),
        Claim(
            p[k] * g[b] / sqrt(d), "convention", "the root was put where the scores play no part", loss="attention.V"
        ),
    ],
    sections=[
        Section(
            "Is a constant factor a mistake?",
            "Here it is. The factor is common to the query alone: query, keys and values go back to three sets of "
            "weights, and further back they are added. A factor before two of the three turns the sum.",
        ),
        Section(
            "Why the root at all?",
            "A product of query and key is a sum of $d$ terms. If these are independent, of mean 0 and variance 1, "
            "the sum has the variance $d$. Divided by its root it has the variance 1, whatever $d$ is: so the softmax "
            "does not become one-hot, where its slopes are 0.",
        ),
    ],
    see=["softmax-layer", "mixture-of-experts"],
)
