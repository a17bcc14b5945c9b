r"""InfoNCE

The softmax cross-entropy of similarities: the query should be most similar to the right key, at temperature $\tau$.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Size

i, j, k, l, b, n, K, tau = symbols("i j k l b n K tau")
q, V, s, p = map(IndexedBase, ("q", "V", "s", "p"))

loss = Loss(
    id="LJ5Z",
    expression=-log(p[l]),
    wrt=q[j],
    definitions=[
        (s[k], Sum(q[i] * V[k, i], (i, 1, n)) / tau),
        (p[k], exp(s[k]) / Sum(exp(s[b]), (b, 1, K))),
    ],
    symbols={
        q: Real("query", shape=(n,)),
        V: Real("keys, one a row, fixed", shape=(K, n)),
        s: Intermediate("similarity of the query and key $k$", shape=(K,)),
        p: Intermediate("probability of key $k$", shape=(K,)),
        tau: Positive("temperature"),
        l: Index("the right key", last=K),
        j: Index("names the component", last=n),
        n: Size("number of components"),
        K: Classes("number of keys"),
    },
    source=(
        "A. van den Oord, Y. Li and O. Vinyals, Representation learning with contrastive predictive coding, "
        "arXiv:1807.03748 (2018)"
    ),
    mistakes=[
        (Sum(p[k] * V[k, j], (k, 1, K)) - V[l, j], "the temperature was dropped: it divides the gradient too"),
        (-V[l, j] / tau, "the other keys were dropped"),
    ],
)
