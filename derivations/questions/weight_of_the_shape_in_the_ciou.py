r"""CIoU: is α differentiated?

No. It depends on the boxes, but it is only a weight: it is computed first and held fixed while the slope is taken. It
stays as a factor of the term for the shape.
"""

from sympy import pi, symbols

from derivations.language import Answer, Claim, Section, step

x1, x2, y1, y2, u1, u2, v1, v2 = symbols("x_1 x_2 y_1 y_2 u_1 u_2 v_1 v_2")
h, I, U, a, d, q, r, alpha = symbols("h I U a d q r alpha")
slope = -8 * r / pi**2 * (y1 + y2) / ((x1 + x2) ** 2 + (y1 + y2) ** 2)
overlap = (U * h * step(u2 - x2) - I * (y1 + y2 - h * step(u2 - x2))) / U**2
centres = (x2 - x1 - (u2 - u1)) / (2 * q) - 2 * d * a * step(x2 - u2) / q**2
others, moved = centres - overlap, centres - (1 - alpha**2) * overlap + alpha * (2 - alpha) * slope

answer = Answer(
    id="QYV3",
    loss="complete-iou",
    short="No, it is held fixed",
    claims=[
        Claim(moved, "wrong", "$\\alpha$ was differentiated as well"),
        Claim(others + alpha * slope, "exact", "$\\alpha$ is a factor, and nothing else"),
        Claim(others - alpha * slope, "wrong", "the minus before the angle of the predicted box was dropped"),
        Claim(
            others + alpha * slope * ((x1 + x2) ** 2 + (y1 + y2) ** 2),
            "wrong",
            "the denominator was left out, as the authors do lest a small box blow up the step",
        ),
    ],
    sections=[
        Section(
            "What to do in code",
            "Compute $s$ with its gradient, then $\\alpha$ under `no_grad`, or detach it. If automatic differentiation "
            "goes through it, the shape counts with $\\alpha(2-\\alpha)$ instead of $\\alpha$, and the overlap with "
            "$1-\\alpha^2$ instead of 1: where the shape weighs most, the overlap pulls least. MMDetection did so "
            "until this thread.",
        ),
        Section(
            "Why is the sign turned in the paper?",
            "The paper, which writes $v$ for $s$, lists its slope with respect to the width with a plus, and to the "
            "height with a minus. With the target's angle first, as in its own formula, it is the other way round. The "
            "authors' code steps so that the shape comes right; only do not copy the signs of one into the other.",
        ),
    ],
    see=["distance-iou", "generalised-iou"],
    source=[
        ("MMDetection, issue 5818", "https://github.com/open-mmlab/mmdetection/issues/5818"),
        ("DIoU, issue 19", "https://github.com/Zzh-tju/DIoU/issues/19"),
        ("DIoU-SSD-pytorch, issue 4", "https://github.com/Zzh-tju/DIoU-SSD-pytorch/issues/4"),
    ],
)
