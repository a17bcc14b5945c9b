r"""Varifocal loss

For a quality $t$ that a detector predicts: the cross-entropy against the quality, weighted by it, where there is an
object; elsewhere a focal loss that takes weight from easy background.
"""

from sympy import log, symbols

from derivations.language import (
    Intermediate,
    Label01,
    Loss,
    Positive,
    Real,
    Source,
    branches,
    otherwise,
    sigma,
)

z, t, alpha, gamma, p = symbols("z t alpha gamma p")

loss = Loss(
    id="L2XK",
    expression=branches(
        (-t * (t * log(p) + (1 - t) * log(1 - p)), t > 0),
        (-alpha * p**gamma * log(1 - p), otherwise),
    ),
    wrt=z,
    backward=True,
    definitions=[(p, sigma(z))],
    symbols={
        z: Real("logit: any real number"),
        t: Label01("target: quality between 0 and 1, fixed; 0 for a background"),
        alpha: Positive("weight of the background, such as 0.75"),
        gamma: Positive("focusing parameter, usually 2"),
        p: Intermediate("predicted quality", within="(0, 1)"),
    },
    source=Source(
        "H. Zhang, Y. Wang, F. Dayoub and N. Sunderhauf, VarifocalNet: an IoU-aware dense object detector, CVPR 2021",
        arxiv="2008.13367",
    ),
    closing=[
        (
            branches((t * (p - t), t > 0), (alpha * p**gamma * (p - gamma * (1 - p) * log(1 - p)), otherwise)),
            "brackets multiplied out in the first branch, common factors taken out in the second",
        )
    ],
    mistakes=[
        (p - t, "the weights of both branches were dropped"),
        (
            branches((t * (p - t), t > 0), (alpha * p ** (gamma + 1), otherwise)),
            "the power was treated as a constant: it depends on the logit too",
        ),
        (
            branches((p - t, t > 0), (alpha * p**gamma * (p - gamma * (1 - p) * log(1 - p)), otherwise)),
            "the weight $t$ of the first branch was dropped",
        ),
    ],
    aliases=["VFL", "VarifocalLoss"],
    used_for="detectors that rank their boxes by quality",
    why=(
        "Where there is an object, the gradient is the error of the quality, weighted by the quality itself: good "
        "boxes count most, and none is taken for easy. Only the background, of which there is so much, is weighed "
        "down, by a power of the probability."
    ),
    see_instead=[("focal", "the same power on both sides, for labels")],
)
