"""Style loss (Gram matrix)

The squared distance of two Gram matrices: which features of a network occur together in a picture, compared with a
picture whose style is wanted.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, k, a, b, m, n = symbols("i j k a b m n")
F, S, E = map(IndexedBase, ("F", "S", "E"))

loss = Loss(
    id="LGZT",
    expression=Sum(Sum(E[i, j] ** 2, (i, 1, m)), (j, 1, m)),
    wrt=F[a, b],
    definitions=[(E[i, j], Sum(F[i, k] * F[j, k], (k, 1, n)) - Sum(S[i, k] * S[j, k], (k, 1, n)))],
    symbols={
        F: Real("features of the picture, one per row, by place", shape=(m, n)),
        S: Real("features of the picture whose style is wanted, fixed", shape=(m, n)),
        E: Intermediate("error of the Gram matrix", shape=(m, m)),
        a: Index("index of the feature", last=m),
        b: Index("index of the place", last=n),
        m: Size("number of features"),
        n: Size("number of places"),
    },
    source=Source(
        "L. A. Gatys, A. S. Ecker and M. Bethge, A neural algorithm of artistic style (2015)", arxiv="1508.06576"
    ),
    mistakes=[
        (2 * Sum(E[a, j] * F[j, b], (j, 1, m)), "the Gram matrix holds each feature twice, in a row and in a column"),
        (4 * Sum(E[a, j] * S[j, b], (j, 1, m)), "the features of the other picture were put in"),
        (4 * Sum(Sum(F[a, k] * F[j, k], (k, 1, n)) * F[j, b], (j, 1, m)), "the Gram matrix of the style was dropped"),
    ],
    aliases=["Gram matrix loss", "neural style transfer"],
    used_for="pictures in the style of another",
    why=(
        "The gradient is 4 times the error of the Gram matrix, times the features. The 4 comes from the square and "
        "from the two places at which a feature stands; papers and programs divide by the squared numbers of features "
        "and places. Where a feature is in the picture does not count, only which features occur together."
    ),
    see_instead=[("matrix-factorisation", "a matrix from two different factors")],
)
