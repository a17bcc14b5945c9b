"""Hinge loss of a score

The hinge loss as a support vector machine uses it: the margin is the label times the score.
"""

from sympy import symbols

from derivations.language import LabelSign, Loss, Real, positive_part, step

s, y = symbols("s y")

loss = Loss(
    id="L3TM",
    expression=positive_part(1 - y * s),
    wrt=s,
    symbols={s: Real("score of the classifier"), y: LabelSign("label, $-1$ or $+1$, fixed")},
    source="C. Cortes and V. Vapnik, Support-vector networks, Machine Learning 20 (1995), 273-297",
    mistakes=[
        (-step(1 - y * s), "the slope in the margin: by the chain rule the label comes out as a factor"),
        (y * step(1 - y * s), "the inner minus of $1-ys$ is missing"),
        (-y * step(1 - s), "the label was dropped inside the step: right for the label $+1$ only"),
    ],
)
