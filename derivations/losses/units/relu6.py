r"""ReLU6

A rectifier that is cut off at 6, so that its outputs can be kept in few bits.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, clip, step

z = symbols("z")

loss = Loss(
    id="LVPY",
    name="y",
    expression=clip(z, 0, 6),
    wrt=z,
    symbols={z: Real("input, the sum that enters the unit")},
    source=Source("PyTorch, torch.nn.ReLU6 (documentation)"),
    mistakes=[
        (step(z), "the cut at 6 was left out: this is the slope of the plain rectifier"),
        (clip(z, 0, 6), "this is the value, not the slope"),
        (clip(z, 0, 1), "the slope was cut off as the value is, between 0 and 1"),
    ],
    aliases=["clipped ReLU", "capped ReLU"],
    used_for="networks whose numbers are kept in few bits",
    why=(
        "The slope is 1 between 0 and 6, and 0 on both sides. So a unit can stop learning at either end: when it is "
        "off, and when it is full."
    ),
    in_code=[
        ("torch.nn.functional.relu6(z)", "none"),
        ("jax.nn.relu6(z)", "none"),
        ("keras.ops.relu6(z)", "none"),
    ],
    see_instead=[("rectifier", "the same without the cut")],
)
