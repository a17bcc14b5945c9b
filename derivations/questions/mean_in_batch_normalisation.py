r"""Batch normalisation: where did the term through the mean go?

There are two ways through the mean: straight from the deviations, and by way of the variance. The second one is 0,
because deviations from a mean sum to 0. The first one stays: it is the mean of the slopes, which is subtracted.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, j, n, s, mu = symbols("i j n s mu")
g, y, x = map(IndexedBase, ("g", "y", "x"))
mean_g, mean_gy = Sum(g[i], (i, 1, n)) / n, Sum(g[i] * y[i], (i, 1, n)) / n
vanishing = y[j] * Sum(x[i] - mu, (i, 1, n))

answer = Answer(
    id="QSK7",
    loss="batch-normalisation",
    short="One part is 0, the other one stays",
    claims=[
        Claim((g[j] - mean_g - y[j] * mean_gy) / s, "exact", "the mean of the slopes is what comes through the mean"),
        Claim(
            (g[j] - y[j] * mean_gy) / s, "wrong", "both ways through the mean were left out, not only the one that is 0"
        ),
        Claim((g[j] - mean_g - y[j] * mean_gy + vanishing) / s, "exact", "a term with a sum of deviations adds 0"),
        Claim((g[j] - mean_g) / s, "wrong", "the variance was treated as a constant"),
        Claim(g[j] / s, "wrong", "mean and variance were both treated as constants"),
    ],
    sections=[
        Section(
            "Is leaving out the zero term a mistake?",
            "No. It is 0 for every batch, so the gradient is the same to the last digit. It has been reported as a "
            "bug all the same. A comment beside such a line spares the next reader the doubt.",
        ),
        Section(
            "A test",
            "To add the same number to all inputs of a batch changes no output. So the slopes with respect to the "
            "inputs sum to 0. The two claims without the mean of the slopes fail this test.",
        ),
    ],
    see=["softmax"],
    source=("Darknet, pull request 29", "https://github.com/pjreddie/darknet/pull/29"),
)
