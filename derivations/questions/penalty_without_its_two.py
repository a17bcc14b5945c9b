r"""May I drop the 2 from the penalty alone?

Not for this loss. A factor that is left out of one of two terms changes how much the terms weigh against each other, so
the minimiser moves. It is as if the strength of the penalty were halved, without a word.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section, step

i, k, m, C, lam = symbols("i k m C lambda")
X, w, r, y, a = map(IndexedBase, ("X", "w", "r", "y", "a"))
fit = Sum(r[i] * X[i, k], (i, 1, m))
pull = Sum(step(1 - a[i]) * y[i] * X[i, k], (i, 1, m))

answer = Answer(
    id="Q53Z",
    loss="ridge",
    short="No: that moves the minimiser",
    claims=[
        Claim(2 * fit + lam * w[k], "wrong", "the penalty counts half: right for half the penalty in the loss"),
        Claim(2 * fit + 2 * lam * w[k], "exact", "a 2 from each square"),
        Claim(fit + lam * w[k], "positive-scale", "dropped from both terms, the 2 does no harm"),
        Claim(fit + 2 * lam * w[k], "wrong", "dropped from the fit alone: now the penalty counts double"),
        Claim(w[k] - C * pull, "exact", "the loss has half the squares, so no 2 is due", loss="linear-svm"),
    ],
    sections=[
        Section(
            "Why so many texts have no 2",
            "Because they write the penalty with a half. Then the gradient above is right without its 2. Nothing is "
            "wrong with that, if the loss that is reported has the half as well.",
        ),
        Section(
            "What to do",
            "Compare loss and gradient term by term. If your program and a library find different weights for the "
            "same strength of penalty, look for a 2, a half or a $1/n$ that stands before one of the terms only.",
        ),
    ],
    see=["lasso", "half-squared"],
    source=("CS231n-Spring-2017, issue 3", "https://github.com/jingtinghuang/CS231n-Spring-2017/issues/3"),
)
