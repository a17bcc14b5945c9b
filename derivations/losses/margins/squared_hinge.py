"""Squared hinge loss

The square of the amount by which the margin falls short of 1; zero once it is 1 or more.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, positive_part, step

a = symbols("a")

loss = Loss(
    id="L5XJ",
    expression=positive_part(1 - a) ** 2,
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source=Source("scikit-learn documentation, example 'SGD: convex loss functions', squared hinge loss"),
    mistakes=[
        (2 * positive_part(1 - a), "the inner derivative is missing: $1-a$ falls as $a$ grows"),
        (-positive_part(1 - a), "the 2 of the square was lost"),
        (-2 * (1 - a), "the positive part was dropped: beyond the margin the loss is flat"),
        (-2 * step(1 - a), "the square was forgotten: its derivative keeps the amount as a factor"),
    ],
    aliases=["L2 hinge loss", "L2-SVM loss"],
    used_for="support vector machines, with a smooth loss",
    why=(
        "The gradient is minus twice the amount by which the margin falls short, so it fades as the margin comes near "
        "1: unlike the hinge, the loss has no kink there. In return, an example that is far on the wrong side pulls "
        "ever harder. Linear support vector machines are often trained with it, because the slope is continuous."
    ),
    in_code=[
        (
            "keras.losses.SquaredHinge()(keras.ops.ones_like(a), a)",
            "sum_over_batch_size",
            "takes label and score; turns labels 0 and 1 into $-1$ and $+1$",
        ),
    ],
    see_instead=[
        ("hinge", "without the square: its slope does not grow with the amount"),
        ("square-margin", "without the positive part: it also punishes margins above 1"),
        ("modified-huber", "linear for margins below $-1$"),
    ],
)
