r"""σ(z) - t or σ(z - t): does the bracket matter?

Very much. The first is a difference of two probabilities; it is 0 where the prediction is right. The second is a
sigmoid, and a sigmoid is positive everywhere. Descent would push the logit down for ever, whatever the label says.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section, sigma

i, k, m, z, t = symbols("i k m z t")
X, y, p, s = map(IndexedBase, ("X", "y", "p", "z"))

answer = Answer(
    id="QJ9T",
    loss="binary-cross-entropy-with-logit",
    short="It does: the label stays outside",
    claims=[
        Claim(sigma(z) - t, "exact", "the label is compared with the probability"),
        Claim(sigma(z - t), "wrong", "the label is compared with the logit, but a logit is no probability"),
        Claim(z - t, "wrong", "no sigmoid at all: that is the squared loss of a linear model"),
        Claim(
            Sum(sigma(s[i] - y[i]) * X[i, k], (i, 1, m)), "wrong", "the same slip in a sum", loss="logistic-regression"
        ),
        Claim(Sum((p[i] - y[i]) * X[i, k], (i, 1, m)), "exact", "probability minus label", loss="logistic-regression"),
    ],
    sections=[
        Section(
            "How to catch it",
            "Try one value that you know. At a logit of 0 the probability is one half, so for a label of one half the "
            "gradient must be 0. And a gradient that has the same sign for both labels cannot be right.",
        ),
    ],
    see=["binary-cross-entropy"],
    source=("Chinese UFLDL tutorial, issue 29", "https://github.com/ysh329/Chinese-UFLDL-Tutorial/issues/29"),
)
