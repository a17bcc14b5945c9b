r"""NT-Xent loss

The contrastive loss of SimCLR for one anchor: its vector is brought to length 1, and should be more similar to the
other view of the same image than to all others of the batch, at temperature $\tau$.
"""

from sympy import IndexedBase, Sum, exp, log, sqrt, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, k, a, b, l, n, K, tau, r = symbols("i j k a b l n K tau r")
z, V, u, s, p = map(IndexedBase, ("z", "V", "u", "s", "p"))
pull = Sum(p[k] * V[k, j], (k, 1, K)) - V[l, j]
along = Sum(u[i] * (Sum(p[k] * V[k, i], (k, 1, K)) - V[l, i]), (i, 1, n))

loss = Loss(
    id="LV6X",
    expression=-log(p[l]),
    wrt=z[j],
    backward=True,
    definitions=[
        (r, sqrt(Sum(z[i] ** 2, (i, 1, n)))),
        (u[i], z[i] / r),
        (s[k], Sum(u[b] * V[k, b], (b, 1, n)) / tau),
        (p[k], exp(s[k]) / Sum(exp(s[a]), (a, 1, K))),
    ],
    symbols={
        z: Real("vector of the anchor", shape=(n,)),
        V: Real("other vectors of the batch, of length 1, one per row", shape=(K, n)),
        r: Intermediate("length of the anchor", within="[0, oo)"),
        u: Intermediate("the anchor, brought to length 1", shape=(n,), within="[-1, 1]"),
        s: Intermediate("similarity to vector $k$, over the temperature", shape=(K,)),
        p: Intermediate("probability of vector $k$", shape=(K,), within="(0, 1)"),
        tau: Positive("temperature"),
        l: Index("the other view of the same image", last=K),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
        K: Classes("number of other vectors"),
    },
    source=Source(
        "T. Chen, S. Kornblith, M. Norouzi and G. Hinton, A simple framework for contrastive learning of visual "
        "representations, ICML 2020, section 2.1",
        arxiv="2002.05709",
    ),
    closing=[((pull - along * u[j]) / (tau * r), "the part along the vector is taken away")],
    mistakes=[
        (pull / tau, "the step to length 1 was left out: this is the slope with respect to $u$"),
        (pull / (tau * r), "the length was treated as a constant: the part along the vector has to go"),
    ],
    aliases=["SimCLR", "normalised temperature-scaled cross-entropy", "NTXentLoss"],
    used_for="embeddings without labels, from two views of each image",
    why=(
        "The slope with respect to the vector of length 1 is that of InfoNCE: the weighted mean of the others minus "
        "the right one, over $\\tau$. The step to length 1 takes away its part along the vector and divides by the "
        "length: a long vector turns slowly. The other view itself is in the sum; the anchor is not."
    ),
    in_code=[
        ("torch.nn.functional.cross_entropy(V @ torch.nn.functional.normalize(z, dim=0) / tau, l)", "mean"),
    ],
    see_instead=[("info-nce", "without the step to length 1"), ("supervised-contrastive", "several right answers")],
)
