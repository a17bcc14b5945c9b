r"""Complete IoU loss (CIoU)

The distance IoU loss, plus $\alpha s$ for the shapes of the two boxes that overlap. The weight $\alpha$ is held fixed.
"""

from sympy import Ne, atan, pi, symbols

from derivations.language import Intermediate, Loss, Positive, Source, held, largest, smallest, step

x1, x2, y1, y2, u1, u2, v1, v2 = symbols("x_1 x_2 y_1 y_2 u_1 u_2 v_1 v_2")
h, I, U, a, d, q, r, s, alpha = symbols("h I U a d q r s alpha")
shape = -8 * r / pi**2 * (y1 + y2) / ((x1 + x2) ** 2 + (y1 + y2) ** 2)
overlap = (U * h * step(u2 - x2) - I * (y1 + y2 - h * step(u2 - x2))) / U**2
centres = (x2 - x1 - (u2 - u1)) / (2 * q) - 2 * d * a * step(x2 - u2) / q**2
rest, moved = centres - overlap, centres - (1 - alpha**2) * overlap + alpha * (2 - alpha) * shape

loss = Loss(
    id="L34V",
    expression=1 - I / U + d / q + held(alpha) * s,
    wrt=x2,
    definitions=[
        (h, smallest(y1, v1) + smallest(y2, v2)),
        (I, (smallest(x1, u1) + smallest(x2, u2)) * h),
        (U, (x1 + x2) * (y1 + y2) + (u1 + u2) * (v1 + v2) - I),
        (a, largest(x1, u1) + largest(x2, u2)),
        (d, ((x2 - x1 - (u2 - u1)) ** 2 + (y2 - y1 - (v2 - v1)) ** 2) / 4),
        (q, a**2 + (largest(y1, v1) + largest(y2, v2)) ** 2),
        (r, atan((u1 + u2) / (v1 + v2)) - atan((x1 + x2) / (y1 + y2))),
        (s, 4 * r**2 / pi**2),
        (alpha, s / (1 - I / U + s)),
    ],
    constraints=[Ne(1 - I / U + s, 0)],
    symbols={
        x1: Positive("prediction: distance of a point in both boxes from the left side", varies=True),
        x2: Positive("prediction: its distance from the right side"),
        y1: Positive("prediction: its distance from the lower side", varies=True),
        y2: Positive("prediction: its distance from the upper side", varies=True),
        u1: Positive("target: its distance from the left side, fixed", varies=True),
        u2: Positive("target: its distance from the right side, fixed", varies=True),
        v1: Positive("target: its distance from the lower side, fixed", varies=True),
        v2: Positive("target: its distance from the upper side, fixed", varies=True),
        h: Intermediate("height of the overlap", within="(0, oo)"),
        I: Intermediate("area of the overlap", within="(0, oo)"),
        U: Intermediate("area of the union", within="(0, oo)"),
        a: Intermediate("width of the box around both", within="(0, oo)"),
        d: Intermediate("squared distance of the two centres", within="[0, oo)"),
        q: Intermediate("squared diagonal of the box around both", within="(0, oo)"),
        r: Intermediate("by how much the angles of the diagonals differ"),
        s: Intermediate("difference of the two shapes, $v$ in the paper", within="[0, oo)"),
        alpha: Intermediate("weight of the shape, held fixed", within="[0, oo)"),
    },
    source=Source(
        "Z. Zheng et al., Distance-IoU loss: faster and better learning for bounding box regression, AAAI 2020",
        arxiv="1911.08287",
    ),
    closing=[(rest + held(alpha) * shape, "fractions of one denominator")],
    mistakes=[
        (moved, "the weight $\\alpha$ was differentiated too: it is held fixed"),
        (rest, "the term for the shape was dropped: this is the gradient of the DIoU loss"),
        (rest - alpha * shape, "the minus before the angle of the predicted box was dropped"),
    ],
    aliases=["CIoU", "CIoU loss", "complete_box_iou_loss"],
    used_for="boxes around objects: overlap, centre and shape",
    why=(
        "The third term, $s$, is 0 for boxes of one shape, and below 1 for any. Its weight grows as the boxes come to "
        "overlap. The authors compute it without a gradient, and so do torchvision and Ultralytics. Where the boxes "
        "are equal, and only there, $1+s=I/U$ and the weight is 0/0: code adds a small number below the line."
    ),
    see_instead=[("distance-iou", "without the term for the shape")],
)
