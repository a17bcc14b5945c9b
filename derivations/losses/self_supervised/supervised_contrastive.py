r"""Supervised contrastive loss (SupCon)

An anchor should be most similar to the examples of its own class: minus the mean log-probability that a softmax over
all examples gives to them.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Label01, Loss, Positive, Real, Source

i, j, k, n, N, tau = symbols("i j k n N tau")
s, y, p = map(IndexedBase, ("s", "y", "p"))

loss = Loss(
    id="L9DT",
    expression=-Sum(y[i] * log(p[i]), (i, 1, n)) / N,
    wrt=s[k],
    definitions=[
        (p[i], exp(s[i] / tau) / Sum(exp(s[j] / tau), (j, 1, n))),
        (N, Sum(y[i], (i, 1, n))),
    ],
    symbols={
        s: Real("similarities of the anchor to the other examples", shape=(n,)),
        y: Label01("1 for an example of the same class, else 0", shape=(n,)),
        p: Intermediate("probability of example $i$", shape=(n,), within="(0, 1)"),
        N: Intermediate("number of examples of the same class", within="[0, oo)"),
        tau: Positive("temperature"),
        k: Index("index of the example", last=n),
        n: Classes("number of other examples"),
    },
    source=Source("P. Khosla et al., Supervised contrastive learning, NeurIPS 2020", arxiv="2004.11362"),
    closing=[((p[k] - y[k] / N) / tau, "the labels sum to $N$")],
    mistakes=[
        ((p[k] - y[k]) / tau, "the mean over the class was forgotten: each example of it has the target $1/N$"),
        (p[k] - y[k] / N, "the temperature was dropped: it divides the slope too"),
        (-y[k] * (1 - p[k]) / (N * tau), "only the term of the example itself was differentiated"),
    ],
    aliases=["SupCon", "SupConLoss", "supervised InfoNCE"],
    used_for="embeddings of classes, before a classifier is put on top",
    why=(
        "It is a softmax cross-entropy whose target is spread evenly over the examples of the class. The slope is 0 "
        "once each of them has the probability $1/N$. With one example of the class it is InfoNCE. The logarithm "
        "stands inside the sum: with the sum inside the logarithm it would be another loss."
    ),
    in_code=[
        ("torch.nn.functional.cross_entropy(s / tau, y / y.sum())", "mean", "needs one example of the class at least")
    ],
    see_instead=[("info-nce", "one right answer"), ("nt-xent", "the same classes are views of one image")],
)
