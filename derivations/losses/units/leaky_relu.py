r"""Leaky ReLU

A rectifier that lets a little through where it is off: the number itself if it is positive, else a fraction $\alpha$ of
it. In the leaky ReLU the fraction is fixed; in the parametric ReLU it is learnt.
"""

from sympy import symbols

from derivations.language import Interval, Loss, Real, Source, branches, otherwise, step

z, alpha = symbols("z alpha")

loss = Loss(
    id="L9M8",
    name="y",
    expression=branches((z, z > 0), (alpha * z, otherwise)),
    wrt=(z, alpha),
    symbols={
        z: Real("input, the sum that enters the unit"),
        alpha: Interval("slope on the left, such as 0.01", within="(0, 1)"),
    },
    source=[
        Source("PyTorch, torch.nn.LeakyReLU and torch.nn.PReLU (documentation)"),
        Source(
            "K. He, X. Zhang, S. Ren and J. Sun, Delving deep into rectifiers: surpassing human-level performance on "
            "ImageNet classification (ICCV, 2015)",
        ),
    ],
    mistakes={
        z: [
            (step(z), "the slope on the left was taken for 0, as in the plain rectifier"),
            (branches((1, z > 0), (alpha * z, otherwise)), "on the left, this is the value and not the slope"),
            (alpha, "right on the left only"),
        ],
        alpha: [
            (z, "right on the left only: on the right, the output does not depend on $\\alpha$"),
            (branches((0, z > 0), (1, otherwise)), "the input, which $\\alpha$ multiplies, is missing"),
        ],
    },
    aliases=["PReLU", "parametric ReLU", "nn.LeakyReLU", "LReLU", "leaky rectifier"],
    used_for="units that shall never stop learning",
    why=(
        "The slope is 1 on the right and $\\alpha$ on the left, and never 0: a unit whose sums are all negative still "
        "receives a gradient, and can come back. The parametric form learns $\\alpha$ from the inputs for which the "
        "unit is off; the others say nothing about it."
    ),
    in_code=[
        ("torch.nn.functional.prelu(z, alpha)", "none"),
        ("jax.nn.leaky_relu(z, negative_slope=alpha)", "none"),
    ],
    see_instead=[("rectifier", "the plain ReLU: nothing passes on the left")],
)
