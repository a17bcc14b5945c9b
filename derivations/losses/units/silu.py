r"""SiLU, the sigmoid linear unit

A number times its own sigmoid: $z\,\sigma(z)$. It is a smooth relative of the rectifier, also known as swish.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, sigma

z = symbols("z")

loss = Loss(
    id="LTVR",
    name="y",
    expression=z * sigma(z),
    wrt=z,
    symbols={z: Real("input, the sum that enters the unit")},
    source=[
        Source(
            "S. Elfwing, E. Uchibe and K. Doya, Sigmoid-weighted linear units for neural network function "
            "approximation in reinforcement learning (2017)"
        ),
        Source("TensorFlow, tf.nn.silu (documentation)"),
    ],
    other_forms=[
        (z * sigma(z) + sigma(z) * (1 - z * sigma(z)), "in terms of the output $z\\,\\sigma(z)$ and the sigmoid")
    ],
    mistakes=[
        (sigma(z), "the sigmoid was held fixed, though it depends on $z$ too"),
        (z * sigma(z) * (1 - sigma(z)), "only the second factor was differentiated"),
        (sigma(z) * (1 - sigma(z)), "the product of the slopes, not the slope of the product"),
        (sigma(z) + sigma(z) * (1 - sigma(z)), "the factor $z$ of the second term is missing"),
    ],
    aliases=["sigmoid linear unit", "swish-1"],
    used_for="smooth units of convolutional networks and language models",
    why=(
        "The slope is one half at 0 and tends to 0 and 1 far out, as that of a rectifier does. In between it exceeds 1 "
        "a little on the right; on the left it is negative beyond the minimum near $z=-1.28$."
    ),
    in_code=[
        ("torch.nn.functional.silu(z)", "none"),
        ("jax.nn.silu(z)", "none"),
        ("keras.ops.silu(z)", "none"),
    ],
    see_instead=[("swish", "the same with a factor $\\beta$ before the number in the sigmoid")],
)
