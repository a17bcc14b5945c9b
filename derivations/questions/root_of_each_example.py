"""May I take the root of each example's error alone?

The root of one squared error is its size, so example by example the loss becomes the absolute loss. The root of a mean
is not the mean of roots: its slope with respect to one prediction depends on the errors of all.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section, magnitude, sign

j, n, R = symbols("j n R")
p, t = IndexedBase("p"), IndexedBase("t")

answer = Answer(
    id="QBXY",
    loss="root-mean-squared",
    short="No, that is the absolute loss",
    claims=[
        Claim(
            (p[j] - t[j]) / magnitude(p[j] - t[j]),
            "wrong",
            "a sign for every error, large or small: the gradient of the sum of absolute losses",
        ),
        Claim(sign(p[j] - t[j]) / n, "wrong", "the gradient of the mean absolute loss"),
        Claim((p[j] - t[j]) / (n * R), "exact", "the error of this example, measured by the errors of all"),
    ],
    sections=[
        Section(
            "When a loss can be split by examples",
            "When it is a sum or a mean over them. Then each example has a gradient of its own, and a batch adds them "
            "up. A function *of* a sum, such as a root or a quotient, cannot be split: it needs the whole sum first.",
        ),
        Section(
            "What to do in a library that asks for one example at a time",
            "Train with the squared loss. It can be split, and it has the same minimiser as its root.",
        ),
    ],
    see=["mean-squared", "absolute"],
    source=("CatBoost, issue 1519", "https://github.com/catboost/catboost/issues/1519"),
)
