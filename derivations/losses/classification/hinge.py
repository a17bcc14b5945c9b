"""Hinge loss

Zero once the margin $a$ is 1 or more, and growing in proportion to what is missing below.
"""

from sympy import Integer, symbols

from derivations.language import Loss, Real, Source, positive_part, step

a = symbols("a")

loss = Loss(
    id="L6G9",
    expression=positive_part(1 - a),
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source=Source(
        "C. Cortes and V. Vapnik, Support-vector networks, Machine Learning 20 (1995), 273-297",
        doi="10.1007/BF00994018",
    ),
    mistakes=[
        (step(1 - a), "the inner derivative is missing: $1-a$ falls as $a$ grows"),
        (-step(-a), "the perceptron's loss: the hinge asks for a margin of 1, not of 0"),
        (Integer(-1), "the slope of the active side everywhere: beyond the margin the loss is flat"),
    ],
    aliases=["max-margin loss"],
    why=(
        "The gradient is $-1$ as long as the margin is less than 1, and 0 beyond: only examples that are wrong, or "
        "right by too little, pull at the model. In a support vector machine these are support vectors. The loss knows "
        "no probabilities; where you want some, take the logistic loss."
    ),
    in_code=[
        ("optax.hinge_loss(predictor_outputs, targets)", "none", "takes score and label; their product is the margin"),
        (
            "keras.losses.Hinge()(y_true, y_pred)",
            "sum_over_batch_size",
            "the same; turns labels 0 and 1 into $-1$ and $+1$",
        ),
        ("sklearn.metrics.hinge_loss(y_true, pred_decision)", "mean", "the same"),
    ],
    see_instead=[
        ("hinge-of-a-score", "the same loss, and its slope in the score: the label comes out as a factor"),
        ("logistic-of-a-score", "smooth, and never quite 0"),
    ],
)
