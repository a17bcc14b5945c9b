r"""Complete IoU loss (CIoU)

The distance IoU loss, plus $\alpha v$, where $v$ compares the shapes of the two boxes by the angles of their diagonals.
The weight $\alpha=v/(1-I/U+v)$ is held fixed while the slope is taken. Each box is given by the distances of its four
sides from a point that lies in both.
"""

from sympy import atan, pi, symbols

from derivations.language import Intermediate, Loss, Positive, Source, held, largest, smallest, step

x1, x2, y1, y2, u1, u2, v1, v2 = symbols("x_1 x_2 y_1 y_2 u_1 u_2 v_1 v_2")
h, I, U, a, d, q, v, alpha = symbols("h I U a d q v alpha")
angle = atan((u1 + u2) / (v1 + v2)) - atan((x1 + x2) / (y1 + y2))
shape = -8 / pi**2 * angle * (y1 + y2) / ((x1 + x2) ** 2 + (y1 + y2) ** 2)
overlap = (U * h * step(u2 - x2) - I * (y1 + y2 - h * step(u2 - x2))) / U**2
rest = -overlap + (x2 - x1 - (u2 - u1)) / (2 * q) - 2 * d * a * step(x2 - u2) / q**2
moved = (shape * (1 - I / U) + v * overlap) / (1 - I / U + v) ** 2

loss = Loss(
    id="L34V",
    expression=1 - I / U + d / q + held(alpha) * v,
    wrt=x2,
    definitions=[
        (h, smallest(y1, v1) + smallest(y2, v2)),
        (I, (smallest(x1, u1) + smallest(x2, u2)) * h),
        (U, (x1 + x2) * (y1 + y2) + (u1 + u2) * (v1 + v2) - I),
        (a, largest(x1, u1) + largest(x2, u2)),
        (d, ((x2 - x1 - (u2 - u1)) ** 2 + (y2 - y1 - (v2 - v1)) ** 2) / 4),
        (q, a**2 + (largest(y1, v1) + largest(y2, v2)) ** 2),
        (v, 4 / pi**2 * angle**2),
        (alpha, v / (1 - I / U + v)),
    ],
    symbols={
        x1: Positive("prediction: distance of the point from the left side"),
        x2: Positive("prediction: distance of the point from the right side"),
        y1: Positive("prediction: distance of the point from the lower side"),
        y2: Positive("prediction: distance of the point from the upper side"),
        u1: Positive("target: distance of the point from the left side, fixed"),
        u2: Positive("target: distance of the point from the right side, fixed"),
        v1: Positive("target: distance of the point from the lower side, fixed"),
        v2: Positive("target: distance of the point from the upper side, fixed"),
        h: Intermediate("height of the overlap", within="(0, oo)"),
        I: Intermediate("area of the overlap", within="(0, oo)"),
        U: Intermediate("area of the union", within="(0, oo)"),
        a: Intermediate("width of the box around both", within="(0, oo)"),
        d: Intermediate("squared distance of the two centres", within="[0, oo)"),
        q: Intermediate("squared diagonal of the box around both", within="(0, oo)"),
        v: Intermediate("difference of the two shapes", within="[0, oo)"),
        alpha: Intermediate("weight of the shape, held fixed", within="[0, oo)"),
    },
    source=Source(
        "Z. Zheng and others, Distance-IoU loss: faster and better learning for bounding box regression, AAAI 2020",
        arxiv="1911.08287",
    ),
    mistakes=[
        (rest + alpha * shape + v * moved, "the weight $\\alpha$ was differentiated too: it is held fixed"),
        (rest, "the term for the shape was dropped: this is the gradient of the DIoU loss"),
        (rest + shape, "the weight was dropped: it is held fixed, but it stays as a factor"),
        (rest - alpha * shape, "the minus before the angle of the predicted box was dropped"),
    ],
    aliases=["CIoU", "CIoU loss", "complete_box_iou_loss"],
    used_for="boxes around objects: overlap, centre and shape",
    why=(
        "Three things are compared: overlap, centres and shapes. The weight $\\alpha$ lets the shape count for more "
        "once the boxes overlap well; the authors compute it without a gradient, and so do torchvision and "
        "Ultralytics. To let automatic differentiation run through it gives another gradient."
    ),
    see_instead=[("distance-iou", "without the term for the shape")],
)
