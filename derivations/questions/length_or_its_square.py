r"""Penalty on a group of weights: 2w or w divided by its length?

The slope of a *squared* length is twice the vector. The slope of a length is the vector divided by its length, so it
has length 1 wherever it is taken. The first fades near 0, the second does not: that is why it sets whole groups to 0.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section, sign

j, a, lam = symbols("j a lambda")
w = IndexedBase("w")

answer = Answer(
    id="Q2Z7",
    loss="group-lasso",
    short="Divided by its length",
    claims=[
        Claim(lam * w[j] / a, "exact", "a vector of length $\\lambda$, along $w$"),
        Claim(2 * lam * w[j], "wrong", "the slope of the squared length, the penalty of ridge regression"),
        Claim(lam * w[j] / (2 * a), "positive-scale", "the 2 that came down with the square was lost"),
        Claim(lam / (2 * a), "wrong", "the slope of the root alone: the inner derivative is missing"),
        Claim(lam * sign(w[j]), "wrong", "the sign of each weight by itself: right for a group of one"),
    ],
    sections=[
        Section(
            "At the length 0",
            "There is no slope: the length has a tip like a cone. Every vector of length at most $\\lambda$ is a "
            "subgradient there. Software may return zeros, or no number at all.",
        ),
    ],
    see=["ridge", "lasso", "contrastive"],
    source=("numpy-ml, issue 53", "https://github.com/ddbourgin/numpy-ml/issues/53"),
)
