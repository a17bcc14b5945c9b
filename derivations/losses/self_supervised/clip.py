r"""CLIP loss

A batch of images and their texts: each image should find its own text among all texts, and each text its own image. The
loss is the mean of the two softmax cross-entropies, over the rows and over the columns of one table of similarities.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, a, k, l, n = symbols("i j a k l n")
S, p, q = map(IndexedBase, ("S", "p", "q"))

loss = Loss(
    id="LZ9J",
    expression=-Sum(log(p[i, i]) + log(q[i, i]), (i, 1, n)) / (2 * n),
    wrt=S[k, l],
    definitions=[
        (p[i, j], exp(S[i, j]) / Sum(exp(S[i, a]), (a, 1, n))),
        (q[i, j], exp(S[i, j]) / Sum(exp(S[a, j]), (a, 1, n))),
    ],
    symbols={
        S: Real("similarity of image $i$ and text $j$, divided by the temperature", shape=(n, n)),
        p: Intermediate("probability of text $j$ for image $i$", shape=(n, n), within="(0, 1]"),
        q: Intermediate("probability of image $i$ for text $j$", shape=(n, n), within="(0, 1]"),
        k: Index("index of the image", last=n),
        l: Index("index of the text", last=n),
        n: Size("number of pairs in the batch"),
    },
    source=Source(
        "A. Radford et al., Learning transferable visual models from natural language supervision, ICML 2021",
        arxiv="2103.00020",
    ),
    mistakes=[
        ((p[k, l] - KroneckerDelta(k, l)) / n, "only the rows were counted: the texts choose among the images too"),
        ((p[k, l] + q[k, l] - KroneckerDelta(k, l)) / (2 * n), "the label was subtracted once, but it stands in both"),
        (p[k, l] + q[k, l] - 2 * KroneckerDelta(k, l), "the mean over the batch and over the two was forgotten"),
    ],
    aliases=["symmetric InfoNCE", "contrastive language-image pretraining", "symmetric contrastive loss"],
    used_for="two kinds of data that come in pairs, such as images and texts",
    why=(
        "Off the diagonal both probabilities push a similarity down; on the diagonal what is missing to 1 is pushed "
        "up. Every other pair of the batch serves as a wrong answer, so the batch must be large. The temperature is "
        "learnt too; it is part of $S$ here."
    ),
    see_instead=[
        ("siglip", "asks of each cell by itself whether it is a pair"),
        ("info-nce", "one query and its keys: one row of this table"),
    ],
)
