r"""Nuclear norm

The sum of the singular values of a matrix. It is written with the singular vectors, column $r$ of $U$ and of $V$ for
each singular value. These are held fixed: they make the sum as large as it can be, so that their own movement does not
count to first order.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Real, Size, Source

i, j, k, l, m, n, r, R = symbols("i j k l m n r R")
W, U, V = map(IndexedBase, ("W", "U", "V"))

loss = Loss(
    id="L38Y",
    expression=Sum(U[i, r] * W[i, j] * V[j, r], (j, 1, n), (i, 1, m), (r, 1, R)),
    wrt=W[k, l],
    symbols={
        W: Real("matrix", shape=(m, n)),
        U: Real("left singular vectors, one per column, held fixed", shape=(m, R), follows=True),
        V: Real("right singular vectors, one per column, held fixed", shape=(n, R), follows=True),
        k: Index("index of the row", last=m),
        l: Index("index of the column", last=n),
        m: Size("number of rows"),
        n: Size("number of columns"),
        R: Size("rank: the number of singular values that are not 0"),
    },
    source=Source(
        "B. Recht, M. Fazel and P. A. Parrilo, Guaranteed minimum-rank solutions of linear matrix equations via "
        "nuclear norm minimization, SIAM Review 52 (2010), 471-501",
        doi="10.1137/070697835",
    ),
    mistakes=[
        (U[k, 1] * V[l, 1], "only the largest singular value was counted: that is the spectral norm"),
        (2 * W[k, l], "the gradient of the sum of the squared singular values, the squared Frobenius norm"),
        (
            Sum(U[k, r], (r, 1, R)) * Sum(V[l, r], (r, 1, R)),
            "each left vector was multiplied by every right one; only those of a pair belong together",
        ),
    ],
    aliases=["trace norm", "Ky Fan norm", "sum of singular values"],
    used_for="matrices that should have a low rank",
    why=(
        "The gradient is $UV^\\top$: of $W=U\\Sigma V^\\top$ the singular values are replaced by 1, so each is pulled "
        "to 0 with the same force. That is the L1 penalty for singular values, and it makes some of them exactly 0. "
        "Where a singular value is 0 the norm has a kink, and the formula is one of many subgradients. Every norm "
        "is convex; as $U$ and $V$ move with $W$, the formula does not show it."
    ),
    see_instead=[
        ("spectral-norm", "the largest singular value alone"),
        ("l1-norm", "the same idea for single weights"),
    ],
)
