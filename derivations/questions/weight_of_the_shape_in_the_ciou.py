r"""CIoU: is α differentiated?

No. It depends on the boxes, but it is only a weight: it is computed first and held fixed while the slope is taken. It
stays as a factor of the term for the shape.
"""

from sympy import atan, pi, symbols

from derivations.language import Answer, Claim, Section, step

x1, x2, y1, y2, u1, u2, v1, v2 = symbols("x_1 x_2 y_1 y_2 u_1 u_2 v_1 v_2")
h, I, U, a, d, q, v, alpha = symbols("h I U a d q v alpha")
angle = atan((u1 + u2) / (v1 + v2)) - atan((x1 + x2) / (y1 + y2))
slope = -8 / pi**2 * angle * (y1 + y2) / ((x1 + x2) ** 2 + (y1 + y2) ** 2)
overlap = -(U * h * step(u2 - x2) - I * (y1 + y2 - h * step(u2 - x2))) / U**2
others = overlap + (x2 - x1 - (u2 - u1)) / (2 * q) - 2 * d * a * step(x2 - u2) / q**2
moved = slope * (1 - I / U) / (1 - I / U + v) ** 2 + v * overlap * -1 / (1 - I / U + v) ** 2

answer = Answer(
    id="QYV3",
    loss="complete-iou",
    short="No, it is held fixed",
    claims=[
        Claim(others + alpha * slope + v * moved, "wrong", "$\\alpha$ was differentiated as well"),
        Claim(others + alpha * slope, "exact", "$\\alpha$ is a factor, and nothing else"),
        Claim(others - alpha * slope, "wrong", "the sign of the term for the shape was turned"),
        Claim(
            others + alpha * slope * ((x1 + x2) ** 2 + (y1 + y2) ** 2),
            "wrong",
            "the denominator $w^2+h^2$ was left out, as the authors did at first to keep steps from exploding",
        ),
    ],
    sections=[
        Section(
            "What to do in code",
            "Compute $\\alpha$ under `no_grad`, or detach it. If it is not detached, automatic differentiation goes "
            "through it, and the weight itself is pushed down: boxes that fit badly so get a lower weight on their "
            "shape.",
        ),
        Section(
            "Why the signs in some code are turned",
            "Old code in C adds the gradient of the measure instead of subtracting that of the loss. Both go the same "
            "way; only do not copy a line of one into the other.",
        ),
    ],
    see=["distance-iou", "generalised-iou"],
    source=[
        ("MMDetection, issue 5818", "https://github.com/open-mmlab/mmdetection/issues/5818"),
        ("DIoU, issue 19", "https://github.com/Zzh-tju/DIoU/issues/19"),
        ("DIoU-SSD-pytorch, issue 16", "https://github.com/Zzh-tju/DIoU-SSD-pytorch/issues/16"),
    ],
)
