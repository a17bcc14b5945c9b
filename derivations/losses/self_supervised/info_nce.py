r"""InfoNCE

The softmax cross-entropy of similarities: the query should be most similar to the right key, at temperature $\tau$.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, k, l, b, m, n, K, tau = symbols("i j k l b m n K tau")
q, V, s, p = map(IndexedBase, ("q", "V", "s", "p"))

loss = Loss(
    id="LJ5Z",
    former="vectors/info-nce",
    expression=-log(p[l]),
    wrt=(q[j], V[m, j]),
    definitions=[
        (s[k], Sum(q[i] * V[k, i], (i, 1, n)) / tau),
        (p[k], exp(s[k]) / Sum(exp(s[b]), (b, 1, K))),
    ],
    symbols={
        q: Real("query", shape=(n,)),
        V: Real("keys, one per row", shape=(K, n)),
        s: Intermediate("similarity of the query to key $k$", shape=(K,)),
        p: Intermediate("probability of key $k$", shape=(K,), within="(0, 1)"),
        tau: Positive("temperature"),
        l: Index("the right key", last=K),
        m: Index("index of a key", last=K),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
        K: Classes("number of keys"),
    },
    source=Source(
        "A. van den Oord, Y. Li and O. Vinyals, Representation learning with contrastive predictive coding (2018)",
        arxiv="1807.03748",
    ),
    mistakes={
        q[j]: [
            (Sum(p[k] * V[k, j], (k, 1, K)) - V[l, j], "the temperature was dropped: it divides the gradient too"),
            (-V[l, j] / tau, "the other keys were dropped"),
        ],
        V[m, j]: [(p[m] * q[j] / tau, "right for a wrong key; the right one is drawn to the query")],
    },
    aliases=["InfoNCE", "CPC", "contrastive predictive coding"],
    used_for="one right answer among many candidates",
    why=(
        "The gradient is a difference, divided by the temperature: the mean of the keys, weighted by the softmax, "
        "minus the right key. Descent draws the query to the right key and away from the wrong keys that are similar "
        "to it. The loss is the softmax cross-entropy with similarities as logits. The lower the temperature, the more "
        "weight the most similar wrong keys get."
    ),
    in_code=[
        ("torch.nn.functional.cross_entropy(V @ q / tau, l)", "mean"),
        ("optax.softmax_cross_entropy_with_integer_labels(V @ q / tau, l)", "none"),
        (
            "optax.ntxent(embeddings, labels, temperature=0.07)",
            "mean",
            "NT-Xent: vectors of length 1, and each example of the batch is the query in turn",
        ),
    ],
    see_instead=[
        ("softmax-cross-entropy", "the same loss as a function of the logits"),
        ("negative-sampling", "asks of each key by itself whether it is right; here the keys compete"),
    ],
)
