"""Mean or sum: does the 1/n belong in the gradient?

If the loss is a mean, yes. A gradient without it belongs to the sum, and is $n$ times as long in the same direction. So
the minimiser is the same, but the same learning rate makes steps $n$ times as large.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, j, k, m, n = symbols("i j k m n")
p, t, X, r = map(IndexedBase, ("p", "t", "X", "r"))

answer = Answer(
    id="QV22",
    loss="mean-squared",
    short="A convention, to be stated with the loss",
    claims=[
        Claim(2 * (p[j] - t[j]), "convention", "the gradient of the sum"),
        Claim(2 * (p[j] - t[j]) / n, "exact", "the gradient of the mean"),
        Claim((p[j] - t[j]) / n, "positive-scale", "the 2 is another matter: it does not change with the batch"),
        Claim(2 * Sum(p[i] - t[i], (i, 1, n)) / n, "wrong", "a mean of the errors: but $p_j$ stands in one term only"),
        Claim(
            2 * Sum(r[i] * X[i, k], (i, 1, m)) / m,
            "convention",
            "here the loss is a sum, and the claim belongs to the mean",
            loss="least-squares",
        ),
    ],
    sections=[
        Section(
            "Why a mean is popular",
            "Its gradient does not grow with the batch, so that a learning rate found for one size of batch is of "
            "the right order for another. A log-likelihood, on the other hand, is a sum.",
        ),
        Section(
            "Which number is n?",
            "Some libraries divide by the number of examples, some by the number of all entries, outputs times "
            "examples, some by the sum of weights. Look it up before you compare numbers.",
        ),
    ],
    see=["root-mean-squared", "half-squared"],
    source=("simd_neuralnet, issue 1", "https://github.com/oysteijo/simd_neuralnet/issues/1"),
)
