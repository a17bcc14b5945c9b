r"""Squared ReLU

The square of the positive part: 0 on the left, a parabola on the right.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, positive_part, step

z = symbols("z")

loss = Loss(
    id="LTTK",
    name="y",
    expression=positive_part(z) ** 2,
    wrt=z,
    symbols={z: Real("input, the sum that enters the unit")},
    source=Source(
        "D. R. So, W. Mańke, H. Liu, Z. Dai, N. Shazeer and Q. V. Le, Primer: searching for efficient transformers for "
        "language modeling (2021)",
        arxiv="2109.08668",
    ),
    mistakes=[
        (2 * z, "right on the right only: on the left the unit is off"),
        (positive_part(z), "the 2 that the square brings down is missing"),
        (2 * step(z), "the base of the square is missing"),
        (step(z), "this is the slope without the square"),
    ],
    aliases=["relu squared", "relu2"],
    used_for="units of some language models",
    why=(
        "The slope is twice the positive part, so it needs no case at 0: both sides meet there with the slope 0. It "
        "has no bound: what is large is amplified on the way back as well."
    ),
    in_code=[("jax.numpy.square(jax.nn.relu(z))", "none"), ("torch.square(torch.relu(z))", "none")],
    see_instead=[("rectifier", "the positive part itself")],
)
