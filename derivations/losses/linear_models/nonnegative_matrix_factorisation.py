r"""Non-negative matrix factorisation

Half the squared error of a table that is written as a product of two thin matrices without negative entries: parts,
and how much of each there is.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Nonnegative, Size, Source

i, j, k, a, b, c, m, n, d = symbols("i j k a b c m n d")
V, W, H, e = map(IndexedBase, ("V", "W", "H", "e"))

loss = Loss(
    id="L6TN",
    expression=Sum(e[i, j] ** 2, (j, 1, n), (i, 1, m)) / 2,
    wrt=(W[a, b], H[b, c]),
    definitions=[(e[i, j], Sum(W[i, k] * H[k, j], (k, 1, d)) - V[i, j])],
    symbols={
        V: Nonnegative("data, a table", shape=(m, n)),
        W: Nonnegative("weights: how much of part $k$ is in row $i$", shape=(m, d)),
        H: Nonnegative("parts, one per row", shape=(d, n)),
        e: Intermediate("error of the cell in row $i$ and column $j$", shape=(m, n)),
        a: Index("index of the row", last=m),
        b: Index("index of the part", last=d),
        c: Index("index of the column", last=n),
        m: Size("number of rows"),
        n: Size("number of columns"),
        d: Size("number of parts"),
    },
    source=Source(
        "D. D. Lee and H. S. Seung, Algorithms for non-negative matrix factorization, Advances in Neural Information "
        "Processing Systems 13 (2000), section 2"
    ),
    mistakes={
        W[a, b]: [
            (Sum(e[a, j], (j, 1, n)), "the inner derivative $H_{bj}$ is missing: it differs from cell to cell"),
            (-Sum(V[a, j] * H[b, j], (j, 1, n)), "the product in the error was dropped: only the data were kept"),
            (2 * Sum(e[a, j] * H[b, j], (j, 1, n)), "the half was forgotten: it cancels the 2 of the square"),
        ],
        H[b, c]: [
            (Sum(e[i, c], (i, 1, m)), "the inner derivative $W_{ib}$ is missing: it differs from cell to cell"),
            (
                -Sum(W[i, b] * e[i, c], (i, 1, m)),
                "right if the error is data minus product; here it is product minus data",
            ),
        ],
    },
    aliases=["NMF", "non-negative matrix factorization", "nonnegative matrix factorization"],
    used_for="tables of counts or intensities as sums of parts",
    why=(
        "In matrices the two gradients are $(WH-V)H^{\\top}$ and $W^{\\top}(WH-V)$. Each is a difference of two terms "
        "without negative entries. Lee and Seung multiply each entry by the quotient of the two: a step of gradient "
        "descent with a rate of its own, which never makes an entry negative."
    ),
    in_code=[
        (
            "sklearn.decomposition.NMF(n_components=d, init='random').fit(V)",
            "sum",
            "unless told otherwise, by coordinate descent",
        ),
    ],
    see_instead=[("matrix-factorisation", "without the half, and the entries may be negative")],
)
