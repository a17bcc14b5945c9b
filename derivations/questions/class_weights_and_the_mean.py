r"""Class weights: by what is the mean divided?

By the sum of the weights that were picked, in PyTorch and wherever a weighted mean is meant. Then the gradient of one
example depends on the labels of all the others in the batch.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Answer, Claim, Section

a, b, i, n = symbols("a b i n")
p, w, y = map(IndexedBase, ("p", "w", "y"))
error = p[a, b] - KroneckerDelta(b, y[a])
total = Sum(w[y[i]], (i, 1, n))

answer = Answer(
    id="QDH5",
    loss="softmax-cross-entropy-of-labels",
    short="By the sum of the weights, not by the number of examples",
    claims=[
        Claim(w[y[a]] * error / n, "wrong", "divided by the number of examples"),
        Claim(w[y[a]] * error / total, "exact", "divided by the sum of the weights of the labels in the batch"),
        Claim(w[b] * error / total, "wrong", "the weight of the class of the logit, not of the label"),
        Claim(
            (w[b] * p[a, b] - w[y[a]] * KroneckerDelta(b, y[a])) / total,
            "wrong",
            "each term with a weight of its own: the label's weight stands before both",
        ),
    ],
    sections=[
        Section(
            "Does the divisor matter?",
            "Within one batch it is a common factor, and only changes the length of the step. From batch to batch it "
            "changes, though: a batch with many examples of a heavy class is divided by more. Sums over small batches "
            "that are added up, as in gradient accumulation, so differ from one large batch.",
        ),
        Section(
            "What to do",
            "If you compare with code of your own, or accumulate over batches, ask the library for the sum and divide "
            "yourself.",
        ),
    ],
    see=["softmax-cross-entropy"],
)
