r"""Matrix factorisation: the factor 2 came down, am I done?

Not yet. The square is the outer function; inside it stands the product of the two factors. The derivative of that
product is an entry of the *other* factor. It multiplies the error, which stays to the first power.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, j, a, b, m, n = symbols("i j a b m n")
U, V, e = map(IndexedBase, ("U", "V", "e"))

answer = Answer(
    id="QXSZ",
    loss="matrix-factorisation",
    short="No: the inner derivative is missing",
    claims=[
        Claim(
            2 * Sum(e[a, j], (j, 1, n)),
            "wrong",
            "the errors alone: the slope of each with respect to the entry is missing",
        ),
        Claim(
            2 * Sum(e[a, j] * V[j, b], (j, 1, n)), "exact", "errors of the row, times the column of the other factor"
        ),
        Claim(2 * Sum(e[a, j] ** 2, (j, 1, n)), "wrong", "the exponent came down, but it was not lowered"),
        Claim(2 * Sum(e[a, j] * U[a, b], (j, 1, n)), "wrong", "the factor itself, where the other one belongs"),
        Claim(2 * Sum(e[i, j] * V[j, b], (j, 1, n), (i, 1, m)), "wrong", "one row of $U$ moves one row of the table"),
        Claim(Sum(e[a, j] * V[j, b], (j, 1, n)), "positive-scale", "without the 2: right for half the loss"),
    ],
    sections=[
        Section(
            "A test by shapes",
            "The gradient has the shape of the variable. $U$ has a row for each row of the table and a "
            "column for each hidden feature; so must the answer. A single number, or a whole table, cannot be right.",
        ),
        Section(
            "With weights on the cells",
            "If the weight stands inside the square, it comes out squared. For weights 0 and 1, a mask of the "
            "known cells, the square is the weight itself, and then nobody sees the mistake.",
        ),
    ],
    see=["least-squares"],
    source=[
        ("Mathematics Stack Exchange, question 3933010", "https://math.stackexchange.com/questions/3933010"),
        ("Mathematics Stack Exchange, question 2705924", "https://math.stackexchange.com/questions/2705924"),
    ],
)
