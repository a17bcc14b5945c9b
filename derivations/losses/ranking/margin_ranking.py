"""Margin ranking loss

Two scores and a label that says which of them should be higher: zero once they are in that order and a margin apart,
else the amount that is missing.
"""

from sympy import symbols

from derivations.language import LabelSign, Loss, Nonnegative, Real, Source, positive_part, step

s_1, s_2, y, m = symbols("s_1 s_2 y m")
missing = step(m - y * (s_1 - s_2))

loss = Loss(
    id="L583",
    expression=positive_part(m - y * (s_1 - s_2)),
    wrt=(s_1, s_2),
    symbols={
        s_1: Real("score of the first item"),
        s_2: Real("score of the second item"),
        y: LabelSign("label: $+1$ if the first should be higher, $-1$ if the second should"),
        m: Nonnegative("margin"),
    },
    source=Source(
        "R. Herbrich, T. Graepel and K. Obermayer, Large margin rank boundaries for ordinal regression, Advances in "
        "Large Margin Classifiers (MIT Press, 2000), 115-132; with this label in PyTorch's MarginRankingLoss"
    ),
    mistakes={
        s_1: [
            (y * missing, "the inner minus before $y$ was lost"),
            (-missing, "the label was dropped: right for $y=1$ only"),
            (-y, "the bracket was dropped: beyond the margin the loss is flat"),
        ],
        s_2: [(-y * missing, "the slope with respect to the first score")],
    },
    aliases=["nn.MarginRankingLoss", "pairwise hinge loss", "ranking hinge loss", "RankSVM loss"],
    used_for="pairs of which one should score higher",
    why=(
        "As long as the margin is missed, one score is pushed up and the other down with the same force 1, and the "
        "label says which; once it is met, neither moves. It is the hinge loss of a difference of scores. Search "
        "engines and recommenders train with it on pairs of items."
    ),
    in_code=[("torch.nn.MarginRankingLoss(margin=m)(s_1, s_2, y)", "mean", "the margin is 0 unless told otherwise")],
    see_instead=[("ranknet", "smooth, and never quite 0"), ("hinge", "one margin instead of two scores")],
)
