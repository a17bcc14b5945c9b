r"""Box IoU loss

1 minus the overlap of a predicted box and the true one, divided by their union. Each box is given by the distances of
its four sides from a point that lies in both.
"""

from sympy import symbols

from derivations.language import Intermediate, Loss, Positive, Source, smallest, step

x1, x2, y1, y2, u1, u2, v1, v2 = symbols("x_1 x_2 y_1 y_2 u_1 u_2 v_1 v_2")
h, I, U = symbols("h I U")

loss = Loss(
    id="L36V",
    expression=1 - I / U,
    wrt=x2,
    definitions=[
        (h, smallest(y1, v1) + smallest(y2, v2)),
        (I, (smallest(x1, u1) + smallest(x2, u2)) * h),
        (U, (x1 + x2) * (y1 + y2) + (u1 + u2) * (v1 + v2) - I),
    ],
    symbols={
        x1: Positive("prediction: distance of the point from the left side", varies=True),
        x2: Positive("prediction: distance of the point from the right side"),
        y1: Positive("prediction: distance of the point from the lower side", varies=True),
        y2: Positive("prediction: distance of the point from the upper side", varies=True),
        u1: Positive("target: distance of the point from the left side, fixed", varies=True),
        u2: Positive("target: distance of the point from the right side, fixed", varies=True),
        v1: Positive("target: distance of the point from the lower side, fixed", varies=True),
        v2: Positive("target: distance of the point from the upper side, fixed", varies=True),
        h: Intermediate("height of the overlap", within="(0, oo)"),
        I: Intermediate("area of the overlap", within="(0, oo)"),
        U: Intermediate("area of the union", within="(0, oo)"),
    },
    source=Source(
        "J. Yu, Y. Jiang, Z. Wang, Z. Cao and T. Huang, UnitBox: an advanced object detection network, ACM Multimedia "
        "2016",
        arxiv="1608.01471",
    ),
    mistakes=[
        (-h * step(u2 - x2) / U, "the union was treated as a constant: it grows with the box"),
        (I * (y1 + y2) / U**2, "the overlap was treated as a constant: it grows as long as $x_2<u_2$"),
        (
            (I * (y1 + y2) - U * h * step(u2 - x2)) / U**2,
            "the overlap was forgotten in the union: it is counted once, not twice",
        ),
    ],
    aliases=["IoU loss", "UnitBox loss", "intersection over union loss for boxes"],
    used_for="boxes around objects that overlap with the true ones",
    why=(
        "As long as the side lies inside the true box, to move it outwards adds a strip of height $h$ to the overlap; "
        "beyond, it only adds to the union, and the slope is positive. The four sides are coupled, unlike under a loss "
        "of each coordinate, and the value does not depend on the size of the picture. Boxes that do not overlap have "
        "the loss 1 and no slope: for these there is GIoU."
    ),
    see_instead=[("jaccard", "the same for masks")],
)
