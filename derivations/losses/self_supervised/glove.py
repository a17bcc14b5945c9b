r"""GloVe loss

Word vectors: the inner product of a word and a context, plus two biases, should be the logarithm of how often the two
occur together. The squared error is weighted, so that rare pairs count less.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, n, e, f, X, b, h = symbols("i j n e f X b h")
w, c = IndexedBase("w"), IndexedBase("c")

loss = Loss(
    id="L3X4",
    expression=f * e**2,
    wrt=(w[j], b),
    definitions=[(e, Sum(w[i] * c[i], (i, 1, n)) + b + h - log(X))],
    symbols={
        w: Real("vector of the word", shape=(n,)),
        c: Real("vector of the context", shape=(n,)),
        b: Real("bias of the word"),
        h: Real("bias of the context"),
        X: Positive("count: how often the two occur together", varies=True),
        f: Positive("weight of the pair, a fixed function of the count", varies=True),
        e: Intermediate("error of the logarithm"),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
    },
    source=Source(
        "J. Pennington, R. Socher and C. D. Manning, GloVe: global vectors for word representation, EMNLP 2014, "
        "1532-1543, equation 8"
    ),
    mistakes={
        w[j]: [
            (2 * e * c[j], "the weight of the pair was dropped: it differs from pair to pair"),
            (2 * f * e * w[j], "the word itself was put where the context belongs"),
            (f * e * c[j], "the 2 of the square is missing: right for half the loss"),
        ],
        b: [(2 * f, "the error is missing: only the inner derivative of the square was taken")],
    },
    aliases=["global vectors"],
    used_for="word vectors from a table of counts",
    why=(
        "The error moves the word along the context, the context along the word, and both biases by the same amount. "
        "It is a weighted matrix factorisation of the logarithms of the counts; pairs that never occur have weight 0 "
        "and are left out. The authors' program leaves out the 2 as well, and lets the step size take it."
    ),
    see_instead=[
        ("matrix-factorisation", "without weights, biases and logarithms"),
        ("negative-sampling", "word vectors from single occurrences instead of counts"),
    ],
)
