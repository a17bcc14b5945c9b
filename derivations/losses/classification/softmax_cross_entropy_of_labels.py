r"""Softmax cross-entropy of labels, weighted

The softmax cross-entropy of a batch with a weight for each class, as libraries have it: the label of an example picks
the probability and the weight, and the sum is divided by the weights that were picked.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Size

a, b, i, j, k, n, K = symbols("a b i j k n K")
z, p, w, y = map(IndexedBase, ("z", "p", "w", "y"))
total = Sum(w[y[i]], (i, 1, n))

loss = Loss(
    id="L4J8",
    expression=-Sum(w[y[i]] * log(p[i, y[i]]), (i, 1, n)) / total,
    wrt=z[a, b],
    definitions=[(p[i, k], exp(z[i, k]) / Sum(exp(z[i, j]), (j, 1, K)))],
    symbols={
        z: Real("logits, one example per row", shape=(n, K)),
        p: Intermediate("probability of class $k$ for example $i$", shape=(n, K), within="(0, 1)"),
        y: Index("the right class of each example", shape=(n,), last=K),
        w: Positive("weights of the classes", shape=(K,)),
        a: Index("index of the example", last=n),
        b: Index("index of the class", last=K),
        n: Size("number of examples"),
        K: Classes("number of classes"),
    },
    source="PyTorch documentation, torch.nn.CrossEntropyLoss, with weight and reduction='mean'",
    mistakes=[
        (
            w[y[a]] * (p[a, b] - KroneckerDelta(b, y[a])) / n,
            "divided by the number of examples: the mean of a weighted loss divides by the weights",
        ),
        (
            w[b] * (p[a, b] - KroneckerDelta(b, y[a])) / total,
            "the weight of class $b$ was taken: it must be that of the right class, in every component",
        ),
        (w[y[a]] * (p[a, b] - 1) / total, "only the right class has the 1: for all others it is 0"),
    ],
    aliases=["weighted cross-entropy", "class-weighted cross-entropy", "cross_entropy with weight"],
    used_for="several classes, some of them rare",
    why=(
        "Each example has the gradient of the plain softmax cross-entropy, times its share of the weights: the "
        "probabilities minus the one-hot label. So a rare class can be made to count as much as a frequent one. The "
        "weights of the other examples in the batch matter too: they stand in the denominator."
    ),
    in_code=[
        ("torch.nn.CrossEntropyLoss(weight=w)(z, y)", "mean"),
        ("torch.nn.functional.cross_entropy(z, y, weight=w)", "mean"),
    ],
    see_instead=[("softmax-cross-entropy", "one example, no weights")],
)
