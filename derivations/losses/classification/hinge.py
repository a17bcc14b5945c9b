"""Hinge loss

Zero once the margin $a$ is 1 or more, and growing in proportion to what is missing below.
"""

from sympy import Integer, symbols

from derivations.language import Loss, Real, positive_part, step

a = symbols("a")

loss = Loss(
    id="L6G9",
    expression=positive_part(1 - a),
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source="C. Cortes and V. Vapnik, Support-vector networks, Machine Learning 20 (1995), 273-297",
    mistakes=[
        (step(1 - a), "the inner derivative is missing: $1-a$ falls as $a$ grows"),
        (-step(-a), "the perceptron's loss: the hinge asks for a margin of 1, not of 0"),
        (Integer(-1), "the slope of the active side everywhere: beyond the margin the loss is flat"),
    ],
)
