r"""Smooth L1 or Huber: where does the threshold go?

Into different places. The gradient of the Huber loss is the error, cut off at $\pm\delta$: the threshold is also the
largest slope. That of smooth L1 is the error *divided* by the threshold, cut off at $\pm1$. The two are the same for a
threshold of 1 only.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, clip

p, t, beta, delta = symbols("p t beta delta")

answer = Answer(
    id="Q8WN",
    loss="smooth-l1",
    short="Smooth L1 divides by it, Huber does not",
    claims=[
        Claim(clip(p - t, -beta, beta), "positive-scale", "the gradient of the Huber loss: $\\beta$ times this one"),
        Claim(clip((p - t) / beta, -1, 1), "exact", "steep near the target, and never more than 1"),
        Claim(clip(p - t, -1, 1), "wrong", "right for $\\beta=1$ only: the place of the seam was lost"),
        Claim(
            clip((p - t) / delta, -1, 1),
            "positive-scale",
            "the gradient of smooth L1: a $\\delta$ is missing",
            loss="huber",
        ),
        Claim(clip(p - t, -delta, delta), "exact", "the error, cut off at both ends", loss="huber"),
    ],
    sections=[
        Section(
            "What it changes",
            "As long as the threshold is fixed, only the scale: a learning rate that is $\\beta$ times as large makes "
            "up for it. As soon as you change the threshold, everything. With a smaller $\\beta$ smooth L1 goes to "
            "the absolute loss, while the Huber loss goes to 0. With a larger one smooth L1 goes to 0, while the "
            "Huber loss goes to half the squared loss.",
        ),
        Section(
            "With a second term in the loss",
            "Then the factor stands before one term only, and is no common factor any more: a weight that was tuned "
            "with one of the two is wrong with the other.",
        ),
    ],
    see=["absolute", "half-squared", "pseudo-huber"],
    goes_on=["clipping-and-the-huber-loss"],
)
