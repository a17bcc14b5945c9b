"""Hinge loss of a score

The hinge loss as a support vector machine uses it: the margin is the label times the score.
"""

from sympy import symbols

from derivations.language import LabelSign, Loss, Real, positive_part, step

s, y = symbols("s y")

loss = Loss(
    id="L3TM",
    former="classification/hinge-of-a-score",
    expression=positive_part(1 - y * s),
    wrt=s,
    symbols={s: Real("score of the classifier"), y: LabelSign("label, $-1$ or $+1$, fixed")},
    source="S. Shalev-Shwartz and S. Ben-David, Understanding Machine Learning (Cambridge UP, 2014), section 15.2",
    mistakes=[
        (-step(1 - y * s), "the slope with respect to the margin: by the chain rule the label comes out as a factor"),
        (y * step(1 - y * s), "the minus was dropped: $1-ys$ falls as $ys$ grows"),
        (-y * step(1 - s), "the label was dropped inside the step: right for the label $+1$ only"),
    ],
    used_for="support vector machines, two classes",
    why=(
        "Where the margin is below 1 the slope is minus the label: the score is drawn to the side of its label, "
        "always with the same force. Beyond the margin it is 0, so that most examples of a trained machine have no "
        "say."
    ),
    in_code=[
        ("optax.hinge_loss(s, y)", "none"),
        ("keras.losses.Hinge()(y, s)", "sum_over_batch_size", "turns labels 0 and 1 into $-1$ and $+1$"),
        (
            "sklearn.metrics.hinge_loss(y, s)",
            "mean",
            "takes the lower label of a batch for $-1$: where all labels are alike, that is the only one",
        ),
    ],
)
