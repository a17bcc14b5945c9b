r"""Distance IoU loss (DIoU)

The box IoU loss, plus the squared distance of the two centres, divided by the squared diagonal of the smallest box
around both. Each box is given by the distances of its four sides from a point that lies in both.
"""

from sympy import symbols

from derivations.language import Intermediate, Loss, Positive, Source, largest, smallest, step

x1, x2, y1, y2, u1, u2, v1, v2 = symbols("x_1 x_2 y_1 y_2 u_1 u_2 v_1 v_2")
h, I, U, a, d, q = symbols("h I U a d q")
iou = -(U * h * step(u2 - x2) - I * (y1 + y2 - h * step(u2 - x2))) / U**2

loss = Loss(
    id="LMR6",
    expression=1 - I / U + d / q,
    wrt=x2,
    definitions=[
        (h, smallest(y1, v1) + smallest(y2, v2)),
        (I, (smallest(x1, u1) + smallest(x2, u2)) * h),
        (U, (x1 + x2) * (y1 + y2) + (u1 + u2) * (v1 + v2) - I),
        (a, largest(x1, u1) + largest(x2, u2)),
        (d, ((x2 - x1 - (u2 - u1)) ** 2 + (y2 - y1 - (v2 - v1)) ** 2) / 4),
        (q, a**2 + (largest(y1, v1) + largest(y2, v2)) ** 2),
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
        d: Intermediate("squared distance of the two centres", within="[0, oo)"),
        q: Intermediate("squared diagonal of the box around both", within="(0, oo)"),
    },
    source=Source(
        "Z. Zheng, P. Wang, W. Liu, J. Li, R. Ye and D. Ren, Distance-IoU loss: faster and better learning for "
        "bounding box regression, AAAI 2020",
        arxiv="1911.08287",
    ),
    mistakes=[
        (iou, "the second term was dropped: this is the gradient of the IoU loss"),
        (
            iou + (x2 - x1 - (u2 - u1)) / (2 * q),
            "the diagonal was treated as a constant: it grows where $x_2>u_2$",
        ),
        (
            iou + (x2 - x1 - (u2 - u1)) / q - 2 * d * a * step(x2 - u2) / q**2,
            "the centre moves by half of what the side moves",
        ),
    ],
    aliases=["DIoU", "DIoU loss", "distance_box_iou_loss"],
    used_for="boxes around objects: draws the centres together",
    why=(
        "The added term draws the centres together in a straight line, also where the boxes do not overlap and the IoU "
        "has no slope. A side that moves by 1 moves the centre by one half, hence the factor in its gradient; and "
        "where the side is the outer one, the diagonal below the line moves too."
    ),
    see_instead=[
        ("generalised-iou", "adds the empty share of the box around both instead"),
    ],
)
