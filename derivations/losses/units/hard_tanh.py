r"""Hard tanh

A tanh made of straight lines: the number itself between $-1$ and 1, cut off beyond.
"""

from sympy import symbols, tanh

from derivations.language import Loss, Real, Source, clip, step

z = symbols("z")

loss = Loss(
    id="LPHY",
    name="y",
    expression=clip(z, -1, 1),
    wrt=z,
    symbols={z: Real("input, the sum that enters the unit")},
    source=Source("PyTorch, torch.nn.Hardtanh (documentation)"),
    mistakes=[
        (1, "right between $-1$ and 1 only: beyond, the output does not move"),
        (clip(z, -1, 1), "this is the value, not the slope"),
        (1 - tanh(z) ** 2, "this is the slope of the smooth tanh"),
        (step(z + 1), "the cut at 1 was left out"),
    ],
    aliases=["nn.Hardtanh", "clipped linear unit"],
    used_for="a cheap bounded unit, or a bound on actions",
    why=(
        "The slope is a window: 1 between the bounds, 0 beyond them. A unit that is driven beyond a bound receives no "
        "gradient, however wrong it is. At the bounds themselves there is no slope, and libraries choose."
    ),
    in_code=[
        ("torch.nn.functional.hardtanh(z)", "none"),
        ("jax.nn.hard_tanh(z)", "none"),
        ("keras.ops.hard_tanh(z)", "none"),
    ],
    see_instead=[("hyperbolic-tangent", "the smooth one")],
)
