r"""Orthogonality penalty

The squared distance of $W^\top W$ from the identity: it asks the columns of a matrix to have length 1 and to be at
right angles.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, k, a, b, m, n = symbols("i j k a b m n")
W, e = IndexedBase("W"), IndexedBase("e")

loss = Loss(
    id="LVBQ",
    expression=Sum(e[i, j] ** 2, (i, 1, n), (j, 1, n)),
    wrt=W[a, b],
    definitions=[(e[i, j], Sum(W[k, i] * W[k, j], (k, 1, m)) - KroneckerDelta(i, j))],
    symbols={
        W: Real("weights, one direction per column", shape=(m, n)),
        e: Intermediate("deviation of $W^\\top W$ from the identity", shape=(n, n)),
        a: Index("index of the row", last=m),
        b: Index("index of the column", last=n),
        m: Size("number of rows"),
        n: Size("number of columns"),
    },
    source=Source(
        "A. Brock, T. Lim, J. M. Ritchie and N. Weston, Neural photo editing with introspective adversarial networks, "
        "ICLR 2017",
        arxiv="1609.07093",
    ),
    mistakes=[
        (
            2 * Sum(W[a, j] * e[j, b], (j, 1, n)),
            "only one of the two factors of $W^\\top W$ was differentiated: an entry of $W$ stands in both",
        ),
        (4 * W[a, b] * e[b, b], "the other columns were dropped: their inner products with this column count too"),
    ],
    aliases=["soft orthogonality", "orthogonal regularisation", "orthogonal regularization"],
    used_for="layers that should keep lengths and angles",
    why=(
        "The gradient is $4W(W^\\top W-I)$: a column that is too long is shortened, and columns that overlap are "
        "pushed apart. The 4 is 2 from the square, times 2 because every entry of $W$ stands in both factors of "
        "$W^\\top W$. Layers with orthogonal columns neither blow up nor damp what passes through them."
    ),
    see_instead=[("spectral-norm", "looks at the largest stretch alone")],
)
