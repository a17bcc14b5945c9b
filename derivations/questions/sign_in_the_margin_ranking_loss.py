r"""Margin ranking loss: which way does the label push?

With $y=1$ the first score should be higher. So the slope with respect to it is $-1$ while the margin is missed: the
loss falls as that score rises. With $y=-1$ it is the other way round, and the second score always has the other sign.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, step

s_1, s_2, y, m = symbols("s_1 s_2 y m")
missed = step(m - y * (s_1 - s_2))

answer = Answer(
    id="QFTY",
    loss="margin-ranking",
    short="With y = 1 the first score should be higher",
    claims=[
        Claim(-y * missed, "exact", "the inner derivative of $m-y(s_1-s_2)$, while the margin is missed"),
        Claim(y * missed, "negated", "the inner minus was lost; this is the slope of the second score"),
        Claim(-missed, "wrong", "the label was left out: right for $y=1$ only"),
        Claim(-y, "wrong", "the bracket was left out: pairs in good order would be moved as well"),
        Claim(y * missed, "exact", "the second score stands behind a minus", loss="margin-ranking.s_2"),
    ],
    sections=[
        Section(
            "A label of 0 or 1",
            "The formula needs $-1$ and $1$. With the label 0 the scores drop out: the loss is the margin, and nothing "
            "is learnt from such a pair. Turn $t\\in\\{0,1\\}$ into $y=2t-1$.",
        ),
        Section(
            "At a margin of 0",
            "That is the default in PyTorch. Then two equal scores have no loss, and a model that gives the same score "
            "to everything is already perfect. Take a positive margin, or RankNet.",
        ),
    ],
    see=["ranknet", "hinge", "triplet-margin"],
    goes_on=["labels-plus-and-minus-one"],
)
