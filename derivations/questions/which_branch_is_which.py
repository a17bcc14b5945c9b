r"""Absolute error: is the slope +1 above the target or below it?

If the prediction is too large, a larger one is worse: the loss rises, and the slope is $+1$. The branches are easily
swapped, because the step that an update makes is the other way round.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, branches, magnitude, otherwise, sign

p, t = symbols("p t")

answer = Answer(
    id="QT7S",
    loss="absolute",
    short="+1 above, -1 below",
    claims=[
        Claim(
            branches((1, p > t), (-1, otherwise)), "exact", "too large: the loss rises with $p$; too small: it falls"
        ),
        Claim(branches((-1, p > t), (1, otherwise)), "negated", "the two branches are swapped"),
        Claim(sign(t - p), "negated", "what gradient boosting fits a tree to: the negative gradient"),
        Claim(sign(p), "wrong", "compared with 0, not with the target"),
        Claim(magnitude(p - t), "wrong", "the loss itself, not its slope"),
    ],
    sections=[
        Section(
            "How to remember it",
            "Draw the V. Its tip is at the target, and its right arm goes up. The right arm is where the prediction "
            "is larger than the target.",
        ),
        Section(
            "Both signs are in print",
            "Libraries that climb store the negative gradient and call it the derivative. In their own terms that is "
            "right. When you copy a formula, copy what is done with it as well: added or subtracted.",
        ),
    ],
    see=["absolute-of-a-model", "squared"],
    source=[
        ("Data Science Stack Exchange, question 61743", "https://datascience.stackexchange.com/questions/61743"),
        ("CatBoost, issue 1947", "https://github.com/catboost/catboost/issues/1947"),
    ],
)
