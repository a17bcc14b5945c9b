"""Half squared loss

Half the square of the error. The half cancels the 2 that the square brings down, and the minimiser stays where it was.
"""

from sympy import symbols

from derivations.language import Loss, Real

p, t = symbols("p t")

loss = Loss(
    id="L2N5",
    expression=(p - t) ** 2 / 2,
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed")},
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 1.1",
    mistakes=[
        (2 * (p - t), "the gradient of the squared loss without the half: loss and gradient must be stated together"),
        ((p - t) / 2, "the half was kept, but the 2 of the square was forgotten"),
        (t - p, "prediction and target changed places"),
    ],
    used_for="the squared loss with the error itself as its gradient",
    why=(
        "The gradient is the error itself, which is why textbooks write the half. The minimiser is that of the "
        "squared loss; the gradient is half as long, so a learning rate twice as large makes the same steps."
    ),
)
