r"""Quality focal loss

The binary cross-entropy against a quality $t$ between 0 and 1, such as the overlap of the predicted box, times a power
of the distance between probability and quality.
"""

from sympy import log, symbols

from derivations.language import Intermediate, Interval, Label01, Loss, Real, Source, magnitude, sigma, sign

z, t, beta, p, c = symbols("z t beta p c")

loss = Loss(
    id="L99X",
    expression=magnitude(t - p) ** beta * c,
    wrt=z,
    definitions=[(p, sigma(z)), (c, -t * log(p) - (1 - t) * log(1 - p))],
    symbols={
        z: Real("logit: any real number"),
        t: Label01("target: quality between 0 and 1, fixed; 0 for a background"),
        beta: Interval("focusing parameter, usually 2", within="(1, oo)"),
        p: Intermediate("predicted quality", within="(0, 1)"),
        c: Intermediate("binary cross-entropy", within="(0, oo)"),
    },
    source=Source(
        "X. Li, W. Wang, L. Wu, S. Chen, X. Hu, J. Li, J. Tang and J. Yang, Generalized focal loss: learning "
        "qualified and distributed bounding boxes for dense object detection, NeurIPS 2020",
        arxiv="2006.04388",
    ),
    closing=[
        (
            magnitude(t - p) ** beta * (p - t) - beta * p * (1 - p) * magnitude(t - p) ** (beta - 1) * sign(t - p) * c,
            "$(1-t)p-t(1-p)=p-t$",
        )
    ],
    mistakes=[
        (magnitude(t - p) ** beta * (p - t), "the power was treated as a constant: it depends on the logit too"),
        (
            beta * magnitude(t - p) ** (beta - 1) * sign(p - t) * c + magnitude(t - p) ** beta * (p - t),
            "the slope of the sigmoid is missing in the first term",
        ),
        (
            beta * p * (1 - p) * magnitude(t - p) ** (beta - 1) * sign(p - t) * c,
            "the cross-entropy was treated as a constant: it depends on the logit too",
        ),
    ],
    aliases=["QFL", "QualityFocalLoss"],
    used_for="detectors that predict how good a box is",
    why=(
        "Both factors of the product move with the logit, hence two terms: one from the power, one from the "
        "cross-entropy, which brings $p-t$. Both vanish at $p=t$, and both fade as the prediction comes near its "
        "target. For hard labels it is the focal loss."
    ),
    see_instead=[("focal", "for hard labels")],
)
