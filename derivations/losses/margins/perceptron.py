"""Perceptron loss

Zero for a positive margin, else the size of the margin: only examples on the wrong side cost anything.
"""

from sympy import Integer, symbols

from derivations.language import Loss, Real, Source, positive_part, step

a = symbols("a")

loss = Loss(
    id="L7K7",
    expression=positive_part(-a),
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source=[
        Source("scikit-learn documentation, example 'SGD: convex loss functions', perceptron loss"),
        Source(
            "F. Rosenblatt, The perceptron: a probabilistic model for information storage and organization in the "
            "brain, Psychological Review 65 (1958), 386-408",
        ),
    ],
    mistakes=[
        (step(-a), "the inner derivative is missing: $-a$ falls as $a$ grows"),
        (-step(1 - a), "the hinge's slope: the perceptron asks for a margin of 0, not of 1"),
        (Integer(-1), "the slope on the wrong side, used everywhere: on the right side the loss is flat"),
    ],
    aliases=["perceptron criterion", "Rosenblatt loss"],
    used_for="the perceptron: to learn from mistakes alone",
    why=(
        "The gradient is $-1$ for an example on the wrong side and 0 for one on the right side: only mistakes move the "
        "model. With respect to the weights of a linear score it is minus the label times the input, and a step of "
        "descent on one example is the rule of the perceptron. The hinge asks in addition for a margin."
    ),
    in_code=[
        (
            "optax.losses.perceptron_loss(a, jax.numpy.ones_like(a))",
            "none",
            "takes score and label; their product is the margin",
        )
    ],
    see_instead=[
        ("hinge", "shifted by 1: it also counts examples that are right by too little"),
        ("zero-one", "counts the mistakes, and has no slope"),
    ],
)
