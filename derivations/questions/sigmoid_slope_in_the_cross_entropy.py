r"""Why is there no σ(1 - σ) in the gradient of the cross-entropy?

It was there, and it has cancelled. The logarithm in the cross-entropy brings $\sigma(1-\sigma)$ into the denominator,
the chain rule brings it into the numerator. The squared error has no logarithm, so there it stays.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section, sigma

i, j, k, m, z, t = symbols("i j k m z t")
X, y, p, h, o, T = map(IndexedBase, ("X", "y", "p", "h", "o", "t"))

answer = Answer(
    id="QCVP",
    loss="binary-cross-entropy-with-logit",
    short="It has cancelled",
    claims=[
        Claim(sigma(z) - t, "exact", "the error of the probability, and nothing else"),
        Claim(
            (sigma(z) - t) * sigma(z) * (1 - sigma(z)),
            "wrong",
            "multiplied in once more: where the model is sure, learning slows down",
        ),
        Claim(
            Sum((p[i] - y[i]) * p[i] * (1 - p[i]) * X[i, k], (i, 1, m)),
            "wrong",
            "the same mistake in a whole regression",
            loss="logistic-regression",
        ),
        Claim(
            -2 * (T[k] - o[k]) * h[j],
            "wrong",
            "the other way round: with the squared error the slope of the sigmoid must stay",
            loss="rashid-network",
        ),
    ],
    sections=[
        Section(
            "What the difference does",
            "A sigmoid that is far off is flat. Under the squared error a node that is sure and wrong gets almost no "
            "slope, and learns slowly. Under the cross-entropy it gets almost the largest slope there is.",
        ),
        Section(
            "What to do",
            "Decide on the loss first, then take its gradient. To take the loss from one place and the gradient from "
            "another is to train on something that you do not report.",
        ),
    ],
    see=["sigmoid-node"],
    source=("Neural-Network-with-Python, issue 1", "https://github.com/jiexunsee/Neural-Network-with-Python/issues/1"),
)
