r"""Hard swish

A number times its hard sigmoid: 0 below $-3$, the number itself above 3, and a parabola between.
"""

from sympy import Rational, symbols

from derivations.language import Loss, Real, Source, branches, clip, otherwise

z = symbols("z")
low, high = -3, 3

loss = Loss(
    id="LRZZ",
    name="y",
    expression=branches((0, z < low), (z, z > high), (z * (z + 3) / 6, otherwise)),
    wrt=z,
    symbols={z: Real("input, the sum that enters the unit")},
    source=Source(
        "A. Howard et al., Searching for MobileNetV3 (ICCV, 2019)",
        arxiv="1905.02244",
    ),
    mistakes=[
        (
            branches((0, z < low), (1, z > high), ((z + 3) / 6, otherwise)),
            "the hard sigmoid was held fixed, though it depends on $z$ too",
        ),
        (
            branches((0, z < low), (1, z > high), (z / 6, otherwise)),
            "only the second factor was differentiated",
        ),
        (clip((2 * z + 3) / 6, 0, 1), "the slope was cut off at 0 and 1: between the bounds it exceeds both"),
        (Rational(1, 6), "this is the slope of the hard sigmoid, without the factor $z$"),
    ],
    aliases=["h-swish"],
    used_for="a cheap swish, as in MobileNet",
    why=(
        "Between the bounds the slope $(2z+3)/6$ is a straight line from $-1/2$ to $3/2$. So it is negative below "
        "$z=-3/2$, and it jumps at both bounds: from 0 to $-1/2$, and from $3/2$ to 1."
    ),
    in_code=[
        ("torch.nn.functional.hardswish(z)", "none"),
        ("jax.nn.hard_swish(z)", "none"),
        ("keras.ops.hard_silu(z)", "none"),
    ],
    see_instead=[("silu", "the smooth one, with the sigmoid")],
)
