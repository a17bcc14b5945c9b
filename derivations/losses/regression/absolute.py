"""Absolute loss

The distance between the prediction $p$ and the target $t$. Every error counts in proportion to its size, so a few
outliers do not dominate; its minimiser over a sample is a median.
"""

from sympy import symbols

from derivations.language import Loss, Real, magnitude, sign

p, t = symbols("p t")

loss = Loss(
    id="L3H6",
    expression=magnitude(p - t),
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed")},
    source="S. Boyd and L. Vandenberghe, Convex Optimization (Cambridge University Press, 2004), section 6.1",
    other_forms=[((p - t) / magnitude(p - t), "$\\operatorname{sign}u=u/|u|$ where $u\\ne0$")],
    mistakes=[
        (sign(p), "the target was dropped, because it is a constant; but it decides on which side the prediction lies"),
        (sign(t - p), "prediction and target changed places: this points away from the target"),
        (p - t, "the gradient of the half squared loss: it grows with the error, while the slope of $|u|$ does not"),
    ],
)
