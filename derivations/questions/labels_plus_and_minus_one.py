r"""Labels 0 and 1, or -1 and +1: does the gradient change?

The loss changes, so its gradient changes. Each loss is written for one coding of the labels. To put labels 0 and 1 into
the loss for $-1$ and $+1$ switches off all examples labelled 0: for them it does not depend on the score at all.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, sigma

s, y, z, t = symbols("s y z t")

answer = Answer(
    id="QGJ3",
    loss="logistic-of-a-score",
    short="Yes, loss and labels belong together",
    claims=[
        Claim(
            -y * sigma(-y * s),
            "exact",
            "minus the label, times the probability that the model gives to the other label",
        ),
        Claim(sigma(s) - y, "wrong", "right for labels 0 and 1, which this loss is not made for"),
        Claim(-y * (1 - sigma(y * s)), "exact", "the same, because $\\sigma(-u)=1-\\sigma(u)$"),
        Claim(y * (1 - sigma(y * s)), "negated", "the minus of the logarithm was lost"),
        Claim(
            sigma(s) - (y + 1) / 2, "exact", "the labels $-1$ and $+1$ turned into 0 and 1: both losses have one slope"
        ),
        Claim(sigma(z) - t, "exact", "the loss for labels 0 and 1", loss="binary-cross-entropy-with-logit"),
    ],
    sections=[
        Section(
            "What to do",
            "Print the labels. If there are zeros among them, take the cross-entropy of a logit; if there are minus "
            "ones, the logistic loss of a score. To go from one coding to the other, double and subtract 1, or add 1 "
            "and halve.",
        ),
    ],
    see=["hinge-of-a-score", "logistic-regression"],
    source=[
        ("tgboost, issue 6", "https://github.com/wepe/tgboost/issues/6"),
        ("Mathematics Stack Exchange, question 4496428", "https://math.stackexchange.com/questions/4496428"),
    ],
)
