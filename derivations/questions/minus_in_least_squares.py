r"""Is there a minus in the gradient of least squares?

That depends on how the residual is written. With prediction minus target there is none; with target minus prediction
the inner derivative brings one in. Both are the same numbers. A plus in the update may hide the minus.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, j, k, m, n = symbols("i j k m n")
X, w, y, r = map(IndexedBase, ("X", "w", "y", "r"))
prediction = Sum(X[i, j] * w[j], (j, 1, n))
turned = Sum((y[i] - prediction) * X[i, k], (i, 1, m))

answer = Answer(
    id="Q7H7",
    loss="least-squares",
    short="Only if the residual is turned round",
    claims=[
        Claim(-2 * turned, "exact", "target minus prediction, and the minus of its inner derivative"),
        Claim(2 * Sum(r[i] * X[i, k], (i, 1, m)), "exact", "prediction minus target: no minus"),
        Claim(
            2 * turned,
            "negated",
            "the residual was turned round and the minus forgotten: right as an update that is added",
        ),
        Claim(
            2 * Sum(r[i], (i, 1, m)), "wrong", "the input is missing: this is the slope with respect to an intercept"
        ),
    ],
    sections=[
        Section(
            "In matrices",
            "The same numbers are written $2X^{\\top}(Xw-y)$, as a column like $w$, or $2(Xw-y)^{\\top}X$, as a row. "
            "Both layouts are in use. To subtract it from $w$ you need the column.",
        ),
        Section(
            "How to read code",
            "Find the line that defines the error, and the line that changes the weights. Prediction minus "
            "target goes with `-=`, and target minus prediction with `+=`; the other two pairings climb.",
        ),
    ],
    see=["half-squared", "ridge-intercept"],
    source=[
        (
            "Machine Learning with PyTorch and Scikit-Learn, issue 141",
            "https://github.com/rasbt/machine-learning-book/issues/141",
        ),
        ("Mathematics Stack Exchange, question 4765085", "https://math.stackexchange.com/questions/4765085"),
    ],
)
