r"""Multi-label soft margin loss

Several labels may hold at once: the mean, over the labels, of the binary cross-entropies of their logits.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Classes, Index, Label01, Loss, Real, Source, sigma

i, k, K = symbols("i k K")
z, t = IndexedBase("z"), IndexedBase("t")

loss = Loss(
    id="LKW3",
    expression=-Sum(t[i] * log(sigma(z[i])) + (1 - t[i]) * log(1 - sigma(z[i])), (i, 1, K)) / K,
    wrt=z[k],
    symbols={
        z: Real("logits, one for each label", shape=(K,)),
        t: Label01("target: 1 for the labels that hold, 0 for the others", shape=(K,)),
        k: Index("index of the logit", last=K),
        K: Classes("number of labels"),
    },
    source=Source("PyTorch documentation, torch.nn.MultiLabelSoftMarginLoss"),
    mistakes=[
        (sigma(z[k]) - t[k], "the division by the number of labels was dropped"),
        ((t[k] - sigma(z[k])) / K, "prediction and target changed places"),
        (
            (sigma(z[k]) - t[k]) * sigma(z[k]) * (1 - sigma(z[k])) / K,
            "the slope of the sigmoid was multiplied in once more, although it has cancelled",
        ),
    ],
    aliases=["nn.MultiLabelSoftMarginLoss", "multi-label cross-entropy"],
    used_for="several labels at once, each a yes-or-no question",
    why=(
        "Each logit has a slope of its own: the predicted probability minus the target, divided by the number of "
        "labels. The labels do not compete, as they do in a softmax, so several can hold at once, or none. In spite of "
        "its name there is no margin in it: it is the binary cross-entropy of logits, averaged."
    ),
    in_code=[("torch.nn.MultiLabelSoftMarginLoss()(z, t)", "mean")],
    see_instead=[
        ("binary-cross-entropy-with-logit", "one label"),
        ("softmax-cross-entropy", "exactly one label holds: the logits compete"),
    ],
)
