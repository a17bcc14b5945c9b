r"""Generalised IoU loss (GIoU)

The box IoU loss, plus the share of the smallest box around both that neither of them fills. Each box is given by the
distances of its four sides from a point that lies in both.
"""

from sympy import symbols

from derivations.language import Intermediate, Loss, Positive, Source, largest, smallest, step

x1, x2, y1, y2, u1, u2, v1, v2 = symbols("x_1 x_2 y_1 y_2 u_1 u_2 v_1 v_2")
h, I, U, a, b, C = symbols("h I U a b C")

loss = Loss(
    id="LB8V",
    expression=1 - I / U + (C - U) / C,
    wrt=x2,
    definitions=[
        (h, smallest(y1, v1) + smallest(y2, v2)),
        (I, (smallest(x1, u1) + smallest(x2, u2)) * h),
        (U, (x1 + x2) * (y1 + y2) + (u1 + u2) * (v1 + v2) - I),
        (a, largest(x1, u1) + largest(x2, u2)),
        (b, largest(y1, v1) + largest(y2, v2)),
        (C, a * b),
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
        a: Intermediate("width of the box around both", within="(0, oo)"),
        b: Intermediate("height of the box around both", within="(0, oo)"),
        C: Intermediate("area of the box around both", within="(0, oo)"),
    },
    source=Source(
        "H. Rezatofighi, N. Tsoi, J. Gwak, A. Sadeghian, I. Reid and S. Savarese, Generalized intersection over "
        "union: a metric and a loss for bounding box regression, CVPR 2019",
        arxiv="1902.09630",
    ),
    mistakes=[
        (
            -(U * h * step(u2 - x2) - I * (y1 + y2 - h * step(u2 - x2))) / U**2,
            "the second term was dropped: this is the gradient of the IoU loss",
        ),
        (
            -(U * h * step(u2 - x2) - I * (y1 + y2 - h * step(u2 - x2))) / U**2 - (y1 + y2 - h * step(u2 - x2)) / C,
            "the box around both was treated as a constant: it grows where $x_2>u_2$",
        ),
    ],
    aliases=["GIoU", "GIoU loss", "generalized_box_iou_loss", "generalized IoU"],
    used_for="boxes around objects, also where they do not overlap",
    why=(
        "The added term is the empty share of the box around both, $(C-U)/C$: it shrinks as the boxes come together, "
        "also where they do not overlap and the slope of the IoU is 0. Where they overlap, as here, both terms act. "
        "The value lies between 0 and 2, and does not depend on the size of the picture."
    ),
    see_instead=[
        ("box-iou", "without the added term"),
        ("distance-iou", "adds the distance of the centres instead"),
    ],
)
