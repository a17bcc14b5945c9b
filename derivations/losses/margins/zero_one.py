r"""Zero-one loss

1 for an example on the wrong side, 0 for one on the right side: the mean over the data is the share of mistakes.
"""

from sympy import Integer, symbols

from derivations.language import Loss, Real, Source, step

a = symbols("a")

loss = Loss(
    id="LTY6",
    expression=step(-a),
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source=Source("scikit-learn documentation, example 'SGD: convex loss functions', zero-one loss"),
    mistakes=[
        (-step(-a), "the slope of the perceptron's loss: here the amount of the margin does not count"),
        (-step(1 - a), "the slope of the hinge, which is trained in its place"),
        (Integer(-1), "the height of the jump was taken for a slope"),
    ],
    aliases=["0-1 loss", "misclassification loss", "ZeroOneLoss", "accuracy loss"],
    used_for="counting mistakes; not for descent",
    why=(
        "The gradient is 0 wherever it exists: a small step changes no decision. At the margin 0 the loss jumps, and "
        "has no slope. That is why one trains with a stand-in that has a slope, such as the hinge or the logistic "
        "loss, and reports this one."
    ),
    see_instead=[
        ("hinge", "a convex stand-in, with a slope"),
        ("perceptron", "measures by how much an example is wrong"),
    ],
)
