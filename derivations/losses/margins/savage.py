r"""Savage loss

The square of the probability $\sigma(-a)=1/(1+e^a)$ that a model with the margin $a$ gives to the wrong label.
"""

from sympy import exp, symbols

from derivations.language import Loss, Real, Source

a = symbols("a")

loss = Loss(
    id="L9RW",
    expression=1 / (1 + exp(a)) ** 2,
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source=Source(
        "H. Masnadi-Shirazi and N. Vasconcelos, On the design of loss functions for classification: theory, robustness "
        "to outliers, and SavageBoost, NIPS 2008"
    ),
    mistakes=[
        (-2 / (1 + exp(a)) ** 3, "the inner derivative is missing: that of $1+e^a$ is $e^a$"),
        (2 * exp(a) / (1 + exp(a)) ** 3, "the exponent $-2$ was brought down without its sign"),
        (-2 * exp(a) / (1 + exp(a)), "the exponent was raised by 1: it must be lowered, from $-2$ to $-3$"),
    ],
    aliases=["SavageBoost loss", "savage boost"],
    used_for="boosting on data with outliers (SavageBoost)",
    why=(
        "The gradient fades for a margin far on either side: an example that is hopelessly wrong hardly pulls, unlike "
        "under the exponential loss. For the probability $p$ of the right label the loss is $(1-p)^2$, the squared "
        "error of a probability. It is bounded and not convex."
    ),
    see_instead=[
        ("exponential", "the loss of AdaBoost: not bounded"),
        ("tangent", "of the same authors: it also punishes margins that are too large"),
    ],
)
