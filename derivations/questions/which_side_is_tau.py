r"""τ or 1 - τ: which way round is the gradient of the pinball loss?

Where the prediction is too small the slope is $-\tau$, where it is too large $1-\tau$. Two things turn it round: the
slope with respect to the error $t-p$ instead of the prediction, and the two weights on the wrong sides. The first
flips the sign, the second leads to another quantile.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, branches, otherwise, step

p, t, tau = symbols("p t tau")

answer = Answer(
    id="QGZZ",
    loss="pinball",
    short="−τ where the prediction is too small, 1 − τ where it is too large",
    claims=[
        Claim(
            branches((tau, p < t), (tau - 1, otherwise)),
            "negated",
            "the slope with respect to the error $t-p$: with respect to the prediction it has the other sign",
        ),
        Claim(
            branches((-tau, p < t), (1 - tau, otherwise)),
            "exact",
            "a prediction that is too small falls on the steep side",
        ),
        Claim(
            step(p - t) - tau,
            "exact",
            "the same in one term: 1 where the prediction is too large, else 0, minus the level",
        ),
        Claim(
            branches((tau - 1, p < t), (tau, otherwise)),
            "wrong",
            "the weights changed places: the gradient for the level $1-\\tau$",
        ),
    ],
    sections=[
        Section(
            "How to tell the sides apart",
            "Think of $\\tau=0.9$. Nine tenths of the targets shall lie below the prediction, so a prediction that is "
            "too small must be pulled up hard, with 0.9, and one that is too large pulled down gently, with 0.1. At "
            "the best prediction nine gentle pulls balance one hard one.",
        ),
        Section(
            "And exactly at the target?",
            "There is no derivative there, and every number from $-\\tau$ to $1-\\tau$ is a subgradient. Libraries "
            "take one of the two ends. It matters only if many predictions hit their targets exactly, as they do for "
            "counts.",
        ),
    ],
    see=["quantile-regression", "expectile", "absolute"],
)
