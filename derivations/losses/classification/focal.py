r"""Focal loss

The cross-entropy of one example, times a power of the probability that is missing from its label: examples that are
already right with certainty hardly count.
"""

from sympy import log, symbols

from derivations.language import Intermediate, LabelSign, Loss, Nonnegative, Real, Source, sigma

z, y, gamma, p = symbols("z y gamma p")

loss = Loss(
    id="L44Y",
    expression=-((1 - p) ** gamma) * log(p),
    wrt=z,
    definitions=[(p, sigma(y * z))],
    symbols={
        z: Real("logit: any real number"),
        y: LabelSign("label, $-1$ or $+1$, fixed"),
        p: Intermediate("probability of the right label", within="(0, 1)"),
        gamma: Nonnegative("focusing parameter, usually 2"),
    },
    source=Source(
        "T.-Y. Lin, P. Goyal, R. Girshick, K. He and P. Dollar, Focal loss for dense object detection, ICCV 2017, "
        "section 3",
        arxiv="1708.02002",
    ),
    mistakes=[
        (
            (1 - p) ** (gamma - 1) * (gamma * log(p) - (1 - p) / p),
            "the gradient with respect to the probability: the slope of the sigmoid is missing",
        ),
        (-y * (1 - p) ** (gamma + 1), "the power was treated as a constant: it depends on the logit too"),
        (
            (1 - p) ** gamma * (gamma * p * log(p) + p - 1),
            "the label was dropped: right for the label $+1$ only",
        ),
        (
            y * (1 - p) ** gamma * (-gamma * p * log(p) + p - 1),
            "the inner derivative of $1-p$ is missing: it is $-1$",
        ),
    ],
    aliases=["binary focal loss", "sigmoid focal loss", "RetinaNet loss", "BinaryFocalCrossentropy"],
    used_for="two classes of which one is rare, as in detection",
    why=(
        "The gradient of the cross-entropy, $-y(1-p)$, is multiplied by $(1-p)^\\gamma$ and gets a second term, "
        "because the power moves with the logit as well. Both fade fast as $p$ goes to 1, so a flood of easy examples "
        "does not drown the hard ones. With $\\gamma=0$ it is the cross-entropy. Often each class has a weight "
        "$\\alpha$ in front as well."
    ),
    in_code=[
        ("optax.sigmoid_focal_loss(z, (y + 1) / 2, gamma=gamma)", "none", "takes labels 0 and 1"),
        (
            "keras.losses.BinaryFocalCrossentropy(from_logits=True, gamma=gamma)((y + 1) / 2, z)",
            "sum_over_batch_size",
            "takes labels 0 and 1",
        ),
    ],
    see_instead=[
        ("softmax-focal", "for several classes"),
        ("binary-cross-entropy-with-logit", "the same without the power"),
    ],
)
