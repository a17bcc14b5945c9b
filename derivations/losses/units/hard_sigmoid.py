r"""Hard sigmoid

A sigmoid made of straight lines: it rises from 0 at $z=-3$ to 1 at $z=3$, and is cut off beyond.
"""

from sympy import Rational, symbols

from derivations.language import Loss, Real, Source, branches, clip, otherwise, sigma

z = symbols("z")
sixth, low, high = Rational(1, 6), -3, 3

loss = Loss(
    id="L2TX",
    name="y",
    expression=clip(z / 6 + Rational(1, 2), 0, 1),
    wrt=z,
    symbols={z: Real("input, the sum that enters the unit")},
    source=Source("PyTorch, torch.nn.Hardsigmoid (documentation)"),
    mistakes=[
        (sixth, "right between $-3$ and 3 only: beyond, the output does not move"),
        (
            branches((0, z < low), (0, z > high), (1, otherwise)),
            "the inner derivative $1/6$ is missing",
        ),
        (
            branches((0, z < 0), (0, z > 1), (sixth, otherwise)),
            "the bounds 0 and 1 are those of the output, not of the input",
        ),
        (sigma(z) * (1 - sigma(z)), "this is the slope of the smooth sigmoid"),
    ],
    aliases=["hard logistic"],
    used_for="a cheap gate, as in networks for small devices",
    why=(
        "The slope is $1/6$ between the bounds and 0 beyond. A gate that is fully open or shut receives no gradient. "
        "Keras up to version 2 used other lines, $0.2z+0.5$, whose slope is $1/5$."
    ),
    in_code=[
        ("torch.nn.functional.hardsigmoid(z)", "none"),
        ("jax.nn.hard_sigmoid(z)", "none"),
        ("keras.ops.hard_sigmoid(z)", "none"),
    ],
    see_instead=[("sigmoid", "the smooth one")],
)
