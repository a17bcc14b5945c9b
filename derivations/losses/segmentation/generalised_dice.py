r"""Generalised Dice loss

A soft Dice loss over several classes, each with a weight: usually 1 over the squared size of its true mask, so that
small structures count as much as large ones.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Classes, Index, Intermediate, Label01, Loss, Positive, Probability, Size, Source

c, i, k, l, n, K, N, D = symbols("c i k l n K N D")
p, t, w = map(IndexedBase, ("p", "t", "w"))

loss = Loss(
    id="LY4W",
    expression=1 - 2 * N / D,
    wrt=p[k, l],
    definitions=[
        (N, Sum(w[c] * Sum(p[i, c] * t[i, c], (i, 1, n)), (c, 1, K))),
        (D, Sum(w[c] * Sum(p[i, c] + t[i, c], (i, 1, n)), (c, 1, K))),
    ],
    symbols={
        p: Probability("prediction: probability of a class, one pixel per row", shape=(n, K)),
        t: Label01("target: 1 for the right class of a pixel, 0 for the others", shape=(n, K)),
        w: Positive("weights of the classes, fixed by the true masks", shape=(K,)),
        N: Intermediate("weighted overlap", within="[0, oo)"),
        D: Intermediate("weighted sum of the sizes", within="(0, oo)"),
        k: Index("index of the pixel", last=n),
        l: Index("index of the class", last=K),
        n: Size("number of pixels"),
        K: Classes("number of classes"),
    },
    source=Source(
        "C. H. Sudre, W. Li, T. Vercauteren, S. Ourselin and M. J. Cardoso, Generalised Dice overlap as a deep "
        "learning loss function for highly unbalanced segmentations, DLMIA 2017",
        arxiv="1707.03237",
    ),
    mistakes=[
        (-2 * w[l] * t[k, l] / D, "the denominator was treated as a constant: it depends on every pixel"),
        (-2 * w[l] * t[k, l] / D - 2 * N * w[l] / D**2, "the minus of the quotient rule was dropped"),
        (-2 * t[k, l] / D + 2 * N / D**2, "the weight of the class was dropped"),
    ],
    aliases=["GDL", "GeneralizedDiceLoss", "generalized Dice loss"],
    used_for="several structures of very different size",
    why=(
        "The gradient is that of a Dice loss, times the weight of the class. All classes share one quotient, unlike in "
        "a mean of Dice losses, so a class whose mask is empty does no harm as long as its weight is finite. The "
        "weights come from the true masks alone, and so are constants for the gradient."
    ),
    see_instead=[("dice", "one class")],
)
