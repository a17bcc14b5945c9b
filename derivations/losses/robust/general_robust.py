r"""General robust loss

A family of robust losses after Barron. Its shape $\alpha$ leads from the squared loss to losses on which an outlier has
little effect. Here the shape lies between 0 and 2.
"""

from sympy import symbols

from derivations.language import Interval, Loss, Positive, Real, Source

p, t, a, c = symbols("p t alpha c")
r = p - t
b = 2 - a

loss = Loss(
    id="LZQQ",
    former="regression/general-robust",
    expression=b / a * (((r / c) ** 2 / b + 1) ** (a / 2) - 1),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        a: Interval("shape", within="(0, 2)"),
        c: Positive("scale: the size at which an error begins to count as an outlier"),
    },
    source=Source("J. T. Barron, A general and adaptive robust loss function (2019)", arxiv="1701.03077"),
    limits=[
        (a, 2, r / c**2, "half the squared loss, of the error in units of $c$"),
        (a, 0, 2 * r / (r**2 + 2 * c**2), "the Cauchy loss, which grows like a logarithm"),
    ],
    properties=[("smooth", 1 / c**2)],
    mistakes=[
        (r / c**2 * ((r / c) ** 2 / b + 1) ** (a / 2), "the exponent goes down by 1 when it is differentiated"),
        (r / c * ((r / c) ** 2 / b + 1) ** (a / 2 - 1), "the scale divides twice: $(p-t)/c$ is squared"),
        (b * r / c**2 * ((r / c) ** 2 / b + 1) ** (a / 2 - 1), "the factor $2-\\alpha$ cancels against that inside"),
    ],
    aliases=["Barron loss", "adaptive robust loss", "robust_loss_pytorch"],
    used_for="robustness that is set, or learned, by a shape",
    why=(
        "Near the target all of them are alike: the slope is the error over $c^2$. Far out the slope goes like a power "
        "of the error, with the exponent $\\alpha-1$. For $\\alpha<1$ it falls again: the further out an outlier lies, "
        "the less it counts. For $\\alpha=1$ it is a smooth absolute loss. The shape can be learned together with the "
        "model."
    ),
    see_instead=[
        ("huber", "from squared to absolute at one point, not by a shape"),
        ("fair", "another smooth way between the two"),
    ],
)
