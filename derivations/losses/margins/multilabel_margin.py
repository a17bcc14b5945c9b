r"""Multi-label margin loss

Several labels may hold at once: each that holds should score higher by 1 than each that does not. Every pair adds the
amount by which it fails.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Classes, Index, Label01, Loss, Real, Source, positive_part, step

i, j, k, K = symbols("i j k K")
s, t = IndexedBase("s"), IndexedBase("t")
below = Sum(t[j] * step(1 - (s[j] - s[k])), (j, 1, K))
above = Sum((1 - t[i]) * step(1 - (s[k] - s[i])), (i, 1, K))

loss = Loss(
    id="LRH7",
    expression=Sum(Sum(t[j] * (1 - t[i]) * positive_part(1 - (s[j] - s[i])), (i, 1, K)), (j, 1, K)) / K,
    wrt=s[k],
    symbols={
        s: Real("scores, one for each label", shape=(K,)),
        t: Label01("target: 1 for the labels that hold, 0 for the others", shape=(K,)),
        k: Index("index of the score", last=K),
        K: Classes("number of labels"),
    },
    source=Source("PyTorch documentation, torch.nn.MultiLabelMarginLoss"),
    mistakes=[
        ((1 - t[k]) * below / K, "right for labels that do not hold; the term of those that hold is missing"),
        (-t[k] * above / K, "right for labels that hold; the term of the others is missing"),
        ((1 - t[k]) * below - t[k] * above, "the division by the number of labels was dropped"),
    ],
    aliases=["nn.MultiLabelMarginLoss", "multilabel hinge loss"],
    used_for="several labels at once, ranked above the others",
    why=(
        "For a label that holds, the gradient is minus the number of the others that come too close, for one that does "
        "not hold it is the number of those that hold and do not lie far enough above; both are divided by the number "
        "of labels. The loss compares scores within one example, so they need no threshold while one trains."
    ),
    see_instead=[
        ("multilabel-soft-margin", "asks of each label by itself whether it holds"),
        ("multi-margin", "exactly one label holds"),
    ],
)
