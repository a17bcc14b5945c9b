r"""Is clipping the gradient the same as the Huber loss?

If the slope of the *half* squared loss is clipped, for each prediction by itself: yes, exactly. Without the half the
limit is reached at half the error. And to clip the gradient of a whole batch with respect to the weights is something
else.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, clip, sign

p, t, delta = symbols("p t delta")

answer = Answer(
    id="QVCH",
    loss="huber",
    short="Yes, for the half squared loss",
    claims=[
        Claim(clip(p - t, -delta, delta), "exact", "the error, cut off at both ends"),
        Claim(
            clip(2 * (p - t), -delta, delta), "wrong", "the squared loss has twice the slope, and is cut off earlier"
        ),
        Claim(clip(p - t, -1, 1), "wrong", "right for $\\delta=1$ only"),
        Claim(
            delta * sign(p - t),
            "wrong",
            "the limit everywhere: that is the gradient of $\\delta$ times the absolute loss",
        ),
        Claim(clip(t - p, -delta, delta), "negated", "the direction of the step, not the slope"),
    ],
    sections=[
        Section(
            "Clip the slope, not the error in the loss",
            "To cut off the error *inside* the loss makes the loss flat for large errors. The slope there is 0, and "
            "the examples that are furthest off teach nothing. If the slope is cut off instead, they keep the largest "
            "slope there is.",
        ),
        Section(
            "Clipping in the weights",
            "There the slopes of all examples have been added up already. Clipping the sum keeps one bad batch from a "
            "large step, but it does not treat single outliers, and it is the gradient of no Huber loss.",
        ),
    ],
    see=["half-squared", "absolute", "log-cosh"],
)
