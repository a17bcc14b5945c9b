r"""Logistic loss of a score

The cross-entropy for labels $-1$ and $+1$: minus the logarithm of $\sigma(ys)$, the probability that the score $s$
gives to the label.
"""

from sympy import symbols

from derivations.language import LabelSign, Loss, Real, sigma, softplus

s, y = symbols("s y")

loss = Loss(
    id="L4J2",
    former="classification/logistic-of-a-score",
    expression=softplus(-y * s),
    wrt=s,
    symbols={s: Real("score of the classifier"), y: LabelSign("label, $-1$ or $+1$, fixed")},
    source="S. Shalev-Shwartz and S. Ben-David, Understanding Machine Learning (Cambridge UP, 2014), section 9.3",
    mistakes=[
        (sigma(s) - y, "the gradient for labels 0 and 1: with the label $-1$ its slope never falls below 1"),
        (y * sigma(-y * s), "the minus was dropped: $-ys$ falls as $ys$ grows"),
        (-sigma(-y * s), "the slope with respect to the margin: by the chain rule the label comes out as a factor"),
    ],
    aliases=["logistic loss", "nn.SoftMarginLoss"],
    used_for="two classes, with labels -1 and +1",
    why=(
        "The gradient is minus the label, times the probability of the wrong class: an example counts the more, "
        "the more surely it is misjudged. It is the binary cross-entropy with the labels $-1$ and $+1$ in place of "
        "0 and 1, and a margin that is never quite enough."
    ),
    in_code=[("torch.nn.SoftMarginLoss()(s, y)", "mean")],
    see_instead=[("binary-cross-entropy-with-logit", "the same loss for labels 0 and 1")],
)
