r"""Mish

A number times the tanh of its softplus. It is smooth, dips a little below 0 on the left, and is close to the number
itself on the right.
"""

from sympy import symbols, tanh

from derivations.language import Intermediate, Loss, Real, Source, sigma, softplus

z, u = symbols("z u")

loss = Loss(
    id="LX35",
    name="y",
    expression=z * tanh(u),
    wrt=z,
    definitions=[(u, softplus(z))],
    symbols={
        z: Real("input, the sum that enters the unit"),
        u: Intermediate("softplus of the input", within="(0, oo)"),
    },
    source=Source("D. Misra, Mish: a self regularized non-monotonic activation function (2019)", arxiv="1908.08681"),
    mistakes=[
        (tanh(u), "the tanh was held fixed, though it depends on $z$ too"),
        (tanh(u) + z * (1 - tanh(u) ** 2), "the slope of the softplus, $\\sigma(z)$, is missing"),
        (tanh(u) + z * (1 - tanh(u) ** 2) * u, "the softplus itself stands where its slope belongs"),
        (z * (1 - tanh(u) ** 2) * sigma(z), "only the second factor was differentiated"),
    ],
    used_for="smooth units of image detectors",
    why=(
        "The first term is the weight, the second the input times the slope of the weight: tanh, then softplus, whose "
        "slope is a sigmoid. Everything in it is known from the way forward but one sigmoid."
    ),
    in_code=[
        ("torch.nn.functional.mish(z)", "none"),
        ("jax.nn.mish(z)", "none"),
    ],
    see_instead=[("silu", "the sigmoid in place of the tanh of the softplus")],
)
