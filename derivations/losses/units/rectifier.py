r"""Rectifier

The positive part of a number: the number itself if it is positive, else 0. It is the most common unit of deep networks.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, branches, otherwise, sigma, step

z = symbols("z")

loss = Loss(
    id="LR6K",
    name="y",
    expression=branches((z, z > 0), (0, otherwise)),
    wrt=z,
    symbols={z: Real("sum that enters the unit")},
    source=Source(
        "V. Nair and G. Hinton, Rectified linear units improve restricted Boltzmann machines (ICML, 2010)",
    ),
    mistakes=[
        (1, "right where the unit is on; where it is off, it does not move at all"),
        (z * step(z), "this is the value, not the slope"),
        (sigma(z), "this is the slope of the softplus, which is smooth"),
    ],
    other_forms=[(step(z), "1 where $z>0$ and 0 where $z<0$: that is what the step is")],
    aliases=["ReLU", "positive part", "rectified linear unit", "hinge function"],
    used_for="hidden units of deep networks",
    why=(
        "The slope is a switch: a unit that is on passes the gradient back unchanged, and one that is off passes back "
        "nothing. At 0 there is no slope; what a program takes there depends on the function with which it is written."
    ),
    in_code=[("torch.relu(z)", "none"), ("jax.nn.relu(z)", "none")],
    see_instead=[
        ("leaky-relu", "with a small slope where this one is off"),
        ("hinge", "the hinge loss: the rectifier of a margin's shortfall, $\\max(0,1-a)$"),
    ],
)
