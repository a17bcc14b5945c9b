"""Hinge loss

Zero once the margin $a$ is 1 or more; below 1 it is the amount by which the margin falls short.
"""

from sympy import Integer, symbols

from derivations.language import Loss, Real, positive_part, step

a = symbols("a")

loss = Loss(
    id="L6G9",
    former="classification/hinge",
    expression=positive_part(1 - a),
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source="S. Shalev-Shwartz and S. Ben-David, Understanding Machine Learning (Cambridge UP, 2014), section 15.2",
    mistakes=[
        (step(1 - a), "the inner derivative is missing: $1-a$ falls as $a$ grows"),
        (-step(-a), "the perceptron's loss: the hinge asks for a margin of 1, not of 0"),
        (Integer(-1), "the slope below the margin, used everywhere: beyond the margin the loss is flat"),
    ],
    aliases=["max-margin loss"],
    used_for="support vector machines",
    why=(
        "The gradient is $-1$ as long as the margin is less than 1, and 0 beyond: only examples that are wrong, or "
        "right by too little, pull at the model. In a support vector machine these are support vectors. A score "
        "trained with this loss is no probability; if you need probabilities, take the logistic loss."
    ),
    in_code=[
        ("optax.hinge_loss(a, 1)", "none", "takes score and label; their product is the margin"),
        (
            "keras.losses.Hinge()(keras.ops.ones_like(a), a)",
            "sum_over_batch_size",
            "takes label and score; turns labels 0 and 1 into $-1$ and $+1$",
        ),
    ],
    see_instead=[
        ("hinge-of-a-score", "the same loss with respect to the score: the label comes out as a factor"),
        ("logistic-of-a-score", "smooth, and never quite 0"),
    ],
)
