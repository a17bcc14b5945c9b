"""Matrix factorisation

A table of ratings as a product of two thin matrices: the squared error over all cells. Koren, Bell and Volinsky sum
over the known cells only, and add a penalty on the squares of both factors; here every cell is known, and there is
none.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size

i, j, k, a, b, c, m, n, d = symbols("i j k a b c m n d")
R, U, V, e = map(IndexedBase, ("R", "U", "V", "e"))

loss = Loss(
    id="LWT4",
    former="vectors/matrix-factorisation",
    expression=Sum(e[i, j] ** 2, (j, 1, n), (i, 1, m)),
    wrt=(U[a, b], V[c, b]),
    definitions=[(e[i, j], Sum(U[i, k] * V[j, k], (k, 1, d)) - R[i, j])],
    symbols={
        R: Real("table to be approximated, fixed", shape=(m, n)),
        U: Real("left factor", shape=(m, d)),
        V: Real("right factor", shape=(n, d)),
        e: Intermediate("error of a cell", shape=(m, n)),
        a: Index("index of the row of $U$", last=m),
        c: Index("index of the row of $V$", last=n),
        b: Index("index of the column", last=d),
        m: Size("number of rows of the table"),
        n: Size("number of columns of the table"),
        d: Size("number of columns of the factors"),
    },
    source=(
        "Y. Koren, R. Bell and C. Volinsky, Matrix factorization techniques for recommender systems, Computer 42 "
        "(2009), 30-37"
    ),
    mistakes={
        U[a, b]: [
            (
                2 * Sum(e[i, j] * V[j, b], (j, 1, n), (i, 1, m)),
                "the errors of the other rows were added: they do not depend on row $a$ of $U$",
            ),
            (Sum(e[a, j] * V[j, b], (j, 1, n)), "the 2 of the square is missing: right for half the loss"),
        ],
        V[c, b]: [(2 * Sum(e[i, c] * V[c, b], (i, 1, m)), "$V$ itself was put where the other factor $U$ belongs")],
    },
    aliases=["matrix factorization"],
    used_for="tables of ratings, and other tables of low rank",
    why=(
        "Each row of one factor is pulled by the errors of its row of the table, weighted by the other factor. With "
        "one factor held fixed, the loss is that of least squares in the other, so people solve for the two in turn, "
        "or take one cell at a time. The two together have no unique solution: a rotation changes nothing."
    ),
)
